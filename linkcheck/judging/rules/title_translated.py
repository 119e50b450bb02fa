"""The same story; the article cites its title in translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.case import compared
from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.judging.rules.language_mismatch import title_is_there, translated_by_author
from linkcheck.models import Field, Match, Rule, Severity, Status, UrlStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.TITLE_TRANSLATED,
    stage=Stage.SOURCE,
    severity=Severity.NOTE,
    status=Status.OK,
    url_status=UrlStatus.LIVE,
    summary="The same story; the article cites its title in translation.",
    why="Nothing is wrong: the page has the story, under a title in another language.",
    example="The article cites “Kerry and Lavrov in Paris”; the page has the headline “Керри "
    "и Лавров в Париже”.",
    fix="Nothing to do, but giving the original title too helps readers search for it.",
    reads_page=True,
)

_TRANSLATED = (Match.MATCH, "translated")


def check(case: Case) -> Iterator[Finding]:
    """Report a translated title, unless the language itself is in question."""
    language = case.first(Field.LANGUAGE)
    # Where the page was not meant to be in another language, `language-mismatch` says all.
    if (
        language is not None
        and language.match is Match.MISMATCH
        and (title_is_there(case, language) or not translated_by_author(case, language))
    ):
        return
    for title in case.evidence:
        if title.field is Field.TITLE and (title.match, title.relation) == _TRANSLATED:
            template = "the page has the story in another language: “{found}”"
            yield RULE.finding(template, compared(title))
