"""Messages in the reader's language (gettext); names of rules are never translated.

The English text is the key: a message that has no translation yet is shown in English. Catalogues
are `linkcheck/data/locale/LANGUAGE/LC_MESSAGES/linkcheck.po`; after a change to one,
`python -m tests.compile_messages` makes the `.mo` file beside it anew, and a test says when that
was forgotten or a message is missing.
"""

from __future__ import annotations

import functools
import gettext
import os
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from linkcheck.errors import UsageError
from linkcheck.languages.cldr import language_name
from linkcheck.reports.page_signs import sign
from linkcheck.text.suggestions import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkcheck.models import Finding, Report, Verdict

__all__ = ["LANGUAGES", "Messages", "messages", "of_locale"]

LANGUAGES = ("en", "uk", "ru")
"""Languages that messages are there in."""
_IN_WORDS = frozenset({"detail", "failed", "onward", "tried", "what"})
"""Facts that are words of linkcheck's own, or may be."""


class Messages:
    """Translates messages.

    Args:
        language: its tag.
        catalogue: of the language.

    Attributes:
        language: its tag.
    """

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue
        self._english = type(catalogue) is gettext.NullTranslations

    def text(self, message: str) -> str:
        """Return a message in the language, its named places as they are."""
        return self._catalogue.gettext(message) if message else message

    def count(self, one: str, many: str, count: int) -> str:
        """Return the form of a message that goes with a number, `{count}` filled in."""
        return self._catalogue.ngettext(one, many, count).format(count=self.number(count))

    def number(self, number: int) -> str:
        """Return a number with its thousands apart."""
        text = f"{number:,}"
        # Four digits stay together in Ukrainian and Russian.
        return (
            text
            if self._english
            else text.replace(",", "\N{NO-BREAK SPACE}" if number >= 10_000 else "")
        )

    def verdict(self, verdict: Verdict) -> Verdict:
        """Return a verdict whose findings speak the language."""
        if self._english or not verdict.findings:
            return verdict
        return msgspec.structs.replace(
            verdict, findings=tuple(map(self._finding, verdict.findings))
        )

    def report(self, report: Report) -> Report:
        """Return a report whose findings speak the language."""
        if self._english:
            return report
        return msgspec.structs.replace(report, verdicts=tuple(map(self.verdict, report.verdicts)))

    def _finding(self, found: Finding) -> Finding:
        template = self.text(found.template)
        if template == found.template:  # one message before another, each with its translation
            template = ": ".join(map(self.text, template.split(": ", 1)))
        facts = {name: self._fact(name, fact, found.facts) for name, fact in found.facts.items()}
        proposal = found.proposal
        if proposal is not None and proposal.reason:
            proposal = msgspec.structs.replace(proposal, reason=self.text(proposal.reason))
        return msgspec.structs.replace(found, template=template, facts=facts, proposal=proposal)

    def _fact(self, name: str, fact: str, facts: Mapping[str, str]) -> str:
        """Return a fact in the language, or a list of facts each in it."""
        if name.endswith("_language"):
            return language_name(facts[name.removesuffix("_language")], self.language)
        if name == "reasons":  # ": sign; sign", which may quote a page
            return ": ".join(
                "; ".join(sign(said, self.text) for said in part.split("; ")) if part else part
                for part in fact.split(": ", 1)
            )
        if name not in _IN_WORDS:
            return fact
        whole = self.text(fact)
        if name == "what":  # a kind of document, and its media type
            kind, gap, media_type = fact.partition(" (")
            return f"{self.text(kind)}{gap}{media_type}"
        return ", ".join(map(self.text, fact.split(", "))) if whole == fact else whole


@functools.cache
def messages(language: str = "en") -> Messages:
    """Return the messages of a language.

    Args:
        language: one of `LANGUAGES`.

    Raises:
        UsageError: there are none in it.
    """
    if language not in LANGUAGES:
        error = f"messages are not available in {language!r}; {suggestion(language, LANGUAGES)}"
        raise UsageError(error)
    if language == "en":
        return Messages("en", gettext.NullTranslations())
    file = files("linkcheck.data") / "locale" / language / "LC_MESSAGES" / "linkcheck.mo"
    with file.open("rb") as stream:
        return Messages(language, gettext.GNUTranslations(stream))


def of_locale() -> str:
    """Return the language of the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG), else "en"."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            # LANGUAGE lists several, the most wanted first; the others name one.
            wanted = (part.partition(".")[0].partition("_")[0] for part in value.split(":"))
            return next((language for language in wanted if language in LANGUAGES), "en")
    return "en"
