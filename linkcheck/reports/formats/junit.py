"""The report as JUnit XML, which build servers show: a suite an article, a test a citation.

A citation with a finding at error level fails, an unverified one is skipped, others pass; their
findings are in their output. An input that could not be read is a test with an error.

Source: Jenkins' `junit-10.xsd`, as GitLab, GitHub actions and others read it.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from linkcheck.models import Severity, Status
from linkcheck.reports.format import Format
from linkcheck.reports.i18n import messages
from linkcheck.reports.remarks import remarks
from linkcheck.reports.safe import shown
from linkcheck.reports.whole import WholeReporter
from linkcheck.reports.wording import cited_as

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.models import Finding, Report, Verdict

__all__ = ["FORMAT", "JunitReporter"]


class JunitReporter(WholeReporter):
    """Writes one XML document at the end.

    Args:
        stream: where to.
        style: only its language is used.
    """

    def finish(self, report: Report) -> None:
        """Write the document."""
        suites = [
            self._suite(path, verdicts)
            for path, verdicts in groupby(report.verdicts, lambda each: each.citation.location.path)
        ]
        if report.problems or not report.complete:
            suites.append(self._trouble(report))
        root = ET.Element("testsuites", name="linkcheck", time=f"{report.elapsed:.3f}")
        for name in ("tests", "failures", "errors"):
            root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
        root.extend(suites)
        ET.indent(root)
        # Where the stream is not UTF-8, all but ASCII is written as character references.
        text = ET.tostring(root, encoding="unicode" if self._unicode else "us-ascii")
        self._stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        self._stream.write(f"{text if isinstance(text, str) else text.decode()}\n")

    def _suite(self, path: str, verdicts: Iterable[Verdict]) -> ET.Element:
        name = shown(self._places.named(path))
        seen: Counter[str] = Counter()
        cases = []
        for verdict in verdicts:
            citation = verdict.citation
            # Named without lines: a test's history is told by its name, and articles are edited.
            named = (cited_as(citation), shown(citation.url or ""))
            case = " ".join(filter(None, named)) or "citation"
            seen[case] += 1
            if seen[case] > 1:
                case += f" ({seen[case]})"
            cases.append(_case(case, name, verdict))
        return _counted(name, cases)

    def _trouble(self, report: Report) -> ET.Element:
        cases = []
        for problem in report.problems:
            name = shown(self._places.named(problem.path))
            case = ET.Element("testcase", name=f"{name} can be read", classname=name)
            line = "" if problem.line is None else f"line {problem.line}: "
            ET.SubElement(case, "error", type="problem", message=line + shown(problem.message))
            cases.append(case)
        if not report.complete:
            case = ET.Element("testcase", name="the run finished", classname="linkcheck")
            message = " ".join(remarks(report, messages(self._style.language)))
            # Reaching a time limit is expected; being stopped is an error.
            if report.out_of_time:
                ET.SubElement(case, "skipped", message=message)
            else:
                ET.SubElement(case, "error", type="incomplete", message=message)
            cases.append(case)
        return _counted("linkcheck", cases)


FORMAT = Format(
    "junit",
    JunitReporter,
    "JUnit XML, one suite per article and one test per citation",
    suffix=".xml",
)


def _case(name: str, suite: str, verdict: Verdict) -> ET.Element:
    case = ET.Element("testcase", name=name, classname=suite)
    if verdict.resolution is not None:
        case.set("time", f"{verdict.resolution.elapsed:.3f}")
    errors = [each for each in verdict.findings if each.severity is Severity.ERROR]
    if errors:
        first = errors[0]
        failure = ET.SubElement(
            case, "failure", type=first.rule.value, message=shown(first.message)
        )
        failure.text = _text(suite, verdict)
    elif verdict.status is Status.UNVERIFIED:
        why = verdict.findings[0].message if verdict.findings else "could not be determined"
        ET.SubElement(case, "skipped", message=shown(why))
        ET.SubElement(case, "system-out").text = _text(suite, verdict)
    elif verdict.findings:
        ET.SubElement(case, "system-out").text = _text(suite, verdict)
    return case


def _text(suite: str, verdict: Verdict) -> str:
    place = verdict.citation.location
    where = ":" if place.place is None else ": "
    lines = [f"{suite}{where}{shown(place.words)}"]
    lines += map(_line, verdict.findings)
    return "\n".join(lines)


def _line(finding: Finding) -> str:
    line = f"{finding.severity.value} {finding.rule.value}: {shown(finding.message)}"
    if finding.proposal is not None:
        line += f" -> {shown(finding.proposal.replacement)}"
    return line


def _counted(name: str, cases: list[ET.Element]) -> ET.Element:
    suite = ET.Element("testsuite", name=name, tests=str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))
    suite.extend(cases)
    return suite
