"""Addresses of archived copies, by their form."""

from __future__ import annotations

import pytest

from linkcheck.text.archives import original_in


@pytest.mark.parametrize(
    "stamp", ["2014", "20140331080000", "20140331080000id_", "2014.03.31-080000"]
)
def test_a_copy_names_its_original(stamp: str) -> None:
    """A copy would be proposed as if it were a page of its own."""
    assert original_in(f"https://a.example/{stamp}/http://n.example/x") == "http://n.example/x"


@pytest.mark.parametrize("number", ["5", "12", "201"])
def test_a_number_of_a_page_is_no_time(number: str) -> None:
    """The page of a user on another site would be taken for a copy of what it links to."""
    assert original_in(f"https://share.example/u/{number}/https://other.example/x") is None
