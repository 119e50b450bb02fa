"""Whatever one address answers, and whatever goes wrong in linkcheck then, the others go on."""

from __future__ import annotations

import importlib
import json
import logging
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import linkcheck
from linkcheck.errors import RecordingError
from linkcheck.judging.judge import judge
from linkcheck.web import Recorder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

PAGE = "<title>Talks end without a deal</title><h1>Talks end without a deal</h1>" + (
    "<p>The ministers left without a deal.</p>" * 60
)
FETCH = linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0, backoff=0.0)
# What no page of the web has, and what the bugs of these tests are set off by.
TRAP = "trap-for-a-bug"


def article(folder: Path, addresses: list[str]) -> Path:
    """Write an article that cites the same story at several addresses."""
    lines = "".join(f"- Daily: [Talks end without a deal]({address})\n" for address in addresses)
    path = folder / "a.md"
    path.write_text(f"## Sources\n\n{lines}")
    return path


@pytest.mark.parametrize(
    "value",
    [
        "Mon, 01 Jan 2024 00:00:00 +99999999999999999999",
        "Mon, 01 Jan 0000 00:00:00 GMT",
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "-5", "nan", "1e999", "٣٠", "9" * 5000, "Mon, 99 Jan 2024 99:99:99", ", , ,", "(" * 60_000,
    ],
)  # fmt: skip
def test_retry_after_of_any_kind(tmp_path: Path, server: LoopbackServer, value: str) -> None:
    """One hostile header would end every run that cites its site, with a traceback."""
    bad = server.page("/bad", status="503 Busy", headers={"Retry-After": value})
    path = article(tmp_path, [bad, server.page("/good", PAGE)])
    report = linkcheck.check([path], linkcheck.Settings(fetch=FETCH))
    assert [verdict.status for verdict in report.verdicts] == ["unverified", "ok"]
    assert not report.problems


@pytest.fixture(
    params=[
        "linkcheck.web.client.address_to_ask",
        "linkcheck.web.chain.next_address",
        "linkcheck.engine.observe.read_page",
        "linkcheck.engine.fetch_stage.observe",
        "linkcheck.engine.soft404_probe._in_doubt",
    ]
)
def bug(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a bug into a function: it fails for the trap and works for everything else."""
    module, _, name = request.param.rpartition(".")
    original = getattr(importlib.import_module(module), name)

    def buggy(*args: object, **options: object) -> object:
        if TRAP in repr(args):
            raise OverflowError("date value out of range")
        return original(*args, **options)

    monkeypatch.setattr(request.param, buggy)


@pytest.mark.usefixtures("bug")
@pytest.mark.parametrize("workers", [0, 1])
def test_bug_while_fetching_or_reading(
    tmp_path: Path,
    server: LoopbackServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    *,
    workers: int,
) -> None:
    """An unforeseen exception for one address would throw all other verdicts of the run away."""
    monkeypatch.setattr("linkcheck.engine.workers._MANY", 1)
    monkeypatch.setattr("linkcheck.engine.workers._MUCH", 0)
    monkeypatch.setattr("linkcheck.engine.workers._can_be_copied", lambda: sys.platform == "linux")
    bad = server.redirect(f"/{TRAP}", f"/{TRAP}/2")
    server.page(f"/{TRAP}/2", PAGE)
    path = article(tmp_path, [bad, *(server.page(f"/{number}", PAGE) for number in range(8))])
    settings = linkcheck.Settings(fetch=FETCH, workers=workers)
    with caplog.at_level(logging.ERROR, "linkcheck"):
        report = linkcheck.check([path], settings)
    first, *others = report.verdicts
    assert [verdict.status for verdict in others] == ["ok"] * 8
    assert (first.status, [found.rule for found in first.findings]) == (
        "unverified", ["unreachable"],
    )  # fmt: skip
    assert "internal error in linkcheck: OverflowError" in first.findings[0].message
    (problem,) = report.problems
    assert "OverflowError: date value out of range" in problem.message
    assert caplog.records or workers
    again = linkcheck.check([path], settings)
    assert again.verdicts[0].status == "unverified"  # and not taken from the store as living


def test_bug_while_judging_what_the_store_knows(
    tmp_path: Path, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One odd page in the store would end every run over a part."""
    bad = [server.page(f"/{number}", status="410 Gone") for number in range(3)]
    path = article(tmp_path, bad)
    store = linkcheck.StoreSettings(path=str(tmp_path / "s.db"))
    linkcheck.check([path], linkcheck.Settings(fetch=FETCH, store=store))

    def buggy(citation: linkcheck.Citation, **facts: Any) -> linkcheck.Verdict:
        if facts["history"].cached and citation.url == bad[0]:
            raise OverflowError("date value out of range")
        return judge(citation, **facts)

    monkeypatch.setattr("linkcheck.engine.run.judge", buggy)
    part = linkcheck.Settings(
        fetch=FETCH, store=store, selection=linkcheck.Selection(stale_days=30.0)
    )
    report = linkcheck.check([path], part)
    assert {verdict.citation.url for verdict in report} == set(bad[1:])


def test_traceback_is_for_the_log_alone(tmp_path: Path, server: LoopbackServer) -> None:
    """Editors would be shown a traceback instead of a report."""
    script = (
        "import sys, linkcheck.engine.observe as reading\n"
        "def fail(*_): raise RecursionError('too deep')\n"
        "reading.read_page = fail\n"
        "from linkcheck.cli.main import main\n"
        "main()\n"
    )
    path = article(tmp_path, [server.page("/a", PAGE)])
    ran = subprocess.run(
        [
            sys.executable, "-c", script, "check", str(path), "--allow-private", "loopback",
            "--format", "json", "--no-store", "--no-config",
        ],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in ran.stderr
    (verdict,) = json.loads(ran.stdout)["verdicts"]
    assert "RecursionError: too deep" in verdict["findings"][0]["message"]


def test_recording_that_cannot_be_written_still_ends_the_run(
    tmp_path: Path, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recording with holes in it would be taken for the whole web of the run."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Recorder, "_write", full)
    path = article(tmp_path, [server.page("/a", PAGE)])
    settings = linkcheck.Settings(fetch=FETCH, record=str(tmp_path / "a.warc"))
    with pytest.raises(RecordingError, match="No space left"):
        linkcheck.check([path], settings)
