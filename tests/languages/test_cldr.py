"""Names and tags of languages."""

from __future__ import annotations

from importlib.resources import files

import pytest

from linkcheck.languages.cldr import languages, territories
from linkcheck.languages.names import primary_tag
from linkcheck.languages.registry import registered_language
from tests.write_cldr_names import lines


def test_the_file_says_what_cldr_says() -> None:
    """Otherwise a language or country that was renamed would not be known by its name."""
    text = files("linkcheck.data").joinpath("cldr-names.tsv").read_text(encoding="utf-8")
    ours, theirs = set(text.splitlines()), set(lines())
    # A new version of CLDR renames a batch, and must not break the build of whoever installs it.
    assert len(ours ^ theirs) < 0.05 * len(theirs), "run python -m tests.write_cldr_names"


@pytest.mark.parametrize("code", sorted(languages()))
def test_short_tags_mean_what_the_registry_says(code: str) -> None:
    """Otherwise a page's declared language would depend on the way it was looked up."""
    assert primary_tag(code) == registered_language(code)


def test_regions_are_those_of_the_registry() -> None:
    """Otherwise "en-GB" would be no language."""
    assert all(registered_language(f"en-{code}") == "en" for code in territories())
