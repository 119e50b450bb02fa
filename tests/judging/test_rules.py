"""The table of rules, and what is said of each."""

from __future__ import annotations

import pytest

from linkcheck.cli.explain import explained, listed
from linkcheck.judging.rules import RULES
from linkcheck.models import Rule, Severity, Status


def test_every_rule_is_in_the_table() -> None:
    """A finding without severity would end in a traceback."""
    assert set(RULES) == set(Rule)


def test_only_errors_break_a_citation() -> None:
    """A build would pass with a broken source, or fail with none."""
    for info in RULES.values():
        assert (info.severity is Severity.ERROR) == (info.status is Status.BROKEN)
        assert info.summary.endswith(".")


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_is_explained(rule: Rule) -> None:
    """A user would meet a finding and not learn why it matters or what to do about it."""
    text = explained(rule)
    assert text.startswith(f"{rule.value} ({RULES[rule].severity.value}; ")
    for part in ("Why:", "Example:", "Fix:", "Silence:"):
        line = next(line for line in text.splitlines() if line.lstrip().startswith(part))
        assert len(line.partition(part)[2].split()) >= 3
    assert f"--ignore {rule.value}" in text
    assert rule.value in listed()
