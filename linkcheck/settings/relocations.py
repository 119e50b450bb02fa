"""Where sites have moved to, as somebody has written it down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkcheck.text.rewriting import Pattern, Template, host_named
from linkcheck.text.validated import Validated

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["KEPT", "Relocation"]

KEPT = "kept"
"""What `Relocation.path` says where the path and the query stay as they are."""
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


class Relocation(Validated, frozen=True, kw_only=True):
    """A site's move: which of its addresses have become which.

    It only says where to look: the page that is there decides.

    Attributes:
        host: the host that was cited, its `www.` included; its first label may be a name, as in
            "{lang}.old.example".
        to: the host (where the path is kept), or an address with names in it, as in
            "https://new.example/{lang}/{id}"; {host} is the one that was cited, without `www.`.
        path: "kept", or a pattern as in "/content/{slug}/{id:int}.html"; see
            `linkcheck.text.rewriting.Pattern`.
        since: the first day of publication that it holds for, ISO 8601, or None.
        until: the last day, or None.
        source: the address of the document that says so.
        read: the day when that was read, ISO 8601.
        note: what else is to be known.
    """

    host: str
    to: str
    path: str = KEPT
    since: str | None = None
    until: str | None = None
    source: str | None = None
    read: str | None = None
    note: str | None = None

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with it, for people."""
        known = {"host"}
        try:
            label, _ = host_named(self.host)
            known |= {label} if label else set()
        except ValueError as error:
            yield f"from: {error}"
        try:
            known |= Pattern(self.path).names if self.path != KEPT else set()
        except ValueError as error:
            yield f"path: {error} (or write {KEPT!r})"
        try:
            template = Template(self.to)
        except ValueError as error:
            yield f"to: {error}"
        else:
            missing = ", ".join(sorted(template.names - known))
            if missing:
                yield f"to: neither from nor path names {missing}"
        for name in ("since", "until"):
            day = getattr(self, name)
            if day is not None and not _DATE.fullmatch(day):
                yield f"{name}: {day!r} is not a date such as 2009-01-20"
        if self.since and self.until and self.until < self.since:
            yield "until is before since"
