"""The words that a reader of a wiki page sees, and the names that its templates go by."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from linkcheck.articles.formats.wiki_markup import MARK
from linkcheck.articles.references.vocabulary import language_tag
from linkcheck.data import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mwparserfromhell.nodes import Template
    from mwparserfromhell.wikicode import Wikicode

__all__ = [
    "aliases",
    "characters",
    "folded",
    "name_of",
    "plain",
    "shown_text",
    "template_language",
    "template_text",
    "words_of",
]

_SPACE = re.compile(r"[\s_]+")


def plain(text: str) -> str:
    """Return wikitext as a reader sees it."""
    import mwparserfromhell  # noqa: PLC0415 - an extra

    if not re.search(r"[\[{<&]", text):
        return folded(text)
    return shown_text(mwparserfromhell.parse(text))


def shown_text(code: Wikicode) -> str:
    """Return parsed wikitext as a reader sees it."""
    return folded("".join(_runs(code)))


def folded(text: str) -> str:
    """Return a text without the marks of bold and italics, white space folded."""
    return " ".join(text.replace(MARK, "").split())


def _runs(code: Wikicode) -> Iterator[str]:
    from mwparserfromhell import nodes  # noqa: PLC0415 - an extra

    for node in code.nodes:
        if isinstance(node, nodes.Template):
            yield template_text(node)
        elif isinstance(node, nodes.Wikilink):
            yield from _runs(node.title if node.text is None else node.text)
        elif isinstance(node, nodes.ExternalLink):
            yield from _runs(node.url if node.title is None else node.title)
        elif isinstance(node, nodes.Tag):
            if node.wiki_markup is not None:  # a reference is none of the words
                yield from _runs(node.contents)
        elif isinstance(node, nodes.HTMLEntity):
            yield node.normalize()
        elif isinstance(node, nodes.Text):
            yield node.value


def template_text(node: Template) -> str:
    """Return the words that a template puts into the text, as far as they are known."""
    name = name_of(str(node.name)).replace("-", " ")
    if name in characters():
        return characters()[name]
    last = node.params[-1].value if node.params else None
    if last is not None and name in words_of("showing"):
        return "" if "//" in str(last) else "".join(_runs(last)).replace(MARK, "")
    tag = template_language(node)
    return f" ({tag})" if tag else ""


def template_language(node: Template) -> str | None:
    """Return the language that a template marks the source before it with, if it is such."""
    name = name_of(str(node.name)).replace("-", " ")
    if node.params:
        marks = name in words_of("language_mark_templates")
        return language_tag(str(node.params[-1].value).strip()) if marks else None
    for mark in words_of("language_marks"):
        before, _, behind = mark.partition("{}")
        if name.startswith(before) and name.endswith(behind):
            return language_tag(name[len(before) : len(name) - len(behind)])
    return None


def name_of(text: str) -> str:
    """Return the name of a template or parameter as names are compared."""
    return _SPACE.sub("-", text.strip().lower())


@functools.cache
def aliases() -> dict[str, list[str]]:
    """Return the names of each parameter, the one that counts first in front."""
    found: dict[str, list[str]] = load_toml("articles-wikitext")["parameters"]
    return found


@functools.cache
def characters() -> dict[str, str]:
    """Return the templates that stand for a character."""
    found: dict[str, str] = load_toml("articles-wikitext")["characters"]
    return found


@functools.cache
def words_of(kind: str) -> frozenset[str]:
    """Return a list of names; those of templates have spaces for "-", as names are compared."""
    keep = kind == "editions"
    return frozenset(
        word if keep else word.replace("-", " ") for word in load_toml("articles-wikitext")[kind]
    )
