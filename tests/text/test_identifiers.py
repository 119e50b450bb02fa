"""Identifiers of publications."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.text.identifiers import doi_at, identifier_in, resolver_address
from linkcheck.text.urls import address_key


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("doi:10.1000/182", "https://doi.org/10.1000/182"),
        ("DOI: 10.1000/182", "https://doi.org/10.1000/182"),
        ("info:doi/10.1000/182", "https://doi.org/10.1000/182"),
        ("doi:10.1000%2F182", "https://doi.org/10.1000/182"),
        (
            "doi:10.1002/(SICI)1097(199806)49:8<693::AID>3.0.CO;2-O",
            "https://doi.org/10.1002/(SICI)1097(199806)49:8%3C693::AID%3E3.0.CO;2-O",
        ),
        ("doi:10.1000/a<b>c", None),
        ("doi:10.1000/a?b#c", "https://doi.org/10.1000/a%3Fb%23c"),
        ("hdl:2027/abc.39015", "https://hdl.handle.net/2027/abc.39015"),
        ("arXiv:1902.08710v2", "https://arxiv.org/abs/1902.08710v2"),
        ("arxiv:hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("pmid:12345678", "https://pubmed.ncbi.nlm.nih.gov/12345678/"),
        ("PMID: 12345678", "https://pubmed.ncbi.nlm.nih.gov/12345678/"),
        ("doi:", None),
        ("doi:10.1000", None),
        ("doi:see below", None),
        ("info:desk", None),
        ("pmid:unknown", None),
        ("urn:isbn:0451450523", None),
        ("https://doi.org/10.1000/182", None),
        ("doi:10.1000/" + "a" * 1000, None),
    ],
)
def test_public_addresses(url: str, address: str | None) -> None:
    """A paper cited by its identifier would not be checked, or something else in its place."""
    assert resolver_address(url) == address


def test_identifier_and_address_are_one_source() -> None:
    """A paper would be requested once for each way of writing its identifier."""
    assert address_key("doi:10.1000/182") == address_key("https://doi.org/10.1000/182")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Smith J. On rivers. 2014;3(2):10-12. doi:10.1000/182.", "doi:10.1000/182"),
        ("On rivers (doi: 10.1000/182).", "doi:10.1000/182"),
        ("On rivers. DOI: 10.1016/S0140-6736(14)60123-4. PMID: 123.", "doi:10.1016/S0140-6736(14)60123-4"),
        ("On rivers. PMID: 12345678; doi:10.1000/182", "doi:10.1000/182"),
        ("Smith J. On rivers. arXiv:1902.08710 (2019)", "arxiv:1902.08710"),
        ("Петренко О. Річки. hdl:2027/abc.39015", "hdl:2027/abc.39015"),
        ("On rivers. 10.1000/182", None),
        ("The handle: 5 pieces", None),
        ("On dois and rivers", None),
    ],
)  # fmt: skip
def test_identifiers_in_references(text: str, url: str | None) -> None:
    """A reference that ends in "doi:…" would count as one without an address."""
    found = identifier_in(text)
    assert (found and found.url) == url
    if found is not None:
        assert (
            text[found.start : found.end].rpartition(":")[2].strip() == found.url.partition(":")[2]
        )


@pytest.mark.parametrize(
    ("url", "doi"),
    [
        ("doi:10.1000/182", "10.1000/182"),
        ("https://dx.doi.org/10.1000/182", "10.1000/182"),
        ("http://doi.org/10.1000%2F182", "10.1000/182"),
        ("https://doi.org/", None),
        ("https://doi.org/the-foundation", None),
        ("arXiv:1902.08710v2", "10.48550/arXiv.1902.08710"),
        ("https://arxiv.org/abs/1902.08710", "10.48550/arXiv.1902.08710"),
        ("https://news.example/10.1000/182", None),
        ("https://[broken", None),
        ("pmid:12345678", None),
    ],
)
def test_doi_of_an_address(url: str, doi: str | None) -> None:
    """The registry would be asked about what is no DOI."""
    assert doi_at(url) == doi


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """Some odd reference would end the run."""
    resolver_address(text)
    identifier_in(text)
    doi_at(text)


def test_long_text_takes_no_time() -> None:
    """A hostile article could hold the run up."""
    assert identifier_in("doi: " * 50_000 + "10.1/" * 50_000) is None
