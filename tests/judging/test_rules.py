"""The rules, and what is said about each."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import msgspec
import pytest

from linkcheck.cli.explain import explained, listed
from linkcheck.judging import rules
from linkcheck.judging.access import outcome
from linkcheck.judging.judge import judge
from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.judging.rules import RULES
from linkcheck.models import (
    Citation,
    Evidence,
    Failure,
    Field,
    Finding,
    Liveness,
    Location,
    Match,
    Outcome,
    Page,
    PageKind,
    Resolution,
    Rule,
    Severity,
    Status,
    Verdict,
)
from linkcheck.models.statuses import BY_CLIENT, REFUSED

URL = "https://news.example/talks"
CITATION = Citation(
    location=Location(path="a.md", line=1, column=1, start=0, end=1),
    url=URL,
    title="Talks end without a deal",
)


def judged(resolution: Resolution, kind: PageKind | None = None, *evidence: Evidence) -> Verdict:
    """Return the verdict on a source that answers so, with a page of a kind."""
    page = Page(url=URL, liveness=Liveness(kind=kind)) if kind is not None else None
    return judge(CITATION, article=None, resolution=resolution, page=page, evidence=evidence)


def found(verdict: Verdict) -> list[Rule]:
    """Return the rules of a verdict's findings."""
    return [finding.rule for finding in verdict.findings]


def test_every_rule_has_one_module() -> None:
    """A rule would be in the documentation and never be reported, or be reported as another."""
    modules = {each.name for each in pkgutil.iter_modules(rules.__path__)}
    assert modules == {rule.name.lower() for rule in Rule}
    assert list(RULES) == list(Rule)
    assert all(info.rule is rule for rule, info in RULES.items())


def test_only_errors_break_a_citation() -> None:
    """A build would pass with a broken source, or fail with none."""
    for info in RULES.values():
        assert (info.severity is Severity.ERROR) == (info.status is Status.BROKEN)
        assert info.summary.endswith(".")


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_is_explained(rule: Rule) -> None:
    """A user would meet a finding and not learn why it matters or what to do about it."""
    text = explained(rule, "en")
    assert text.startswith(f"{rule.value} ({RULES[rule].severity.value}; ")
    for part in ("Why:", "Example:", "Fix:", "Suppress:"):
        line = next(line for line in text.splitlines() if line.lstrip().startswith(part))
        assert len(line.partition(part)[2].split()) >= 3
    assert f"--ignore {rule.value}" in text
    assert rule.value in listed("en")


def test_a_rules_own_status_is_the_citations(monkeypatch: pytest.MonkeyPatch) -> None:
    """A maintainer would change a rule's status, and nothing would come of it."""
    title = Evidence(field=Field.TITLE, match=Match.MISMATCH, relation="changed", found="Talks")
    answer = Resolution(url=URL, final_url=URL, status=200)
    verdict = judged(answer, PageKind.LIVING, title)
    assert (found(verdict), verdict.status) == ([Rule.TITLE_CHANGED], Status.WARNING)
    info = RULES[Rule.TITLE_CHANGED]
    milder = msgspec.structs.replace(info, status=Status.OK)
    monkeypatch.setitem(RULES, Rule.TITLE_CHANGED, milder)
    assert judged(answer, PageKind.LIVING, title).status is Status.OK
    assert milder.status_at(Severity.ERROR) is Status.BROKEN


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_is_one_finding(failure: Failure) -> None:
    """A source that gives no answer would be called good, or be reported under two names."""
    verdict = judged(Resolution(url=URL, final_url=URL, failure=failure))
    assert len(found(verdict)) == 1
    assert verdict.status in {Status.BROKEN, Status.UNVERIFIED}
    assert outcome(Resolution(url=URL, final_url=URL, failure=failure), None) is not Outcome.LIVING


@pytest.mark.parametrize("status", sorted(REFUSED))
def test_no_refusal_is_called_broken(status: int) -> None:
    """A living source that refuses programs would be called dead, or be asked about again."""
    answer = Resolution(url=URL, final_url=URL, status=status)
    verdict = judged(answer, PageKind.LIVING)
    assert (found(verdict), verdict.status) == ([Rule.BLOCKED], Status.UNVERIFIED)
    assert outcome(answer, None) is Outcome.BLOCKED
    assert BY_CLIENT < REFUSED


@pytest.mark.parametrize(
    ("status", "kind", "rule"),
    [
        (404, PageKind.BOT_WALL, Rule.BLOCKED),
        (403, PageKind.PARKED, Rule.BLOCKED),
        (410, PageKind.PARKED, Rule.DEAD_LINK),
        (503, PageKind.PARKED, Rule.PARKED_DOMAIN),
        (500, PageKind.SOFT_404, Rule.UNREACHABLE),
        (200, PageKind.SOFT_404, Rule.SOFT_404),
        (200, PageKind.HOME_PAGE, Rule.REDIRECTED_TO_HOME),
    ],
)
def test_what_is_known_least_about_comes_first(status: int, kind: PageKind, rule: Rule) -> None:
    """A bot check with status 404 would be called a dead link, or one page be reported twice."""
    title = Evidence(field=Field.TITLE, match=Match.MISMATCH, relation="another", found="Talks")
    answer = Resolution(url=URL, final_url=URL, status=status)
    assert found(judged(answer, kind, title)) == [rule]


def test_rules_about_ignores_judge_no_source() -> None:
    """A source would be reported for an ignore that is somewhere else."""
    about = {rule for rule, info in RULES.items() if info.stage is Stage.IGNORES}
    assert about == {Rule.EXPIRED_IGNORE, Rule.UNUSED_IGNORE} == rules.ABOUT_IGNORES


def test_help_reads_no_rules() -> None:
    """`linkcheck --help` would take longer with every rule."""
    code = "import sys, linkcheck.cli.main; print('linkcheck.judging.rules' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert shown.stdout == "False\n"


def test_a_finding_is_of_its_rule() -> None:
    """A finding would be shown at another level than the documentation says."""
    info: RuleInfo = RULES[Rule.MOVED]
    assert info.finding("moved", {"found": URL}) == Finding(
        rule=Rule.MOVED, severity=Severity.NOTE, template="moved", facts={"found": URL}
    )
