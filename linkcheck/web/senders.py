"""Which client sends requests: our own, or one of httpx's; each is loaded only where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

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
    from linkcheck.web.replay import ReplayTransport  # noqa: PLC0415 - needs httpx, which is slow

    return isinstance(transport, ReplayTransport)


def sender_for(
    carrier: httpx.AsyncBaseTransport | httpx.AsyncClient | None, settings: FetchSettings
) -> Sender:
    """Return what requests are sent with: what the user has brought, or our own.

    Raises:
        UsageError: something it needs is missing.
    """
    if carrier is None and not settings.http2:
        from linkcheck.web.transport import GuardedSender  # noqa: PLC0415 - not with the others

        return GuardedSender(settings)
    from linkcheck.web.httpx_sender import HttpxSender  # noqa: PLC0415 - the same

    if carrier is None:
        from linkcheck.web.http2 import Http2Transport  # noqa: PLC0415 - the same

        carrier = Http2Transport(settings)
    return HttpxSender(carrier, settings)
