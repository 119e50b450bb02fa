"""What language a text is in, and whether two spellings are of one name."""

from __future__ import annotations

from linkcheck.languages.detection import detect
from linkcheck.languages.detectors import Detect, Detector
from linkcheck.languages.names import same_language
from linkcheck.languages.spellings import same_name

__all__ = ["Detect", "Detector", "detect", "same_language", "same_name"]
