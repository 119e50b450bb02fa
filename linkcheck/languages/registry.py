"""The rare language tags: whatever the IANA registry of BCP 47 allows. Slow to import."""

from __future__ import annotations

from langcodes import Language
from langcodes.tag_parser import LanguageTagError

__all__ = ["registered_language"]


def registered_language(tag: str) -> str | None:
    """Return the primary language of any tag that the registry allows, None for any other.

    Args:
        tag: as found, in lowercase.
    """
    try:
        language = Language.get(tag)
    except (LanguageTagError, ValueError):
        return None
    if language.language in {None, "und", "mul", "zxx"} or not language.is_valid():
        return None
    return language.language
