"""One SIGTERM ends a run in about two seconds, whatever it waits for, and keeps what was found."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from linkcheck.store import Store, StoreSettings
from tests.server import answer, send_then_hang
from tests.waiting import wait_until, wait_until_idle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.server import LoopbackServer

BOUND = 2.0
SLACK = 1.0
"""Seconds that a loaded machine may take to run a process that has been told to end."""
FOUND = "## Sources\n\n- CNN: Talks end\n"

MAIN = "from linkcheck.cli.main import main\n"
# Each makes a part of the run wait for good, as the system or a library may.
RESOLVER = """
import socket, time
looked_up = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: (
    time.sleep(600) if host == "stuck.example" else looked_up(host, *rest, **more))
"""
CLOSING = """
import asyncio
from linkcheck.web.transport import GuardedSender
GuardedSender.aclose = lambda self: asyncio.sleep(600)
"""
EXPRESSION = """
import re, sys, linkcheck.engine.run as stage
judge = stage.judge
def slow(citation, **more):
    if citation.url is not None:
        print("stuck", file=sys.stderr, flush=True)
        re.match(r"(a+)+$", "a" * 60 + "b")
    return judge(citation, **more)
stage.judge = slow
"""
BUSY = """
import sys, linkcheck.engine.run as stage
judge = stage.judge
def slow(citation, **more):
    if citation.url is not None:
        print("stuck", file=sys.stderr, flush=True)
        while True: pass
    return judge(citation, **more)
stage.judge = slow
"""
LISTING = """
import sys, time
from linkcheck.checker import Checker
def slow(*_):
    print("stuck", file=sys.stderr, flush=True)
    time.sleep(600)
Checker.call_workers = slow
"""
WORKERS = """
import linkcheck.engine.workers as pool
pool._MANY, pool._MUCH = 4, 0
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]


class Run:
    """A command that is running."""

    def __init__(self, code: str, arguments: tuple[Any, ...], **options: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"{code}\n{MAIN}main()", *map(str, arguments)],
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            **options,
        )
        self.hold: list[int] = []

    def complained(self) -> bool:
        """Wait for a line on standard error."""
        assert self.process.stderr is not None
        return bool(self.process.stderr.readline())

    def end(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; return the exit code and how long it took to end."""
        start = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(30)
        return code, time.monotonic() - start


@pytest.fixture
def start() -> Iterator[Callable[..., Run]]:
    """Return a function that starts the command, and end what it has started."""
    runs: list[Run] = []

    def begin(*arguments: Any, code: str = "", **options: Any) -> Run:
        runs.append(Run(code, arguments, **options))
        return runs[-1]

    yield begin
    for run in runs:
        run.process.kill()
        run.process.wait()
        for descriptor in run.hold:
            os.close(descriptor)
        for stream in (run.process.stdout, run.process.stderr, run.process.stdin):
            if stream is not None:
                stream.close()


def written(path: Path, text: str = FOUND) -> Path:
    """Write a file and return its path."""
    path.write_text(text, encoding="utf-8")
    return path


def stuck_reading(tmp_path: Path, start: Callable[..., Run], command: str) -> Run:
    """Return a run that waits for an article which nobody writes."""
    fifo = tmp_path / "a.fifo"
    os.mkfifo(fifo)
    run = start(command, written(tmp_path / "a.md"), fifo, cwd=tmp_path)
    # To open it for writing without waiting succeeds once somebody has it open for reading; from
    # then on it stays open, and empty.
    writers: list[int] = []

    def has_reader() -> bool:
        try:
            writers.append(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))
        except OSError:
            return False
        return True

    wait_until(has_reader)
    run.hold = writers
    return run


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("command", ["check", "extract", "baseline"])
def test_article_that_nobody_writes(
    tmp_path: Path, start: Callable[..., Run], command: str, number: int
) -> None:
    """A thread that waits for a pipe would hold the process until a build kills it."""
    code, took = stuck_reading(tmp_path, start, command).end(number)
    assert code == 3
    assert took < BOUND + SLACK


def test_article_that_nobody_types(tmp_path: Path, start: Callable[..., Run]) -> None:
    """A command that waits for its standard input could not be stopped by a build."""
    run = start("check", written(tmp_path / "a.md"), "-", stdin=subprocess.PIPE)
    wait_until(lambda: threads(run) > 1)
    wait_until_idle(run.process.pid)  # it reads a.md first
    code, took = run.end()
    assert code == 3
    assert took < BOUND + SLACK


def threads(run: Run) -> int:
    """Return how many threads a process has."""
    status = Path(f"/proc/{run.process.pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("Threads:"))


def test_name_server_that_is_silent(
    tmp_path: Path, server: LoopbackServer, start: Callable[..., Run]
) -> None:
    """The system gives up on a name after half a minute, and the process would wait for that."""
    gone = server.behave("/gone", answer("<title>404</title>", status="404 Not Found"))
    text = f"## Sources\n\n- [A story]({gone})\n- [B story](https://stuck.example/b)\n"
    run = start(
        "check", written(tmp_path / "a.md", text), "--allow-private", "loopback", "--no-store",
        code=RESOLVER,
    )  # fmt: skip
    wait_until(lambda: server.asked("/gone"))
    wait_until_idle(run.process.pid)
    code, took = run.end()
    assert (code, took < BOUND + SLACK) == (3, True)
    assert "dead-link" in out(run)


def out(run: Run) -> str:
    """Return what a run that has ended wrote to standard output."""
    assert run.process.stdout is not None
    return str(run.process.stdout.read())


@pytest.mark.parametrize("code", [EXPRESSION, BUSY, CLOSING])
def test_run_that_does_not_hear(
    tmp_path: Path, server: LoopbackServer, start: Callable[..., Run], code: str
) -> None:
    """A run that computes, or waits for a connection to close, would hear of no signal."""
    page = server.page("/a", "<title>A story of the day</title><p>" + "Words of a story. " * 60)
    hanging = server.behave("/hang", send_then_hang())
    text = f"{FOUND}- [A story of the day]({page})\n- [B story of the day]({hanging})\n"
    run = start(
        "check", written(tmp_path / "a.md", text), "--allow-private", "loopback", "--no-store",
        "--format", "jsonl", code=code,
    )  # fmt: skip
    if code is CLOSING:
        wait_until(lambda: server.asked("/hang"))
        wait_until_idle(run.process.pid)
    else:
        run.complained()
    ended, took = run.end()
    assert (ended, took < BOUND + SLACK) == (3, True)
    assert "unlinked-citation" in out(run)


def test_store_that_another_process_holds(tmp_path: Path, start: Callable[..., Run]) -> None:
    """A run waits half a minute for a locked store, and nothing would end it before."""
    store = tmp_path / "store.db"
    with sqlite3.connect(store, isolation_level=None) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("BEGIN EXCLUSIVE")
        run = start("check", written(tmp_path / "a.md"), "--store", store)
        wait_until(lambda: threads(run) > 1)
        wait_until_idle(run.process.pid)
        assert run.process.poll() is None
        code, took = run.end()
    database.close()
    assert (code, took < BOUND + SLACK) == (3, True)


@pytest.mark.parametrize("form", ["terminal", "json", "jsonl"])
def test_output_that_nobody_reads(tmp_path: Path, start: Callable[..., Run], form: str) -> None:
    """A pager that is left open would hold the process, and the file beside it stay empty."""
    items = "".join(f"- Daily {number}: Talks end without a deal\n" for number in range(3000))
    report = tmp_path / "report.json"
    run = start(
        "check", written(tmp_path / "a.md", f"## Sources\n\n{items}"), "--format", form,
        "-v", "--output", "-", "--output", f"json={report}",
    )  # fmt: skip
    wait_until(lambda: is_blocked(run))
    code, took = run.end()
    assert (code, took < BOUND + SLACK) == (3, True)
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["verdicts"]
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def is_blocked(run: Run) -> bool:
    """Tell whether a process waits for somebody to read from its pipe, which is full."""
    before = unread(run)
    time.sleep(0.3)
    return before > 30_000 and unread(run) == before


def unread(run: Run) -> int:
    """Return how many bytes of a run's output wait to be read."""
    assert run.process.stdout is not None
    return struct.unpack("i", fcntl.ioctl(run.process.stdout, termios.FIONREAD, b"\0" * 4))[0]  # type: ignore[no-any-return]


def test_worker_that_is_stopped(
    tmp_path: Path, server: LoopbackServer, start: Callable[..., Run]
) -> None:
    """A stopped worker never answers, and would be left behind when the run ends."""
    pages = [server.behave(f"/{number}", send_then_hang()) for number in range(8)]
    items = "".join(f"- [Talks end {number}]({page})\n" for number, page in enumerate(pages))
    run = start(
        "check", written(tmp_path / "a.md", FOUND + items), "--allow-private", "loopback",
        "--no-store", "--workers", "2", "--host-interval", "0", code=WORKERS,
    )  # fmt: skip
    wait_until(lambda: server.asked("/0"))
    children = Path(f"/proc/{run.process.pid}/task/{run.process.pid}/children")
    workers = [int(word) for word in children.read_text(encoding="ascii").split()]
    assert workers
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    code, took = run.end()
    assert (code, took < BOUND + SLACK) == (3, True)
    assert "unlinked-citation" in out(run)
    wait_until(lambda: not any(map(is_running, workers)))


def is_running(process: int) -> bool:
    """Tell whether there is a process that is not at its end."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in {"Z", "X"}


def test_second_signal_ends_at_once(
    tmp_path: Path, server: LoopbackServer, start: Callable[..., Run]
) -> None:
    """Whoever presses Ctrl-C twice has waited long enough."""
    hanging = server.behave("/hang", send_then_hang())
    text = f"{FOUND}- [B story of the day]({hanging})\n"
    run = start(
        "check", written(tmp_path / "a.md", text), "--allow-private", "loopback", "--no-store",
        code="import linkcheck.engine.stopping as stopping\nstopping._CLOSING = 20.0\n" + CLOSING,
    )  # fmt: skip
    wait_until(lambda: server.asked("/hang"))
    wait_until_idle(run.process.pid)
    run.process.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        run.process.wait(1)
    code, took = run.end()
    assert (code, took < SLACK) == (3, True)
    assert "unlinked-citation" in out(run)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_that_has_not_begun(tmp_path: Path, start: Callable[..., Run], number: int) -> None:
    """While a large folder is listed on a slow disk, a signal would be passed over."""
    report = tmp_path / "report.json"
    run = start(
        "check", written(tmp_path / "a.md"), "--output", f"json={report}", code=LISTING
    )  # fmt: skip
    run.complained()
    code, took = run.end(number)
    assert (code, took < BOUND + SLACK) == (3, True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_git_that_is_held_up(tmp_path: Path, start: Callable[..., Run]) -> None:
    """A git that waits for a pipe would be left behind for good."""
    (tmp_path / "repository").mkdir()
    article = written(tmp_path / "repository" / "a.md")
    git = ["git", "-C", str(article.parent), "-c", "user.name=a", "-c", "user.email=a@b.example"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True)
    os.mkfifo(article.parent / ".gitignore")
    run = start("check", article, "--since", "HEAD", "--no-store")
    held: list[int] = []

    def waits() -> bool:
        held[:] = [process for process in children(run) if is_git_listing(process)]
        return bool(held)

    wait_until(waits)
    code, took = run.end()
    assert (code, took < BOUND + SLACK) == (3, True)
    wait_until(lambda: not any(map(is_running, held)))


@pytest.mark.parametrize("command", [("store", "export"), ("store", "stats"), ("trend",)])
def test_commands_that_show_a_store_which_is_held(
    tmp_path: Path, start: Callable[..., Run], command: tuple[str, ...]
) -> None:
    """A command that only shows the store would wait for half a minute and hear no signal."""
    with Store(StoreSettings(path=str(tmp_path / "store"))):
        pass
    with closing(sqlite3.connect(tmp_path / "store", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        run = start(*command, "--store", tmp_path / "store")
        assert run.process.wait(20) == 2
    assert run.process.stderr is not None
    assert "the store cannot be used: database is locked" in run.process.stderr.read()


def children(run: Run) -> list[int]:
    """Return the processes that a run has started from any of its threads."""
    tasks = Path(f"/proc/{run.process.pid}/task").glob("*/children")
    return [int(word) for task in tasks for word in task.read_text(encoding="ascii").split()]


def is_git_listing(process: int) -> bool:
    """Tell whether a process is the git command that reads the rules of what to ignore."""
    try:
        return b"ls-files" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
