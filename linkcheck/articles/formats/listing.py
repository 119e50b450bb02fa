"""The names of the formats of articles, without loading one: a help must be quick."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points

__all__ = ["GROUPS", "MODULES", "OWN", "listed"]

OWN = (
    "wxr", "html", "ipynb", "csl-json", "jsonl", "bibtex", "wikitext", "asciidoc", "markdown",
    "rst", "docx", "odt", "text",
)  # fmt: skip
"""Names of our own formats, in the order in which they look at the beginning of a text."""
MODULES = {"wxr": "wordpress", "csl-json": "csl_json"}
"""Modules of those that are in none of their own name."""
GROUPS = ("linkcheck.articles", "linkcheck.formats")
"""Entry point groups; the later one wins."""


def listed() -> str:
    """Return the names of all formats for a help text, with the packages that add some."""
    if not any(entry_points(group=group) for group in GROUPS):
        return ", ".join(OWN)
    formats = import_module(f"{__package__}.registry").formats()
    return ", ".join(
        form.name if form.package is None else f"{form.name} (from {form.package})"
        for form in formats.values()
    )
