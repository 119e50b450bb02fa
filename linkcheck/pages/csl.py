"""What a registry says of a publication (CSL-JSON), read as a page that can be compared."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import msgspec

from linkcheck.models import Candidate, Liveness, Page, PageKind
from linkcheck.pages.metadata import MAX_FIELD, MAX_LEAD
from linkcheck.text.dates import machine_date
from linkcheck.text.titles import fold_space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.languages import Detect
    from linkcheck.models import Resolution

__all__ = ["read_csl"]

_SOURCE = "doi metadata"
_LARGEST = 4 << 20
_MOST = 50
_TAG = re.compile(r"<[^<>]{0,200}>")
_DATES = ("issued", "published", "published-online", "published-print", "created")


def read_csl(answer: Resolution, url: str, detect: Detect) -> Page | None:
    """Return the publication that an answer in CSL-JSON describes, or None.

    Args:
        answer: whatever came; it may be anything.
        url: the address of the page that it stands for.
        detect: detects the language of its title.
    """
    media_type = (answer.header("content-type") or "").partition(";")[0].strip().lower()
    if not media_type.endswith("json") or len(answer.body) > _LARGEST:
        return None
    try:
        fields = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None
    if not isinstance(fields, dict):
        return None
    titles = tuple(dict.fromkeys(_titles(fields)))[:_MOST]
    if not titles:
        return None
    abstract = next(_texts(fields.get("abstract")), None)
    return Page(
        url=url,
        content_type=Page.METADATA,
        liveness=Liveness(kind=PageKind.LIVING),
        titles=tuple(Candidate(text=title, source=_SOURCE) for title in titles),
        lead=abstract[:MAX_LEAD] if abstract else None,
        publishers=tuple(
            Candidate(text=name, source=_SOURCE)
            for key in ("container-title", "publisher", "container-title-short")
            for name in _texts(fields.get(key))
        )[:_MOST],
        authors=tuple(dict.fromkeys(_authors(fields.get("author"))))[:_MOST],
        published=next(filter(None, (_date(fields.get(name)) for name in _DATES)), None),
        language=detect(" ".join((titles[0], abstract or ""))[:MAX_LEAD]),
    )


def _titles(fields: dict[str, Any]) -> Iterator[str]:
    titles = list(_texts(fields.get("title")))
    for subtitle in _texts(fields.get("subtitle")):
        yield from (f"{title}: {subtitle}" for title in titles[:1] if subtitle not in title)
    yield from titles
    for name in ("original-title", "translated-title", "short-title", "title-short"):
        yield from _texts(fields.get(name))


def _authors(value: object) -> Iterator[str]:
    for each in value[:_MOST] if isinstance(value, list) else ():
        if isinstance(each, dict):
            parts = [text for name in ("given", "family") for text in _texts(each.get(name))]
            named = " ".join(parts) or next(
                (text for name in ("literal", "name") for text in _texts(each.get(name))), ""
            )
            if named:
                yield named[:200]


def _texts(value: object) -> Iterator[str]:
    """Yield the strings of a field, which registries give as one or as a list, without markup."""
    for each in value[:_MOST] if isinstance(value, list) else (value,):
        if isinstance(each, str):
            plain = fold_space(html.unescape(_TAG.sub("", each[: 4 * MAX_FIELD])))[:MAX_FIELD]
            if plain:
                yield plain


def _date(value: object) -> str | None:
    """Return a date in ISO 8601 at the precision given, or None."""
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    parts = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(parts, list):
        return machine_date(next(_texts(value.get("raw") or value.get("literal")), None))
    numbers = []
    for part in parts[:3]:
        if not (isinstance(part, (int, str)) and re.fullmatch(r"\d{1,4}", str(part))):
            break
        numbers.append(int(part))
    if not numbers:
        return None
    year, month, day = (*numbers, 1, 1)[:3]
    found = machine_date(f"{year:04}-{month:02}-{day:02}")
    return found[: (4, 7, 10)[len(numbers) - 1]] if found else None
