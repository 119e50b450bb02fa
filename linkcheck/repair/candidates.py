"""Addresses where a source may be now, before anybody has looked at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from linkcheck.models.base import Value

if TYPE_CHECKING:
    from linkcheck.models import Citation, Resolution, Verdict

__all__ = ["Candidate", "Kind", "Snapshot", "Web"]

Kind: TypeAlias = Literal["new-address", "other-edition", "archive"]


class Snapshot(Value, frozen=True):
    """A page as a web archive keeps it.

    Attributes:
        archive: name of the archive.
        original: the address that was archived.
        time: when, ISO 8601 with seconds in UTC ("2014-03-31T08:00:00Z").
        url: the address at which readers see it.
        raw: the address at which it stands as it was archived, without the archive's own frame.
        digest: of its content, as the archive names it, or None.
    """

    archive: str
    original: str
    time: str
    url: str
    raw: str
    digest: str | None = None


class Candidate(Value, frozen=True):
    """An address where a source may be.

    Attributes:
        url: the address that the article would give.
        kind: what it is.
        reason: why it may be the source, in words that end no sentence.
        snapshot: the archived copy that it stands for, or None for a page of its own.
    """

    url: str
    kind: Kind
    reason: str
    snapshot: Snapshot | None = None

    @property
    def request(self) -> str:
        """The address to request in order to judge it."""
        return self.url if self.snapshot is None else self.snapshot.raw


class Web(Protocol):
    """What the engine lends: polite requests, guarded as all are."""

    async def get(self, url: str, accept: str | None = None) -> Resolution:
        """Request something that is no source: an archive's index, a sitemap, metadata.

        Args:
            url: its address.
            accept: the media type wanted, or None for any.
        """
        ...

    async def look(self, candidate: Candidate, citation: Citation) -> Verdict:
        """Request a candidate and judge it like the source of that citation.

        Args:
            candidate: where the source may be.
            citation: what the article says of it; its address and archive do not matter.
        """
        ...
