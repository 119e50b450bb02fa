"""The address is not a valid URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Failure, Proposal, Rule, Severity, Status
from linkcheck.text.misspelt import corrected, lookalike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.MALFORMED_URL,
    stage=Stage.ADDRESS,
    severity=Severity.ERROR,
    status=Status.BROKEN,
    url_status=None,
    summary="Not a valid URL: it cannot be requested.",
    why="Browsers cannot open it, or they open something else.",
    example="htp://news.example/talks, or сnn.com with a Cyrillic с.",
    fix="Correct the address; linkcheck proposes corrections for common typos.",
)


def check(case: Case) -> Iterator[Finding]:
    """Report a host that imitates another one, and an address that cannot be requested."""
    meant = _imitated(case.citation.url or "")
    if meant is not None:
        template = "the host mixes alphabets: it looks like {meant} but is a different host"
        yield RULE.finding(template, {"meant": meant})
    if case.failure is Failure.MALFORMED_URL:
        yield RULE.finding("{detail}", {"detail": case.detail}, _corrected(case))


def _imitated(url: str) -> str | None:
    """Return the host that a host of two alphabets looks like, or None."""
    if url.isascii() and "xn--" not in url:
        return None  # as nearly all are: of one alphabet
    return lookalike(url)


def _corrected(case: Case) -> Proposal | None:
    meant = corrected(case.resolution.url) if case.resolution is not None else None
    if not meant:
        return None
    return Proposal(
        kind="new-address",
        replacement=meant,
        location=case.citation.location,
        reason="the address with the typo corrected",
    )
