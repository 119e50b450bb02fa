"""Text of headlines as sites and articles write it: what is invisible, what is joined to it."""

from __future__ import annotations

import re

__all__ = ["fold_space", "parts_of_title", "without_invisible"]

# Soft hyphens, zero-width and direction marks, invisible operators, the byte order mark.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# How sites join a headline and their own name; a plain hyphen only with spaces around it.
_SEPARATOR = re.compile(r"\s+[|–—·•»«:/\\-]+\s+|\s*[|•»]\s*|\s*::\s*")
_SEPARATING = frozenset("|–—·•»«:/\\-")


def without_invisible(text: str) -> str:
    """Return a text without the characters that no reader sees."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def fold_space(text: str) -> str:
    """Return a text as one line: white space as single spaces, invisible characters dropped."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")  # nothing to fold, which is soon seen
    folded = " ".join(text.split())
    # What is invisible is not printable; to ask is far quicker than to look for it.
    return folded if folded.isprintable() else " ".join(without_invisible(text).split())


def parts_of_title(text: str) -> list[str]:
    """Return the parts of a title such as "Headline | Section | Site"."""
    return [text] if _SEPARATING.isdisjoint(text) else _SEPARATOR.split(text)
