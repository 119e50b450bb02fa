"""From evidence to verdict."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from linkcheck.judging.judge import _url_status, judge
from linkcheck.judging.policy import Difference, Policy
from linkcheck.judging.rules import RULES
from linkcheck.models import (
    Article,
    Candidate,
    Citation,
    Evidence,
    Failure,
    Field,
    History,
    Hop,
    Liveness,
    Location,
    Match,
    Page,
    PageKind,
    Resolution,
    Rule,
    Severity,
    Status,
    UrlStatus,
    Verdict,
)

PLACE = Location(path="a.md", line=1, column=1, start=0, end=1)
URL = "https://news.example/story-1"
CITATION = Citation(location=PLACE, url=URL, title="Talks end without a deal", title_language="en")


def answered(status: int = 200, kind: PageKind = PageKind.LIVING, **fields: object) -> Verdict:
    """Return the verdict on an answer."""
    resolution = Resolution(url=URL, final_url=URL, status=status, body=b"body")
    shown_at = getattr(fields.get("resolution"), "final_url", URL)
    page = Page(url=shown_at, liveness=Liveness(kind=kind, reasons=("sign",)), text="text")
    values = {"article": None, "resolution": resolution, "page": page, **fields}
    return judge(CITATION, **values)  # type: ignore[arg-type]  # each test names what it changes


def rules(verdict: Verdict) -> list[str]:
    """Return the names of a verdict's findings."""
    return [finding.rule.value for finding in verdict.findings]


@pytest.mark.parametrize(
    ("status", "rule", "result"),
    [
        (404, "dead-link", Status.BROKEN),
        (410, "dead-link", Status.BROKEN),
        (401, "blocked", Status.UNVERIFIED),
        (403, "blocked", Status.UNVERIFIED),
        (429, "blocked", Status.UNVERIFIED),
        (451, "blocked", Status.UNVERIFIED),
        (999, "blocked", Status.UNVERIFIED),
        (500, "unreachable", Status.UNVERIFIED),
        (503, "unreachable", Status.UNVERIFIED),
        (304, "unreachable", Status.UNVERIFIED),
    ],
)
def test_status_codes(status: int, rule: str, result: Status) -> None:
    """A site that refuses programs or is down for an hour would be called dead."""
    verdict = answered(status)
    assert (rules(verdict), verdict.status) == ([rule], result)


@pytest.mark.parametrize(
    ("kind", "rule", "result"),
    [
        (PageKind.SOFT_404, "soft-404", Status.BROKEN),
        (PageKind.PARKED, "parked-domain", Status.BROKEN),
        (PageKind.HOME_PAGE, "redirected-to-home", Status.BROKEN),
        (PageKind.BOT_WALL, "blocked", Status.UNVERIFIED),
        (PageKind.CONSENT_WALL, "blocked", Status.UNVERIFIED),
        (PageKind.LOGIN_WALL, "blocked", Status.UNVERIFIED),
        (PageKind.MAINTENANCE, "unreachable", Status.UNVERIFIED),
    ],
)
def test_kinds_of_answers(kind: PageKind, rule: str, result: Status) -> None:
    """An answer that is not the story would be taken for it, or a wall for a dead link."""
    verdict = answered(kind=kind)
    assert (rules(verdict), verdict.status) == ([rule], result)


@pytest.mark.parametrize(
    ("failure", "rule", "result"),
    [
        (Failure.NO_SUCH_HOST, "dead-link", Status.BROKEN),
        (Failure.MALFORMED_URL, "malformed-url", Status.BROKEN),
        (Failure.UNSUPPORTED_SCHEME, "unsupported-scheme", Status.UNVERIFIED),
        (Failure.DNS_TEMPORARY, "unreachable", Status.UNVERIFIED),
        (Failure.REFUSED, "unreachable", Status.UNVERIFIED),
        (Failure.READ_TIMEOUT, "unreachable", Status.UNVERIFIED),
        (Failure.NOT_RECORDED, "unreachable", Status.UNVERIFIED),
        (Failure.TLS_EXPIRED, "certificate-problem", Status.UNVERIFIED),
        (Failure.REDIRECT_LOOP, "redirect-loop", Status.UNVERIFIED),
        (Failure.PRIVATE_ADDRESS, "private-address", Status.UNVERIFIED),
    ],
)
def test_failures(failure: Failure, rule: str, result: Status) -> None:
    """Trouble on the way would be blamed on the source."""
    resolution = Resolution(url=URL, final_url=URL, failure=failure, detail="what happened")
    verdict = answered(resolution=resolution, page=None)
    assert (rules(verdict), verdict.status) == ([rule], result)


def test_every_failure_and_kind_has_a_verdict() -> None:
    """A new kind of failure would pass as a good source."""
    for failure in Failure:
        resolution = Resolution(url=URL, final_url=URL, failure=failure)
        assert answered(resolution=resolution, page=None).findings
    for kind in set(PageKind) - {PageKind.LIVING}:
        assert answered(kind=kind).status is not Status.OK


def test_good_source() -> None:
    """A good source would be reported."""
    title = Evidence(field=Field.TITLE, match=Match.MATCH, relation="same", score=1.0)
    verdict = answered(evidence=[title])
    assert (verdict.status, verdict.findings, verdict.url_status) == (Status.OK, (), UrlStatus.LIVE)


def test_page_that_cannot_be_compared_is_unverified() -> None:
    """A film or a PDF would be vouched for unseen."""
    title = Evidence(field=Field.TITLE, match=Match.UNVERIFIABLE)
    verdict = answered(kind=PageKind.OTHER_MEDIA, evidence=[title])
    assert (verdict.status, rules(verdict)) == (Status.UNVERIFIED, ["title-unverified"])


def test_unlinked_citation() -> None:
    """A source without address would be dropped in silence."""
    verdict = judge(Citation(location=PLACE, title="x"), article=None, resolution=None, page=None)
    assert (rules(verdict), verdict.status) == (["unlinked-citation"], Status.UNVERIFIED)


def mismatch(relation: str) -> Evidence:
    """Return evidence of another title."""
    return Evidence(
        field=Field.TITLE,
        match=Match.MISMATCH,
        relation=relation,
        cited="old",
        found="new {x} words",
    )


@pytest.mark.parametrize(
    ("relation", "rule", "url_status"),
    [
        ("another", "title-mismatch", UrlStatus.DEVIATED),
        ("changed", "title-changed", UrlStatus.LIVE),
    ],
)
def test_titles(relation: str, rule: str, url_status: UrlStatus) -> None:
    """A changed headline would fail a build as another story would, or neither would be told."""
    verdict = answered(evidence=[mismatch(relation)])
    assert (rules(verdict), verdict.url_status) == ([rule], url_status)
    assert "new {x} words" in verdict.findings[0].message


def test_anchor_of_running_text_proves_nothing() -> None:
    """The words of a sentence would be held to be a headline."""
    citation = Citation(location=PLACE, url=URL, title="for four hours", inline=True)
    verdict = judge(
        citation,
        article=None,
        resolution=Resolution(url=URL, final_url=URL, status=200),
        page=Page(url=URL, liveness=Liveness(kind=PageKind.LIVING)),
        evidence=[mismatch("another")],
    )
    assert (verdict.status, verdict.findings) == (Status.OK, ())


def hops(*answers: tuple[str, int]) -> Resolution:
    """Return a resolution that was redirected along these addresses."""
    addresses = [url for url, _ in answers]
    return Resolution(
        url=addresses[0],
        final_url=addresses[-1],
        status=200,
        hops=tuple(
            Hop(url=url, status=status, location=following)
            for (url, status), following in zip(answers, [*addresses[1:], None], strict=True)
        ),
    )


@pytest.mark.parametrize(
    ("resolution", "moved"),
    [
        (hops((URL, 301), ("https://archive.example/story-1", 200)), True),
        (hops((URL, 302), ("https://archive.example/story-1", 200)), False),
        (hops((URL, 308), ("https://news.example/en/story-1", 200)), True),
        (hops((URL, 301), ("https://www.news.example/story-1/", 200)), False),
        (
            hops(
                ("http://news.example/story-1", 302), (URL, 301), ("https://b.example/story-1", 200)
            ),
            True,
        ),
        (hops((URL, 301), ("https://a.example/1", 302), ("https://b.example/1", 200)), False),
    ],
)
def test_permanent_move(resolution: Resolution, moved: bool) -> None:
    """Every redirect would be noise, or a move for good would not be told."""
    verdict = answered(resolution=resolution)
    assert rules(verdict) == (["moved"] if moved else [])
    assert verdict.status is Status.OK
    if moved:
        (finding,) = verdict.findings
        assert finding.proposal is not None
        assert finding.proposal.replacement == resolution.final_url


def test_new_address_does_not_say_where_a_reader_came_from() -> None:
    """An article would count as a campaign of the site's own, for ever."""
    moved = hops((URL, 301), ("https://archive.example/story-1?id=7&utm_source=old", 200))
    (finding,) = answered(resolution=moved).findings
    assert finding.proposal is not None
    assert finding.proposal.replacement == "https://archive.example/story-1?id=7"


def test_move_to_another_story_is_no_new_address() -> None:
    """An address of another story would be proposed as the source's new one."""
    moved = hops((URL, 301), ("https://archive.example/2", 200))
    assert rules(answered(resolution=moved, evidence=[mismatch("another")])) == ["title-mismatch"]


LANGUAGE = Evidence(
    field=Field.LANGUAGE, match=Match.MISMATCH, cited="en", found="uk", source="title"
)
TRANSLATED = Evidence(
    field=Field.TITLE, match=Match.MATCH, relation="translated", found="Переговори"
)


def test_author_s_translation_of_a_title_is_a_note() -> None:
    """An English article that translates its sources' titles would get a warning for each."""
    article = Article(path="a.md", format="markdown", language="en")
    verdict = answered(article=article, evidence=[TRANSLATED, LANGUAGE])
    assert (rules(verdict), verdict.status) == (["title-translated"], Status.OK)


def test_other_edition_is_named() -> None:
    """An editor would not learn where the cited edition is."""
    page = Page(
        url=URL,
        liveness=Liveness(kind=PageKind.LIVING),
        titles=(Candidate(text="x", source="h1"),),
        alternates=(("uk", URL), ("en", "https://news.example/en/story-1")),
    )
    verdict = answered(page=page, evidence=[TRANSLATED, LANGUAGE])
    assert (rules(verdict), verdict.status) == (["language-mismatch"], Status.WARNING)
    proposal = verdict.findings[0].proposal
    assert proposal is not None
    assert proposal.replacement == "https://news.example/en/story-1"


def test_ignored_rule_is_not_held_against_a_citation() -> None:
    """What a team has settled about a rule would be passed over, or hide what is not known."""
    for status, kind, rule, result in (
        (404, PageKind.LIVING, Rule.DEAD_LINK, Status.OK),
        (200, PageKind.SOFT_404, Rule.SOFT_404, Status.OK),
        (403, PageKind.LIVING, Rule.BLOCKED, Status.UNVERIFIED),
        (200, PageKind.BOT_WALL, Rule.BLOCKED, Status.UNVERIFIED),
        (503, PageKind.LIVING, Rule.UNREACHABLE, Status.UNVERIFIED),
    ):
        quiet = answered(status, kind, policy=Policy(ignore=frozenset({rule})))
        assert (quiet.findings, quiet.status) == ((), result)
    unlinked = Citation(location=PLACE, title="x")
    policy = Policy(ignore=frozenset({Rule.UNLINKED_CITATION}))
    verdict = judge(unlinked, article=None, resolution=None, page=None, policy=policy)
    assert (verdict.findings, verdict.status) == ((), Status.UNVERIFIED)


@pytest.mark.parametrize(
    ("status", "rule", "level", "result"),
    [
        (404, Rule.DEAD_LINK, Severity.ERROR, Status.BROKEN),
        (404, Rule.DEAD_LINK, Severity.WARNING, Status.WARNING),
        (404, Rule.DEAD_LINK, Severity.NOTE, Status.OK),
        (403, Rule.BLOCKED, Severity.ERROR, Status.UNVERIFIED),
    ],
)
def test_level_decides_the_verdict(
    status: int, rule: Rule, level: Severity, result: Status
) -> None:
    """A link would be called broken although the team made it a warning."""
    verdict = answered(status, policy=Policy(severity={rule: level}))
    assert ([found.severity for found in verdict.findings], verdict.status) == ([level], result)


def test_error_about_a_living_page_breaks_it() -> None:
    """A rule that was made an error would fail the build over a source called ok."""
    policy = Policy(severity={Rule.TITLE_CHANGED: Severity.ERROR})
    assert answered(evidence=[mismatch("changed")], policy=policy).status is Status.BROKEN


def test_accepted_status() -> None:
    """A site that answers every program with 403 could not be taken for good."""
    refused = answered(403, evidence=[mismatch("another")], policy=Policy(accept=frozenset({403})))
    assert (refused.findings, refused.status) == ((), Status.OK)
    read = answered(200, evidence=[mismatch("another")], policy=Policy(accept=frozenset({200})))
    assert read.status is Status.BROKEN
    wall = answered(403, PageKind.BOT_WALL, policy=Policy(accept=frozenset({404})))
    assert wall.status is Status.UNVERIFIED


@pytest.mark.parametrize(
    ("paths", "hosts", "status"),
    [
        ({"a.md": Severity.WARNING}, {}, Status.WARNING),
        ({"old/": Severity.WARNING}, {}, Status.BROKEN),
        ({"*.md": Severity.WARNING, "a.*": Severity.NOTE}, {}, Status.OK),
        ({}, {"example": Severity.WARNING}, Status.WARNING),
        ({}, {"other.example": Severity.WARNING}, Status.BROKEN),
        ({}, {"example": Severity.WARNING, "news.example": Severity.NOTE}, Status.OK),
        ({"a.md": Severity.NOTE}, {"news.example": Severity.WARNING}, Status.WARNING),
    ],
)
def test_what_differs_by_article_and_by_host(
    paths: dict[str, Severity], hosts: dict[str, Severity], status: Status
) -> None:
    """Drafts, or a site known for its whims, could not be treated apart from all others."""
    policy = Policy(
        paths={name: Difference(severity={Rule.DEAD_LINK: level}) for name, level in paths.items()},
        hosts={name: Difference(severity={Rule.DEAD_LINK: level}) for name, level in hosts.items()},
    )
    assert answered(404, policy=policy).status is status


def test_verdict_keeps_no_body() -> None:
    """A run over a large archive would keep every page in memory."""
    verdict = answered()
    assert verdict.resolution is not None
    assert verdict.page is not None
    assert (verdict.resolution.body, verdict.page.text) == (b"", "")


def test_reasons_stand_apart() -> None:
    """The message would run into its reasons and be hard to read."""
    verdict = answered(kind=PageKind.SOFT_404)
    assert verdict.findings[0].message == "the site shows a “not found” page: sign"


@pytest.mark.parametrize(
    ("confirmations", "failures", "rule"),
    [(3, 2, "unreachable"), (3, 3, "dead-link"), (1, 0, "dead-link")],
)
def test_failures_are_believed_when_there_are_enough(
    confirmations: int, failures: int, rule: str
) -> None:
    """A site that was down once would be dead, or one that is gone be unreachable for ever."""
    resolution = Resolution(url=URL, final_url=URL, failure=Failure.READ_TIMEOUT)
    history = History(failures=failures, failing_since="2026-01-02T03:04:05+00:00")
    policy = Policy(confirmations=confirmations)
    verdict = judge(
        CITATION, article=None, resolution=resolution, page=None, history=history, policy=policy
    )
    assert rules(verdict) == [rule]
    assert verdict.history == history
    ours = Resolution(url=URL, final_url=URL, failure=Failure.NETWORK)
    often = History(failures=9)
    verdict = judge(
        CITATION, article=None, resolution=ours, page=None, history=often, policy=policy
    )
    assert rules(verdict) == ["unreachable"]


@pytest.mark.parametrize(
    "answer",
    [
        {"failure": Failure.MALFORMED_ANSWER}, {"failure": Failure.DECOMPRESSION_BOMB},
        {"status": 400}, {"status": 431}, {"status": 498}, {"status": 503}, {"status": 520},
        {"status": 530},
    ],
)  # fmt: skip
@pytest.mark.parametrize(("confirmations", "failures"), [(3, 9), (1, 0)])
def test_odd_answers_never_make_a_dead_link(
    answer: dict[str, Any], confirmations: int, failures: int
) -> None:
    """A living site that answers programs oddly would be dead at the third run."""
    resolution = Resolution(url=URL, final_url=URL, **answer)
    history = History(failures=failures, failing_since="2026-01-02T03:04:05+00:00")
    policy = Policy(confirmations=confirmations)
    verdict = judge(
        CITATION, article=None, resolution=resolution, page=None, history=history, policy=policy
    )
    assert rules(verdict) == ["unreachable"]
    assert verdict.status is Status.UNVERIFIED


def test_remark_on_an_address_does_not_say_that_its_page_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A rule of one's own about addresses would declare every blocked page to be live."""
    remark = msgspec.structs.replace(
        RULES[Rule.MALFORMED_URL], severity=Severity.NOTE, url_status=UrlStatus.LIVE
    )
    monkeypatch.setitem(RULES, Rule.MALFORMED_URL, remark)
    found = [RULES[rule].finding("x") for rule in (Rule.MALFORMED_URL, Rule.BLOCKED)]
    answer = Resolution(url=URL, final_url=URL, status=403)
    assert _url_status(found, answer) is RULES[Rule.BLOCKED].url_status
    assert _url_status(found[:1], answer) is UrlStatus.LIVE
