"""What a verdict rests on, field by field, for people (`--explain`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.models import Field, Match
from linkcheck.reports.safe import shown
from linkcheck.reports.wording import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.models import Evidence, Resolution, Verdict
    from linkcheck.reports.i18n import Messages

__all__ = ["evidence_lines"]

_LONGEST = 200


_FIELDS = {
    Field.TITLE: "title",
    Field.PUBLISHER: "publisher",
    Field.AUTHOR: "author",
    Field.DATE: "date",
    Field.LANGUAGE: "language",
    Field.QUOTATION: "quotation",
    Field.FRAGMENT: "part of the page",
    Field.FILE: "file",
    Field.OWNER: "owner of the domain",
    Field.ARCHIVE: "archived copy",
    Field.SHARED: "shared page",
}
_MATCHES = {
    Match.MATCH: "match",
    Match.MISMATCH: "mismatch",
    Match.UNVERIFIABLE: "unverifiable",
    Match.ABSENT: "absent",
}


def evidence_lines(verdict: Verdict, told: Messages) -> Iterator[str]:
    """Yield lines that say what answered, and of each field what was cited, found and concluded.

    Nothing in them does anything in a terminal; what belongs to the line above is indented.
    """
    if verdict.resolution is not None:
        yield _answer(verdict.resolution, verdict, told)
    for evidence in verdict.evidence:
        yield _result(evidence, told)
        if evidence.cited:
            yield f"  {told.text('cited')}: {shown(evidence.cited, _LONGEST)}"
        if evidence.found:
            yield f"  {told.text('found')}: {shown(evidence.found, _LONGEST)}"
    if not verdict.evidence:
        yield told.text("nothing was compared")


def _answer(resolution: Resolution, verdict: Verdict, told: Messages) -> str:
    status, failure = resolution.status, resolution.failure
    parts = [told.text("status {status}").format(status=status) if status else str(failure)]
    if verdict.page is not None:
        kind = told.text("kind of page: {kind}").format(kind=verdict.page.liveness.kind.value)
        parts.append(told.text("metadata of the DOI") if verdict.page.is_metadata else kind)
    if resolution.final_url != resolution.url:
        parts.append(told.text("from {url}").replace("{url}", resolution.final_url))
    if verdict.history.cached:
        parts.append(told.text("from an earlier run"))
    return shown(f"{told.text('answer')}: {', '.join(parts)}", 2 * _LONGEST)


def _result(evidence: Evidence, told: Messages) -> str:
    parts = [told.text(_MATCHES[evidence.match])]
    if evidence.relation:
        parts.append(told.text(RELATIONS.get(evidence.relation, evidence.relation)))
    if evidence.score is not None:
        parts.append(f"{evidence.score:.2f}")
    if evidence.source:
        parts.append(told.text("by {source}").format(source=evidence.source))
    return shown(f"{told.text(_FIELDS[evidence.field])}: {', '.join(parts)}", 2 * _LONGEST)
