"""What an answer without a page says of the source."""

from __future__ import annotations

import socket
import sqlite3
from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck.models import Status
from linkcheck.store import StoreSettings
from linkcheck.web.probe import Network, Probe
from tests.recorded import Answer, check, rules

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://news.example/2014/03/30/talks-8812733.html"
ARTICLE = f"## Sources\n\n- Daily: [Talks on gas transit end without a deal]({URL})\n"


@pytest.mark.parametrize("status", [401, 402, 403, 405, 406, 407, 412, 418, 423, 429, 451, 999])
def test_refusal_is_no_failure(tmp_path: Path, status: int) -> None:
    """A site that refuses programs would be called away, and dead after three runs."""
    policy = linkcheck.Policy(confirmations=1)
    report = check(tmp_path, ARTICLE, Answer(URL, status=f"{status} No"), policy=policy)
    (verdict,) = report.verdicts
    assert (rules(verdict), verdict.status) == (["blocked"], Status.UNVERIFIED)


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_bot_check_with_the_status_of_an_error_page(tmp_path: Path, status: str) -> None:
    """A living source would be called dead for the status of the bot check before it."""
    html = "<html><title>Just a moment...</title><body><h1>Just a moment...</h1></body></html>"
    answer = Answer(URL, html, status, {"cf-mitigated": "challenge"})
    (verdict,) = check(tmp_path, ARTICLE, answer).verdicts
    assert (rules(verdict), verdict.status) == (["blocked"], Status.UNVERIFIED)


def test_days_without_a_name_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site whose name server is silent for a few days would be called dead."""

    def fail(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    async def others_answer(*_: object) -> Probe:
        return Probe(Network.FINE)

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    monkeypatch.setattr("linkcheck.web.client.probe", others_answer)
    path = tmp_path / "a.md"
    path.write_text(ARTICLE, encoding="utf-8")
    fetch = linkcheck.FetchSettings(attempts=1, backoff=0.0, host_interval=0.0)
    for confirmations in (3, 1):
        store = tmp_path / f"{confirmations}.db"
        settings = linkcheck.Settings(
            fetch=fetch,
            policy=linkcheck.Policy(confirmations=confirmations),
            store=StoreSettings(path=str(store)),
        )
        for _ in range(4):
            (verdict,) = linkcheck.check([path], settings).verdicts
            assert (rules(verdict), verdict.status) == (["unreachable"], Status.UNVERIFIED)
            with sqlite3.connect(store) as database:
                database.execute("UPDATE sighting SET at = at - 400000")
            database.close()
