"""The citations as compact data, which the script makes rows of as they are needed.

Every text is in one table, once; citations are columns of numbers, which are places in that table
(0: none). So 30,000 citations take about a tenth of what they take as markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkcheck.judging.rules import RULES
from linkcheck.languages.cldr import language_name
from linkcheck.models import Field, Match
from linkcheck.reports.formats.html.facets import AGES, STATUSES, Facets, label
from linkcheck.reports.formats.html.markup import LIMIT, can_be_followed, is_language
from linkcheck.reports.formats.html.rows import MARKS
from linkcheck.reports.formats.html.wordings import (
    FIELDS,
    RESULTS,
    SCRIPT,
    facts_and_template,
    place,
    signs,
)
from linkcheck.reports.safe import plain_text, shown
from linkcheck.reports.wording import RELATIONS, grounds, rank, status_plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.models import Evidence, Finding, Hop, Proposal, Report, Rule, Verdict
    from linkcheck.reports.formats.html.corrected import CorrectedLines
    from linkcheck.reports.i18n import Messages
    from linkcheck.reports.source_links import SourceLinks

__all__ = ["report_data"]

_LONGEST_ADDRESS = 2000
_SEVERITIES = tuple(MARKS)
_MATCHES = (Match.MATCH, Match.MISMATCH, Match.UNVERIFIABLE, Match.ABSENT)
_FACETS = ("language", "publisher", "host", "year", "age")

Cell = int | list[Any]


def report_data(
    report: Report,
    every: Sequence[Facets],
    links: SourceLinks,
    corrected: CorrectedLines,
    told: Messages,
) -> dict[str, Any]:
    """Return all that the script needs, as plain data.

    Args:
        report: of the run.
        every: what each citation is filtered by.
        links: to the articles' lines.
        corrected: the lines that proposals change.
        told: the reader's language.
    """
    return _Table(links, corrected, told).of(report, every)


class _Table:
    def __init__(self, links: SourceLinks, corrected: CorrectedLines, told: Messages) -> None:
        self._links = links
        self._corrected = corrected
        self._told = told
        self._texts: dict[str, int] = {"": 0}
        self._raw: dict[str, int] = {}
        self._followed: set[int] = set()
        self._names: dict[str, str] = {}
        self._articles: dict[tuple[str, str | None], int] = {}
        self._rules: dict[Rule, int] = {}

    def of(self, report: Report, every: Sequence[Facets]) -> dict[str, Any]:
        columns: dict[str, list[Cell]] = {}
        for verdict, facets in zip(report.verdicts, every, strict=True):
            self._names[verdict.citation.location.path] = facets.article
            for name, value in self._row(verdict, facets).items():
                columns.setdefault(name, []).append(value)
        told = self._told
        return {
            "language": told.language,
            "words": {name: told.text(text) for name, text in SCRIPT.items()},
            "statuses": [
                [status.value, mark, told.text(word), status_plural(status, told)]
                for status, (mark, word) in STATUSES.items()
            ],
            "matches": [match.value for match in _MATCHES],
            "severities": [[severity.value, MARKS[severity]] for severity in _SEVERITIES],
            "ages": list(AGES),
            "labels": self._labels(every),
            "rules": [
                [rule.value, *map(told.text, (info.summary, info.why, info.fix))]
                for rule, info in ((rule, RULES[rule]) for rule in self._rules)
            ],
            "articles": [
                [shown(title or "", LIMIT), self._names[path], self._linked(path)]
                for path, title in self._articles
            ],
            "followed": _runs(self._followed),
            "texts": list(self._texts),
            "columns": columns,
        }

    def _labels(self, every: Sequence[Facets]) -> dict[str, dict[str, str]]:
        """Return what values are called, by facet, where they are not their own names."""
        labels: dict[str, dict[str, str]] = {}
        for facet in ("rule", *_FACETS):
            for values in {getattr(each, facet) for each in every}:
                for value in values if isinstance(values, tuple) else (values,):
                    text = label(facet, value, self._told)
                    if text != value:
                        labels.setdefault(facet, {})[value] = text
        return labels

    def _linked(self, path: str) -> str:
        """Return the address of an article, `{line}` left in it, where it has one."""
        url = self._links.of(path) or ""
        return url if can_be_followed(url.replace("{line}", "1")) else ""

    def _row(self, verdict: Verdict, facets: Facets) -> dict[str, Cell]:
        citation = verdict.citation
        article = (citation.location.path, verdict.article)
        language = citation.title_language
        return {
            "status": rank(verdict.status),
            "article": self._articles.setdefault(article, len(self._articles)),
            "line": citation.location.line if citation.location.has_lines else 0,
            "place": self._text(place(citation.location, self._told)),
            "named": self._text(citation.publisher),
            "from": self._text(citation.place),
            "date": self._text(citation.date),
            "written": self._language(citation.language),
            "title": self._text(citation.title),
            "tag": self._text(language) if language and is_language(language) else 0,
            "url": self._address(citation.url),
            "findings": [self._finding(found, verdict) for found in verdict.findings] or 0,
            "compared": self._compared(verdict) or 0,
            "way": self._way(verdict),
            "facts": self._facts(verdict) or 0,
            "technical": self._technical(verdict) or 0,
            **{name: self._text(getattr(facets, name)) for name in _FACETS},
        }

    def _text(self, text: str | None) -> int:
        if not text:
            return 0
        index = self._raw.get(text)
        if index is None:  # most texts come many times, and making one inert takes long
            index = self._raw[text] = self._known(shown(text, LIMIT))
        return index

    def _known(self, text: str) -> int:
        return self._texts.setdefault(text, len(self._texts))

    def _address(self, url: str | None) -> int:
        """Return an address, whole where it may be a link."""
        if not url:
            return 0
        if len(url) > _LONGEST_ADDRESS or not can_be_followed(url):
            return self._text(url)
        index = self._known(url)
        self._followed.add(index)
        return index

    def _value(self, text: str) -> int:
        return self._address(text) if text[:8].lower().startswith("http") else self._text(text)

    def _language(self, tag: str | None) -> int:
        if not tag or tag == "und":
            return 0
        return self._text(language_name(tag, self._told.language))

    def _finding(self, finding: Finding, verdict: Verdict) -> list[Any]:
        facts, template = facts_and_template(finding, verdict, self._told)
        rule = self._rules.setdefault(finding.rule, len(self._rules))
        named = [part for name, value in facts.items() if f"{{{name}}}" in template
                 for part in (name, self._value(value))]  # fmt: skip
        row = [rule, _SEVERITIES.index(finding.severity), self._known(template), named]
        if finding.proposal is not None and finding.proposal.kind != "title":
            row.append(self._proposal(finding.proposal, verdict))
        return row

    def _proposal(self, proposal: Proposal, verdict: Verdict) -> list[int]:
        snapshot = proposal.snapshot
        line = self._corrected.of(verdict, proposal)
        return [
            self._address(proposal.replacement),
            self._text(", ".join(grounds(proposal))),
            self._known(line) if line is not None else 0,
            self._address(snapshot.url) if snapshot is not None else 0,
            self._text(snapshot.time[:10]) if snapshot is not None else 0,
        ]

    def _compared(self, verdict: Verdict) -> list[list[int]]:
        """Return what both say, field by field: name, article, page, outcome, how they relate."""
        citation, page = verdict.citation, verdict.page
        evidence = {each.field: each for each in verdict.evidence}
        pairs = {
            Field.TITLE: (citation.title, page and page.title),
            Field.PUBLISHER: (
                citation.publisher,
                page and page.publishers and page.publishers[0].text,
            ),
            Field.AUTHOR: (citation.author, page and ", ".join(page.authors[:5])),
            Field.DATE: (citation.date, page and (page.published or "")[:10]),
            Field.LANGUAGE: (
                citation.language or citation.title_language,
                page and page.language.tag,
            ),
        }
        rows = []
        for field in FIELDS:
            cited, found = pairs.get(field, (None, None))
            rows += self._pair(field, evidence.get(field), cited or None, found or None)
        return rows

    def _pair(
        self, field: Field, evidence: Evidence | None, cited: str | None, found: str | None
    ) -> list[list[int]]:
        """Return what both say of one field; where they were compared, just what was compared."""
        told = self._told
        languages = field is Field.LANGUAGE
        read = self._language if languages else self._text
        if not languages and evidence is not None:
            found = evidence.found or found
        if evidence is not None:
            cited, found = cited or evidence.cited, found or evidence.found
        if not cited and not found:
            return []
        if evidence is None:
            match = Match.ABSENT
            word = told.text("not compared") if cited and found else told.text("not said")
        else:
            match = evidence.match
            word = told.text(RELATIONS.get(evidence.relation or "") or RESULTS[match])
        texts = self._known(told.text(FIELDS[field])), read(cited), read(found)
        return [[*texts, _MATCHES.index(match), self._known(word)]]

    def _way(self, verdict: Verdict) -> Cell:
        """Return the redirects and the answer, where they say more than that the page is there."""
        answer = verdict.resolution
        if answer is None or (
            len(answer.hops) < 2 and answer.failure is None and answer.status == 200
        ):
            return 0
        hops = [
            [hop.status or 0, self._address(hop.url), self._text(_hop_notes(hop))]
            for hop in answer.hops
        ]
        if answer.failure is not None:
            detail = self._told.text(answer.detail) if answer.detail else answer.failure.value
            hops.append([0, 0, self._text(detail)])
        return hops or 0

    def _facts(self, verdict: Verdict) -> list[Cell]:
        """Return names and values that an editor can use."""
        citation, answer, page = verdict.citation, verdict.resolution, verdict.page
        facts: list[Cell] = []

        def fact(name: str, *values: int) -> None:
            if any(values):
                facts.append([self._known(self._told.text(name)), *filter(None, values)])

        fact("In the article", self._text(citation.section), self._text(citation.context))
        fact(
            "Cited archived copy",
            self._address(citation.archive_url),
            self._text(citation.archive_date),
        )
        if answer is not None and answer.status is not None and answer.final_url != citation.url:
            fact("Leads to", self._address(answer.final_url))
        if page is not None:
            for tag, url in page.alternates[:8]:
                fact("Other edition", self._language(tag), self._address(url))
        if answer is not None:
            earlier = self._told.text("from an earlier run") if verdict.history.cached else ""
            fact(
                "Checked on",
                self._text(answer.fetched_at[:10]),
                self._text(earlier),
            )
        if verdict.history.failures:
            failed = self._told.text("failed {times} times since {since}").format(
                times=verdict.history.failures, since=verdict.history.failing_since[:10]
                if verdict.history.failing_since else "?",
            )  # fmt: skip
            fact("Earlier checks", self._text(failed))
        return facts

    def _technical(self, verdict: Verdict) -> list[Cell]:
        """Return names and values for those who want to know how linkcheck decided."""
        page, answer = verdict.page, verdict.resolution
        facts: list[Cell] = []

        def fact(name: str, *values: str | None) -> None:
            text = " · ".join(filter(None, values))
            if text:
                facts.append([self._known(self._told.text(name)), self._text(text)])

        if page is not None:
            sure = f"{page.liveness.confidence:.2f}" if page.liveness.confidence < 1 else None
            fact("Kind of page", page.liveness.kind.value, sure)
            fact("Signs", *signs(verdict))
            fact("Content type", page.content_type, page.encoding)
        for each in verdict.evidence:
            score = f"{each.score:.2f}" if each.score is not None else None
            name = FIELDS.get(each.field, each.field.value)
            fact(name, each.match.value, each.relation, each.source, score)
        if answer is not None and answer.attempts > 1:
            fact("Attempts", str(answer.attempts))
        fact(
            "Status in citation templates", verdict.url_status.value if verdict.url_status else None
        )
        return facts


def _hop_notes(hop: Hop) -> str:
    notes = [hop.method if hop.method != "GET" else "", hop.via if hop.via != "request" else ""]
    if hop.elapsed >= 0.005:
        notes.append(f"{hop.elapsed:.2f} s")
    # Those headers are kept that say why an answer came out as it did; these two always are.
    notes += [
        f"{name}: {value}"
        for name, value in hop.headers
        if name not in {"content-type", "content-length"}
    ]
    return plain_text(" · ".join(filter(None, notes)), LIMIT)


def _runs(numbers: set[int]) -> list[int]:
    """Return numbers as alternating distances and lengths of their runs."""
    runs: list[int] = []
    end = 0
    for number in sorted(numbers):
        if runs and number == end:
            runs[-1] += 1
        else:
            runs += [number - end, 1]
        end = number + 1
    return runs
