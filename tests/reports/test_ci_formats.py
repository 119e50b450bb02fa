"""Reports for build servers: where findings are shown, and what they are known by."""

from __future__ import annotations

import gzip
import io
import json
import os
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import msgspec

from linkcheck.models import Problem, Report, Rule, Severity, Status
from linkcheck.reports import Style, make_reporter
from linkcheck.reports.formats import sarif as sarif_format
from linkcheck.reports.formats.github import SHOWN, SUMMARY_BYTES
from linkcheck.reports.formats.markdown import LONGEST
from linkcheck.reports.places import Places
from tests.reports.samples import ORDINARY, shown

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

BROKEN = ORDINARY.verdicts[0]
SUMMARY = "3 citations in 1 article: 1 ok, 1 broken, 1 unverified; 1 input could not be read"
replace = msgspec.structs.replace


def moved(lines: int, path: str = "articles/one.md") -> Report:
    """Return the ordinary report as it is after lines were put above its citations."""
    verdicts = []
    for verdict in ORDINARY.verdicts:
        place = replace(
            verdict.citation.location, line=verdict.citation.location.line + lines, path=path
        )
        verdicts.append(replace(verdict, citation=replace(verdict.citation, location=place)))
    return replace(ORDINARY, verdicts=tuple(verdicts))


def sarif(report: Report) -> Any:
    """Return the run of a SARIF report."""
    return json.loads(shown("sarif", report))["runs"][0]


def test_sarif_shows_findings_at_their_place() -> None:
    """A finding would be shown at another line than that of its citation."""
    run = sarif(ORDINARY)
    result = run["results"][0]
    assert result["ruleId"] == "title-mismatch"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "title-mismatch"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "articles/one.md", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endColumn": 25}
    assert run["columnKind"] == "unicodeCodePoints"
    assert result["level"] == "error"


def test_sarif_proposes_what_can_be_put_in_place_as_it_is() -> None:
    """An editor would put a wrong text into the article, or a proposal would be lost."""
    result = sarif(ORDINARY)["results"][0]
    change = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"] == {"text": "https://b.example/a?b=1"}
    assert change["deletedRegion"] == {"startLine": 3, "startColumn": 5, "endColumn": 25}
    finding = BROKEN.findings[0]
    assert finding.proposal is not None
    for text in (
        "https://b.example/a?b=1&c=2",
        "https://b.example/?token=x",
        "https://b.example/\u202e",
    ):
        proposal = replace(finding.proposal, replacement=text)
        verdict = replace(BROKEN, findings=(replace(finding, proposal=proposal),))
        result = sarif(Report(verdicts=(verdict,)))["results"][0]
        assert "fixes" not in result
        assert "Proposed instead" in result["message"]["text"]


def test_sarif_tells_of_trouble() -> None:
    """Half a run, or an article that could not be read, would pass for a good one."""
    invocation = sarif(replace(ORDINARY, complete=False))["invocations"][0]
    assert invocation["executionSuccessful"] is False
    notification = invocation["toolExecutionNotifications"][0]
    assert notification["message"]["text"] == "is a binary file"
    assert notification["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}
    assert sarif(ORDINARY)["invocations"][0]["executionSuccessful"] is True


def test_sarif_has_every_rule_with_its_help() -> None:
    """A finding would be shown without a word of what it means."""
    rules = sarif(ORDINARY)["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {rule.value for rule in Rule}
    for rule in rules:
        assert rule["id"] in rule["help"]["text"]
        assert rule["shortDescription"]["text"]


def prints(report: Report) -> list[str]:
    """Return the fingerprints that SARIF and GitLab tell of a report."""
    found = [result["partialFingerprints"]["citation/v1"] for result in sarif(report)["results"]]
    issues = json.loads(shown("gitlab", report))
    assert [issue["fingerprint"] for issue in issues][: len(found)] == found
    return found


def test_fingerprints_outlive_edits() -> None:
    """Each edit of an article would open its old findings anew."""
    assert prints(moved(10)) == prints(ORDINARY)
    assert prints(moved(0, "articles/two.md")) != prints(ORDINARY)


def test_fingerprints_tell_equal_findings_apart() -> None:
    """Of a source cited twice, one finding would hide the other."""
    first, second = prints(Report(verdicts=(BROKEN, BROKEN)))
    assert first != second


def test_fingerprints_tell_equal_problems_apart() -> None:
    """Of two damaged lines with one message, GitLab would show only the first."""
    problem = Problem(path="articles/one.md", message="this line cannot be read", line=3)
    later = replace(problem, line=9)
    found = [
        [issue["fingerprint"] for issue in json.loads(shown("gitlab", Report(problems=problems)))]
        for problems in ((problem, later), (replace(problem, line=4), replace(later, line=10)))
    ]
    assert len(set(found[0])) == 2
    assert found[0] == found[1]


def test_paths_are_those_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that starts in a folder of the repository would show findings at no file."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "repo/.git").mkdir(parents=True)
    (tmp_path / "repo/docs/a b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repo/docs")
    places = Places()
    assert places.relative("a b/c:d.md") == "docs/a b/c:d.md"
    assert places.uri("a b/c:d.md") == "docs/a%20b/c%3Ad.md"
    assert places.uri(str(tmp_path / "repo/é.md")) == "%C3%A9.md"
    assert places.relative("../../elsewhere.md") is None
    assert places.uri("/elsewhere/x.md") == "file:///elsewhere/x.md"
    assert places.uri("https://u:p@cms.example/a?token=1") == "https://***@cms.example/a?token=***"
    assert places.uri(os.fsdecode(b"\xe9.md")) == "docs/%E9.md"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "repo/docs"))
    assert Places().relative("a.md") == "a.md"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "other"))
    assert Places().relative("a.md") == "docs/a.md"


def test_junit_counts_and_names() -> None:
    """A build server would show passed what failed, or lose a test's history with each edit."""
    root = ET.fromstring(shown("junit"))  # noqa: S314 - our own
    assert {name: root.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "4", "failures": "1", "errors": "1",
    }  # fmt: skip
    suite = root.find("testsuite[@name='articles/one.md']")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    failed = suite.find("testcase/failure")
    assert failed is not None
    assert failed.get("type") == "title-mismatch"
    assert (failed.text or "").startswith("articles/one.md:3:5\n")
    names = [case.get("name") for case in root.iter("testcase")]
    assert names[0] == "Щоденник: Talks end https://news.example"
    later = ET.fromstring(shown("junit", moved(10)))  # noqa: S314 - our own
    assert [case.get("name") for case in later.iter("testcase")] == names
    twice = ET.fromstring(shown("junit", Report(verdicts=(BROKEN, BROKEN))))  # noqa: S314 - our own
    assert len({case.get("name") for case in twice.iter("testcase")}) == 2
    assert "the run finished" in shown("junit", Report(complete=False))


def test_github_annotations_are_escaped_as_github_undoes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An annotation would stand at another file, or its text be cut."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    report = moved(0, "a,b:c%0A.md")
    lines = shown("github", report).splitlines()
    assert lines[0] == (
        "::error file=a%2Cb%3Ac%250A.md,line=3,col=5,title=title-mismatch::the page is a different "
        "story: “Other news” (cited: Щоденник: Talks end)%0AProposed instead: https://b.example/a?b=1"
    )
    assert lines[1] == "::error file=bad.md,line=7,title=unreadable::is a binary file"
    assert lines[2].startswith(
        "::warning file=a%2Cb%3Ac%250A.md,line=3,col=5,title=unlinked-citation::"
    )
    assert len(lines) == 4
    assert lines[3].startswith(f"linkcheck: {SUMMARY}")


def test_github_shows_as_many_as_it_can_and_says_how_many_more() -> None:
    """GitHub would drop most findings without a word."""
    finding = replace(BROKEN.findings[0], severity=Severity.WARNING)
    verdicts = (BROKEN,) * 25 + (replace(BROKEN, findings=(finding,)),) * SHOWN
    lines = shown("github", Report(verdicts=verdicts)).splitlines()
    errors = [line for line in lines if line.startswith("::error")]
    assert len(errors) == SHOWN
    assert errors[-1].startswith("::error title=linkcheck::and 16 more")
    warnings = [line for line in lines if line.startswith("::warning")]
    assert len(warnings) == SHOWN
    assert "more" not in warnings[-1]


def test_summary_of_the_step_is_appended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the step said before would be lost, or the findings not be in its summary."""
    path = tmp_path / "summary.md"
    path.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    shown("github")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("before\n## Citations\n\n3 citations")
    assert "**title-mismatch**" in text


def test_summary_of_the_step_keeps_to_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub would throw the whole summary away."""
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    path.write_text("x" * (SUMMARY_BYTES - LONGEST // 2))
    shown("github", Report(verdicts=(BROKEN,) * 20_000))
    assert SUMMARY_BYTES - 1000 < path.stat().st_size <= SUMMARY_BYTES
    assert path.read_text(encoding="utf-8").endswith("csv reports have everything.\n")
    shown("github")
    assert path.stat().st_size <= SUMMARY_BYTES


def test_summary_of_the_step_has_more_rows_than_an_issue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job summary would stop at the sixteenth part of what GitHub shows."""
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    shown("github", Report(verdicts=(BROKEN,) * 2_000))
    text = path.read_text(encoding="utf-8")
    assert len(text) > 2 * LONGEST
    assert text.count("| ❌") == 2_000
    path.unlink()
    warned = replace(BROKEN, status=Status.WARNING)
    shown("github", Report(verdicts=(warned,) * 10_000 + (BROKEN,) * 20))
    text = path.read_text(encoding="utf-8")
    assert text.count("| ❌") == 20
    assert "more rows do not fit" in text


def test_markdown_fits_into_an_issue() -> None:
    """GitHub would refuse the issue, or what is broken be left out for what is not."""
    warned = replace(BROKEN, status=Status.WARNING)
    verdicts = (warned,) * 5_000 + (BROKEN,) * 20 + (warned,) * 5_000
    text = shown("markdown", Report(verdicts=verdicts, problems=ORDINARY.problems))
    assert LONGEST - 2_000 < len(text) <= LONGEST
    rows = [line for line in text.splitlines() if line.startswith(("| ❌", "| ⚠️"))]
    assert sum(row.startswith("| ❌") for row in rows) == 20
    assert "### Could not be read" in text
    assert text.rstrip().splitlines()[-1].startswith(f"{10_020 - len(rows):,} more rows do not fit")
    # By rule and host first, whatever else there is room for.
    head = text.split("\n### ")[0]
    assert "By rule: `title-mismatch` 10020" in head
    assert "By host: `news.example` 10020" in head


def test_markdown_counts_the_most_frequent_hosts() -> None:
    """The summary of a large archive would be as long as the report."""
    verdicts = [
        replace(BROKEN, citation=replace(BROKEN.citation, url=f"https://site{number}.example/x"))
        for number in range(14)
        for _ in range(number + 1)
    ]
    text = shown("markdown", Report(verdicts=tuple(verdicts)))
    (hosts,) = (line for line in text.splitlines() if line.startswith("By host"))
    assert hosts.startswith("By host: `site13.example` 14, `site12.example` 13, ")
    assert hosts.endswith("`site4.example` 5, … (+4)")


def test_a_site_has_one_name_in_all_reports() -> None:
    """One source of a story would be three sites, one of them in letters that nobody knows."""
    url = "https://www.xn--80aikifvh.xn--j1amh/a"  # приклад.укр
    verdict = replace(BROKEN, citation=replace(BROKEN.citation, url=url, publisher=None))
    report = Report(verdicts=(verdict,))
    assert "By host: `приклад.укр` 1" in shown("markdown", report)
    assert "1  приклад.укр\n" in shown("terminal", report, summary=True)
    assert '"приклад.укр"' in shown("html", report)


def test_reports_count_citations_in_the_same_words() -> None:
    """A reader would take two reports of one run for reports of two."""
    marked = "3 citations in 1 article: ✅ 1 ok, ❌ 1 broken, ❔ 1 unverified"
    assert f"{marked}; 1 input could not be read\n" in shown("markdown")
    assert f"{SUMMARY} (1.2 s)" in shown("terminal")


def test_markdown_says_what_comments_hide() -> None:
    """A pull request could hide its dead sources, and its reviewers see nothing of it."""
    verdict = replace(BROKEN, status=Status.OK, findings=(), hidden=BROKEN.findings)
    text = shown("markdown", Report(verdicts=(verdict,)))
    assert "### Hidden by comments in the articles" in text
    assert "- `articles/one.md`, 3: **title-mismatch** `https://" in text
    assert "By rule" not in text


def test_sarif_keeps_to_what_code_scanning_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub would refuse the whole file, with the errors in it."""
    note = replace(BROKEN.findings[0], severity=Severity.NOTE)
    verdicts = (replace(BROKEN, findings=(note,)),) * 30 + (BROKEN,) * 15
    monkeypatch.setattr(sarif_format, "MOST_RESULTS", 20)
    run = sarif(Report(verdicts=verdicts))
    levels = [result["level"] for result in run["results"]]
    assert levels == ["note"] * 5 + ["error"] * 15
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("25 of 45 results are left out")
    # Names of findings do not depend on what else there is room for.
    names = [result["partialFingerprints"]["citation/v1"] for result in run["results"]]
    monkeypatch.setattr(sarif_format, "MOST_RESULTS", 25_000)
    every = [
        result["partialFingerprints"]["citation/v1"]
        for result in sarif(Report(verdicts=verdicts))["results"]
    ]
    assert names == every[:5] + every[30:]


def test_sarif_is_no_larger_than_code_scanning_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of many long messages would be refused, though it has few results."""
    verdicts = tuple(
        replace(BROKEN, citation=replace(BROKEN.citation, title=os.urandom(200).hex()))
        for _ in range(200)
    )
    whole = len(gzip.compress(shown("sarif", Report(verdicts=verdicts)).encode()))
    monkeypatch.setattr(sarif_format, "MOST_BYTES", whole // 2)
    text = shown("sarif", Report(verdicts=verdicts))
    assert whole // 4 < len(gzip.compress(text.encode())) <= whole // 2
    left = len(json.loads(text)["runs"][0]["results"])
    assert 50 < left < 100
    assert f"{200 - left} of 200 results are left out" in text


def test_reviewdog_gets_every_finding_and_problem() -> None:
    """A comment would stand at another line, or what could not be read be missing."""
    data = json.loads(shown("rdjson"))
    found = [
        (each["location"]["path"], each["location"]["range"]["start"]["line"],
         each["severity"], each["code"]["value"])
        for each in data["diagnostics"]
    ]  # fmt: skip
    assert found == [
        ("articles/one.md", 3, "ERROR", "title-mismatch"),
        ("articles/one.md", 3, "WARNING", "unlinked-citation"),
        ("bad.md", 7, "ERROR", "unreadable"),
    ]
    assert data["source"]["name"] == "linkcheck"


def test_csv_comes_row_by_row() -> None:
    """What was found before a crash would be lost."""
    stream = io.StringIO()
    reporter = make_reporter("csv", stream, Style())
    reporter.verdict(BROKEN)
    header, row = stream.getvalue().splitlines()
    assert header.startswith("status,severity,rule,path,line,column,")
    assert row.startswith("broken,error,title-mismatch,articles/one.md,3,5,Щоденник,Talks end,")
    reporter.finish(ORDINARY)
    assert stream.getvalue().splitlines()[-1].startswith(",error,,bad.md,7,")


def test_markdown_shows_good_ones_on_request() -> None:
    """A report would be buried in good citations, or not show them where asked."""
    assert "Good" not in shown("markdown")
    assert "good.example" in shown("markdown", verbose=True)
    assert "bad.md" in shown("markdown")
    assert "stopped early" in shown("markdown", Report(complete=False))


def test_what_was_left_out_is_told_in_numbers() -> None:
    """A part would pass for the whole, and a build that kept to its time would be called faulty."""
    report = Report(complete=False, out_of_time=True, unchecked=41, known=7)
    told = shown("markdown", report)
    assert "Time limit reached: 41 citations not checked." in told
    assert "7 more findings are hidden by the baseline." in told
    suites = ET.fromstring(shown("junit", report))  # noqa: S314 - our own
    assert (suites.get("errors"), suites.get("failures")) == ("0", "0")
    (skipped,) = suites.iter("skipped")
    assert "41 citations not checked" in skipped.get("message", "")
    stopped = ET.fromstring(shown("junit", Report(complete=False)))  # noqa: S314 - our own
    assert stopped.get("errors") == "1"


def test_reason_of_an_outage() -> None:
    """Programs that read a report could not say why a run found nothing."""
    reason = "12 unrelated sites led to https://u:s3same@portal.example/: a captive portal"
    report = replace(ORDINARY, complete=False, outage=reason, unchecked=9)
    for form in ("json", "jsonl", "sarif"):
        text = shown(form, report)
        assert "12 unrelated sites led to https://***@portal.example/" in text
        assert "s3same" not in text
    (*_, told) = sarif(report)["invocations"][0]["toolExecutionNotifications"]
    assert told["level"] == "error"
    assert "outage" not in shown("json", ORDINARY)
