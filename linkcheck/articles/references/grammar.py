"""What an item of a list of sources claims: the grammar of "Publisher, Country: Title".

Works on the item's text and, where there is a link, the stretch that is its anchor. Forms, in
English, Ukrainian and Russian alike:

    Publisher: Title                    CNN: Kerry: Russia supports …  (later colons stay)
    Publisher, Country: Title           Kyiv Post, Ukraine: Russia demands …
    Title — Publisher                   Title (Publisher, 30 March 2014)
    Author, «Title», Publisher, date    Author. Title // Publisher. — 2014.
    any of these with a mark of the language: "(in Ukrainian)", "(рос.)", "[укр.]", "(ru)"
"""

from __future__ import annotations

import itertools
import re

import msgspec
from msgspec.structs import replace

from linkcheck.articles.references.vocabulary import is_place, is_pointer, language_tag
from linkcheck.text.dates import iso_date

__all__ = ["Claim", "claim_of_item", "claim_of_link", "is_pointer_or_address", "title_span"]

MAX_PUBLISHER = 80

_EDGES = " \t\r\n\xa0\u200b·•*–—-|,;↑↩^"
_QUOTES = {"“": "”", "«": "»", "„": "“", '"': '"', "”": "”", "‘": "’", "'": "'"}
_PUBLISHER_BREAK = re.compile(r":(?=\s|$)")
_QUOTED = re.compile(
    r"«[^«»]{3,300}»|“[^“”]{3,300}”|„[^„“”]{3,300}[“”]|(?<!\w)\"[^\"]{3,300}\"(?!\w)"
)
# What begins with white space is only tried where that begins: tried at each of many spaces, the
# time would grow with their square.
_TAIL_BRACKETS = re.compile(r"(?<!\s)\s*[(\[]([^()\[\]]{1,120})[)\]][\s.,;]*\Z")
_HEAD_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{1,40})[)\]][\s.,;:]*")
_TAIL_DASH = re.compile(r"(?<!\s)\s+(?:[—–|-]\s+([^—–|]{2,80})|//\s*(.{2,200}))\Z", re.DOTALL)
_NUMBER = re.compile(r"^\s*\(?\d{1,3}[.)]\s*(?!\d)")
_AUTHOR_YEAR = re.compile(r"(?<!\s)\s*\(((?:1[89]|20)\d\d)\)$")
_PARTS = re.compile(r"(?:(?<!\s)\s+)?(?:[,;]|\s[—–-]\s|\.\s+[—–-]\s|\.\s+(?=[\d«]))\s*")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


class Claim(msgspec.Struct, frozen=True):
    """What an item says of a source; the title is a span of the item's text."""

    title: tuple[int, int] | None = None
    publisher: str | None = None
    place: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None


def claim_of_item(text: str, start: int = 0, end: int | None = None) -> Claim:
    """Read an item, or a stretch of one, in which no anchor says what the title is."""
    end = len(text) if end is None else end
    begin, stop, said = _marks(text, start, end)
    part = text[begin:stop]
    match = _PUBLISHER_BREAK.search(part)
    if match is not None and part[match.end() :].strip(_EDGES):
        name = part[: match.start()].strip(_EDGES)
        if is_publisher(name) and not _QUOTED.search(name, 1):
            # What stands in brackets behind the title of a named publisher is a part of the title
            # or a date; a second publisher it is not.
            return _named(
                replace(said, publisher=None), name, title_span(text, begin + match.end(), stop)
            )
    quoted = _QUOTED.search(part)
    if quoted is not None and len(quoted[0].split()) >= 2 and _frames(part, quoted):
        title = title_span(text, begin + quoted.start(), begin + quoted.end())
        comma = "," if quoted[0][-2] == "," else ""
        return _around(said, part[: quoted.start()], comma + part[quoted.end() :], title)
    tail = _TAIL_DASH.search(part)
    if tail is not None and said.publisher is None:
        name = tail[1] or tail[2]
        head = part[: tail.start()]
        bibliographic = tail[2] is not None
        if (bibliographic or _looks_like_name(name)) and len(head.split()) >= 2:
            title = title_span(text, begin, begin + tail.start())
            found = _behind(said, name)
            return (
                _bibliographic(found, text, begin, begin + tail.start())
                if bibliographic
                else replace(found, title=title)
            )
    return replace(said, title=title_span(text, begin, stop))


def claim_of_link(text: str, start: int, end: int) -> Claim:
    """Read an item with one link.

    Args:
        text: the item.
        start: where the anchor begins.
        end: where it ends.
    """
    before, words, behind = text[:start], text[start:end], text[end:]
    if is_pointer_or_address(words):
        # "Publisher: Title (here)" or "Publisher: Title https://…": the text around it says it.
        rest = before.rstrip(" \t\r\n\xa0([-–—:,")
        after = behind.strip(_EDGES + ").].")
        if not rest.strip(_EDGES) and after:
            return claim_of_item(text, end + len(behind) - len(behind.lstrip(_EDGES + ":")))
        return claim_of_item(text, 0, len(rest)) if rest.strip(_EDGES) else Claim()
    if not before.strip(_EDGES) and behind.lstrip().startswith(":") and is_publisher(words):
        begin = end + behind.index(":") + 1
        if behind.strip(_EDGES + ":"):  # "[Publisher]: Title": only the name is linked
            inner = claim_of_item(text, begin)
            return _named(inner, words, inner.title)
    if not before.strip(_EDGES + '"“«„') and not behind.strip(_EDGES + '".”»“'):
        return claim_of_item(text, start, end)
    begin, stop, said = _marks(text, start, end)
    return _around(said, before, behind, title_span(text, begin, stop))


def is_pointer_or_address(words: str) -> bool:
    """Tell whether an anchor only points ("here"), or is an address: it claims no title."""
    words = words.strip()
    bare = " " not in words and ("/" in words or words.lower().startswith("www."))
    return not words or is_pointer(words) or _ADDRESS.match(words) is not None or bare


def is_publisher(name: str) -> bool:
    """Tell whether a text can be a publisher's name: short, no sentence, no address."""
    name = name.strip(_EDGES)
    return (
        0 < len(name) <= MAX_PUBLISHER
        and len(name.split()) <= 10
        and (not name.endswith((".", "!", "?", "…")) or len(name) <= 12)
        and "://" not in name
        and any(map(str.isalpha, name))
    )


def title_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a stretch without white space, stray dashes and one pair of quotation marks."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    if end - start > 2 and text[end - 1] in ".," and text[end - 2] in "»”“":
        end -= 1
    if end - start > 2 and text[end - 1] in {
        _QUOTES.get(text[start]),
        "”" if text[start] == "„" else None,
    }:
        inside = text[start + 1 : end - 1]
        if text[start] not in inside and text[end - 1] not in inside:
            start, end = start + 1, end - 1
            end -= text[end - 1] == ","
    return (start, end) if any(map(str.isalnum, text[start:end])) else None


def _marks(text: str, start: int, end: int) -> tuple[int, int, Claim]:
    """Take marks in brackets off both ends; return what is left and what they say."""
    said = Claim()
    if ")" not in text and "]" not in text:
        return start, end, said
    for _ in range(4):
        match = _TAIL_BRACKETS.search(text, start, end)
        found = _bracketed(said, match[1]) if match is not None else None
        if match is None or found is None or not text[start : match.start()].strip(_EDGES):
            break
        said, end = found, match.start()
    head = _HEAD_BRACKETS.match(text, start, end)
    if head is not None and (tag := language_tag(head[1])) is not None:
        said, start = replace(said, language=said.language or tag), head.end()
    return start, end, said


def _bracketed(said: Claim, content: str) -> Claim | None:
    """Return what a mark in brackets adds, or None where it belongs to the title."""
    if (tag := language_tag(content)) is not None:
        return replace(said, language=said.language or tag)
    if is_pointer(content):
        return said
    parts = [part for part in _PARTS.split(content) if part]
    rest = [part for part in parts if iso_date(part) is None]
    dates = _dates(parts)
    if not rest:
        return replace(said, date=said.date or dates) if dates else None
    # "(Publisher, date)" is one; "(background)" and "(updated)" are the title's own.
    if said.publisher is None and (dates or _looks_like_name(content)):
        return _behind(said, content)
    return None


def _around(said: Claim, before: str, behind: str, title: tuple[int, int] | None) -> Claim:
    """Read what stands on both sides of a title that is known."""
    said = replace(said, title=title)
    behind = behind.lstrip("»”“\"'")
    for _ in range(3):
        mark = _HEAD_BRACKETS.match(behind)
        found = _bracketed(said, mark[1]) if mark is not None else None
        if mark is None or found is None:
            break
        said, behind = found, behind[mark.end() :]
    rest = behind.strip(" \t\r\n\xa0.,;—–-|/")
    # A sentence behind the title is a remark on the source, not its publisher.
    if rest and (len(rest.split()) <= 12 or "," in rest) and behind.lstrip()[:1] in ",;.—–-|/([«":
        said = _behind(said, rest)
    lead = before.strip().rstrip('"“«„').strip()
    if not lead.strip(_EDGES):
        return said
    name = _NUMBER.sub("", lead.rstrip(":,.;—–-| ").strip(_EDGES))
    if (tag := language_tag(name.strip("()[]"))) is not None:
        return replace(said, language=said.language or tag)
    if (day := iso_date(name)) is not None:
        return replace(said, date=said.date or day)
    if not is_publisher(name) or not lead.endswith((":", ",", ".", "—", "–", "-", "|", ")")):
        return said
    if said.publisher is not None and said.author is None and not lead.endswith(":"):
        year = _AUTHOR_YEAR.search(name)
        if year is not None:  # "Smith, J. (2014). Title"
            said = replace(said, date=said.date or year[1])
            name = name[: year.start()].strip()
        return replace(said, author=name)
    return _named(said, name, said.title) if said.publisher is None else said


def _behind(said: Claim, text: str) -> Claim:
    """Read "Publisher, Place, date" and the like, in whatever order."""
    for part in _PARTS.split(text):
        name = part.strip(_EDGES + '.«»“”"()[]/')
        if not name or is_pointer(name):
            continue
        if (day := iso_date(name)) is not None:
            said = replace(said, date=said.date or day)
        elif (tag := language_tag(name)) is not None:
            said = replace(said, language=said.language or tag)
        elif said.publisher is not None and said.place is None and is_place(name):
            said = replace(said, place=name)
        elif said.publisher is None and is_publisher(name):
            said = replace(said, publisher=_fold(name))
    return _joined_date(said, text)


def _joined_date(said: Claim, text: str) -> Claim:
    """Find "March 30, 2014", which the comma has cut in two."""
    if said.date is not None and len(said.date) > 4:
        return said
    return replace(said, date=_dates([part for part in _PARTS.split(text) if part]) or said.date)


def _dates(parts: list[str]) -> str | None:
    for one, other in itertools.pairwise(parts):
        if (day := iso_date(f"{one}, {other}")) is not None:
            return day
    return next(filter(None, map(iso_date, parts)), None)


def _bibliographic(said: Claim, text: str, start: int, end: int) -> Claim:
    """Read "Author A. B. Title" in front of "// Publisher", as Slavic bibliographies have it."""
    match = re.match(r"((?:[^\W\d_]\S*\s+)(?:[^\W\d_]\.\s*){1,2})", text[start:end])
    if match is None:
        return replace(said, title=title_span(text, start, end))
    author = match[1].strip()
    return replace(said, author=author, title=title_span(text, start + match.end(), end))


def _named(said: Claim, name: str, title: tuple[int, int] | None) -> Claim:
    """Add a publisher, splitting "Kyiv Post, Ukraine" where the end is a country."""
    name = _fold(name).strip(_EDGES)
    head, comma, tail = name.rpartition(",")
    if comma and head.strip() and is_place(tail):
        return replace(said, title=title, publisher=_unquoted(head), place=tail.strip())
    return replace(said, title=title, publisher=_unquoted(name))


def _unquoted(name: str) -> str:
    """Return a name without the quotation marks that Slavic languages put around it."""
    name = name.strip()
    return name[1:-1].strip() if len(name) > 2 and name[-1] == _QUOTES.get(name[0]) else name


def _looks_like_name(text: str) -> bool:
    """Tell a publisher's name behind a title from the title's own last words."""
    name = text.strip(_EDGES + ".")
    words = [word for part in _PARTS.split(name) if iso_date(part) is None for word in part.split()]
    if not words or len(words) > 5 or not is_publisher(name):
        return False
    capitals = sum(word[0].isupper() or word[0].isdigit() or "." in word for word in words)
    return (words[0][0].isupper() and capitals * 2 >= len(words)) or (
        "." in words[0] and len(words) == 1
    )


def _frames(part: str, quoted: re.Match[str]) -> bool:
    """Tell whether a quoted stretch is the title, not words quoted inside one.

    A title in quotation marks stands between separators: "Author, «Title», Publisher".
    """
    before, behind = part[: quoted.start()].rstrip(), part[quoted.end() :].lstrip()
    opens = not before or before[-1] in ",.:;—–-|"
    # American usage has the comma inside: "Title," Publisher.
    closes = not behind or behind[0] in ",.;—–-|/([" or quoted[0][-2] in ",."
    return opens and closes


def _fold(text: str) -> str:
    return " ".join(text.split())
