"""What registries say of publications."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.languages import detect
from linkcheck.models import Page, Resolution
from linkcheck.pages.csl import read_csl

URL = "https://journal.example/rivers"


def read(body: bytes | object, content_type: str = Page.METADATA) -> Page | None:
    """Return the publication that a body describes."""
    answer = Resolution(
        url="https://doi.org/10.1000/182",
        final_url="https://api.registry.example/10.1000/182",
        status=200,
        headers=(("content-type", content_type),),
        body=body if isinstance(body, bytes) else json.dumps(body).encode(),
    )
    return read_csl(answer, URL, detect)


def test_fields_of_a_publication() -> None:
    """A paper behind a bot check could be compared with nothing."""
    page = read(
        {
            "title": ["The <i>quiet</i> rise of rivers &amp; lakes"],
            "subtitle": ["A survey"],
            "container-title": "Journal of Water",
            "publisher": "Water Press",
            "author": [{"given": "Olena", "family": "Marchenko"}, {"literal": "River Group"}],
            "issued": {"date-parts": [[2014, 3, 30]]},
            "abstract": "<jats:p>Rivers rise.</jats:p>",
        }
    )
    assert page is not None
    assert [title.text for title in page.titles] == [
        "The quiet rise of rivers & lakes: A survey",
        "The quiet rise of rivers & lakes",
    ]
    assert page.authors == ("Olena Marchenko", "River Group")
    assert [each.text for each in page.publishers] == ["Journal of Water", "Water Press"]
    assert (page.published, page.lead, page.url) == ("2014-03-30", "Rivers rise.", URL)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([[2014]], "2014"),
        ([[2014, 3]], "2014-03"),
        ([["2014", "3", "30"]], "2014-03-30"),
        ([[2014, None]], "2014"),
        ([[None]], None),
        ([[0]], None),
        ([[1970, 1, 1]], None),
        ([[2014, 13, 40]], None),
        ([[10**30]], None),
        ([[True]], None),
        ([], None),
        ("2014", None),
    ],
)
def test_dates(parts: object, expected: str | None) -> None:
    """A date would be made up, or an odd one would end the run."""
    page = read({"title": "Rivers", "issued": {"date-parts": parts}})
    assert page is not None
    assert page.published == expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Not found</html>",
        b"\xff\xfe{",
        b"null",
        b"[]",
        b"[" * 100_000,
        b'{"title":' * 50_000,
        b'{"title": 1e999}',
        {},
        {"title": None},
        {"title": [[["deep"]]]},
        {"title": {"a": "b"}},
        {"title": ""},
        {"title": "<i></i>"},
    ],
)
def test_what_describes_nothing(body: object) -> None:
    """Hostile metadata would end in a traceback, or pass for a publication."""
    assert read(body) is None


def test_hostile_metadata_are_bounded() -> None:
    """A registry's answer with a million names would fill memory and reports."""
    page = read(
        {
            "title": ["x" * 1_000_000, *(f"title {n}" for n in range(10_000))],
            "author": [{"family": "y" * 10_000, "given": {"a": []}}] * 200 + [None, 5, "z"],
            "container-title": ["z" * 10_000] * 60,
            "publisher": {"name": 5},
            "issued": "soon",
            "abstract": "<" * 100_000,
        }
    )
    assert page is not None
    assert len(page.titles) <= 50
    assert max(len(title.text) for title in page.titles) <= 1000
    assert sum(map(len, page.authors)) <= 200 * 50
    assert len(page.lead or "") <= 600


def test_a_page_is_no_metadata() -> None:
    """A page that a resolver sends in place of metadata would be read as one."""
    assert read({"title": "Rivers"}, "text/html") is None


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False)
        | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["title", "author", "issued", "date-parts", "family", "abstract", "raw"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json(value: object) -> None:
    """Some odd field would end the run."""
    read(value)
