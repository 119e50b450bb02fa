"""Addresses put into articles: exact stretches, in every format, encoding and kind of line end."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import linkcheck
from linkcheck.articles.formats.bibtex import _FIELD
from linkcheck.articles.formats.registry import format_of
from linkcheck.articles.formats.wiki_writer import _PARAMETER, _parameters
from linkcheck.articles.writing import CannotWriteError, Edit
from linkcheck.errors import ArticleError
from linkcheck.models import (
    Finding,
    Location,
    Proposal,
    Rule,
    Severity,
    Snapshot,
    Status,
    UrlStatus,
    Verdict,
)
from linkcheck.repair import apply, decided, export, suggestions
from linkcheck.repair.changes import _Edits, _overlap

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Citation
    from linkcheck.repair.changes import FileChange

NEW = "https://new.example/2014/talks?a=1&b=2"
ARCHIVED = "https://web.archive.org/web/20140331080000/https://old.example/talks"


def verdict(
    citation: Citation,
    replacement: str = NEW,
    *,
    snapshot: bool = False,
    confidence: float = 0.95,
    kind: str | None = None,
    rule: Rule | None = None,
) -> Verdict:
    """Return a verdict that proposes an address."""
    copy = Snapshot(
        archive="the archive",
        original=citation.url or "https://old.example/talks",
        time="2014-03-31T08:00:00Z",
        url=replacement,
        raw=replacement,
        digest="ABC",
    )
    proposal = Proposal(
        kind=kind or ("archive" if snapshot else "new-address"),
        replacement=replacement,
        confidence=confidence,
        snapshot=copy if snapshot else None,
    )
    known = Rule.DEAD_LINK if citation.url else Rule.UNLINKED_CITATION
    finding = Finding(
        rule=rule or known, severity=Severity.ERROR, template="gone", proposal=proposal
    )
    return Verdict(
        citation=citation, status=Status.BROKEN, url_status=UrlStatus.DEAD, findings=(finding,)
    )


def fixed(path: Path, replacement: str = NEW, **more: Any) -> FileChange:
    """Return what becomes of an article whose every source is proposed another address."""
    citations = linkcheck.read_article(path).citations
    assert citations
    robust = more.pop("robust_links", False)
    (change,) = apply(
        [verdict(each, replacement, **more) for each in citations], robust_links=robust
    )
    return change


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """Write an article and return its path."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


CASES = [
    ("a.md", "# T\n\nSee [it](https://old.example/a).\n", "# T\n\nSee [it](NEW).\n"),
    ("b.md", "# T\n\nSee <https://old.example/a>.\n", "# T\n\nSee <NEW>.\n"),
    ("c.md", "# T\n\nSee [it][1].\n\n[1]: https://old.example/a 'x'\n", "# T\n\nSee [it][1].\n\n[1]: NEW 'x'\n"),
    ("d.md", "# T\n\n## Sources\n\n- News: Talks end without a deal\n", "# T\n\n## Sources\n\n- News: [Talks end without a deal](NEW)\n"),
    ("e.md", "# T\n\n## Sources\n\n- Kyiv Post: *Talks end without a deal*\n", "# T\n\n## Sources\n\n- Kyiv Post: *[Talks end without a deal](NEW)*\n"),
    ("a.html", "<h1>T</h1><p><a href='https://old.example/a'>it</a>", "<h1>T</h1><p><a href='NEW'>it</a>"),
    ("b.html", "<h1>T</h1><h2>Sources</h2><ul><li>Kyiv Post: <i>Talks end</i> without a deal</ul>",
     '<h1>T</h1><h2>Sources</h2><ul><li>Kyiv Post: <a href="NEW"><i>Talks end</i> without a deal</a></ul>'),
    ("c.html", "<h1>T</h1><h2>Sources</h2><ul><li>News: Talks end without a deal</ul>",
     '<h1>T</h1><h2>Sources</h2><ul><li>News: <a href="NEW">Talks end without a deal</a></ul>'),
    ("a.txt", "T\n\nSources:\n\n- News: Talks end without a deal\n", "T\n\nSources:\n\n- News: Talks end without a deal NEW\n"),
    ("b.txt", "T\n\nSources:\n\n- News: Talks end without a deal https://old.example/a\n", "T\n\nSources:\n\n- News: Talks end without a deal NEW\n"),
    ("a.rst", "T\n=\n\nSee `it <https://old.example/a>`__.\n", "T\n=\n\nSee `it <NEW>`__.\n"),
    ("b.rst", "T\n=\n\nSources\n-------\n\n- News: Talks end without a deal\n", "T\n=\n\nSources\n-------\n\n- News: `Talks end without a deal <NEW>`__\n"),
    ("a.adoc", "= T\n\nSee https://old.example/a[it].\n", "= T\n\nSee NEW[it].\n"),
    ("b.adoc", "= T\n\n== Sources\n\n* News: Talks end without a deal\n", "= T\n\n== Sources\n\n* News: NEW[Talks end without a deal]\n"),
    ("a.wiki", "See [https://old.example/a it].\n", "See [NEW it].\n"),
    ("b.wiki", "T<ref>{{cite web |title=Talks end without a deal |website=News}}</ref>\n",
     "T<ref>{{cite web |title=Talks end without a deal |website=News |url=NEW}}</ref>\n"),
    ("c.wiki", "== Sources ==\n* News: Talks end without a deal\n", "== Sources ==\n* News: [NEW Talks end without a deal]\n"),
    ("a.bib", "@online{a,\n  title = {Talks end without a deal},\n  organization = {News},\n}\n",
     "@online{a,\n  title = {Talks end without a deal},\n  organization = {News},\n  url = {NEW},\n}\n"),
    ("b.bib", "@online{a, title={Talks end without a deal}}\n", "@online{a, title={Talks end without a deal}, url={NEW}}\n"),
    ("a.json", '[\n  {\n    "id": "a",\n    "type": "webpage",\n    "title": "Talks end without a deal"\n  }\n]\n',
     '[\n  {\n    "id": "a",\n    "type": "webpage",\n    "title": "Talks end without a deal",\n    "URL": "NEW"\n  }\n]\n'),
    ("b.json", '[{"id":"a","type":"webpage","title":"Talks end without a deal","URL":""}]\n',
     '[{"id":"a","type":"webpage","title":"Talks end without a deal","URL":"NEW"}]\n'),
    ("b.jsonl", '{"id": "1", "citations": [{"title": "Talks end without a deal", "publisher": "News"}]}\n',
     '{"id": "1", "citations": [{"title": "Talks end without a deal", "publisher": "News", "url": "NEW"}]}\n'),
    ("a.jsonl", '{"title": "T", "html": "<a href=\\"https:\\/\\/old.example\\/a\\">it</a>"}\n', None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after"), CASES, ids=[case[0] for case in CASES])
def test_formats(tmp_path: Path, name: str, before: str, after: str | None) -> None:
    """An address would be put where it breaks the article, or words beside it would change."""
    change = fixed(written(tmp_path, name, before))
    assert not change.skipped
    if after is None:
        after = before.replace("https:\\/\\/old.example\\/a", NEW.replace("/", "\\/"))
    url = NEW.replace("&", "&amp;") if name.endswith(".html") else NEW
    assert change.after.decode() == after.replace("NEW", url)


@pytest.mark.parametrize(
    ("name", "before"), [case[:2] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_was_put_there_is_read_again(tmp_path: Path, name: str, before: str) -> None:
    """A source would still have no address, or another one, after it was fixed."""
    path = written(tmp_path, name, before)
    fixed(path).write()
    assert [each.url for each in linkcheck.read_article(path).citations] == [NEW]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, line_end: str) -> None:
    """A file would come back in another encoding, or with other line ends, all of it changed."""
    text = "Переговори завершилися без угоди.\n\nДжерела:\n\n- Вісник: Міністри домовилися про перемир'я https://old.example/a\n- Газета: інша стаття https://other.example/b\n"
    path = written(tmp_path, "a.txt", text.replace("\n", line_end), encoding)
    before = path.read_bytes()
    (first, *_) = linkcheck.read_article(path).citations
    (change,) = apply([verdict(first)])
    change.write()
    assert path.read_bytes() == before.replace(
        "https://old.example/a".encode(encoding.replace("-sig", "").replace("16", "16-le")),
        NEW.encode(encoding.replace("-sig", "").replace("16", "16-le")),
    )


def test_wikitext_gets_the_archive_s_parameters(tmp_path: Path) -> None:
    """An encyclopaedia's template would lose the original address, or date it in another style."""
    text = (
        "{{Use dmy dates|date=May 2014}}\nT<ref>{{cite web\n| url = https://old.example/talks\n"
        "| title = Talks end without a deal\n| url-status = live\n}}</ref>\n"
    )
    path = written(tmp_path, "a.wiki", text)
    change = fixed(path, ARCHIVED, snapshot=True)
    assert change.after.decode() == text.replace("live", "dead").replace(
        "\n}}</ref>",
        f"\n| archive-url = {ARCHIVED}\n| archive-date = 31 March 2014\n}}}}</ref>",
    )
    change.write()
    (citation,) = linkcheck.read_article(path).citations
    assert (citation.url, citation.archive_url) == ("https://old.example/talks", ARCHIVED)
    assert citation.archive_date == "2014-03-31"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "|url=https://old.example/talks |archive-url=https://a.example/x/a[1].html",
            f"|url=https://old.example/talks |archive-url={ARCHIVED}",
        ),
        (
            "|website={{link|url=https://paper.example/ |archive-url=x}} |url=https://old.example/talks",
            "|website={{link|url=https://paper.example/ |archive-url=x}} |url=https://old.example/talks",
        ),
        (
            "|url=https://old.example/talks <!-- |archive-url=x -->",
            "|url=https://old.example/talks <!-- |archive-url=x -->",
        ),
    ],
)
def test_parameters_are_the_templates_own(tmp_path: Path, before: str, after: str) -> None:
    """The end of an old address would stay behind the new one, or another template be changed."""
    text = "T<ref>{{{{cite web|title=Talks end without a deal {}}}}}</ref>\n"
    change = fixed(written(tmp_path, "a.wiki", text.format(before)), ARCHIVED, snapshot=True)
    assert not change.skipped
    start = text.format(after).removesuffix("}}</ref>\n")
    assert change.after.decode().startswith(start)
    assert change.after.decode().count(ARCHIVED) == 1


def test_value_that_is_a_template_is_left(tmp_path: Path) -> None:
    """A template in place of an address would lose its braces."""
    text = (
        "T<ref>{{cite web|url=https://old.example/talks|title=Talks end without a deal"
        "|archive-url={{archived|x}}}}</ref>\n"
    )
    change = fixed(written(tmp_path, "a.wiki", text), ARCHIVED, snapshot=True)
    assert change.before == change.after
    assert "not plain text" in change.skipped[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "{{nobots}}\nSee [https://old.example/a it].",
        "{{bots|deny=all}}\nSee [https://old.example/a it].",
        "<ref>{{cite web|url=https://old.example/a|title=Talks end early}}{{cbignore}}</ref>",
    ],
)
def test_pages_that_programs_must_not_change(tmp_path: Path, text: str) -> None:
    """A page whose authors forbid bots would be changed by one."""
    change = fixed(written(tmp_path, "a.wiki", text))
    assert change.after == change.before
    assert "programs must not change" in change.skipped[0].reason


def test_decisions_keep_the_original_of_a_copy(tmp_path: Path) -> None:
    """An encyclopaedia's source would be said to stand in the archive, and be a copy of the copy."""
    text = "T<ref>{{cite web |title=Talks end without a deal |website=News}}</ref>\n"
    path = written(tmp_path, "a.wiki", text)
    (citation,) = linkcheck.read_article(path).citations
    report = linkcheck.Report(
        verdicts=(verdict(citation, ARCHIVED, snapshot=True),),
        digests={str(path): hashlib.sha256(path.read_bytes()).hexdigest()},
    )
    export(str(tmp_path / "a.csv"), report, 0.9)
    (change,) = decided(str(tmp_path / "a.csv"))
    assert f"|url=https://old.example/talks |archive-url={ARCHIVED} |" in change.after.decode()


def test_article_is_changed_in_the_format_it_was_read_as(tmp_path: Path) -> None:
    """A page whose name says nothing of HTML would be written as something else, or not at all."""
    text = "<h1>T</h1><h2>Sources</h2><ul><li>Kyiv Post: Talks end without a deal</ul>"
    path = written(tmp_path, "a.md", text)
    (citation,) = linkcheck.read_article(path, "html").citations
    judged = msgspec.structs.replace(verdict(citation), article_format="html")
    report = linkcheck.Report(
        verdicts=(judged,),
        digests={str(path): hashlib.sha256(path.read_bytes()).hexdigest()},
    )
    (change,) = apply(report)
    link = f'<a href="{NEW.replace("&", "&amp;")}">Talks end without a deal</a>'
    assert link in change.after.decode()
    export(str(tmp_path / "a.csv"), report, 0.9)
    assert decided(str(tmp_path / "a.csv"))[0].after == change.after


def test_format_of_a_package_that_is_gone(tmp_path: Path) -> None:
    """A file would be written in another format than the one it was read in."""
    path = written(tmp_path, "a.md", "# T\n\nSee [it](https://old.example/a).\n")
    (citation,) = linkcheck.read_article(path).citations
    (change,) = apply([msgspec.structs.replace(verdict(citation), article_format="gone")])
    assert change.after == change.before
    assert "'gone'" in change.skipped[0].reason


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.jsonl", '{"citations": [{"title": "Talks end without a deal", "url": 7}]}\n', "not an address"),
        ("a.jsonl", '{"title": "T", "markdown": "## Sources\\n\\n- Kyiv Post: Talks end without a deal"}\n', "cannot be added"),
    ],
)  # fmt: skip
def test_where_no_address_can_be_added(tmp_path: Path, name: str, text: str, reason: str) -> None:
    """A bibliography would have two addresses, or a record text that no longer is JSON."""
    path = written(tmp_path, name, text)
    (citation,) = linkcheck.read_article(path).citations
    (change,) = apply([verdict(msgspec.structs.replace(citation, url=None))])
    assert change.after == change.before
    assert reason in change.skipped[0].reason


def test_robust_links(tmp_path: Path) -> None:
    """A reader could not tell what an archived copy is a copy of, though that was asked for."""
    path = written(tmp_path, "a.html", '<p><a href="https://old.example/talks">it</a>')
    change = fixed(path, ARCHIVED, snapshot=True, robust_links=True)
    assert change.after.decode() == (
        f'<p><a href="{ARCHIVED}" data-originalurl="https://old.example/talks" '
        'data-versiondate="2014-03-31">it</a>'
    )


def test_robust_links_add_nothing_to_an_export(tmp_path: Path) -> None:
    """An export of WordPress would get tags inside its XML that no importer expects."""
    post = "<h2>Sources</h2>\n<ul><li>Kyiv Post: Talks end without a deal</li></ul>"
    text = (
        '<?xml version="1.0"?><rss xmlns:content="c" xmlns:wp="w"><channel><item><title>T</title>'
        "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
        f"<content:encoded><![CDATA[{post}]]></content:encoded></item></channel></rss>"
    )
    path = written(tmp_path, "a.xml", text)
    change = fixed(path, ARCHIVED, snapshot=True, robust_links=True)
    assert change.after == change.before
    assert "cannot be added" in change.skipped[0].reason


def test_front_matter_is_not_broken(tmp_path: Path) -> None:
    """A source that front matter names would get a link that YAML takes for a list."""
    text = "---\ntitle: T\nsources:\n  - title: Talks end without a deal\n    publisher: News\n---\n\n# T\n"
    path = written(tmp_path, "a.md", text)
    change = fixed(path)
    assert change.after == change.before
    assert "front matter" in change.skipped[0].reason


@pytest.mark.parametrize(
    ("name", "written_as", "url"),
    [
        ("a.html", "../a?x=1&amp;y=2", "https://old.example/a?x=1&y=2"),
        ("b.html", "doi:10.1000/182", "doi:10.1000/182"),
        ("a.md", "https://old.example/a\\_b&amp;c", "https://old.example/a_b&c"),
        ("a.adoc", "{site}/a", "https://old.example/a"),
        ("a.bib", "https://old.example/$\\sim$a\\#b", "https://old.example/~a#b"),
        ("a.wiki", "//old.example/a{{!}}b", "https://old.example/a|b"),
        ("a.jsonl", "https:\\/\\/old.example\\/\\u00e9", "https://old.example/é"),
        ("a.txt", "www.old.example/a", "http://www.old.example/a"),
    ],
)
def test_only_an_address_is_replaced(name: str, written_as: str, url: str) -> None:
    """A place that was read wrongly would have a fix written over the words there."""
    form = format_of(name)
    assert form is not None
    assert form.writer is not None
    for shift in (0, 1, -1):
        text = f"So ({written_as}) is"
        start, end = 4 + shift, 4 + shift + len(written_as)
        citation = linkcheck.Citation(
            location=Location(name, 1, start + 1, start, end), url=url, written=text[start:end]
        )
        if shift:
            with pytest.raises(CannotWriteError, match="not in the text"):
                form.writer.readdressed(text, citation, NEW)
        else:
            assert form.writer.readdressed(text, citation, NEW)[0][:2] == (start, end)


def test_a_file_changed_meanwhile_is_left(tmp_path: Path) -> None:
    """An editor's work of the last minutes would be overwritten."""
    path = written(tmp_path, "a.md", CASES[0][1])
    (citation,) = linkcheck.read_article(path).citations
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text(CASES[0][1] + "\nMore.\n")
    (change,) = apply([verdict(citation)], digests={str(path): digest})
    assert change.before == change.after
    assert "has changed since it was read" in change.skipped[0].reason
    (change,) = apply([verdict(citation)])
    path.write_text("something else")
    with pytest.raises(ArticleError, match="has changed since"):
        change.write()
    assert path.read_text() == "something else"


def test_bytes_that_are_no_text_are_kept(tmp_path: Path) -> None:
    """A file with a damaged character would lose it for good."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfT\n\nCaf\xe9 see https://old.example/a\n")
    change = fixed(path)
    assert change.before == change.after == path.read_bytes()
    assert "not valid text in its encoding" in change.skipped[0].reason


def test_mode_is_kept_and_links_are_followed(tmp_path: Path) -> None:
    """A script's articles would become unreadable to others, or a symbolic link a copy."""
    path = written(tmp_path, "real.md", CASES[0][1])
    path.chmod(0o640)
    link = tmp_path / "a.md"
    link.symlink_to(path)
    fixed(link).write()
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert NEW in path.read_text()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.md", "real.md"]


def test_least_confidence_and_kinds(tmp_path: Path) -> None:
    """A doubtful address, or a new headline, would be put in place without being asked for."""
    path = written(tmp_path, "a.md", "# T\n\n- [Talks end early](https://old.example/a)\n")
    (citation,) = linkcheck.read_article(path).citations
    assert apply([verdict(citation, confidence=0.89)]) == []
    title = verdict(citation, "Talks end at noon", kind="title", rule=Rule.TITLE_CHANGED)
    assert apply([title]) == []
    (change,) = apply([title], select={Rule.TITLE_CHANGED})
    assert change.after.decode() == "# T\n\n- [Talks end at noon](https://old.example/a)\n"


def test_hostile_addresses(tmp_path: Path) -> None:
    """A site could write into an article through the address that it redirects to."""
    for name, before, _ in CASES[:-1]:
        path = written(tmp_path, name, before)
        evil = "https://new.example/a\"'><script>)](x)|}}{{nobots}}[[x]]`y` \n# b"
        change = fixed(path, evil)
        added = change.after.decode().replace(before, "")
        assert "<script>" not in added
        assert change.after.count(b"\n") == fixed(path).after.count(b"\n")
        change.write()
        (citation,) = linkcheck.read_article(path).citations
        assert citation.url is not None
        assert citation.url.startswith("https://new.example/a")


def test_patch_is_one_that_git_applies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reviewer could not apply the patch."""
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    text = "# T\r\n\r\nSee [it](https://old.example/a).\r\n\u2028end"
    path = written(tmp_path, "a.md", text)
    monkeypatch.chdir(tmp_path)
    change = fixed(path.relative_to(tmp_path))
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, check=True, input=change.patch())
    assert path.read_bytes() == change.after


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text elsewhere")
@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        (b"a.txt", "cp1251"),
        (b"a.txt", "utf-16"),
        (b"two words.txt", "utf-8"),
        (b"new\nline.txt", "utf-8"),
        (b'tab\t"quoted"\\.txt', "utf-8"),
        (b"caf\xe9.txt", "utf-8"),
        ("стаття.txt".encode(), "cp1251"),
    ],
)
def test_patch_of_any_name_and_encoding(
    tmp_path: Path, name: bytes, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One article in an old encoding or with an odd name would make git refuse the whole patch."""
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    text = "Новини громади міста\n\nДжерела\n\n- Рада ухвалила бюджет: https://old.example/a\n"
    path = written(tmp_path, os.fsdecode(name), text, encoding)
    monkeypatch.chdir(tmp_path)
    change = fixed(path.relative_to(tmp_path))
    assert change.changes
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, check=True, input=change.patch())
    assert path.read_bytes() == change.after


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text elsewhere")
def test_suggestions_for_a_file_whose_name_is_not_utf_8(tmp_path: Path) -> None:
    """A traceback would end `fix --rdjson`, or the text of an article act in the terminal."""
    path = tmp_path / os.fsdecode(b"\xff.md")
    path.write_text("- [T](https://old.example/a)\n", encoding="utf-8")
    text = suggestions([fixed(path)])
    assert text.isascii()
    (found,) = json.loads(text)["diagnostics"]
    assert found["location"]["path"].endswith("\udcff.md")
    plain = tmp_path / "b\u202e.md"
    plain.write_bytes(path.read_bytes())
    assert "\u202e" not in suggestions([fixed(plain)])


def test_suggestions_name_the_exact_stretch(tmp_path: Path) -> None:
    """A reviewer's suggestion would replace other words."""
    path = written(tmp_path, "a.md", "# Т\n\nЦе [тут](https://old.example/a).\n")
    data = msgspec.json.decode(suggestions([fixed(path)]))
    (found,) = data["diagnostics"]
    (suggestion,) = found["suggestions"]
    assert suggestion["text"] == NEW
    line = path.read_bytes().split(b"\n")[suggestion["range"]["start"]["line"] - 1]
    start, end = (suggestion["range"][key]["column"] - 1 for key in ("start", "end"))
    assert line[start:end] == b"https://old.example/a"


def test_a_suggestion_is_a_whole_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reviewer who accepts one of two suggestions would leave half a link in the article."""
    text = "# T\n\n## Sources\n\n- Kyiv Post: *Talks end without a deal*, 30 March 2014\n"
    path = written(tmp_path, "a.md", text)
    monkeypatch.chdir(tmp_path)
    change = fixed(path)
    (found,) = msgspec.json.decode(suggestions([change]))["diagnostics"]
    (suggestion,) = found["suggestions"]
    lines = text.splitlines(keepends=True)
    number = suggestion["range"]["start"]["line"] - 1
    start, end = (suggestion["range"][key]["column"] - 1 for key in ("start", "end"))
    lines[number] = lines[number][:start] + suggestion["text"] + lines[number][end:]
    assert "".join(lines).encode() == change.after
    assert found["location"]["path"] == "a.md"
    assert found["code"] == {"value": "unlinked-citation"}


def test_a_suggestion_says_what_changes(tmp_path: Path) -> None:
    """A new title would be presented as an address."""
    path = written(tmp_path, "a.md", "# T\n\n## Sources\n\n- [Talks end](https://a.example/a)\n")
    (citation,) = linkcheck.read_article(path).citations
    judged = verdict(citation, "Talks go on", kind="title", rule=Rule.TITLE_MISMATCH)
    data = msgspec.json.decode(suggestions(apply([judged], select={Rule.TITLE_MISMATCH})))
    assert [each["message"] for each in data["diagnostics"]] == ["The page has another title."]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(
    words=st.lists(st.text("abcАБїё ()*_'\"-–—,.", min_size=1, max_size=30), max_size=6),
    form=st.sampled_from(["md", "html", "txt", "rst", "adoc", "wiki"]),
    data=st.data(),
)
def test_only_the_chosen_stretches_change(
    tmp_path: Path, words: list[str], form: str, data: st.DataObject
) -> None:
    """Anything else in a file would change, or a second run would change it again."""
    lines = [f"{text} https://old{n}.example/a" for n, text in enumerate(words)]
    path = written(tmp_path, f"p.{form}", "T\n\nSources:\n\n" + "\n\n".join(lines) + "\n")
    before = path.read_text()
    citations = [each for each in linkcheck.read_article(path).citations if each.url]
    chosen = [each for each in citations if data.draw(st.booleans())]
    expected = before
    for change in apply(
        [verdict(each, f"https://new.example/{n}") for n, each in enumerate(chosen)]
    ):
        assert not change.skipped
        change.write()
    for n, each in enumerate(chosen):
        expected = expected.replace(str(each.written), f"https://new.example/{n}", 1)
    assert path.read_text() == expected


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 3), st.sampled_from(["x", "y"])), max_size=12
    )
)
def test_overlapping_edits_are_seen(places: list[tuple[int, int, str]]) -> None:
    """Two proposals would change the same words, and leave neither right."""
    kept, taken = list[Edit](), _Edits()
    for start, length, text in places:
        edit = Edit(start, start + length, text)
        expected = any(_overlap(edit, other) for other in kept)
        assert taken.overlaps(edit) is expected
        assert (edit in taken) is (edit in kept)
        if not expected:
            kept.append(edit)
            taken.add(edit)
    assert taken.sorted == sorted(kept)


def test_file_with_very_many_proposals(tmp_path: Path) -> None:
    """A bibliography of a whole encyclopaedia would take minutes to change."""
    path = tmp_path / "a.md"
    lines = [f"- Source {number}: [Talks](https://old.example/{number})" for number in range(6000)]
    path.write_text("# A\n\n## Sources\n\n" + "\n".join(lines) + "\n")
    verdicts = [verdict(each) for each in linkcheck.read_article(path).citations]
    began = time.process_time()
    (change,) = apply(verdicts)
    assert time.process_time() - began < 4
    assert len(change.changes) == 6000


def test_patch_of_a_file_named_from_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A patch would name no file that git knows, where the article was named by its whole path."""
    (tmp_path / "articles").mkdir()
    path = tmp_path / "articles" / "a.md"
    path.write_text("# A\n\n## Sources\n\n- The Paper: [Talks](https://old.example/talks)\n")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    patch = fixed(path).patch()
    subprocess.run(["git", "apply"], cwd=tmp_path, input=patch, check=True)
    assert NEW in path.read_text()


@pytest.mark.parametrize(
    ("name", "text", "is_bare"),
    [
        (
            "a.txt",
            "T\n\nSources\n\n- News: Talks end, https://old.example/a, 31 March 2014\n",
            True,
        ),
        (
            "b.txt",
            "T\n\nSources\n\n- News: Talks end without a deal (https://old.example/a).\n",
            True,
        ),
        ("c.txt", "T\n\nSources:\n\n- News: Talks end without a deal\n", True),
        ("a.md", "# T\n\n## Sources\n\n- News: Talks end. https://old.example/a\n", True),
        ("a.rst", "T\n=\n\nSources\n-------\n\n- News: Talks end. https://old.example/a\n", True),
        ("a.wiki", "== Sources ==\n* https://old.example/a Talks end\n", True),
        ("b.md", "# T\n\nSee [it](https://old.example/a).\n", False),
        ("b.wiki", "See [https://old.example/a it].\n", False),
        ("a.html", '<h1>T</h1><p><a href="https://old.example/a">it</a>', False),
        ("a.bib", "@online{a, title={Talks end}, url={https://old.example/a}}\n", False),
    ],
)
def test_an_address_that_ends_like_a_sentence(
    tmp_path: Path, name: str, text: str, is_bare: bool
) -> None:
    """The full stop of `Apple_Inc.` would be left out of the link, which then leads nowhere."""
    change = fixed(written(tmp_path, name, text), "https://new.example/wiki/Apple_Inc.")
    change.write()
    (citation,) = linkcheck.read_article(tmp_path / name).citations
    end = "%2E" if is_bare else "."
    assert citation.url == f"https://new.example/wiki/Apple_Inc{end}"


@pytest.mark.parametrize("piece", ["<!--", "<nowiki>"])
def test_open_marks_in_templates_take_no_longer_than_their_length(piece: str) -> None:
    """One template with comments that never end would keep a run from changing anything."""

    def seconds(count: int) -> float:
        text = "{{cite web |title=T " + piece * count + "}}"
        began = time.process_time()
        assert _parameters(text, 0, len(text)) == [(12, len(text) - 2)]
        return time.process_time() - began

    assert seconds(40_000) < 0.5


def test_space_in_templates_and_entries_takes_no_longer_than_its_length() -> None:
    """White space in a template or an entry would keep a run from changing anything."""
    began = time.process_time()
    assert _PARAMETER.match(" " * 40_000 + "x") is None
    assert _FIELD.search("@online{a," + ("\n" * 40_000)) is None
    assert _FIELD.search("@online{a," + (" " * 40_000)) is None
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("written_as", [" url =", "url=", "  archive-url \t= "])
def test_a_parameter_s_name_is_without_space(written_as: str) -> None:
    """A parameter would be written twice."""
    found = _PARAMETER.match(written_as)
    assert found is not None
    assert found[1] == written_as.strip(" \t=")
