"""Secrets in addresses are masked wherever a report shows them."""

from __future__ import annotations

import time

import pytest

from linkcheck.reports.safe import inert_json, mask_credentials, may_tell_secret, plain_text

SITE = "https://news.example/a?page=2&"


@pytest.mark.parametrize(
    "name",
    [
        "code",
        "pw",
        "hmac",
        "otp",
        "pin",
        "x[token]",
        "a[b][key]",
        "a%5Btoken%5D",
        "a%5bpin%5d",
        "%74oken",
        "acces%73_%74oke%6e",
        "x%5B%63ode%5D",
    ],
)
def test_further_names(name: str) -> None:
    """A secret of an article's address would be published with the log of the build."""
    text = f"see {SITE}{name}=s3same&x=1"
    assert may_tell_secret(text)
    assert mask_credentials(text) == f"see {SITE}{name}=***&x=1"


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com/services/T000/B000/s3same",
        "https://hooks.slack.com/workflows/T000/A000/1/s3same?x=1",
        "https://discord.com/api/webhooks/1234/s3same",
    ],
)
def test_webhooks(url: str) -> None:
    """Whoever reads the report could post to the channel."""
    assert may_tell_secret(url)
    assert "s3same" not in mask_credentials(url)
    assert mask_credentials(url).startswith(url[:24])


@pytest.mark.parametrize(
    "query", ["zipcode=1", "barcode=2", "spin=3", "codes=4", "pinned=5", "%70age=6", "s%70in=7"]
)
def test_names_that_are_no_secret(query: str) -> None:
    """Addresses would be shown so that nobody can tell them apart."""
    assert not may_tell_secret(SITE + query)
    assert mask_credentials(SITE + query) == SITE + query


@pytest.mark.parametrize(
    "piece",
    [
        "?a[%", "?[", "&a%5b", "hooks.slack.com/", "?code=", "][", "?%74", "&a%74%74", "%3f",
        "http:", "//a:b", "?a", "&token", "?token%3d", "//u:p@", "%2f%2fa", "##", ":", "@",
    ],
)  # fmt: skip
def test_masking_takes_linear_time(piece: str) -> None:
    """One long address in an article would hold up the report."""
    # What stands at the end makes all patterns be searched for.
    text = piece * (200_000 // len(piece)) + " =@%40"
    began = time.process_time()
    mask_credentials(text)
    plain_text(text)
    inert_json(text)
    assert time.process_time() - began < 10  # quadratic time would take minutes
