"""The page is in a different language from the source cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.case import compared
from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.languages import same_language
from linkcheck.languages.cldr import language_name
from linkcheck.models import Field, Proposal, Rule, Severity, Status, UrlStatus
from linkcheck.text.urls import same_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Evidence, Finding

__all__ = ["RULE", "check", "title_is_there", "translated_by_author"]

RULE = RuleInfo(
    rule=Rule.LANGUAGE_MISMATCH,
    stage=Stage.SOURCE,
    severity=Severity.WARNING,
    status=Status.WARNING,
    url_status=UrlStatus.LIVE,
    summary="The page is in a different language from the source cited.",
    why="Readers land on an edition that they may not be able to read, or that says less.",
    example="The article cites a Russian title, but the address now shows the story in Ukrainian.",
    fix="Link to the edition cited; if the page links to it, linkcheck proposes its address.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a page in another language, unless the author has translated the title."""
    for language in case.mismatches(Field.LANGUAGE):
        if title_is_there(case, language) or translated_by_author(case, language):
            continue
        yield RULE.finding(
            "the source is cited in {cited_language}, but the page is in {found_language}",
            _named(compared(language)),
            _other_edition(case, language),
        )


def _named(facts: dict[str, str]) -> dict[str, str]:
    """Return the facts with the languages' names beside their tags."""
    return facts | {f"{key}_language": language_name(tag) for key, tag in facts.items()}


def title_is_there(case: Case, language: Evidence) -> bool:
    """Tell whether the title is on the page as cited, in its second language or misjudged."""
    title = case.first(Field.TITLE)
    same = title is not None and title.relation == "same"
    return language.source != "declared" and (case.citation.inline or same)


def translated_by_author(case: Case, language: Evidence) -> bool:
    """Tell whether the author gives the title in the article's own language."""
    return (
        language.source != "declared"
        and _edition(case, language) is None
        and case.article is not None
        and case.article.language == case.citation.title_language
    )


def _other_edition(case: Case, language: Evidence) -> Proposal | None:
    edition = _edition(case, language)
    if edition is None or case.is_another_story or not case.is_story:
        return None
    return Proposal(
        kind="other-edition",
        replacement=edition,
        location=case.citation.location,
        reason="the page links to it as its edition in the language cited",
    )


def _edition(case: Case, language: Evidence) -> str | None:
    """Return the address of the page's edition in the cited language, where it names one."""
    page = case.page
    if page is None:
        return None
    return next(
        (
            url
            for tag, url in page.alternates
            if same_language(tag, language.cited or "") and not same_place(url, page.url)
        ),
        None,
    )
