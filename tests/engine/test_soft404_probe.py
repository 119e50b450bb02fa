"""Sites that show one page for everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        assert "cannot exist" in report.verdicts[0].findings[0].message
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


def test_another_story_stays_another_story(tmp_path: Path) -> None:
    """A page that tells something else would be called an error page."""
    with LoopbackServer() as server:
        server.otherwise(answer(ANYTHING.format(title="News of the steppe region")))
        url = server.page(
            "/2014/other.html", STORY.format(title="Orchestra plays in the station hall")
        )
        report = check(tmp_path, ("Parliament adopts the new budget after a night of debate", url))
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


def test_impossible_addresses_are_siblings() -> None:
    """A whole other part of a site would be compared with the story's."""
    for url, start, end in (
        ("http://a.example/2014/03/story.html?id=1", "http://a.example/2014/03/", ".html"),
        ("http://a.example/2014/story/", "http://a.example/2014/", "/"),
        ("http://a.example/story", "http://a.example/", ""),
    ):
        made = _impossible(url)
        assert made.startswith(start)
        assert made.endswith(end)
        assert made != url
        assert len(made) == len(start) + 16 + len(end)
