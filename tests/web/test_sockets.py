"""How many sockets a run may have open."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from linkcheck.web.sockets import Room, room_for
from tests.server import LoopbackServer, answer

if TYPE_CHECKING:
    from pathlib import Path

resource = pytest.importorskip("resource")

_FILES = 200
_HOSTS = 300


def _limited(code: str, soft: int, hard: int) -> str:
    """Run Python code in a process that may open so many files; return what it prints."""
    limit = f"import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))\n"
    done = subprocess.run(
        [sys.executable, "-c", limit + code], capture_output=True, text=True, check=False
    )
    assert not done.stderr
    return done.stdout


def test_more_hosts_than_a_process_may_have_sockets(tmp_path: Path) -> None:
    """Connections kept open to hosts already done with would leave none for the others.

    All of those would be called unreachable: three of five thousand where 1,024 are allowed.
    """
    title = "Ferries run again on the northern line"
    page = f"<!doctype html><html lang=en><title>{title}</title><h1>{title}</h1>"
    page += "<p>" + "They said that the line would be open all winter. " * 30
    with LoopbackServer() as server:
        server.otherwise(answer(page))
        links = [
            f"- [{title}]({server.url('/story', host=f'site{number}.localhost')})"
            for number in range(_HOSTS)
        ]
        article = tmp_path / "article.md"
        article.write_text("# Ferries\n\n" + "\n".join(links) + "\n", encoding="utf-8")
        command = ["check", str(article), "--no-store", "--allow-private", "loopback"]
        command += ["--no-progress", "--timeout", "10"]
        code = (
            f"import sys\nfrom linkcheck.cli.main import main\nsys.argv[1:] = {command!r}\nmain()"
        )
        shown = _limited(code, _FILES, _FILES)
    assert f"{_HOSTS} citations in 1 article: {_HOSTS} ok" in shown


def test_commands_ask_for_as_many_as_the_system_allows() -> None:
    """A shell's own limit, often 256, would make a run slow where it need not be."""
    code = "from linkcheck.web.sockets import *\nmake_room()\n"
    code += "print(resource.getrlimit(resource.RLIMIT_NOFILE), room_for(256))"
    assert _limited(code, 256, 4096) == (
        f"(4096, 4096) {Room(requests=256, waiting=1856, idle=512)}\n"
    )
    assert _limited(code, 256, 256) == f"(256, 256) {Room(requests=64, waiting=32, idle=32)}\n"


def test_a_request_can_always_go_out() -> None:
    """Where next to nothing may be opened, a run would wait for ever."""
    code = "from linkcheck.web.sockets import *\nprint(room_for(256))"
    assert _limited(code, 64, 64) == f"{Room(requests=8, waiting=4, idle=4)}\n"
    assert room_for(1).requests == 1
