"""Which findings are hidden, for whom, why and until when."""

from __future__ import annotations

import functools
import re
from contextlib import suppress
from datetime import date
from fnmatch import translate

from linkcheck.errors import UsageError
from linkcheck.models import Citation, Location, Rule
from linkcheck.text.patterns import matching
from linkcheck.text.urls import address_key, host, is_within
from linkcheck.text.validated import Validated

__all__ = ["Ignore"]


class Ignore(Validated, frozen=True, kw_only=True):
    """What is not to be reported. All that is given must fit; nothing given fits everything.

    Attributes:
        rules: names of the rules; all where empty.
        url: pattern of the address, `*` for anything ("https://old.example/*").
        host: of the address; its subdomains are meant too.
        path: pattern of the article's path, as in `.gitignore`.
        root: the folder that the pattern starts from; the current one where empty.
        until: the last day it holds, ISO 8601, or None for ever.
        reason: why.
        location: where it is written, or None where in a program.
    """

    rules: tuple[Rule, ...] = ()
    url: str | None = None
    host: str | None = None
    path: str | None = None
    root: str = ""
    until: str | None = None
    reason: str | None = None
    location: Location | None = None

    def __post_init__(self) -> None:
        """Check all values.

        Raises:
            UsageError: one cannot be used.
        """
        super().__post_init__()
        if self.until is not None and not _is_day(self.until):
            message = f"Ignore.until: {self.until!r} is not a day such as 2027-01-31"
            raise UsageError(message)

    def covers(self, citation: Citation) -> bool:
        """Tell whether a citation is meant."""
        url = citation.url or ""
        if self.url is not None:
            pattern = _pattern(self.url)
            if not (pattern.match(url) or pattern.match(address_key(url))):
                return False
        if self.host is not None and not _is_of(url, self.host):
            return False
        here = citation.location.path
        return self.path is None or bool(matching((self.path,), here, self.root))


def _is_day(text: str) -> bool:
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat() == text
    return False


@functools.lru_cache(maxsize=1 << 14)
def _pattern(text: str) -> re.Pattern[str]:
    # Of the shell's patterns only the star: addresses have question marks and brackets.
    return re.compile(translate(text.replace("[", "[[]").replace("?", "[?]")))


def _is_of(url: str, wanted: str) -> bool:
    return is_within(url, _named(wanted))


@functools.lru_cache(maxsize=1 << 14)
def _named(text: str) -> str:
    """Return a host that a person has written in the form in which hosts are compared."""
    text = text.strip().rstrip(".").lower().removeprefix("*.")
    return host(f"https://{text}/") or text
