"""The library's own way: propose addresses, and put them into articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import linkcheck
from tests.recorded import Answer, prose, record

if TYPE_CHECKING:
    from pathlib import Path

_OLD = "http://gazette.example/2015/04/bridge-reopens.html"
_NEW = "https://gazette.example/2015/04/bridge-reopens.html"
_TITLE = "Old bridge over the Tysa reopens after eleven years"
_PAGE = f"<html><title>{_TITLE}</title><h1>{_TITLE}</h1><p>{prose(900)}</p></html>"


@pytest.fixture
def settings(tmp_path: Path) -> linkcheck.Settings:
    """Return settings for a site that has moved to https without a redirect."""
    replay = record(
        tmp_path / "web.warc",
        Answer(_OLD, "<title>404 Not Found</title>", status="404 Not Found"),
        Answer(_NEW, _PAGE),
    )
    repair = linkcheck.RepairSettings(known_archives=False)
    return linkcheck.Settings(replay=replay, repair=repair)


def test_proposals_are_applied(tmp_path: Path, settings: linkcheck.Settings) -> None:
    """A program that heals articles would have to run the command and read its patch."""
    article = tmp_path / "a.md"
    article.write_text(f"# News\n\n## Sources\n\n- The Gazette: [{_TITLE}]({_OLD})\n")
    report = linkcheck.propose([article], settings)
    (change,) = linkcheck.apply(report)
    assert isinstance(change, linkcheck.FileChange)
    change.write()
    assert f"]({_NEW})" in article.read_text()
    assert not linkcheck.apply(linkcheck.propose([article], settings))


async def test_propose_in_a_loop(tmp_path: Path, settings: linkcheck.Settings) -> None:
    """A service would get no proposals, or an error about a running event loop."""
    article = tmp_path / "a.md"
    article.write_text(f"# News\n\n## Sources\n\n- The Gazette: [{_TITLE}]({_OLD})\n")
    report = await linkcheck.propose_async([article], settings)
    proposals = [found.proposal for each in report.verdicts for found in each.findings]
    assert [each.replacement for each in proposals if each is not None] == [_NEW]
    plain = await linkcheck.check_async([article], settings)
    assert all(found.proposal is None for each in plain.verdicts for found in each.findings)
