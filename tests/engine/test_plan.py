"""Only what matters: changed lines, stale addresses, samples, limits."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from linkcheck.engine.git import changes_since
from linkcheck.engine.plan import Plan
from linkcheck.errors import UsageError
from linkcheck.models import Article, Problem
from linkcheck.settings.selection import Selection, drawn, stale
from tests.server import answer, send_then_hang

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

pytestmark = pytest.mark.slow


def git(folder: Path, *arguments: str) -> str:
    """Run git with a name to commit by."""
    named = ["-c", "user.name=A", "-c", "user.email=a@a.example", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", *named, *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


def run(folder: Path, *options: str) -> tuple[int, str]:
    """Run a check in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "linkcheck", "check", *options, "--allow-private", "loopback",
         "--host-interval", "0", "--timeout", "20"],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def checked(folder: Path, *options: str) -> list[str]:
    """Return the addresses that were checked."""
    _, shown = run(folder, ".", "--format", "jsonl", "--no-store", *options)
    lines = [json.loads(line) for line in shown.splitlines()]
    return sorted(line["citation"]["url"] for line in lines if line["type"] == "verdict")


@pytest.fixture
def repository(tmp_path: Path, server: LoopbackServer) -> Path:
    """Make a repository with a history: main goes on after a branch leaves it."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    old, moved = server.page("/old"), server.page("/moved")
    (folder / "a.md").write_text(f"# A\n\n## Sources\n\n- <{old}>\n", encoding="utf-8")
    (folder / "to move.md").write_text(
        f"# B\n\n## Sources\n\n- <{moved}>\n" + "Text.\n" * 30, encoding="utf-8"
    )
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    git(folder, "checkout", "-qb", "branch")
    with (folder / "a.md").open("a", encoding="utf-8") as file:
        file.write(f"- <{server.page('/committed')}>\n")
    git(folder, "mv", "to move.md", "гілка é.md")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "two")
    git(folder, "checkout", "-q", "main")
    (folder / "of others.md").write_text(f"- <{server.page('/others')}>\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "three")
    git(folder, "checkout", "-q", "branch")
    return folder


def test_only_changed_lines_are_checked(repository: Path, server: LoopbackServer) -> None:
    """A pull request would be held up by what others broke years ago."""
    url = server.url
    assert checked(repository, "--since", "main") == [url("/committed")]
    assert checked(repository, "--since", "main", "--whole-files") == [
        url("/committed"), url("/moved"), url("/old"),
    ]  # fmt: skip
    # Staged, not staged, and not yet known to git.
    with (repository / "гілка é.md").open("a", encoding="utf-8") as file:
        file.write(f"\n- <{server.page('/staged')}>\n")
    git(repository, "add", ".")
    with (repository / "a.md").open("a", encoding="utf-8") as file:
        file.write(f"- <{server.page('/unstaged')}>\n")
    (repository / "new.md").write_text(f"- <{server.page('/new')}>\n", encoding="utf-8")
    assert checked(repository, "--since", "main") == [
        url(path) for path in ("/committed", "/new", "/staged", "/unstaged")
    ]
    # From a folder above nothing changes: the repository is asked, not the place we stand in.
    assert changes_since("main", [str(repository)]).touch_file(str(repository / "new.md"))


def test_revisions_are_never_taken_for_options(repository: Path) -> None:
    """A name that comes from a pull request could make git write files."""
    for revision in ("--output=/tmp/x", "-h", "no-such-branch", "main; touch x", ""):
        code, shown = run(repository, ".", f"--since={revision}")
        assert code == 2, shown
        assert "git knows no revision" in shown
        assert "Traceback" not in shown


def test_shallow_clones_and_folders_without_git_are_named(repository: Path, tmp_path: Path) -> None:
    """A build would check nothing, or everything, and not say why."""
    git(
        tmp_path,
        "clone",
        "-q",
        "--depth",
        "1",
        "--no-single-branch",
        f"file://{repository}",
        "shallow",
    )
    code, shown = run(tmp_path / "shallow", ".", "--since", "origin/main")
    assert (code, "fetch-depth: 0" in shown) == (2, True)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_text("Text\n", encoding="utf-8")
    with pytest.raises(UsageError, match="not in a git repository"):
        changes_since("main", [str(outside)])


def test_samples_are_spread_over_sites_and_change_by_the_day() -> None:
    """A nightly run would ask one big site alone, or the same addresses for ever."""
    sites = {f"s{n}.example": [f"http://s{n}.example/{k}" for k in range(50)] for n in range(10)}
    sites["one.example"] = ["http://one.example/"]
    first = drawn(sites, 11, "0 2026-01-01")
    assert len({address.split("/")[2] for address in first}) == 11
    assert drawn(sites, 11, "0 2026-01-01") == first
    assert drawn(sites, 11, "0 2026-01-02") != first
    assert len(drawn(sites, 10_000, "0")) == 501
    assert stale(["a", "b", "c"], {"a": 5.0, "b": 50.0}, 10.0) == ["a", "c"]


def test_stale_addresses_alone(server: LoopbackServer, tmp_path: Path) -> None:
    """Every night would ask for the whole archive."""
    one, two = server.page("/1"), server.page("/2")
    (tmp_path / "a.md").write_text(f"- <{one}>\n", encoding="utf-8")
    options = ("--store", "s.db", "--format", "jsonl", "--stale", "30")
    run(tmp_path, ".", *options)
    (tmp_path / "b.md").write_text(f"- <{two}>\n", encoding="utf-8")
    _, shown = run(tmp_path, ".", *options)
    urls = [
        line["citation"]["url"]
        for line in map(json.loads, shown.splitlines())
        if "citation" in line
    ]
    assert urls == [two]


def test_a_part_still_fails_for_what_is_known_to_be_dead(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """A nightly run over a part would pass the night after it has found a dead source."""
    gone = server.page("/gone", b"", status="410 Gone")
    good = server.page("/good", "<title>A story</title>" + "<p>They met. " * 99)
    (tmp_path / "a.md").write_text(f"- <{gone}>\n- <{good}>\n", encoding="utf-8")
    options = (".", "--store", "s.db", "--format", "jsonl")
    assert run(tmp_path, *options)[0] == 1
    for part in (("--stale", "30"), ("--stale", "30", "--sample", "1")):
        code, shown = run(tmp_path, *options, *part)
        *verdicts, summary = map(json.loads, shown.splitlines())
        assert (code, summary["broken"], summary["citations"], summary["unchecked"]) == (1, 1, 1, 0)
        (verdict,) = verdicts
        assert verdict["citation"]["url"] == gone
        assert verdict["resolution"]["cached"] is True
    assert server.asked("/gone") == 1
    assert run(tmp_path, *options, "--sample", "1")[0] == 1
    # What is ignored, or cited no more, fails nothing.
    assert run(tmp_path, *options, "--stale", "30", "--ignore", "dead-link")[0] == 0
    (tmp_path / "a.md").write_text(f"- <{good}>\n", encoding="utf-8")
    assert run(tmp_path, *options, "--stale", "30")[0] == 0
    # Nor does what was dead and lives again.
    (tmp_path / "a.md").write_text(f"- <{gone}>\n- <{good}>\n", encoding="utf-8")
    server.page("/gone", "<title>A story</title>" + "<p>They met. " * 99)
    assert run(tmp_path, *options)[0] == 0
    assert run(tmp_path, *options, "--stale", "30")[0] == 0


@pytest.mark.parametrize("change", ["age", "manner", "refresh"])
def test_what_was_dead_under_other_conditions_is_asked_again(
    server: LoopbackServer, tmp_path: Path, change: str
) -> None:
    """A source that lives again would be called broken for an answer of last year."""
    story = "<title>A story</title>" + "<p>They met. " * 99
    urls = [server.page(f"/{number}", b"", status="410 Gone") for number in range(3)]
    (tmp_path / "a.md").write_text("".join(f"- <{url}>\n" for url in urls), encoding="utf-8")
    options = (".", "--store", "s.db", "--format", "jsonl")
    assert run(tmp_path, *options)[0] == 1
    for number in range(3):
        server.page(f"/{number}", story)
    more = {"age": (), "manner": ("--user-agent", "Other"), "refresh": ("--refresh",)}[change]
    if change == "age":
        with contextlib.closing(sqlite3.connect(tmp_path / "s.db")) as database, database:
            database.execute("UPDATE answer SET at = at - 8 * 86400, expires = expires - 8 * 86400")
    assert run(tmp_path, *options, "--sample", "1", *more)[0] == 0
    requested = sum(server.asked(f"/{number}") for number in range(3)) - 3
    assert requested == (1 if change == "refresh" else 3)


def test_when_the_time_is_up_the_report_is_of_what_was_found(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """A build with a time limit would be killed and show nothing."""
    gone = server.page("/gone", b"", status="404 Not Found")
    slow = server.behave("/slow", send_then_hang(b""))
    (tmp_path / "a.md").write_text(f"- <{gone}>\n- <{slow}>\n", encoding="utf-8")
    started = time.monotonic()
    code, shown = run(tmp_path, ".", "--max-time", "2s", "--no-store")
    assert time.monotonic() - started < 12
    assert code == 1
    assert "dead-link" in shown
    assert "Time limit reached: 1 citation not checked" in shown
    server.behave("/gone", answer(b"<title>Here</title>"))
    assert run(tmp_path, ".", "--max-time", "2s", "--no-store")[0] == 0
    assert run(tmp_path, ".", "--max-time", "soon")[0] == 2


@pytest.mark.parametrize(
    ("level", "code"), [("error", 0), ("warning", 1), ("note", 1), ("never", 0)]
)
def test_what_fails_is_chosen(
    level: str, code: int, server: LoopbackServer, tmp_path: Path
) -> None:
    """A team could not choose how strict its builds are."""
    (tmp_path / "a.md").write_text(
        "## Sources\n\n- Daily: A source without any address\n", encoding="utf-8"
    )
    assert run(tmp_path, ".", "--fail-on", level, "--no-store")[0] == code


@pytest.mark.parametrize("form", ["terminal", "jsonl"])
def test_a_note_fails_only_where_it_is_chosen(
    form: str, server: LoopbackServer, tmp_path: Path
) -> None:
    """A desk that wants every note looked at would have no build that says so."""
    story = "<title>A story</title>" + "<p>They met. " * 99
    url = server.page("/story", story)
    (tmp_path / "a.md").write_text(f"## Sources\n\n- <{url}>\n- <{url}?utm_source=mail>\n", "utf-8")
    for level, code in (("note", 1), ("warning", 0)):
        assert run(tmp_path, ".", "--fail-on", level, "--no-store", "--format", form)[0] == code


@pytest.mark.parametrize(
    "setting",
    [
        "diff.interHunkContext=99", "diff.noprefix=true", "diff.mnemonicPrefix=true",
        "diff.submodule=log", "diff.renames=false", "color.ui=always",
        "diff.external=false", "core.quotePath=true", "diff.context=9",
    ],
)  # fmt: skip
def test_changes_are_the_same_whatever_the_user_has_set_up_in_git(
    setting: str, repository: Path
) -> None:
    """On one developer's machine other lines would count as changed than on another's."""
    inner = repository / "sub"
    inner.mkdir()
    git(inner, "init", "-q")
    long = repository / "long.md"
    long.write_text("A line.\n" * 9, encoding="utf-8")
    for number in range(2):
        (inner / "note.txt").write_text(f"{number}\n", encoding="utf-8")
        git(inner, "add", ".")
        git(inner, "commit", "-qm", "inside")
        git(repository, "add", ".")
        git(repository, "commit", "-qm", "with another repository inside")
    lines = long.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[5] = "Another line."
    long.write_text("\n".join(lines) + "\n", encoding="utf-8")
    git(repository, "config", *setting.split("="))
    changes = changes_since("HEAD~1", [str(repository)])
    assert [line for line in range(1, 10) if changes.touch(str(long), [line])] == [2, 6]
    moved = str(repository / "гілка é.md")
    assert not changes.touch_file(moved)
    changes = changes_since("main", [str(repository)])
    assert changes.touch_file(moved)
    assert not changes.touch(moved, [1])


def test_odd_states_of_a_repository(repository: Path, server: LoopbackServer) -> None:
    """In the midst of a merge, or beside a link, --since would end in a traceback."""
    (repository / "link.md").symlink_to("a.md")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "a link")
    before = git(repository, "rev-parse", "HEAD").strip()
    (repository / "link.md").unlink()
    now_file = server.page("/now-file")
    (repository / "link.md").write_text(f"- <{now_file}>\n", encoding="utf-8")
    assert checked(repository, "--since", before) == [now_file]
    git(repository, "checkout", "-q", "--", "link.md")
    # An article that is a link is changed when what it leads to is.
    with (repository / "a.md").open("a", encoding="utf-8") as file:
        file.write(f"- <{server.page('/through')}>\n")
    changes = changes_since("HEAD", [str(repository)])
    assert changes.touch_file(str(repository / "link.md"))
    git(repository, "commit", "-qam", "ours")
    git(repository, "checkout", "-qb", "theirs", before)
    with (repository / "a.md").open("a", encoding="utf-8") as file:
        file.write(f"- <{server.page('/theirs')}>\n")
    git(repository, "commit", "-qam", "theirs")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "branch")
    assert server.url("/theirs") in checked(repository, "--since", before)


def test_commits_are_named_and_nothing_else(repository: Path) -> None:
    """A range would be taken for one of its ends, and other lines would be checked."""
    for revision in ("^main", "main..branch", "main...branch", "main:a.md"):
        with pytest.raises(UsageError, match="git knows no revision"):
            changes_since(revision, [str(repository)])


def test_repositories_of_others_are_named(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a container, where checkouts belong to another user, the reason would stay hidden."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(UsageError, match=r"safe\.directory"):
        changes_since("main", [str(repository)])


def test_since_needs_files_that_are_there(repository: Path) -> None:
    """Nothing would be checked and nobody told why."""
    for path, told in (("-", "only with files"), ("https://a.example/", "only with files"),
                       ("nowhere/a.md", "no such file")):  # fmt: skip
        code, shown = run(repository, path, "--since", "main")
        assert (code, told in shown) == (2, True), shown


def test_no_changes_are_no_fault(repository: Path) -> None:
    """A commit that touches no article would fail."""
    git(repository, "checkout", "-q", "main")
    code, shown = run(repository, ".", "--since", "HEAD", "--no-store")
    assert (code, "0 articles" in shown) == (0, True)


def test_files_that_were_not_changed_are_not_even_read(repository: Path) -> None:
    """In an archive of 100,000 articles every commit would wait for all of them to be read."""
    (repository / "odd.md").write_bytes(b"\0\1\2")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "odd")
    code, shown = run(repository, ".", "--since", "HEAD", "--no-store")
    assert (code, "odd.md" in shown) == (0, False)


def test_stale_addresses_are_looked_at_and_not_remembered(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """Every night would choose the same addresses, answer from memory and never look."""
    page = server.page("/1", "<title>A story</title>" + "<p>They met. " * 99)
    (tmp_path / "a.md").write_text(f"- <{page}>\n", encoding="utf-8")
    options = (".", "--store", "s.db")
    run(tmp_path, *options)
    run(tmp_path, *options)
    assert server.asked("/1") == 1
    run(tmp_path, *options, "--stale", "0.000001")
    assert server.asked("/1") == 2


def test_time_is_up_for_other_processes_too(server: LoopbackServer, tmp_path: Path) -> None:
    """With many addresses, where processes share the work, a run would go on for hours."""
    slow = server.behave("/slow", send_then_hang(b""))
    lines = [f"- <{slow}?{n}>\n" for n in range(500)]
    (tmp_path / "a.md").write_text("".join(lines), encoding="utf-8")
    started = time.monotonic()
    code, shown = run(tmp_path, ".", "--max-time", "3s", "--no-store", "--workers", "1")
    assert time.monotonic() - started < 25
    assert (code, "Time limit reached: 500 citations not checked" in shown) == (0, True), shown


@pytest.fixture
def marked(tmp_path: Path) -> tuple[Path, Path]:
    """Return a command that leaves a mark, and the mark."""
    marker, command = tmp_path / "marker", tmp_path / "command"
    command.write_text(f"#!/bin/sh\ntouch '{marker}'\ncat\n", encoding="utf-8")
    command.chmod(0o755)
    return command, marker


def test_bare_repository_among_the_articles_runs_nothing(
    repository: Path, server: LoopbackServer, marked: tuple[Path, Path]
) -> None:
    """A pull request could run commands by plain files that look like a repository."""
    command, marker = marked
    evil = repository / "evil"
    git(repository, "clone", "-q", "--bare", ".", str(evil))
    (evil / "refs" / "keep").write_text("")  # git commits no empty folder
    with (evil / "config").open("a", encoding="utf-8") as file:
        file.write(f"[core]\nbare = false\nworktree = .\nfsmonitor = {command}\n")
    (evil / "a.md").write_text("# T\n", encoding="utf-8")
    (evil / "index").write_bytes((repository / ".git" / "index").read_bytes())
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "evil")
    (evil / "a.md").write_text(f"- <{server.page('/hidden')}>\n", encoding="utf-8")
    # The change is seen for what it is, and the command is not run.
    for path in ("evil/a.md", "evil", "."):
        code, shown = run(
            repository, path, "--no-store", "--format", "jsonl", "--since", "HEAD",
            "--config-from", "HEAD",
        )  # fmt: skip
        assert (code, "/hidden" in shown) == (0, True), shown
    assert not marker.exists()


def test_settings_of_a_repository_run_nothing(
    repository: Path, server: LoopbackServer, marked: tuple[Path, Path], tmp_path: Path
) -> None:
    """To check an archive with a repository in it would run what somebody put into its settings."""
    command, marker = marked
    url = server.page("/changed")
    inner = tmp_path / "inner"
    git(tmp_path, "clone", "-q", str(repository), str(inner))
    git(
        repository,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(inner),
        "module",
    )
    git(repository, "commit", "-qm", "module")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(command, hooks / name)
    (repository / ".gitattributes").write_text("*.md filter=evil diff=evil\n", encoding="utf-8")
    (repository / "a.md").write_text(f"- <{url}>\n", encoding="utf-8")
    (repository / "module" / "a.md").write_text("changed\n", encoding="utf-8")
    for folder in (repository, repository / "module"):
        for name, value in {
            "core.fsmonitor": str(command),
            "core.hooksPath": str(hooks),
            "core.pager": str(command),
            "pager.diff": str(command),
            "diff.external": str(command),
            "diff.evil.command": str(command),
            "diff.evil.textconv": str(command),
            "filter.evil.clean": str(command),
            "filter.evil.smudge": str(command),
            "filter.evil.required": "true",
            "filter.a=b.clean": str(command),
            "filter.evil.x.process": str(command),
            "core.sshCommand": str(command),
            "credential.helper": str(command),
            "diff.submodule": "log",
        }.items():
            git(folder, "config", name, value)
    marker.unlink(missing_ok=True)
    assert checked(repository, "--since", "HEAD") == [url]
    assert not marker.exists()
    # Of a filter that is needed nothing is run either, and the whole file counts.
    (repository / ".git" / "info" / "attributes").write_text("*.md filter=evil.x\n")
    os.utime(repository / "гілка é.md")
    (repository / ".gitattributes").unlink()
    git(repository, "config", "filter.evil.x.required", "true")
    assert url in checked(repository, "--since", "HEAD")
    assert not marker.exists()


def test_users_own_filters_are_used(
    repository: Path, server: LoopbackServer, tmp_path: Path
) -> None:
    """Of an article that is kept encrypted or in another place, every line would count as changed."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text('[filter "swap"]\nclean = tr a-z n-za-m\n')
    environment = {"HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    old, new = server.page("/first"), server.page("/second")
    (repository / ".gitattributes").write_text("*.md filter=swap\n", encoding="utf-8")
    (repository / "a.md").write_text(f"- <{old}>\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        git(repository, "add", ".")
        git(repository, "commit", "-qm", "swapped")
        assert "svefg" in git(repository, "show", "HEAD:a.md")
        with (repository / "a.md").open("a", encoding="utf-8") as file:
            file.write(f"- <{new}>\n")
        assert checked(repository, "--since", "HEAD") == [new]


def test_missing_objects_are_not_fetched(
    repository: Path, marked: tuple[Path, Path], tmp_path: Path
) -> None:
    """The settings of a remote would run a command as soon as git misses a file's text."""
    command, marker = marked
    git(repository, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{repository}", str(clone))
    git(clone, "config", "remote.origin.uploadpack", str(command))
    code, shown = run(clone, ".", "--no-store", "--since", "HEAD~1")
    assert (code, shown.count("\n")) == (2, 1), shown
    assert "partial clone" in shown
    assert not marker.exists()


def test_articles_of_one_file_are_counted() -> None:
    """A file of three articles without names would be reported as one article."""
    plan = Plan(Selection())
    unread = Problem(path="a.jsonl", message="this line cannot be read", line=1)
    plan.add(Article(path="a.jsonl", format="jsonl", problems=(unread,)))
    assert plan.count == 1
    for title in ("Talks end", "Talks end", "A flood", "A strike"):  # the first comes in parts
        plan.add(Article(path="a.jsonl", format="jsonl", title=title))
    plan.add(Article(path="a.jsonl", format="jsonl", problems=(unread,)))
    assert plan.count == 3
