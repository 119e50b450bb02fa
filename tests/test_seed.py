"""The four sources of an English article, as their sites may answer today.

The article is that of the demonstration; the pages are our own, recorded under the real addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck.cli.demo import demo
from linkcheck.models import Rule, Status, Verdict
from tests.recorded import Answer, record, rules

if TYPE_CHECKING:
    from pathlib import Path

LB = "http://lb.ua/news/2014/03/31/261400_ssha_otkazalis_trebovat_ukraini.html"
LB_RUSSIAN = "https://rus.lb.ua/news/2014/03/31/261400_ssha_otkazalis_trebovat_ukraini.html"
STATE = "http://www.state.gov/secretary/remarks/2014/03/224147.htm"
CNN = "https://www.cnn.com/2014/03/30/politics/kerry-lavrov-paris-talks/index.html"
KYIV_POST = (
    "https://www.kyivpost.com/content/ukraine/"
    "russia-demands-broad-autonomy-for-ukrainian-regions-341347.html"
)
RUSSIAN = (
    "Вашингтон не будет требовать от Киева перейти к федеративному устройству, заявил госсекретарь "
    "Джон Керри после встречи с российским министром. Решать это должны сами украинцы, сказал он. "
) * 3
UKRAINIAN = (
    "Вашингтон не вимагатиме від Києва переходу до федеративного устрою, заявив держсекретар Джон "
    "Керрі після зустрічі з російським міністром. Вирішувати це мають самі українці, сказав він. "
) * 3
ENGLISH = (
    "Speaking to reporters after four hours of talks, the secretary said that both sides had made "
    "suggestions, and that nothing about Ukraine would be decided without Ukraine. "
) * 3


def page(title: str, text: str, language: str, site: str, *, head: str = "") -> str:
    """Return a page of a news site or an office."""
    return (
        f'<!doctype html><html lang={language}><head><meta charset="utf-8">'
        f'<title>{title} - {site}</title><meta property="og:title" content="{title}">'
        f'<meta property="og:site_name" content="{site}">{head}</head>'
        f"<body><nav><a href=/>{site}</a></nav><article><h1>{title}</h1><p>{text}</p></article>"
        "</body></html>"
    )


def check(tmp_path: Path, url: str, html: str, status: str = "200 OK") -> Verdict:
    """Return the verdict on the article's citation of an address that answers so."""
    replay = record(tmp_path / "web.warc", Answer(url, html, status))
    with demo() as files:
        (article,) = (path for path in files.articles if path.suffix == ".html")
        report = linkcheck.check([article], linkcheck.Settings(replay=replay))
    (verdict,) = (each for each in report.verdicts if each.citation.url == url)
    return verdict


RU_TITLE = "США отказались требовать от Украины федерализации"
UK_TITLE = "США відмовилися вимагати від України федералізації"


@pytest.mark.parametrize("declared", ["ru", "uk", "en"])
def test_russian_edition_of_a_ukrainian_outlet(tmp_path: Path, declared: str) -> None:
    """A Ukrainian outlet's Russian title would be a finding, or the site's declaration believed."""
    verdict = check(tmp_path, LB, page(RU_TITLE, RUSSIAN, declared, "LB.ua"))
    assert (rules(verdict), verdict.status) == ([], Status.OK)


def test_ukrainian_edition_under_the_same_address(tmp_path: Path) -> None:
    """Readers would be sent to the other edition, and nobody told where the cited one is."""
    head = (
        f'<link rel=alternate hreflang=uk href="{LB}">'
        f'<link rel=alternate hreflang=ru href="{LB_RUSSIAN}">'
    )
    verdict = check(tmp_path, LB, page(UK_TITLE, UKRAINIAN, "uk", "LB.ua", head=head))
    assert (rules(verdict), verdict.status) == (["language-mismatch"], Status.WARNING)
    (finding,) = verdict.findings
    assert (finding.facts["cited"], finding.facts["found"]) == ("ru", "uk")
    assert finding.proposal is not None
    assert (finding.proposal.kind, finding.proposal.replacement) == ("other-edition", LB_RUSSIAN)
    assert {found.relation for found in verdict.evidence} >= {"translated"}


def test_ukrainian_edition_that_names_no_other(tmp_path: Path) -> None:
    """The other edition would pass unseen, or an edition be proposed that nobody has named."""
    verdict = check(tmp_path, LB, page(UK_TITLE, UKRAINIAN, "uk", "LB.ua"))
    assert rules(verdict) == ["language-mismatch"]
    assert verdict.findings[0].proposal is None


def test_statement_under_its_official_title(tmp_path: Path) -> None:
    """The author's own description of a statement would be called another story."""
    title = "Remarks at a press availability"
    verdict = check(tmp_path, STATE, page(title, ENGLISH, "en", "U.S. Department of State"))
    assert (rules(verdict), verdict.status) == (["title-unverified"], Status.UNVERIFIED)


def test_office_in_technical_difficulties(tmp_path: Path) -> None:
    """An office whose server had a bad hour would be called dead, or its excuse a changed title."""
    html = (
        "<html><head><title>Technical Difficulties</title></head><body><h1>Technical Difficulties"
        "</h1><p>We're sorry, this site is currently experiencing technical difficulties.</p>"
    )
    verdict = check(tmp_path, STATE, html)
    assert verdict.status is Status.UNVERIFIED


def test_headline_that_the_newsroom_changed(tmp_path: Path) -> None:
    """A headline rewritten after the article appeared would be called another story."""
    title = "Kerry: Diplomatic solution to Ukraine crisis is possible, Russia agrees"
    verdict = check(tmp_path, CNN, page(title, ENGLISH, "en", "CNN"))
    assert rules(verdict) == ["title-changed"]


def test_cited_headline(tmp_path: Path) -> None:
    """The source as it was cited would be a finding."""
    title = "Kerry: Russia supports finding a diplomatic solution to crisis in Ukraine"
    verdict = check(tmp_path, CNN, page(title, ENGLISH, "en", "CNN"))
    assert (rules(verdict), verdict.status) == ([], Status.OK)


@pytest.mark.parametrize(
    ("status", "title", "rule"),
    [
        ("404 Not Found", "Page not found", Rule.DEAD_LINK),
        ("200 OK", "Page not found", Rule.SOFT_404),
    ],
)
def test_story_is_gone(tmp_path: Path, status: str, title: str, rule: Rule) -> None:
    """A story that is gone would pass, whether its site says so by status or only in words."""
    html = page(title, "We could not find what you were looking for.", "en", "Kyiv Post")
    verdict = check(tmp_path, KYIV_POST, html, status)
    assert (rules(verdict), verdict.status) == ([rule], Status.BROKEN)


def test_agency_s_story_in_the_paper(tmp_path: Path) -> None:
    """The paper's page would be blamed for bearing the name of the agency it took the story from."""
    title = "Russia demands broad autonomy for Ukrainian regions"
    verdict = check(tmp_path, KYIV_POST, page(title, ENGLISH, "en", "Reuters"))
    assert (rules(verdict), verdict.status) == ([], Status.OK)
