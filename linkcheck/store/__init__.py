"""The store: what addresses answered before, so that nobody is asked twice without need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck.store.database import Store
    from linkcheck.store.records import Kept, Known, Saved, Sighting, StoreSettings, default_path
    from linkcheck.store.trend import trend_of

__all__ = [
    "Kept",
    "Known",
    "Saved",
    "Sighting",
    "Store",
    "StoreSettings",
    "default_path",
    "trend_of",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Kept": "records",
        "Known": "records",
        "Saved": "records",
        "Sighting": "records",
        "Store": "database",
        "StoreSettings": "records",
        "default_path": "records",
        "trend_of": "trend",
    },
)
