"""Writes into wikitext: parameters of citation templates, and bracketed external links.

Parameters are those of CS1 (https://en.wikipedia.org/wiki/Help:Citation_Style_1#Archive_links),
which the Ukrainian and Russian templates of the same names have too. Pages that bots are to leave
alone are left alone (https://en.wikipedia.org/wiki/Template:Bots).
"""

from __future__ import annotations

import functools
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from linkcheck.articles.writing import CannotWriteError, Edit, Writer
from linkcheck.models import UrlStatus

if TYPE_CHECKING:
    from linkcheck.models import Citation, Snapshot

__all__ = ["WikiWriter"]

_NO_BOTS = re.compile(
    r"\{\{\s*(?:nobots\s*\}\}|bots\s*\|\s*(?:deny\s*=\s*(?:all|[^{}]*\blinkcheck\b)|allow\s*=\s*none\b))",
    re.IGNORECASE,
)
_IGNORED = re.compile(r"\s*\{\{\s*cbignore\b", re.IGNORECASE)
_MARK = re.compile(
    r"<!--.*?(?:-->|\Z)|<nowiki>.*?(?:</nowiki>|\Z)|\{\{|\}\}|\[\[|\]\]|\|",
    re.DOTALL | re.IGNORECASE,
)
_PARAMETER = re.compile(r"\s*+([^\s=](?:[^=]{0,38}[^\s=])?)\s*+=[ \t]*+")
_NOT_PLAIN = re.compile(r"\{\{|\[\[|<")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_USES = re.compile(r"\{\{\s*use (dmy|mdy) dates\b", re.IGNORECASE)
_STYLES = {
    style: re.compile(rf"\|\s*(?:access-?|archive-?)?date\s*=\s*{shape}\b", re.IGNORECASE)
    for style, shape in (
        ("iso", r"\d{4}-\d\d-\d\d"),
        ("dmy", r"\d{1,2} [A-Z][a-z]+ \d{4}"),
        ("mdy", r"[A-Z][a-z]+ \d{1,2}, \d{4}"),
    )
}
_DEAD = {UrlStatus.UNFIT: "unfit", UrlStatus.USURPED: "usurped", UrlStatus.DEVIATED: "deviated"}
_LONGEST = 20_000


class WikiWriter(Writer):
    """Writes `url`, `archive-url`, `archive-date` and `url-status`, or `[address title]`."""

    def __init__(self) -> None:
        super().__init__("[]'")

    def meant(self, written: str) -> str:
        """Return an address with the signs that templates stand for in it."""
        return super().meant(written.replace("{{!}}", "|").replace("{{=}}", "="))

    def readdressed(self, text: str, citation: Citation, url: str) -> list[Edit]:
        """Return the edit, unless the page or the source is to be left alone."""
        _refuse(text, citation)
        return super().readdressed(text, citation, url)

    def archived(
        self, text: str, citation: Citation, snapshot: Snapshot, status: UrlStatus | None
    ) -> list[Edit]:
        """Return the edits: the archive's parameters in a template, else the address itself."""
        _refuse(text, citation)
        template = _template(text, citation.location.start)
        if template is None:
            return super().archived(text, citation, snapshot, status)
        day = _in_style(snapshot.time[:10], _style(text))
        values = {
            "archive-url": self.spelled(snapshot.url, None),
            "archive-date": day,
            "url-status": _DEAD.get(status, "dead") if status is not None else "dead",
        }
        edits = []
        if citation.url is None:
            values = {"url": self.spelled(snapshot.original, None), **values}
        for name, value in values.items():
            edits.append(_set(text, *template, name, value))
        return _joined(edits)

    def linked(self, text: str, citation: Citation, url: str) -> list[Edit]:
        """Return the edit: the template's `url`, or a link on the title."""
        _refuse(text, citation)
        template = _template(text, citation.location.start)
        if template is not None:
            return [_set(text, *template, "url", self.spelled(url, None))]
        place = self.title(text, citation)
        if place is None or re.search(r"[\[\]{}<>|\n\r]", text[slice(*place)]) is not None:
            return super().linked(text, citation, url)
        start, end = place
        return [Edit(start, start, f"[{self.spelled(url, None)} "), Edit(end, end, "]")]


def _refuse(text: str, citation: Citation) -> None:
    if _forbids(text):
        raise CannotWriteError("the page says that programs must not change it")
    template = _template(text, citation.location.start)
    if template is not None and _IGNORED.match(text, template[1]) is not None:
        raise CannotWriteError("{{cbignore}} says that programs must not change this source")


@functools.lru_cache(maxsize=4)
def _forbids(text: str) -> bool:
    """Tell whether a page says that programs must leave it alone."""
    return _NO_BOTS.search(text) is not None


def _template(text: str, offset: int) -> tuple[int, int] | None:
    """Return where the innermost template around an offset begins and ends, or None."""
    depth, start = 0, offset
    lowest = max(0, offset - _LONGEST)
    while True:
        opening, closing = text.rfind("{{", lowest, start), text.rfind("}}", lowest, start)
        if opening < 0:
            return None
        if closing > opening:
            depth, start = depth + 1, closing
        elif depth:
            depth, start = depth - 1, opening
        else:
            break
    depth, position = 0, opening
    for mark in re.compile(r"\{\{|\}\}").finditer(text, opening, opening + _LONGEST):
        depth += 1 if mark[0] == "{{" else -1
        position = mark.end()
        if depth == 0:
            return (opening, position) if position > offset else None
    return None


def _set(text: str, start: int, end: int, name: str, value: str) -> Edit:
    """Return the edit that gives a template's parameter a value.

    Raises:
        CannotWriteError: the value that it has is more than text.
    """
    parameters = _parameters(text, start, end)
    for first, last in reversed(parameters):  # of two of one name, the last counts
        found = _PARAMETER.match(text, first, last)
        if found is None or re.sub(r"[\s_-]+", "", found[1].lower()) != name.replace("-", ""):
            continue
        kept = found.end() + len(text[found.end() : last].rstrip())
        if _NOT_PLAIN.search(text, found.end(), kept) is not None:
            message = f"the value of {name} in its template is not plain text"
            raise CannotWriteError(message)
        return Edit(found.end(), max(found.end(), kept), value)
    inside = text[start : end - 2]
    kept = start + len(inside.rstrip())
    own_line = "\n" in inside
    shape = re.compile(r"[ \t]*[\w-]+[ \t]+=[ \t]")
    spaced = any(shape.match(text, *place) is not None for place in parameters)
    gap = "\n| " if own_line and "\n|" in inside.replace(" ", "") else " |"
    return Edit(kept, kept, f"{gap}{name} = {value}" if spaced else f"{gap}{name}={value}")


def _parameters(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where a template's own parameters stand, not those of templates inside it."""
    bars = []
    depth = 0
    for mark in _MARK.finditer(text, start + 2, end - 2):
        if mark[0] in {"{{", "[["}:
            depth += 1
        elif mark[0] in {"}}", "]]"}:
            depth = max(0, depth - 1)
        elif mark[0] == "|" and not depth:
            bars.append(mark.start())
    return [(bar + 1, after) for bar, after in pairwise([*bars, end - 2])]


def _joined(edits: list[Edit]) -> list[Edit]:
    """Return edits of which those at one place are one, in their order."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and edit.start == edit.end == joined[-1].end == joined[-1].start:
            joined[-1] = joined[-1]._replace(text=joined[-1].text + edit.text)
        else:
            joined.append(edit)
    return joined


@functools.lru_cache(maxsize=4)
def _style(text: str) -> str:
    """Return how a page writes dates: "dmy", "mdy" or "iso"."""
    used = _USES.search(text)
    if used is not None:
        return used[1].lower()
    counts = {style: len(pattern.findall(text)) for style, pattern in _STYLES.items()}
    return max(counts, key=lambda style: counts[style])


def _in_style(day: str, style: str) -> str:
    if style == "iso":
        return day
    year, month, number = day.split("-")
    name = _MONTHS[int(month) - 1]
    return f"{int(number)} {name} {year}" if style == "dmy" else f"{name} {int(number)}, {year}"
