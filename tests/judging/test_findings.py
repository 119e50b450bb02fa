"""Which findings a verdict has, in which order, and what they make of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck.models import Rule, Severity, Status
from tests.recorded import Answer, check, prose, rules

if TYPE_CHECKING:
    from pathlib import Path

HOST = "https://news.example"
URL = f"{HOST}/2014/03/30/8812733.html"
TITLE = "Talks on gas transit end without a deal"
OTHER = "Orchestra plays forgotten symphonies inside the railway station hall"
UKRAINIAN = (
    "Перемовники трьох країн поїхали з міста у п'ятницю, так і не домовившись про ціну газу. "
    "Вони зустрінуться знову у квітні, повідомило міністерство, а доти діятиме старий договір. "
) * 5


def page(title: str, text: str, *, language: str = "en", head: str = "") -> str:
    """Return a page of a news site."""
    return (
        f"<html lang={language}><head><title>{title} | Daily</title>{head}</head>"
        f"<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


def published(day: str) -> str:
    """Return the element that dates a story."""
    return f'<meta property="article:published_time" content="{day}T08:00:00+00:00">'


@pytest.mark.parametrize(
    ("title", "expected"), [(OTHER, ["title-mismatch"]), (TITLE, ["newer-than-article"])]
)
def test_date_of_another_story_says_nothing(
    tmp_path: Path, title: str, expected: list[str]
) -> None:
    """A page that tells another story would also be blamed for the date of that story."""
    article = (
        f"<html lang=en><head><title>Gas</title>{published('2014-04-01')}</head><body>"
        f'<h1>Gas</h1><h2>Sources</h2><ul><li>Daily: <a href="{URL}">{TITLE}</a></li></ul>'
    )
    answer = Answer(URL, page(title, prose(2000), head=published("2021-06-01")))
    (verdict,) = check(tmp_path, article, answer, name="a.html").verdicts
    assert rules(verdict) == expected


@pytest.mark.parametrize(
    ("title", "expected"), [(OTHER, ["title-mismatch"]), (TITLE, ["content-drift"])]
)
def test_drift_of_another_story_says_nothing(
    tmp_path: Path, title: str, expected: list[str]
) -> None:
    """A page that tells another story would also be reported for having another text."""
    article = f"## Sources\n\n- Daily: [{TITLE}]({URL})\n"
    old = "The pipeline crosses four borders, and each state asks for a share of every load. " * 20
    check(tmp_path, article, Answer(URL, page(TITLE, old)))
    before = (tmp_path / "web.warc").rename(tmp_path / "before.warc")
    answer = Answer(URL, page(title, prose(2000)))
    (verdict,) = check(tmp_path, article, answer, drift_from=str(before)).verdicts
    assert rules(verdict) == expected


@pytest.mark.parametrize(("declared", "status"), [("hreflang=ru", Status.WARNING), ("", Status.OK)])
def test_declared_language_is_never_excused(tmp_path: Path, declared: str, status: Status) -> None:
    """An author who says that the source is Russian would not learn that it is Ukrainian now."""
    title = "Gas talks: live blog"
    article = (
        "<html lang=en><h1>Gas</h1><h2>Sources</h2><ul>"
        f'<li>Daily: <a href="{URL}" {declared}>{title}</a></li></ul></html>'
    )
    answer = Answer(URL, page(title, UKRAINIAN, language="uk"))
    (verdict,) = check(tmp_path, article, answer, name="a.html").verdicts
    assert (rules(verdict), verdict.status) == (
        ["language-mismatch"] if declared else [],
        status,
    )


def test_declared_language_under_a_translated_title(tmp_path: Path) -> None:
    """A source said to be English would pass in Ukrainian, as if its title had been translated."""
    article = (
        "<html lang=en><h1>Gas</h1><p>The ministers of the three states spoke for hours.</p>"
        "<h2>Sources</h2><ul>"
        f'<li>Daily: <a href="{URL}" hreflang=en>{TITLE}</a></li></ul></html>'
    )
    title = "Переговори про транзит газу завершилися без угоди"
    answer = Answer(URL, page(title, UKRAINIAN, language="uk"))
    (verdict,) = check(tmp_path, article, answer, name="a.html").verdicts
    assert (verdict.status, "language-mismatch" in rules(verdict)) == (Status.WARNING, True)
    (verdict,) = check(
        tmp_path, article.replace(" hreflang=en", ""), answer, name="a.html"
    ).verdicts
    assert (verdict.status, "language-mismatch" in rules(verdict)) == (Status.OK, False)


def test_move_of_what_a_sentence_links_to(tmp_path: Path) -> None:
    """The new address of a source would not be told where a sentence links to the old one."""
    article = (
        "# Gas\n\nThe ministers spoke "
        f"[for four hours about the price of every load]({URL}) and left on Friday.\n"
    )
    new = f"{HOST}/archive/8812733.html"
    (verdict,) = check(
        tmp_path,
        article,
        Answer(URL, status="301 Moved Permanently", headers={"Location": new}),
        Answer(new, page(OTHER, prose(2000))),
    ).verdicts
    assert (rules(verdict), verdict.status) == (["moved"], Status.OK)
    (finding,) = verdict.findings
    assert finding.proposal is not None
    assert finding.proposal.replacement == new


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({}, ["dead-link", "duplicate-citation"]),
        ({Rule.DUPLICATE_CITATION: Severity.WARNING}, ["dead-link", "duplicate-citation"]),
        (
            {Rule.DUPLICATE_CITATION: Severity.ERROR, Rule.DEAD_LINK: Severity.NOTE},
            ["duplicate-citation", "dead-link"],
        ),
    ],
)
def test_gravest_finding_comes_first(
    tmp_path: Path, levels: dict[Rule, Severity], expected: list[str]
) -> None:
    """A dead link would be reported below a note about the article's list."""
    article = f"## Sources\n\n- Daily: [{TITLE}]({URL})\n- Daily: [{TITLE}]({URL})\n"
    gone = Answer(URL, status="404 Not Found")
    report = check(tmp_path, article, gone, policy=linkcheck.Policy(severity=levels))
    assert rules(report.verdicts[1]) == expected


@pytest.mark.parametrize(
    "answers",
    [
        (Answer(f"{HOST}/", page("Daily", prose(300))),),
        (Answer(URL, status="403 Forbidden"),),
        (Answer(URL, page(TITLE, prose(2000)), "403 Forbidden"),),
    ],
    ids=["not recorded", "refused", "refused with a page"],
)
def test_hidden_finding_leaves_a_source_unverified(
    tmp_path: Path, answers: tuple[Answer, ...]
) -> None:
    """A source that could not be seen would be ok as soon as another finding on it is hidden."""
    article = (
        f"## Sources\n\n- Daily: [{TITLE}]({URL})\n"
        f"- Daily: [{TITLE}]({URL}) <!-- linkcheck: ignore[duplicate-citation] -->\n"
    )
    policy = linkcheck.Policy(ignore=frozenset({Rule.BLOCKED, Rule.UNREACHABLE}))
    report = check(tmp_path, article, *answers, policy=policy)
    assert [rules(verdict) for verdict in report.verdicts] == [[], []]
    assert [verdict.status for verdict in report.verdicts] == [Status.UNVERIFIED] * 2
