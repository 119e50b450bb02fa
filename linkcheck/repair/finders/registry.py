"""The finders: those of linkcheck, and those that other packages add.

A package adds one through the entry point group `linkcheck.finders`:

    [project.entry-points."linkcheck.finders"]
    mine = "my_package.finder:FINDER"

`FINDER` is a `linkcheck.repair.finders.base.FinderInfo`. A search service is asked only where the
settings name it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.errors import UsageError
from linkcheck.repair.finders import crossref, searxng, site_index
from linkcheck.repair.finders.base import FinderInfo
from linkcheck.text.plugins import load_plugin, plugins

if TYPE_CHECKING:
    from linkcheck.repair.finders.base import Finder
    from linkcheck.settings.repair import RepairSettings

__all__ = ["chosen_finders", "finder_names"]

_OWN = {info.name: info for info in (site_index.FINDER, crossref.FINDER, searxng.FINDER)}
_GROUP = "linkcheck.finders"


def finder_names() -> tuple[str, ...]:
    """Return the names of the finders that settings can choose."""
    chosen = [name for name, info in _OWN.items() if not info.always]
    return (*chosen, *(name for name in plugins(_GROUP) if name not in _OWN))


def chosen_finders(settings: RepairSettings) -> list[Finder]:
    """Return the finders of a run, in the order in which they are asked.

    Raises:
        UsageError: one is not known, or cannot be used.
    """
    infos = [info for info in _OWN.values() if info.always]
    infos += [_named(name) for name in settings.finders]
    return [info.make(settings) for info in infos]


def _named(name: str) -> FinderInfo:
    if name in _OWN:
        return _OWN[name]
    if (entry := plugins(_GROUP).get(name)) is not None:
        return load_plugin(entry, FinderInfo)
    message = f"unknown finder {name!r}; choose one of {', '.join(finder_names())}"
    raise UsageError(message)
