"""Signs of a page that is none, beside what the article cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.models import Status
from tests.recorded import Answer, check, prose, rules

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Verdict

HOST = "https://herald.example"
URL = f"{HOST}/2014/03/harvest-festival-opens-in-the-old-town"
TITLE = "Harvest festival opens in the old town"
DATED = '<meta property="article:published_time" content="2014-03-30">'


def listed(folder: Path, *answers: Answer, title: str = TITLE) -> Verdict:
    """Return the verdict on the first answer's address, cited in a list."""
    article = f"## Sources\n\n- Herald: [{title}]({answers[0].url})\n"
    (verdict,) = check(folder, article, *answers).verdicts
    return verdict


def inline(folder: Path, *answers: Answer, anchor: str = "the paper wrote") -> Verdict:
    """Return the verdict on the first answer's address, linked in running text."""
    article = f"# Harvest\n\nIt rained, as [{anchor}]({answers[0].url}), until noon.\n"
    (verdict,) = check(folder, article, *answers).verdicts
    return verdict


def story(title: str = TITLE, head: str = DATED) -> str:
    """Return a story's page."""
    return f"<title>{title}</title>{head}<h1>{title}</h1><p>{prose(900)}</p>"


def moved(to: str, status: str = "302 Found") -> Answer:
    """Return the answer of the story's address that leads elsewhere."""
    return Answer(URL, status=status, headers={"Location": to})


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_story_with_the_status_of_an_error(tmp_path: Path, status: str) -> None:
    """A story that readers see would be a dead link for its site's wrong status."""
    verdict = listed(tmp_path, Answer(URL, story(), status))
    assert (verdict.status, rules(verdict)) == (Status.WARNING, ["dead-link"])
    other = listed(tmp_path, Answer(URL, story("Bridge closed for repairs until May"), status))
    assert (other.status, rules(other)) == (Status.BROKEN, ["dead-link"])


def test_front_page_of_another_site_that_was_cited(tmp_path: Path) -> None:
    """A short link to a project's own front page would be called dead."""
    title = "River Watch: a map of all mills"
    page = f"<title>{title}</title><h1>{title}</h1><p>{prose(300)}</p>"
    front = Answer("https://river.example/", page)
    short = Answer(
        "https://tiny.example/2QxYz",
        status="301 Moved Permanently",
        headers={"Location": front.url},
    )
    verdict = listed(tmp_path, short, front, title=title)
    assert verdict.status is Status.OK
    assert "redirected-to-home" not in rules(verdict)


def test_front_page_of_the_same_site_that_bears_the_title(tmp_path: Path) -> None:
    """A site that moved its only page to the root would be broken, or pass unseen."""
    verdict = listed(tmp_path, moved("/"), Answer(f"{HOST}/", story(head="")))
    assert (verdict.status, rules(verdict)) == (Status.WARNING, ["redirected-to-home"])


@pytest.mark.parametrize("title", ["Page not found", "404 - page not found on our site"])
def test_error_page_cited_by_its_own_words(tmp_path: Path, title: str) -> None:
    """A source whose title a program took from an error page would pass."""
    body = f"<title>{title}</title><h1>{title}</h1>"
    verdict = listed(tmp_path, Answer(URL, body), title=title)
    assert (verdict.status, rules(verdict)) == (Status.BROKEN, ["soft-404"])


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Old mill by the weir is for sale", "<p>This domain is for sale, a joker wrote.</p>"),
        ("New login for the tax office", "<h2>Log in</h2><form><input type=password></form>"),
        ("Are you over eighteen? A test of shops", "<form><input type=password></form>"),
    ],
)
def test_cited_headline_above_a_sign(tmp_path: Path, title: str, body: str) -> None:
    """A living page would be doubted for what it writes about."""
    page = f"<title>{title}</title><h1>{title}</h1>{body}"
    verdict = listed(tmp_path, Answer(URL, page), title=title)
    assert verdict.status is Status.OK


@pytest.mark.parametrize(
    "body",
    [
        "<title>Herald</title><h1>Our cookies, partners and your rights</h1><p>Choose.</p>",
        "<title>Herald</title><h1>Quiz: which bird is it on the roof</h1><button>Start</button>",
        "<title>Herald</title><h1>Choose the edition that you want</h1><a href=/a>A</a>",
    ],
)
def test_what_is_no_story_tells_no_other_story(tmp_path: Path, body: str) -> None:
    """A form, a question or a menu before the story would make its source broken."""
    verdict = listed(tmp_path, Answer(URL.replace("harvest-festival-opens", "5512"), body))
    assert (verdict.status, rules(verdict)) == (Status.UNVERIFIED, ["title-unverified"])


@pytest.mark.parametrize(
    "head",
    [DATED, '<meta property="og:type" content="article">', ""],
    ids=["date", "type", "prose"],
)
def test_another_story_is_one_by_its_own_signs(tmp_path: Path, head: str) -> None:
    """A page that tells something else would pass as undecided."""
    url = f"{HOST}/2014/5512"
    text = prose(900) if not head else prose(120)
    page = f"<title>Bridge closed for repairs until May</title>{head}<p>{text}</p>"
    verdict = listed(tmp_path, Answer(url, page))
    assert (verdict.status, rules(verdict)) == (Status.BROKEN, ["title-mismatch"])


def test_words_of_the_address_alone_prove_nothing(tmp_path: Path) -> None:
    """Whatever is at a dead story's address would be its new headline, and be proposed."""
    body = f"<title>Herald: news of the county</title><h1>Top stories</h1><p>{prose(900)}</p>"
    verdict = listed(tmp_path, Answer(URL, body))
    assert verdict.status is Status.UNVERIFIED
    assert not any(found.proposal for found in verdict.findings)


def test_words_of_the_address_and_of_the_page(tmp_path: Path) -> None:
    """A story under a new headline would be undecided."""
    title = "Thousands dance at harvest festival"
    body = story(title).replace("<p>", "<p>The festival opens the old town's harvest season. ")
    verdict = listed(tmp_path, Answer(URL, body))
    assert (verdict.status, rules(verdict)) == (Status.WARNING, ["title-changed"])
    assert verdict.findings[0].proposal is not None


@pytest.mark.parametrize(
    "heading",
    ["Search results for: harvest festival old town", "You searched for harvest festival"],
)
def test_search_for_the_storys_own_words(tmp_path: Path, heading: str) -> None:
    """A dead source would be a warning, and its site's search the new headline."""
    page = f"<title>{heading}</title><h1>{heading}</h1><ul><li><a href=/1>Bees</a></ul>"
    to = "/search?q=harvest+festival"
    verdict = listed(tmp_path, moved(to), Answer(f"{HOST}{to}", page))
    assert (verdict.status, rules(verdict)) == (Status.BROKEN, ["soft-404"])
    assert not any(found.proposal for found in verdict.findings)


@pytest.mark.parametrize("to", ["/talks;jsessionid=8A1F", "/talks?PHPSESSID=8a1f"])
def test_session_is_no_new_address(tmp_path: Path, to: str) -> None:
    """An editor would be told to cite an address that works for nobody else."""
    verdict = listed(tmp_path, moved(to, "301 Moved Permanently"), Answer(f"{HOST}{to}", story()))
    assert (verdict.status, rules(verdict)) == (Status.OK, [])


def test_page_that_could_not_be_compared_is_not_proposed(tmp_path: Path) -> None:
    """An editor would be told to cite whatever a redirect leads to."""
    to = f"{HOST}/topics"
    page = f"<title>Topics of the week</title><h1>Topics</h1><p>{prose(300)}</p>"
    verdict = listed(tmp_path, moved(to, "301 Moved Permanently"), Answer(to, page))
    assert "moved" not in rules(verdict)
    kept = listed(tmp_path, moved(to, "301 Moved Permanently"), Answer(to, story()))
    assert rules(kept) == ["moved"]


CASINO = (
    "Play slots, roulette and poker in our casino with a welcome bonus, free spins and a jackpot. "
)


def test_casino_behind_a_link_in_running_text(tmp_path: Path) -> None:
    """Readers would be sent to whoever bought the paper's domain."""
    page = f"<title>Best online casino 2026</title><h1>Best casino</h1><p>{CASINO * 6}</p>"
    url = f"{HOST}/2014/03/30/5512"
    verdict = inline(tmp_path, Answer(url, page))
    assert (verdict.status, rules(verdict)) == (Status.BROKEN, ["usurped-domain"])


@pytest.mark.parametrize("anchor", ["the casino's owner said", "an online casino"])
def test_casino_that_is_meant(tmp_path: Path, anchor: str) -> None:
    """A text about casinos could not link to one."""
    page = f"<title>Best online casino 2026</title><h1>Best casino</h1><p>{CASINO * 6}</p>"
    verdict = inline(tmp_path, Answer(f"{HOST}/2014/03/30/5512", page), anchor=anchor)
    assert verdict.status is Status.OK


@pytest.mark.parametrize(
    "body",
    [
        '<title> - YouTube</title><script>var a={"playabilityStatus":{"status":"ERROR"}}</script>',
        "<title>Herald</title><h1>The Herald has shut down</h1><p>Thank you for reading.</p>",
        "<title>Video unavailable</title><h1>This video has been removed</h1>",
    ],
    ids=["film", "farewell", "removed"],
)
def test_dead_source_behind_an_anchor(tmp_path: Path, body: str) -> None:
    """A film that is gone, or a paper's last words, would be a good source in running text."""
    url = "https://www.youtube.com/watch?v=a1" if "YouTube" in body else URL
    verdict = inline(tmp_path, Answer(url, body))
    assert (verdict.status, rules(verdict)) == (Status.BROKEN, ["soft-404"])


def test_filter_of_a_network(tmp_path: Path) -> None:
    """A newsroom behind a filter would be told that its sources are gone, not what blocks them."""
    body = "<title>Blocked</title><h1>Website blocked</h1><p>Your administrator's web policy.</p>"
    verdict = listed(tmp_path, Answer(URL, body))
    assert (verdict.status, rules(verdict)) == (Status.UNVERIFIED, ["blocked"])
    assert "your own network" in verdict.findings[0].message
