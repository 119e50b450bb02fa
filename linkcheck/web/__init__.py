"""The web: an address in, what came of asking for it out.

The only room that talks to the network. Nothing is imported until it is used, since the HTTP
client is slow to import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkcheck.web.client import Fetcher
    from linkcheck.web.record import Recorder
    from linkcheck.web.replay import ReplayTransport
    from linkcheck.web.settings import FetchSettings

__all__ = ["FetchSettings", "Fetcher", "Recorder", "ReplayTransport"]

_HOMES = {
    "FetchSettings": "linkcheck.web.settings",
    "Fetcher": "linkcheck.web.client",
    "Recorder": "linkcheck.web.record",
    "ReplayTransport": "linkcheck.web.replay",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
