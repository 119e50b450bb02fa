"""Suppress findings: by comments in articles, and by entries of the settings.

Pure: the day is passed in. Each entry is reported where it is written: as `expired-ignore` once its
end has passed, as `unused-ignore` where it hides nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from copy import copy
from typing import TYPE_CHECKING

import msgspec

from linkcheck.judging.case import IgnoreUse
from linkcheck.judging.judge import judge_ignore
from linkcheck.judging.rules import ABOUT_IGNORES
from linkcheck.judging.status import without_findings
from linkcheck.models import (
    Citation,
    Directive,
    Location,
    PageKind,
    Status,
    Verdict,
)
from linkcheck.settings.ignores import Ignore

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from linkcheck.judging.policy import Policy
    from linkcheck.models import Article, Finding, Rule

__all__ = ["Ignores"]


class _Entry:
    """An ignore in use.

    Attributes:
        ignore: what it says; of a comment, the directive in the form of one.
        text: as a report shows it.
        hidden: it has hidden something.
        overdue: it would have, had it not expired.
        unsure: what it speaks of could not be told this time.
    """

    __slots__ = ("hidden", "ignore", "overdue", "text", "unsure")

    def __init__(self, ignore: Ignore, text: str) -> None:
        self.ignore = ignore
        self.text = text
        self.hidden = False
        self.overdue = False
        self.unsure = False


class Ignores:
    """All that is not to be reported in a run.

    Args:
        entries: for all articles.
        today: ISO 8601 date.
        not_looked_for: rules without findings in this run; an ignore of these alone is not unused.
    """

    def __init__(
        self, entries: Iterable[Ignore], today: str, not_looked_for: Collection[Rule] = ()
    ) -> None:
        self._today = today
        self._not_looked_for = frozenset(not_looked_for) | ABOUT_IGNORES
        self._general = [_Entry(entry, _described(entry)) for entry in entries]
        self._comments: dict[Location, _Entry] = {}
        # By path, and by the offset of a citation, or None for the whole file.
        self._by_place: dict[tuple[str, int | None], list[_Entry]] = {}

    def for_run(self) -> Ignores:
        """Return the ignores of one run: entries are shared, comments are those of its articles."""
        ignores = copy(self)
        ignores._comments = {}  # noqa: SLF001 - a copy of this one
        ignores._by_place = {}  # noqa: SLF001 - the same
        return ignores

    def add(self, article: Article) -> None:
        """Take the comments of an article, which hold for its own citations."""
        points = _points(article.citations)
        for directive in article.directives:
            if directive.location in self._comments:
                continue  # it speaks of the whole file, of which this is another article
            ignore = Ignore(
                rules=directive.rules,
                until=directive.until,
                reason=directive.reason,
                location=directive.location,
            )
            entry = self._comments[directive.location] = _Entry(ignore, directive.text)
            for place in [None] if directive.file else _places(directive, points):
                self._by_place.setdefault((article.path, place), []).append(entry)

    def hides_all(self, citation: Citation) -> bool:
        """Tell whether an entry for all articles hides whatever could be found of a citation.

        Such an address need not be requested, and the entry counts as used.
        """
        found = [
            entry
            for entry in self._general
            if not entry.ignore.rules
            and (entry.ignore.until or self._today) >= self._today
            and entry.ignore.covers(citation)
        ]
        for entry in found:
            entry.hidden = True
        return bool(found)

    def applied(self, verdict: Verdict) -> Verdict:
        """Return a verdict without the findings that are not to be reported."""
        citation = verdict.citation
        path = citation.location.path
        comments = [
            *self._by_place.get((path, citation.location.start), ()),
            *self._by_place.get((path, None), ()),
        ]
        entries = [
            *comments,
            *(entry for entry in self._general if entry.ignore.covers(citation)),
        ]
        if _is_unsure(verdict):
            for entry in entries:
                entry.unsure = True
        hidden = [found for found in verdict.findings if self._hides(entries, found)]
        if not hidden:
            return verdict
        by_comment = tuple(found for found in hidden if self._hides(comments, found))
        return msgspec.structs.replace(without_findings(verdict, hidden), hidden=by_comment)

    def leftovers(
        self, policy: Policy, *, all_checked: bool, all_read: bool = True
    ) -> Iterator[Verdict]:
        """Yield a verdict at the place of every entry that has expired or hides nothing.

        Args:
            policy: whether that is wanted, and how grave it is.
            all_checked: every citation was looked at; otherwise nothing is known to be unused.
            all_read: not only some of the articles; otherwise nothing is known of what is said
                for all of them.
        """
        known = {*self._comments.values(), *(self._general if all_read else ())}
        for entry in (*self._comments.values(), *self._general):
            use = IgnoreUse(
                until=entry.ignore.until,
                reason=entry.ignore.reason,
                overdue=entry.overdue,
                unused=all_checked and entry in known and not self._is_used(entry),
            )
            verdict = judge_ignore(_place(entry), use, policy)
            if verdict is not None:
                yield verdict

    def _is_used(self, entry: _Entry) -> bool:
        """Tell whether an entry hides something, or might in another run."""
        rules = entry.ignore.rules
        return (
            entry.hidden or entry.unsure or (bool(rules) and self._not_looked_for.issuperset(rules))
        )

    def _hides(self, entries: list[_Entry], found: Finding) -> bool:
        meant = [
            entry for entry in entries if not entry.ignore.rules or found.rule in entry.ignore.rules
        ]
        valid = [one for one in meant if (one.ignore.until or self._today) >= self._today]
        for entry in valid:
            entry.hidden = True
        for entry in meant if not valid else ():
            entry.overdue = True
        return bool(valid)


def _is_unsure(verdict: Verdict) -> bool:
    """Tell whether a source could not be looked at this time, as behind a bot check."""
    page = verdict.page
    reached = page is not None and page.liveness.kind is PageKind.LIVING
    return verdict.status is Status.UNVERIFIED and verdict.citation.url is not None and not reached


def _points(citations: Iterable[Citation]) -> list[tuple[int, int, int]]:
    """Return where sources begin and end: offset, line, and the offset they are known by.

    The address may stand on another line than its title, or at the end of the article.
    """
    return sorted(
        (point, place.line, one.location.start)
        for one in citations
        for place in (one.location, one.title_location)
        if place is not None
        for point in (place.start, max(place.start, place.end - 1))
    )


def _places(directive: Directive, points: Sequence[tuple[int, int, int]]) -> set[int]:
    """Return the offsets of the citations that a comment speaks of."""
    first = bisect_left(points, (directive.first, 0, 0))
    last = bisect_left(points, (directive.last or 0, 0, 0))
    within = points[first:last]
    if directive.alone and within:
        # The first line that has a source; a list item may have its link on its second line.
        line = min(point[1] for point in within)
        within = [point for point in within if point[1] == line]
    return {place for _, _, place in within}


def _place(entry: _Entry) -> Citation:
    place = entry.ignore.location or Location(path="settings", line=1, column=1, start=0, end=0)
    return Citation(location=place, title=entry.text, inline=True)


def _described(entry: Ignore) -> str:
    what = [
        f"{name} {value}" for name in ("url", "host", "path") if (value := getattr(entry, name))
    ]
    rules = ", ".join(rule.value for rule in entry.rules)
    return " ".join(["ignore", *([f"[{rules}]"] if rules else []), *what])
