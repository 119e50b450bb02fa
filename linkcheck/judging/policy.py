"""Which findings are wanted, where, and how severe they are."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from linkcheck.models import Citation, Rule, Severity
from linkcheck.text.patterns import matching
from linkcheck.text.urls import host, nearest_host
from linkcheck.text.validated import Positive, Validated

__all__ = ["Difference", "Policy"]


class Difference(Validated, frozen=True, kw_only=True):
    """What is wanted otherwise in one place; it comes on top of what holds everywhere.

    Attributes:
        ignore: rules that are not reported here.
        severity: severities other than elsewhere.
        accept: status codes that are accepted here.
    """

    ignore: frozenset[Rule] = frozenset()
    severity: Mapping[Rule, Severity] = {}
    accept: frozenset[int] = frozenset()


class Policy(Validated, frozen=True, kw_only=True):
    """Which findings are wanted and how severe they are.

    A rule that is ignored is not counted against a citation: what would be broken or worth a
    warning for it alone is ok. What is unverified stays so, since ignoring a rule makes nothing
    known. The severity decides the status in the same way: an error is broken, a warning a warning
    and a note ok, and what is unverified stays so.

    Attributes:
        ignore: rules that are not reported.
        severity: severities other than the rules' own.
        accept: status codes that are accepted: the page is not read, nothing is found.
        confirmations: how many failures in a row, days apart, make an unreachable address a dead
            one; 1 believes the first.
        paths: what differs for articles whose path matches a pattern as in `.gitignore`; where
            several match, the last counts most.
        hosts: what differs for sources on a host and those below it, by its name; this counts
            more than what differs for the article.
        root: the folder that the patterns start from; the current one where empty.
    """

    ignore: frozenset[Rule] = frozenset()
    severity: Mapping[Rule, Severity] = {}
    accept: frozenset[int] = frozenset()
    confirmations: Positive[int] = 3
    paths: Mapping[str, Difference] = {}
    hosts: Mapping[str, Difference] = {}
    root: str = ""

    def for_citation(self, citation: Citation) -> Policy:
        """Return what holds for a citation: everywhere, in this article, for this source."""
        path = citation.location.path
        named = matching(self.paths, path, self.root) if self.paths else ()
        found = [self.paths[pattern] for pattern in named]
        if self.hosts and citation.url is not None:
            own = nearest_host(self.hosts, host(citation.url))
            found += [own] if own is not None else []
        policy = self
        for difference in found:
            policy = msgspec.structs.replace(
                policy,
                ignore=policy.ignore | difference.ignore,
                severity={**policy.severity, **difference.severity},
                accept=policy.accept | difference.accept,
            )
        return policy
