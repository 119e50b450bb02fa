"""Errors, walls and parking of many products are told, and living pages like them stay living."""

from __future__ import annotations

import pytest

from linkcheck.models import PageKind
from linkcheck.pages import read_page
from tests.pages.catalogue import Entry, entries

DEAD = entries("errors", "walls", "parking", "gates", "gone")
LIVING = entries("living", "traps")


def named(entry: Entry) -> str:
    """Return what a test of an entry is called."""
    return entry.name


def test_catalogue_is_as_large_as_it_claims() -> None:
    """The figures below would be measured on a batch of pages."""
    assert len(DEAD) >= 400
    assert len(LIVING) >= 200
    assert all(entry.documented for entry in DEAD + LIVING)
    assert len({entry.answer.body for entry in DEAD}) >= len(DEAD) - 1


def test_every_page_that_is_not_the_story_is_recognized() -> None:
    """A dead source would pass as a living one, or a bot check as a dead source."""
    missed = [
        f"{entry.name}: {found.kind} {found.reasons}, not {entry.expected}"
        for entry in DEAD
        if (found := read_page(entry.answer).liveness).kind is not entry.expected
    ]
    assert not missed, "\n".join(missed)


@pytest.mark.parametrize("entry", LIVING, ids=named)
def test_living_pages_that_look_dead(entry: Entry) -> None:
    """A living source would be called dead for what it writes about."""
    found = read_page(entry.answer).liveness
    assert found.kind is PageKind.LIVING, found.reasons
