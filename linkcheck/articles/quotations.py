"""The words an article quotes, and whom it names as having said them."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from linkcheck.articles.blocks import Block, BlockKind
from linkcheck.articles.references.vocabulary import speech_verbs
from linkcheck.models import Quotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.articles.source import Source

__all__ = ["read_quotations"]

# Shorter ones are names, titles and scare quotes.
MIN_WORDS = 4
_NEAR = 120
# Characters of markup between the words of a link and its address.
_MARKUP = 200

# Marks of two kinds are often mixed. Each alternative begins with its mark, which is quick to find.
_QUOTED = re.compile(
    r"“([^“”\"]{10,3000})[”\"]|«([^«»]{10,3000})»|„([^„“”]{10,3000})[“”]"
    r"|\"(?<!\w\")([^\"“”]{10,3000})[\"”](?!\w)"
)
# Where a quotation goes on in the next paragraph, only its beginning is marked in this one.
_GOES_ON = re.compile(r"\s*[“\"«„]([^“”\"«»„]{10,3000})\Z")
_MARKS = re.compile('[“«„"]')
# One to four capitalised words; "the ministry" and the like name no speaker to look for.
_NAME = r"(?:[A-ZА-ЯІЇЄҐЁ][\w’'.-]*)(?:\s+[A-ZА-ЯІЇЄҐЁ][\w’'.-]*){0,3}"


def read_quotations(blocks: Iterable[Block], source: Source) -> Iterator[Quotation]:
    """Yield the quotations in an article's paragraphs, in order.

    Args:
        blocks: the main text.
        source: the file they came from.
    """
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            continue
        text = block.text
        if not _MARKS.search(text):
            continue
        places = block.places()
        around = _with_addresses(block)
        for match in _quoted(text):
            group = match.lastindex or 0
            words = match[group].strip().rstrip(",")
            if len(words.split()) < MIN_WORDS:
                continue
            start = match.start(group) + match[group].index(words)
            yield Quotation(
                text=" ".join(words.split()),
                location=source.locate(*places.span(start, start + len(words))),
                speaker=_speaker(
                    text[max(0, match.start() - _NEAR) : match.start()], text[match.end() :]
                ),
                paragraph=source.locate(*around),
            )


def _quoted(text: str) -> list[re.Match[str]]:
    """Return what stands in quotation marks, in order."""
    found = list(_QUOTED.finditer(text))
    unclosed = None if found else _GOES_ON.match(text)
    return found if unclosed is None else [unclosed]


def _with_addresses(block: Block) -> tuple[int, int]:
    """Return where a block stands, with the addresses of links that begin or end it.

    Those that are written elsewhere, as Markdown's references are, do not belong to it.
    """
    start, end = block.start, block.end
    first, last = block.pieces[0].link, block.pieces[-1].link
    if first is not None and 0 < start - first.start < len(first.url) + _MARKUP:
        start = first.start
    if last is not None and 0 < last.end - end < len(last.url) + _MARKUP:
        end = last.end
    return start, end


def _speaker(before: str, behind: str) -> str | None:
    """Return the name beside the quotation: '…," Kerry said' or 'Kerry said: "…'."""
    after, ahead = _patterns()
    if match := after.match(behind[:_NEAR]):
        return str(match["first"] or match["second"]).rstrip(".")
    matches = list(ahead.finditer(before))
    return matches[-1]["name"] if matches else None


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    verbs = speech_verbs()
    after = rf"[\s,.;:—–-]*(?:(?P<first>{_NAME})\s+(?:{verbs})\b|(?:{verbs})\s+(?P<second>{_NAME}))"
    ahead = rf"(?P<name>{_NAME})\s+(?:{verbs})\b[^.!?]{{0,60}}[:,]?\s*$"
    return re.compile(after), re.compile(ahead)
