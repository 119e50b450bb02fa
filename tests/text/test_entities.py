"""Character references, decoded as the HTML standard says."""

from __future__ import annotations

import time

import pytest

from linkcheck.text.entities import attribute_value, references


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a&amp;b&AMP;c&#38;d&#x26;e&#38f", "a&b&c&d&e&f"),
        ("?a&sect=1&section=2&sect", "?a&sect=1&section=2§"),
        ("&notin; &notit; &not;it", "∉ &notit; ¬it"),
        ("R&D & &; &# &nosuch;", "R&D & &; &# &nosuch;"),
    ],
)
def test_attribute_values(text: str, meant: str) -> None:
    """A parameter of an address would be read as a sign, and the address be dead."""
    assert attribute_value(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("AT&ampT &copy2014 &mdash;", ["&T", "©2014", "—"]),
        ("https://x.example/?a=1&copy=2&amp;b &copy;", ["&", "©"]),
        ("www.x.example/?a&para=1", []),
    ],
)
def test_references_in_text(text: str, meant: list[str]) -> None:
    """Text would be read otherwise than browsers show it, and an address be cut."""
    assert [decoded for _, _, decoded in references(text)] == meant


@pytest.mark.parametrize("unit", ["&", "&sect", "://&sect", "www.&copy=", "&#"])
def test_references_take_linear_time(unit: str) -> None:
    """One odd line in an article would hold up the run."""
    began = time.process_time()
    list(references(unit * (200_000 // len(unit))))
    assert time.process_time() - began < 3
