"""Whom an address belongs to."""

from __future__ import annotations

import pytest

from linkcheck.text.owners import owner_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://bbc.com/a", "http://www.bbc.co.uk/b"),
        ("https://courier.example/a", "https://archive.courier.test/b"),
        ("https://svoboda.org/a", "https://krymr.com/b"),
    ],
)
def test_addresses_of_one_owner(one: str, other: str) -> None:
    """Sites of one owner that share a page would be called unrelated."""
    assert owner_of(one) == owner_of(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://courier.example/a", "https://harbour.example/a"),
        ("https://one.blogspot.com/", "https://two.blogspot.com/"),
        ("http://192.0.2.1/", "http://192.0.2.2/"),
        ("http://[2001:db8::1]/", "http://[2001:db8::2]/"),
        ("http://intranet/", "http://wiki/"),
    ],
)
def test_addresses_of_different_owners(one: str, other: str) -> None:
    """A page that unrelated sites share would be one site's own."""
    assert owner_of(one) != owner_of(other)


@pytest.mark.parametrize("url", ["https://t.co/x", "http://bit.ly/2", "https://doi.org/10.1/x"])
def test_a_shortened_address_says_nothing_of_its_owner(url: str) -> None:
    """Short links that people share would be sites of their own."""
    assert owner_of(url) is None
