"""The web: an address in, what came of asking for it out.

The only room that talks to the network. Its names are imported late, since HTTP clients are slow
to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck.web.client import Fetcher
    from linkcheck.web.http2 import Http2Transport
    from linkcheck.web.httpx_sender import HttpxSender
    from linkcheck.web.record import Recorder
    from linkcheck.web.replay import ReplayTransport
    from linkcheck.web.settings import FetchSettings
    from linkcheck.web.transport import GuardedSender

__all__ = [
    "FetchSettings",
    "Fetcher",
    "GuardedSender",
    "Http2Transport",
    "HttpxSender",
    "Recorder",
    "ReplayTransport",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "FetchSettings": "settings",
        "Fetcher": "client",
        "GuardedSender": "transport",
        "Http2Transport": "http2",
        "HttpxSender": "httpx_sender",
        "Recorder": "record",
        "ReplayTransport": "replay",
    },
)
