"""Addresses where a source may be now, before anybody has looked at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

import msgspec

from linkcheck.models import Snapshot
from linkcheck.models.base import Value
from linkcheck.text.archives import original_in

if TYPE_CHECKING:
    from linkcheck.models import Citation, Resolution, Verdict

__all__ = ["Candidate", "Kind", "RememberingWeb", "Snapshot", "Web", "archived_copy"]

REASONS = {"archived": "archived by {archive} on {date}"}
"""Why an address may be the source's."""
Kind: TypeAlias = Literal["new-address", "other-edition", "archive"]


class Candidate(Value, frozen=True):
    """An address where a source may be.

    Attributes:
        url: the address that the article would give.
        kind: what it is.
        reason: why it may be the source, in words that end no sentence, with named places for
            `facts`.
        facts: what fills those places.
        snapshot: the archived copy that it stands for, or None for a page of its own.
        same_address: the cited address itself, in an archive or spelled otherwise.
        redirected: the site itself sends readers of the cited address there.
        elsewhere: on a domain that is neither the cited one nor known to be the outlet's, and that
            nothing of the site led to. Anybody can put up a copy there.
    """

    url: str
    kind: Kind
    reason: str
    snapshot: Snapshot | None = None
    same_address: bool = False
    redirected: bool = False
    elsewhere: bool = False
    facts: dict[str, str] = msgspec.field(default_factory=dict)

    def of_source(self, url: str) -> str | None:
        """Return the address that an answer to the request stands for.

        Args:
            url: the address that answered.

        Returns:
            It, or the address that was archived; None where an archive led out of itself.
        """
        if self.snapshot is None:
            return url
        if url == self.snapshot.raw:
            return self.snapshot.original
        return original_in(url)

    @property
    def request(self) -> str:
        """The address to request in order to judge it."""
        return self.url if self.snapshot is None else self.snapshot.raw


class Web(Protocol):
    """What the engine lends: polite requests, guarded as all are."""

    async def get(
        self, url: str, accept: str | None = None, *, accept_datetime: str | None = None
    ) -> Resolution:
        """Request something that is no source: an archive's index, a sitemap, metadata.

        Args:
            url: its address.
            accept: the media type wanted, or None for any.
            accept_datetime: the moment at which a web archive is to show it (RFC 7089, section
                2.1.1), as an HTTP date; None for any other request.
        """
        ...

    async def look(self, candidate: Candidate, citation: Citation) -> Verdict:
        """Request a candidate and judge it like the source of that citation.

        Args:
            candidate: where the source may be.
            citation: what the article says of it; its address and archive do not matter.
        """
        ...

    def note(self, place: str, *, answered: bool = True) -> None:
        """Note that a place was searched, for a report on what was not found.

        Args:
            place: in words: "the site's map and feed".
            answered: False where it did not answer, so that the source may be there.
        """
        ...


class RememberingWeb(Web, Protocol):
    """A `Web` that requests no candidate twice."""

    def has_seen(self, candidate: Candidate) -> bool:
        """Tell whether looking at a candidate costs no further request."""
        ...


def archived_copy(snapshot: Snapshot, *, same_address: bool) -> Candidate:
    """Return a copy in an archive as a candidate.

    Args:
        snapshot: which.
        same_address: it is of the cited address itself.
    """
    return Candidate(
        url=snapshot.url,
        kind="archive",
        reason=REASONS["archived"],
        facts={"archive": snapshot.archive, "date": snapshot.time[:10]},
        snapshot=snapshot,
        same_address=same_address,
    )
