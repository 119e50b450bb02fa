"""What is certain in a reference: words for access, archive, address and medium, identifiers."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from linkcheck.data import load_toml
from linkcheck.languages.vocabulary import given_names

__all__ = ["BRACKETED", "Marks", "is_month", "marked_at", "marks", "month_words"]

BRACKETED = re.compile(r"[(\[]\s*([^()\[\]]{1,48}?)\s*[)\]]")
_IDENTIFIER = re.compile(
    r"(?:(?:doi\s*:?\s*)?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+[\w)]"
    r"|(?:doi|isbn|issn|pmid|pmcid|arxiv)\s*:?\s*(?:https?://(?:dx\.)?doi\.org/)?[\w.()/:;-]*\d[\w()/:;.-]*[\w)])",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"\.?\s*(?:№\s*)?\d[\d\w]*(?:\s?(?:[-–—/:]|,(?!\s?(?:1[89]|20)\d\d(?!\d)))\s?\d+)*(?:\(\d+\))?(?!\w)"
)
_VOLUME = re.compile(
    r"\d{1,4}\s?\(\d{1,4}\)(?::\s?\d+[-–]\d+)?|\d{1,5}\s?[-–—]\s?\d{1,5}(?!\w)(?=\s*[.,;)]|\s*$)"
)
_PAGE_COUNT = re.compile(r"\d{1,4}\s?(?:с|p|pp|стр|стор|ст)\b\.?(?!\s*[^\W\d_]{3})")
_YEAR_ALONE = re.compile(r"\.?\s*(?:19|20)\d\d")
_FIRST = re.compile(r"[\w.'-]*\w")
_ENDS = re.compile(r"[\s.,:;–—-]*(?:(?:on|у|в|за|від|от|the|am)\s+)?", re.IGNORECASE)

_JOINT = re.compile(r"\s+(on|у|в|за|від|от|the|am)(?=\s+\w)", re.IGNORECASE)


class Marks(NamedTuple):
    """The words of `references-marks.toml`, by their first word, longest first."""

    starts: dict[str, tuple[tuple[str, str], ...]]
    abbreviations: frozenset[str]
    remark: frozenset[str]
    medium: frozenset[str]
    pages: frozenset[str]
    leads: frozenset[str]
    inside: frozenset[str]
    given: frozenset[str]
    documents: frozenset[str]
    laws: frozenset[str]
    press: frozenset[str]
    quoting: tuple[str, ...]


@functools.cache
def marks() -> Marks:
    """Return the words that are certain."""
    facts = load_toml("references-marks")
    starts: dict[str, list[tuple[str, str]]] = {}
    for kind, name in (
        ("x", "access"),
        ("v", "archive"),
        ("w", "address"),
        ("m", "medium"),
        ("r", "remark"),
        ("e", "others"),
        ("0", "undated"),
        ("y", "updated"),
        ("n", "archives"),
    ):
        for phrase in facts[name]:
            first = "".join(_FIRST.findall(phrase)[:1])
            starts.setdefault(first, []).append((phrase, kind))
    return Marks(
        {
            first: tuple(sorted(some, key=lambda one: -len(one[0])))
            for first, some in starts.items()
        },
        frozenset(facts["abbreviations"]),
        frozenset(facts["remark"]),
        frozenset(facts["medium"]),
        frozenset(facts["pages"]),
        frozenset(facts["leads"]),
        frozenset(first for first, some in starts.items() if any(k in "exnw" for _, k in some)),
        given_names(),
        frozenset(facts["documents"]),
        frozenset(facts["laws"]),
        frozenset(facts["press"]),
        tuple(f"{phrase} " for phrase in facts["quoting"]),
    )


@functools.cache
def month_words() -> frozenset[str]:
    """Return all forms of the names of months."""
    return frozenset(
        form
        for names in load_toml("articles-dates")["months"].values()
        for forms in names
        for form in forms.split()
    )


def is_month(word: str) -> bool:
    """Tell whether a folded word is a month, also with a day glued to it: "dec.4", "may15"."""
    return word.partition(".")[0].rstrip("0123456789") in month_words()


def marked_at(text: str, low: str, start: int, signs: str) -> tuple[str, int] | None:
    """Return the kind and the end of a mark that begins at an offset, or None.

    Args:
        text: the reference.
        low: the first word, folded.
        start: where it begins.
        signs: the signs before it.
    """
    known = marks()
    if low[0].isdigit():
        if low.startswith("10.") and (match := _IDENTIFIER.match(text, start)) is not None:
            return "n", match.end()
        if signs and (match := _VOLUME.match(text, start) or _PAGE_COUNT.match(text, start)):
            return "p", match.end()
        return None
    if low.startswith(("doi", "isbn", "issn", "pmid", "pmcid", "arxiv")):
        match = _IDENTIFIER.match(text, start)
        return ("n", match.end()) if match is not None else None
    if low in known.pages:
        match = _NUMBERS.match(text, start + len(low))
        # "Шевчук, С. 2009": an author's initial and the year.
        initial = text[start].isupper() and _YEAR_ALONE.fullmatch(match[0]) if match else None
        short = low in {"с", "р", "т", "ч", "p"}
        if match is not None and not (short and (initial or (start and not signs))):
            return "p", match.end()
    before = signs if start else signs + "^"
    for phrase, kind in known.starts.get(low, ()):
        end = start + len(phrase)
        behind = text[end - 1 : end + 1]
        glued = behind[-1:].isalpha() and not (behind[0].islower() and behind[-1].isupper())
        whole = text[start:end].casefold() == phrase and not glued
        if (
            whole
            and _fits(text, kind, end, before, phrase)
            and (kind != "w" or signs or not start or _leads_to_address(text, end))
        ):
            return kind, end + _joint(text, end) if kind in "xvy" else end
    if low in known.leads and text[start + len(low) : start + len(low) + 1] in {" ", ":", "."}:
        return "b", start + len(low)
    return None


def _leads_to_address(text: str, end: int) -> bool:
    """Tell whether a colon or an address follows: within a sentence the words are ordinary ones."""
    return text[end : end + 2].strip()[:1] == ":" or "://" in text[end : end + 10]


def _joint(text: str, end: int) -> int:
    """Return the length of the small word between a mark and its date ("за", "on"), or 0."""
    match = _JOINT.match(text, end)
    return match.end(1) - end if match is not None else 0


def _fits(text: str, kind: str, end: int, before: str, phrase: str) -> bool:
    """Tell whether a phrase is the mark it may be: many are ordinary words as well.

    Args:
        text: the reference.
        kind: of the mark.
        end: offset behind the phrase.
        before: the signs before it, "^" at the beginning.
        phrase: as it is listed.
    """
    if kind == "n":
        return True
    if kind in "xvy":
        rest = _ENDS.match(text, end)
        begin = rest.end() if rest is not None else end
        first = text[begin : begin + 12].casefold().split(" ")[0].strip(".,")
        dated = first[:1].isdigit() or is_month(first)
        if before and text[end : end + 1] == ":" and not text[end:].strip(" .:)]"):
            return True  # "Accessed:", of which a style has left out the date
        return dated or (kind == "v" and bool(before) and not first[:1].isalpha())
    if kind == "w":
        return (
            " " in phrase
            or text[end : end + 2].lstrip()[:1] == ":"
            or "://" in text[end : end + 12]
        )
    close = text[end : end + 2].strip()[:1]
    if kind == "0":
        return bool(before) and (not close or not close.isalnum())
    if kind == "m":
        if before.endswith(".") and ":" in phrase:  # ". Текст : электронный"
            return True
        return (before.endswith("[") and close in {"]", ":"}) or (
            before.endswith("I") and (not close or close in ".,–—/)[]:")
        )
    return kind == "e" or (before.endswith("(") and close == ")")
