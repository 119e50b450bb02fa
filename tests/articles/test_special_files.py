"""Of a folder only regular files inside it are read; whatever else is there ends no run."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck.articles import find_files, read_article, source
from linkcheck.errors import ArticleError
from linkcheck.reports import format_names

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files"),
]

FOUND = "## Sources\n\n- CNN: Talks end\n"
SECRET = "xyzzy"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one article."""
    made = tmp_path / "articles"
    made.mkdir()
    (made / "good.md").write_text(FOUND, encoding="utf-8")
    return made


def run(*arguments: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command, which must come to an end."""
    return subprocess.run(
        [sys.executable, "-m", "linkcheck", *map(str, arguments)],
        input=data, capture_output=True, timeout=60, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def bind(path: Path) -> None:
    """Make a socket. Its whole path may be too long for one, so its folder is entered."""
    with socket.socket(socket.AF_UNIX) as unix:
        before = Path.cwd()
        os.chdir(path.parent)
        try:
            unix.bind(path.name)
        finally:
            os.chdir(before)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (os.mkfifo, "it is a FIFO"),
        (bind, "it is a socket"),
        (lambda path: path.symlink_to("/dev/zero"), "leads out of the folder"),
        (lambda path: path.symlink_to("/dev/random"), "leads out of the folder"),
        (lambda path: path.symlink_to(path.parent.parent / "secret.md"), "leads out of the folder"),
        (lambda path: path.symlink_to("../secret.md"), "leads out of the folder"),
        (lambda path: path.symlink_to("/proc/self/environ"), "leads out of the folder"),
        (lambda path: path.symlink_to(path.name), "it is a symbolic link"),
    ],
)
def test_what_is_no_file_of_the_folder_is_skipped(
    folder: Path, make: Callable[[Path], object], reason: str
) -> None:
    """One odd file would hang the run, fill its memory, or bring a secret into the report."""
    (folder.parent / "secret.md").write_text(f"## Sources\n\n- CNN: The {SECRET} word\n")
    make(folder / "odd.md")
    report = folder.parent / "report.json"
    done = run("check", folder, "--no-store", "--output", f"json={report}", "--output", "-")
    found = json.loads(report.read_text(encoding="utf-8"))
    assert done.returncode == 1  # an article that is not read is not passed over in silence
    assert [verdict["citation"]["title"] for verdict in found["verdicts"]] == ["Talks end"]
    (problem,) = found["problems"]
    assert problem["path"] == str(folder / "odd.md")
    assert problem["message"].startswith("skipped, because ")
    assert reason in problem["message"]
    assert b"odd.md: skipped" in done.stdout
    assert [path.name for path in find_files([folder])] == ["good.md"]


def test_no_report_shows_what_a_link_leads_to(folder: Path, tmp_path: Path) -> None:
    """A pull request with a link could read any file of the machine that checks it."""
    secret = folder.parent / "secret.md"
    secret.write_text(f"# {SECRET}\n\n## Sources\n\n- [{SECRET}](https://{SECRET}.example/)\n")
    (folder / "link.md").symlink_to(secret)
    (folder / "sub").symlink_to(folder.parent)
    reports = {form: tmp_path / f"report.{form}" for form in format_names()}
    outputs = [part for form, path in reports.items() for part in ("--output", f"{form}={path}")]
    done = run("check", folder, "--no-store", "-v", *outputs)
    assert SECRET.encode() not in done.stdout + done.stderr
    for form, path in reports.items():
        written = path.read_bytes()
        assert b"Talks end" in written or form == "github", form
        assert SECRET.encode() not in written, form


def test_links_within_the_folder(folder: Path) -> None:
    """A linked article would be reported twice, or be lost, and a loop of folders never end."""
    (folder / "again.md").symlink_to("good.md")
    (folder / "page.data").write_text(FOUND)
    (folder / "one.md").symlink_to("page.data")
    (folder / "two.md").symlink_to("page.data")
    (folder / "loop").symlink_to(folder)
    (folder / "sub").mkdir()
    (folder / "sub" / "up").symlink_to("..")
    (folder / "sub" / "up.md").symlink_to("../good.md")
    assert [path.name for path in find_files([folder])] == ["good.md", "one.md"]
    report = linkcheck.check([folder])
    assert [Path(verdict.citation.location.path).name for verdict in report.verdicts] == [
        "good.md",
        "one.md",
    ]
    assert report.problems == ()


@pytest.mark.parametrize(
    "make",
    [
        os.mkfifo,
        bind,
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to("../rules"),
        lambda path: path.write_bytes(b"good.md\n" + b"# long\n" * 300_000),
    ],
)
def test_ignore_file_that_is_none(folder: Path, make: Callable[[Path], object]) -> None:
    """The run would wait for the rules of a folder for good, or take them from outside of it."""
    (folder.parent / "rules").write_text("good.md\n")
    make(folder / ".gitignore")
    done = run("check", folder, "--no-store", "--format", "jsonl")
    assert done.returncode == 0
    assert b"Talks end" in done.stdout


@pytest.mark.parametrize("name", ["-", "/dev/stdin", "named.fifo", "link.md"])
def test_what_the_user_names_may_be_a_pipe_or_a_link(folder: Path, name: str) -> None:
    """`linkcheck check <(pandoc …)` would no longer work."""
    path: str | Path = name
    data, writer = b"", None
    if name == "named.fifo":
        path = folder.parent / name
        os.mkfifo(path)
        writer = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys; open(sys.argv[1], 'w').write(sys.argv[2])",
                path,
                FOUND,
            ]
        )
    elif name == "link.md":
        path = folder.parent / name
        path.symlink_to(folder / "good.md")
    else:
        data = FOUND.encode()
    done = run("check", path, "--no-store", "--format", "jsonl", data=data)
    if writer is not None:
        writer.wait(10)
    assert done.returncode == 0
    assert b"Talks end" in done.stdout


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_device_that_the_user_names(device: str) -> None:
    """A slip would fill the memory of the machine."""
    done = run("check", device, "--no-store")
    assert done.returncode == 2
    assert b"is a binary file" in done.stdout


@pytest.mark.parametrize("lines", [True, False])
def test_input_without_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, lines: bool
) -> None:
    """A program that never stops writing would fill the memory of the machine."""
    monkeypatch.setattr(source, "LONGEST", 1 << 22)
    fifo = tmp_path / "a.md"
    os.mkfifo(fifo)
    text = "word\\n" if lines else "word "
    code = f"import sys\nwith open(sys.argv[1], 'w') as fifo:\n while True: fifo.write({text!r} * 1000)"
    code = code.replace("\\\\n", "\\n")
    with subprocess.Popen([sys.executable, "-c", code, fifo], stderr=subprocess.DEVNULL) as writer:
        try:
            with pytest.raises(ArticleError, match="is longer than 4 MiB"):
                read_article(fifo)
        finally:
            writer.kill()


def test_line_without_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is read in parts would be held whole after all, if it is one line."""
    monkeypatch.setattr(source, "LONGEST", 1 << 22)
    path = tmp_path / "a.txt"
    path.write_bytes(b"word " * (1 << 20))
    with pytest.raises(ArticleError, match="is longer than 4 MiB"):
        list(linkcheck.read_articles(path))


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_baseline_that_is_no_file(folder: Path, make: Callable[[Path], object]) -> None:
    """The run would wait for the baseline for good, or read it without an end."""
    make(folder / "known.json")
    done = run("check", folder, "--no-store", "--baseline", folder / "known.json")
    assert done.returncode == 2
    assert b"known.json: the baseline cannot be read: it is a" in done.stderr
    assert b"Traceback" not in done.stderr


def test_baseline_of_brackets(folder: Path) -> None:
    """A damaged baseline would end the run with a traceback, and count as findings."""
    (folder / "known.json").write_text("[" * 100_000)
    done = run("check", folder, "--no-store", "--baseline", folder / "known.json")
    assert done.returncode == 2
    assert b"this is not a baseline file" in done.stderr
    assert b"Traceback" not in done.stderr
