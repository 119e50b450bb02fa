"""Jupyter notebooks: the Markdown of their cells, each citation at its cell and line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from linkcheck.articles import read_article
from linkcheck.errors import ArticleError
from tests.articles.formats.test_formats import check_places, write

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Article


def read(folder: Path, notebook: Any) -> Article:
    """Read a notebook, and check that every place in it is right."""
    text = json.dumps(notebook, indent=1)
    article = read_article(write(folder, "a.ipynb", text))
    check_places(article, text)
    return article


def cell(*lines: str, kind: str = "markdown") -> dict[str, Any]:
    """Return a cell of these lines."""
    return {"cell_type": kind, "metadata": {}, "source": [f"{line}\n" for line in lines]}


def test_cells_are_one_article(tmp_path: Path) -> None:
    """Sources in a cell below their heading would count as running text, and code as sources."""
    article = read(
        tmp_path,
        {
            "nbformat": 4,
            "cells": [
                cell("# Кораблі"),
                cell("x = 'https://no.example'", kind="code"),
                cell("Мав \"рацію\" [порт](https://x.example/1)", "і https://x.example/2 далі", "```", "https://no.example/open"),
                {"cell_type": "markdown", "source": "## Sources <!-- open"},
                cell("", "- Herald: [Ships leave the old harbour early](https://x.example/3)"),
            ],
        },
    )  # fmt: skip
    found = [(c.url, c.location.place) for c in article.citations]
    assert found == [
        ("https://x.example/1", "cell 3 line 1"),
        ("https://x.example/2", "cell 3 line 2"),
        ("https://x.example/3", "cell 5 line 2"),
    ]
    last = article.citations[-1]
    assert (last.publisher, last.section, last.inline) == ("Herald", "Sources", False)
    assert (article.title, article.format) == ("Кораблі", "ipynb")


def test_comments_in_a_cell(tmp_path: Path) -> None:
    """A link in a notebook that is known to be dead would fail every build."""
    article = read(tmp_path, {"cells": [cell("https://x.example/1 <!-- linkcheck: ignore -->")]})
    (directive,) = article.directives
    assert directive.first <= article.citations[0].location.start < (directive.last or 0)


def test_older_notebooks(tmp_path: Path) -> None:
    """A notebook of nbformat 3 would have no citations."""
    sheets = [{"cells": [cell("https://x.example/1")]}]
    article = read(tmp_path, {"nbformat": 3, "worksheets": sheets})
    assert [c.location.place for c in article.citations] == ["cell 1 line 1"]


@pytest.mark.parametrize(
    "text",
    [
        '{"cells": [',
        "[]",
        "{}",
        '{"cells": ' + "[" * 100_000,
        '{"cells": [] "a"',
        '{"cells": {"a": ',
    ],
)
def test_what_is_no_notebook(tmp_path: Path, text: str) -> None:
    """A damaged notebook would end the run in a traceback."""
    with pytest.raises(ArticleError, match="not a Jupyter notebook"):
        read_article(write(tmp_path, "a.ipynb", text))


@pytest.mark.parametrize(
    "cells", [[], [1, None, {}], [cell("a", kind="code")], [{"cell_type": "markdown", "source": 5}]]
)
def test_notebooks_without_text(tmp_path: Path, cells: list[Any]) -> None:
    """A notebook of code alone would be an error."""
    assert read(tmp_path, {"cells": cells}).citations == ()
