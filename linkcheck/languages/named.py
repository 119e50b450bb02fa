"""What languages are called."""

from __future__ import annotations

from functools import lru_cache

import langcodes

__all__ = ["is_language", "language_name"]


@lru_cache(maxsize=256)
def language_name(tag: str, language: str = "en") -> str:
    """Return what a language is called in another one, or the tag where it has no name.

    Args:
        tag: of the language (BCP 47).
        language: tag of the other one.
    """
    return langcodes.Language.get(tag).display_name(language) if is_language(tag) else tag


@lru_cache(maxsize=256)
def is_language(tag: str) -> bool:
    """Tell whether a text is a language's tag (BCP 47)."""
    return tag != "und" and langcodes.tag_is_valid(tag)
