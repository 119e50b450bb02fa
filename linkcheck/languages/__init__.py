"""What language a text is in, and whether two spellings are of one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck.languages.detection import detect
    from linkcheck.languages.detectors import Detect, Detector
    from linkcheck.languages.names import same_language
    from linkcheck.languages.registry import registered_language
    from linkcheck.languages.spellings import same_name

__all__ = ["Detect", "Detector", "detect", "registered_language", "same_language", "same_name"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Detect": "detectors",
        "Detector": "detectors",
        "detect": "detection",
        "registered_language": "registry",
        "same_language": "names",
        "same_name": "spellings",
    },
)
