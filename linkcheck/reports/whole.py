"""What all reports share that are written at the end, in the order of the articles."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TextIO

from linkcheck.reports.places import Places

if TYPE_CHECKING:
    from linkcheck.models import Verdict
    from linkcheck.reports.format import Style

__all__ = ["WholeReporter"]


class WholeReporter:
    """A report that needs to know everything before it says anything.

    Args:
        stream: where to.
        style: how it is to look.
    """

    streams = False

    def __init__(self, stream: TextIO, style: Style) -> None:
        self._stream = stream
        self._style = style
        # A StringIO has no encoding and takes everything.
        self._encoding = (getattr(stream, "encoding", None) or "utf-8").lower()
        self._unicode = self._encoding.startswith("utf")

    @functools.cached_property
    def _places(self) -> Places:
        """Articles' paths as seen from the root of their repository."""
        return Places()

    def verdict(self, verdict: Verdict) -> None:
        """Wait for the end."""
