"""Tell what an answer really is: the story, or one of the things that are served in its place.

Each sign is weighed so that a story *about* error pages, domain sales or captchas stays a story:
phrases count as whole titles or headings, or in pages that have little text of their own.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from linkcheck.data import load_toml
from linkcheck.headlines import parts_of_title
from linkcheck.models import Liveness, PageKind
from linkcheck.urls import host, host_key, is_home, same_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.models import Resolution
    from linkcheck.pages.metadata import Metadata

__all__ = ["judge_liveness"]

# A page with this much running text (characters in paragraphs) has something to say itself.
STORY = 1500
# Phrases in the text count only where there is less of it than this, in characters.
SHORT = 800
# Less than this, without a title, is an empty page; in characters.
EMPTY = 20
# What LinkedIn answers to all but browsers.
_LINKEDIN_REFUSES = 999
REFUSING = frozenset({401, 402, 403, 405, 407, 429, 451, 503, 999})


class _Answer(NamedTuple):
    """What each test looks at."""

    resolution: Resolution
    meta: Metadata
    source: str


def judge_liveness(resolution: Resolution, meta: Metadata, source: str) -> Liveness:
    """Return what kind of answer this is.

    Args:
        resolution: what came of asking.
        meta: what the document says of itself.
        source: the decoded document.
    """
    answer = _Answer(resolution, meta, source)
    for test in _TESTS:
        if (found := test(answer)) is not None:
            return found
    return Liveness(kind=PageKind.LIVING)


def _wall(answer: _Answer) -> Liveness | None:
    facts = _facts()["wall"]
    for name, value in facts["headers"]:
        if (answer.resolution.header(name) or "").strip().lower() == value:
            return _found(PageKind.BOT_WALL, 1.0, f"header {name}: {value}")
    if answer.resolution.status == _LINKEDIN_REFUSES:
        return _found(PageKind.BOT_WALL, 1.0, f"status {answer.resolution.status}")
    if answer.meta.own_text >= STORY:
        return None  # the marks below stand on living pages, too; and looking takes time
    refused = answer.resolution.status in REFUSING
    title = _whole_title(answer.meta, facts["titles"])
    lower = answer.source[:200_000].lower()
    mark = next((mark for mark in facts["marks"] if mark in lower), None)
    little = answer.meta.own_text < SHORT
    if refused and (title or mark):
        return _found(PageKind.BOT_WALL, 0.95, f"status {answer.resolution.status}", title or mark)
    # Walls have no menus, so here all text counts: some stories stand in nothing but `<div>`.
    bare = not answer.meta.published and len(answer.meta.body_text) < STORY
    if title and little and (bare or mark):
        return _found(PageKind.BOT_WALL, 0.95 if mark else 0.85, title, mark)
    # Vendors' scripts stand on living pages too, so a mark alone needs a page with nothing else.
    if (
        mark
        and answer.meta.own_text < EMPTY
        and not answer.meta.published
        and len(answer.meta.body_text) < SHORT
    ):
        return _found(PageKind.BOT_WALL, 0.8, mark, "no text")
    return None


def _consent(answer: _Answer) -> Liveness | None:
    facts = _facts()["consent"]
    name = host(answer.resolution.final_url)
    if name in facts["hosts"]:
        return _found(PageKind.CONSENT_WALL, 1.0, name)
    if answer.meta.own_text >= STORY:
        return None
    if title := _whole_title(answer.meta, facts["titles"]):
        return _found(PageKind.CONSENT_WALL, 0.85, title)
    return None


def _login(answer: _Answer) -> Liveness | None:
    if answer.meta.own_text >= STORY:
        return None
    facts = _facts()["login"]
    title = _whole_title(answer.meta, facts["titles"])
    path = urlsplit(answer.resolution.final_url).path.strip("/").lower()
    moved = not same_place(answer.resolution.url, answer.resolution.final_url)
    asked = moved and any(path == end or path.endswith(f"/{end}") for end in facts["paths"])
    field = 'type="password"' in answer.source.lower()
    if (title and (asked or field)) or (asked and field):
        return _found(PageKind.LOGIN_WALL, 0.9, title, "sign-in address" if asked else None)
    return None


def _geo_block(answer: _Answer) -> Liveness | None:
    if answer.meta.own_text >= SHORT:
        return None
    title = _whole_title(answer.meta, _facts()["geo-block"]["titles"])
    if title:
        return _found(PageKind.GEO_BLOCK, 0.9, title)
    return None


def _maintenance(answer: _Answer) -> Liveness | None:
    if _tells_a_story(answer):
        return None
    title = _whole_title(answer.meta, _facts()["maintenance"]["titles"])
    if title:
        return _found(PageKind.MAINTENANCE, 0.9, title)
    return None


def _server_default(answer: _Answer) -> Liveness | None:
    if answer.meta.published:
        return None
    title = _whole_title(answer.meta, _facts()["server-default"]["titles"])
    # No limit of text: Apache's page explains itself at length.
    if title:
        return _found(PageKind.SERVER_DEFAULT, 0.95, title)
    return None


def _parked(answer: _Answer) -> Liveness | None:
    """Two different signs are needed: registrars and sellers stand on living pages too."""
    if _tells_a_story(answer):
        return None
    facts = _facts()["parked"]
    signs = []
    if host_key(answer.resolution.final_url) in facts["hosts"]:
        signs.append(f"host {host_key(answer.resolution.final_url)}")
    lower = answer.source[:100_000].lower()
    sellers = (
        name for name in facts["hosts"] if re.search(rf"//[a-z0-9.-]*{re.escape(name)}", lower)
    )
    if (seller := next(sellers, None)) is not None and not signs:
        signs.append(f"refers to {seller}")
    seen = "\n".join(
        [*(_fold(title.text) for title in answer.meta.titles), _fold(answer.meta.body_text)]
    )
    signs += [f'"{phrase}"' for phrase in facts["phrases"] if phrase in seen][:2]
    if len(signs) >= 2:
        return _found(PageKind.PARKED, 0.95, *signs)
    return None


def _home(answer: _Answer) -> Liveness | None:
    """A deep address that was answered with the front page, by redirect or by canonical."""
    if is_home(answer.resolution.url):
        return None
    if is_home(answer.resolution.final_url):
        return _found(PageKind.HOME_PAGE, 0.95, "redirected to the front page")
    canonical = answer.meta.canonical or ""
    same_site = host_key(canonical) == host_key(answer.resolution.final_url)
    # A canonical that points to the root is a sign only beside another: some sites get it wrong.
    bare = not _tells_a_story(answer)
    if same_site and is_home(canonical) and bare:
        return _found(PageKind.HOME_PAGE, 0.7, "canonical address is the front page")
    return None


def _soft_404(answer: _Answer) -> Liveness | None:
    facts = _facts()["soft-404"]
    # No date is asked for here: error pages list other stories with their dates.
    if answer.meta.own_text >= STORY:
        return None
    title = _whole_title(answer.meta, facts["titles"])
    if title:
        return _found(PageKind.SOFT_404, 0.95, title)
    text = _fold(answer.meta.body_text[:SHORT])
    phrase = next((phrase for phrase in facts["phrases"] if phrase in text), None)
    if phrase and not answer.meta.published and len(answer.meta.body_text) < 2 * SHORT:
        return _found(PageKind.SOFT_404, 0.8, f'"{phrase}"', "little text")
    return None


def _directory(answer: _Answer) -> Liveness | None:
    titles = [candidate.text for candidate in answer.meta.titles]
    if any(title.startswith("Index of /") for title in titles) and "../" in answer.source:
        return _found(PageKind.DIRECTORY_LISTING, 0.95, titles[0])
    return None


def _shell_or_empty(answer: _Answer) -> Liveness | None:
    if len(answer.meta.body_text) >= EMPTY or (
        answer.meta.titles and (answer.meta.published or answer.meta.description)
    ):
        return None
    if "<script" in answer.source.lower():
        return _found(PageKind.SCRIPT_SHELL, 0.9, "nothing but scripts")
    return None if answer.meta.titles else _found(PageKind.EMPTY, 0.9, "no text")


_TESTS: tuple[Callable[[_Answer], Liveness | None], ...] = (
    _wall,
    _consent,
    _login,
    _geo_block,
    _maintenance,
    _server_default,
    _parked,
    _home,
    _soft_404,
    _directory,
    _shell_or_empty,
)


def _tells_a_story(answer: _Answer) -> bool:
    """Say whether the page is dated as stories are, or has a story's worth of paragraphs.

    Text outside paragraphs does not count: the menus of an error page are long, too.
    """
    return answer.meta.published is not None or answer.meta.own_text >= STORY


def _found(kind: PageKind, confidence: float, *reasons: str | None) -> Liveness:
    return Liveness(kind=kind, confidence=confidence, reasons=tuple(filter(None, reasons)))


def _whole_title(meta: Metadata, titles: list[str]) -> str | None:
    """Return the first title or heading that is one of these, apart from the site's name."""
    wanted = frozenset(titles)
    for candidate in meta.titles:
        if candidate.source in {"json-ld", "citation_title"}:
            continue  # only stories have these
        whole = _fold(candidate.text)
        parts = [whole, *parts_of_title(whole)]
        for part in parts:
            if part.strip(" .!?…") in wanted or part in wanted:
                return f"{candidate.source}: {candidate.text[:100]}"
    return None


def _fold(text: str) -> str:
    return text.casefold().replace("’", "'")


@functools.cache
def _facts() -> dict[str, dict[str, Any]]:
    return load_toml("pages-liveness")
