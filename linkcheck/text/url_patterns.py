"""Which addresses are requested, and in place of which others: patterns that users write.

Patterns may come from the configuration of a repository that anyone can change, so no pattern may
take long: `regex` gives up a search that backtracks without end, which `re` cannot.
"""

from __future__ import annotations

import functools
import math
import re
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any

from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["UrlPatterns", "check_patterns", "remap_rules"]

_LONGEST = 1000
"""Characters of a pattern."""
_MOST = 1000
"""Patterns of one option."""
_LONGEST_URL = 4096
"""Characters of an address that are searched."""
_PATIENCE = 1.0
"""Seconds of processor time for one pattern and one address; most need some millionths of that."""
_SHORT_PATIENCE = 0.01
"""The same for addresses that others led to, once a pattern has taken that long for some."""
_WEB = re.compile(r"(?i)https?://[^\s/?#]")
_GIVEN_UP = 3
"""Addresses for which a pattern may take longer: an address can be made for that as well."""
# What needs memory without end: recursion, and matches with errors. Escapes are neither.
_GREEDY = re.compile(
    r"\\[pPN]\{[^{}]*\}|\\.|(?P<bad>\(\?(?:R|[+-]?[0-9]|&|P>)|\{[^{}]*[eids][^{}]*\})", re.DOTALL
)
_COUNT = re.compile(r"\{([0-9]*),?([0-9]*)\}")
_MOST_COPIES = 10_000
"""The product of all counts in a pattern, each of which may copy what it repeats."""
# As lychee writes them: $1, $name and ${name}.
_REFERENCE = re.compile(r"\$(?:\{(\w+)\}|(\w+))", re.ASCII)


class UrlPatterns:
    """Decides which addresses are requested.

    An address that matches `include` is requested, whatever `exclude` says. Any other is not
    requested where it matches `exclude`, or where there is only `include`.

    Args:
        exclude: regular expressions, searched for anywhere in the address.
        include: the same.
        remap: each a regular expression and what to put in place of a match, with a space between.
    """

    def __init__(
        self, exclude: Sequence[str] = (), include: Sequence[str] = (), remap: Sequence[str] = ()
    ) -> None:
        self._exclude = tuple(exclude)
        self._include = tuple(include)
        self._remap = tuple(remap)
        self._slow: Counter[tuple[str, str]] = Counter()

    def excludes(self, *urls: str) -> bool:
        """Tell whether an address is not to be requested.

        Args:
            urls: the address in all forms that a user may mean: as cited, and as remapped.

        Raises:
            UsageError: a pattern takes too long.
        """
        return self._excludes(urls, self._search)

    def refuses(self, url: str) -> bool:
        """Tell whether an address must not be requested although another led to it.

        One for which a pattern takes too long is refused: sites choose where they redirect, and
        must not be able to end a run.
        """
        return bool(self._exclude) and self._excludes((url,), self._search_led)

    def _excludes(self, urls: Sequence[str], search: Callable[..., Any]) -> bool:
        if not (self._exclude or self._include):
            return False
        if any(search("include-url", each, url) for each in self._include for url in urls):
            return False
        if not self._exclude:
            return True
        return any(
            search("exclude-url", each, url, unsure=True) for each in self._exclude for url in urls
        )

    def remapped(self, url: str) -> str:
        """Return the address to request in place of another: the first rule that matches decides.

        Raises:
            UsageError: a pattern takes too long, or what it makes is not an address.
        """
        for rule in self._remap:
            pattern, template = _remap_parts(rule)
            if found := self._search("remap", pattern, url):
                made = url[: found.start()] + _filled(template, found) + url[found.end() :]
                if _WEB.match(made) is None:
                    message = f"remap: {rule!r} makes {made[:100]!r}, which is not a web address"
                    raise UsageError(message)
                return made
        return url

    def _search(self, option: str, pattern: str, url: str, *, unsure: bool = False) -> Any:
        """Return the match of a pattern in an address; `unsure` where that takes too long."""
        try:
            return _compiled(option, pattern).search(url[:_LONGEST_URL], timeout=_PATIENCE)
        except (TimeoutError, MemoryError) as error:
            message = (
                f"{option}: the pattern {pattern!r} takes too long to compare with an address: "
                "write it with fewer repetitions"
            )
            self._slow[option, pattern] += 1
            if self._slow[option, pattern] >= _GIVEN_UP:
                raise UsageError(message) from error
            left_out = ", which is left out" if unsure else ""
            warnings.warn(f"{message} ({url[:100]}{left_out})", stacklevel=2)
            return unsure

    def _search_led(self, option: str, pattern: str, url: str, *, unsure: bool = False) -> Any:
        """Do the same with an address that another led to; no number of them ends the run."""
        if self._slow[option, pattern] < _GIVEN_UP - 1:
            return self._search(option, pattern, url, unsure=unsure)
        try:
            return _compiled(option, pattern).search(url[:_LONGEST_URL], timeout=_SHORT_PATIENCE)
        except (TimeoutError, MemoryError):
            return unsure


def remap_rules(rules: tuple[str, ...]) -> tuple[str, ...]:
    """Return values of `--remap`.

    Raises:
        UsageError: one is not a regular expression, a space and an address.
    """
    for rule in rules:
        pattern, template = _remap_parts(rule)
        check_patterns("remap", (pattern,))
        count, names = _compiled("remap", pattern).groups, _compiled("remap", pattern).groupindex
        for reference in _references(template):
            known = int(reference) <= count if reference.isdecimal() else reference in names
            if not known:
                message = f"remap: {rule!r}: the pattern has no group {reference!r}"
                raise UsageError(message)
    return rules


def check_patterns(option: str, patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Return patterns as they are.

    Args:
        option: the option that they are values of, for messages.
        patterns: regular expressions.

    Raises:
        UsageError: there are too many, or one cannot be used.
    """
    if len(patterns) > _MOST:
        message = f"{option}: there are more than {_MOST} patterns: join some with |"
        raise UsageError(message)
    for pattern in patterns:
        _compiled(option, pattern)
    return patterns


def _remap_parts(rule: str) -> tuple[str, str]:
    pattern, space, template = rule.strip().rpartition(" ")
    if not space or not pattern.strip():
        message = f"remap: {rule!r} must be a pattern, a space and an address"
        raise UsageError(message)
    return pattern.strip(), template


@functools.lru_cache(maxsize=4 * _MOST)
def _compiled(option: str, pattern: str) -> Any:
    """Return a pattern ready for use.

    Raises:
        UsageError: it is not a regular expression.
    """
    import regex  # noqa: PLC0415 - slow to import, and hardly ever needed

    if not pattern:
        message = f"{option}: an empty pattern matches every address: leave it out"
        raise UsageError(message)
    if len(pattern) > _LONGEST:
        message = f"{option}: {pattern[:60]!r}… is longer than {_LONGEST} characters"
        raise UsageError(message)
    if any(found["bad"] for found in _GREEDY.finditer(pattern)):
        message = f"{option}: {pattern!r}: recursion and matches with errors cannot be used here"
        raise UsageError(message)
    counts = (int(found[2] or found[1] or 1) for found in _COUNT.finditer(pattern))
    if math.prod(max(1, count) for count in counts) > _MOST_COPIES:
        message = f"{option}: {pattern!r}: the counts in braces are too high"
        raise UsageError(message)
    try:
        return regex.compile(pattern)
    except (regex.error, RecursionError, OverflowError, MemoryError, ValueError) as error:
        message = f"{option}: {pattern!r} is not a regular expression: {error}"
        raise UsageError(message) from error


def _references(template: str) -> list[str]:
    return [found[1] or found[2] for found in _REFERENCE.finditer(template)]


def _filled(template: str, found: Any) -> str:
    def value(reference: re.Match[str]) -> str:
        key = reference[1] or reference[2]
        return found[int(key) if key.isdecimal() else key] or ""

    return _REFERENCE.sub(value, template)
