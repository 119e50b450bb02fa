"""Links from a report to the lines of articles, by the user's own pattern."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from linkcheck.errors import UsageError
from linkcheck.models import GIVEN

if TYPE_CHECKING:
    from linkcheck.reports.places import Places

__all__ = ["SourceLinks", "source_pattern"]

_PLACE = re.compile(r"\{([^{}]*)\}")
_PLACES = ("path", "line")


def source_pattern(text: str) -> str:
    """Return a pattern of addresses with places for a path and a line.

    Args:
        text: such as `https://github.com/owner/repository/blob/main/{path}#L{line}`.

    Raises:
        UsageError: it cannot be used.
    """
    if not re.match(r"(?i)https?://[^\s/{}@\\]+(?:/|$)", text) or not text.isprintable():
        message = f"{text!r} is not an address that begins with https:// and a host"
        raise UsageError(message)
    names = _PLACE.findall(text)
    if unknown := [name for name in names if name not in _PLACES]:
        message = f"{{{unknown[0]}}} in {text!r} is unknown: use {{path}} and {{line}}"
        raise UsageError(message)
    if "path" not in names:
        message = f"{text!r} has no {{path}}: without it, every link would be the same"
        raise UsageError(message)
    return text


class SourceLinks:
    """Makes links to articles.

    Args:
        pattern: see `source_pattern`; without one there are no links.
        places: the articles' paths.
    """

    def __init__(self, pattern: str | None, places: Places) -> None:
        self._pattern = source_pattern(pattern) if pattern is not None else None
        self._places = places

    def of(self, path: str) -> str | None:
        """Return the address of an article with `{line}` left in it, or None where it has none.

        An article outside the repository has none.
        """
        inside = self._places.relative(path)
        if self._pattern is None or inside is None or inside in {"-", GIVEN}:
            return None
        return self._pattern.replace("{path}", quote(os.fsencode(inside), safe="/"))
