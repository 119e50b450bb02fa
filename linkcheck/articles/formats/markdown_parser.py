"""The parser of Markdown: markdown-it-py, made quicker, and made to say where links stand.

It tries each of its rules at each place; here a rule is tried only at characters that it can begin
with. Where a link stands it does not say; the rules that make links are wrapped, since they know
the position they started from.
"""

from __future__ import annotations

import functools
import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it import MarkdownIt, helpers
from markdown_it.common.utils import unescapeAll
from mdit_py_plugins.footnote import footnote_plugin

from linkcheck.articles.formats.markdown_internals import functions, replace_chains, stop_text_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    _BlockRule = Callable[[StateBlock, int, int, bool], bool]
    _InlineRule = Callable[[StateInline, bool], bool]

__all__ = ["markdown_tokens"]

# What the first character of a line must be for a rule to begin there.
_BEGINS_LINE = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
# What a rule across the page can end: as in markdown-it-py itself.
_HR_ENDS = ["paragraph", "reference", "blockquote", "list"]
# What the last character of a line with a rule across the page is.
_ENDS_BREAK = frozenset("*-_ \t")
# The line below a heading that is underlined.
_UNDERLINE = re.compile(r"\n[ \t>]*(?:=+|-+)[ \t]*(?:\n|\Z)")
# The rules that can begin at a character inside a line, in their order.
_BEGIN_AT = {
    "\n": ("newline",),
    "\\": ("escape",),
    "`": ("backticks",),
    "*": ("emphasis",),
    "_": ("emphasis",),
    "[": ("link", "footnote_ref"),
    "!": ("image",),
    "^": ("footnote_inline",),
    "<": ("autolink", "html_inline"),
    "&": ("entity",),
}
_LINKING = (
    "link", "autolink", "html_inline", "image", "backticks", "escape", "entity", "footnote_ref",
    "footnote_inline",
)  # fmt: skip
# The destination of a link as nearly all are: without backslashes, brackets or white space.
_PLAIN_DESTINATION = re.compile(r"[^\0-\x20\x7f<>()\\]+(?=[) ])")


def markdown_tokens(
    text: str, environment: dict[str, Any], *, indented_code: bool = True
) -> list[Token]:
    """Return the tokens of a text in CommonMark with tables and footnotes.

    Each token of a link has in its `meta` where it stands in the block's content: "span", and for
    the opening one "text", "address" and "url", or the "label" of a reference. So has an inline
    footnote: "text" is where its own content begins. Escapes and entities are tokens of their own.

    Args:
        text: its lines end with line feeds.
        environment: gets the definitions of references.
        indented_code: whether indented lines are code; in MDX they are text.
    """
    parser = _parser(underlined=_UNDERLINE.search(text) is not None, indented_code=indented_code)
    return parser.parse(text.replace("\0", "\ufffd"), environment)


_NESTING = 60
"""Lists and quotations in each other that are read; the parser's own 20 levels are ten lists."""


@functools.cache
def _parser(*, underlined: bool, indented_code: bool) -> MarkdownIt:
    """Return a parser, which need not look for underlined headings where no line is one."""
    parser = (
        MarkdownIt("commonmark", {"store_labels": True, "maxNesting": _NESTING})
        .enable("table")
        .use(footnote_plugin)
    )
    # Addresses are wanted as they are written, whatever their scheme; what they are is told later.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # documented
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - the same
    parser.helpers = SimpleNamespace(  # type: ignore[assignment]  # what plugins may replace, too
        parseLinkLabel=helpers.parseLinkLabel,
        parseLinkTitle=helpers.parseLinkTitle,
        parseLinkDestination=_link_destination,
    )
    parser.disable("normalize")  # looks for line ends that the text does not have
    parser.disable("text_join")  # of joined text it is not known where each part is
    if not underlined:
        parser.disable("lheading")
    if not indented_code:
        parser.disable("code")
    _speed_up_block_rules(parser)
    _speed_up_inline_rules(parser)
    # Emphasis marks are dropped from the text by the parser; that never moves a link.
    return parser


def _speed_up_block_rules(parser: MarkdownIt) -> None:
    """Make one rule of each chain of the parser's: it looks at the first character of a line."""
    ruler = parser.block.ruler
    ruler.at("hr", _ending_with(_ENDS_BREAK, functions(ruler)["hr"]), {"alt": _HR_ENDS})
    begins = {rule: _BEGINS_LINE.get(name) for name, rule in functions(ruler).items()}
    replace_chains(
        ruler, lambda rules: [_by_first_character({rule: begins[rule] for rule in rules})]
    )


def _ending_with(characters: frozenset[str], rule: _BlockRule) -> _BlockRule:
    """Return a block rule that is only tried at lines that end with one of these characters."""

    def ending(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.src[state.eMarks[start] - 1] in characters and rule(state, start, end, silent)

    return ending


def _by_first_character(begins: dict[_BlockRule, str | None]) -> _BlockRule:
    """Return a block rule that tries those that can begin at a line's first character.

    Args:
        begins: rules in their order, with the characters they begin at; None where at any.
    """
    anywhere = [rule for rule, characters in begins.items() if characters is None]
    known = {character for characters in begins.values() for character in characters or ""}
    rules_at = {
        one: [
            rule for rule, characters in begins.items() if characters is None or one in characters
        ]
        for one in known
    }

    def first_fitting(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        first = state.bMarks[start] + state.tShift[start]
        for rule in rules_at.get(state.src[first : first + 1], anywhere):
            if rule(state, start, end, silent):
                return True
        return False

    return first_fitting


def _speed_up_inline_rules(parser: MarkdownIt) -> None:
    """Let text end only where another rule can begin, or a link, and try only that rule there."""
    ruler = parser.inline.ruler
    rules = functions(ruler)
    rules.update({name: _noting_span(rules[name]) for name in _LINKING})
    rules_at = {mark: [rules[name] for name in names] for mark, names in _BEGIN_AT.items()}
    stop_text_at(parser, re.compile(f"[]{re.escape(''.join(rules_at))}]"))

    def first_fitting(state: StateInline, silent: bool) -> bool:
        for rule in rules_at.get(state.src[state.pos], ()):  # noqa: SIM110 - any() is slower
            if rule(state, silent):
                return True
        return False

    ruler.enableOnly(["text"])
    ruler.push("first fitting", first_fitting)


class _Destination(NamedTuple):
    """What the parser wants to know of a link's destination."""

    ok: bool
    pos: int
    str: str


def _link_destination(text: str, start: int, end: int) -> _Destination:
    """Return a link's destination; the parser's own function looks at each character by itself."""
    plain = _PLAIN_DESTINATION.match(text, start, end)
    if plain is not None:
        return _Destination(ok=True, pos=plain.end(), str=unescapeAll(plain[0]))
    found = helpers.parseLinkDestination(text, start, end)
    return _Destination(found.ok, found.pos, found.str)


def _noting_span(
    rule: Callable[[StateInline, bool], bool],
) -> Callable[[StateInline, bool], bool]:
    """Wrap an inline rule so that the tokens it makes say where they stand in the content."""

    def noting(state: StateInline, silent: bool) -> bool:  # the parser's signature
        start, known = state.pos, len(state.tokens)
        matched = rule(state, silent)
        if matched and not silent:
            new = state.tokens[known:]
            for token in new:
                token.meta.setdefault("span", (start, state.pos))
            # Text that was waiting comes first; a link's own tokens follow.
            for token in new:
                if token.type == "link_open" and "text" not in token.meta:
                    _note_address(state, start, token)
                    break
                if token.type == "footnote_ref" and state.src.startswith("^[", start):
                    token.meta["text"] = start + 2
        return matched

    return noting


def _note_address(state: StateInline, start: int, opening: Token) -> None:
    """Write into a link's token where its address and text stand, and the address itself."""
    source = state.src
    if source[start] == "<":
        opening.meta["address"] = opening.meta["text"] = (start + 1, state.pos - 1)
        opening.meta["url"] = source[start + 1 : state.pos - 1]
        return
    position, state.pos = state.pos, start
    end = state.md.helpers.parseLinkLabel(state, start, disableNested=True)
    state.pos = position
    opening.meta["text"] = (start + 1, end)
    if "label" in opening.meta:
        return
    position = end + 2
    while position < len(source) and source[position] in " \t\n":
        position += 1
    url, behind = str(opening.attrs["href"]), position
    if url and source.startswith(url, position):
        behind += len(url)
        if source[behind : behind + 1] in {")", " ", "\n"}:  # nothing in it was escaped
            opening.meta["address"], opening.meta["url"] = (position, behind), url
            return
    behind = state.md.helpers.parseLinkDestination(source, position, len(source)).pos
    if source[position : position + 1] == "<":
        position, behind = position + 1, behind - 1
    opening.meta["address"] = (position, behind)
    opening.meta["url"] = unescapeAll(source[position:behind])
