"""A long report about invented citations: `python -m tests.reports.invented FILE [COUNT]` writes it.

For looking at reports, and for measuring them: no article and no source in it exists.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from linkcheck.judging.rules import RULES
from linkcheck.languages.cldr import language_name
from linkcheck.models import (
    Citation,
    Evidence,
    Field,
    Finding,
    Hop,
    LanguageGuess,
    Liveness,
    Location,
    Match,
    Page,
    PageKind,
    Proposal,
    Report,
    Resolution,
    Rule,
    Status,
    Verdict,
)
from linkcheck.models.pages import Candidate
from linkcheck.reports import Style, make_reporter

PUBLISHERS = {
    "en": [("River Gazette", "rivergazette.example"), ("The Parish Record", "parish.example.org"), ("Harbour Times", "harbourtimes.example"), ("Weather Rescue Notes", "notes.example.org")],
    "uk": [("Обласний оглядач", "oblast.example"), ("Бібліотечний вісник", "visnyk.example"), ("Новини громади", "novyny.example"), ("Агрохроніка", "agro.example")],
    "ru": [("Речной край", "kray.example"), ("Городской листок", "listok.example"), ("Степной вестник", "stepnoy-vestnik.example")],
}  # fmt: skip
WORDS = {
    "en": (["Council", "The old archive", "A village school", "The harbour master", "Volunteers"], ["reopens", "rescues", "maps", "digitises", "promises to mend"], ["the flooded library", "two centuries of weather diaries", "the railway bridge", "a forgotten orchard", "the parish registers"], ["after ten years", "with the help of pupils", "before winter", "despite the strike", ""]),
    "uk": (["Рада", "Старий архів", "Сільська школа", "Музей річки", "Добровольці"], ["відновлює", "рятує", "описує", "оцифровує", "обіцяє полагодити"], ["затоплену бібліотеку", "щоденники погоди за двісті років", "залізничний міст", "забутий сад", "метричні книги"], ["після десяти років", "разом із учнями", "до зими", "попри страйк", ""]),
    "ru": (["Совет", "Старый архив", "Сельская школа", "Музей реки", "Добровольцы"], ["восстанавливает", "спасает", "описывает", "оцифровывает", "обещает починить"], ["затопленную библиотеку", "дневники погоды за двести лет", "железнодорожный мост", "забытый сад", "метрические книги"], ["спустя десять лет", "вместе с учениками", "до зимы", "несмотря на забастовку", ""]),
}  # fmt: skip
FAULTS: dict[Rule, tuple[str, PageKind | None]] = {
    Rule.DEAD_LINK: ("the page is gone: status 404", PageKind.EMPTY),
    Rule.SOFT_404: ("the site shows a “not found” page: h1: {found}", PageKind.SOFT_404),
    Rule.PARKED_DOMAIN: ("the domain is parked: “this domain may be for sale”", PageKind.PARKED),
    Rule.TITLE_MISMATCH: ("the page is a different story: “{found}”", PageKind.LIVING),
    Rule.TITLE_CHANGED: ("the story's headline is now “{found}”", PageKind.LIVING),
    Rule.LANGUAGE_MISMATCH: ("the source is cited in {cited_language}, but the page is in {found_language}", PageKind.LIVING),
    Rule.MOVED: ("moved permanently to {address}", PageKind.LIVING),
    Rule.BLOCKED: ("the site refuses automated requests", PageKind.BOT_WALL),
    Rule.UNLINKED_CITATION: ("the source has no address", None),
}  # fmt: skip


def report(count: int = 300, seed: int = 7) -> Report:
    """Return a report of that many citations, about eleven to an article."""
    chance = random.Random(seed)
    verdicts: list[Verdict] = []
    articles = 0
    while len(verdicts) < count:
        articles += 1
        language = chance.choice(list(WORDS))
        year = chance.randint(2011, 2025)
        path = f"articles/{year}/{articles:04}-{language}.md"
        title = headline(chance, language)
        for line in range(20, 20 + min(chance.randint(4, 18), count - len(verdicts))):
            age = (2026 - year) / 40
            verdicts.append(
                verdict(
                    chance,
                    Location(path=path, line=line, column=5, start=0, end=1),
                    title,
                    year,
                    age,
                )
            )
    return Report(verdicts=tuple(verdicts), articles=articles, elapsed=count / 400)


def headline(chance: random.Random, language: str) -> str:
    """Return a headline that no paper has printed."""
    return " ".join(chance.choice(part) for part in WORDS[language]).strip()


def verdict(chance: random.Random, place: Location, article: str, year: int, age: float) -> Verdict:
    """Return a verdict as the judge might have come to; older articles have worse ones."""
    language = chance.choice(list(WORDS))
    publisher, host = chance.choice(PUBLISHERS[language])
    title = headline(chance, language)
    rule = chance.choice(list(FAULTS)) if chance.random() < 0.1 + age else None
    url = f"https://{host}/{year}/{chance.randint(1, 12):02}/{chance.randint(1000, 999_999)}-story.html"
    new = url.replace("https://", "https://archive.")
    found = (
        headline(chance, language) if rule in {Rule.TITLE_MISMATCH, Rule.TITLE_CHANGED} else title
    )
    template, kind = FAULTS[rule] if rule else ("", PageKind.LIVING)
    linked = rule is not Rule.UNLINKED_CITATION
    final = new if rule is Rule.MOVED else url
    status = 404 if rule is Rule.DEAD_LINK else 403 if rule is Rule.BLOCKED else 200
    facts = {
        "found": found,
        "cited": language,
        "cited_language": language_name(language),
        "found_language": language_name("uk" if language != "uk" else "ru"),
        "address": new,
    }
    finding = rule and Finding(
        rule=rule,
        severity=RULES[rule].severity,
        template=template,
        facts=facts,
        proposal=Proposal(
            kind="new-address", replacement=new, reason="the site redirects there permanently"
        )
        if rule is Rule.MOVED
        else None,
    )
    hops = [Hop(url=url, status=301, location=new, elapsed=0.08)] if final != url else []
    return Verdict(
        citation=Citation(
            location=place,
            url=url if linked else None,
            title=title,
            title_language=language,
            publisher=publisher,
            date=f"{year}-0{chance.randint(1, 9)}",
        ),
        status=RULES[rule].status if rule else Status.OK,
        article=article,
        article_published=f"{year}-10-01",
        findings=(finding,) if finding else (),
        evidence=(
            Evidence(field=Field.TITLE, match=Match.MATCH if found == title else Match.MISMATCH, score=1.0 if found == title else 0.31, cited=title, found=found, source="og:title"),
            Evidence(field=Field.PUBLISHER, match=Match.MATCH, score=1.0, cited=publisher, found=host, source="register"),
            Evidence(field=Field.LANGUAGE, match=Match.MATCH, score=0.99, cited=language, found=language, source="title"),
        )
        if linked and kind is PageKind.LIVING
        else (),
        resolution=Resolution(url=url, final_url=final, status=status, hops=(*hops, Hop(url=final, status=status, via="redirect" if hops else "request", elapsed=0.21)), fetched_at="2026-01-15T08:00:00Z")
        if linked
        else None,
        page=Page(
            url=final,
            liveness=Liveness(kind=kind),
            content_type="text/html",
            encoding="utf-8",
            titles=(Candidate(text=found, source="og:title"),),
            publishers=(Candidate(text=publisher, source="og:site_name"),),
            published=f"{year}-05-04T10:00:00Z",
            language=LanguageGuess(tag=language, confidence=0.99),
        )
        if linked and kind
        else None,
    )  # fmt: skip


def write(path: Path, what: Report) -> None:
    """Write a report as HTML."""
    with path.open("w", encoding="utf-8") as stream:
        make_reporter("html", stream, Style()).finish(what)


if __name__ == "__main__":
    write(Path(sys.argv[1]), report(int(sys.argv[2]) if len(sys.argv) > 2 else 300))
