"""The private parts of markdown-it-py that our parser changes; no other module touches them.

markdown-it-py tries each rule at each place, and has no public way to choose rules by a character.
Choosing them takes a fifth of its time away (650 KB of articles: 0.16 s, not 0.20 s), and Markdown
is most of what is read. `tests/articles/formats/test_markdown_internals.py` fails when a release
changes what is used here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.ruler import Ruler

__all__ = ["functions", "replace_chains", "stop_text_at"]


def functions(ruler: Ruler[Any]) -> dict[str, Any]:
    """Return the function of every rule, by the rule's name, in order."""
    return {rule.name: rule.fn for rule in ruler.__rules__}


def replace_chains(ruler: Ruler[Any], replace: Callable[[list[Any]], list[Any]]) -> None:
    """Replace what a ruler tries at each place, for each of its chains.

    Args:
        ruler: whose rules are not changed afterwards, which would undo this.
        replace: returns what to try instead of the functions of a chain.
    """
    ruler.getRules()  # builds the chains
    chains = ruler.__cache__ or {}
    ruler.__cache__ = {name: replace(rules) for name, rules in chains.items()}


def stop_text_at(parser: MarkdownIt, characters: re.Pattern[str]) -> None:
    """Let running text go on until one of these characters, each of which a rule can begin with."""
    parser.inline.terminator_re = characters
