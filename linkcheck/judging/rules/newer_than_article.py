"""The page was published after the article that cites it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.matching.dates import days_between
from linkcheck.models import Field, Match, Rule, Severity, Status, UrlStatus
from linkcheck.text.dates import is_null_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.NEWER_THAN_ARTICLE,
    stage=Stage.DETAILS,
    severity=Severity.NOTE,
    status=Status.OK,
    url_status=UrlStatus.LIVE,
    summary="The page was published after the article that cites it.",
    why="The article cannot have cited a page that did not exist yet; the page was "
    "probably replaced.",
    example="The article is from March 2014, its source from 2019.",
    fix="Cite the version that was there at the time, from an archive if necessary.",
    reads_page=True,
)


REVISED = 31
"""Days after its publication in which an article may still take up sources."""


def check(case: Case) -> Iterator[Finding]:
    """Report a page that is newer than the article, unless its date is reported already."""
    article, page = case.article, case.page
    if case.is_another_story or article is None or page is None:
        return
    if not article.published or not page.published or is_null_date(article.published):
        return
    dated = case.first(Field.DATE)
    if dated is not None and dated.match is Match.MISMATCH:
        return
    # An article that was revised since may well cite what is newer than itself.
    written = max(article.published, article.modified or "")[:10]
    later = page.published[:10] > written
    # A day may be due to time zones, and articles are revised for weeks without saying so.
    if later and days_between(written, page.published) > REVISED:
        facts = {"article": written, "found": page.published[:10]}
        yield RULE.finding("the page is dated {found}, but the citing article {article}", facts)
