"""Look for a lost source, and propose what was found and judged to be it.

Sources of proposals, cheapest first: what the answer itself says, what is known of the site, web
archives, and finders for sources that left no trace. Each is asked only when those before it gave
nothing that is sure enough.
"""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from linkcheck.judging.rules.source_not_found import not_found
from linkcheck.judging.status import apply_policy
from linkcheck.models import Proposal, Rule
from linkcheck.repair.candidates import Candidate
from linkcheck.repair.confidence import confidence
from linkcheck.text.archives import is_untrusted_archive
from linkcheck.text.urls import host_key

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from linkcheck.judging.policy import Policy
    from linkcheck.models import Citation, Resolution, Verdict
    from linkcheck.repair.candidates import RememberingWeb, Web

__all__ = ["REPAIRABLE", "Proposer", "SourceOfProposals", "SpentError", "wants_address"]

REPAIRABLE = (
    Rule.DEAD_LINK, Rule.SOFT_404, Rule.PARKED_DOMAIN, Rule.USURPED_DOMAIN, Rule.REDIRECTED_TO_HOME,
    Rule.TITLE_MISMATCH, Rule.MALFORMED_URL, Rule.LANGUAGE_MISMATCH, Rule.REDIRECT_LOOP,
    Rule.SHARED_PAGE, Rule.UNLINKED_CITATION, Rule.MOVED,
)  # fmt: skip
"""Rules whose findings a new address resolves, the most severe first."""
_RANKS = {rule: rank for rank, rule in enumerate(REPAIRABLE)}
ENOUGH = 0.9
"""Confidence from which on nothing better is looked for."""
LEAST = 0.6
"""Confidence below which nothing is proposed."""


class SourceOfProposals(Protocol):
    """Something that knows where sources may be."""

    def candidates(self, verdict: Verdict, web: Web) -> AsyncGenerator[Candidate]:
        """Yield where the source may be, the most likely first.

        Args:
            verdict: on the citation, with the findings that are reported.
            web: what requests may be sent with.
        """
        ...


class _Found(NamedTuple):
    """The best candidate so far, and what it is believed by."""

    candidate: Candidate
    verdict: Verdict
    confidence: float


class SpentError(Exception):
    """All requests that one citation may cost were sent."""


class _Allowance:
    """Lends the web for one citation.

    Args:
        web: what is lent.
        budget: requests at most.

    Attributes:
        places: that were searched, and whether each answered.
    """

    def __init__(self, web: RememberingWeb, budget: int) -> None:
        self.places: dict[str, bool] = {}
        self._web = web
        self._left = budget

    async def get(
        self, url: str, accept: str | None = None, *, accept_datetime: str | None = None
    ) -> Resolution:
        self._spend()
        return await self._web.get(url, accept, accept_datetime=accept_datetime)

    async def look(self, candidate: Candidate, citation: Citation) -> Verdict:
        if not self._web.has_seen(candidate):
            self._spend()
        return await self._web.look(candidate, citation)

    def note(self, place: str, *, answered: bool = True) -> None:
        self.places[place] = self.places.get(place, False) or answered

    def _spend(self) -> None:
        if not self._left:
            raise SpentError
        self._left -= 1


class Proposer:
    """Proposes addresses for citations whose findings will be reported.

    Args:
        web: what the engine lends.
        sources: of proposals, the cheapest first.
        policy: which findings are wanted.
        budget: requests for one citation at most.
    """

    def __init__(
        self, web: RememberingWeb, sources: Sequence[SourceOfProposals], policy: Policy, budget: int
    ) -> None:
        self._web = web
        self._sources = sources
        self._policy = policy
        self._budget = budget

    async def proposed(self, verdict: Verdict) -> Verdict:
        """Return a verdict with a proposal for its gravest finding that an address answers.

        Where nothing is found, it has the note `source-not-found` instead.
        """
        index = wants_address(verdict)
        if index is None:
            return verdict
        finding = verdict.findings[index]
        if finding.rule is Rule.MOVED and finding.proposal is not None:
            return _replaced(verdict, index, _of_redirect(finding.proposal, verdict))
        web = _Allowance(self._web, self._budget)
        found = await self._search(verdict, web)
        if found is None:
            if finding.proposal is not None or finding.rule in _KEPT:
                return verdict
            policy = self._policy.for_citation(verdict.citation)
            noted = apply_policy([not_found(web.places)], policy)
            return msgspec.structs.replace(verdict, findings=(*verdict.findings, *noted))
        return _replaced(verdict, index, _proposal(verdict.citation, found))

    async def _search(self, verdict: Verdict, web: _Allowance) -> _Found | None:
        """Return the best that was found, if anything."""
        best: _Found | None = None
        seen = {verdict.citation.url}
        try:
            for source in self._sources:
                async with aclosing(source.candidates(verdict, web)) as candidates:
                    async for candidate in candidates:
                        if candidate.url in seen or is_untrusted_archive(candidate.url):
                            continue
                        seen.add(candidate.url)
                        judged = await web.look(candidate, verdict.citation)
                        sure = confidence(candidate, judged)
                        if sure >= LEAST and (best is None or sure > best.confidence):
                            best = _Found(candidate, judged, sure)
                        if best is not None and best.confidence >= ENOUGH:
                            return best
        except SpentError:
            pass
        return best


_KEPT = frozenset({Rule.MOVED, Rule.LANGUAGE_MISMATCH})
"""Rules of sources that are there: nobody has to hear that no other was found."""


def wants_address(verdict: Verdict) -> int | None:
    """Return the index of the finding that another address would answer, or None."""
    wanted = [
        (_RANKS[found.rule], index)
        for index, found in enumerate(verdict.findings)
        if found.rule in _RANKS and not (found.rule is Rule.SHARED_PAGE and _may_live(verdict))
    ]
    return min(wanted)[1] if wanted else None


def _may_live(verdict: Verdict) -> bool:
    """Return whether a network filter may have answered instead of the site.

    Filters and login pages show a short notice or redirect to their own address. A story at the
    cited address itself was published by a new owner.
    """
    page, found = verdict.page, verdict.resolution
    if page is None or found is None or not page.story:
        return True
    return host_key(found.url) != host_key(found.final_url)


def _replaced(verdict: Verdict, index: int, proposal: Proposal) -> Verdict:
    """Return a verdict with a proposal for one of its findings."""
    findings = list(verdict.findings)
    findings[index] = msgspec.structs.replace(findings[index], proposal=proposal)
    return msgspec.structs.replace(verdict, findings=tuple(findings))


def _of_redirect(proposal: Proposal, verdict: Verdict) -> Proposal:
    """Return what the site redirects to, believed as far as the page there is the source."""
    candidate = Candidate(url=proposal.replacement, kind="new-address", reason="", redirected=True)
    return msgspec.structs.replace(
        proposal, confidence=confidence(candidate, verdict), evidence=verdict.evidence
    )


def _proposal(citation: Citation, found: _Found) -> Proposal:
    candidate = found.candidate
    fragment = (citation.url or "").partition("#")[2]
    keeps = fragment and "#" not in candidate.url and candidate.kind != "archive"
    return Proposal(
        kind=candidate.kind,
        replacement=f"{candidate.url}#{fragment}" if keeps else candidate.url,
        location=citation.location if citation.url is not None else None,
        reason=candidate.reason,
        facts=candidate.facts,
        confidence=found.confidence,
        evidence=found.verdict.evidence,
        snapshot=candidate.snapshot,
    )
