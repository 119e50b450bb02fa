"""Tell whether an article's citations still lead to what the article says they lead to.

    >>> import linkcheck
    >>> report = linkcheck.check(["articles/"])  # doctest: +SKIP
    >>> [verdict.status for verdict in report.verdicts]  # doctest: +SKIP

Everything public is named here. Nothing is imported until it is used, so that importing
linkcheck costs next to nothing in a program that checks links only now and then.
"""

from __future__ import annotations

from os.path import exists
from typing import TYPE_CHECKING

if exists(f"{__path__[0]}/lc_cgi.py"):  # noqa: PTH110 - pathlib takes longer to import than the rest
    # LinkChecker has put its modules among ours. What is imported here says what to do.
    from linkcheck_bilingual import refuse_linkchecker

    refuse_linkchecker()

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck._version import __version__
    from linkcheck.articles import find_files, read_article, read_articles
    from linkcheck.checker import Checker, Verdicts
    from linkcheck.checker.calls import (
        check,
        check_async,
        check_citations,
        check_citations_async,
        propose,
        propose_async,
        verify,
        verify_async,
    )
    from linkcheck.config.load import load_settings
    from linkcheck.errors import (
        ArticleError,
        LinkcheckError,
        RecordingError,
        StoreError,
        UsageError,
    )
    from linkcheck.judging.policy import Difference, Policy
    from linkcheck.languages import Detector
    from linkcheck.matching.semantic import Encoder
    from linkcheck.models import (
        Article,
        Candidate,
        Citation,
        Confidence,
        Directive,
        Evidence,
        Failure,
        Field,
        Finding,
        History,
        Hop,
        LanguageGuess,
        Liveness,
        Location,
        Match,
        Outcome,
        Page,
        PageKind,
        Problem,
        Progress,
        Proposal,
        Quotation,
        Report,
        Resolution,
        Rule,
        Severity,
        Snapshot,
        Status,
        Tally,
        UrlStatus,
        Validators,
        Verdict,
    )
    from linkcheck.repair.changes import FileChange, apply
    from linkcheck.reports import Style, make_reporter
    from linkcheck.settings.ignores import Ignore
    from linkcheck.settings.inputs import InputSettings, Outlet
    from linkcheck.settings.relocations import Relocation
    from linkcheck.settings.repair import RepairSettings
    from linkcheck.settings.selection import Selection
    from linkcheck.settings.settings import Settings
    from linkcheck.store import StoreSettings
    from linkcheck.web.settings import FetchSettings, HostSettings

__all__ = [
    "Article",
    "ArticleError",
    "Candidate",
    "Checker",
    "Citation",
    "Confidence",
    "Detector",
    "Difference",
    "Directive",
    "Encoder",
    "Evidence",
    "Failure",
    "FetchSettings",
    "Field",
    "FileChange",
    "Finding",
    "History",
    "Hop",
    "HostSettings",
    "Ignore",
    "InputSettings",
    "LanguageGuess",
    "LinkcheckError",
    "Liveness",
    "Location",
    "Match",
    "Outcome",
    "Outlet",
    "Page",
    "PageKind",
    "Policy",
    "Problem",
    "Progress",
    "Proposal",
    "Quotation",
    "RecordingError",
    "Relocation",
    "RepairSettings",
    "Report",
    "Resolution",
    "Rule",
    "Selection",
    "Settings",
    "Severity",
    "Snapshot",
    "Status",
    "StoreError",
    "StoreSettings",
    "Style",
    "Tally",
    "UrlStatus",
    "UsageError",
    "Validators",
    "Verdict",
    "Verdicts",
    "__version__",
    "apply",
    "check",
    "check_async",
    "check_citations",
    "check_citations_async",
    "find_files",
    "load_settings",
    "make_reporter",
    "propose",
    "propose_async",
    "read_article",
    "read_articles",
    "verify",
    "verify_async",
]

if not TYPE_CHECKING:  # type checkers would take any name for one of these
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "Article": "models",
            "ArticleError": "errors",
            "Candidate": "models",
            "Checker": "checker",
            "Citation": "models",
            "Confidence": "models",
            "Detector": "languages",
            "Difference": "judging.policy",
            "Directive": "models",
            "Encoder": "matching.semantic",
            "Evidence": "models",
            "Failure": "models",
            "FetchSettings": "web.settings",
            "Field": "models",
            "FileChange": "repair.changes",
            "Finding": "models",
            "History": "models",
            "Hop": "models",
            "HostSettings": "web.settings",
            "Ignore": "settings.ignores",
            "InputSettings": "settings.inputs",
            "LanguageGuess": "models",
            "LinkcheckError": "errors",
            "Liveness": "models",
            "Location": "models",
            "Match": "models",
            "Outcome": "models",
            "Outlet": "settings.inputs",
            "Page": "models",
            "PageKind": "models",
            "Policy": "judging.policy",
            "Problem": "models",
            "Progress": "models",
            "Proposal": "models",
            "Quotation": "models",
            "RecordingError": "errors",
            "Relocation": "settings.relocations",
            "RepairSettings": "settings.repair",
            "Report": "models",
            "Resolution": "models",
            "Rule": "models",
            "Selection": "settings.selection",
            "Settings": "settings.settings",
            "Severity": "models",
            "Snapshot": "models",
            "Status": "models",
            "StoreError": "errors",
            "StoreSettings": "store",
            "Style": "reports",
            "Tally": "models",
            "UrlStatus": "models",
            "UsageError": "errors",
            "Validators": "models",
            "Verdict": "models",
            "Verdicts": "checker",
            "__version__": "_version",
            "apply": "repair.changes",
            "check": "checker.calls",
            "check_async": "checker.calls",
            "check_citations": "checker.calls",
            "check_citations_async": "checker.calls",
            "find_files": "articles",
            "load_settings": "config.load",
            "make_reporter": "reports",
            "propose": "checker.calls",
            "propose_async": "checker.calls",
            "read_article": "articles",
            "read_articles": "articles",
            "verify": "checker.calls",
            "verify_async": "checker.calls",
        },
    )
