"""Every verdict that is not ok says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

import linkcheck
from linkcheck.judging.judge import judge
from linkcheck.models import (
    Citation,
    Confidence,
    Evidence,
    Failure,
    Field,
    Liveness,
    Location,
    Match,
    Page,
    PageKind,
    Resolution,
    Status,
)
from tests.recorded import Answer, check, prose, rules

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Verdict

PLACE = Location(path="a.md", line=1, column=1, start=0, end=1)
URL = "https://herald.example/2014/03/harvest"
LISTED = Citation(location=PLACE, url=URL, title="Harvest festival opens in the old town")
CITED = (
    LISTED,
    msgspec.structs.replace(LISTED, inline=True),
    msgspec.structs.replace(LISTED, title=None),
    msgspec.structs.replace(LISTED, confidence=Confidence(title=0.4)),
)
EVIDENCE = (
    (),
    (Evidence(field=Field.TITLE, match=Match.UNVERIFIABLE, cited="a", found="b"),),
    (Evidence(field=Field.TITLE, match=Match.UNVERIFIABLE, cited="a"),),
    (Evidence(field=Field.TITLE, match=Match.MISMATCH, relation="another", cited="a", found="b"),),
    (Evidence(field=Field.TITLE, match=Match.MISMATCH, relation="changed", cited="a", found="b"),),
    (Evidence(field=Field.TITLE, match=Match.MATCH, relation="same", cited="a", found="a"),),
)
STATUSES = (200, 204, 206, 301, 304, 400, 403, 404, 410, 429, 451, 500, 503, 520, 999)


def is_explained(verdict: Verdict) -> bool:
    """Tell whether a verdict is ok or has a finding, with a message that names no empty place."""
    told = all("{" not in found.message for found in verdict.findings)
    return told and (verdict.status is Status.OK or bool(verdict.findings))


@pytest.mark.parametrize("kind", list(PageKind))
def test_every_kind_of_page_and_every_title(kind: PageKind) -> None:
    """An editor would read "unverified" and not learn what to look at."""
    for status in STATUSES:
        for story in (True, False):
            page = Page(url=URL, liveness=Liveness(kind=kind, reasons=("a sign",)), story=story)
            found = Resolution(url=URL, final_url=URL, status=status)
            for citation in CITED:
                for evidence in EVIDENCE:
                    verdict = judge(
                        citation, article=None, resolution=found, page=page, evidence=evidence
                    )
                    assert is_explained(verdict), (status, story, citation, evidence)


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure(failure: Failure) -> None:
    """An address that could not be requested would be unverified for no reason."""
    found = Resolution(url=URL, final_url=URL, failure=failure, detail="detail")
    for citation in CITED:
        verdict = judge(citation, article=None, resolution=found, page=None)
        assert verdict.status is not Status.OK
        assert is_explained(verdict)


@pytest.mark.parametrize(
    ("body", "headers", "told"),
    [
        ("<title>Herald</title><p>Open daily.</p>", {}, "headline is “Herald”"),
        ("<p>Open daily from nine to five, closed on Sundays.</p>", {}, "no headline"),
        ("", {}, "empty"),
        ("GIF89a", {"Content-Type": "image/gif"}, "an image (image/gif)"),
        ("<body><div id=root></div><script src=/a.js></script>", {}, "without JavaScript"),
        ("<title>Herald</title><frameset cols=20%,*></frameset>", {}, "frames"),
    ],
)
def test_message_says_what_was_there(
    tmp_path: Path, body: str, headers: dict[str, str], told: str
) -> None:
    """An editor would have to open each such source to learn what kind of page it is."""
    article = f"## Sources\n\n- Herald: [{LISTED.title}]({URL})\n"
    (verdict,) = check(tmp_path, article, Answer(URL, body, headers=headers)).verdicts
    assert (verdict.status, rules(verdict)) == (Status.UNVERIFIED, ["title-unverified"])
    assert told in verdict.findings[0].message


def test_anchor_in_running_text_needs_no_headline(tmp_path: Path) -> None:
    """Every link in running text would get a note."""
    article = f"# Harvest\n\nIt rained, as [the paper wrote]({URL}), until noon.\n"
    body = f"<title>Market prices rise</title><h1>Market prices rise</h1><p>{prose(900)}</p>"
    (verdict,) = check(tmp_path, article, Answer(URL, body)).verdicts
    assert (verdict.status, rules(verdict)) == (Status.OK, [])


def test_verdict_stays_when_the_note_is_not_wanted(tmp_path: Path) -> None:
    """Ignoring the note would vouch for a page that nobody could compare."""
    article = f"## Sources\n\n- Herald: [{LISTED.title}]({URL})\n"
    policy = linkcheck.Policy(ignore=frozenset({linkcheck.Rule.TITLE_UNVERIFIED}))
    answer = Answer(URL, "<title>Herald</title><p>Open daily.</p>")
    (verdict,) = check(tmp_path, article, answer, policy=policy).verdicts
    assert (verdict.status, rules(verdict)) == (Status.UNVERIFIED, [])
