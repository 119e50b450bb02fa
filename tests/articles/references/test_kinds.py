"""Kinds of references, in words of our own: each with the fields that it claims."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from linkcheck.articles import read_article

KINDS = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=f"{kind}-{at}")
        for kind, rows in KINDS.items()
        for at, row in enumerate(rows, 1)
    ],
)
def test_kind(row: dict[str, str], tmp_path: Path) -> None:
    """A reference of this kind would be read as something that it does not say."""
    article = tmp_path / "article.md"
    article.write_text(f"# A\n\n## References\n\n- {row['item']}\n", encoding="utf-8")
    (citation,) = read_article(article).citations
    wanted = {name: value for name, value in row.items() if name != "item"}
    assert {name: getattr(citation, name) or "" for name in wanted} == wanted


def test_every_kind_has_variants() -> None:
    """One example would be fitted, and the next of its kind be read wrongly."""
    assert all(len(rows) >= 10 for rows in KINDS.values())
