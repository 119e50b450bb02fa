"""What repair relies on of a real web archive, and what the archive of these tests does."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.archive import Capture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.archive import Record

pytestmark = pytest.mark.slow

TALKS = "http://tidings.example/politics/talks-2014"
PAGE = "<html><title>Talks go on</title><p>Both sides met for the third time.</p></html>"


def ask(url: str) -> tuple[int, str | None, str]:
    """Return status, Location and body of an answer, redirects not followed."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    connection.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, answer.headers["Location"], body


def test_captures_have_the_dates_they_were_given(
    archive: Callable[[Iterable[Record]], str],
) -> None:
    """A capture dated today would let tests of dates pass without looking at any."""
    root = archive([(TALKS, "2014-03-31T08:00:00Z", 200, "text/html", PAGE)])
    status, _, body = ask(f"{root}/cdx?url={TALKS}&output=json")
    assert status == 200
    assert [json.loads(line)["timestamp"] for line in body.splitlines()] == ["20140331080000"]
    assert ask(f"{root}/20140331080000id_/{TALKS}") == (200, None, PAGE)


def test_collections_do_not_see_each_other(archive: Callable[[Iterable[Record]], str]) -> None:
    """A test would find what another one had archived."""
    archive([(TALKS, "2014-03-31T08:00:00Z", 200, "text/html", PAGE)])
    empty = archive([])
    assert ask(f"{empty}/cdx?url={TALKS}&output=json") == (200, None, "")


def test_revisits_show_what_was_captured_first(
    archive: Callable[[Iterable[Record]], str],
) -> None:
    """A revisit has no status in the index: leaving it out would lose the nearest snapshot."""
    root = archive(
        [
            Capture(TALKS, "2014-03-31T08:00:00Z", body=PAGE),
            Capture(TALKS, "2014-05-01T08:00:00Z", body=PAGE, revisit=True),
        ]
    )
    _, _, body = ask(f"{root}/cdx?url={TALKS}&output=json")
    first, second = map(json.loads, body.splitlines())
    assert (second["mime"], second.get("status")) == ("warc/revisit", None)
    assert first["digest"] == second["digest"]
    assert ask(f"{root}/20140501080000id_/{TALKS}") == (200, None, PAGE)


def test_the_raw_form_of_a_redirect_leads_out_of_the_archive(
    archive: Callable[[Iterable[Record]], str],
) -> None:
    """An archived redirect that is followed ends at the live web, which is no snapshot."""
    gone = "http://elsewhere.example/talks"
    root = archive([Capture(TALKS, "2014-03-31T08:00:00Z", status=301, body=gone)])
    assert ask(f"{root}/20140331080000id_/{TALKS}") == (301, gone, "")
