"""Sites that show one page for everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck.engine.soft404_probe import _impossible
from linkcheck.models import Rule, Status
from tests.server import LoopbackServer, answer

if TYPE_CHECKING:
    from pathlib import Path

ANYTHING = "<title>{title}</title><h1>{title}</h1><p>" + (
    "Our portal has been telling the region about harvests, schools and roads for twenty years. "
    * 8
)
STORY = (
    "<title>{title}</title><h1>{title}</h1><p>" + "The ministers spoke of {title} at length. " * 12
)


def check(folder: Path, *links: tuple[str, str], **fetch: object) -> linkcheck.Report:
    """Check an article with these titles and addresses."""
    article = folder / "a.md"
    lines = "\n".join(f"- Daily: [{title}]({url})" for title, url in links)
    article.write_text(f"## Sources\n\n{lines}\n", encoding="utf-8")
    given = {"allow_networks": ("127.0.0.0/8",), "host_interval": 0.0, "backoff": 0.0} | fetch
    return linkcheck.check(
        [article],
        linkcheck.Settings(fetch=linkcheck.FetchSettings(**given)),  # type: ignore[arg-type]
    )


def rules(report: linkcheck.Report) -> list[list[Rule]]:
    """Return the rules of each verdict."""
    return [[found.rule for found in verdict.findings] for verdict in report.verdicts]


def test_same_page_for_everything_is_no_page(tmp_path: Path) -> None:
    """A site that redesigned and shows its greeting everywhere would be said to tell another story."""
    with LoopbackServer() as server:
        server.otherwise(answer(ANYTHING.format(title="News of the steppe region")))
        server.page(
            "/2014/03/good.html", STORY.format(title="Harvest festival opens in the old town")
        )
        report = check(
            tmp_path,
            (
                "Parliament adopts the new budget after a night of debate",
                server.url("/2014/03/talks.html"),
            ),
            (
                "Flood closes three bridges over the northern river",
                server.url("/2015/07/flood.html"),
            ),
            ("Harvest festival opens in the old town", server.url("/2014/03/good.html")),
        )
        assert rules(report) == [[Rule.SOFT_404], [Rule.SOFT_404], []]
        assert "made-up address" in report.verdicts[0].findings[0].message
        asked = [request.target for request in server.requests if "robots" not in request.target]
        assert len(asked) == 4  # the host was asked once for what cannot exist


def test_place_that_unknown_addresses_are_redirected_to(tmp_path: Path) -> None:
    """A section's own page would be called an error page where its site redirects lost readers to it."""
    with LoopbackServer() as server:
        section = server.page(
            "/topics/steppe.html", ANYTHING.format(title="News of the steppe region")
        )
        server.otherwise(answer(status="302 Found", headers={"Location": "/topics/steppe.html"}))
        title = "Parliament adopts the new budget after a night of debate"
        report = check(tmp_path, (title, section), (title, server.url("/news/budget.html")))
        assert rules(report) == [[Rule.TITLE_MISMATCH], [Rule.SOFT_404]]


HEADLINES = "".join(
    f"<li><a href=/n/{number}>Council of district {number} votes on roads and schools</a></li>"
    for number in range(12)
)


def test_list_of_headlines_for_everything(tmp_path: Path) -> None:
    """A site that shows its front page at every old address would keep all dead sources alive."""
    with LoopbackServer() as server:
        server.otherwise(answer(f"<title>Daily</title><h1>Daily</h1><ul>{HEADLINES}</ul>"))
        title = "Parliament adopts the new budget after a night of debate"
        assert rules(check(tmp_path, (title, server.url("/2014/03/talks.html")))) == [
            [Rule.SOFT_404]
        ]


def test_menu_for_everything_is_not_doubted(tmp_path: Path) -> None:
    """A story that a script fills in would be gone, since the menu around it is always the same."""
    with LoopbackServer() as server:
        menu = "".join(
            f"<li><a href=/{name}>{name}</a></li>" for name in ["Politics", "Sport", "Art"]
        )
        server.otherwise(answer(f"<title>Daily</title><h1>Daily</h1><ul>{menu * 9}</ul>"))
        title = "Parliament adopts the new budget after a night of debate"
        assert rules(check(tmp_path, (title, server.url("/2014/03/talks.html")))) == [
            [Rule.TITLE_UNVERIFIED]
        ]


def test_another_story_stays_another_story(tmp_path: Path) -> None:
    """A page that tells something else would be called an error page."""
    with LoopbackServer() as server:
        server.otherwise(answer(ANYTHING.format(title="News of the steppe region")))
        url = server.page(
            "/2014/other.html", STORY.format(title="Orchestra plays in the station hall")
        )
        report = check(tmp_path, ("Parliament adopts the new budget after a night of debate", url))
        assert rules(report) == [[Rule.TITLE_MISMATCH]]


def listing(title: str) -> str:
    """Return a section's page: a list of other stories with their leads."""
    cards = "".join(
        f"<article><h3><a href=/{place}>Story {place}</a></h3><p>{lead} {place}.</p></article>"
        for place, lead in enumerate(["Farmers bring in a larger harvest than a year ago"] * 12)
    )
    return f"<title>{title} | Herald</title><h1>{title}</h1>{cards}"


def linked(folder: Path, url: str) -> linkcheck.Report:
    """Check an article that links to an address in running text."""
    article = folder / "b.md"
    article.write_text(f"# Talks\n\nNobody came, as [the paper wrote]({url}), and it rained.\n")
    fetch = linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0, backoff=0.0)
    return linkcheck.check([article], linkcheck.Settings(fetch=fetch))


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect"])
def test_section_that_lost_readers_are_led_to(
    tmp_path: Path, server: LoopbackServer, status: str
) -> None:
    """A dead source behind an anchor would be a good one, and its section proposed in its place."""
    server.page("/world", listing("World"))
    server.otherwise(answer(status=status, headers={"Location": "/world"}))
    report = linked(tmp_path, server.url("/2014/03/30/talks-on-gas"))
    assert rules(report) == [[Rule.SOFT_404]]
    assert not any(found.proposal for found in report.verdicts[0].findings)


def test_section_shown_at_every_address(tmp_path: Path, server: LoopbackServer) -> None:
    """The same without a redirect would pass."""
    server.otherwise(answer(listing("World")))
    assert rules(linked(tmp_path, server.url("/2014/03/30/talks-on-gas"))) == [[Rule.SOFT_404]]


def test_story_that_moved_alone(tmp_path: Path, server: LoopbackServer) -> None:
    """A story with a new address would be called gone."""
    server.page("/new/talks", STORY.format(title="Talks on gas end without a deal"))
    url = server.redirect("/2014/talks", "/new/talks")
    assert rules(linked(tmp_path, url)) == [[]]


def test_short_page_shown_for_everything(tmp_path: Path, server: LoopbackServer) -> None:
    """A stub site at a dead story's address would stay undecided, or be its new headline."""
    stub = "<title>Our domain</title><p>We build sites for shops, farms and schools since 1999.</p>"
    server.otherwise(answer(stub))
    url = server.url("/2014/parliament-adopts-the-new-budget-after-a-night-of-debate")
    title = "Parliament adopts the new budget after a night of debate"
    assert rules(check(tmp_path, (title, url))) == [[Rule.SOFT_404]]


@pytest.mark.parametrize("moved", [True, False])
def test_gate_that_is_shown_for_everything(
    tmp_path: Path, server: LoopbackServer, *, moved: bool
) -> None:
    """A living source behind a question in words that nobody knows would be called gone."""
    gate = (
        "<title>Herald</title><h1>Pick your county before we show the paper to you</h1>"
        "<p>We print four editions, one for each county along the river.</p><button>North</button>"
    )
    server.page("/county", gate)
    led = answer(status="302 Found", headers={"Location": "/county"})
    server.otherwise(led if moved else answer(gate))
    url = server.url("/2014/5512")
    title = "Parliament adopts the new budget after a night of debate"
    report = check(tmp_path, (title, url))
    assert rules(report) == [[Rule.BLOCKED]]
    assert rules(linked(tmp_path, url)) == [[Rule.BLOCKED]]


@pytest.mark.parametrize(
    "shell",
    [
        "<title>Herald</title><div id=root><p>{text}</p></div><script src=/a.js></script>",
        "<title>Herald</title><body ng-app=herald><p>{text}</p><script src=/a.js></script>",
    ],
)
def test_page_that_scripts_fill(tmp_path: Path, server: LoopbackServer, shell: str) -> None:
    """A living page of an application would be gone, since its server sends the same for all."""
    text = "Our paper has told the region of harvests, schools and roads for twenty years now."
    server.otherwise(answer(shell.format(text=text)))
    url = server.url("/2014/5512")
    report = check(tmp_path, ("Parliament adopts the new budget after a night of debate", url))
    assert rules(report) == [[Rule.TITLE_UNVERIFIED]]


def test_posts_that_differ_in_their_description_alone(
    tmp_path: Path, server: LoopbackServer
) -> None:
    """A post whose words are in its description would be the same as any other of its channel."""
    post = (
        "<title>Channel of the paper</title><meta name=description content='{words}'>"
        "<p>Open this post in the application to read it as a whole, with photos.</p>"
    )
    url = server.page("/herald/512", post.format(words="Parliament adopted it at night."))
    server.otherwise(answer(post.format(words="All news of the region.")))
    report = check(tmp_path, ("Parliament adopts the new budget after a night of debate", url))
    assert rules(report) == [[Rule.TITLE_UNVERIFIED]]


def test_number_in_the_query(tmp_path: Path, server: LoopbackServer) -> None:
    """A site whose stories have numbers would never be asked for one that does not exist."""
    server.page("/story.php", ANYTHING.format(title="News of the steppe region"))
    title = "Parliament adopts the new budget after a night of debate"
    report = check(tmp_path, (title, server.url("/story.php?id=5512&lang=en")))
    assert rules(report) == [[Rule.SOFT_404]]
    made_up = [request.target for request in server.requests][-1]
    assert made_up.startswith("/story.php?id=")
    assert made_up.endswith("&lang=en")


@pytest.mark.parametrize(
    "cited", ["/watch?v=abc&t=120", "/2014/real-story?article_id=123", "/view.php?v=abc&d=20140331"]
)
def test_number_that_does_not_name_the_page(
    tmp_path: Path, server: LoopbackServer, cited: str
) -> None:
    """A living page would be called an error page, since it is the same at another moment of it."""
    page = ANYTHING.format(title="Orchestra of the steppe region")
    server.page(cited.partition("?")[0], page)
    title = "Parliament adopts the new budget after a night of debate"
    report = check(tmp_path, (title, server.url(cited)))
    assert rules(report) == [[Rule.TITLE_MISMATCH]]


def test_good_pages_are_not_doubted(tmp_path: Path, server: LoopbackServer) -> None:
    """Every site would be asked for addresses that it does not have."""
    title = "Harvest festival opens in the old town"
    url = server.page("/2014/good.html", STORY.format(title=title))
    report = check(tmp_path, (title, url))
    assert report.verdicts[0].status is Status.OK
    assert [request.target for request in server.requests] == ["/2014/good.html"]


def test_status_alone_asks_for_nothing_more(tmp_path: Path, server: LoopbackServer) -> None:
    """A quick look at status codes would make more requests than there are links."""
    url = server.page("/2014/a.html", STORY.format(title="Orchestra plays in the station hall"))
    check(tmp_path, ("Parliament adopts the new budget after a night", url), status_only=True)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("http://a.example/q/131/how-to-mend", "http://a.example/q/987654321/"),
        ("http://a.example/r/talk/comments/1qz8kd/a_bridge/", "http://a.example/r/talk/comments/987654321/"),
        ("http://a.example/8812-talks/full", "http://a.example/987654321/"),
        ("http://a.example/news-88123/full.html", "http://a.example/987654321/"),
        ("http://a.example/a/x9k2/2014/03/31/talks", "http://a.example/a/987654321/2013/02/02/"),
        ("http://a.example/2014-03-31/talks", "http://a.example/2013-02-02/"),
        ("http://a.example/20140331/world/talks", "http://a.example/20130202/world/"),
        ("http://a.example/world/europe/talks", "http://a.example/world/europe/"),
    ],
)  # fmt: skip
def test_numbers_that_name_a_page_are_made_up_too(url: str, start: str) -> None:
    """A living page would be gone, since its site ignores what follows the number in its address."""
    assert _impossible(url).startswith(start)


def test_sections_are_probed_apart(tmp_path: Path) -> None:
    """A living page would be gone, because of another part of its site, or not if cited alone."""
    with LoopbackServer() as server:
        server.otherwise(answer(ANYTHING.format(title="News of the steppe region")))
        server.page("/forum/bridge", STORY.format(title="Where the old bridge was"))
        title = "Parliament adopts the new budget after a night of debate"
        links = [(title, server.url(f"/news/{name}")) for name in ("a-b-c", "d-e-f")]
        alone = rules(check(tmp_path, *links[:1]))
        both = rules(check(tmp_path, links[1], (title, server.url("/forum/bridge")), links[0]))
        assert alone == [[Rule.SOFT_404]]
        assert (both[0], both[2]) == ([Rule.SOFT_404], [Rule.SOFT_404])
        assert both[1] == [Rule.TITLE_MISMATCH]


def test_impossible_addresses_are_siblings() -> None:
    """A whole other part of a site would be compared with the story's."""
    for url, start, end in (
        ("http://a.example/2014/03/story.html?id=1", "http://a.example/2013/02/", ".html"),
        ("http://a.example/2014/story/", "http://a.example/2013/", "/"),
        ("http://a.example/story", "http://a.example/", ""),
        ("http://a.example/?p=512", "http://a.example/", "/"),
        (
            "http://a.example/w/index.php?title=The_old_bridge&oldid=51",
            "http://a.example/w/",
            ".php",
        ),
    ):
        made = _impossible(url)
        assert made.startswith(start)
        assert made.endswith(end)
        assert made != url
        assert len(made) == len(start) + 16 + len(end)
