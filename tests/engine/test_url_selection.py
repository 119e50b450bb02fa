"""Addresses that are never requested, and those that others stand in for; at a real server."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck import FetchSettings, Settings, UsageError, check
from tests.config.test_choosing import run
from tests.server import answer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

STORY = "<title>Talks end without a deal</title>" + "<p>The ministers left the town.</p>" * 30


def settings(**fetch: tuple[str, ...]) -> Settings:
    """Return settings that reach the test's server."""
    return Settings(
        fetch=FetchSettings(allow_networks=("loopback",), host_interval=0.0, **fetch)  # type: ignore[arg-type]
    )


def article(folder: Path, *urls: str) -> Path:
    """Write an article that cites some addresses."""
    path = folder / "a.md"
    path.write_text("".join(f"See [a story]({url}).\n\n" for url in urls))
    return path


def test_an_excluded_address_is_never_requested(tmp_path: Path, server: LoopbackServer) -> None:
    """A link that signs a reader off would be followed at each run."""
    good, off = server.page("/good", STORY), server.page("/sign-off", STORY)
    report = check(article(tmp_path, good, off), settings(exclude_url=("/sign-off",)))
    assert [verdict.citation.url for verdict in report] == [good]
    assert (report.excluded, server.asked("/good"), server.asked("/sign-off")) == (1, 1, 0)
    assert report.to_dict()["summary"]["excluded"] == 1


def test_a_redirect_does_not_lead_to_an_excluded_address(
    tmp_path: Path, server: LoopbackServer
) -> None:
    """Another address would lead to the one that must not be requested."""
    off = server.page("/sign-off", STORY)
    way = server.behave("/way", answer(status="302 Found", headers={"Location": off}))
    (verdict,) = check(article(tmp_path, way), settings(exclude_url=("sign-off$",)))
    assert server.asked("/sign-off") == 0
    assert verdict.status is linkcheck.Status.UNVERIFIED
    assert "--exclude-url" in verdict.findings[0].message


@pytest.mark.filterwarnings("ignore:.*takes too long")
def test_redirects_made_to_be_slow_do_not_end_the_run(
    tmp_path: Path, server: LoopbackServer
) -> None:
    """A few redirects of strange sites would end the run of whoever has such a pattern."""
    good = server.page("/good", STORY)
    slow = [
        server.redirect(f"/way/{number}", server.url(f"/{number}" + "a" * 2000 + "!"))
        for number in range(6)
    ]
    late = server.redirect("/late", good)
    began = time.process_time()
    report = check(
        article(tmp_path, *slow, good, late), settings(exclude_url=("/[0-9](?:a|aa)+$",))
    )
    assert time.process_time() - began < 6
    assert [verdict.status for verdict in report] == ["unverified"] * 6 + ["ok"] * 2
    assert "--exclude-url" in report.verdicts[0].findings[0].message


def test_an_article_by_its_address_is_read_though_excluded(server: LoopbackServer) -> None:
    """Who leaves out the links of a site to itself could not name its pages."""
    server.page("/other", STORY)
    link = server.url("/other")
    page = server.page("/article", f"<h1>T</h1><p>See <a href='{link}'>a story</a>.</p>")
    report = check(page, settings(exclude_url=(server.url("/"),)))
    assert (report.articles, report.excluded, server.asked("/other")) == (1, 1, 0)


def test_a_remapped_address_is_requested_in_place_of_the_cited(
    tmp_path: Path, server: LoopbackServer
) -> None:
    """A site could not be checked before it is published."""
    server.page("/new/story", STORY)
    path = article(tmp_path, "https://paper.example/story")
    rule = f"https://paper.example {server.url('/new').rstrip('/')}"
    report = check(path, Settings(fetch=settings().fetch, remap=(rule,)))
    assert report.ok
    assert server.asked("/new/story") == 1


def test_a_faulty_pattern_is_a_usage_error(tmp_path: Path) -> None:
    """A slip in Python would show only when something is checked."""
    with pytest.raises(UsageError, match="'a\\('"):
        FetchSettings(exclude_url=("a(",))
    with pytest.raises(UsageError, match="remap"):
        Settings(remap=("x",))


@pytest.mark.slow
def test_the_command_counts_and_names(tmp_path: Path, server: LoopbackServer) -> None:
    """Users would not see that something was left out, or which pattern is wrong."""
    path = article(tmp_path, server.page("/good", STORY), server.page("/off", STORY))
    (tmp_path / "linkcheck.toml").write_text('exclude-url = ["/off$"]\n')
    done = run("check", path, "--allow-private", "loopback", cwd=tmp_path)
    assert (done.returncode, server.asked("/off")) == (0, 0)
    assert "1 citation excluded by its address." in done.stdout
    shown = run("check", path, "--allow-private", "loopback", "-f", "json", cwd=tmp_path).stdout
    assert json.loads(shown)["summary"]["excluded"] == 1
    (tmp_path / "linkcheck.toml").write_text('exclude-url = ["/off$", "(b"]\n')
    done = run("check", path, cwd=tmp_path)
    assert done.returncode == 2
    assert "linkcheck.toml:1" in done.stderr
    assert "'(b'" in done.stderr
    (tmp_path / "linkcheck.toml").write_text("remap = ['a b']\n")
    assert "remap" in run("check", path, cwd=tmp_path).stderr
