"""What a page says of itself in JSON-LD, however it is nested or broken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["article_of", "first_text", "nodes", "texts"]

# schema.org types whose headline is the story's title.
_ARTICLE = re.compile(
    r"(?:Article|NewsArticle|BlogPosting|ReportageNewsArticle|Report|OpinionNewsArticle"
    r"|AnalysisNewsArticle|LiveBlogPosting|ScholarlyArticle|WebPage|VideoObject)\Z"
)
_MAX_NODES = 2000
_MAX_DEPTH = 5
_CONTROL = re.compile(r"[\x00-\x1f]")
_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|inLanguage)"\s*:\s*"((?:[^"\\]|\\.){1,1000})"'
)


def nodes(scripts: list[str]) -> list[dict[str, Any]]:
    """Return every object in the page's JSON-LD blocks, `@graph` and arrays unfolded.

    A block that is not valid JSON is fixed where raw line breaks are its only fault; otherwise
    its plain fields are picked out one by one.
    """
    found: list[dict[str, Any]] = []
    for script in scripts:
        text = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        try:
            value = _parse(text)
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            value = _pick(text)
        found.extend(_unfold(value))
    return found


def article_of(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the object that describes the page's story, or an empty one.

    An article type goes before a web page or a video; among equals the first one with a headline.
    """
    ranked = sorted(
        (node for node in found if any(map(_ARTICLE.match, texts(node.get("@type"))))),
        key=lambda node: (
            not any("Article" in kind or "Posting" in kind for kind in texts(node["@type"])),
            not first_text(node.get("headline")),
        ),
    )
    return ranked[0] if ranked else {}


def texts(value: object, depth: int = _MAX_DEPTH) -> list[str]:
    """Return the strings a JSON-LD value stands for: itself, its items, or an object's name.

    Args:
        value: as decoded.
        depth: how many lists and objects deep to look.
    """
    if isinstance(value, str):
        return [value] if value.strip() else []
    if depth == 0:
        return []
    if isinstance(value, list):
        return [text for item in value[:50] for text in texts(item, depth - 1)]
    if isinstance(value, dict):
        said = value.get("name") or value.get("@value") or value.get("alternateName")
        return texts(said, depth - 1)
    return []


def first_text(value: object) -> str | None:
    """Return the first string a JSON-LD value stands for, or None."""
    return next(iter(texts(value)), None)


def _parse(text: str) -> object:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return msgspec.json.decode(_CONTROL.sub(" ", text))


def _pick(text: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, raw in _FIELD.findall(text[:500_000]):
        try:
            fields.setdefault(name, msgspec.json.decode(f'"{_CONTROL.sub(" ", raw)}"'))
        except msgspec.DecodeError:
            continue
    return {"@type": "NewsArticle", **fields} if "headline" in fields else {}


def _unfold(value: object) -> Iterator[dict[str, Any]]:
    waiting = [value]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting[:0] = item[:_MAX_NODES]
        elif isinstance(item, dict):
            yield item
            waiting.extend(
                item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item
            )
