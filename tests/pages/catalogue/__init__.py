"""Pages of many products, dead and living, to measure how well linkcheck tells them apart."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from linkcheck.models import PageKind, Resolution

__all__ = ["Entry", "entries"]

_HERE = Path(__file__).parent
_STORY = "https://news.example.org/2014/03/30/talks-in-geneva-end-without-a-deal-21456"
_FILLED = frozenset({"en", "uk", "ru", "be", "bg", "pl", "de", "fr", "es"})
_FILLING = re.compile(r"\{(menu|teasers|story):(\w\w)\}")


class Entry(NamedTuple):
    """A page and what it is.

    Attributes:
        name: unique in its file.
        expected: what it is to be taken for.
        documented: where such a page was seen, or what makes a living one look dead.
        answer: what comes of asking for it.
    """

    name: str
    expected: PageKind
    documented: str
    answer: Resolution


def entries(*names: str) -> list[Entry]:
    """Return the entries of some of the catalogue's files."""
    filling = _read("filling")
    found = []
    for name in names:
        data = _read(name)
        found += [_entry(data["defaults"] | page, filling) for page in data.get("page", ())]
        for kind in data.get("kind", ()):
            found += [
                _entry(_in_full(kind, page, place), filling)
                for place, page in enumerate(kind["page"])
            ]
    return found


def _in_full(kind: dict[str, Any], page: dict[str, Any], place: int) -> dict[str, Any]:
    """Return an entry in short form (see gates.toml) as those in full are."""
    url = page.get("at", kind.get("url", _STORY))
    return {
        "name": f"{kind['expected']}: {page['n']}",
        "expected": kind["expected"],
        "documented": kind["documented"],
        "url": url,
        "final": page.get("to", url),
        "status": page.get("s", 200),
        "body": page.get("raw") or _document(page, place),
    }


def _document(page: dict[str, Any], place: int) -> str:
    language = page["l"]
    menu = f"{{menu:{language if language in _FILLED else 'en'}}}" if place % 3 == 1 else ""
    tag = "div" if place % 3 == 2 else "p"
    heading = f"<h1>{page['h']}</h1>" if page.get("h") else ""
    text = "".join(f"<{tag}>{each}</{tag}>" for each in page.get("p", ()))
    head = f"<title>{page['t']}</title>{page.get('head', '')}"
    main = f"{menu}{heading}{text}{page.get('x', '')}"
    return f'<html lang="{language}"><head>{head}</head><body>{main}</body></html>'


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / f"{name}.toml").read_text("utf-8"))


def _entry(page: dict[str, Any], filling: dict[str, Any]) -> Entry:
    headers = {"content-type": "text/html; charset=utf-8"} | page.get("headers", {})
    body = _FILLING.sub(lambda match: _filled(match[1], filling[match[1]][match[2]]), page["body"])
    answer = Resolution(
        url=page["url"],
        final_url=page.get("final", page["url"]),
        status=page.get("status", 200),
        headers=tuple(headers.items()),
        body=body.encode(),
    )
    return Entry(page["name"], PageKind(page["expected"]), page["documented"], answer)


def _filled(what: str, words: Any) -> str:
    if what == "menu":
        links = "".join(
            f'<li><a href="/{place}">{word}</a></li>' for place, word in enumerate(words)
        )
        return f"<header><nav><ul>{links}</ul></nav></header>"
    if what == "teasers":
        return "".join(
            f'<div class="teaser"><time datetime="2024-05-0{place + 1}">{place + 1}.05</time>'
            f'<p><a href="/news/{place}">{word} {word.lower()}</a></p></div>'
            for place, word in enumerate(words)
        )
    return f"<p>{words}</p>" * 9
