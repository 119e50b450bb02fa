"""The profile files of langdetect are where, and what, they were."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import linkcheck
from linkcheck.languages.langdetect_files import letter_groups


@pytest.mark.parametrize("name", ["en", "uk", "ru", "hr", "zh-cn", "zh-tw", "de", "pl", "bg", "mk"])
def test_profiles_can_be_read(name: str) -> None:
    """With a new release of langdetect no language could be detected, or each a little worse."""
    groups = letter_groups(name)
    sizes = {size: sum(len(group) == size for group in groups) for size in (1, 2, 3)}
    assert all(sizes.values())
    assert sum(sizes.values()) > 1000
    assert min(groups.values()) > 0


def test_counts_are_those_of_the_language() -> None:
    """A file of another language under the name would turn the languages of titles around."""
    assert letter_groups("uk")["і"] > 100 * letter_groups("ru").get("і", 0)
    assert letter_groups("en")["the"] > 50 * letter_groups("de").get("the", 0)


def test_files_are_read_in_one_place() -> None:
    """A new release would break modules that nothing warns of."""
    package = Path(linkcheck.__file__).parent
    reading = re.compile(r"langdetect/profiles|distribution\(")
    found = {path.name for path in package.rglob("*.py") if reading.search(path.read_text("utf-8"))}
    assert found == {"langdetect_files.py"}
