"""The store: what addresses answered before, so that nobody is asked twice without need."""

from __future__ import annotations

from linkcheck.store.database import Store
from linkcheck.store.records import Kept, Known, Sighting, StoreSettings, default_path

__all__ = ["Kept", "Known", "Sighting", "Store", "StoreSettings", "default_path"]
