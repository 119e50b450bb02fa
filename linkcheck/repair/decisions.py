"""Proposals in a CSV file, for people to decide on and to be read back."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from linkcheck.articles import read_articles
from linkcheck.errors import ArticleError, UsageError
from linkcheck.models import Finding, Proposal, Rule, Severity, Snapshot, Status, UrlStatus, Verdict
from linkcheck.repair.changes import FileChange, Skipped, apply
from linkcheck.text.destinations import destination, is_stream
from linkcheck.text.files import replace_bytes
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from linkcheck.models import Citation, Report
    from linkcheck.repair.changes import Change

__all__ = ["decided", "export"]

T = TypeVar("T")

_COLUMNS = (
    "apply", "confidence", "path", "line", "column", "rule", "cited_title", "old", "new", "kind",
    "reason", "archive", "snapshot", "digest", "original", "url_status", "sha256", "format",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_YES, _NO = (
    frozenset({"yes", "y", "true", "1", "так", "да"}),
    frozenset({"no", "n", "false", "0", "", "ні", "нет"}),
)


def export(path: str, report: Report, least: float, select: Collection[Rule] | None = None) -> int:
    """Write the proposals of a report to a file, and return how many there are.

    Args:
        path: of the file.
        report: with proposals.
        least: confidence from which on `apply` says yes.
        select: rules whose proposals are written; by default all.

    Raises:
        UsageError: it cannot be written; a file that is there stays.
    """
    found = [
        (verdict, finding, finding.proposal)
        for verdict in report.verdicts
        for finding in verdict.findings
        if finding.proposal is not None and (select is None or finding.rule in select)
    ]
    with io.StringIO(newline="") as table:
        rows = csv.writer(table)
        rows.writerow(_COLUMNS)
        rows.writerows(map(_inert, _row(*each, report, least)) for each in found)
        data = table.getvalue().encode("utf-8-sig", "backslashreplace")
    try:
        target = destination(path)
        if is_stream(path) or (target.exists() and not target.is_file()):  # such as a pipe
            target.write_bytes(data)
        else:
            replace_bytes(target, data)
    except OSError as error:
        message = f"{path}: the proposals cannot be written: {error.strerror or error}"
        raise UsageError(message) from error
    return len(found)


def _row(
    verdict: Verdict, finding: Finding, proposal: Proposal, report: Report, least: float
) -> list[str]:
    place, snapshot = verdict.citation.location, proposal.snapshot
    sure = proposal.confidence or 0.0
    is_title = proposal.kind == "title"
    return [
        "yes" if sure >= least and not is_title else "no",
        f"{sure:.2f}",
        place.path,
        str(place.line),
        str(place.column),
        finding.rule.value,
        verdict.citation.title or "",
        (verdict.citation.title if is_title else verdict.citation.url) or "",
        proposal.replacement,
        proposal.kind,
        proposal.why,
        snapshot.archive if snapshot is not None else "",
        snapshot.time if snapshot is not None else "",
        (snapshot.digest or "") if snapshot is not None else "",
        snapshot.original if snapshot is not None else "",
        verdict.url_status.value if verdict.url_status is not None else "",
        report.digests.get(place.path, ""),
        verdict.article_format or "",
    ]


def decided(
    path: str,
    *,
    select: Collection[Rule] | None = None,
    robust_links: bool = False,
    wanted: Callable[[Change], bool] | None = None,
) -> list[FileChange]:
    """Return what the decisions in a file make of the articles; nothing is written yet.

    Rows whose source is no longer in its article are skipped, as changes of the file itself.

    Args:
        path: of the file.
        select: rules whose proposals are applied; by default all.
        robust_links: see `apply`.
        wanted: see `apply`.

    Raises:
        UsageError: the file is none that `export` wrote; the message names the line.
    """
    chosen = set(Rule) if select is None else select
    verdicts: list[Verdict] = []
    skipped: list[Skipped] = []
    digests: dict[str, str] = {}
    citations: dict[str, dict[tuple[int, int], list[Citation]]] = {}
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"{path}: cannot be read as CSV: {error}"
        raise UsageError(message) from error
    for number, row in enumerate(rows, 2):
        cells = {name: _plain(value or "") for name, value in row.items() if isinstance(name, str)}
        missing = [name for name in _COLUMNS if row.get(name) is None]
        if missing:
            message = f"{path}:{number}: the column {missing[0]} is missing: export the file again"
            raise UsageError(message)
        answer = cells["apply"].strip().casefold()
        if answer not in _YES | _NO:
            message = f"{path}:{number}: apply is yes or no, not {cells['apply']!r}"
            raise UsageError(message)
        if answer in _NO:
            continue
        try:
            verdict = _verdict(cells, citations)
        except _GoneError as error:
            rule = Rule(cells["rule"])
            if rule in chosen:
                skipped.append(Skipped(path=path, line=number, rule=rule, reason=str(error)))
            continue
        except ValueError as error:
            message = f"{path}:{number}: {error}"
            raise UsageError(message) from error
        verdicts.append(verdict)
        digests[cells["path"]] = cells["sha256"]
    changes = apply(
        verdicts,
        select=chosen,
        min_confidence=0.0,
        digests=digests,
        robust_links=robust_links,
        wanted=wanted,
    )
    if skipped:
        changes.insert(0, FileChange(path, (), tuple(skipped), b"", b"", (), "utf-8"))
    return changes


class _GoneError(ValueError):
    """The source of a row is not in its article; the message says what to do."""


def _verdict(
    cells: dict[str, str], known: dict[str, dict[tuple[int, int], list[Citation]]]
) -> Verdict:
    """Return the verdict that a row stands for.

    Raises:
        _GoneError: its source is not in the article.
        ValueError: it stands for none; the message says what to do.
    """
    rule = Rule(cells["rule"])
    is_title = cells["kind"] == "title"
    if not is_title and not is_address(cells["new"]):
        message = f"{cells['new']!r} is not an address that begins with http:// or https://"
        raise ValueError(message)
    path, form = cells["path"], cells["format"] or None
    if path not in known:
        known[path] = _citations(path, form)
    place = (_number(cells, "line", int), _number(cells, "column", int))
    cited = [
        citation
        for citation in known[path].get(place, ())
        if ((citation.title if is_title else citation.url) or "") == cells["old"]
    ]
    if not cited:
        message = f"{path} has no such source there any more: check it again"
        raise _GoneError(message)
    snapshot = None
    if cells["archive"]:
        snapshot = Snapshot(
            archive=cells["archive"],
            original=cells["original"],
            time=cells["snapshot"],
            url=cells["new"],
            raw=cells["new"],
            digest=cells["digest"] or None,
        )
    proposal = Proposal(
        kind=cells["kind"],
        replacement=cells["new"],
        reason=cells["reason"] or None,
        confidence=_number(cells, "confidence", float),
        snapshot=snapshot,
    )
    status = UrlStatus(cells["url_status"]) if cells["url_status"] else None
    finding = Finding(rule=rule, severity=Severity.NOTE, template="", proposal=proposal)
    return Verdict(
        citation=cited[0],
        article_format=form,
        status=Status.UNVERIFIED,
        url_status=status,
        findings=(finding,),
    )


def _number(cells: dict[str, str], name: str, kind: Callable[[str], T]) -> T:
    try:
        return kind(cells[name])
    except ValueError as error:
        message = f"{name}: {cells[name]!r} is not a number: export the file again"
        raise ValueError(message) from error


def _citations(path: str, form: str | None) -> dict[tuple[int, int], list[Citation]]:
    found: dict[tuple[int, int], list[Citation]] = {}
    try:
        for article in read_articles(path, form):
            for citation in article.citations:
                place = (citation.location.line, citation.location.column)
                found.setdefault(place, []).append(citation)
    except (ArticleError, UsageError) as error:
        raise _GoneError("; ".join(error.messages)) from error
    return found


def _inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def _plain(cell: str) -> str:
    return cell.removeprefix("'")
