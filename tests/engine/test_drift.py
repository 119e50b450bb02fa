"""How far pages are from a recording of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import linkcheck
from linkcheck.errors import RecordingError
from linkcheck.models import Rule

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

HEAD = "<title>Ministers meet in the spring palace</title><h1>Ministers meet in the spring palace</h1><p>"
FIRST = "They agreed on a list of further talks about grain, rails and the northern border. " * 8
SECOND = (
    "Buy kitchens, carpets and garden chairs at the lowest price of the whole season today. " * 8
)


def check(article: Path, **changes: Any) -> linkcheck.Report:
    """Check an article on the loopback interface."""
    fetch = linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0)
    return linkcheck.check([article], linkcheck.Settings(fetch=fetch, **changes))


def test_pages_are_compared_with_what_was_recorded(server: LoopbackServer, tmp_path: Path) -> None:
    """A source that was rewritten since would pass: its headline is still there."""
    same = server.page("/same", HEAD + FIRST)
    changed = server.page("/changed", HEAD + FIRST)
    unrecorded = server.page("/new", HEAD + SECOND)
    article = tmp_path / "a.md"
    title = "Ministers meet in the spring palace"
    old = f"## Sources\n\n- Daily: [{title}]({same})\n- Daily: [{title}]({changed})\n"
    article.write_text(old, encoding="utf-8")
    recording = str(tmp_path / "then.warc.gz")
    check(article, record=recording)
    server.page("/changed", HEAD + SECOND)
    article.write_text(f"{old}- Daily: [{title}]({unrecorded})\n", encoding="utf-8")
    report = check(article, drift_from=recording)
    told = {
        verdict.citation.url: [found.rule for found in verdict.findings]
        for verdict in report.verdicts
    }
    assert told == {same: [], changed: [Rule.CONTENT_DRIFT], unrecorded: []}


def test_what_is_no_recording_is_named(tmp_path: Path) -> None:
    """A slip in a name would compare with nothing, and say nothing."""
    article = tmp_path / "a.md"
    article.write_text("Text\n", encoding="utf-8")
    with pytest.raises(RecordingError, match=r"then\.warc"):
        check(article, drift_from=str(tmp_path / "then.warc"))
