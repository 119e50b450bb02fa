"""What is not to be reported, for whom, why and until when.

Pure: the day is passed in. Every entry is told of at its own place: one whose end has passed comes
back as `expired-ignore`, one that hides nothing is an `unused-ignore`.
"""

from __future__ import annotations

import functools
from fnmatch import translate
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from linkcheck.models import (
    Citation,
    Directive,
    Location,
    Rule,
    Status,
    Verdict,
)
from linkcheck.outcomes import finding
from linkcheck.patterns import matching
from linkcheck.rules import RULES
from linkcheck.statuses import governed, without

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from linkcheck.models import Article, Finding
    from linkcheck.policy import Policy

__all__ = ["Ignore", "Ignores"]


class Ignore(msgspec.Struct, frozen=True, kw_only=True):
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

    def covers(self, citation: Citation) -> bool:
        """Tell whether a citation is meant."""
        url = citation.url or ""
        if self.url is not None and not _pattern(self.url).match(url):
            return False
        if self.host is not None and not _is_of(url, self.host):
            return False
        here = citation.location.path
        return self.path is None or bool(matching((self.path,), here, self.root))


class _Entry:
    """An ignore in use.

    Attributes:
        ignore: what it says; of a comment, the directive in the form of one.
        places: offsets of the citations that a comment speaks of, or None: see `Ignore.covers`.
        hidden: it has hidden something.
        overdue: it would have, had it not expired.
    """

    __slots__ = ("hidden", "ignore", "overdue", "places", "text")

    def __init__(self, ignore: Ignore, places: frozenset[int] | None, text: str) -> None:
        self.ignore = ignore
        self.places = places
        self.text = text
        self.hidden = False
        self.overdue = False

    def covers(self, citation: Citation) -> bool:
        if self.places is not None:
            return citation.location.start in self.places
        return self.ignore.covers(citation)


class Ignores:
    """All that is not to be reported in a run.

    Args:
        entries: for all articles.
        today: ISO 8601 date.
    """

    def __init__(self, entries: Iterable[Ignore], today: str) -> None:
        self._today = today
        self._general = [_Entry(entry, None, _described(entry)) for entry in entries]
        self._of_files: dict[str, list[_Entry]] = {}

    def add(self, article: Article) -> None:
        """Take the comments of an article, which hold for its own citations."""
        entries = self._of_files.setdefault(article.path, []) if article.directives else []
        known = {entry.ignore.location for entry in entries}
        for directive in article.directives:
            if directive.location in known:
                continue  # it speaks of the whole file, of which this is another article
            entry = Ignore(
                rules=directive.rules,
                until=directive.until,
                reason=directive.reason,
                location=directive.location,
            )
            places = None if directive.file else _places(directive, article.citations)
            entries.append(_Entry(entry, places, directive.text))

    def applied(self, verdict: Verdict) -> Verdict:
        """Return a verdict without the findings that are not to be reported."""
        citation = verdict.citation
        entries = [
            entry
            for entry in (*self._of_files.get(citation.location.path, ()), *self._general)
            if entry.covers(citation)
        ]
        hidden = [found for found in verdict.findings if self._hides(entries, found)]
        return without(verdict, hidden) if hidden else verdict

    def leftovers(self, policy: Policy, *, all_checked: bool) -> Iterator[Verdict]:
        """Yield a verdict at the place of every entry that has expired or hides nothing.

        Args:
            policy: whether that is wanted, and how grave it is.
            all_checked: every citation was looked at; otherwise nothing is known to be unused.
        """
        for verdict in self._leftovers(all_checked=all_checked):
            told = governed(verdict, policy)
            if told is not None:
                yield told

    def _leftovers(self, *, all_checked: bool) -> Iterator[Verdict]:
        of_files = (entry for entries in self._of_files.values() for entry in entries)
        for entry in (*of_files, *self._general):
            why = f" ({entry.ignore.reason})" if entry.ignore.reason else ""
            facts = {"until": entry.ignore.until or "", "why": why}
            if entry.overdue:
                template = "this held until {until}{why}: mend the source, or give another end"
                yield _told(entry, finding(Rule.EXPIRED_IGNORE, template, facts))
            elif all_checked and not entry.hidden:
                template = "this hides nothing{why}: it can be removed"
                yield _told(entry, finding(Rule.UNUSED_IGNORE, template, facts))

    def _hides(self, entries: list[_Entry], found: Finding) -> bool:
        hides = False
        for entry in entries:
            if entry.ignore.rules and found.rule not in entry.ignore.rules:
                continue
            if entry.ignore.until is not None and entry.ignore.until < self._today:
                entry.overdue = True
            else:
                entry.hidden = hides = True
        return hides


def _places(directive: Directive, citations: Iterable[Citation]) -> frozenset[int]:
    """Return the offsets of the citations that a comment speaks of."""
    last = directive.last if directive.last is not None else 0
    within = [one for one in citations if directive.first <= _begin(one) < last]
    if directive.alone and within:
        # The first line that has a source; a list item may have its link on its second line.
        line = min(one.location.line for one in within)
        within = [one for one in within if one.location.line == line]
    return frozenset(one.location.start for one in within)


def _begin(citation: Citation) -> int:
    return citation.location.start


def _told(entry: _Entry, found: Finding) -> Verdict:
    place = entry.ignore.location or Location(path="settings", line=1, column=1, start=0, end=0)
    status = RULES[found.rule].status
    return Verdict(
        citation=Citation(location=place, title=entry.text, inline=True),
        status=status if status is not Status.UNVERIFIED else Status.OK,
        findings=(found,),
    )


def _described(entry: Ignore) -> str:
    what = [
        f"{name} {value}" for name in ("url", "host", "path") if (value := getattr(entry, name))
    ]
    rules = ", ".join(rule.value for rule in entry.rules)
    return " ".join(["ignore", *([f"[{rules}]"] if rules else []), *what])


@functools.lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
    import re  # noqa: PLC0415 - for its type alone elsewhere

    # Of the shell's patterns only the star: addresses have question marks and brackets.
    return re.compile(translate(text.replace("[", "[[]").replace("?", "[?]")))


def _is_of(url: str, host: str) -> bool:
    try:
        found = (urlsplit(url).hostname or "").removesuffix(".")
    except ValueError:
        return False
    wanted = host.lower().removeprefix("*.")
    return found == wanted or found.endswith(f".{wanted}")
