"""The report as SARIF 2.1.0, which code scanning services and editors show.

Sources: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; for limits
GitHub's documentation, "SARIF support for code scanning".
"""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Any

from linkcheck._version import __version__
from linkcheck.judging.rules import RULES
from linkcheck.models import Rule, Severity
from linkcheck.reports.format import Format
from linkcheck.reports.guide import page_of
from linkcheck.reports.i18n import messages
from linkcheck.reports.json_text import json_text
from linkcheck.reports.places import Fingerprints
from linkcheck.reports.safe import mask_credentials, shown
from linkcheck.reports.whole import WholeReporter
from linkcheck.reports.wording import grounds, with_proposal

if TYPE_CHECKING:
    from linkcheck.models import Citation, Finding, Location, Problem, Proposal, Report, Verdict

__all__ = ["FORMAT", "MOST_BYTES", "MOST_RESULTS", "SarifReporter"]

MOST_RESULTS = 25_000
"""Results of a run. GitHub refuses a file that has more."""

MOST_BYTES = 10_000_000
"""Size of the file once it is compressed with gzip. GitHub refuses a larger one."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
# GitHub's words for a rule's severity (`properties["problem.severity"]`).
_GRAVITY = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "recommendation",
}
_RANKS = {severity: rank for rank, severity in enumerate(_GRAVITY)}
_INDEX = {rule: index for index, rule in enumerate(RULES)}
# What could mean something else in the article's own format than in the page or address it comes
# from. `fix` knows the formats; here such a proposal stands in the message alone.
_MARKUP = re.compile(r"[<>&\"'`\[\](){}|*\\\s]")
_MARKUP_IN_TITLE = re.compile(r"[<>&\"`\[\]{}|*_\\\n\r]")


class SarifReporter(WholeReporter):
    """Writes one SARIF log at the end.

    Args:
        stream: where to.
        style: only tells the language.
    """

    def finish(self, report: Report) -> None:
        """Write the log."""
        fingerprints = Fingerprints(self._places)
        notifications = [self._problem(each) for each in report.problems]
        if report.outage is not None:
            text = f"the network is not available: {report.outage}"
            notifications.append(
                {"level": "error", "message": {"text": _message(shown(text, 1000))}}
            )
        found = [
            (_RANKS[finding.severity], self._result(verdict, finding, fingerprint))
            for verdict in report.verdicts
            for finding in verdict.findings
            for fingerprint in [fingerprints.of(verdict, finding)]
        ]
        most = MOST_RESULTS
        while True:
            text = self._log(report, notifications, found, most)
            data = text.encode("utf-8", "surrogatepass")
            # What is small as it is needs no compression.
            size = len(data) if len(data) <= MOST_BYTES else len(gzip.compress(data))
            if size <= MOST_BYTES or not most:
                break
            most = min(most, len(found)) * MOST_BYTES // size * 9 // 10
        self._stream.write(text + "\n")

    def _log(
        self,
        report: Report,
        notifications: list[dict[str, Any]],
        found: list[tuple[int, dict[str, Any]]],
        most: int,
    ) -> str:
        """Return the log with at most so many results, those of the highest severity."""
        if len(found) > most:
            left_out = len(found) - most
            by_rank = sorted(range(len(found)), key=lambda place: found[place][0])
            found = [found[place] for place in sorted(by_rank[:most])]
            text = (
                f"{left_out} of {left_out + most} results are left out, those of the lowest "
                f"severity: code scanning takes at most {MOST_RESULTS} results and "
                f"{MOST_BYTES // 1_000_000} MB. The json and html reports have all."
            )
            note = {"level": "warning", "message": {"text": text}}
            notifications = [*notifications, note]
        run = {
            "tool": {
                "driver": {
                    "name": "linkcheck",
                    "version": __version__,
                    "semanticVersion": _semantic(__version__),
                    "rules": [_rule(rule) for rule in RULES],
                }
            },
            "automationDetails": {"id": "linkcheck/"},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {
                _ROOT: {"description": {"text": "The root of the checked-out repository."}}
            },
            "invocations": [
                {
                    "executionSuccessful": report.complete,
                    "toolExecutionNotifications": notifications,
                }
            ],
            "results": [result for _, result in found],
        }
        log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
        return json_text(log, self._encoding, indent=2)

    def _result(self, verdict: Verdict, finding: Finding, fingerprint: str) -> dict[str, Any]:
        citation, told = verdict.citation, messages(self._style.language)
        place: dict[str, Any] = {
            "physicalLocation": {
                "artifactLocation": self._artifact(citation.location.path),
                "region": _region(citation.location, citation.written),
            }
        }
        if citation.location.place is not None:
            place["logicalLocations"] = [{"name": shown(citation.location.place)}]
        result: dict[str, Any] = {
            "ruleId": finding.rule.value,
            "ruleIndex": _INDEX[finding.rule],
            "level": finding.severity.value,
            "message": {"text": _message(with_proposal(finding, citation, told))},
            "locations": [place],
            "partialFingerprints": {"citation/v1": fingerprint},
            "properties": {
                key: shown(value)
                for key, value in (
                    ("status", verdict.status.value),
                    ("url", citation.url),
                    ("publisher", citation.publisher),
                    ("title", citation.title),
                )
                if value
            },
        }
        if finding.proposal is not None and (fix := self._fix(citation, finding.proposal)):
            result["fixes"] = [fix]
        return result

    def _fix(self, citation: Citation, proposal: Proposal) -> dict[str, Any] | None:
        place, text = proposal.location, proposal.replacement
        markup = _MARKUP_IN_TITLE if proposal.kind == "title" else _MARKUP
        # What is masked or escaped to be shown would be wrong in the article.
        harmless = text.isprintable() and mask_credentials(text) == text
        if place is None or not harmless or markup.search(text):
            return None
        written = citation.written if place == citation.location else citation.title
        replacement = {
            "deletedRegion": _exact_region(place, written),
            "insertedContent": {"text": text},
        }
        fix: dict[str, Any] = {
            "artifactChanges": [
                {
                    "artifactLocation": self._artifact(place.path),
                    "replacements": [replacement],
                }
            ]
        }
        if why := ", ".join(grounds(proposal)):
            fix["description"] = {"text": _message(shown(why))}
        return fix

    def _problem(self, problem: Problem) -> dict[str, Any]:
        place: dict[str, Any] = {"artifactLocation": self._artifact(problem.path)}
        if problem.line is not None:
            place["region"] = {"startLine": problem.line}
        return {
            "level": "error",
            "message": {"text": _message(shown(problem.message, 1000))},
            "locations": [{"physicalLocation": place}],
        }

    def _artifact(self, path: str) -> dict[str, str]:
        artifact = {"uri": self._places.uri(path)}
        if self._places.relative(path) is not None:
            artifact["uriBaseId"] = _ROOT
        return artifact


FORMAT = Format(
    "sarif", SarifReporter, "SARIF 2.1.0, for code scanning and editors", suffix=".sarif"
)


def _rule(rule: Rule) -> dict[str, Any]:
    info = RULES[rule]
    help_text = (
        f"{info.summary} Verdict: {info.status.value}. Suppress such findings with "
        f"--ignore {rule.value}, or change their severity with --severity."
    )
    return {
        "id": rule.value,
        "name": "".join(word.capitalize() for word in rule.value.split("-")),
        "shortDescription": {"text": info.summary},
        "fullDescription": {"text": info.summary},
        "helpUri": page_of(rule),
        "help": {
            "text": help_text,
            "markdown": help_text.replace(f"--ignore {rule.value}", f"`--ignore {rule.value}`")
            .replace("--severity", "`--severity`"),
        },
        "defaultConfiguration": {"level": info.severity.value},
        "properties": {
            "tags": ["citations", "links"],
            "precision": "high",
            "problem.severity": _GRAVITY[info.severity],
        },
    }  # fmt: skip


def _message(text: str) -> str:
    """Return a text that has no links and no placeholders (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    if "](" in text:
        text = re.sub(r"([\[\]\\])", r"\\\1", text)
    return re.sub(r"\{(\d+)\}", r"{{\1}}", text)


def _region(location: Location, written: str | None) -> dict[str, int]:
    """Return the region of a citation, without an end if it may span several lines."""
    region = {"startLine": location.line, "startColumn": location.column}
    if _one_line(location, written):
        region["endColumn"] = location.column + location.end - location.start
    return region


def _exact_region(location: Location, written: str | None) -> dict[str, int]:
    if _one_line(location, written):
        return _region(location, written)
    return {"charOffset": location.start, "charLength": location.end - location.start}


def _one_line(location: Location, written: str | None) -> bool:
    """Tell whether what stands there is known to be one piece of one line."""
    return (
        written is not None
        and len(written) == location.end - location.start
        and not set("\n\r") & set(written)
    )


def _semantic(version: str) -> str:
    """Return a Python version as semantic versioning has it: 1.2.0.dev3 is 1.2.0-dev3."""
    found = re.match(r"(\d+\.\d+\.\d+)(?:\.?([a-z]+\d*))?", version)
    return "-".join(filter(None, found.groups())) if found else "0.0.0"
