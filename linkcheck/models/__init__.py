"""The nouns of linkcheck: frozen, typed values that each stage takes and hands on.

    Article ─ Citation ─▶ Resolution ─▶ Page ─▶ Evidence ─▶ Verdict ─▶ Report

Text that came from an article or from the network is kept as it was found; whoever shows it
to a person, a terminal or a file makes it harmless there.
"""

from __future__ import annotations

from linkcheck.models.answers import (
    Failure,
    History,
    Hop,
    Outcome,
    Resolution,
    Validators,
)
from linkcheck.models.cited import (
    GIVEN,
    Article,
    Citation,
    Confidence,
    Directive,
    Location,
    Problem,
    Quotation,
)
from linkcheck.models.names import Field, Match, Rule, Severity, Status, UrlStatus
from linkcheck.models.pages import (
    Candidate,
    LanguageGuess,
    Liveness,
    Page,
    PageKind,
)
from linkcheck.models.verdicts import (
    Evidence,
    Finding,
    Progress,
    Proposal,
    Report,
    Snapshot,
    Tally,
    Verdict,
)

__all__ = [
    "GIVEN",
    "Article",
    "Candidate",
    "Citation",
    "Confidence",
    "Directive",
    "Evidence",
    "Failure",
    "Field",
    "Finding",
    "History",
    "Hop",
    "LanguageGuess",
    "Liveness",
    "Location",
    "Match",
    "Outcome",
    "Page",
    "PageKind",
    "Problem",
    "Progress",
    "Proposal",
    "Quotation",
    "Report",
    "Resolution",
    "Rule",
    "Severity",
    "Snapshot",
    "Status",
    "Tally",
    "UrlStatus",
    "Validators",
    "Verdict",
]
