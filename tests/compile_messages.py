"""Compile the catalogues of messages, and tell which messages there are.

python -m tests.compile_messages
"""

from __future__ import annotations

import ast
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import polib

from linkcheck.models import Rule, Severity
from linkcheck.pages import media
from linkcheck.web.failures import DETAILS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CATALOGUES", "said"]

PACKAGE = Path(str(files("linkcheck")))
CATALOGUES = sorted(PACKAGE.glob("data/locale/*/LC_MESSAGES/linkcheck.po"))
_MODULES = (
    *(f"judging/rules/{rule.name.lower()}.py" for rule in Rule),
    *(
        f"repair/{name}.py"
        for name in (
            "moves",
            "rdjson",
            "spellings",
            "relocations",
            "learned",
            "editions",
            "sources",
            "archived_sites",
            "candidates",
            "finders/site_index",
            "finders/crossref",
            "finders/searxng",
        )
    ),
    "cli/explain.py",
    "reports/evidence.py",
    "reports/remarks.py",
    "reports/formats/github.py",
    "reports/formats/markdown.py",
    "reports/formats/terminal.py",
    "reports/formats/html/__init__.py",
    "reports/formats/html/charts.py",
    "reports/formats/html/data.py",
    "reports/formats/html/facets.py",
    "reports/formats/html/wordings.py",
    "reports/page_signs.py",
    "reports/wording.py",
    "cli/fix.py",
    "cli/trend.py",
)
_TABLES = frozenset(
    {
        "AGES",
        "FIELDS",
        "MESSAGES",
        "PLACES",
        "REASONS",
        "RELATIONS",
        "REPEATED",
        "RESULTS",
        "SCRIPT",
        "SIGNS",
        "STATUS_COUNTS",
        "STATUS_WORDS",
        "TITLES",
        "_COLUMNS",
        "_CUT",
        "_FIELDS",
        "_KINDS",
        "_MATCHES",
        "_MENUS",
        "_MISSING",
        "template",
    }
)
_RULE_TEXTS = frozenset({"example", "fix", "silence", "summary", "why"})
_CALLS = frozenset({"count", "fact", "finding", "text"})


def said() -> set[str]:
    """Return every message that the program can say, in English; plurals by their first form."""
    found = {*DETAILS.values(), *(what for _, what in (*media._TYPES, *media._BEGINNINGS))}
    found |= {"not an HTML document", "not an HTML page", *Severity}
    for name in _MODULES:
        tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            found |= set(_in_call(node) if isinstance(node, ast.Call) else _assigned(node))
    return found - {"{detail}", ""}


def _in_call(node: ast.Call) -> Iterator[str]:
    name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
    # RULE.finding(template, …), text(message), count(one, many, …), fact(name, …)
    if name in _CALLS and node.args:
        yield from _texts(node.args[0])
    for keyword in node.keywords:
        if (keyword.arg == "reason" and name == "Proposal") or (
            keyword.arg in _RULE_TEXTS and name == "RuleInfo"
        ):
            yield from _texts(keyword.value)


def _assigned(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.Assign) or getattr(node.targets[0], "id", None) not in _TABLES:
        return
    values = getattr(node.value, "values", None) or getattr(node.value, "elts", [node.value])
    for value in values:
        yield from _texts(value)


def _texts(node: ast.AST | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


if __name__ == "__main__":
    for path in CATALOGUES:
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
