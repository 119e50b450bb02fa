"""Dates inside references."""

from __future__ import annotations

import pytest

from linkcheck.articles.references.dates import date_at, joined
from linkcheck.articles.references.unit import Kind
from linkcheck.articles.references.units import units_of


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("30 March 2014", "2014-03-30"), ("March 30, 2014", "2014-03-30"), ("Mar. 30, 2014", "2014-03-30"),
        ("2014, March 30", "2014-03-30"), ("2014 Mar 30", "2014-03-30"), ("2014Mar30", "2014-03-30"),
        ("30.03.2014", "2014-03-30"), ("2014-03-30T10:00", "2014-03-30"), ("3/30/2014", "2014-03-30"),
        ("3/4/2014", "2014"), ("30 берез. 2014 р.", "2014-03-30"), ("2014. 30 берез.", "2014-03-30"),
        ("2014, березень 30", "2014-03-30"), ("у", None), ("30 марта 2014 года", "2014-03-30"),
        ("март 2014 г.", "2014-03"), ("2014a", "2014"), ("12–14 March 2014", "2014-03-12"),
        ("22-Dec-2019", "2019-12-22"), ("4. 2. 2019", "2019-02-04"), ("1е мая 2001", "2001-05-01"), ("09/2019", "2019-09"),
        ("07.00.02", None), ("1991–2007", None), ("2014th", None), ("31 February 2014", None), ("20145", None),
    ],
)  # fmt: skip
def test_forms_of_dates(text: str, iso: str | None) -> None:
    """A date would be lost, or would be taken for a part of a name or a title."""
    day = date_at(text, 0)
    assert (day and day.iso) == iso


def test_parts_of_a_date_are_joined() -> None:
    """A date in two parts, as in Harvard style, would be cited as the year alone."""
    text = "Smith, J. (2014) 'Old maps', The Herald, 30 March."
    days = [unit.day for unit in units_of(text) if unit.kind == Kind.DATE]
    assert joined([day for day in days if day is not None]) == "2014-03-30"


def test_dates_of_access_and_archive_are_told_apart() -> None:
    """The day on which the author looked would be taken for the day of publication."""
    text = "Old maps. 2014. Дата обращения: 12 мая 2016. Архивировано 1 июня 2016 года."
    kinds = {unit.kind: unit.day.iso for unit in units_of(text) if unit.day is not None}
    assert kinds == {Kind.DATE: "2014", Kind.ACCESSED: "2016-05-12", Kind.ARCHIVED: "2016-06-01"}


@pytest.mark.parametrize(
    "text", ["Reports of the council for 2015–2020", "Звіти за 2015-2020 роки"]
)
def test_end_of_a_span_of_years_is_no_date(text: str) -> None:
    """A title would lose its end, and the source would be of the last year that it is about."""
    assert [unit.day for unit in units_of(text) if unit.kind == Kind.DATE] == []
