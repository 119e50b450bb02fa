"""What language a text is in."""

from __future__ import annotations

from linkcheck.languages.detection import detect
from linkcheck.languages.names import same_language

__all__ = ["detect", "same_language"]
