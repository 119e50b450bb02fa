"""The measuring itself: its figures, its tables, and where the thresholds come from."""

from __future__ import annotations

import importlib
import math
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import linkcheck.matching
from linkcheck.judging import rules
from tests.evaluation.__main__ import PARTS
from tests.evaluation.markdown import differences, of_same_data, section_of, tables, with_section
from tests.evaluation.rows import auc, share, table
from tests.evaluation.triples import LANGUAGES, measure_descriptions

HERE = Path(__file__).parent
DATA = HERE / "data"
ACCURACY = HERE / "ACCURACY.md"
SAMPLE = 12
"""Rows that the tests measure; CI measures all."""


@pytest.mark.parametrize(
    ("true", "false", "wanted"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1], [0.9], 0.0),
        ([0.5, 0.5], [0.5], 0.5),
        ([0.9, 0.4], [0.6, 0.1], 0.75),
    ],
)
def test_auc(true: list[float], false: list[float], wanted: float) -> None:
    """The figure that decides between two ways of comparing would be wrong."""
    assert auc(true, false) == wanted


def test_share_of_nothing() -> None:
    """An empty data set would end in a traceback."""
    assert share(0, 0) == 0.0


def test_own_headlines_are_whole() -> None:
    """A damaged row would be measured as a story that no language tells."""
    rows = table(DATA / "triples.tsv")
    assert len(rows) >= 60
    for row in rows:
        assert all(row[f"{kind}_{tag}"].strip() for kind in ("title", "lead") for tag in LANGUAGES)
    for tag in LANGUAGES:
        assert len({row[f"title_{tag}"] for row in rows}) == len(rows)


RESULT = {
    "pages": {"count": 2, "match": 1.0, "ms_each": 0.3, "files": ["a"]},
    "headlines": {"auc": 0.9, "en-uk semantic": {"auc": 0.99}, "en-uk": {"auc": 0.95}},
}


def test_tables_and_back() -> None:
    """A figure that has become another would not be noticed."""
    text = tables(RESULT)
    assert "ms each" not in text
    assert differences(text, text) == []
    worse = tables({**RESULT, "pages": {"count": 2, "match": 0.97}})
    assert differences(text, worse) == ["Pages, all, match: 1.0, now 0.97"]
    nearly = tables({**RESULT, "pages": {"count": 2, "match": 0.995}})
    assert differences(text, nearly) == []


def test_what_is_missing_or_new_is_told() -> None:
    """A data set that is no longer measured would look as good as ever."""
    text = tables(RESULT)
    less = tables({"headlines": {"auc": 0.9, "en-uk": {"auc": 0.95}}})
    assert differences(text, less) == [
        "Pages, all, count: 2, not measured any more",
        "Pages, all, match: 1.0, not measured any more",
    ]
    assert differences(less, text) == ["Pages, all, count: new", "Pages, all, match: new"]


def test_section_is_put_in_its_place() -> None:
    """One data set's figures would overwrite another's, or what is written for readers."""
    document = with_section(with_section("# A\n\nText.\n", "one", "1"), "two", "2")
    changed = with_section(document, "one", "new")
    assert changed == "# A\n\nText.\n\n## `one`\n\nnew\n\n## `two`\n\n2\n"
    assert section_of(changed, "two") == "\n2\n"
    assert section_of(changed, "three") is None


def test_the_command_checks(tmp_path: Path) -> None:
    """A build would pass with figures that nobody measured."""
    folder = tmp_path / "few"
    folder.mkdir()
    for name in ("triples.tsv", "descriptions.tsv"):
        lines = (DATA / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join(lines[: SAMPLE + 1]), encoding="utf-8")
    page = tmp_path / "A.md"
    page.write_text("# A\n", encoding="utf-8")

    def run(option: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tests.evaluation", folder, option, page],
            cwd=HERE.parent.parent, capture_output=True, encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip

    assert run("--write").returncode == 0
    assert run("--check").returncode == 0
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r"(?<=\| all \| 12 \| )[\d.]+", "0.5", text, count=1), encoding="utf-8")
    done = run("--check")
    assert done.returncode == 1
    assert "Triples, all, auc: 0.5, now" in done.stderr


def test_descriptions_are_no_other_stories() -> None:
    """A source described in the author's own words would be called broken."""
    result = measure_descriptions(DATA)
    assert result["called_mismatch, one language"] <= 0.005
    assert result["called_mismatch, two languages"] <= 0.005


@pytest.mark.parametrize("folder", ["data", "corpus"])
def test_published_figures_are_good_enough(folder: str) -> None:
    """A worse way of comparing would be let in with its figures."""
    section = section_of(ACCURACY.read_text(encoding="utf-8"), folder)
    assert section is not None
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    heads: list[str] = []
    checked = 0
    for first, *cells in rows:
        name, row = first.strip(), [cell.strip() for cell in cells]
        if not name and not set("".join(row)) <= {"-"}:
            heads = row
        figures = dict(zip(heads, row, strict=True))
        if name.endswith(("title alone", "with lead", "semantic")):
            assert float(figures["auc"]) >= (0.99 if name.endswith("semantic") else 0.975)
            assert float(figures["true called mismatch"]) <= 0.02
            assert float(figures["false called match"]) <= 0.005
            assert float(figures["false called mismatch"]) >= 0.8
            checked += 1
        if "title match" in heads and name == "all":
            assert float(figures["title match"]) >= 0.98
            assert float(figures["false match"]) <= 0.001
            assert float(figures["false mismatch"]) <= 0.005
            checked += 1
        if "other story called usurped" in heads and name == "all":
            assert float(figures["other story called usurped"]) == 0.0
            checked += 1
    assert checked >= (8 if folder == "corpus" else 18)


def thresholds() -> dict[str, float]:
    """Return every number that decides, by module and name."""
    modules = [importlib.import_module("linkcheck.text.words")] + [
        importlib.import_module(f"{package.__name__}.{each.name}")
        for package in (linkcheck.matching, rules)
        for each in pkgutil.iter_modules(package.__path__)
    ]
    found = {}
    for module in modules:
        short = module.__name__.rpartition(".")[2]
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        for name, value in vars(module).items():
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            is_own = re.search(rf"^[\w, ]*\b{name}\b[\w, ]* = ", source, re.MULTILINE)
            if number and name.isupper() and is_own:
                found[f"{short}.{name}"] = value
    return found


def test_every_threshold_has_an_origin() -> None:
    """A number that decides about living sources would have been guessed, and nobody would know."""
    origins = tomllib.loads((HERE / "origins.toml").read_text(encoding="utf-8"))
    listed = {
        f"{module}.{name}": entry
        for module, some in origins.items()
        for name, entry in some.items()
    }
    found = thresholds()
    assert set(listed) == set(found)
    for name, (value, data_set, reason) in listed.items():
        assert math.isclose(found[name], value), f"{name} was measured as {value}"
        assert data_set == "none" or data_set in PARTS
        assert len(reason) > 2


def test_other_data_are_not_compared() -> None:
    """Somebody with pages of their own would see their build fail for their being others."""
    section = "### Pages\n\n| | count | title match |\n|---|---|---|\n| all | {} | {} |\n"
    here = section.format(89, 1.0)
    assert of_same_data(here, section.format(89, 0.5))
    assert not of_same_data(here, section.format(12, 0.5))
    assert differences(here, section.format(89, 0.5))
