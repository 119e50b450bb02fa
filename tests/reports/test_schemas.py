"""Reports for machines are what their formats' schemas say."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xmlschema

from linkcheck.models import Report
from linkcheck.reports import Style, make_reporter
from tests.reports.samples import HOSTILE, ORDINARY, shown
from tests.write_report_schema import text as schema_text

SCHEMAS = Path(__file__).parent / "schemas"
PUBLISHED = Path(__file__).parents[2] / "linkcheck/data/report.schema.json"
REPORTS = {"ordinary": ORDINARY, "hostile": HOSTILE, "empty": Report()}

reports = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


@cache
def validator(path: Path) -> jsonschema.protocols.Validator:
    """Return what validates against a schema, formats included."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


@cache
def strict() -> jsonschema.protocols.Validator:
    """Return what validates against our own schema and refuses fields that it does not name."""
    schema = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    for definition in schema["$defs"].values():
        if "properties" in definition:
            definition["additionalProperties"] = False
    return jsonschema.Draft202012Validator(schema)


def errors(checker: jsonschema.protocols.Validator, data: Any) -> list[str]:
    """Return what is wrong, with where."""
    return [f"{error.json_path}: {error.message}"[:300] for error in checker.iter_errors(data)]


@reports
def test_sarif_is_valid(report: Report) -> None:
    """A code scanning service would refuse the report."""
    assert not errors(validator(SCHEMAS / "sarif-2.1.0.json"), json.loads(shown("sarif", report)))


@reports
def test_gitlab_report_is_valid(report: Report) -> None:
    """GitLab would show no findings in the merge request."""
    issues = json.loads(shown("gitlab", report))
    assert not errors(validator(SCHEMAS / "gitlab-code-quality.json"), issues)
    fingerprints = [issue["fingerprint"] for issue in issues]
    assert len(set(fingerprints)) == len(fingerprints)


@reports
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_junit_is_valid(report: Report, encoding: str) -> None:
    """A build server would fail on the tests' results instead of showing them."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict")
    make_reporter("junit", stream, Style()).finish(report)
    stream.flush()
    stream.seek(0)
    schema = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))
    schema.validate(stream.read().partition("\n")[2])


@reports
def test_json_is_what_the_published_schema_says(report: Report) -> None:
    """Programs made from the schema could not read the report."""
    assert not errors(validator(PUBLISHED), json.loads(shown("json", report)))
    assert not errors(strict(), json.loads(shown("json", report)))
    for line in shown("jsonl", report).splitlines():
        assert not errors(strict(), json.loads(line))


def test_published_schema_is_that_of_the_code() -> None:
    """The published schema would tell of fields that are no more; write it anew as it says."""
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text(), (
        "python -m tests.write_report_schema"
    )


def test_schema_refuses_what_is_no_report() -> None:
    """A schema that takes everything would hide every fault above."""
    assert errors(validator(PUBLISHED), {"summary": {}})
    verdict = json.loads(shown("jsonl").splitlines()[0])
    assert errors(validator(PUBLISHED), {**verdict, "status": "fine"})
    assert errors(validator(PUBLISHED), {**verdict, "type": "verdikt"})
