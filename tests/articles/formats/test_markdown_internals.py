"""The private parts of markdown-it-py that are used are as they were."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt

import linkcheck
from linkcheck.articles.formats.markdown_internals import functions, replace_chains, stop_text_at

CHANGED = "markdown-it-py has changed: see linkcheck/articles/formats/markdown_internals.py"


def test_rules_have_names_and_functions() -> None:
    """With a new release of markdown-it-py no Markdown article could be read."""
    parser = MarkdownIt("commonmark")
    assert {"fence", "hr", "list", "paragraph"} <= set(functions(parser.block.ruler)), CHANGED
    assert {"text", "link", "autolink"} <= set(functions(parser.inline.ruler)), CHANGED
    assert all(map(callable, functions(parser.block.ruler).values())), CHANGED


def test_replaced_chains_are_used() -> None:
    """With a new release every rule would be tried at every place again: slowly, or wrongly."""
    parser = MarkdownIt("commonmark")
    seen: list[int] = []
    names = {chain: len(parser.block.ruler.getRules(chain)) for chain in ("", "paragraph", "list")}
    assert all(names.values()), CHANGED

    def replaced(rules: list[object]) -> list[object]:
        seen.append(len(rules))
        return [functions(parser.block.ruler)["paragraph"]]

    replace_chains(parser.block.ruler, replaced)
    assert set(names.values()) <= set(seen), CHANGED
    assert parser.render("# not a heading") == "<p># not a heading</p>\n", CHANGED


def test_text_stops_where_it_is_told() -> None:
    """With a new release links inside text would be missed, or every character looked at."""
    parser = MarkdownIt("commonmark")
    stop_text_at(parser, re.compile("[*]"))
    assert parser.render("`a` *b*") == "<p>`a` <em>b</em></p>\n", CHANGED


def test_private_parts_are_used_in_one_place() -> None:
    """A new release would break modules that nothing warns of."""
    package = Path(linkcheck.__file__).parent
    private = re.compile(r"__rules__|__cache__|__compile__|terminator_re\b")
    using = {path.name for path in package.rglob("*.py") if private.search(path.read_text("utf-8"))}
    assert using == {"markdown_internals.py"}
