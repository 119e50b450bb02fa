"""What a site answers for an address that cannot exist: a page like that is no source.

Some sites answer 200 with the same page, or lead to the same one, whatever they are asked for.
Where a page does not show what is cited, the site is asked once for a sibling of the address that
nobody can have made; if that shows the same page, the story is not there. A page that shows its
title is never doubted, and one whose text is made by a script is not judged by the shell around it.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import msgspec

from linkcheck.engine.follow_ups import Look
from linkcheck.engine.observe import Observation, compare_all
from linkcheck.models import Field, Liveness, Match, PageKind
from linkcheck.store.fingerprint import distance, fingerprint
from linkcheck.text.urls import is_home, same_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Page, Resolution

__all__ = ["SoftNotFoundProbe"]

_ALIKE = 0.04
"""Share of the fingerprint that two answers may differ in: they may repeat the address, or show
the hour. Two stories of one site, its menus included, are further apart."""

_WORDS = 40
"""Characters of text that two short pages must share; less is a button or a name."""
_READ = 200_000
# An element that a script fills, or has filled on the server: the address alone says what with.
_BY_SCRIPTS = re.compile(
    rb"""<(?:div|main|body|app-root)[^<>]{0,200}\bid\s*=\s*["']?(?:root|app|__next|__nuxt|___gatsby|"""
    rb"""app-root|main-app|q-app|svelte)["'\s>]|<app-root\b|\bdata-reactroot\b|\bng-app\b""",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"((?:^|&)(?:\w*id|nr|no|num|number|news|article|story|item|post|doc|art)=)\d{2,12}(?=&|$)",
    re.IGNORECASE,
)
# Only where the path names no page is it the query that does, and a number in it, not a phrase.
_SCRIPT = re.compile(
    r"(?:/[a-z]{1,12}){0,3}/[a-z_]{1,20}\.(?:php\d?|aspx?|cfm|cgi|do|jsp|pl|py)|/?", re.IGNORECASE
)
_PHRASE = re.compile(r"=[^&]{12,}")
# A part of the path that may name the page by itself, and ignore what follows: a number or a code.
# Dates name no page.
_DATE = re.compile(r"(?:19|20)\d\d(?:[-_.]?[01]\d(?:[-_.]?[0-3]\d)?)?")
_DAY = re.compile(r"\d{1,2}")
_CODE = re.compile(r"\d+|(?=[^\W_]*\d[^\W_]*\d)\w{4,14}|\d[^\W_]{3,12}|\d+[-_.]\S+|\S+[-_.]\d{3,}")
_NOBODYS = "987654321"

_REASON = "the site returns the same page for a made-up address"


class SoftNotFoundProbe:
    """A follow-up that requests one made-up address of each section, only where a page is in doubt.

    Args:
        detect: detects languages.
    """

    def __init__(self, detect: Detect) -> None:
        self._detect = detect

    def wanted(
        self, found: Resolution, observation: Observation, citations: Sequence[Citation]
    ) -> Look | None:
        """Return the made-up address, where the page may be what the site shows for anything."""
        page = observation.page
        if page is None or not _in_doubt(found, page, observation, citations):
            return None
        # Where a redirect led away, the question is what else leads there.
        moved = not same_place(found.url, found.final_url)
        asked = found.url if moved else found.final_url
        try:
            made_up = _impossible(asked)
        except ValueError:
            return None
        place = found.final_url if moved else ""
        return Look(("soft-404", made_up, place), made_up)

    def settled(
        self, observation: Observation, page: Page, citations: Sequence[Citation]
    ) -> Observation:
        """Return the observation, or that it is no page, where the site shows it for anything."""
        shown = observation.page
        if shown is None or _is_usurped(observation) or not _alike(shown, page, citations):
            return observation
        # What asks for something may be shown before any page, dead or alive.
        kind = PageKind.INTERSTITIAL if shown.gate else PageKind.SOFT_404
        liveness = Liveness(kind=kind, confidence=0.95, reasons=(_REASON,), probed=True)
        shown = msgspec.structs.replace(shown, liveness=liveness)
        judged = compare_all(shown, citations, self._detect)
        return msgspec.structs.replace(observation, page=judged.page, evidence=judged.evidence)


def _in_doubt(
    found: Resolution, page: Page, observation: Observation, citations: Sequence[Citation]
) -> bool:
    """Tell whether a page may be what the site shows for anything."""
    if page.liveness.kind is not PageKind.LIVING or found.status != 200 or is_home(found.url):
        return False
    if page.is_metadata or not citations:
        return False
    titles = [
        (citation, each)
        for citation, evidence in zip(citations, observation.evidence, strict=True)
        for each in evidence
        if each.field is Field.TITLE
    ]
    if any(each.match is Match.MATCH for _, each in titles):
        return False
    claimed = [each for citation, each in titles if not citation.inline]
    if any(each.match is Match.MISMATCH for each in claimed):
        return True
    # Nothing says that it is another story: it must look like none, and not be made by scripts.
    body = found.body[:_READ]
    if _BY_SCRIPTS.search(body) is not None:
        return False
    return bool(claimed) or not page.story or page.published is None


def _is_usurped(observation: Observation) -> bool:
    """Tell whether the page is known to be worse than none."""
    return any(
        each.field is Field.OWNER and each.match is Match.MISMATCH
        for evidence in observation.evidence
        for each in evidence
    )


def _impossible(url: str) -> str:
    """Return a sibling of an address that nobody can have made.

    Where only numbers in the query can name the story, other numbers; else another last part, below
    folders that name no story by a number either: many sites ignore what follows the number.
    """
    parts = urlsplit(url)
    lot = hashlib.sha256(parts.netloc.encode("utf-8", "replace")).hexdigest()[:16]
    query, numbers = _NUMBER.subn(rf"\g<1>{_NOBODYS}", parts.query)
    if numbers and _SCRIPT.fullmatch(parts.path) and _PHRASE.search(parts.query) is None:
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
    folder, _, name = parts.path.rpartition("/")
    # Of a folder ("/2014/story/") a sibling, not a child.
    folder = folder if name else folder.rpartition("/")[0]
    folder = "/".join(_made_up(folder.split("/")))
    dot = name.rfind(".")
    suffix = name[dot:] if dot > 0 else "" if name else "/"
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{lot}{suffix}", "", ""))


def _made_up(folders: Sequence[str]) -> Iterator[str]:
    """Yield the folders of a path with other numbers: all stories of a section share them."""
    is_dated = False
    for part in folders:
        if _DATE.fullmatch(part):
            is_dated = True
            digits = iter("20130202")
            yield "".join(next(digits) if char.isdigit() else char for char in part)
        elif is_dated and _DAY.fullmatch(part):
            yield "02"[-len(part) :]
        else:
            yield _NOBODYS if _CODE.fullmatch(part) else part


def _alike(page: Page, other: Page, citations: Sequence[Citation]) -> bool:
    """Tell whether a page is what the site shows for an address that cannot exist."""
    if same_place(page.url, other.url):
        # Both were redirected to one place, unless it is the place that is cited.
        return not any(same_place(citation.url or "", page.url) for citation in citations)
    if page.title != other.title or page.published != other.published:
        return False
    text, another = _shown(page), _shown(other)
    one, two = fingerprint(text), fingerprint(another)
    if one is not None and two is not None:
        return distance(one, two) <= _ALIKE
    if (one is None) != (two is None) or page.description != other.description:
        return False
    # Too short for a fingerprint: the words must be the same, and enough to be somebody's.
    return len(text) >= _WORDS and text == another


def _shown(page: Page) -> str:
    """Return what a page says: its text, or the headlines that it lists in place of one."""
    return page.text if len(page.text) >= _WORDS else "\n".join(page.headlines) or page.text
