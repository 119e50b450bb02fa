"""The formats of articles: those of linkcheck, and those that other packages add.

A package adds one through the entry point group `linkcheck.articles`:

    [project.entry-points."linkcheck.articles"]
    asciidoc = "my_package.asciidoc"

The module has `SUFFIXES`, a tuple such as `(".adoc",)`, and `articles(source)`, which yields
`Article` values; see `linkcheck.articles.formats.text` for the shortest of ours.
"""

from __future__ import annotations

import functools
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from linkcheck.articles.source import Source
    from linkcheck.models import Article

__all__ = ["Format", "format_named", "format_of", "formats", "sniffed", "suffixes"]


class Format(NamedTuple):
    """A format of article files.

    Attributes:
        name: as users write it.
        suffixes: of its files, lower case, with the dot.
        module: the module that reads it, imported when it is first needed.
        in_parts: True where large files may be cut at lines that the module's `ends_part` names.
        continues: True where the parts of a large file are one article.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    in_parts: bool = False
    continues: bool = False

    def articles(self, source: Source) -> Iterator[Article]:
        """Yield the articles of a text."""
        found: Iterator[Article] = import_module(self.module).articles(source)
        return found

    @property
    def ends_part(self) -> Callable[[str], bool] | None:
        """Tells of a line whether a large file may be cut behind it; None: it is read whole."""
        if not self.in_parts:
            return None
        ends: Callable[[str], bool] = import_module(self.module).ends_part
        return ends


_OWN = (
    Format("html", (".html", ".htm", ".xhtml"), "linkcheck.articles.formats.html"),
    Format(
        "markdown",
        (".md", ".markdown", ".mdown", ".mkd", ".mdx"),
        "linkcheck.articles.formats.markdown",
        in_parts=True,
        continues=True,
    ),
    Format(
        "text", (".txt", ".text"), "linkcheck.articles.formats.text", in_parts=True, continues=True
    ),
    Format("rst", (".rst", ".rest"), "linkcheck.articles.formats.rst"),
    Format("wikitext", (".wiki", ".wikitext", ".mediawiki"), "linkcheck.articles.formats.wikitext"),
    Format("jsonl", (".jsonl", ".ndjson"), "linkcheck.articles.formats.jsonl", in_parts=True),
    Format("wxr", (".wxr", ".xml"), "linkcheck.articles.formats.wordpress"),
)


@functools.cache
def formats() -> Mapping[str, Format]:
    """Return all formats by name; one that a package adds under a name of ours goes before."""
    found = {form.name: form for form in _OWN}
    for entry in entry_points(group="linkcheck.articles"):
        module = entry.load()
        found[entry.name] = Format(entry.name, tuple(module.SUFFIXES), module.__name__)
    return found


@functools.cache
def _by_suffix() -> Mapping[str, Format]:
    return {suffix: form for form in formats().values() for suffix in form.suffixes}


def suffixes() -> frozenset[str]:
    """Return the suffixes of all formats."""
    return frozenset(_by_suffix())


def format_named(name: str) -> Format:
    """Return the format of that name.

    Raises:
        UsageError: there is none; the message names those there are.
    """
    try:
        return formats()[name]
    except KeyError:
        message = f"there is no article format {name!r}; choose one of {', '.join(formats())}"
        raise UsageError(message) from None


def format_of(file_name: str) -> Format | None:
    """Return the format that a file's suffix stands for, or None."""
    suffix = "." + file_name.rpartition(".")[2].lower()
    return _by_suffix().get(suffix)


def sniffed(text: str) -> Format:
    """Return the format that a text without a telling name is in, by its beginning."""
    start = text[:4000].lstrip()
    lower = start.lower()
    if lower.startswith("<?xml") and "<rss" in lower:
        return formats()["wxr"]
    if lower.startswith(("<!doctype html", "<html", "<?xml", "<article", "<p", "<h1", "<div")):
        return formats()["html"]
    if start.startswith('{"'):
        return formats()["jsonl"]
    if "{{cite" in lower or "[[" in start:
        return formats()["wikitext"]
    if start.startswith(("# ", "---\n", "---\r\n", "+++")) or "](" in start:
        return formats()["markdown"]
    return formats()["text"]
