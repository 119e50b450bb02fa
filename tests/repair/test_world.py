"""A web of 315 citations, broken in every way there is, fixed through a real archive."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.repair.world import Proxy, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tests.archive import Record
    from tests.repair.world import Cited

pytestmark = pytest.mark.slow


def linkcheck(folder: Path, *arguments: str, proxy: str = "") -> str:
    """Run the command and return what it prints."""
    variables = {"HTTP_PROXY": proxy, "http_proxy": proxy, "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(
        [sys.executable, "-m", "linkcheck", *arguments],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def addresses(folder: Path) -> dict[tuple[str, str], list[str]]:
    """Return the addresses of all citations by article and title."""
    out = linkcheck(folder, "extract", "articles", "--config", "linkcheck.toml")
    found = [json.loads(line) for line in out.splitlines()]
    return {
        (each["location"]["path"].rpartition("/")[2], each["title"]): [
            url for url in (each.get("url"), each.get("archive_url")) if url
        ]
        for each in found
    }


def outcome(cited: Cited, found: list[str]) -> str:
    """Return what became of a citation, in one word."""
    before = [cited.url] if cited.url else []
    if any(url.endswith(right) for url in found for right in cited.right):
        return "right"
    if found == before:
        return "missed" if cited.right else "kept"
    return "wrong"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a world whose articles are written."""
    made = World(each=21)
    made.write(tmp_path)
    return made


def test_sources_are_found_again(
    world: World, tmp_path: Path, archive: Callable[[Iterable[Record]], str]
) -> None:
    """An editor would get a wrong address, or none where there is a right one."""
    collection = archive(world.captures).rstrip("/")
    with Proxy(world.pages) as proxy:
        fix = (
            *("fix", "articles", "--write", "--archive", collection, "--no-known-archives"),
            *("--config", "linkcheck.toml", "--env-proxy", "--allow-private", "loopback"),
            *("--no-store", "--host-interval", "0", "--confirm", "now"),
        )
        linkcheck(tmp_path, *fix, proxy=proxy.url)
        found = addresses(tmp_path)
        came = Counter[tuple[str, str]]()
        for cited in world.cited:
            came[cited.kind, outcome(cited, found.get((cited.path, cited.title), []))] += 1
        outcomes = Counter(word for (_, word), count in came.items() for _ in range(count))
        assert outcomes["wrong"] == 0, came
        assert outcomes["right"] >= 0.97 * (outcomes["right"] + outcomes["missed"]), came
        once = {path: path.read_bytes() for path in (tmp_path / "articles").iterdir()}
        assert linkcheck(tmp_path, *fix, proxy=proxy.url) == ""
    assert {path: path.read_bytes() for path in (tmp_path / "articles").iterdir()} == once
