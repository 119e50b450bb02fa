"""The findings: what each means, how grave it is and what becomes of the citation.

This table is the only place where severities and statuses are decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from linkcheck.models import Rule, Severity, Status, UrlStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OF_PAGES", "RULES", "RuleInfo"]


class RuleInfo(msgspec.Struct, frozen=True):
    """What a rule stands for.

    Attributes:
        severity: how grave a finding is unless the settings say otherwise.
        status: what the citation's status is at best, where this was found.
        url_status: the same in CS1 terms, or None where it cannot be told.
        summary: one sentence for people.
    """

    severity: Severity
    status: Status
    url_status: UrlStatus | None
    summary: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_BROKEN, _WARNING = Status.BROKEN, Status.WARNING
_UNVERIFIED, _OK = Status.UNVERIFIED, Status.OK
_DEAD, _LIVE = UrlStatus.DEAD, UrlStatus.LIVE

RULES: Mapping[Rule, RuleInfo] = {
    Rule.DEAD_LINK: RuleInfo(_E, _BROKEN, _DEAD, "The address is gone: 404, 410 or no such host."),
    Rule.SOFT_404: RuleInfo(_E, _BROKEN, _DEAD, "The page says that there is no such page, with a status of 200."),
    Rule.PARKED_DOMAIN: RuleInfo(_E, _BROKEN, UrlStatus.USURPED, "The domain is for sale or shows only advertisements."),
    Rule.USURPED_DOMAIN: RuleInfo(_E, _BROKEN, UrlStatus.USURPED, "The domain was the publisher's and is another's now, who uses it for something else."),
    Rule.REDIRECTED_TO_HOME: RuleInfo(_E, _BROKEN, _DEAD, "The address of a story now leads to the front page."),
    Rule.TITLE_MISMATCH: RuleInfo(_E, _BROKEN, UrlStatus.DEVIATED, "The page tells another story than the one cited."),
    Rule.MALFORMED_URL: RuleInfo(_E, _BROKEN, None, "The address is none: it cannot be asked for."),
    Rule.TITLE_CHANGED: RuleInfo(_W, _WARNING, _LIVE, "The same story now has another headline."),
    Rule.LANGUAGE_MISMATCH: RuleInfo(_W, _WARNING, _LIVE, "The page is in another language than the source cited."),
    Rule.MOJIBAKE: RuleInfo(_W, _WARNING, _LIVE, "The cited title is damaged: it was read in a wrong encoding."),
    Rule.PUBLISHER_MISMATCH: RuleInfo(_W, _WARNING, None, "The page is published by another than the one cited."),
    Rule.QUOTE_NOT_FOUND: RuleInfo(_W, _WARNING, _LIVE, "Words that the article quotes stand in none of its sources (with `--quotations`)."),
    Rule.UNREACHABLE: RuleInfo(_W, _UNVERIFIED, None, "No answer this time; it may be gone or only away."),
    Rule.CERTIFICATE_PROBLEM: RuleInfo(_W, _UNVERIFIED, None, "The server's certificate is not to be trusted."),
    Rule.REDIRECT_LOOP: RuleInfo(_W, _UNVERIFIED, None, "The address redirects in circles or without end."),
    Rule.PRIVATE_ADDRESS: RuleInfo(_W, _UNVERIFIED, None, "The address is of a private network and was not asked."),
    Rule.UNLINKED_CITATION: RuleInfo(_W, _UNVERIFIED, None, "The article names a source without an address."),
    Rule.BLOCKED: RuleInfo(_N, _UNVERIFIED, None, "The site refuses to show the page to a program."),
    Rule.UNSUPPORTED_SCHEME: RuleInfo(_N, _UNVERIFIED, None, "The address is not of the web (`ftp:`, `doi:`, `tg:`): it is not checked."),
    Rule.MISSING_FRAGMENT: RuleInfo(_N, _OK, _LIVE, "The page is there, the place on it that the address names is not."),
    Rule.DUPLICATE_CITATION: RuleInfo(_N, _OK, _LIVE, "The article's list names the same source twice."),
    Rule.DATE_MISMATCH: RuleInfo(_N, _OK, _LIVE, "The page is dated otherwise than the source cited."),
    Rule.NEWER_THAN_ARTICLE: RuleInfo(_N, _OK, _LIVE, "The page was published after the article that cites it."),
    Rule.CONTENT_DRIFT: RuleInfo(_N, _OK, _LIVE, "The page's text is another than when it was last looked at."),
    Rule.MOVED: RuleInfo(_N, _OK, _LIVE, "The story has moved for good to another address."),
    Rule.TITLE_TRANSLATED: RuleInfo(_N, _OK, _LIVE, "The same story, its title cited in another language."),
    Rule.EXPIRED_IGNORE: RuleInfo(_W, _WARNING, None, "An ignore whose end has passed: what it hid is reported again."),
    Rule.UNUSED_IGNORE: RuleInfo(_N, _OK, None, "An ignore that hides nothing any more."),
}  # fmt: skip

OF_PAGES = frozenset(
    {
        Rule.SOFT_404, Rule.PARKED_DOMAIN, Rule.USURPED_DOMAIN, Rule.REDIRECTED_TO_HOME,
        Rule.TITLE_MISMATCH, Rule.TITLE_CHANGED, Rule.TITLE_TRANSLATED, Rule.LANGUAGE_MISMATCH,
        Rule.PUBLISHER_MISMATCH, Rule.DATE_MISMATCH, Rule.NEWER_THAN_ARTICLE, Rule.CONTENT_DRIFT,
        Rule.MISSING_FRAGMENT, Rule.QUOTE_NOT_FOUND,
    }
)  # fmt: skip
"""Rules that only a page's text can break."""
