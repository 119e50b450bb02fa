"""The table of web archives, and those that users add."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from linkcheck.errors import UsageError
from linkcheck.repair.archives import (
    Archive,
    archive_at,
    known_archives,
)
from linkcheck.repair.captures import Capture
from linkcheck.text.archives import is_untrusted_archive

PIER = "http://pier.example/a?b=1&c=2"


@pytest.mark.parametrize("row", known_archives(), ids=lambda row: row.name)
def test_each_row_can_be_asked_and_read(row: Archive) -> None:
    """A slip in the table would silence an archive."""
    assert row.is_described
    assert row.cdx or row.timemap or row.crawls
    assert (row.dialect is None) == (not row.cdx and not row.crawls)
    for template in filter(None, (row.cdx, row.timemap, row.timegate, row.page, row.raw)):
        assert urlsplit(template).hostname in row.hosts
    for template in filter(None, (row.timemap, row.timegate, row.page, row.raw)):
        assert template.endswith("/{url}")
    assert bool(row.page) == bool(row.raw)
    if row.page:
        assert "/{time}/" in row.page
        assert "/{time}id_/" in row.raw
    assert row.at_once
    assert row.interval
    assert not any(is_untrusted_archive(f"https://{name}/") for name in row.hosts)


def test_names_of_archives_are_their_own() -> None:
    """A report would not tell which archive failed."""
    names = [row.name for row in known_archives()]
    assert len(set(names)) == len(names)


def test_an_archive_of_some_domains_is_asked_about_these() -> None:
    """A national archive would be asked about all the world."""
    row = Archive(name="Harbour archive", timemap="https://a.example/{url}", only=("gov.example",))
    assert row.keeps("https://gov.example/")
    assert row.keeps("https://www.ports.GOV.example/x")
    assert not row.keeps("https://notgov.example/")
    assert not row.keeps("https://example/")


@pytest.mark.parametrize(
    "url",
    [
        "https://archive.today/Xy1z2",
        "http://archive.ph/2014.03.31-080000/http://pier.example/",
        "https://www.archive.is/Xy1z2",
        "https://ARCHIVE.fo/x",
        "archive.md.",
        "https://archive.vn",
        "https://archive.li:443/x",
    ],
)
def test_archives_that_alter_pages_are_recognised(url: str) -> None:
    """A reader would be sent to a copy that may have been changed."""
    assert is_untrusted_archive(url if "//" in url else f"https://{url}/")


@pytest.mark.parametrize(
    "url", ["https://web.archive.org/", "https://archive.is.example/", "https://myarchive.today/"]
)
def test_other_archives_are_not_confused_with_them(url: str) -> None:
    """An archive would be refused for its name."""
    assert not is_untrusted_archive(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://web.archive.org",
        "https://web.archive.org/web/",
        "http://web.archive.org/web",
        "https://web.archive.org/cdx/search/cdx",
        "https://web.archive.org/web/timemap/link/",
    ],
)
def test_a_known_archive_is_recognised_by_its_address(url: str) -> None:
    """Naming the Wayback Machine would lose what is known of it, its limits among them."""
    assert archive_at(url) == known_archives()[0]


def test_a_named_archive_is_asked_about_everything() -> None:
    """A user who names a national archive would not be heard."""
    row = archive_at("https://haw.nsk.hr/wayback/")
    assert row.name == "Croatian Web Archive"
    assert row.keeps(PIER)


def test_a_collection_beside_a_known_one_is_another_archive() -> None:
    """One collection of a service would be asked in place of another."""
    row = archive_at("https://wayback.archive-it.org/99999")
    assert row.cdx == "https://wayback.archive-it.org/99999/cdx"
    assert not row.is_described


@pytest.mark.parametrize(
    "url", ["", "coll", "ftp://a.example/", "https://", "https://archive.ph/", "file:///srv/a"]
)
def test_addresses_that_are_no_archives_say_so(url: str) -> None:
    """A slip on the command line would end in a traceback, or in silence."""
    with pytest.raises(UsageError, match=r".+: .+"):
        archive_at(url)


def test_snapshots_say_where_and_when() -> None:
    """A reader would be sent to the wrong place."""
    row = archive_at("http://127.0.0.1:8080/coll/")
    snapshot = row.snapshot(Capture("20140331080001", PIER, digest="AAA"))
    assert snapshot.archive == "127.0.0.1:8080/coll"
    assert snapshot.time == "2014-03-31T08:00:01Z"
    assert snapshot.url == f"http://127.0.0.1:8080/coll/20140331080001/{PIER}"
    assert snapshot.raw == f"http://127.0.0.1:8080/coll/20140331080001id_/{PIER}"
    assert snapshot.digest == "AAA"


def test_addresses_with_templates_in_them_stay_as_they_are() -> None:
    """A page with braces in its address would be sought under another."""
    odd = "http://pier.example/?t={time}&u={url}"
    snapshot = archive_at("http://a.example/w").snapshot(Capture("20140331080001", odd))
    written = "http://pier.example/?t=%7Btime%7D&u=%7Burl%7D"
    assert snapshot.url == f"http://a.example/w/20140331080001/{written}"


@pytest.mark.parametrize(
    ("memento", "page", "raw"),
    [
        (
            f"http://a.example/c/20140331080001mp_/{PIER}",
            f"http://a.example/c/20140331080001/{PIER}",
            f"http://a.example/c/20140331080001id_/{PIER}",
        ),
        ("http://a.example/Xy1z-2", "http://a.example/Xy1z-2", "http://a.example/Xy1z-2"),
    ],
)
def test_a_timemaps_own_addresses_are_used(memento: str, page: str, raw: str) -> None:
    """An aggregator's mementos, which stand elsewhere, would be sought in the wrong archive."""
    snapshot = archive_at("http://b.example/").snapshot(
        Capture("20140331080001", PIER, memento=memento)
    )
    assert (snapshot.url, snapshot.raw) == (page, raw)
