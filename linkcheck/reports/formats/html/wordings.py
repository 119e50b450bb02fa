"""What the report says besides messages of findings, in English; translated by catalogue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkcheck.models import Field, Match

if TYPE_CHECKING:
    from linkcheck.models import Finding, Location, Verdict
    from linkcheck.reports.i18n import Messages

__all__ = ["FIELDS", "RESULTS", "SCRIPT", "facts_and_template", "place", "signs"]

SCRIPT = {
    "any": "any",
    "archiveOf": "Archived copy of {date}",
    "articleSays": "The article says",
    "asCited": "As cited: {fields}",
    "auto": "automatic",
    "copied": "Copied",
    "copyAddress": "Copy the address",
    "copyLine": "Copy the corrected line",
    "corrected": "Corrected line",
    "dark": "dark",
    "details": "Citation and page",
    "field": "Field",
    "fix": "How to fix it",
    "fromArticle": "The article's line",
    "light": "light",
    "linkHere": "Link to this citation",
    "linked": "The citation that the link leads to",
    "noAnswer": "no answer",
    "pageSays": "The page says",
    "proposed": "Proposed",
    "redirects": "Redirects",
    "result": "Result",
    "shown": "Shown: {shown} of {all}",
    "technical": "Technical details",
    "wayback": "Search the Wayback Machine",
    "why": "Why it matters, and how to fix it",
    "printed": "Printed: the first {count}. Filter the list to print others.",
}
"""Texts that the script shows, by their names there."""

FIELDS = {
    Field.TITLE: "Title",
    Field.PUBLISHER: "Publisher",
    Field.AUTHOR: "Author",
    Field.DATE: "Date",
    Field.LANGUAGE: "Language",
    Field.QUOTATION: "Quotation",
    Field.FRAGMENT: "Part of the page",
}
"""Names of the fields that are compared."""

RESULTS = {
    Match.MATCH: "same",
    Match.MISMATCH: "differs",
    Match.UNVERIFIABLE: "unknown",
    Match.ABSENT: "not said",
}
"""Words for the outcome of a comparison."""

PLACES = {
    "paragraph": "paragraph {number}",
    "footnote": "footnote {number}",
    "endnote": "endnote {number}",
    "comment": "comment {number}",
    "citation": "citation {number}",
    "cell": "cell {number}",
    "entry": "entry {number}",
}
"""Parts of files (`Location.place`)."""

# What a page says of itself, among the signs of what kind of page it is: its words in quotation
# marks, or behind the part of the page that they are in ("h1: Not found").
_SAID = re.compile(r'"(?P<quoted>.+)"|(?!header )[\w:.@-]+: (?P<part>.+)')


def place(location: Location, told: Messages) -> str:
    """Return where a citation is, as an editor looks for it: "line 22", "paragraph 12"."""
    line = told.text("line {line}").format(line=location.line) if location.has_lines else ""
    if location.place is None:
        return line
    kind, _, number = location.place.partition(" ")
    part = location.place
    if kind in PLACES:
        part = told.text(PLACES[kind]).replace("{number}", number) if number else part
    return ", ".join(filter(None, (line, part)))


def signs(verdict: Verdict) -> tuple[str, ...]:
    """Return by what the page was recognised."""
    return verdict.page.liveness.reasons if verdict.page is not None else ()


def facts_and_template(
    finding: Finding, verdict: Verdict, told: Messages
) -> tuple[dict[str, str], str]:
    """Return a finding's facts and its message with places for them, in words an editor knows.

    Of the signs by which a page was recognised, only its own words are left: the others are
    technical.
    """
    facts, template = finding.facts, finding.template
    if "{reasons}" in template:
        said = next(filter(None, map(_SAID.fullmatch, signs(verdict))), None)
        text = (said["quoted"] or said["part"]) if said is not None else None
        template = template.replace("{reasons}", told.text(": “{said}”") if text else "")
        facts = {"said": text} if text else {}
    return facts, template
