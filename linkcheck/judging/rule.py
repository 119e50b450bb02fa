"""What a rule consists of: its documentation, its level, and what it makes of the source.

Each module in `linkcheck.judging.rules` has one `RuleInfo` named `RULE`, and a `check` that reports
it. Severities and statuses are decided there and here, and nowhere else.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import msgspec

from linkcheck.models import Finding, Rule, Severity, Status, UrlStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkcheck.models import Proposal

__all__ = ["RuleInfo", "Stage"]

_BY_SEVERITY = {
    Severity.ERROR: Status.BROKEN,
    Severity.WARNING: Status.WARNING,
    Severity.NOTE: Status.OK,
}


class Stage(enum.IntEnum):
    """When a rule is checked; within a stage, rules are checked in the order of the `Rule` enum.

    A finding of a stage that `ends` is the only one from there on: no rule after it is checked.

    Attributes:
        ARTICLE: what is wrong in the article itself; it says nothing about the address.
        ADDRESS: what is wrong with the address, whatever it answers.
        ACCESS: the site does not let us see the page.
        GONE: the page or its site no longer exists.
        AWAY: there is no usable answer, for now.
        REPLACED: something else is there in place of the page.
        SOURCE: whether the page is the source that the article cites.
        DETAILS: what else differs from what the article says.
        IGNORES: what is wrong with an ignore; no source is judged.
    """

    ARTICLE = enum.auto()
    ADDRESS = enum.auto()
    ACCESS = enum.auto()
    GONE = enum.auto()
    AWAY = enum.auto()
    REPLACED = enum.auto()
    SOURCE = enum.auto()
    DETAILS = enum.auto()
    IGNORES = enum.auto()

    @property
    def ends(self) -> bool:
        """Whether a finding here leaves nothing to be said by later rules."""
        return Stage.ACCESS <= self <= Stage.REPLACED

    @property
    def has_no_page(self) -> bool:
        """Whether a finding here means that the cited page is not there to be compared."""
        return self in {Stage.GONE, Stage.REPLACED}


class RuleInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A rule, apart from its check. The texts are Markdown, in one or two sentences.

    Attributes:
        rule: its name.
        stage: when it is checked.
        severity: how severe a finding is unless the settings say otherwise.
        status: the best status of a citation with this finding, at that severity.
        url_status: the same in CS1 terms, or None where it cannot be determined.
        summary: what it reports, in one sentence.
        why: why that matters.
        example: a case of it.
        fix: what to do about it.
        silence: how to turn it off besides `--ignore` and `--severity`, where there is a way.
        reads_page: True where only the text of a page can break it.
    """

    rule: Rule
    stage: Stage
    severity: Severity
    status: Status
    url_status: UrlStatus | None
    summary: str
    why: str
    example: str
    fix: str
    silence: str = ""
    reads_page: bool = False

    def finding(
        self,
        template: str,
        facts: Mapping[str, str] | None = None,
        proposal: Proposal | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """Return a finding of this rule.

        Args:
            template: the message, with named places for the facts.
            facts: what fills those places.
            proposal: how to fix it, where there is a way.
            severity: how severe it is here; by default as the rule says.
        """
        return Finding(
            rule=self.rule,
            severity=severity if severity is not None else self.severity,
            template=template,
            facts=dict(facts or {}),
            proposal=proposal,
        )

    def status_at(self, severity: Severity) -> Status:
        """Return the best status of a citation with this finding.

        What is unverified stays so at any severity: calling it an error makes nothing known.

        Args:
            severity: of the finding, after settings.
        """
        if severity is self.severity or self.status is Status.UNVERIFIED:
            return self.status
        return _BY_SEVERITY[severity]
