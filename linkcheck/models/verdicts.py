"""What follows from comparing the two: evidence, findings, verdicts, reports."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec

from linkcheck.models.answers import History, Resolution
from linkcheck.models.base import Value
from linkcheck.models.cited import Citation, Location, Problem
from linkcheck.models.names import Field, Match, Rule, Severity, Status, UrlStatus
from linkcheck.models.pages import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

__all__ = [
    "Evidence",
    "Finding",
    "Progress",
    "Proposal",
    "Report",
    "Snapshot",
    "Tally",
    "Verdict",
]


_OF_IGNORES = frozenset({Rule.EXPIRED_IGNORE, Rule.UNUSED_IGNORE})


class Evidence(Value, frozen=True):
    """What speaks for or against a citation in one field.

    Attributes:
        field: what was compared.
        match: the outcome.
        relation: how the two relate, where the outcome alone does not say: for titles "same",
            "changed", "translated", "another"; for quotations "same", "changed";
            for languages "declared otherwise" where the page declares another; for a shared page
            "address" or "text", by what is shared; else None.
        score: 0 (nothing in common) to 1 (the same), or None where nothing was compared.
        cited: what the article says.
        found: what the page says.
        source: where on the page that was found (`Candidate.source`), or which fact told it.
    """

    field: Field
    match: Match
    relation: str | None = None
    score: float | None = None
    cited: str | None = None
    found: str | None = None
    source: str | None = None


class Snapshot(Value, frozen=True):
    """A page as a web archive keeps it.

    Attributes:
        archive: name of the archive.
        original: the address that was archived.
        time: when, ISO 8601 with seconds in UTC ("2014-03-31T08:00:00Z").
        url: the address at which readers see it.
        raw: the address of the page as archived, without the archive's toolbar.
        digest: of its content, as the archive names it, or None.
    """

    archive: str
    original: str
    time: str
    url: str
    raw: str
    digest: str | None = None


class Proposal(Value, frozen=True):
    """A way to fix a citation.

    Attributes:
        kind: "new-address", "other-edition", "title" or "archive".
        replacement: the text to put in place of the present one.
        location: the stretch of the article that it replaces; where the citation has no address,
            None: the address is added.
        reason: why this is believed to be right.
        facts: what fills named places of the reason, such as the name of an archive.
        confidence: how likely it is right, from 0 to 1.
        evidence: field by field, how the proposed page compares with the citation; empty where
            the proposal was taken from the answer to the cited address.
        snapshot: the archived copy that is proposed, or None.
    """

    kind: str
    replacement: str
    location: Location | None = None
    reason: str | None = None
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    confidence: float | None = None
    evidence: tuple[Evidence, ...] = ()
    snapshot: Snapshot | None = None

    def __hash__(self) -> int:
        """Hash it by what it proposes; equal proposals are alike in that."""
        return hash((self.kind, self.replacement, self.location, self.reason, self.confidence))

    @property
    def why(self) -> str:
        """The reason in words, what fills it put in; empty where none is given."""
        reason = self.reason or ""
        return reason.format_map(self.facts) if self.facts else reason


class Finding(Value, frozen=True):
    """One thing that an editor should know about a citation.

    Attributes:
        rule: stable name.
        severity: as judged, after settings.
        template: the message with named places for `facts`; the key for translations.
        facts: what fills those places; text from outside, not yet made harmless.
        proposal: how to fix it, where there is a way.
    """

    rule: Rule
    severity: Severity
    template: str
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    proposal: Proposal | None = None

    @property
    def message(self) -> str:
        """The message in English."""
        return self.template.format_map(self.facts)

    def __hash__(self) -> int:
        """Hash it by what it says; equal findings are alike in that."""
        return hash((self.rule, self.severity, self.template, self.proposal))


class Verdict(Value, frozen=True):
    """What became of one citation, with all that it rests on.

    Attributes:
        citation: what the article says.
        status: the answer.
        article: the article's title, or None.
        article_id: its identity inside a file that holds several, or None.
        article_format: name of the format that its file was read as, or None.
        article_published: ISO 8601 date or date-time of the article, or None.
        url_status: the same in CS1 terms, or None where it could not be told.
        findings: the gravest first; empty on a good one.
        evidence: field by field.
        resolution: what came of asking, its body dropped, or None where nothing was asked.
        page: what was read there, its text dropped, or None.
        history: what earlier runs say of the address.
        hidden: findings that a comment in the article suppresses.
    """

    citation: Citation
    status: Status
    article: str | None = None
    article_id: str | None = None
    article_format: str | None = None
    article_published: str | None = None
    url_status: UrlStatus | None = None
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    resolution: Resolution | None = None
    page: Page | None = None
    history: History = History()
    hidden: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the source still says what the article cites it for."""
        return self.status is Status.OK

    @property
    def is_about_ignore(self) -> bool:
        """Whether it is no citation that it judges, but an ignore (`unused-ignore`, …)."""
        return bool(self.findings) and all(each.rule in _OF_IGNORES for each in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, in the form of the json report (`report.schema.json`)."""
        data: dict[str, Any] = _values().verdict_data(self)
        return data

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the same as JSON.

        Args:
            indent: spaces for each level; by default all is on one line.
        """
        text: str = _values().as_json(self.to_dict(), indent)
        return text

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        return Report(verdicts=(self,))._repr_html_()


class Tally(msgspec.Struct):
    """Counts of verdicts.

    Attributes:
        statuses: how many citations have each status. What is said of an ignore is about none.
        errors: how many findings are at error level.
        warnings: how many are at warning level.
        notes: how many are at note level.
    """

    statuses: dict[Status, int] = msgspec.field(default_factory=dict)
    errors: int = 0
    warnings: int = 0
    notes: int = 0

    def add(self, verdict: Verdict) -> None:
        """Count one more."""
        if not verdict.is_about_ignore:
            self.statuses[verdict.status] = self.statuses.get(verdict.status, 0) + 1
        self.errors += sum(found.severity is Severity.ERROR for found in verdict.findings)
        self.warnings += sum(found.severity is Severity.WARNING for found in verdict.findings)
        self.notes += sum(found.severity is Severity.NOTE for found in verdict.findings)


class Report(Value, frozen=True, dict=True):
    """The outcome of a run.

    Attributes:
        verdicts: one for each citation, in the order of the articles.
        problems: input that could not be read.
        articles: how many articles were read.
        complete: False where the run was interrupted or could not finish.
        out_of_time: it was stopped since its time was up.
        outage: why the run stopped, where our own network was at fault; else None.
        unchecked: how many citations were found and not judged.
        excluded: how many citations were left out because of their addresses (`--exclude-url`).
        known: how many findings the baseline knows.
        fixed: how many of the baseline's findings are no more.
        elapsed: seconds.
        tally: counts of all verdicts, where these themselves were not kept.
        digests: SHA-256 of each file as it was read, in hexadecimal, where addresses are proposed.
    """

    verdicts: tuple[Verdict, ...] = ()
    problems: tuple[Problem, ...] = ()
    articles: int = 0
    complete: bool = True
    out_of_time: bool = False
    outage: str | None = None
    unchecked: int = 0
    excluded: int = 0
    known: int = 0
    fixed: int = 0
    elapsed: float = 0.0
    tally: Tally | None = None
    digests: dict[str, str] = msgspec.field(default_factory=dict)

    def count(self, status: Status | str) -> int:
        """Return how many verdicts have that status.

        Raises:
            ValueError: there is no such status.
        """
        return self._counted.statuses.get(Status(status), 0)

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self.verdicts)

    def __len__(self) -> int:
        """Return how many citations were judged, as `citations` does."""
        return self.citations

    def __bool__(self) -> bool:
        """Return True: a report without citations is still a report; see `ok`."""
        return True

    def __hash__(self) -> int:
        return hash((self.verdicts, self.problems, self.articles, self.elapsed))

    @property
    def ok(self) -> bool:
        """Whether everything was checked and nothing is at error level, as exit code 0 says."""
        return self.complete and not self.errors and not self.problems

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, in the form of the json report (`report.schema.json`)."""
        data: dict[str, Any] = _values().report_data(self)
        return data

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the same as JSON.

        Args:
            indent: spaces for each level; by default all is on one line.
        """
        text: str = _values().as_json(self.to_dict(), indent)
        return text

    def write(
        self,
        path: str | PathLike[str],
        *,
        format: str | None = None,  # noqa: A002 - as the option is called
        language: str = "en",
        verbose: bool = False,
    ) -> None:
        """Write it to a file.

        Args:
            path: the file; its suffix says the format: `.html`, `.md`, `.json`, `.jsonl`, `.csv`,
                `.sarif`, `.xml` (JUnit) or `.txt` (as in the terminal).
            format: name of the format, where the suffix does not say it.
            language: of the messages ("en", "uk", "ru").
            verbose: also show good citations and all evidence, in reports for people.

        Raises:
            UsageError: there is no such format, or the file cannot be written.
        """
        _values().write_report(self, path, form=format, language=language, verbose=verbose)

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        text: str = _values().report_html(self)
        return text

    @property
    def citations(self) -> int:
        """How many citations were judged."""
        return sum(self._counted.statuses.values())

    @property
    def errors(self) -> int:
        """How many findings are at error level."""
        return self._counted.errors

    @property
    def warnings(self) -> int:
        """How many findings are at warning level."""
        return self._counted.warnings

    @property
    def notes(self) -> int:
        """How many findings are at note level."""
        return self._counted.notes

    @cached_property  # reports read it many times; `dict=True` is for this
    def _counted(self) -> Tally:
        if self.tally is not None:
            return self.tally
        tally = Tally()
        for verdict in self.verdicts:
            tally.add(verdict)
        return tally


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a run has come.

    Attributes:
        done: citations judged so far.
        total: citations in all.
        url: the address whose answer has just been judged, or None.
    """

    done: int
    total: int
    url: str | None = None


def _values() -> Any:
    """Return what shows these nouns: it knows them, so they import it late."""
    return import_module("linkcheck.reports.values")
