"""Ten-line programs as a newcomer would write them, each run as it stands."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tests.server import answer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

TITLE = "Orchard village bottles its first cider since the flood"
SETTINGS = """
import linkcheck
fetch = linkcheck.FetchSettings(allow_networks=["loopback"], host_interval=0.0)
settings = linkcheck.Settings(fetch=fetch)
"""
ONE = """
import sys
verdict = linkcheck.verify(url=sys.argv[1], title=sys.argv[2], settings=settings)
print(verdict.status, *(finding.rule for finding in verdict.findings))
sys.exit(not verdict.ok)
"""
MANY = """
import sys
rows = [{"id": n, "url": f"{sys.argv[1]}/{n}", "title": sys.argv[2]} for n in range(500)]
done = []
report = linkcheck.check_citations(rows, settings, progress=done.append)
broken = {verdict.citation.id for verdict in report if verdict.status == "broken"}
print(len(report), report.ok, len(done), done[-1].total, sorted(broken))
report.write("report.html")
"""
WATCH = """
import asyncio, pathlib, sys
async def watch(folder):
    seen = {}
    async with linkcheck.Checker(settings, keep="calls") as checker:
        print("watching", flush=True)
        while len(seen) < 9:
            changed = [p for p in folder.glob("*.md") if seen.get(p) != p.stat().st_mtime_ns]
            seen |= {path: path.stat().st_mtime_ns for path in changed}
            if changed:
                verdicts = checker.check(changed)
                async for verdict in verdicts:
                    print(verdict.citation.location.path, verdict.status, flush=True)
                print("report", len(verdicts.report()), flush=True)
            await asyncio.sleep(0.1)
asyncio.run(watch(pathlib.Path(sys.argv[1])))
"""


@pytest.fixture
def story(server: LoopbackServer) -> str:
    """The address of a story that is there."""
    return server.behave("/cider", answer(f"<title>{TITLE}</title><h1>{TITLE}</h1>"))


def _run(folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SETTINGS + program, *arguments],
        capture_output=True, text=True, timeout=120, check=False, cwd=folder,
    )  # fmt: skip


def test_one_citation(story: str, server: LoopbackServer, tmp_path: Path) -> None:
    """The first thing that anybody tries would not work."""
    done = _run(tmp_path, ONE, story, TITLE)
    assert (done.stdout, done.stderr, done.returncode) == ("ok\n", "", 0)
    gone = server.behave("/pressed", answer("", status="404 Not Found"))
    done = _run(tmp_path, ONE, gone, TITLE)
    assert (done.stdout, done.stderr, done.returncode) == ("broken dead-link\n", "", 1)


def test_five_hundred_rows(server: LoopbackServer, tmp_path: Path) -> None:
    """The verdicts on rows of a database could not be put back beside these."""
    server.otherwise(answer(f"<title>{TITLE}</title><h1>{TITLE}</h1>"))
    for number in (7, 431):
        server.behave(f"/cider/{number}", answer("", status="410 Gone"))
    done = _run(tmp_path, MANY, server.url("/cider"), TITLE)
    assert done.stderr == ""
    assert done.stdout == "500 False 500 500 [7, 431]\n"
    assert "/cider/431" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_folder_is_watched(story: str, tmp_path: Path) -> None:
    """A program that checks what was saved would report what was saved before once more."""
    with subprocess.Popen(
        [sys.executable, "-c", SETTINGS + WATCH, "."],
        stdout=subprocess.PIPE, text=True, cwd=tmp_path,
    ) as watching:  # fmt: skip
        assert watching.stdout is not None
        late = threading.Timer(60, watching.kill)  # which ends the line that is waited for
        late.start()
        try:
            assert watching.stdout.readline() == "watching\n"
            for name, count in (("a.md", 2), ("b.md", 3)):
                links = [f"- [{TITLE}]({story}?{name}{number})\n" for number in range(count)]
                written = tmp_path / f"{name}.part"
                written.write_text("# T\n\n## Sources\n\n" + "".join(links))
                written.rename(tmp_path / name)
                lines = [watching.stdout.readline().strip() for _ in range(count + 1)]
                assert lines == [*[f"{name} ok"] * count, f"report {count}"]
        finally:
            late.cancel()
            watching.kill()
