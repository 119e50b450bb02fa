"""Citations without addresses, found among all that their outlets published in a week."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.archive import Capture
from tests.recorded import prose
from tests.repair.week import CITED, week
from tests.repair.world import Proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tests.archive import Record

pytestmark = pytest.mark.slow

ARTICLE = """\
Ministers part in Vienna without a date for the next round

The two ministers met yesterday (30 March) for three hours and left by different doors.

Further reading:

Governments:

  • US Department of State: John Kerry, statement on the talks in Vienna

Press articles:

  • Kyiv Post, Ukraine: Kremlin wants regions to elect governors
  • CNN: Hagel: Both sides favor monitors along the eastern border
  • Leviy bereg, Ukraine: Запад не стал настаивать на выборах губернаторов
"""
OTHER = "http://courier.example/2014/03/31/ferry-stays-for-the-summer"


def fix(folder: Path, collection: str) -> str:
    """Return the patch that is proposed for the article."""
    body = (
        "<html><title>Ferry stays for the summer</title>"
        '<meta property="article:published_time" content="2014-03-31T08:00:00Z">'
        f"<h1>Ferry stays for the summer</h1><p>{prose(900)}</p></html>"
    )
    with Proxy({OTHER: (200, body)}) as proxy:
        own = dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"), proxy.url)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "linkcheck", "fix", "a.txt", "--archive", collection),
                *("--no-known-archives", "--env-proxy", "--allow-private", "loopback"),
                *("--no-store", "--host-interval", "0", "--confirm", "now"),
            ],
            cwd=folder,
            env={**os.environ, **own, "NO_PROXY": "127.0.0.1"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_citations_without_addresses_are_found(
    tmp_path: Path, archive: Callable[[Iterable[Record]], str]
) -> None:
    """An editor would have to look for each source by hand, or would get another story."""
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    collection = archive(week())
    added = [line for line in fix(tmp_path, collection).splitlines() if line[:3] == "+  "]
    found = [line.partition(" http://")[2].partition("Z/")[2] or line for line in added]
    assert len(found) == len(CITED), added
    for story, line in zip(CITED.values(), added, strict=True):
        assert line.endswith(story.url)


def test_other_sources_tell_when_an_article_was_written(
    tmp_path: Path, archive: Callable[[Iterable[Record]], str]
) -> None:
    """An undated article's source would be looked for among the oldest pages that are archived."""
    old = [
        Capture(
            f"http://www.kyivpost.com/content/{number}.html",
            f"{2000 + number // 400}-05-{1 + number % 28:02}T09:00:00Z",
            body=f"<title>Old story {number}</title><p>{number}</p>",
        )
        for number in range(3200)
    ]
    cited = "  • The Courier: Ferry stays for the summer " + OTHER
    lines = [*ARTICLE.splitlines()[:12], ARTICLE.splitlines()[12], cited]
    (tmp_path / "a.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    patch = fix(tmp_path, archive([*old, *week()]))
    assert CITED["kyiv-post"].url in patch


def test_story_that_was_archived_years_later(
    tmp_path: Path, archive: Callable[[Iterable[Record]], str]
) -> None:
    """A source would stay lost, since the archive met it long after it was published."""
    story = CITED["kyiv-post"]
    others = [capture for capture in week() if capture.url != story.url]
    late = story.capture._replace(time="2019-06-02T10:00:00Z")
    lines = [*ARTICLE.splitlines()[:12], f"  • Kyiv Post, 31 March 2014: {story.title}"]
    (tmp_path / "a.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert f"/20190602100000/{story.url}" in fix(tmp_path, archive([*others, late]))
