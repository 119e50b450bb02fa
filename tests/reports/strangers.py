"""A report in which everything that comes from outside tries to do something in a browser."""

from __future__ import annotations

from linkcheck.models import (
    Citation,
    Evidence,
    Field,
    Finding,
    History,
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
    Verdict,
)
from linkcheck.models.pages import Candidate

TEXTS = (
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 2</script>",
    "</style></title></textarea></noscript><img src=x onerror='window.hacked = 3'>",
    '"><img src="https://evil.example/x.png" onerror="window.hacked = 4">',
    "' onfocus='window.hacked = 5' autofocus='",
    "<!-- --!> <![CDATA[ &lt;img src=x onerror=window.hacked=6&gt; {0} {x} $policy",
    "safe \u202e txet\u2066 \u200f\x1b[31m \x00 \ud800",
    "javascript:window.hacked = 7",
    "Long " * 2000,
    "W" * 10_000,
)
URLS = (
    "javascript:window.hacked=8",
    "JaVaScRiPt://x/%0awindow.hacked=9",
    "data:text/html,<script>window.hacked=10</script>",
    "https://user:hunter2@news.example/?token=abcdef123",
    'https://news.example/"><script>window.hacked=11</script>',
    "https://good.example\\@evil.example/",
    "https://[broken",
    "vbscript:x",
    f"https://long.example/{'x' * 10_000}",
    "//evil.example/x",
)
SECRETS = ("hunter2", "abcdef123", "hop-token")


def _verdict(text: str, url: str, line: int) -> Verdict:
    place = Location(path=f"articles/{text[:60]}.md", line=line, column=1, start=0, end=1)
    return Verdict(
        citation=Citation(
            location=place,
            url=url,
            title=text,
            title_language=text[:20],
            language="xx-" + text[:20],
            publisher=text,
            place=text,
            author=text,
            date=text,
            section=text,
            context=text,
            archive_url=url,
        ),
        status=Status.BROKEN,
        article=text,
        article_published=text,
        findings=(
            Finding(
                rule=Rule.TITLE_MISMATCH,
                severity=Severity.ERROR,
                template="the page is a different story: “{found}”",
                facts={"found": text},
                proposal=Proposal(kind="new-address", replacement=url, reason=text),
            ),
            Finding(
                rule=Rule.MOVED,
                severity=Severity.NOTE,
                template="moved permanently to {found}",
                facts={"found": url},
            ),
        ),
        evidence=tuple(
            Evidence(
                field=field,
                match=Match.MISMATCH,
                relation=text,
                score=0.1,
                cited=text,
                found=text,
                source=text,
            )
            for field in Field
        ),
        resolution=Resolution(
            url=url,
            final_url=url,
            status=200,
            hops=(Hop(url="https://a.example/?token=hop-token", method=text, status=301, via=text, headers=((text, text),)),),
            fetched_at=text,
        ),
        history=History(failing_since=text, failures=2),
        page=Page(
            url=url,
            liveness=Liveness(kind=PageKind.LIVING, reasons=(text,)),
            content_type=text,
            titles=(Candidate(text=text, source=text),),
            publishers=(Candidate(text=text, source=text),),
            published=text,
            language=LanguageGuess(tag=text[:20], confidence=0.9),
            alternates=((text[:20], url),),
        ),
    )  # fmt: skip


STRANGERS = Report(
    verdicts=tuple(
        _verdict(text, url, line)
        for line, (text, url) in enumerate(zip(TEXTS, URLS, strict=True), 1)
    ),
    problems=tuple(Problem(path=text, message=text, line=1) for text in TEXTS),
    articles=len(TEXTS),
    complete=False,
)
