"""Sources that are gone, with the archived copy that the article gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck.engine.archived_copy import has_copy
from linkcheck.models import Citation, Status, UrlStatus
from linkcheck.store import StoreSettings
from tests.recorded import prose
from tests.server import LoopbackServer, answer

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Verdict

TITLE = "Harvest festival opens in the old town"
STORY = (
    "<title>{title}</title><meta property='article:published_time' content='2014-03-30'>"
    f"<h1>{{title}}</h1><p>{prose(900)}</p>"
)


def verdict(
    folder: Path, server: LoopbackServer, url: str, *, state: str = "dead", **more: object
) -> Verdict:
    """Return the verdict on a template that cites an address and its copy."""
    article = folder / "a.wiki"
    copy = server.url("/web/20140331/story")
    said = f" |url-status={state}" if state else ""
    article.write_text(
        f"It opened.<ref>{{{{cite web |url={url} |title={TITLE} |website=Herald "
        f"|archive-url={copy} |archive-date=31 March 2014{said}}}}}</ref>\n\n== References ==\n",
        encoding="utf-8",
    )
    fetch = linkcheck.FetchSettings(
        allow_networks=("127.0.0.0/8",), host_interval=0.0, backoff=0.0, attempts=1
    )
    settings = linkcheck.Settings(fetch=fetch, **more)  # type: ignore[arg-type]
    (found,) = linkcheck.check([article], settings).verdicts
    return found


@pytest.mark.parametrize("state", ["dead", "usurped", ""])
def test_living_copy_of_the_source(tmp_path: Path, server: LoopbackServer, state: str) -> None:
    """What editors have repaired would be an error in every run."""
    server.page("/web/20140331/story", STORY.format(title=TITLE))
    found = verdict(tmp_path, server, server.url("/2014/story"), state=state)
    assert (found.status, found.findings, found.url_status) == (Status.OK, (), UrlStatus.DEAD)


def test_source_that_is_said_to_live(tmp_path: Path, server: LoopbackServer) -> None:
    """Readers would be sent to the dead address first, and no editor would learn of it."""
    server.page("/web/20140331/story", STORY.format(title=TITLE))
    found = verdict(tmp_path, server, server.url("/2014/story"), state="live")
    assert [each.rule.value for each in found.findings] == ["dead-link"]


def test_archive_that_alters_copies_proves_nothing() -> None:
    """A source that is gone would be called good because of a copy that anybody could alter."""
    copy = "https://archive.ph/20140331/https://herald.example/story"
    assert not has_copy(Citation(url="https://herald.example/story", archive_url=copy))
    good = "https://web.archive.org/web/20140331/https://herald.example/story"
    assert has_copy(Citation(url="https://herald.example/story", archive_url=good))


@pytest.mark.parametrize("title", ["Bridge closed for repairs until May", None])
def test_copy_that_does_not_show_the_source(
    tmp_path: Path, server: LoopbackServer, title: str | None
) -> None:
    """An archived error page, or another story, would stand in for the source."""
    body = STORY.format(title=title) if title else "<title>Page not found</title>"
    server.page("/web/20140331/story", body)
    found = verdict(tmp_path, server, server.url("/2014/story"))
    assert (found.status, [each.rule.value for each in found.findings]) == (
        Status.BROKEN,
        ["dead-link"],
    )


def test_copy_that_cannot_be_compared(tmp_path: Path, server: LoopbackServer) -> None:
    """A source with a copy would be called broken, though nobody knows."""
    server.page("/web/20140331/story", "<title>Herald</title><p>It opens today at noon.</p>")
    found = verdict(tmp_path, server, server.url("/2014/story"))
    assert (found.status, [each.rule.value for each in found.findings]) == (
        Status.UNVERIFIED,
        ["title-unverified"],
    )


def test_another_story_at_the_address(tmp_path: Path, server: LoopbackServer) -> None:
    """A domain that changed hands would be reported though the copy is cited in its place."""
    server.page("/web/20140331/story", STORY.format(title=TITLE))
    url = server.page("/2014/5512", STORY.format(title="Ten ways to cook a pumpkin pie"))
    assert verdict(tmp_path, server, url, state="usurped").status is Status.OK


def test_living_source_needs_no_copy(tmp_path: Path, server: LoopbackServer) -> None:
    """Archives would be asked for every source that has a copy."""
    url = server.page("/2014/story", STORY.format(title=TITLE))
    assert verdict(tmp_path, server, url, state="").status is Status.OK
    assert [request.target for request in server.requests] == ["/2014/story"]


def test_each_citation_has_its_own_copy(tmp_path: Path, server: LoopbackServer) -> None:
    """A dead copy would pass as good, since another article gives one that shows the source."""
    server.page("/web/a-good", STORY.format(title=TITLE))
    server.page("/web/c-later", STORY.format(title=TITLE))
    for name in ("a-good", "b-gone", "c-later"):
        (tmp_path / f"{name}.wiki").write_text(
            f"It opened.<ref>{{{{cite web |url={server.url('/2014/story')} |title={TITLE} "
            f"|archive-url={server.url(f'/web/{name}')} |url-status=dead}}}}</ref>\n",
            encoding="utf-8",
        )
    fetch = linkcheck.FetchSettings(
        allow_networks=("127.0.0.0/8",), host_interval=0.0, backoff=0.0, attempts=1
    )
    report = linkcheck.check([tmp_path], linkcheck.Settings(fetch=fetch))
    assert [each.status for each in report] == [Status.OK, Status.BROKEN, Status.OK]


def test_copy_in_the_next_run(tmp_path: Path, server: LoopbackServer) -> None:
    """A source would be repaired in one run, and an error in the next that remembers its status."""
    server.page("/web/20140331/story", STORY.format(title=TITLE))
    server.behave("/2014/story", answer(status="404 Not Found"))
    store = StoreSettings(path=str(tmp_path / "store.db"))
    for _ in range(2):
        found = verdict(tmp_path, server, server.url("/2014/story"), store=store)
        assert (found.status, found.findings) == (Status.OK, ())
