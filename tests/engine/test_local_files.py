"""Links to files of the same repository and to places in them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from linkcheck import FetchSettings, InputSettings, Settings, Status, check
from linkcheck.articles.anchors import github_slug, markdown_anchors

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with some articles, and a secret beside it."""
    (tmp_path / "secret.md").write_text("# Passwords\n")
    top = tmp_path / "repository"
    (top / ".git").mkdir(parents=True)
    (top / "docs").mkdir()
    (top / "docs" / "other page.md").write_text(
        "---\ntitle: x\n---\n\n# What's *new* in `2.0`?\n\n## Джерела та методи\n\n"
        "## Twice\n\n## Twice\n\n## Named {#own-name}\n\n<a name='by-hand'></a>\n\n"
        "<h2>In HTML</h2>\n\nUnderlined\n==========\n"
    )
    (top / "docs" / "page.html").write_text("<h2 id=part>P</h2><a name=old></a>")
    (top / "data.csv").write_text("a,b\n")
    (top / "out.md").symlink_to(tmp_path / "secret.md")
    return top


def findings(top: Path, *links: str, settings: InputSettings | None = None) -> dict[str, str]:
    """Return what is found of links in an article, by the link."""
    text = "# T\n\n## Own part\n\n" + "".join(f"See [it](<{link}>).\n\n" for link in links)
    (top / "docs" / "a.md").write_text(text)
    inputs = settings if settings is not None else InputSettings(local=True)
    report = check(top / "docs" / "a.md", Settings(inputs=inputs))
    return {
        str(verdict.citation.written): verdict.findings[0].rule if verdict.findings else "ok"
        for verdict in report
    }


def test_files_and_places_that_are_there(repository: Path) -> None:
    """A healthy repository would be full of findings."""
    links = (
        "other%20page.md", "./other page.md", "../data.csv", "/data.csv", "../docs/", "page.html",
        "page.html#part", "page.html#old", "#own-part", "#Own-Part",
        "other%20page.md#whats-new-in-20", "other%20page.md#twice-1", "other%20page.md#own-name",
        "other%20page.md#by-hand", "other%20page.md#in-html", "other%20page.md#underlined",
        ("other%20page.md#%D0%B4%D0%B6%D0%B5%D1%80%D0%B5%D0%BB%D0%B0-%D1%82%D0%B0-"
        "%D0%BC%D0%B5%D1%82%D0%BE%D0%B4%D0%B8"), "../data.csv#L1", "other%20page.md?plain=1#twice",
    )  # fmt: skip
    found = findings(repository, *links)
    assert found == dict.fromkeys(links, "ok")


def test_files_and_places_that_are_lost(repository: Path) -> None:
    """A file that was renamed, or a heading that was changed, would go unnoticed."""
    files = ("gone.md", "../gone/a.md", "/docs/gone.md", "gone.html#x", "other.md")
    places = ("#no-part", "other%20page.md#twice-2", "page.html#Part2", "other%20page.md#new")
    found = findings(repository, *files, *places)
    assert found == dict.fromkeys(files, "missing-file") | dict.fromkeys(places, "missing-anchor")


def test_nothing_outside_the_repository_is_looked_at(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pull request could find out what is on the machine that checks it."""
    looked: list[str] = []
    real = os.path.exists

    def exists(path: str) -> bool:
        looked.append(str(path))
        return real(path)

    monkeypatch.setattr(os.path, "exists", exists)
    links = ("../../secret.md", "../../../../../../../../etc/passwd", "../out.md", "../out.md#x")
    every = (*links, "/../secret.md", "%2e%2e/%2e%2e/secret.md")
    found = findings(repository, *every, "../data.csv")
    assert found == dict.fromkeys(every, "missing-file") | {"../data.csv": "ok"}
    assert any(path.endswith("data.csv") for path in looked)
    assert not [path for path in looked if path.endswith(("secret.md", "passwd"))]


def test_pages_of_a_site_may_be_built_of_other_files(repository: Path) -> None:
    """Every link of a site made by MkDocs, Hugo or Jekyll would be called lost."""
    (repository / "docs" / "b.md").write_text("# B\n")
    links = ("b", "b/", "b.html", "../docs/b", "../b/")
    assert findings(repository, *links) == dict.fromkeys(links, "ok")
    served = ("/files/x.pdf", "/release-1.2", "/docs/release-1.2", "/intro.md", "/./x.css")
    assert findings(repository, *served) == {}
    assert findings(repository, "/posts/2020/b/", "{{ site.url }}/x", "{% link x.md %}") == {}


def test_only_where_wanted(repository: Path) -> None:
    """Who checks sources alone would get findings about something else."""
    assert findings(repository, "gone.md", settings=InputSettings()) == {}


def test_a_pipe_is_not_waited_for(repository: Path) -> None:
    """One odd file would hold up the run for good."""
    os.mkfifo(repository / "docs" / "pipe.md")
    assert findings(repository, "pipe.md#x") == {"pipe.md#x": "ok"}


def test_a_folder_without_a_repository_is_its_own_root(tmp_path: Path) -> None:
    """A folder that is not under version control could not be checked."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b.md").write_text("# B\n")
    (tmp_path / "a" / "a.md").write_text("[b](../b.md) [c](../c.md)\n")
    report = check(tmp_path, Settings(inputs=InputSettings(local=True)))
    assert [verdict.status for verdict in report] == [Status.OK, Status.BROKEN]


def test_relative_links_are_requested_from_a_base(tmp_path: Path, server: LoopbackServer) -> None:
    """The links of a site could not be checked before its articles are published."""
    server.page("/news/there", "<title>There</title><p>It is here.</p>")
    (tmp_path / "a.md").write_text("[a](there) [b](/gone) [c](#part)\n")
    settings = Settings(
        inputs=InputSettings(base_url=server.url("/news/")),
        fetch=FetchSettings(allow_networks=("loopback",), host_interval=0.0),
    )
    report = check(tmp_path / "a.md", settings)
    found = {verdict.citation.url: verdict.status for verdict in report}
    assert found == {server.url("/news/there"): Status.OK, server.url("/gone"): Status.BROKEN}


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("  A  b ", "a--b"),
        ("C++ & C#: what's up_here?", "c--c-whats-up_here"),
        ("Київ — 2014 (оновлено)", "київ--2014-оновлено"),
        ("🚀 Start", "-start"),
        ("v1.2.3 – final", "v123--final"),
    ],
)
def test_headings_are_named_as_on_github(heading: str, slug: str) -> None:
    """A good link to a heading would be called lost."""
    assert github_slug(heading) == slug


def test_front_matter_has_no_headings() -> None:
    """A link to a comment in front matter would be accepted, and a real heading numbered."""
    fields = '+++\n# Sources\ntitle = "x"\n+++\n', "\n---\n# Sources\ntitle: x\n---\n"
    for front in fields:
        assert list(markdown_anchors(f"{front}\n# Sources\n")) == ["sources"]


def test_hostile_headings_take_no_time() -> None:
    """One file made for that could keep a build server busy."""
    text = "# " + "{" * 20_000 + " " * 20_000 + "}\n\n" + "# x\n\n" * 2000
    assert "x-1999" in set(markdown_anchors(text))
