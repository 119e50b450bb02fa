"""What a rule's check looks at: all that is known about one citation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from linkcheck.judging.policy import Policy
from linkcheck.judging.rule import Stage
from linkcheck.models import Evidence, Failure, Field, History, Match, PageKind
from linkcheck.text.urls import host_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.models import Article, Citation, Page, Resolution

__all__ = ["Case", "IgnoreUse", "compared"]

_PROVE_NOTHING = frozenset(
    {
        Failure.DNS_TEMPORARY, Failure.NETWORK, Failure.NOT_RECORDED, Failure.INTERNAL,
        Failure.EXCLUDED,
        Failure.MALFORMED_ANSWER, Failure.DECOMPRESSION_BOMB,
    }
)  # fmt: skip
"""Failures that prove nothing however often they occur.

The cause of some may be on our side; of others, that something is there and answers oddly.
"""
_OF_WALLS = frozenset({503, *range(520, 530), 530, 598, 599})
"""Server errors that bot walls answer programs with; those from 520 on are unregistered."""
_UNKNOWN = frozenset({PageKind.LIVING, PageKind.HOME_PAGE, PageKind.SEARCH_RESULTS})
"""Kinds of pages that may also be somebody else's."""
_AWAY = frozenset({PageKind.MAINTENANCE, PageKind.SERVER_DEFAULT})


class IgnoreUse(NamedTuple):
    """What an ignore did in a run.

    Attributes:
        until: the last day it holds, or None.
        reason: why it is there, or None.
        overdue: it would have hidden something, had it not expired.
        unused: it hides nothing.
    """

    until: str | None
    reason: str | None
    overdue: bool
    unused: bool

    @property
    def facts(self) -> dict[str, str]:
        """The facts of its findings: `until`, and `why` with its brackets."""
        return {
            "until": self.until or "",
            "why": f" ({self.reason})" if self.reason else "",
        }


class Case(NamedTuple):
    """All that is known about a citation.

    Attributes:
        citation: what the article says.
        article: where it says so.
        repeats: the citation of the same source above this one in the article's list, or None.
        resolution: the result of the request, or None where there is no address.
        page: what was read there, or None where there was nothing to read.
        evidence: the result of comparing the two, in the order of comparison.
        policy: which findings are wanted.
        history: what earlier runs say of the address.
        ignore: for rules about ignores, what the ignore at the citation's place did.
    """

    citation: Citation
    article: Article | None = None
    repeats: Citation | None = None
    resolution: Resolution | None = None
    page: Page | None = None
    evidence: tuple[Evidence, ...] = ()
    policy: Policy = Policy()
    history: History = History()
    ignore: IgnoreUse | None = None

    def reaches(self, stage: Stage) -> bool:
        """Tell whether there is anything for the rules of a stage to look at."""
        if self.ignore is not None:
            return stage is Stage.IGNORES
        if stage is Stage.ARTICLE:
            return True
        if self.resolution is None or stage is Stage.IGNORES:
            return False
        if stage is Stage.ADDRESS:
            return True
        if self.is_accepted:
            return False
        if self.copy is not None:
            return stage is Stage.SOURCE  # what became of the address itself is repaired
        if self.page is not None and self.page.is_metadata:
            return stage > Stage.REPLACED  # it speaks for the page that was not to be seen
        return stage <= Stage.REPLACED or self.resolution.failure is None

    @property
    def is_accepted(self) -> bool:
        """Whether settings accept the answer's status; one that is good anyway is read."""
        status = self.status
        return status in self.policy.accept and not 200 <= status < 300

    @property
    def failure(self) -> Failure | None:
        """Why there is no answer, or None where there is one."""
        return self.resolution.failure if self.resolution is not None else None

    @property
    def counts_as_away(self) -> bool:
        """Whether this answer, days apart and often enough, shows that the source is gone.

        Silence, a refused connection and most server errors do; so does a server's default page.
        Other statuses are somebody's answer, who may only not like programs.
        """
        if self.failure is not None:
            return self.failure not in _PROVE_NOTHING
        is_ordinary = 200 <= self.status < 300 and self.kind in _AWAY
        return is_ordinary or (500 <= self.status < 600 and self.status not in _OF_WALLS)

    @property
    def detail(self) -> str:
        """The failure in words."""
        if self.resolution is None or self.resolution.failure is None:
            return ""
        return self.resolution.detail or self.resolution.failure.value.replace("-", " ")

    @property
    def status(self) -> int:
        """The answer's status code, or 0 where there is none."""
        return (self.resolution.status or 0) if self.resolution is not None else 0

    @property
    def kind(self) -> PageKind:
        """What kind of page the answer is; a living one where nothing says otherwise."""
        return self.page.liveness.kind if self.page is not None else PageKind.LIVING

    @property
    def answer_facts(self) -> dict[str, str]:
        """The facts of findings about an answer: `status`, and `reasons` with its colon."""
        reasons = "; ".join(self.page.liveness.reasons) if self.page is not None else ""
        return {"status": str(self.status), "reasons": f": {reasons}" if reasons else ""}

    def first(self, field: Field) -> Evidence | None:
        """Return the first evidence about a field, or None."""
        return next((found for found in self.evidence if found.field is field), None)

    def mismatches(self, field: Field) -> Iterator[Evidence]:
        """Yield the evidence that a field differs from what the article says."""
        for found in self.evidence:
            if found.field is field and found.match is Match.MISMATCH:
                yield found

    @property
    def is_story(self) -> bool:
        """Whether the page tells a story, as far as there is a page."""
        return self.page is None or self.page.story

    @property
    def is_another_story(self) -> bool:
        """Whether the page tells another story than the one cited.

        Only a page that tells a story at all can: forms, lists and notices prove nothing.
        """
        title = self.first(Field.TITLE)
        return title is not None and title.relation == "another" and self.is_story

    @property
    def contradiction(self) -> Evidence | None:
        """The evidence that the page's headline is surely not the one cited, or None.

        It is of "another" story, or the headline was "changed". An anchor in running text is often
        a phrase of the sentence, and a form or a list has no headline: they contradict nothing.
        """
        title = self.first(Field.TITLE)
        if title is None or title.match is not Match.MISMATCH:
            return None
        if self.citation.inline or not self.is_story:
            return None
        another = title.relation == "another"
        sure = self.citation.headline_is_sure if another else self.citation.title_is_sure
        return title if sure else None

    @property
    def shows_title(self) -> bool:
        """Whether the page shows the cited title as its own, whatever else it looks like."""
        title = self.first(Field.TITLE)
        return not self.citation.inline and title is not None and title.match is Match.MATCH

    @property
    def keeps_title(self) -> bool:
        """Whether the page has the cited title, but for its text only says that it is gone."""
        title = self.first(Field.TITLE)
        if title is None or self.citation.inline:
            return False
        return title.match is Match.UNVERIFIABLE and title.relation == "same"

    @property
    def is_cited_story(self) -> bool:
        """Whether the page was found to be the source cited: only then is it proposed.

        An anchor in running text claims no headline, so there a story of any headline will do.
        """
        title = self.first(Field.TITLE)
        if self.citation.inline or title is None:
            return self.kind is PageKind.LIVING and self.is_story
        changed = title.relation == "changed" and self.citation.title_is_sure
        return title.match is Match.MATCH or (changed and self.is_story)

    @property
    def may_be_shared(self) -> bool:
        """Whether the page may be what a network or a company shows in place of many sites.

        Not where it shows what was cited, or is known for what it is. Where no headline is claimed,
        a story is believed to be the site's own, unless the address leads to somebody else's site.
        """
        resolution, page = self.resolution, self.page
        if resolution is None or page is None or page.is_metadata or self.copy is not None:
            return False
        if not 200 <= self.status < 300 or any(self.mismatches(Field.OWNER)):
            return False
        if self.kind not in _UNKNOWN and not page.liveness.probed:
            return False
        away = host_key(resolution.url) != host_key(resolution.final_url)
        if self.kind is PageKind.HOME_PAGE and not away:
            return False  # a site that sends its readers to its own front page answers for itself
        title = self.first(Field.TITLE)
        if title is not None and (title.match is Match.MATCH or title.relation == "changed"):
            return False
        if title is not None and not self.citation.inline:
            return True
        return page.published is None if away else not page.story

    @property
    def copy(self) -> Evidence | None:
        """The archived copy, where it stands in for a source that is gone; else None."""
        return self.first(Field.ARCHIVE)


def compared(found: Evidence) -> dict[str, str]:
    """Return the facts of a finding about evidence: `cited` and `found`."""
    return {"cited": found.cited or "", "found": found.found or ""}
