"""The table of rules."""

from __future__ import annotations

from linkcheck.models import Rule, Severity, Status
from linkcheck.rules import RULES


def test_every_rule_is_in_the_table() -> None:
    """A finding without severity would end in a traceback."""
    assert set(RULES) == set(Rule)


def test_only_errors_break_a_citation() -> None:
    """A build would pass with a broken source, or fail with none."""
    for info in RULES.values():
        assert (info.severity is Severity.ERROR) == (info.status is Status.BROKEN)
        assert info.summary.endswith(".")
