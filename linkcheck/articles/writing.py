"""How an address is put into an article: the smallest change that leaves all else as it is.

Each format has a `Writer`, or none where files of it are not changed. A writer never guesses: where
a stretch is not what it expects, it makes no edit and says why.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from linkcheck.text.entities import attribute_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.models import Citation, Proposal, Snapshot, UrlStatus

__all__ = ["CannotWriteError", "Edit", "Writer", "edited"]

_UNSAFE = re.compile(
    r"[\s\"<>\\^`{|}\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LAST_SIGNS = re.compile(r"[.,:;!?]+\Z")
_DELIMITERS = ('"', "'", "<", "=", "{", "|", "[", "](")
"""What is before an address whose end is marked: it may end with any sign."""
_UP = re.compile(r"\A(?:\.\.?/)+")


class CannotWriteError(Exception):
    """An address cannot be put there; the message says why, to follow "not changed:"."""


class Edit(NamedTuple):
    """A stretch of a text and what it becomes.

    Attributes:
        start: offset of its first character.
        end: offset behind its last; the same where something is only added.
        text: what stands there then.
    """

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with some edits made, in their order."""
    parts: list[str] = []
    position = 0
    for edit in edits:
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, text[position:]])


class Writer:
    """Writes plain text: the base of all writers.

    Args:
        escaped: characters that the format needs percent-encoded in an address, besides those that
            no address may have.
        adds: whether an address can be added where there is none.
    """

    def __init__(self, escaped: str = "", *, adds: bool = True) -> None:
        self._escaped = escaped
        self._adds = adds

    def robust(self) -> Writer:
        """Return a writer that also says what an archived copy is a copy of, if the format can."""
        return self

    def spelled(self, url: str, written: str | None) -> str:  # noqa: ARG002 - other formats look at it
        """Return an address as it stands in a file of the format.

        Args:
            url: the address.
            written: what it takes the place of, as it stands in the file, or None.
        """
        safe = _UNSAFE.sub(lambda match: _percent(match[0]), url)
        return "".join(_percent(char) if char in self._escaped else char for char in safe)

    def meant(self, written: str) -> str:
        """Return an address as it is meant, without the escapes and entities of the format."""
        return attribute_value(_ESCAPED.sub(r"\1", "".join(written.split())))

    def leads_to(self, written: str, url: str) -> bool:
        """Tell whether a stretch of the file is an address, whole or relative to another one.

        Args:
            written: the stretch.
            url: the address.
        """
        meant = self.meant(written)
        if url in {written, meant, f"http://{meant}"}:  # people write "www.x.example"
            return True
        try:  # of "../a", how far up it leads is not known here
            return bool(meant) and urljoin(url, _UP.sub("", meant)) == url
        except ValueError:
            return False

    def proposed(
        self,
        text: str,
        citation: Citation,
        proposal: Proposal,
        status: UrlStatus | None,
        front: int,
    ) -> list[Edit]:
        """Return the edits that apply a proposal of an address.

        Args:
            text: the file's.
            citation: has an address, or none.
            proposal: what to apply.
            status: what became of the address.
            front: offset where the front matter ends; 0 where there is none.

        Raises:
            CannotWriteError: it cannot be applied; the message says why.
        """
        if citation.url is None and citation.location.start < front:
            raise CannotWriteError("an address cannot be added to front matter")
        if proposal.snapshot is not None:
            return self.archived(text, citation, proposal.snapshot, status)
        if citation.url is None:
            return self.linked(text, citation, proposal.replacement)
        return self.readdressed(text, citation, proposal.replacement)

    def readdressed(self, text: str, citation: Citation, url: str) -> list[Edit]:
        """Return the edits that give a citation another address.

        Args:
            text: the file's.
            citation: has an address.
            url: the new one.

        Raises:
            CannotWriteError: the address does not stand in the text as it was read.
        """
        place = citation.location
        written, address = citation.written, citation.url
        if (
            written is None
            or address is None
            or text[place.start : place.end] != written
            or not self.leads_to(written, address)
        ):
            raise CannotWriteError("the address is not in the text as linkcheck reads it")
        spelled = self.spelled(url, written)
        before = text[max(0, place.start - 2) : place.start]
        if not before.endswith(_DELIMITERS):
            spelled = _bare(spelled)
        return [Edit(place.start, place.end, spelled)]

    def archived(
        self, text: str, citation: Citation, snapshot: Snapshot, status: UrlStatus | None
    ) -> list[Edit]:
        """Return the edits by which a citation leads to an archived copy.

        Args:
            text: the file's.
            citation: has an address, or none.
            snapshot: the copy.
            status: what became of the address.

        Raises:
            CannotWriteError: as `readdressed`.
        """
        del status  # formats without a field for it
        if citation.url is None:
            return self.linked(text, citation, snapshot.url)
        return self.readdressed(text, citation, snapshot.url)

    def linked(self, text: str, citation: Citation, url: str) -> list[Edit]:
        """Return the edits that give an address to a citation that has none.

        Args:
            text: the file's.
            citation: its location is the whole item.
            url: the address.

        Raises:
            CannotWriteError: it cannot be put there.
        """
        if not self._adds:
            raise CannotWriteError("an address cannot be added to a source of this format")
        end = citation.location.end
        if not text[citation.location.start : end].strip():
            raise CannotWriteError("the source is not in the text as linkcheck reads it")
        before = "" if text[end - 1].isspace() else " "
        behind = "" if end == len(text) or text[end].isspace() else " "
        return [Edit(end, end, f"{before}{_bare(self.spelled(url, None))}{behind}")]

    @staticmethod
    def title(text: str, citation: Citation) -> tuple[int, int] | None:
        """Return where the title stands, if that is known and inside the text."""
        place = citation.title_location
        if place is None or not 0 <= place.start < place.end <= len(text):
            return None
        return place.start, place.end


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))


def _bare(spelled: str) -> str:
    """Return an address for running text, where signs at its end belong to the sentence."""
    return _LAST_SIGNS.sub(lambda match: _percent(match[0]), spelled)
