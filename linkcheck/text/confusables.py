"""Cyrillic and Latin letters that look alike (Unicode TR 39, confusables.txt)."""

from __future__ import annotations

__all__ = ["TO_CYRILLIC", "TO_LATIN"]

# Alike in the usual typefaces, and typed for each other without anyone seeing it.
_CYRILLIC, _LATIN = "аеорсухі", "aeopcyxi"

TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
"""From lower-case Latin letters to the Cyrillic ones that are typed instead of them."""

TO_LATIN = str.maketrans(_CYRILLIC + "јѕԁһԛԝвкмнтг", _LATIN + "jsdhqwbkmhtr")
"""From lower-case Cyrillic letters to Latin ones, also those that are alike only in small print."""
