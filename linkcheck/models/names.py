"""The fixed names in which verdicts are told."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Field", "Match", "Rule", "Severity", "Status", "UrlStatus"]


class Field(StrEnum):
    """What of a citation is compared with the page."""

    TITLE = "title"
    PUBLISHER = "publisher"
    AUTHOR = "author"
    DATE = "date"
    LANGUAGE = "language"
    QUOTATION = "quotation"
    FRAGMENT = "fragment"
    FILE = "file"
    """Whether the file that a link within the repository names is there."""
    OWNER = "owner"
    """Whether the domain is still the cited publisher's."""
    ARCHIVE = "archive"
    """Whether the archived copy that the article gives shows the source cited."""
    SHARED = "shared"
    """Whether unrelated sites answer with the same page, or lead to the same address."""


class Match(StrEnum):
    """Outcome of comparing one field.

    `UNVERIFIABLE`: both sides are there and nothing can be concluded.
    `ABSENT`: the citation or the page does not say.
    """

    MATCH = "match"
    MISMATCH = "mismatch"
    UNVERIFIABLE = "unverifiable"
    ABSENT = "absent"


class Severity(StrEnum):
    """How much a finding matters; only `ERROR` makes a run fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Status(StrEnum):
    """The answer to "does the link still lead there?". `UNVERIFIED`: it could not be told."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"
    UNVERIFIED = "unverified"


class UrlStatus(StrEnum):
    """The same in the words of Wikipedia's citation templates (CS1 `url-status`)."""

    LIVE = "live"
    DEAD = "dead"
    UNFIT = "unfit"
    USURPED = "usurped"
    DEVIATED = "deviated"


class Rule(StrEnum):
    """Stable names of the findings, as lists show them: the most severe first.

    Each has a module of its name in `linkcheck.judging.rules`, which says what it means.
    """

    DEAD_LINK = "dead-link"
    SOFT_404 = "soft-404"
    MISSING_FILE = "missing-file"
    PARKED_DOMAIN = "parked-domain"
    USURPED_DOMAIN = "usurped-domain"
    REDIRECTED_TO_HOME = "redirected-to-home"
    TITLE_MISMATCH = "title-mismatch"
    MALFORMED_URL = "malformed-url"
    TITLE_CHANGED = "title-changed"
    LANGUAGE_MISMATCH = "language-mismatch"
    MOJIBAKE = "mojibake"
    PUBLISHER_MISMATCH = "publisher-mismatch"
    MISSING_ANCHOR = "missing-anchor"
    QUOTE_NOT_FOUND = "quote-not-found"
    UNREACHABLE = "unreachable"
    CERTIFICATE_PROBLEM = "certificate-problem"
    REDIRECT_LOOP = "redirect-loop"
    PRIVATE_ADDRESS = "private-address"
    UNLINKED_CITATION = "unlinked-citation"
    SHARED_PAGE = "shared-page"
    BLOCKED = "blocked"
    UNSUPPORTED_SCHEME = "unsupported-scheme"
    MISSING_FRAGMENT = "missing-fragment"
    DUPLICATE_CITATION = "duplicate-citation"
    DATE_MISMATCH = "date-mismatch"
    NEWER_THAN_ARTICLE = "newer-than-article"
    CONTENT_DRIFT = "content-drift"
    MOVED = "moved"
    TITLE_TRANSLATED = "title-translated"
    TITLE_UNVERIFIED = "title-unverified"
    AUTHOR_MISMATCH = "author-mismatch"
    SOURCE_NOT_FOUND = "source-not-found"
    EXPIRED_IGNORE = "expired-ignore"
    UNUSED_IGNORE = "unused-ignore"
