"""What counts as failing again and again."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck.models import Status
from linkcheck.store import StoreSettings
from tests.recorded import rules
from tests.server import answer, reset

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

PAGE = "<html lang=en><title>Ministers meet again</title><h1>Ministers meet again</h1>" + (
    "<p>The ministers met again on Tuesday and agreed on a list of further talks.</p>" * 12
)


@pytest.mark.parametrize(
    ("between", "last"),
    [
        ("circle", ("dead-link", Status.BROKEN)),
        ("living", ("unreachable", Status.UNVERIFIED)),
    ],
)
def test_only_a_living_page_ends_a_row_of_failures(
    server: LoopbackServer, tmp_path: Path, between: str, last: tuple[str, Status]
) -> None:
    """A host that redirects in a circle between its failures would never be called dead."""
    url = server.url("/a")
    path = tmp_path / "a.md"
    path.write_text(f"## Sources\n\n- Daily: [Ministers meet again]({url})\n", encoding="utf-8")
    store = tmp_path / "s.db"
    settings = linkcheck.Settings(
        fetch=linkcheck.FetchSettings(
            allow_networks=("127.0.0.0/8",), attempts=1, backoff=0.0, host_interval=0.0
        ),
        store=StoreSettings(path=str(store), spacing_days=1.0),
        refresh=True,
    )
    answers = {
        "circle": answer(status="302 Found", headers={"Location": "/a"}),
        "living": answer(PAGE),
    }
    seen = []
    for behaviour in (reset, reset, answers[between], reset):
        server.behave("/a", behaviour)
        (verdict,) = linkcheck.check([path], settings).verdicts
        seen.append((*rules(verdict), verdict.status))
        with sqlite3.connect(store) as database:
            database.execute("UPDATE sighting SET at = at - 200000")
        database.close()
    assert seen[:2] == [("unreachable", Status.UNVERIFIED)] * 2
    assert seen[2][-1] is (Status.OK if between == "living" else Status.UNVERIFIED)
    assert seen[3] == last
