"""How far a check has come: on a terminal and in a log."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from linkcheck.cli.progress import Lines, shown_progress
from linkcheck.cli.progress_bar import Bar
from linkcheck.models import Progress
from tests.waiting import wait_until

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    """A stream that a person reads."""

    def isatty(self) -> bool:
        """Tell that it is a terminal."""
        return True


def test_a_terminal_gets_a_labelled_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody would know what the bar counts, how fast it moves and when it ends."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    with shown_progress() as progress:
        assert isinstance(progress, Bar)
        for done in range(1, 60):
            progress(Progress(done=done, total=100))
            time.sleep(0.01)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue())
    assert "Reading articles" in text
    assert re.search(r"Checking citations .*5\d/100 +\d+\.\d/s +\d\d:\d\d", text)


def test_a_log_gets_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A build server would take a long run for one that hangs, or drown in lines."""
    monkeypatch.setattr("linkcheck.cli.progress._MINUTE", 60.0)
    assert isinstance(shown_progress(), Lines)
    written = ""

    def has_said(text: str) -> bool:
        nonlocal written
        written += capsys.readouterr().err
        return text in written

    with Lines(every=0.05) as progress:
        wait_until(lambda: has_said("linkcheck: reading articles"))
        for done in range(30):
            progress(Progress(done=done + 1, total=3000))
        wait_until(lambda: has_said("checked 30 of"))
    lines = written.splitlines()
    assert re.fullmatch(
        r"linkcheck: checked 30 of 3,000 citations \(\d+\.\d/s, about \d+ (?:s|min) left\)",
        lines[-1],
    )
    assert len(lines) <= 6


def test_a_log_needs_no_bar() -> None:
    """Each check on a build server would load what only a terminal shows."""
    code = (
        "import sys; from linkcheck.cli.progress import shown_progress\n"
        "shown_progress(); print('rich.progress' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_short_run_says_nothing_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    """Each build's log would have a line that nobody needs."""
    with Lines() as progress:
        progress(Progress(done=1, total=1))
    assert capsys.readouterr().err == ""
