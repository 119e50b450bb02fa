"""What a reference is divided into: units, each with its kind and what is around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkcheck.articles.references.dates import Day

__all__ = ["Kind", "Unit"]


class Kind:
    """What a unit is: letters, so that they cost nothing as parts of a feature."""

    TEXT = "t"
    INITIALS = "i"
    DATE = "d"
    ACCESS = "x"  # the words before the date
    ACCESSED = "X"  # the date itself
    ARCHIVE = "v"
    ARCHIVED = "V"
    UPDATE = "y"
    UPDATED = "Y"
    ADDRESS_WORD = "w"
    URL = "u"
    IDENTIFIER = "n"
    LANGUAGE = "l"
    MEDIUM = "m"
    REMARK = "r"
    PAGES = "p"
    OTHERS = "e"
    UNDATED = "0"
    LEAD = "b"
    NUMBER = "#"


class Unit:
    """A stretch of a reference that has one role."""

    __slots__ = (
        "after",
        "anchor",
        "before",
        "bracket",
        "day",
        "emphasis",
        "end",
        "kind",
        "quoted",
        "start",
        "tag",
        "text",
        "words",
    )

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.text = ""
        self.words: list[str] = []
        self.before = ""
        self.after = ""
        self.quoted = 0
        self.bracket = ""
        self.emphasis = False
        self.anchor = False
        self.day: Day | None = None
        self.tag: str | None = None
