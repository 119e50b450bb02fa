"""Formats declare everything about themselves, and the rest follows from that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from identify.identify import tags_from_filename

from linkcheck.articles import read_article
from linkcheck.articles.formats import Comment, Format, registry
from linkcheck.articles.formats.listing import MODULES, listed
from linkcheck.articles.formats.listing import OWN as OWN_FORMATS
from linkcheck.articles.formats.registry import formats
from tests.documents import documentation

OWN = Path(registry.__file__).parent
EXAMPLES = {
    "html": "<p>See <a href='https://x.example/a'>a</a></p> {}\n",
    "markdown": "See [a](https://x.example/a) {}\n",
    "text": "See https://x.example/a {}\n",
    "rst": "{}\n\nSee `a <https://x.example/a>`_\n",
    "asciidoc": "{}\n\nSee https://x.example/a[a]\n",
    "bibtex": "{}\n@misc{{a, url = {{https://x.example/a}}}}\n",
    "wikitext": "See [https://x.example/a a] {}\n",
}


def test_every_format_is_in_a_row() -> None:
    """A file with a format would be in the package, and nobody could use it."""
    declaring = {
        path.stem for path in OWN.glob("*.py") if "\nFORMAT = Format(" in path.read_text("utf-8")
    }
    assert declaring == {MODULES.get(name, name) for name in OWN_FORMATS}
    assert listed() == ", ".join(formats())
    assert [form.package for form in formats().values()] == [None] * len(OWN_FORMATS)


def test_no_suffix_has_two_formats() -> None:
    """A file would be read in the format that happens to be last."""
    suffixes = [suffix for form in formats().values() for suffix in form.suffixes]
    assert len(set(suffixes)) == len(suffixes)


@pytest.mark.parametrize("missing", ["comments", "verbatim"])
def test_a_format_has_to_decide(missing: str) -> None:
    """A new format's comments to linkcheck would be ignored, or obeyed where code shows one."""
    declared = {
        "name": "x",
        "suffixes": (".x",),
        "articles": iter,
        "comments": (),
        "verbatim": None,
    }
    Format(**declared)  # type: ignore[arg-type]  # as a package may write it
    del declared[missing]
    with pytest.raises(TypeError, match=missing):
        Format(**declared)  # type: ignore[arg-type]  # the same


@pytest.mark.parametrize(
    "wrong",
    [
        {"suffixes": ".adoc"}, {"suffixes": ("adoc",)}, {"suffixes": (".ADOC",)}, {"name": "a b"},
        {"name": None}, {"comments": ("//",)}, {"comments": (Comment(" "),)}, {"comments": (Comment("/*", ""),)}, {"comments": None}, {"verbatim": "no"},
        {"articles": None}, {"sniff": "= "}, {"ends_part": True},
    ],
    ids=str,
)  # fmt: skip
def test_declarations_that_cannot_be_used(wrong: dict[str, object]) -> None:
    """The author of a format would see it fail elsewhere, or not at all."""
    declared = {
        "name": "x",
        "suffixes": (".x",),
        "articles": iter,
        "comments": (),
        "verbatim": None,
    }
    with pytest.raises((TypeError, ValueError), match=next(iter(wrong))):
        Format(**{**declared, **wrong})  # type: ignore[arg-type]  # as a package may write it


@pytest.mark.parametrize(
    ("name", "index"),
    [(form.name, index) for form in formats().values() for index, _ in enumerate(form.comments)],
)
def test_every_comment_is_obeyed_and_documented(tmp_path: Path, name: str, index: int) -> None:
    """A comment that a format declares would do nothing, or nobody would know of it."""
    form = formats()[name]
    comment = form.comments[index]
    assert f"`{comment.example}`" in documentation()
    written = comment.example.replace("…", "linkcheck: ignore[dead-link]")
    text = EXAMPLES[form.name].format(written)
    if form.name == "markdown" and comment.end is None:
        text = f"---\nsources:\n- https://x.example/a {written}\n---\n"
    path = tmp_path / f"a{form.suffixes[0]}"
    path.write_text(text, encoding="utf-8")
    article = read_article(path)
    assert [str(one.rules[0]) for one in article.directives] == ["dead-link"]
    assert article.problems == ()
    assert [one.url for one in article.citations] == ["https://x.example/a"]


def test_a_format_without_comments_holds_texts_that_have_some() -> None:
    """An article of a new format could not say that a link is known to be dead."""
    assert {form.name for form in formats().values() if not form.comments} == {
        "csl-json", "docx", "ipynb", "jsonl", "odt", "wxr",
    }  # fmt: skip


def test_hooks_take_the_formats_that_people_write() -> None:
    """A hook would skip the files of a new format, with nobody having decided so."""
    hooks = (Path(__file__).parents[3] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    for form in formats().values():
        tags = {tag for suffix in form.suffixes for tag in tags_from_filename(f"a{suffix}")}
        taken = any(tag in hooks for tag in tags - {"file", "non-executable", "text"})
        # Exports are no articles in a repository, and pre-commit does not know all suffixes.
        left_out = {"csl-json", "docx", "jsonl", "odt", "wikitext", "wxr"}
        assert taken == (form.name not in left_out), form.name


def test_formats_are_loaded_without_their_libraries() -> None:
    """Every command would wait for parsers of formats that it does not read."""
    code = (
        "import sys; from linkcheck.articles.formats.registry import suffixes; suffixes(); "
        "slow = {'markdown_it', 'docx', 'odfdo', 'bibtexparser', 'pylatexenc', 'lxml', 'mwparserfromhell', 'bs4', 'frontmatter', 'yaml'}; "
        "print(sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_help_of_the_command_loads_no_format() -> None:
    """`linkcheck --help` would be slow."""
    code = (
        "import sys; sys.argv = ['linkcheck', '--help']\n"
        "from linkcheck.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "assert 'linkcheck.articles.formats' not in sys.modules\n"
        "assert 'importlib.metadata' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
