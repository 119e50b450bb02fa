"""What is not to be reported: comments in articles, and entries for all of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import linkcheck
from linkcheck.articles import read_articles
from linkcheck.ignoring import Ignore, Ignores
from linkcheck.models import Citation, Location, Rule, Status, Verdict
from linkcheck.outcomes import finding

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

GONE, KEPT = "http://127.0.0.1:{port}/gone", "http://127.0.0.1:{port}/kept"


def check(path: Path, **changes: Any) -> linkcheck.Report:
    """Check with the loopback interface allowed."""
    fetch = linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0, backoff=0.0)
    return linkcheck.check([path], linkcheck.Settings(fetch=fetch, **changes))


def rules(report: linkcheck.Report) -> list[tuple[int, str]]:
    """Return line and rule of every finding."""
    return sorted(
        (verdict.citation.location.line, found.rule.value)
        for verdict in report.verdicts
        for found in verdict.findings
    )


FORMATS = {
    "a.md": "## Sources\n\n- [One]({gone}) <!-- linkcheck: ignore[dead-link] -->\n- [Two]({gone}?2)\n",
    "b.html": "<h2>Sources</h2><ul>\n<li><a href='{gone}'>One</a></li><!-- linkcheck: ignore[dead-link] -->\n<li><a href='{gone}?2'>Two</a></li></ul>",
    "c.txt": "Sources:\n- One {gone}  # linkcheck: ignore[dead-link]\n- Two {gone}?2\n",
    "d.rst": "Sources\n=======\n\n.. linkcheck: ignore[dead-link]\n\n* `One <{gone}>`__\n* `Two <{gone}?2>`__\n",
    "e.wiki": "== References ==\n* [{gone} One] <!-- linkcheck: ignore[dead-link] -->\n* [{gone}?2 Two]\n",
    "f.jsonl": '{{"citations": [{{"url": "{gone}", "linkcheck": "ignore[dead-link]"}}, {{"url": "{gone}?2"}}]}}\n',
    "g.md": "---\nsources:\n  - url: {gone}  # linkcheck: ignore[dead-link]\n  - url: {gone}?2\n---\nText\n",
}


@pytest.mark.parametrize("name", FORMATS)
def test_comments_of_every_format_speak_of_their_line(
    name: str, server: LoopbackServer, tmp_path: Path
) -> None:
    """In some format there would be no way to say that a source is known to be gone."""
    server.page("/gone", b"", status="404 Not Found")
    server.page("/gone?2", b"", status="404 Not Found")
    article = tmp_path / name
    article.write_text(FORMATS[name].format(gone=server.url("/gone")), encoding="utf-8")
    report = check(article)
    told = [
        (verdict.citation.url, found.rule)
        for verdict in report.verdicts
        for found in verdict.findings
    ]
    assert told == [(server.url("/gone?2"), Rule.DEAD_LINK)]
    assert not report.problems
    hidden = next(one for one in report.verdicts if one.citation.url == server.url("/gone"))
    assert hidden.status is not Status.BROKEN
    assert "linkcheck" not in (hidden.citation.title or "")


def test_comment_on_its_own_line_speaks_of_the_next_source(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """Long list items would have no place for a comment."""
    gone = server.page("/gone", b"", status="410 Gone")
    article = tmp_path / "a.md"
    article.write_text(
        "## Sources\n\n<!-- linkcheck: ignore -->\n- A very long text before the link:\n"
        f"  [One]({gone})\n- [Two]({gone}?second)\n",
        encoding="utf-8",
    )
    assert rules(check(article)) == [(6, "dead-link")]


def test_whole_files_can_be_meant(server: LoopbackServer, tmp_path: Path) -> None:
    """An article kept for the record would need a comment on every line."""
    gone = server.page("/gone", b"", status="404 Not Found")
    article = tmp_path / "a.md"
    article.write_text(
        f"# Old\n\n## Sources\n\n- [One]({gone})\n- [Two]({gone}?second)\n\n<!-- linkcheck: ignore-file[dead-link] -->\n",
        encoding="utf-8",
    )
    assert rules(check(article)) == []


def test_expired_and_unused_ones_are_told_at_their_own_place(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """Ignores would pile up, and hide what nobody meant to hide."""
    gone = server.page("/gone", b"", status="404 Not Found")
    kept = server.page("/kept")
    article = tmp_path / "a.md"
    article.write_text(
        f'## Sources\n\n- [One]({gone}) <!-- linkcheck: ignore[dead-link] until=2020-02-29 reason="till spring" -->\n'
        f"- <{kept}> <!-- linkcheck: ignore[dead-link] -->\n",
        encoding="utf-8",
    )
    report = check(article)
    assert rules(report) == [(3, "dead-link"), (3, "expired-ignore"), (4, "unused-ignore")]
    expired = next(
        verdict
        for verdict in report.verdicts
        if any(found.rule is Rule.EXPIRED_IGNORE for found in verdict.findings)
    )
    assert "till spring" in expired.findings[0].message
    assert expired.citation.location.column > 10


@pytest.mark.parametrize(
    "comment",
    [
        "ignore[dead-lnk]",
        "ignore until=tomorrow",
        "ignore[dead-link",
        "disable",
        'ignore reason="never closed',
    ],
)
def test_comments_that_are_not_understood_are_problems(comment: str, tmp_path: Path) -> None:
    """A slip would hide nothing, and nobody would learn why."""
    article = tmp_path / "a.md"
    article.write_text(f"# A\n\n<!-- linkcheck: {comment} -->\n", encoding="utf-8")
    (found,) = read_articles(article)
    (problem,) = found.problems
    assert (problem.path, problem.line) == (str(article), 3)
    assert "linkcheck: ignore[" in problem.message


def test_articles_of_one_file_have_each_their_own(tmp_path: Path) -> None:
    """A comment in one article would hide findings of the next."""
    lines = [
        {"id": "1", "citations": [{"url": "http://a.example/", "linkcheck": "ignore"}]},
        {"id": "2", "citations": [{"url": "http://a.example/"}]},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ignores = Ignores((), "2026-01-01")
    verdicts = []
    for article in read_articles(path):
        ignores.add(article)
        gone = finding(Rule.DEAD_LINK, "gone")
        verdicts += [
            Verdict(citation=citation, status=Status.BROKEN, findings=(gone,))
            for citation in article.citations
        ]
    assert [len(ignores.applied(verdict).findings) for verdict in verdicts] == [0, 1]


@pytest.mark.parametrize(
    ("entry", "hidden"),
    [
        (Ignore(url="https://old.example/*"), True),
        (Ignore(url="https://old.example/story?id=[1]"), True),
        (Ignore(url="https://old.example/story"), False),
        (Ignore(host="old.example"), True),
        (Ignore(host="example"), True),
        (Ignore(host="ld.example"), False),
        (Ignore(rules=(Rule.DEAD_LINK,), path="archive/"), True),
        (Ignore(rules=(Rule.MOVED,)), False),
        (Ignore(path="*.html"), False),
        (Ignore(until="2026-01-01"), True),
        (Ignore(until="2025-12-31"), False),
    ],
)
def test_entries_for_all_articles(entry: Ignore, hidden: bool) -> None:
    """An entry would hide what it does not name, or not what it names."""
    place = Location(path="archive/2014/a.md", line=1, column=1, start=0, end=1)
    citation = Citation(location=place, url="https://old.example/story?id=[1]")
    gone = finding(Rule.DEAD_LINK, "gone")
    verdict = Verdict(citation=citation, status=Status.BROKEN, findings=(gone,))
    found = Ignores([entry], "2026-01-01").applied(verdict)
    assert (not found.findings) == hidden
    assert found.status is (Status.OK if hidden else Status.BROKEN)


def test_what_could_not_be_told_stays_untold(server: LoopbackServer, tmp_path: Path) -> None:
    """A source behind a bot check would count as good once its finding is ignored."""
    wall = server.page("/wall", b"", status="403 Forbidden")
    article = tmp_path / "a.md"
    article.write_text(f"## Sources\n\n- [One]({wall})\n", encoding="utf-8")
    report = check(article, ignores=(Ignore(rules=(Rule.BLOCKED,)),))
    assert (rules(report), report.verdicts[0].status) == ([], Status.UNVERIFIED)
