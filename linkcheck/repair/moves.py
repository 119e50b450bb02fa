"""Where a source is that its own site has moved, told from what it answered and how it is written.

Pure functions, no network: every address is a guess until the engine has judged it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.models import Failure, Field, PageKind
from linkcheck.repair.candidates import Candidate
from linkcheck.repair.spellings import MOST, written_otherwise
from linkcheck.text.identifiers import is_persistent
from linkcheck.text.urls import (
    address_key,
    host,
    is_home,
    same_place,
    without_tracking,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.models import Resolution, Verdict

__all__ = ["moved"]


REASONS = {
    "redirect": "the site redirects there permanently",
    "canonical": "the page names it as its own address",
}
"""Why an address may be the source's."""

_PERMANENT = frozenset({301, 308})


def moved(verdict: Verdict) -> Iterator[Candidate]:
    """Yield where the source of a citation may be on its own site, the surest first.

    What the site says itself (a permanent redirect, a canonical address) comes before other ways
    to write the address. None is the cited address, and none was requested and found bad already.

    Args:
        verdict: on the citation, with what was found at its address.
    """
    cited = verdict.citation.url
    if cited is None or is_persistent(cited):
        return
    seen = {address_key(cited)}
    if not _is_right(verdict):
        seen.update(_requested(verdict))
    count = 0
    for url, reason in (*_told(verdict), *written_otherwise(cited, _absent(verdict))):
        key = address_key(url)
        if key in seen or not key.startswith("http") or is_home(url) > is_home(cited):
            continue
        seen.add(key)
        yield Candidate(url=url, kind="new-address", reason=reason)
        count += 1
        if count == MOST:
            return


def _is_right(verdict: Verdict) -> bool:
    """Tell whether what answered is a living page that was not judged to be another story."""
    page = verdict.page
    if page is None or page.liveness.kind is not PageKind.LIVING:
        return False
    return not any(
        each.field is Field.TITLE and each.relation == "another" for each in verdict.evidence
    )


def _requested(verdict: Verdict) -> Iterator[str]:
    """Yield the keys of all addresses that led to what was found."""
    resolution = verdict.resolution
    if resolution is None:
        return
    yield address_key(resolution.final_url)
    for hop in resolution.hops:
        yield address_key(hop.url)


def _told(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Yield what the site itself says: where it redirects for good, what the page calls itself."""
    resolution, page = verdict.resolution, verdict.page
    if resolution is None:
        return
    target = _permanent_target(resolution)
    if target is not None:
        yield _with_fragment(target, verdict), REASONS["redirect"]
    if page is None or page.canonical is None or not _is_right(verdict):
        return
    if not _differs(page.canonical, verdict.citation.url or ""):
        return
    yield _with_fragment(page.canonical, verdict), REASONS["canonical"]


def _permanent_target(resolution: Resolution) -> str | None:
    """Return the address that permanent redirects alone lead to, or None where none does.

    A hop to the same place, such as from http to https, may be of any kind.
    """
    target = None
    for number, hop in enumerate(resolution.hops[:-1], 1):
        after = resolution.hops[number].url
        if hop.status not in _PERMANENT and not same_place(hop.url, after):
            break
        if not same_place(after, resolution.url):
            target = after
    return target


def _differs(one: str, other: str) -> bool:
    """Tell whether two addresses differ in more than tracking."""
    try:
        return without_tracking(one) != without_tracking(other)
    except ValueError:
        return False


def _with_fragment(url: str, verdict: Verdict) -> str:
    """Return an address with the fragment that counts: a redirect's, or else the cited one."""
    named = verdict.resolution.fragment if verdict.resolution is not None else None
    fragment = (verdict.citation.url or "").partition("#")[2] if named is None else named
    return f"{url}#{fragment}" if fragment and "#" not in url else url


def _absent(verdict: Verdict) -> str | None:
    """Return the host of the citation where it does not exist, so that nothing can be there."""
    resolution = verdict.resolution
    if resolution is None or resolution.failure is not Failure.NO_SUCH_HOST:
        return None
    return host(verdict.citation.url or "")
