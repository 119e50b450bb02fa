"""What a verdict rests on, field by field, for people (`--explain`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.reports.safe import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.models import Evidence, Resolution, Verdict

__all__ = ["evidence_lines"]

_LONGEST = 200


def evidence_lines(verdict: Verdict) -> Iterator[str]:
    """Yield lines that say what answered, and of each field what was cited, found and concluded.

    Nothing in them does anything in a terminal; what belongs to the line above is indented.
    """
    if verdict.resolution is not None:
        yield _answer(verdict.resolution, verdict)
    for evidence in verdict.evidence:
        yield _result(evidence)
        for name, text in (("cited", evidence.cited), ("found", evidence.found)):
            if text:
                yield f"  {name}: {shown(text, _LONGEST)}"
    if not verdict.evidence:
        yield "nothing was compared"


def _answer(resolution: Resolution, verdict: Verdict) -> str:
    parts = [f"status {resolution.status}" if resolution.status else str(resolution.failure)]
    if verdict.page is not None:
        kind = f"{verdict.page.liveness.kind.value} page"
        parts.append("metadata of the DOI" if verdict.page.is_metadata else kind)
    if resolution.final_url != resolution.url:
        parts.append(f"from {resolution.final_url}")
    if verdict.history.cached:
        parts.append("from an earlier run")
    return shown(f"answer: {', '.join(parts)}", 2 * _LONGEST)


def _result(evidence: Evidence) -> str:
    parts = [evidence.match.value]
    if evidence.relation:
        parts.append(evidence.relation)
    if evidence.score is not None:
        parts.append(f"{evidence.score:.2f}")
    if evidence.source:
        parts.append(f"by {evidence.source}")
    return shown(f"{evidence.field.value}: {', '.join(parts)}", 2 * _LONGEST)
