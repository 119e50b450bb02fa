"""Which client sends requests: our own, or one of httpx's; each is loaded only where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from linkcheck import web

if TYPE_CHECKING:
    import httpx

    from linkcheck.web.messages import Sender
    from linkcheck.web.settings import FetchSettings

    Transport: TypeAlias = httpx.AsyncBaseTransport
    """What the user may bring to send requests through."""
    Client: TypeAlias = httpx.AsyncClient
    """A client of the user's own."""

__all__ = ["is_recorded", "sender_for"]


def is_recorded(transport: httpx.AsyncBaseTransport | None) -> bool:
    """Tell whether a transport answers from a recording."""
    if transport is None:
        return False
    return isinstance(transport, web.ReplayTransport)


def sender_for(
    carrier: httpx.AsyncBaseTransport | httpx.AsyncClient | None, settings: FetchSettings
) -> Sender:
    """Return what requests are sent with: what the user has brought, or our own.

    Raises:
        UsageError: something it needs is missing.
    """
    if carrier is None and not settings.http2:
        return web.GuardedSender(settings)

    if carrier is None:
        carrier = web.Http2Transport(settings)
    return web.HttpxSender(carrier, settings)
