"""What is not to be reported: comments in articles, and entries for all of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import linkcheck
from linkcheck.articles import read_articles
from linkcheck.judging.rules import RULES
from linkcheck.models import Citation, Location, Rule, Status, Verdict
from linkcheck.settings.ignores import Ignore
from linkcheck.suppression.ignores import Ignores
from linkcheck.text.urls import address_key

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


def test_what_a_comment_hides_is_kept_apart(server: LoopbackServer, tmp_path: Path) -> None:
    """Reviewers could not see which dead sources a pull request hides by comments of its own."""
    gone = server.page("/gone", b"", status="404 Not Found")
    article = tmp_path / "a.md"
    comment = "<!-- linkcheck: ignore[dead-link] -->"
    article.write_text(f"- [One]({gone}) {comment}\n- [Two]({gone}?2)\n", encoding="utf-8")
    by_settings = linkcheck.Ignore(url=f"{gone}?2", rules=(Rule.DEAD_LINK,))
    one, two = check(article, ignores=(by_settings,)).verdicts
    assert (one.findings, two.findings) == ((), ())
    assert [found.rule for found in one.hidden] == [Rule.DEAD_LINK]
    assert one.to_dict()["hidden"][0]["rule"] == "dead-link"
    # What the settings hide has been decided by those who run the check.
    assert two.hidden == ()
    assert "hidden" not in two.to_dict()


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
    # They are about no citation: the article has two.
    assert (report.citations, report.count("broken"), report.count("ok")) == (2, 1, 1)
    assert report.to_dict()["summary"]["citations"] == 2


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
        gone = RULES[Rule.DEAD_LINK].finding("gone")
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
    gone = RULES[Rule.DEAD_LINK].finding("gone")
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


def spoken_of(name: str, text: str, folder: Path) -> tuple[list[str | None], int]:
    """Return which addresses each comment of a file hides, and how many were not understood."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    articles = list(read_articles(path))
    ignores = Ignores((), "2026-01-01")
    told: list[str | None] = []
    for article in articles:
        ignores.add(article)
        for citation in article.citations:
            gone = RULES[Rule.DEAD_LINK].finding("gone")
            verdict = Verdict(citation=citation, status=Status.BROKEN, findings=(gone,))
            if not ignores.applied(verdict).findings:
                told.append(citation.url)
    return told, sum(len(article.problems) for article in articles)


A, B = "http://a.example/", "http://b.example/"
IGNORE = "linkcheck: ignore[dead-link]"
PLACES = {
    "over lines": ("a.md", f"- [One]({A}) <!-- {IGNORE}\n  until=2027-01-31 -->\n- [Two]({B})\n", [A]),
    "beside the use of a reference": ("a.md", f"[One][1]. <!-- {IGNORE} -->\n\n[Two]({B})\n\n[1]: {A}\n", [A]),
    "between items": ("a.md", f"## Sources\n\n- Daily: [One]({A})\n<!-- {IGNORE} -->\n- Daily: [Two]({B})\n", [B]),
    "far above": ("a.md", f"<!-- {IGNORE} -->\nNo source.\n\n- [One]({A})\n", []),
    "two above": ("a.md", f"<!-- {IGNORE} -->\n\n<!-- linkcheck: ignore[moved] -->\n- [One]({A})\n", [A]),
    "a very long one": ("a.md", f'- [One]({A}) <!-- {IGNORE} reason="{"x" * 5000}" -->\n- [Two]({B})\n', [A]),
    "without a colon, in capitals": ("a.md", f"- [One]({A}) <!-- Linkcheck ignore[dead-link] -->\n- [Two]({B})\n", [A]),
    "mdx": ("a.mdx", f"- [One]({A}) {{/* {IGNORE} */}}\n- [Two]({B})\n", [A]),
    "windows": ("a.txt", f"Sources:\r\n# {IGNORE}\r\n- One {A}\r\n- Two {B}\r\n", [A]),
    "behind a link over lines": ("a.html", f"<p>\n<a href='{A}'\n>One\nstory</a> <!-- {IGNORE} -->\n<a href='{B}'>Two</a></p>", [A]),
    "above a list": ("a.html", f"<h2>Sources</h2>\n<!-- {IGNORE} -->\n\n<ul>\n\n<li><a href='{A}'>One</a></li>\n<li><a href='{B}'>Two</a></li></ul>", [A]),
    "behind a template": ("a.wiki", f"<ref>{{{{cite web\n|url={A}\n|title=One {{{{!}}}} story\n}}}}</ref> <!-- {IGNORE} -->\n<ref>{{{{cite web|url={B}|title=Two}}}}</ref>\n", [A]),
    "inside an item": ("a.rst", f"Sources\n=======\n\n* `One <{A}>`__\n\n  .. {IGNORE}\n\n* `Two <{B}>`__\n", [B]),
    "an article": ("a.jsonl", json.dumps({"linkcheck": IGNORE[11:], "citations": [{"url": A}, {"url": B}]}) + f'\n{{"citations": [{{"url": "{A}?2"}}]}}\n', [A, B]),
    "an article, at its end": ("a.jsonl", json.dumps({"citations": [{"url": A}, {"url": B}], "linkcheck": "ignore"}), [A, B]),
    "among braces": ("a.jsonl", json.dumps({"citations": [{"url": f"{A}{{id}}", "x": {"y": 1}, "linkcheck": "ignore"}, {"url": B}]}), [f"{A}{{id}}"]),
    "inside a text": ("a.jsonl", json.dumps({"markdown": f'# T\n\n- [One]({A}) <!-- {IGNORE} reason="a \\ b" -->\n- [Two]({B})\n'}), [A]),
    "one post of two": ("a.wxr", "<?xml version='1.0'?><rss xmlns:wp='w' xmlns:content='c'><channel>" + "".join(
        f"<item><content:encoded><![CDATA[<p><a href='{url}'>One</a> {comment}</p>]]></content:encoded></item>"
        for url, comment in ((A, f"<!-- {IGNORE} -->"), (B, ""))) + "</channel></rss>", [A]),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_comments_speak_of_what_their_writer_means(name: str, tmp_path: Path) -> None:
    """A comment would hide another source than the one it stands at, for ever or not at all."""
    file, text, hidden = PLACES[name]
    assert spoken_of(file, text, tmp_path) == (hidden, 0)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.md", f"# linkcheck: a checker of links\n\n[One]({A})\n"),
        ("a.md", f"```html\n<!-- {IGNORE} -->\n```\n[One]({A})\n"),
        ("a.md", f"Write `<!-- linkcheck: ignore[your-rule] -->`, see [One]({A}).\n"),
        ("a.md", f"Text:\n\n    <!-- {IGNORE} -->\n\n[One]({A})\n"),
        ("a.html", f"<p>Write &lt;!-- {IGNORE} --&gt; at <a href='{A}'>One</a></p>"),
        ("a.wiki", f"<nowiki><!-- {IGNORE} --></nowiki> [{A} One]\n"),
        ("a.rst", f"Write::\n\n   .. {IGNORE}\n\n`One <{A}>`__\n"),
        ("a.txt", f"#linkcheck is our channel, see {A}\n"),
    ],
)
def test_what_only_shows_a_comment_is_none(file: str, text: str, tmp_path: Path) -> None:
    """An article about linkcheck would hide its own sources, or be called faulty."""
    assert spoken_of(file, text, tmp_path) == ([], 0)


@pytest.mark.parametrize("name", FORMATS)
def test_readers_see_the_same_with_and_without_a_comment(name: str, tmp_path: Path) -> None:
    """A comment would become a part of a title or split a list, and findings would come of it."""
    text = FORMATS[name].format(gone="http://a.example/")
    found = []
    without = text.replace("  # linkcheck: ignore[dead-link]", "")
    without = without.replace("linkcheck: ignore[dead-link]", "x")
    for number, changed in enumerate((text, without)):
        path = tmp_path / f"{number}-{name}"
        path.write_text(changed, encoding="utf-8")
        found.append(
            [
                (
                    citation.url,
                    citation.title,
                    citation.publisher,
                    citation.section,
                    citation.inline,
                )
                for article in read_articles(path)
                for citation in article.citations
            ]
        )
    assert found[0] == found[1]
    assert len(found[0]) == 2


def test_files_that_are_read_in_parts_have_comments_too(tmp_path: Path) -> None:
    """In an archive of one large file nothing could be ignored."""
    filling = "Ministers met again. " * 90
    lines = [f"- <{A}{n}> {filling} # {IGNORE}\n" for n in range(3000)]
    path = tmp_path / "a.txt"
    path.write_text("".join(lines), encoding="utf-8")
    assert path.stat().st_size > 4 << 20
    articles = list(read_articles(path))
    assert len(articles) > 1
    directives = [directive for article in articles for directive in article.directives]
    assert [directive.location.line for directive in directives] == list(range(1, 3001))


def test_faults_inside_an_embedded_text_are_told_at_their_line(tmp_path: Path) -> None:
    """A message would name a line that the file does not have."""
    path = tmp_path / "a.jsonl"
    body = {"markdown": "# T\n\n\n<!-- linkcheck: ignore[nothing] -->\n"}
    path.write_text(f"{{}}\n{json.dumps(body)}\n", encoding="utf-8")
    problems = [problem for article in read_articles(path) for problem in article.problems]
    assert [problem.line for problem in problems] == [2]


@pytest.mark.parametrize("value", ["7", "null", "[]", '"ignore until=never"'])
def test_fields_that_are_not_understood_are_problems(value: str, tmp_path: Path) -> None:
    """A slip in an export would hide nothing, and nobody would learn why."""
    text = f'{{"citations": [{{"url": "{A}", "linkcheck": {value}}}]}}\n'
    assert spoken_of("a.jsonl", text, tmp_path) == ([], 1)


def test_what_could_not_be_told_this_time_is_not_called_unused(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """People would remove an ignore since a site had a bad day, or only a part was looked at."""
    wall = server.page("/wall", b"", status="403 Forbidden")
    good = server.page("/good", "<title>Ministers meet</title><p>" + "They met. " * 99)
    article = tmp_path / "a.md"
    article.write_text(
        f"## Sources\n\n- [One]({wall}) <!-- linkcheck: ignore[dead-link] -->\n"
        f"- [Ministers meet]({good}) <!-- linkcheck: ignore[quote-not-found] -->\n"
        f"- [Ministers meet]({good}?2) <!-- linkcheck: ignore[title-mismatch] -->\n",
        encoding="utf-8",
    )
    server.page("/good?2", "<title>Ministers meet</title><p>" + "They met. " * 99)
    general = (Ignore(host="elsewhere.example"),)

    def told(path: Path, **changes: Any) -> list[int]:
        report = check(path, ignores=general, **changes)
        return [line for line, rule in rules(report) if rule == "unused-ignore"]

    # Of the entry for all articles only a folder can tell; it stands in no file, at line 1.
    assert told(article) == [5]
    assert told(tmp_path) == [1, 5]
    (tmp_path / "unread.md").write_bytes(b"\0\1")
    assert told(tmp_path) == []
    assert told(article, max_time=0.0) == []


def test_status_only_leaves_ignores_of_pages_alone(server: LoopbackServer, tmp_path: Path) -> None:
    """A quick run would call every ignored title unused."""
    good = server.page("/good")
    (tmp_path / "a.md").write_text(f"<{good}> <!-- linkcheck: ignore -->\n", encoding="utf-8")
    fetch = linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), status_only=True)
    report = linkcheck.check([tmp_path], linkcheck.Settings(fetch=fetch))
    assert rules(report) == []


def test_expired_ones_are_silent_where_another_still_holds() -> None:
    """It would be said to be reported again, and nothing is."""
    place = Location(path="a.md", line=1, column=1, start=0, end=1)
    citation = Citation(location=place, url="https://old.example/")
    gone = RULES[Rule.DEAD_LINK].finding("gone")
    verdict = Verdict(citation=citation, status=Status.BROKEN, findings=(gone,))
    ignores = Ignores([Ignore(until="2025-01-01"), Ignore(host="old.example")], "2026-01-01")
    assert not ignores.applied(verdict).findings
    left = list(ignores.leftovers(linkcheck.Policy(), all_checked=True))
    assert [found.rule for one in left for found in one.findings] == [Rule.UNUSED_IGNORE]


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        (Ignore(host="Новини.example"), "https://xn--b1amarcd.example/a"),
        (Ignore(host="*.old.example."), "http://WWW.Old.Example:8080/a"),
        (Ignore(url="https://old.example/*"), "HTTPS://OLD.example:443/a"),
        (Ignore(url="https://old.example/*"), "https://me:secret@old.example/a"),
    ],
)
def test_hosts_and_addresses_are_compared_as_they_are_meant(entry: Ignore, url: str) -> None:
    """An entry would not hold since the article spells the same address otherwise."""
    place = Location(path="a.md", line=1, column=1, start=0, end=1)
    assert entry.covers(Citation(location=place, url=url))
    assert not entry.covers(Citation(location=place, url="https://new.example/a"))


def test_many_entries_normalise_an_address_once() -> None:
    """A project with hundreds of ignored addresses would wait for them in every run."""
    place = Location(path="a.md", line=1, column=1, start=0, end=1)
    cited = Citation(location=place, url="https://daily.example/once-only")
    address_key.cache_clear()
    assert Ignore(url="https://daily.example/*").covers(cited)
    assert address_key.cache_info().misses == 0
    assert not any(Ignore(url=f"https://{n}.example/*").covers(cited) for n in range(300))
    assert address_key.cache_info().misses == 1


@pytest.mark.parametrize(
    ("ignore", "requested"),
    [
        (Ignore(host="127.0.0.1"), False),
        (Ignore(url="*/slow*"), False),
        (Ignore(path="a.md", root="HERE"), False),
        (Ignore(host="127.0.0.1", rules=(Rule.DEAD_LINK,)), True),
        (Ignore(host="127.0.0.1", until="2020-01-01"), True),
        (Ignore(url="*/other"), True),
    ],
)
def test_what_is_hidden_whole_is_not_requested(
    server: LoopbackServer, tmp_path: Path, ignore: Ignore, requested: bool
) -> None:
    """A site that must not be asked, or takes minutes, would be asked in every build."""
    if ignore.root:
        ignore = msgspec.structs.replace(ignore, root=str(tmp_path))
    server.page("/slow", b"", status="404 Not Found")
    (tmp_path / "a.md").write_text(f"<{server.url('/slow')}>\n", encoding="utf-8")
    report = check(tmp_path, ignores=(ignore,), policy=linkcheck.Policy(confirmations=1))
    assert bool(server.requests) is requested
    assert (
        all(found.rule is not Rule.UNUSED_IGNORE for v in report.verdicts for found in v.findings)
        or requested
    )
