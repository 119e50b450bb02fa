"""Build HTML in which whatever is not markup by its type is text, and inert."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

import langcodes

from linkcheck.reports.safe import mask_credentials, plain_text, shown

__all__ = [
    "DOT",
    "SPACE",
    "Html",
    "address",
    "can_be_followed",
    "element",
    "foreign",
    "is_language",
    "join",
]

LIMIT = 400
"""Longest text shown in one place, in characters."""

# What a browser reads as it is shown: no user, backslash or forbidden letter in the host (WHATWG
# URL, sections 3.1 and 4.4), no other scheme.
_FOLLOWED = re.compile(
    r"(?i)(https?://)((?:\[[0-9a-f:.]+\]|[^\s/?#@\\\[\]<>\"'`{}|^%:]+)(?::\d*)?)([/?#].*)?"
)


class Html(str):
    """Markup: text that is already escaped. Everything else is a plain `str`."""

    __slots__ = ()


SPACE = Html(" ")
DOT = Html(" · ")


def _markup(text: str) -> str:
    return text if isinstance(text, Html) else _escaped(text)


@lru_cache(maxsize=4096)  # most of a report's texts stand in it many times
def _escaped(text: str) -> str:
    return escape(shown(text, LIMIT))


def element(name: str, /, *children: str, **attributes: str | float | None) -> Html:
    """Return an element; its children and attributes are escaped unless they are `Html`.

    Args:
        name: of the element.
        children: text or markup.
        attributes: by name, `_` standing for `-` and dropped at the end (`class_`); those that
            are None are left out.
    """
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is not None:
            text = _markup(value) if isinstance(value, str) else f"{value:g}"
            parts.append(f' {key.rstrip("_").replace("_", "-")}="{text}"')
    parts.append(">")
    parts.extend(map(_markup, children))
    parts.append(f"</{name}>")
    return Html("".join(parts))


def join(separator: Html, parts: list[Html]) -> Html:
    """Return markup joined."""
    return Html(separator.join(parts))


def foreign(text: str, language: str | None = None) -> Html:
    """Return text from outside, in its own direction and marked with its language."""
    return element("bdi", text, lang=language if language and is_language(language) else None)


def can_be_followed(url: str) -> bool:
    """Tell whether an address leads to the web, reads as it is, and has nothing to be masked."""
    return (
        _FOLLOWED.fullmatch(url) is not None
        and mask_credentials(url) == url
        and plain_text(url, len(url)) == url
    )


def address(url: str) -> Html:
    """Return an address: as a link where it can be followed."""
    masked = mask_credentials(url)
    found = _FOLLOWED.fullmatch(masked)
    if found is None:
        return element("span", masked, class_="url", dir="ltr")
    scheme, host, rest = found.groups(default="")
    label = (scheme, element("b", host), rest)
    if not can_be_followed(url):
        return element("span", *label, class_="url", dir="ltr")
    return element(
        "a",
        *label,
        class_="url",
        dir="ltr",
        href=Html(escape(url)),
        rel="noopener noreferrer nofollow",
        target="_blank",
    )


@lru_cache(maxsize=256)
def is_language(tag: str) -> bool:
    """Tell whether a text is a language's tag (BCP 47)."""
    return tag != "und" and langcodes.tag_is_valid(tag)
