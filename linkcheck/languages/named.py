"""What languages are called."""

from __future__ import annotations

from functools import lru_cache

import linkcheck.languages
from linkcheck.languages.cldr import languages

__all__ = ["is_language", "language_name"]

_READERS = ("en", "uk", "ru")
"""Languages of the names in CLDR's table here, which is much faster to load than langcodes."""


@lru_cache(maxsize=256)
def language_name(tag: str, language: str = "en") -> str:
    """Return what a language is called in another one, or the tag where it has no name.

    Args:
        tag: of the language (BCP 47).
        language: tag of the other one.
    """
    if tag in languages() and language in _READERS:
        return languages()[tag].names[_READERS.index(language)]
    return linkcheck.languages.registered_name(tag, language) if is_language(tag) else tag


@lru_cache(maxsize=256)
def is_language(tag: str) -> bool:
    """Tell whether a text is a language's tag (BCP 47)."""
    return tag in languages() or linkcheck.languages.registered_language(tag) is not None
