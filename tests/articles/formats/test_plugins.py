"""A format that another package adds may be at fault: it is named, and nothing else stops."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest
from click.testing import CliRunner

from linkcheck.articles import read_article, read_articles, read_articles_from, source
from linkcheck.articles.formats import registry
from linkcheck.cli.main import cli
from linkcheck.errors import ArticleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from linkcheck.models import Article

    Install = Callable[..., None]

GOOD = """
from linkcheck.articles.compose import compose
from linkcheck.articles.formats import Comment, Format
from linkcheck.articles.formats.text import _blocks
def articles(source):
    yield compose(source, "notes", list(_blocks(source)), title="Notes")
def verbatim(text):
    return []
FORMAT = Format(name="notes", suffixes=(".notes",), articles=articles, comments=(Comment("//"),),
                verbatim=verbatim)
"""
OLD = """
from linkcheck.articles.compose import compose
from linkcheck.articles.formats.text import _blocks
SUFFIXES = [".notes"]
def articles(source):
    yield compose(source, "notes", list(_blocks(source)), title="Notes")
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a package that adds the format `notes`, for this test alone."""
    site = tmp_path / "site"
    site.mkdir()
    modules: list[str] = []

    def forget() -> None:
        registry._loaded.cache_clear()
        registry._by_suffix.cache_clear()
        for name in modules:
            sys.modules.pop(name, None)

    def add(
        code: str, group: str = "linkcheck.formats", value: str = "newsroom_notes:FORMAT"
    ) -> None:
        modules.append("newsroom_notes")
        (site / "newsroom_notes.py").write_text(code, encoding="utf-8")
        info = site / "newsroom_notes-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: newsroom-notes\nVersion: 1.0\n"
        )
        (info / "entry_points.txt").write_text(f"[{group}]\nnotes = {value}\n")
        monkeypatch.syspath_prepend(site)
        forget()

    yield add
    monkeypatch.undo()
    forget()


def folder(tmp_path: Path) -> Path:
    """Return a folder of two articles, one of them in the format that is added."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.notes").write_text("See https://x.example/notes\n", encoding="utf-8")
    (articles / "b.md").write_text("See [b](https://x.example/b)\n", encoding="utf-8")
    return articles


def extracted(path: Path, *options: str) -> tuple[list[str], str, int]:
    """Return the addresses that the command finds, what it says besides, and its exit code."""
    done = CliRunner().invoke(cli, ["extract", str(path), "--no-config", *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return (
        [json.loads(line)["url"] for line in done.stdout.splitlines()],
        done.stderr,
        done.exit_code,
    )


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        ("import no_such_library\n", "newsroom_notes:FORMAT", "no_such_library"),
        ("raise SystemExit(7)\n", "newsroom_notes:FORMAT", "SystemExit: 7"),
        ("def (\n", "newsroom_notes:FORMAT", "SyntaxError"),
        ("x = 1\n", "newsroom_notes:FORMAT", "FORMAT"),
        ("FORMAT = 1\n", "newsroom_notes:FORMAT", "is not a linkcheck.articles.formats.Format"),
        ("", "gone:FORMAT", "gone"),
        (GOOD.replace('(".notes",)', '".notes"'), "newsroom_notes:FORMAT", "suffixes must be a tuple"),
        (GOOD.replace('comments=(Comment("//"),),', ""), "newsroom_notes:FORMAT", "comments"),
    ],
    ids=["import", "exit", "syntax", "name", "type", "module", "suffixes", "comments"],
)  # fmt: skip
def test_package_that_cannot_be_loaded(
    tmp_path: Path, install: Install, code: str, value: str, reason: str
) -> None:
    """One broken package in an environment would keep every article from being checked."""
    install(code, value=value)
    urls, told, exit_code = extracted(folder(tmp_path))
    assert (urls, exit_code) == (["https://x.example/b"], 0)
    (line,) = told.splitlines()
    assert "'notes' of the package newsroom-notes" in line
    assert reason in line
    with pytest.raises(UsageError, match="newsroom-notes"):
        registry.format_named("notes")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("    yield compose", '    raise ValueError("odd line")\n    yield compose', "ValueError: odd line"),
        ("    yield compose", "    import sys; sys.exit(3)\n    yield compose", "SystemExit: 3"),
        ("    yield compose", "    import no_such_library\n    yield compose", "no_such_library"),
        ("    yield compose(", "    return None\n    str(", "NoneType"),
        ("    yield compose(", '    yield "an article"\n    str(', "yields str instead of Article"),
        ('title="Notes")', "title=[1])", "AttributeError"),
        ('"notes", list(', "5, list(", "ValidationError"),
        ("    return []", "    return [1]", "TypeError"),
        ("    return []", "    return text.no", "AttributeError"),
    ],
    ids=["raise", "exit", "import", "none", "str", "title", "field", "span", "verbatim"],
)  # fmt: skip
def test_package_that_fails_at_work(
    tmp_path: Path, install: Install, before: str, after: str, reason: str
) -> None:
    """One article in a format with a fault would take all other articles with it."""
    code = GOOD.replace(before, after, 1)
    assert code != GOOD
    install(code)
    articles = folder(tmp_path)
    (articles / "a.notes").write_text("https://x.example/notes // linkcheck: ignore\n", "utf-8")
    urls, told, exit_code = extracted(articles)
    assert (urls, exit_code) == (["https://x.example/b"], 1)
    (line,) = told.splitlines()
    assert (
        f"{articles / 'a.notes'}: the article format 'notes' of the package newsroom-notes" in line
    )
    assert reason in line


def test_fault_while_long_files_are_read(
    tmp_path: Path, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long article in a format with a fault would end the run."""
    install(GOOD.replace("verbatim=verbatim", "verbatim=None, ends_part=lambda line: line.no"))
    monkeypatch.setattr(source, "PART", 10)
    monkeypatch.setattr("linkcheck.articles.read.LARGE", 10)
    with pytest.raises(ArticleError, match="newsroom-notes failed"):
        list(read_articles(folder(tmp_path) / "a.notes"))


def test_fault_while_decoding(tmp_path: Path, install: Install) -> None:
    """One file that a package cannot decode would take all other articles with it."""
    install(GOOD.replace("verbatim=verbatim", "verbatim=None, decode=lambda *_: 1 // 0"))
    urls, told, exit_code = extracted(folder(tmp_path))
    assert (urls, exit_code) == (["https://x.example/b"], 1)
    assert "newsroom-notes failed (ZeroDivisionError" in told


def test_fault_of_ours(tmp_path: Path) -> None:
    """An article that nobody thought of would end the run, and take all others with it."""

    def fail(text: source.Source) -> Iterator[Article]:
        raise KeyError(text.path)

    form = msgspec.structs.replace(registry.formats()["text"], articles=fail)
    with pytest.raises(ArticleError, match=r"a\.txt.*'text' failed.*authors of linkcheck"):
        list(read_articles_from(source.Source("text", "a.txt"), form))


def test_fault_while_sniffing(tmp_path: Path, install: Install) -> None:
    """A fault of a format would keep texts without a suffix from being read at all."""
    install(GOOD.replace("verbatim=verbatim", "verbatim=None, sniff=lambda start: start.no"))
    path = tmp_path / "README"
    path.write_text("# T\n\n[b](https://x.example/b)\n", encoding="utf-8")
    article = read_article(path)
    assert (article.format, [one.url for one in article.citations]) == (
        "markdown", ["https://x.example/b"],
    )  # fmt: skip
    (problem,) = article.problems
    assert "newsroom-notes failed" in problem.message


@pytest.mark.parametrize(
    ("installed", "comment"),
    [
        ((GOOD, "linkcheck.formats", "newsroom_notes:FORMAT"), "// linkcheck: ignore[moved]"),
        ((GOOD, "linkcheck.formats", "newsroom_notes"), "// linkcheck: ignore[moved]"),
        ((OLD, "linkcheck.articles", "newsroom_notes"), "<!-- linkcheck: ignore[moved] -->"),
    ],
    ids=["format", "module", "old"],
)
def test_package_that_works(
    tmp_path: Path, install: Install, installed: tuple[str, str, str], comment: str
) -> None:
    """A newsroom with a format of its own could not use linkcheck, or not after an update."""
    install(*installed)
    articles = folder(tmp_path)
    urls, told, _ = extracted(articles)
    assert (urls, told) == (["https://x.example/notes", "https://x.example/b"], "")
    (articles / "a.notes").write_text(f"https://x.example/notes {comment}\n", encoding="utf-8")
    (directive,) = read_article(articles / "a.notes").directives
    assert [str(rule) for rule in directive.rules] == ["moved"]
    help_text = " ".join(CliRunner().invoke(cli, ["extract", "--help"]).stdout.split())
    assert "notes (from newsroom- notes)" in help_text.replace("newsroom-notes", "newsroom- notes")
    wrong = CliRunner().invoke(cli, ["extract", str(articles), "--input-format", "word"])
    assert "text, notes" in " ".join(wrong.stderr.split())
