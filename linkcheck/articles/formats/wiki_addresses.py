"""The addresses in links and templates of wikitext, and the arguments of templates."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.articles.formats.wiki_markup import MARK
from linkcheck.articles.formats.wiki_vocabulary import characters, name_of

if TYPE_CHECKING:
    from mwparserfromhell.nodes import Node, Template
    from mwparserfromhell.wikicode import Wikicode

__all__ = ["Value", "absolute", "address_of", "values_of", "written_address"]

# As in MediaWiki, a name without ";" is no entity: "&section=" stays as it is.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,31});")

# A template that only shows an address: {{URL|https://…}}.
_URL_TEMPLATE = re.compile(
    r"\{\{\s*(?:url|link|плашка url)\s*\|\s*(?:1\s*=\s*)?(https?://[^\s{}|]+)\s*(?:\|[^{}]*)?\}\}",
    re.IGNORECASE,
)


class Value(NamedTuple):
    """A template's argument: its text, and where it stands without the white space around it."""

    text: str
    start: int
    end: int


def values_of(node: Template, position: int) -> dict[str, Value]:
    """Return the arguments of a template that are not empty, by their names."""
    values: dict[str, Value] = {}
    end = position + 2 + len(str(node.name))
    for parameter in node.params:
        end += 1 + len(str(parameter))
        value = str(parameter.value)
        start = end - len(value.lstrip())
        if value.strip():
            stripped = value.strip()
            # As in MediaWiki, the last of the same name counts.
            values[name_of(str(parameter.name))] = Value(stripped, start, start + len(stripped))
    return values


def address_of(value: Value) -> Value | None:
    """Return the address that an argument or link holds, or None where it cannot be told."""
    found = re.match(rf"[^\s{MARK}]+", value.text)
    if (inside := _URL_TEMPLATE.match(value.text)) is not None:
        start, end = inside.span(1)
        found = re.match(r"\S+", inside[1])
        value = Value(inside[1], value.start + start, value.start + end)
    if found is None:
        return None
    url = re.sub(r"\{\{([!=])\}\}", lambda match: characters()[match[1]], found[0])
    url = _ENTITY.sub(lambda match: html.unescape(match[0]), url)
    if "{{" in url or url.startswith("["):
        return None
    return Value(url, value.start, value.start + found.end())


def written_address(url: Wikicode) -> tuple[str, list[Node]]:
    """Return an address up to the templates that are glued to it, and those templates.

    A template behind an address is a remark such as {{dead link}}. Of one inside it, and of a
    variable such as {{PAGENAME}}, the text is not known, and neither is the address: "".
    """
    from mwparserfromhell import nodes  # noqa: PLC0415 - an extra

    written = ""
    behind: list[Node] = []
    for node in url.nodes:
        if isinstance(node, nodes.Template) and str(node.name).strip() not in {"!", "="}:
            name = str(node.name).strip()
            if ":" in name or (name.isupper() and not node.params):
                return "", []
            behind.append(node)
        elif behind:
            return "", []
        else:
            written += str(node)
    return written, behind


def absolute(url: str) -> str:
    """Return an address with its scheme."""
    return f"https:{url}" if url.startswith("//") else url
