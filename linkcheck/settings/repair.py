"""How lost sources are looked for."""

from __future__ import annotations

from linkcheck.settings.relocations import Relocation
from linkcheck.text.validated import NotNegative, Validated

__all__ = ["RepairSettings"]


class RepairSettings(Validated, frozen=True, kw_only=True):
    """Whether and how lost sources are looked for.

    Attributes:
        propose: look for the sources whose findings are reported, and propose addresses.
        archives: addresses of web archives to ask before those that linkcheck knows.
        known_archives: also ask the archives that linkcheck knows.
        finders: names of search services to ask besides; see `linkcheck.repair.finders`.
        relocations: where sites went, besides what linkcheck knows.
        budget: requests for one citation at most.
    """

    propose: bool = False
    archives: tuple[str, ...] = ()
    known_archives: bool = True
    finders: tuple[str, ...] = ()
    relocations: tuple[Relocation, ...] = ()
    budget: NotNegative[int] = 90
