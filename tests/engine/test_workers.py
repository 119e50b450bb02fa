"""Worker processes help to read the articles; whatever becomes of them, all is read."""

from __future__ import annotations

import asyncio
import itertools
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

import linkcheck
from linkcheck.articles.source import LARGE
from linkcheck.engine import inputs, workers
from linkcheck.engine.fetch_stage import FetchTask
from linkcheck.engine.workers import WorkerPool
from tests.server import answer
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from linkcheck.engine.inputs import File
    from linkcheck.languages import Detect
    from linkcheck.models import Article, Problem
    from tests.server import LoopbackServer, Request

pytestmark = pytest.mark.slow

FILES = 40
STORY = "<title>Talks end without a deal</title>" + "<p>The ministers left without a deal.</p>" * 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of articles in several formats, one of them damaged, without addresses."""
    for number in range(FILES - 1):
        (tmp_path / f"{number:02}.md").write_text(
            f"# Article {number}\n\n## Sources\n\n- CNN: Talks end {number}\n- Бі-бі-сі: Переговори {number}\n"
        )
    (tmp_path / "38b.jsonl").write_text('{"title": "One", "text": "\\n"}\n{"title"\n')
    return tmp_path


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Let this process take its time for each article, and return those that it read itself."""
    seen: set[str] = set()
    monkeypatch.setattr("linkcheck.engine.workers._MUCH", 0)
    original = inputs._read_one

    def read_slowly(file: File, detect: Detect) -> Iterator[Article | Problem]:
        seen.add(file[0])
        time.sleep(0.1)  # another process has started before half is read
        yield from original(file, detect)

    monkeypatch.setattr(inputs, "_read_one", read_slowly)
    return seen


def check(folder: Path, **changes: Any) -> linkcheck.Report:
    """Return the report on a folder."""
    return linkcheck.check([folder], linkcheck.Settings(**changes))


def told(report: linkcheck.Report) -> tuple[Any, ...]:
    """Return all that a report says, but how long it took."""
    return report.verdicts, report.problems, report.articles


@pytest.mark.parametrize("workers", [0, 1])
def test_no_language_is_told_where_only_statuses_are_looked_at(
    folder: Path, slowly: set[str], workers: int
) -> None:
    """A quick run would spend a quarter of its time on the languages of titles."""

    def told_languages(*, status_only: bool) -> set[str | None]:
        fetch = linkcheck.FetchSettings(status_only=status_only)
        report = check(folder, workers=workers, fetch=fetch)
        return {verdict.citation.title_language for verdict in report.verdicts}

    assert told_languages(status_only=True) == {None}
    assert (len(slowly) < FILES) == bool(workers)
    assert told_languages(status_only=False) - {None}


def test_articles_that_others_read_are_the_same(folder: Path, slowly: set[str]) -> None:
    """A large run would find other citations than a small one, or in another order."""
    there = check(folder, workers=2)
    assert len(slowly) < FILES  # the others have read some
    slowly.clear()
    here = check(folder)
    assert len(slowly) == FILES
    assert told(there) == told(here)
    assert (len(here.verdicts), len(here.problems)) == (2 * (FILES - 1), 1)
    assert multiprocessing.active_children() == []


def once_three_are_read(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something when another process has sent the third of its articles."""
    original, count = workers._FOUND, itertools.count(1)

    class Decoder:
        def decode(self, sent: bytes) -> tuple[int, inputs.Found]:
            if next(count) == 3:
                act()
            return original.decode(sent)

    monkeypatch.setattr(workers, "_FOUND", Decoder())


@pytest.mark.usefixtures("slowly")
def test_worker_that_dies_while_it_reads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system ends a process for want of memory, and articles would be missing."""

    def kill() -> None:
        for child in multiprocessing.active_children():
            child.kill()

    once_three_are_read(monkeypatch, kill)
    report = check(folder, workers=1)
    assert [verdict.citation.title for verdict in report.verdicts][::2] == [
        f"Talks end {number}" for number in range(FILES - 1)
    ]


async def test_stopped_while_others_read(
    folder: Path, slowly: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C would leave processes behind, or wait for all articles to be read."""
    task = asyncio.create_task(linkcheck.check_async([folder], linkcheck.Settings(workers=1)))
    once_three_are_read(monkeypatch, task.cancel)
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: not multiprocessing.active_children())
    assert len(slowly) < FILES - 3


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names of any bytes")
def test_name_of_any_bytes(
    tmp_path: Path, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file whose name is not UTF-8 would end the run, or hang it."""
    monkeypatch.setattr("linkcheck.engine.workers._MUCH", 0)
    monkeypatch.setattr("linkcheck.engine.workers._MANY", 5)
    pages = [server.page(f"/{number}", STORY) for number in range(8)]
    lines = "".join(f"- Daily: [Talks end without a deal]({page})\n" for page in pages)
    (tmp_path / os.fsdecode(b"\xe9.md")).write_text(f"## Sources\n\n{lines}")
    fetch = linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0)
    report = check(tmp_path, workers=1, fetch=fetch)
    assert [verdict.status for verdict in report.verdicts] == ["ok"] * 8


@pytest.mark.parametrize("ahead", [True, False])
async def test_process_that_cannot_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, ahead: bool
) -> None:
    """Where no process can be started, the run would wait for it for ever."""

    def fail(_: object) -> None:
        raise OSError(11, "no more processes")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", fail)
    monkeypatch.setattr("multiprocessing.context.ForkProcess.start", fail)
    monkeypatch.setattr("linkcheck.engine.workers._can_be_copied", lambda: ahead)
    monkeypatch.setattr("linkcheck.engine.workers._MUCH", 0)
    checker = linkcheck.Checker(linkcheck.Settings(workers=1))
    checker.call_workers([folder])
    async with asyncio.timeout(20), checker:
        assert len([verdict async for verdict in checker.check([folder])]) == 2 * (FILES - 1)


AHEAD = """
import asyncio, multiprocessing, sys, threading
import linkcheck
from linkcheck.engine import workers

async def run(checker, folder):
    async with checker:
        titles = [verdict.citation.title async for verdict in checker.check([folder])]
        return titles, checker.report().articles

def main(folder, threads):
    for _ in range(threads):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    checker = linkcheck.Checker(linkcheck.Settings(workers=2))
    checker.call_workers([folder])
    few = len(multiprocessing.active_children())
    workers._MUCH = 0
    checker.call_workers([folder, folder + "/gone.md"])
    ahead = len(multiprocessing.active_children())
    asleep = linkcheck.Checker(linkcheck.Settings(workers=1))
    asleep.call_workers([folder])  # and never begins
    titles, articles = asyncio.run(run(checker, folder))
    print(few, ahead, len(titles), len(set(titles)), articles)

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not copy a process safely")
@pytest.mark.parametrize(("threads", "ahead"), [(0, 2), (1, 0)])
def test_copies_are_ready_before_the_run(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, threads: int, ahead: int
) -> None:
    """A process with threads would be copied with locks that nobody lets go, and hang."""
    script = tmp_path_factory.mktemp("script") / "ahead.py"
    script.write_text(AHEAD)
    done = subprocess.run(
        [sys.executable, script, folder, str(threads)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.stderr, done.returncode) == ("", 0)
    citations = 2 * (FILES - 1)
    assert done.stdout.split() == ["0", str(ahead), str(citations), str(citations), str(FILES)]


def test_few_articles_need_no_help(folder: Path) -> None:
    """Processes would be started for a batch of articles, and take longer than these."""
    files: list[File] = [(str(path), None, None) for path in folder.iterdir()]
    assert workers._look_through([*files, (str(folder / "gone.md"), None, None)]) == (
        False,
        files[0],
    )
    (folder / "long.md").write_bytes(b"word " * 300_000)
    long: File = (str(folder / "long.md"), None, None)
    assert workers._look_through([*files, long]) == (True, files[0])
    # A long one is no example: it would be read twice.
    assert workers._look_through([long, *files]) == (True, None)


@pytest.mark.parametrize("named", ["-", "/dev/stdin"])
def test_what_comes_from_a_pipe_is_read_once(folder: Path, named: str) -> None:
    """An article from a pipe would be taken for an example, or by another process, and be lost."""
    (folder / "long.md").write_bytes(b"word " * 300_000)
    command = [sys.executable, "-m", "linkcheck", "check", named, str(folder), "--no-store"]
    options = ["--input-format", "markdown", "--format", "jsonl", "--workers", "2"]
    done = subprocess.run(
        [*command, *options], input="## Sources\n\n- CNN: From a pipe\n",
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    titles = [
        json.loads(line).get("citation", {}).get("title") for line in done.stdout.splitlines()
    ]
    assert titles.count("From a pipe") == 1


def test_run_that_cannot_begin_ends(folder: Path) -> None:
    """A build with a misspelt file would hang: copies of the process would be waited for."""
    (folder / "long.md").write_bytes(b"word " * 300_000)
    command = [sys.executable, "-m", "linkcheck", "check", str(folder), "--no-store", "--workers=2"]
    done = subprocess.run(
        [*command, "--baseline", str(folder / "none.json")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "none.json" in done.stderr


def test_one_long_article_for_several(
    tmp_path: Path, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Processes that got no article to read would be waited for without end."""
    monkeypatch.setattr("linkcheck.engine.workers._MUCH", 0)
    monkeypatch.setattr("linkcheck.engine.workers._MANY", 5)
    lines = "".join(
        f"- Daily: [Talks end without a deal]({server.page(f'/{number}', STORY)})\n"
        for number in range(8)
    )
    (tmp_path / "a.md").write_text(f"## Sources\n\n{lines}")
    fetch = linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0)
    report = check(tmp_path, workers=3, fetch=fetch)
    assert [verdict.status for verdict in report.verdicts] == ["ok"] * 8


async def test_what_others_leave_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker would hold all of a file that is read in parts, or read what is being read here."""
    monkeypatch.setattr("linkcheck.engine.workers._MUCH", 0)
    for name in ("first.md", "short.md"):
        (tmp_path / name).write_text("## Sources\n\n- CNN: Talks end\n")
    (tmp_path / "long.md").write_bytes(b"word " * (LARGE // 5 + 1))
    names = [str(tmp_path / name) for name in ("first.md", "short.md", "long.md", "gone.md")]
    others = WorkerPool(1)
    with others.reading([(name, None, None) for name in names]) as found:
        await until(lambda: found)
        await asyncio.sleep(0.2)  # for the first, if it were read
    others.close()
    assert found.keys() == {1}
    assert found[1].articles[0].citations[0].title == "Talks end"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process")
@pytest.mark.parametrize("reads", [True, False])
def test_worker_that_hangs(
    tmp_path: Path, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch, *, reads: bool
) -> None:
    """A worker that neither ends nor answers would be waited for without an end."""
    monkeypatch.setattr("linkcheck.engine.workers._MUCH", 0 if reads else 1 << 30)
    monkeypatch.setattr("linkcheck.engine.workers._MANY", 5)
    monkeypatch.setattr("linkcheck.engine.workers._SILENCE", 2.0)
    start = multiprocessing.context.SpawnProcess.start

    def start_stopped(process: Any) -> None:
        start(process)
        os.kill(process.pid, signal.SIGSTOP)

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", start_stopped)
    pages = [server.page(f"/{number}", STORY) for number in range(8)]
    lines = "".join(f"- Daily: [Talks end without a deal]({page})\n" for page in pages)
    (tmp_path / "a.md").write_text(f"## Sources\n\n{lines}")
    fetch = linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0)
    report = check(tmp_path, workers=1, fetch=fetch)
    assert [verdict.status for verdict in report.verdicts] == ["ok"] * 8
    assert multiprocessing.active_children() == []


async def test_worker_that_waits_long_does_not_hang(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker with slow sites would count as hung, and its sites be asked twice."""
    monkeypatch.setattr("linkcheck.engine.workers._SIGN_OF_LIFE", 0.05)

    async def late(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
    ) -> None:
        await asyncio.sleep(1)
        await answer(STORY)(reader, writer, request)

    url = server.behave("/slow", late)
    settings = linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",))
    ours, theirs = multiprocessing.Pipe()
    with ours, theirs:
        await workers._ask(theirs, settings, [[FetchTask(url, url, ())]], 0)
        sent = [workers._BATCH.decode(data) for data in iter(ours.recv_bytes, b"")]
    assert sent[:3] == [[], [], []]
    assert [each.address for batch in sent for each in batch] == [url]


def test_workers_import_nothing_from_the_current_folder(tmp_path: Path) -> None:
    """A pull request with a `multiprocessing.py` would run code in CI once an article is long."""
    for name in ("multiprocessing", "signal", "struct", "threading", "linkcheck"):
        (tmp_path / f"{name}.py").write_text("open('was-run', 'w').close()")
    links = (f"[a story of bridges](http://10.0.{n // 250}.{n % 250}/)" for n in range(450))
    (tmp_path / "a.md").write_text("\n\n".join(links))
    command = "import sys; sys.path.remove(''); from linkcheck.cli.main import main; main()"
    ran = subprocess.run(
        [
            sys.executable, "-c", command, "check", "a.md", "--no-store", "--no-config",
            "--workers", "1", "--format", "json",
        ],
        capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False,
    )  # fmt: skip
    assert json.loads(ran.stdout)["summary"]["unverified"] == 450
    assert ran.stderr == ""
    assert not (tmp_path / "was-run").exists()
