"""The rules, one module each, named like the rule's member of the `Rule` enum.

A module has `RULE`, a `RuleInfo`, and `check`, which yields the findings of a case. A rule becomes
known through its row in `linkcheck.models.names.Rule`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TypeAlias

from linkcheck.judging.case import Case
from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Finding, Rule

__all__ = ["ABOUT_IGNORES", "OF_PAGES", "RULES", "findings_of"]

Check: TypeAlias = Callable[[Case], Iterator[Finding]]

_MODULES = {rule: import_module(f"{__name__}.{rule.name.lower()}") for rule in Rule}

RULES: Mapping[Rule, RuleInfo] = {rule: module.RULE for rule, module in _MODULES.items()}
"""Every rule, the most severe first."""

OF_PAGES = frozenset(rule for rule, info in RULES.items() if info.reads_page)
"""Rules that only the text of a page can break."""

ABOUT_IGNORES = frozenset(rule for rule, info in RULES.items() if info.stage is Stage.IGNORES)
"""Rules about ignores, not about sources."""

_CHECKS: Mapping[Stage, tuple[Check, ...]] = {
    stage: tuple(_MODULES[rule].check for rule, info in RULES.items() if info.stage is stage)
    for stage in Stage
}


def findings_of(case: Case, *, since: Stage = Stage.ARTICLE) -> Iterator[Finding]:
    """Yield what the rules report about a case, in the order of `Stage`.

    Args:
        case: all that is known about a citation.
        since: the stage to begin with.
    """
    for stage, checks in _CHECKS.items():
        if stage < since or not case.reaches(stage):
            continue
        for check in checks:
            found = False
            for finding in check(case):
                found = True
                yield finding
            if found and stage.ends:
                return
