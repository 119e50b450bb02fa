"""Settings that a program makes are checked when they are made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import linkcheck
from linkcheck import (  # fmt: skip
    FetchSettings,
    HostSettings,
    InputSettings,
    Policy,
    Rule,
    Selection,
    Settings,
    Severity,
    StoreSettings,
)

if TYPE_CHECKING:
    from collections.abc import Callable

WRONG: list[tuple[Callable[[Any], object], Any, str]] = [
    (lambda value: Policy(ignore=value), {"mojibakes"}, "Policy.ignore: 'mojibakes' is not a rule: did you mean mojibake?"),
    (lambda value: Policy(severity=value), {"moved": "noted"}, "Policy.severity: 'noted' is not a severity: did you mean note?"),
    (lambda value: Policy(severity=value), {"blocking": "note"}, "Policy.severity: 'blocking' is not a rule"),
    (lambda value: Policy(ignore=value), "moved", "Policy.ignore: expected a list, not a text"),
    (lambda value: Policy(confirmations=value), 0, "Policy.confirmations: it must be 1 or more"),
    (lambda value: Policy(hosts=value), {"a.example": 3}, "Policy.hosts: "),
    (lambda value: Settings(store=value), "s.sqlite3", "Settings.store: expected linkcheck.StoreSettings(…), not str"),
    (lambda value: Settings(policy=value), Settings(), "Settings.policy: expected linkcheck.Policy(…), not Settings"),
    (lambda value: Settings(max_time=value), -0.5, "Settings.max_time: it must be 0 or more"),
    (lambda value: Settings(max_time=value), float("nan"), "Settings.max_time: it must be 0 or more"),
    (lambda value: Settings(workers=value), 1.5, "Settings.workers: expected a whole number, not a number"),
    (lambda value: Settings(semantic=value), "yes", "Settings.semantic: expected True or False, not a text"),
    (lambda value: FetchSettings(read_timeout=value), "9", "FetchSettings.read_timeout: expected a number, not a text"),
    (lambda value: FetchSettings(method=value), "PUT", "FetchSettings.method: 'PUT' is not one of GET, HEAD"),
    (lambda value: HostSettings(per_host=value), -1, "HostSettings.per_host: it must be 1 or more"),
    (lambda value: InputSettings(exclude=value), "*.rst", "InputSettings.exclude: expected a list, not a text"),
    (lambda value: Selection(sample=value), -3, "Selection.sample: it must be 0 or more"),
    (lambda value: StoreSettings(path="s", living_days=value), -1, "StoreSettings.living_days: it must be 0 or more"),
    (lambda value: linkcheck.Ignore(until=value), "soon", "Ignore.until: 'soon' is not a day such as 2027-01-31"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "value", "told"), WRONG)
def test_a_wrong_value_is_told_where_it_is_made(
    make: Callable[[Any], object], value: object, told: str
) -> None:
    """A misspelt rule would ignore nothing, and a path in the wrong place be an AttributeError."""
    with pytest.raises(linkcheck.UsageError) as caught:
        make(value)
    assert str(caught.value).startswith(told)


def test_names_lists_and_paths_are_taken_for_what_they_mean() -> None:
    """A program would have to import an enumeration to write "warning"."""
    values: dict[str, Any] = {"ignore": ["moved"], "severity": {"dead-link": "warning"}}
    policy = Policy(**values)
    assert policy == Policy(
        ignore=frozenset({Rule.MOVED}), severity={Rule.DEAD_LINK: Severity.WARNING}
    )
    assert policy.severity[Rule.DEAD_LINK] is Severity.WARNING
    baseline: Any = Path("known.json")
    assert Settings(baseline=baseline).baseline == "known.json"
    networks: Any = ["loopback", "10.0.0.0/8"]
    allowed = FetchSettings(allow_networks=networks).allow_networks
    assert allowed == ("127.0.0.0/8", "::1/128", "10.0.0.0/8")


def test_severities_by_name_count(tmp_path: Path) -> None:
    """A finding whose severity a program has named would count as something else."""
    severity: Any = {"unlinked-citation": "error"}
    path = tmp_path / "a.md"
    path.write_text("# T\n\n## Sources\n\n- CNN: Talks end\n")
    report = linkcheck.check(path, Settings(policy=Policy(severity=severity)))
    assert (report.errors, report.warnings, report.ok) == (1, 0, False)
