"""Divide a reference into the units that get a role: words, dates, marks, addresses."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from linkcheck.articles.references.dates import date_at
from linkcheck.articles.references.marks import is_month, marked_at, marks, month_words
from linkcheck.articles.references.signs import QUOTATION_MARKS, Quotations, bracket_at
from linkcheck.articles.references.unit import Kind, Unit
from linkcheck.articles.references.vocabulary import is_place, language_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.articles.references.signs import Bracket

__all__ = ["units_of"]

MAX_TEXT = 2000
"""Characters of a reference that are read; longer items are no references."""
MAX_UNITS = 120


_UPPER = "A-ZА-ЯЁІЇЄҐÀ-ÖØ-ÞŠŽČĆŁ"
_TOKEN = re.compile(
    rf"""(?P<url>(?:https?://|www\.)[^\s<>"“”«»]+)
    # Also "J.Smith" and "Smith J.The old pier", where a space is lost.
    |(?P<initials>[{_UPPER}]\.(?:\s?-?[{_UPPER}]\.)*)(?:(?![^\W\d_])|(?=[{_UPPER}][^\W\d_]{{2}}))
    |(?P<word>[^\W_](?:[\w&%+°]|[.’'ʼ‐‑/+@-](?=[^\W_])|(?<=\d),(?=\d))*[%°]?)
    |(?P<space>\s+)
    |(?P<slashes>//)
    |(?P<dots>\.{{2,}}|…)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_GLUED_YEAR = re.compile(r"[^\W\d_]{2,}((?:19|20)\d\d)\Z")
_NUMBERING = re.compile(
    rf"[\s•·▪●◦*–—-]*(?:(?:[⁰¹²³⁴-⁹]{{1,3}}|\[\d{{1,3}}\]|\(\d{{1,3}}\)|\d{{1,3}}\s?[.)](?!\d)|\d{{1,3}}(?=[{_UPPER}][^\W\d_]|[{_UPPER}]\.|\s[{_UPPER}](?!анал)))\s*)?[\s•·]*"
    # What a rendered encyclopedia puts before a note: "^ Jump up to: a b".
    r"(?:[\^↑]\s*(?i:(?:jump up(?: to)?|перейти (?:к|до|обратно|назад))\s?:?\s*)?"
    r"(?:(?:[a-zа-яіїє](?=\s)\s*){2,})?[\s•·]*)?"
)
_GLUED_MARK = re.compile(
    r"[^\W\d_]{3,}(?=(?:Available|Retrieved|Accessed|Archived)\b)|(?:Accessed|Retrieved|Archived)(?=[A-Z])"
)
_GLUED_VOLUME = re.compile(r"\d{1,3}\s?\(\d{1,3}\)(?=\s?[,:]\s?\d)")
_SPACES = re.compile(r"\s+")
_DATE_JOINTS = frozenset({"on", "від", "от", "за", "vom", "am"})
_ISSUE_WORDS = frozenset({"no", "nr", "issue"})
# The number of an issue behind a newspaper's name; in a title it is followed by more words.
_ISSUE = re.compile(r"(?:no|nr|issue)\.?\s?\d{1,5}(?=\s*(?:[:;,(]|\Z))", re.IGNORECASE)
_ENDED = re.compile(r"\s*(?:[.,;:)\]]|\Z)")
_NAME = re.compile(rf"\s+([{_UPPER}](?:\.|[^\W\d_]+))")
_SPACED = frozenset("-–—|/·•>")
_DELIMITERS = frozenset(",.:;()[]{}?!…|•·<>=&")


def units_of(
    text: str,
    links: Sequence[tuple[int, int, bool]] = (),
    emphasis: Sequence[tuple[int, int]] = (),
    breaks: Sequence[int] = (),
) -> list[Unit]:
    """Divide a reference into units.

    Args:
        text: as a reader sees it.
        links: stretches that are links: start, end, and whether the words are an address.
        emphasis: stretches in italics or bold.
        breaks: further offsets that no unit of text goes across.

    Returns:
        The units in order; each knows what stands before and behind it (`before`, `after`): signs
        only, `q` and `Q` for the quotation marks around the whole, `n` for those inside.
    """
    return _Divider(text[:MAX_TEXT], links, emphasis, breaks).divide()


class _Divider:
    def __init__(
        self,
        text: str,
        links: Sequence[tuple[int, int, bool]],
        emphasis: Sequence[tuple[int, int]],
        breaks: Sequence[int],
    ) -> None:
        self.text = text
        self.links = links
        self.units: list[Unit] = []
        self.signs = ""  # since the last unit
        self.open: Unit | None = None  # the text unit that words are added to
        self.quotations = Quotations()
        self.brackets: list[str] = []
        self.emphasis = list(emphasis)
        self.edges = sorted(
            {edge for start, end, *_ in (*links, *emphasis) for edge in (start, end)} | set(breaks)
        )
        self.addresses = {start: end for start, end, address in links if address}
        self.anchors = [(start, end) for start, end, address in links if not address]

    def divide(self) -> list[Unit]:
        text = self.text
        size = len(text)
        start = _NUMBERING.match(text)
        position = start.end() if start is not None and start.end() < size else 0
        lead = len(text) - len(text.lstrip(" \t\r\n•·▪●◦*–—-"))
        if position and text[lead : lead + 1].isdecimal() and date_at(text, lead) is not None:
            position = lead
        if self.anchors and self.anchors[0][0] < position:
            position = 0  # the number belongs to what is linked
        match_token = _TOKEN.match
        edges, edge = self.edges, 0
        while position < size and len(self.units) < MAX_UNITS:
            if text[position] == " ":
                position += 1
                continue
            while edge < len(edges) and edges[edge] <= position:
                self.open = None
                edge += 1
            if position in self.addresses:
                self.unit(Kind.URL, position, self.addresses[position])
                position = self.addresses[position]
                continue
            token = match_token(text, position)
            if token is None:  # never: the last alternative takes any character
                break
            group, end = token.lastgroup, token.end()
            if edge < len(edges) and position < edges[edge] < end and group in {"word", "initials"}:
                end = edges[edge]
            if group == "word":
                opened = self.open
                if opened is not None and _is_ordinary(word := text[position:end]):
                    opened.end = position = end
                    opened.words.append(word)
                else:
                    position = self.word(position, end)
            elif group == "space":
                if "\n" in token[0] and self.units and not self.signs:
                    self.sign(".")  # a line ends as a sentence does
                position = end
            elif group == "initials":
                position = self.initials(position, end)
            elif group == "url" and (behind := self.anchor_end(position)):
                position = self.word(position, min(end, behind))  # part of a title
            elif group == "url":
                end = position + len(_trim(text[position:end]))
                self.unit(Kind.URL, position, end)
                position = end
            elif group == "slashes":
                self.sign("S")
                position = end
            elif group == "dots":
                if self.open is not None:
                    self.open.end = end
                position = end
            else:
                position = self.other(position)
        self.close()
        return self.units

    def anchor_end(self, position: int) -> int:
        """Return where the anchor around a position ends, or 0 where there is none."""
        return next((end for start, end in self.anchors if start <= position < end), 0)

    # --- units ---

    def unit(self, kind: str, start: int, end: int) -> Unit:
        made = Unit(kind, start, end)
        made.text = self.text[start:end]
        made.before = self.signs[:5]
        if self.units:
            self.units[-1].after = made.before
        self.signs = ""
        made.quoted = self.quotations.count if self.quotations.closers else 0
        made.bracket = self.brackets[-1] if self.brackets else ""
        if self.emphasis:
            made.emphasis = any(a <= start < b for a, b in self.emphasis)
        if self.anchors:
            made.anchor = any(a <= start < b for a, b in self.anchors)
        self.units.append(made)
        self.open = None
        return made

    def close(self) -> None:
        if self.units:
            self.units[-1].after = (self.signs + "$")[:5]
        before: Unit | None = None
        for unit in self.units:
            if unit.kind == Kind.TEXT:
                unit.text = self.text[unit.start : unit.end]
                if (
                    before is not None
                    and len(unit.words) == 1
                    and unit.before[:1] in {",", "/", "("}
                ):
                    self.name_language(unit, before)
            before = unit

    @staticmethod
    def name_language(unit: Unit, before: Unit) -> None:
        """Mark a language behind the country of an outlet: "Harbour Post, Germany, English"."""
        if before.kind == Kind.TEXT and is_place(before.text):
            tag = language_tag(unit.text)
            if tag is not None:
                unit.kind, unit.tag = Kind.LANGUAGE, tag

    def sign(self, sign: str) -> None:
        self.signs += sign
        self.open = None

    # --- words ---

    def word(self, start: int, end: int) -> int:
        text = self.text
        if end - start > 10 and (glued := _GLUED_MARK.match(text, start, end)) is not None:
            end = glued.end()
        word = text[start:end]
        low = word.casefold()
        if self.open is None or low in marks().inside:
            behind = self.mark(low, start, joining=self.open is not None)
            if behind is not None:
                return behind
        if low in _DATE_JOINTS and self.open is not None and self.is_dated(end):
            self.open = None  # "published by Harbour Post on 4 May 2016"
            return end
        if low in _ISSUE_WORDS and self.open is not None and self.units:
            issue = _ISSUE.match(text, start)
            if issue is not None:
                self.unit(Kind.PAGES, start, issue.end()).words = [issue[0]]
                return issue.end()
        if low == "by" and self.open is not None and self.is_byline(end):
            self.unit(Kind.LEAD, start, end).words = [word]
            return end
        if (
            self.open is not None
            and word.isdecimal()
            and (volume := _GLUED_VOLUME.match(text, start)) is not None
        ):
            self.unit(Kind.PAGES, start, volume.end()).words = [volume[0]]
            return volume.end()
        if word[0].isdigit() or is_month(low):  # "Dec.4 2024"
            day = date_at(text, start)
            # A month alone is a date only between separators.
            if day is not None and (
                day.year is not None
                or (self.open is None and self.signs)
                or (day.day is not None and _ENDED.match(self.text, day.end))
            ):
                made = self.unit(self.dated(), start, day.end)
                made.day = day
                return day.end
        elif word[-1].isdigit() and (glued := _GLUED_YEAR.match(word)) is not None:
            end = start + glued.start(1)
            word = text[start:end]
        if self.open is None:
            self.open = self.unit(Kind.TEXT, start, end)
        opened = self.open
        opened.end = end
        opened.words.append(word)
        if (
            text[end : end + 1] == "."
            and low in marks().abbreviations
            and text[end + 1 : end + 2] == " "
        ):
            opened.end = end + 1
            return end + 1
        return end

    def is_dated(self, position: int) -> bool:
        """Tell whether a date with its year follows."""
        match = _SPACES.match(self.text, position)
        day = date_at(self.text, match.end()) if match is not None else None
        return day is not None and day.year is not None

    def is_byline(self, position: int) -> bool:
        """Tell whether a given name or initials follow."""
        match = _NAME.match(self.text, position)
        return match is not None and (
            match[1].endswith(".") or match[1].casefold() in marks().given
        )

    def initials(self, start: int, end: int) -> int:
        text = self.text
        if end - start == 4 and text[start : end - 1].casefold() in marks().abbreviations:
            return self.word(start, end)  # "U.S. flag": no person
        if self.open is None and end - start == 2:
            behind = self.mark(text[start].casefold(), start)
            if behind is not None:
                return behind
        made = self.unit(Kind.INITIALS, start, end)
        made.words = [text[start:end]]
        self.open = None
        return end

    def dated(self) -> str:
        for unit in reversed(self.units[-2:]):
            if unit.kind == Kind.ACCESS:
                return Kind.ACCESSED
            if unit.kind == Kind.ARCHIVE:
                return Kind.ARCHIVED
            if unit.kind == Kind.UPDATE:
                return Kind.UPDATED
            if unit is not self.units[-1] or unit.kind not in {Kind.ADDRESS_WORD, Kind.LEAD}:
                break
        return Kind.DATE

    def mark(self, low: str, start: int, *, joining: bool = False) -> int | None:
        """Make a unit of a mark that begins here; return its end, or None."""
        found = marked_at(self.text, low, start, self.signs)
        if found is None or (joining and found[0] not in "exnw"):
            return None
        kind, end = found
        made = self.unit(kind, start, end)
        made.words = self.text[start:end].split()
        return end

    # --- signs ---

    def other(self, position: int) -> int:
        text = self.text
        char = text[position]
        if char in "([":
            bracket = bracket_at(text, position)
            if bracket is not None and not any(
                position < edge < bracket.behind for edge in self.edges
            ):
                return self.bracketed(bracket, char)
            self.brackets.append(char)
            self.sign(char)
        elif char in ")]":
            if self.brackets:
                self.brackets.pop()
            self.sign(char)
        elif char in QUOTATION_MARKS:
            quoted = self.quotations.read(text, position)
            if quoted is not None:
                self.sign(quoted)
        elif char in _SPACED:
            around = text[position - 1 : position] + text[position + 1 : position + 2]
            if char in "-/" and " " not in around and "\n" not in around:
                pass
            else:
                self.sign("-" if char in "–—" else "~" if char == "-" else char)
        elif char == ":":
            spaced = text[position - 1 : position] == " "
            self.sign("I" if spaced else ":")
        elif char == "." and self.open is not None and text[position + 1 : position + 2].isalpha():
            self.sign(".")
        elif char in _DELIMITERS:
            if char in "?!" and self.open is not None:
                self.open.end = position + 1
            self.sign(char)
        elif self.open is not None:
            self.open.end = position + 1
        return position + 1

    def bracketed(self, bracket: Bracket, char: str) -> int:
        """Make a unit of the content of a bracket; return where the bracket ends."""
        self.sign(char)
        made = self.unit(bracket.kind, bracket.start, bracket.end)
        made.bracket = char
        made.tag = bracket.tag
        made.words = made.text.split()
        self.sign(self.text[bracket.behind - 1])
        return bracket.behind


@functools.lru_cache(16384)
def _is_ordinary(word: str) -> bool:
    """Tell whether a word within a text can be nothing but a word of it."""
    low = word.casefold()
    return (
        word.isalpha()
        and low != "by"
        and low not in _DATE_JOINTS
        and low not in _ISSUE_WORDS
        and low not in marks().inside
        and low not in marks().abbreviations
        and low not in month_words()
        and _GLUED_MARK.match(word) is None
    )


def _trim(address: str) -> str:
    """Return an address without the marks of the sentence around it."""
    end = len(address)
    while end:
        last = address[end - 1]
        opening = {")": "(", "]": "["}.get(last)
        if opening is not None:
            if address.count(opening, 0, end) >= address.count(last, 0, end):
                break
        elif last not in ".,;:!?'*_…":
            break
        end -= 1
    return address[:end]
