"""Write `linkcheck/data/report.schema.json`: what stands in reports as JSON and JSON lines.

    python -m tests.write_report_schema

It is made from the types that reports are made of, and from what `linkcheck.reports.plain` leaves
out and adds. A test compares the file with this, and every report with the file.
"""

from __future__ import annotations

import inspect
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from linkcheck import models

TYPES = (
    models.Candidate, models.Citation, models.Confidence, models.Evidence, models.Finding, models.History,
    models.Hop,
    models.LanguageGuess, models.Liveness, models.Location, models.Page, models.Problem,
    models.Proposal, models.Resolution, models.Snapshot, models.Verdict,
)  # fmt: skip
LEFT_OUT = {
    "Finding": {"template"},
    "Page": {"text", "names", "cut", "visible", "headlines", "lead", "anchors"},
    "Proposal": {"facts"},
    "Resolution": {"body", "headers"},
    "Verdict": {"article_format"},
}
SUMMARY = {
    "articles": "how many articles were read",
    "citations": "how many citations were judged",
    "problems": "how many inputs could not be read",
    "errors": "how many findings are at error level",
    "warnings": "how many findings are at warning level",
    "notes": "how many findings are at note level",
    "unchecked": "how many citations were found and not judged",
    "excluded": "how many citations were left out because of their addresses",
    "known": "how many findings the baseline knows",
    "fixed": "how many findings of the baseline are no more",
    **{
        status.value: f"how many citations have the status {status.value}"
        for status in models.Status
    },
}


def schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12)."""
    _, found = msgspec.json.schema_components(TYPES, ref_template="#/$defs/{name}")
    described = {kind.__name__: kind for kind in TYPES}
    definitions = {
        name: _clean(one, described.get(name), LEFT_OUT.get(name, set()))
        for name, one in found.items()
    }
    # Every citation of a report has been given a place, if it had none.
    definitions["Citation"]["required"] = ["location"]
    finding = definitions["Finding"]
    finding["properties"]["message"] = {"type": "string", "description": "the message in English"}
    finding["required"] = ["rule", "severity", "message"]
    # A report has the history of an address with its answer.
    del definitions["Verdict"]["properties"]["history"]
    definitions["Resolution"]["properties"] |= definitions.pop("History")["properties"]
    definitions["Verdict"]["required"] = ["citation", "status", "findings", "evidence"]
    definitions["Summary"] = _summary()
    definitions["Report"] = {
        "description": "A report as JSON.",
        "type": "object",
        "properties": {
            "summary": {"$ref": "#/$defs/Summary"},
            "verdicts": {"type": "array", "items": {"$ref": "#/$defs/Verdict"}},
            "problems": {"type": "array", "items": {"$ref": "#/$defs/Problem"}},
        },
        "required": ["summary", "verdicts", "problems"],
    }
    lines = [f"{name}Line" for name in ("Verdict", "Problem", "Summary")]
    for name in lines:
        kind = name.removesuffix("Line")
        whole = definitions[kind]
        definitions[name] = {
            "description": f"A line of a report as JSON lines: {whole['description'][0].lower()}{whole['description'][1:]}",
            "type": "object",
            "properties": {"type": {"const": kind.lower()}, **whole["properties"]},
            "required": ["type", *whole["required"]],
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:linkcheck:report:1",
        "title": "linkcheck's reports as JSON (one Report) and as JSON lines (the others)",
        "description": "Fields that say nothing are left out. New fields may be added.",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in ("Report", *lines)],
        "$defs": dict(sorted(definitions.items())),
    }


def text() -> str:
    """Return the file's text."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _clean(one: dict[str, Any], kind: type | None, left_out: set[str]) -> dict[str, Any]:
    """Return a definition as a report has it: nothing is null, some fields are left out."""
    one.pop("title", None)
    if "enum" in one:
        one.pop("description", None)
        return one
    said = inspect.getdoc(kind) or ""
    one["description"] = said.partition("\n")[0]
    words = dict(re.findall(r"^    (\w+): ((?:.|\n {8})+)", said, re.MULTILINE))
    properties = {}
    for name, value in one["properties"].items():
        if name in left_out:
            continue
        value.pop("default", None)
        options = [each for each in value.pop("anyOf", ()) if each != {"type": "null"}]
        kept = options[0] if len(options) == 1 else value | ({"anyOf": options} if options else {})
        if name in words:
            kept = {**kept, "description": " ".join(words[name].split()).replace("None", "absent")}
        properties[name] = kept
    one["properties"] = properties
    one["required"] = [name for name in one.get("required", ()) if name not in left_out]
    return one


def _summary() -> dict[str, Any]:
    counts = {
        name: {"type": "integer", "minimum": 0, "description": words}
        for name, words in SUMMARY.items()
    }
    return {
        "description": "What came of a run.",
        "type": "object",
        "properties": {
            **counts,
            "complete": {"type": "boolean", "description": "false where the run was stopped"},
            "elapsed": {"type": "number", "minimum": 0, "description": "seconds"},
            "outage": {
                "type": "string",
                "description": "why the run stopped, where our own network was at fault; else absent",
            },
        },
        "required": [*counts, "complete", "elapsed"],
    }


if __name__ == "__main__":
    Path(str(files("linkcheck.data") / "report.schema.json")).write_text(text(), encoding="utf-8")
