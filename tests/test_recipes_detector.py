"""The recipe for a language detector, and detectors that other packages add."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.packages import copy_of_linkcheck, install, recipe, run_with

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

HEAD = """from __future__ import annotations

from collections.abc import Sequence

from linkcheck.models import LanguageGuess


"""
CHECK = ("check", "a.md", "--no-store", "--no-config", "--workers", "0", "-f", "json", "--detector")
FAULTS = {
    "on import": ("import nothing_of_that_name\n", "ModuleNotFoundError", 2),
    "no class": ("Mine = 'x'\n", "expected a type, found a str", 2),
    "when made": ("class Mine:\n    def __init__(self): raise ValueError('in its init')\n", "in its init", 2),
    "at work": ("class Mine:\n    def detect(self, text, candidates=None): raise ValueError('odd text')\n", "odd text", 0),
    "another type": ("class Mine:\n    def detect(self, text, candidates=None): return 'en'\n", "found a str", 0),
}  # fmt: skip


def test_recipe_for_a_detector_works(tmp_path: Path) -> None:
    """A contributor who follows the guide would have a detector that no option knows."""
    module = copy_of_linkcheck(tmp_path) / "languages" / "detectors.py"
    text = module.read_text(encoding="utf-8")
    table = 'DETECTORS: dict[str, Callable[[], Detector]] = {"lingua": Lingua, '
    assert table in text
    text = text.replace(table, f'{recipe("a language detector")}\n\n{table}"alphabet": Alphabet, ')
    module.write_text(text, encoding="utf-8")
    done = run_with(tmp_path, *CHECK, "alphabet")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["verdicts"][0]["citation"]["title_language"] == "en"
    said = " ".join(run_with(tmp_path, "check", "--help").stdout.split())
    assert "built-in, lingua, alphabet, langid." in said
    assert "alphabet" in run_with(tmp_path, "config", "schema").stdout
    wrong = run_with(tmp_path, *CHECK, "alphabeth")
    assert wrong.returncode == 2
    assert "unknown value 'alphabeth'; did you mean alphabet?" in wrong.stderr


def test_another_package_adds_a_detector(tmp_path: Path) -> None:
    """An editor's own detector could be used from Python only."""
    source = HEAD + recipe("a language detector").replace("Alphabet", "FastText")
    install(tmp_path, "linkcheck.detectors", "fasttext", "my_package.detector:FastText", source)
    assert 'fasttext = "my_package.detector:FastText"' in recipe("a language detector", "toml")
    done = run_with(tmp_path, *CHECK, "fasttext")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)["verdicts"][0]["citation"]["title_language"]
    assert found == "en"


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_of_a_detector_is_named(tmp_path: Path, fault: str) -> None:
    """Somebody else's faulty detector would end the run in a traceback, or take languages away unsaid."""
    source, said, code = FAULTS[fault]
    install(tmp_path, "linkcheck.detectors", "mine", "my_package.detector:Mine", source)
    done = run_with(tmp_path, *CHECK, "mine")
    assert done.returncode == code, done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("linkcheck: the ")
    assert "detector 'mine'" in line
    assert said in line
    if code == 0:
        assert json.loads(done.stdout)["summary"]["citations"] == 1
    unused = run_with(tmp_path, *CHECK, "built-in")
    assert (unused.returncode, unused.stderr) == (0, "")
