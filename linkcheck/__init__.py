"""Tell whether an article's citations still lead to what the article says they lead to.

    >>> import linkcheck
    >>> report = linkcheck.check(["articles/"])  # doctest: +SKIP
    >>> [verdict.status for verdict in report.verdicts]  # doctest: +SKIP

Everything public is named here. Nothing is imported until it is used, so that importing
linkcheck costs next to nothing in a program that checks links only now and then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck._version import __version__
    from linkcheck.articles import find_files, read_article, read_articles
    from linkcheck.checker import Checker, check, check_async, propose, propose_async
    from linkcheck.config.load import load_settings
    from linkcheck.errors import (
        ArticleError,
        LinkcheckError,
        RecordingError,
        StoreError,
        UsageError,
    )
    from linkcheck.judging.policy import Difference, Policy
    from linkcheck.models import (
        Article,
        Citation,
        Evidence,
        Finding,
        Location,
        Page,
        Progress,
        Proposal,
        Quotation,
        Report,
        Resolution,
        Rule,
        Severity,
        Snapshot,
        Status,
        Verdict,
    )
    from linkcheck.repair.changes import FileChange, apply
    from linkcheck.settings.inputs import InputSettings
    from linkcheck.settings.repair import RepairSettings
    from linkcheck.settings.settings import Settings
    from linkcheck.store import StoreSettings
    from linkcheck.web.settings import FetchSettings, HostSettings

__all__ = [
    "Article",
    "ArticleError",
    "Checker",
    "Citation",
    "Difference",
    "Evidence",
    "FetchSettings",
    "FileChange",
    "Finding",
    "HostSettings",
    "InputSettings",
    "LinkcheckError",
    "Location",
    "Page",
    "Policy",
    "Progress",
    "Proposal",
    "Quotation",
    "RecordingError",
    "RepairSettings",
    "Report",
    "Resolution",
    "Rule",
    "Settings",
    "Severity",
    "Snapshot",
    "Status",
    "StoreError",
    "StoreSettings",
    "UsageError",
    "Verdict",
    "__version__",
    "apply",
    "check",
    "check_async",
    "find_files",
    "load_settings",
    "propose",
    "propose_async",
    "read_article",
    "read_articles",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Article": "models",
        "ArticleError": "errors",
        "Checker": "checker",
        "Citation": "models",
        "Difference": "judging.policy",
        "Evidence": "models",
        "FetchSettings": "web.settings",
        "FileChange": "repair.changes",
        "Finding": "models",
        "HostSettings": "web.settings",
        "InputSettings": "settings.inputs",
        "LinkcheckError": "errors",
        "Location": "models",
        "Page": "models",
        "Policy": "judging.policy",
        "Progress": "models",
        "Proposal": "models",
        "Quotation": "models",
        "RecordingError": "errors",
        "RepairSettings": "settings.repair",
        "Report": "models",
        "Resolution": "models",
        "Rule": "models",
        "Settings": "settings.settings",
        "Severity": "models",
        "Snapshot": "models",
        "Status": "models",
        "StoreError": "errors",
        "StoreSettings": "store",
        "UsageError": "errors",
        "Verdict": "models",
        "__version__": "_version",
        "apply": "repair.changes",
        "check": "checker",
        "check_async": "checker",
        "find_files": "articles",
        "load_settings": "config.load",
        "propose": "checker",
        "propose_async": "checker",
        "read_article": "articles",
        "read_articles": "articles",
    },
)
