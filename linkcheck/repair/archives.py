"""Web archives as rows of one table: `linkcheck/data/archives.toml`, and those that users add."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import quote, urlsplit

import msgspec

from linkcheck.data import load_toml
from linkcheck.errors import UsageError
from linkcheck.models.base import Value
from linkcheck.repair.candidates import Snapshot
from linkcheck.text.archives import is_untrusted_archive
from linkcheck.text.urls import host, is_within, request_form

if TYPE_CHECKING:
    from linkcheck.repair.captures import Capture

__all__ = ["Archive", "Dialect", "archive_at", "known_archives", "unframed"]

Dialect: TypeAlias = Literal["wayback", "pywb"]

# What may stand unescaped in an address that is put behind an archive's: all that it consists of.
_AS_IT_STANDS = "!$&'()*+,;=:@/?%[]~-._"
# How the address of a protocol ends below an archive's own.
_ENDPOINT = re.compile(r"/(?:cdx|timemap(?:/link)?|\*)\Z")
_FORM = re.compile(r"(?<=/)(\d{14})(?:[a-z]{2}_)?(?=/https?:/)", re.ASCII)


class Archive(Value, frozen=True):
    """A web archive, and the open protocols it speaks.

    In the addresses `{url}` stands for that of a page, and `{time}` for 14 digits in UTC.

    Attributes:
        name: as reports give it.
        dialect: which CDX server it has, where that is known: they differ in filters and names.
        cdx: address of its CDX index, or "".
        timemap: address of its TimeMaps (RFC 7089, section 5), or "".
        timegate: address of its TimeGate (RFC 7089, section 4), or "".
        page: where readers see a capture; "" where they cannot.
        raw: where a capture stands as it was archived, without the archive's own frame.
        crawls: address of a list of CDX indexes, one for each crawl (Common Crawl), or "".
        hosts: that its own addresses are at.
        only: domains that it is asked about; all where empty.
        at_once: requests to its index at a time; 0 for no limit.
        interval: seconds between the starts of two requests to its index.
    """

    name: str
    dialect: Dialect | None = None
    cdx: str = ""
    timemap: str = ""
    timegate: str = ""
    page: str = ""
    raw: str = ""
    crawls: str = ""
    hosts: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    at_once: int = 0
    interval: float = 0.0

    @property
    def is_described(self) -> bool:
        """Whether it is known what it speaks; of an archive that a user names it is found out."""
        return self.dialect is not None or not self.cdx

    @property
    def shows_pages(self) -> bool:
        """Whether readers can look at what it keeps."""
        return bool(self.page)

    def keeps(self, url: str) -> bool:
        """Tell whether it is asked about an address."""
        return not self.only or any(is_within(url, domain) for domain in self.only)

    def index_at(self, template: str, url: str) -> str:
        """Return the address that a TimeMap or TimeGate has for a page."""
        return template.replace("{url}", _placed(url))

    def snapshot(self, capture: Capture) -> Snapshot:
        """Return what a capture is to readers and judges.

        Where the archive cannot show it, both addresses are empty.
        """
        if capture.memento is None:
            page, raw = _filled(self.page, capture), _filled(self.raw, capture)
        else:  # a TimeMap may name a form in a frame, or of a collection of its own
            page, raw = _FORM.sub(r"\1", capture.memento), unframed(capture.memento)
        time = capture.time
        return Snapshot(
            archive=self.name,
            original=capture.original,
            time=f"{time[:4]}-{time[4:6]}-{time[6:8]}T{time[8:10]}:{time[10:12]}:{time[12:]}Z",
            url=page,
            raw=raw,
            digest=capture.digest,
        )


def unframed(url: str) -> str:
    """Return the address of the unmodified copy, given the address that readers see."""
    return _FORM.sub(r"\1id_", url)


def _filled(template: str, capture: Capture) -> str:
    # In this order: an archived address may have "{time}" in it.
    return template.replace("{time}", capture.time).replace("{url}", _placed(capture.original))


def _placed(url: str) -> str:
    """Return an address as it is put behind an archive's own."""
    return quote(url.partition("#")[0], safe=_AS_IT_STANDS)


@functools.cache
def known_archives() -> tuple[Archive, ...]:
    """Return the archives that are asked, in their order."""
    return msgspec.convert(load_toml("archives")["archive"], tuple[Archive, ...])


def archive_at(url: str) -> Archive:
    """Return the archive that a user names by its address.

    Args:
        url: of a known archive, of a pywb collection (http://127.0.0.1:8080/coll), or of any
            archive's CDX index, TimeMaps or TimeGate. Which it is turns out when it is asked.

    Raises:
        UsageError: it cannot be used.
    """
    try:
        root = request_form(url.replace("{url}", "").replace("{time}", "")).rstrip("/")
    except ValueError as error:
        message = f"{url}: not the address of a web archive: {error}"
        raise UsageError(message) from error
    if is_untrusted_archive(root):
        message = f"{url}: this archive alters the pages it keeps, so it is not used"
        raise UsageError(message)
    for known in known_archives():
        if host(root) in known.hosts and _begins(known, root):
            return msgspec.structs.replace(known, only=())
    given, root = root, _ENDPOINT.sub("", root)
    return Archive(
        name=root.partition("://")[2],
        cdx=f"{root}/cdx",
        timemap=f"{root}/timemap/link/{{url}}",
        timegate=f"{given}/{{url}}",
        page=f"{root}/{{time}}/{{url}}",
        raw=f"{root}/{{time}}id_/{{url}}",
        hosts=(urlsplit(root).hostname or "",),
    )


def _begins(known: Archive, root: str) -> bool:
    """Tell whether an archive's addresses begin with one that a user gave."""
    bare = f"{root.partition('://')[2]}/"
    own = (known.page, known.raw, known.cdx, known.timemap, known.crawls)
    return any(f"{each.partition('://')[2]}/".startswith(bare) for each in own)
