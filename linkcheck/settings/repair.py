"""How lost sources are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from linkcheck.settings.relocations import Relocation

__all__ = ["Outlet", "RepairSettings"]


class Outlet(msgspec.Struct, frozen=True, kw_only=True):
    """An outlet that the user names.

    Attributes:
        name: as articles give it.
        aliases: its other names.
        domains: where it publishes, or has published.
        language: BCP 47 tag of what it publishes, or None.
    """

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    language: str | None = None


class RepairSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Whether and how lost sources are looked for.

    Attributes:
        propose: look for the sources whose findings are reported, and propose addresses.
        archives: addresses of web archives to ask before those that linkcheck knows.
        known_archives: also ask the archives that linkcheck knows.
        finders: names of search services to ask besides; see `linkcheck.repair.finders`.
        outlets: where outlets publish, besides what linkcheck knows.
        relocations: where sites went, besides what linkcheck knows.
        budget: requests for one citation at most.
    """

    propose: bool = False
    archives: tuple[str, ...] = ()
    known_archives: bool = True
    finders: tuple[str, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    relocations: tuple[Relocation, ...] = ()
    budget: int = 24
