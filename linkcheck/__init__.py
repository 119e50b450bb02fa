"""Tell whether an article's citations still lead to what the article says they lead to.

    >>> import linkcheck
    >>> report = linkcheck.check(["articles/"])  # doctest: +SKIP
    >>> [verdict.status for verdict in report.verdicts]  # doctest: +SKIP

Everything public is named here. Nothing is imported until it is used, so that importing
linkcheck costs next to nothing in a program that checks links only now and then.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkcheck._version import __version__
    from linkcheck.articles import find_files, read_article, read_articles
    from linkcheck.checker import Checker, check, check_async
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
        Status,
        Verdict,
    )
    from linkcheck.settings.inputs import InputSettings
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
    "Report",
    "Resolution",
    "Rule",
    "Settings",
    "Severity",
    "Status",
    "StoreError",
    "StoreSettings",
    "UsageError",
    "Verdict",
    "__version__",
    "check",
    "check_async",
    "find_files",
    "load_settings",
    "read_article",
    "read_articles",
]

_HOMES = {
    "__version__": "linkcheck._version",
    "find_files": "linkcheck.articles",
    "read_article": "linkcheck.articles",
    "read_articles": "linkcheck.articles",
    "Checker": "linkcheck.checker",
    "check": "linkcheck.checker",
    "check_async": "linkcheck.checker",
    "Settings": "linkcheck.settings.settings",
    "ArticleError": "linkcheck.errors",
    "LinkcheckError": "linkcheck.errors",
    "RecordingError": "linkcheck.errors",
    "StoreError": "linkcheck.errors",
    "UsageError": "linkcheck.errors",
    "StoreSettings": "linkcheck.store",
    "InputSettings": "linkcheck.settings.inputs",
    "load_settings": "linkcheck.config.load",
    "Difference": "linkcheck.judging.policy",
    "Policy": "linkcheck.judging.policy",
    "FetchSettings": "linkcheck.web.settings",
    "HostSettings": "linkcheck.web.settings",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(_HOMES.get(name, "linkcheck.models")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
