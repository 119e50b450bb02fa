"""Reports that tests of reports share: an ordinary one, a hostile one, and how they are shown."""

from __future__ import annotations

import io
from typing import Any

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
    Problem,
    Proposal,
    Report,
    Resolution,
    Rule,
    Severity,
    Status,
    UrlStatus,
    Verdict,
)
from linkcheck.models.pages import Candidate
from linkcheck.reports import Style, make_reporter

SECRETS = (
    "hunter2", "abcdef123", "hidden-key", "amz-sig", "nested-token", "nested-pass", "raw/pass",
    "azure-sig", "title-token", "source-token", "path-pass", "problem-token", "hop-token",
    "reason-token", "session-77", "private page text",
)  # fmt: skip
CONTROLS = (
    "\x1b[31mred\x1b]0;t\x07\x9b2J\x08\x00 \u202eevil\u2066\u200f\u2028\ufeff\ud800\ufffe\U000e0041 "
    "::error::forged ##[error]forged ##vso[task.setvariable]x ##teamcity[x] \r\n::set-output name=a::b\n"
    "\n::warning::y https://u:hunter2@a.example/?x=1"
)
MARKUP = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> &lt;b&gt; ]]> <!-- [click](javascript:alert(3)) "
    "![i](https://evil.example/i.png) <https://evil.example/auto> | cell | {{ liquid }} {0}"
)
WORDS = (
    "https://evil.example/bare www.evil.example @mentioned #123 GH-7 org/repo#8 !9 ~label %2.0 :tada: "
    "mail@evil.example mailto:x `code` ``two`` **bold** _i_ ~~s~~ $x^2$ \\ \\@also C:\\#5"
)
LONG = "Long " * 2_000


def verdict(title: str, url: str, line: int = 3, path: str = "articles/one.md") -> Verdict:
    """Return a broken citation with everything a verdict can hold, made of hostile text."""
    place = Location(path=path, line=line, column=5, start=20, end=20 + len(url))
    return Verdict(
        citation=Citation(
            location=place,
            url=url,
            written=url,
            title=title,
            title_location=Location(path=path, line=line, column=60, start=75, end=90),
            publisher=title[:40],
            context=title,
            archive_url=url,
        ),
        status=Status.BROKEN,
        article=title,
        url_status=UrlStatus.DEAD,
        findings=(
            Finding(
                rule=Rule.TITLE_MISMATCH,
                severity=Severity.ERROR,
                template="the page is a different story: “{found}”",
                facts={"found": title},
            ),
            Finding(
                rule=Rule.MOVED,
                severity=Severity.NOTE,
                template="moved permanently to {found}",
                facts={"found": url},
                proposal=Proposal(
                    kind="new-address",
                    replacement="https://b.example/?key=hidden-key",
                    location=place,
                    reason=f"see https://b.example/?token=reason-token {title}",
                ),
            ),
            Finding(
                rule=Rule.TITLE_CHANGED,
                severity=Severity.WARNING,
                template="the story's headline is now “{found}”",
                facts={"found": title},
                proposal=Proposal(kind="title", replacement=title, location=place),
            ),
        ),
        evidence=(
            Evidence(
                field=Field.TITLE,
                match=Match.MISMATCH,
                score=0.1,
                cited=title,
                found=title,
                source=f"{title} https://a.example/?token=source-token",
            ),
        ),
        resolution=Resolution(
            url=url,
            final_url=url,
            status=200,
            detail=title,
            hops=(
                Hop(
                    url=url,
                    status=301,
                    location="/next?access_token=hop-token",
                    headers=(("server", title),),
                ),
            ),
            headers=(("set-cookie", "sessionid=session-77"),),
            body=b"private page text",
            fetched_at="2026-01-02T03:04:05Z",
        ),
        page=Page(
            url=url,
            liveness=Liveness(kind=PageKind.LIVING, reasons=(title,)),
            titles=(Candidate(text=title, source=title[:40]),),
            text="private page text",
            lead="private page text",
            language=LanguageGuess(tag="uk", confidence=0.9, alternatives=(("ru", 0.1),)),
            alternates=(("ru", url),),
        ),
    )


_URLS = (
    "https://user:hunter2@news.example/a?token=abcdef123&id=1",
    "https://news.example/?X-Amz-Signature=amz-sig&sig=azure-sig",
    "https://login.example/?next=https%3A%2F%2Fme%3Anested-pass%40a.example%2F%3Ftoken%3Dnested-token",
    "https://user:raw/pass@news.example/",
    "=HYPERLINK(0)",
    "javascript:alert(4)",
    "https://news.example/`|<b>\x1b]8;;x\x07;jsessionid=session-77",
)
HOSTILE = Report(
    verdicts=(
        verdict(CONTROLS, _URLS[0], path="articles/\x1b::error::o\u202ene|`##[x].md"),
        verdict(f"::error::x {CONTROLS}", _URLS[1], path="articles/a,b:c%0A.md"),
        verdict("=cmd|' /C calc'!A1", _URLS[2], path="https://u:path-pass@cms.example/article"),
        verdict("@SUM(1+1) https://a.example/?token=title-token", _URLS[3]),
        verdict("+1", _URLS[4]),
        verdict("-1", _URLS[5]),
        verdict("\t=1", _URLS[6]),
        verdict(MARKUP, "https://evil.example/{{x}}{%y%}#123"),
        verdict(WORDS, "https://evil.example/@mentioned"),
        verdict(LONG, f"https://long.example/{'x' * 10_000}"),
    ),
    problems=(
        Problem(path="bad\x1b.md", line=7, message=f"?token=problem-token {CONTROLS}"),
        Problem(path="=bad.md", message="is a binary file"),
    ),
    articles=5,
    complete=False,
    elapsed=1.25,
)
"""Everything an article, a page and a file name could try."""

_PLACE = Location(path="articles/one.md", line=3, column=5, start=20, end=40)
ORDINARY = Report(
    verdicts=(
        Verdict(
            citation=Citation(
                location=_PLACE,
                url="https://news.example",
                written="https://news.example",
                title="Talks end",
                publisher="Щоденник",
            ),
            status=Status.BROKEN,
            article="Article",
            findings=(
                Finding(
                    rule=Rule.TITLE_MISMATCH,
                    severity=Severity.ERROR,
                    template="the page is a different story: “{found}”",
                    facts={"found": "Other news"},
                    proposal=Proposal(
                        kind="new-address",
                        replacement="https://b.example/a?b=1",
                        location=_PLACE,
                        reason="it stands there",
                    ),
                ),
            ),
            resolution=Resolution(
                url="https://news.example",
                final_url="https://news.example/",
                status=200,
                elapsed=0.5,
            ),
        ),
        Verdict(
            citation=Citation(location=_PLACE, url="https://good.example/", title="Good"),
            status=Status.OK,
        ),
        Verdict(
            citation=Citation(location=_PLACE, title="Nowhere"),
            status=Status.UNVERIFIED,
            findings=(
                Finding(
                    rule=Rule.UNLINKED_CITATION,
                    severity=Severity.WARNING,
                    template="the source has no address",
                ),
            ),
        ),
    ),
    problems=(Problem(path="bad.md", line=7, message="is a binary file"),),
    articles=1,
    elapsed=1.25,
)
"""One citation of each kind that matters, and an article that cannot be read."""


def shown(form: str, report: Report = ORDINARY, **options: Any) -> str:
    """Return what a reporter writes."""
    stream = io.StringIO()
    reporter = make_reporter(form, stream, Style(**options))
    for each in report.verdicts:
        reporter.verdict(each)
    reporter.finish(report)
    return stream.getvalue()
