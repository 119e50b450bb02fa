"""The parser of Markdown that is made quicker: it must find what markdown-it-py itself finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from linkcheck.articles.formats.markdown_parser import markdown_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

PIECES = (
    "word", " ", "  ", "\n", "\n\n", "\t", "    ", "- ", "* ", "1. ", "2) ", "> ", "# ", "## ",
    "---", "***", "- - -", "===", "_ _ _ ", "|", "| a | b |\n|---|---|\n", "```", "~~~", "`", "``",
    "[a b](http://x.org/a?b=1&c=2)", "[a](<b c> 'd')", "[", "]", "](", ")", "(", "[a]: http://x.org",
    "[a][]", "[^1]", "[^1]: ", "^[", "![", "<http://x.org>", "<b>", "<div>", "<!--", "-->", "&amp;",
    "&", "\\", "\\[", "*", "**", "_", "!", ":", "-", "\0", "é",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example("Title\n===\n\nText *and* [link](http://x.org).\n\n- - -\n\n> Title\n> ---\n")
def test_nothing_is_missed(text: str) -> None:
    """Every token of the parser as it is, with its place, is found by the quicker one."""
    plain = MarkdownIt("commonmark", {"store_labels": True}).enable("table").use(footnote_plugin)
    plain.disable("text_join")
    plain.normalizeLink = lambda url: url  # type: ignore[method-assign]
    plain.validateLink = lambda url: True  # type: ignore[method-assign]
    assert _told(markdown_tokens(text, {})) == _told(plain.parse(text, {}))


def _told(tokens: Iterable[Token]) -> list[Any]:
    return [
        (
            token.type,
            token.content,
            token.attrs,
            token.map,
            token.level,
            _told(token.children or ()),
        )
        for token in tokens
    ]
