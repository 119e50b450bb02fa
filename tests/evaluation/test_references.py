"""The made references themselves, and what is published of how they are read."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from linkcheck.articles.references.unit import Kind
from linkcheck.articles.references.units import units_of
from tests.evaluation.markdown import section_of
from tests.evaluation.references import FIELDS, measure_references, same, truth_of
from tests.evaluation.references_items import read_items
from tests.evaluation.references_labels import labelled
from tests.evaluation.references_made import LANGUAGES, from_forms

HERE = Path(__file__).parent
LEAST = {"title": 0.92, "publisher": 0.88, "author": 0.88, "date": 0.93, "sure": 0.97}


def test_made_references_are_what_they_say() -> None:
    """The reader would be trained and measured on fields that are not in the text."""
    random = Random(1)
    seen = set()
    for _ in range(500):
        made = from_forms(random)
        seen.add(made.language)
        for spans in (*made.spans.values(), made.emphasis, [link[:2] for link in made.links]):
            assert all(0 <= start < end <= len(made.text) for start, end in spans)
        assert not {"{", "}"} & set(made.text)
    assert seen == set(LANGUAGES)


def test_made_references_are_the_same_every_time() -> None:
    """Nobody could train the published model again."""
    one, other = Random(7), Random(7)
    assert [from_forms(one).text for _ in range(50)] == [from_forms(other).text for _ in range(50)]


def test_units_do_not_cut_across_fields() -> None:
    """A field that no division can reach would be read wrongly whatever is learned."""
    random = Random(3)
    made = [from_forms(random) for _ in range(500)]
    assert sum(labelled(one) is None for one in made) <= 15


def test_roles_of_units() -> None:
    """The model would learn that an access date is the date of publication."""
    random = Random(5)
    for _ in range(300):
        found = labelled(from_forms(random))
        if found is not None:
            units, roles, _ = found
            assert len(units) == len(roles)
            for unit, role in zip(units, roles, strict=True):
                assert role != "D" or unit.kind == Kind.DATE


def test_hand_written_items_are_whole() -> None:
    """A slip in the marks of an item would be measured as a slip of the reader."""
    items = read_items(HERE / "data" / "references.txt")
    assert len(items) >= 200
    for item in items:
        assert not {"{", "}", "<", ">"} & set(item.text)
        assert truth_of(item)["title"] or truth_of(item)["publisher"]
        assert units_of(item.text)


@pytest.mark.parametrize(
    ("read", "truth", "equal"),
    [
        ("Smith, J.", "Smith, J", True), ("«Хто?»", "хто", True), ("A", None, False), (None, "A", False),
        ("The Herald", "Herald", False),
    ],
)  # fmt: skip
def test_comparison(read: str | None, truth: str | None, equal: bool) -> None:
    """A figure would be better or worse than what is read."""
    assert same(read, truth) is equal


def test_measured_on_a_folder(tmp_path: Path) -> None:
    """The figures would be of something else than of what the folder holds."""
    folder = tmp_path / "references"
    folder.mkdir()
    (folder / "a.md").write_text(
        "## References\n\n"
        "- Smith, J. (2014, March 30). Ferry workers reject the plan. *The Herald*. https://n.example/1\n"
        "- Kyiv Post: [Old maps, new roads](https://n.example/2)\n",
        encoding="utf-8",
    )
    row = {"author": None, "date": None, "style": "s", "language": "en"}
    truth = [
        {**row, "url": "https://n.example/1", "title": "Ferry workers reject the plan", "publisher": "The Herald", "author": "Smith, J.", "date": "2014-03-30"},
        {**row, "url": "https://n.example/2", "title": "Another", "publisher": "Kyiv Post"},
        {**row, "url": "https://n.example/3", "title": "Lost", "publisher": None},
    ]  # fmt: skip
    (folder / "truth.json").write_text(json.dumps({"a.md": truth}), encoding="utf-8")
    result = measure_references(tmp_path)["all"]
    assert result["count"] == 3
    assert result["title"] == pytest.approx(1 / 3, abs=1e-3)
    assert (result["publisher"], result["author"], result["date"]) == (1.0, 1.0, 1.0)
    assert result["made_up"] == 0.0


def test_published_figures_of_references() -> None:
    """A worse reader would be let in with its figures."""
    section = section_of((HERE / "ACCURACY.md").read_text(encoding="utf-8"), "data")
    assert section is not None
    lines = section.partition("### References\n")[2].splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line[:1] == "|"
    ]
    heads, everything = rows[0], next(row for row in rows if row[0] == "all")
    figures = {
        head: float(cell) for head, cell in zip(heads[1:], everything[1:], strict=False) if cell
    }
    for name in (*FIELDS, "sure"):
        assert figures[name] >= LEAST[name]
    assert figures["made up"] <= 0.02
