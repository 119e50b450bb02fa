"""Tell what an answer really is: the story, or one of the things that are served in its place.

Each sign is weighed so that a story *about* error pages, domain sales or captchas stays a story:
phrases count as whole titles or headings, or in pages that have little text of their own.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkcheck.data import load_toml
from linkcheck.models import Liveness, PageKind
from linkcheck.pages.metadata import TITLE_SEPARATOR
from linkcheck.urls import host, host_key, is_home, same_place

if TYPE_CHECKING:
    from linkcheck.models import Resolution
    from linkcheck.pages.metadata import Metadata

__all__ = ["judge_liveness"]

# A page with this much running text (characters in paragraphs) has something to say itself.
STORY = 1500
# Phrases in the text count only where there is less of it than this, in characters.
SHORT = 800
# Less than this, without a title, is an empty page; in characters.
EMPTY = 20
REFUSING = frozenset({401, 402, 403, 405, 407, 429, 451, 503, 999})


def judge_liveness(resolution: Resolution, meta: Metadata, source: str) -> Liveness:
    """Return what kind of answer this is.

    Args:
        resolution: what came of asking.
        meta: what the document says of itself.
        source: the decoded document.
    """
    for test in (_wall, _consent, _login, _geo_block, _maintenance, _server_default, _parked):
        if (found := test(resolution, meta, source)) is not None:
            return found
    for test in (_home, _soft_404, _directory, _shell_or_empty):
        if (found := test(resolution, meta, source)) is not None:
            return found
    return Liveness(kind=PageKind.LIVING)


def _wall(resolution: Resolution, meta: Metadata, source: str) -> Liveness | None:
    facts = _facts()["wall"]
    for name, value in facts["headers"]:
        if (resolution.header(name) or "").strip().lower() == value:
            return _found(PageKind.BOT_WALL, 1.0, f"header {name}: {value}")
    refused = resolution.status in REFUSING
    title = _whole_title(meta, facts["titles"])
    lower = source[:200_000].lower()
    mark = next((mark for mark in facts["marks"] if mark in lower), None)
    little = meta.own_text < SHORT
    if refused and (title or mark):
        return _found(PageKind.BOT_WALL, 0.95, f"status {resolution.status}", title or mark)
    if title and little:
        return _found(PageKind.BOT_WALL, 0.95 if mark else 0.85, title, mark)
    # Vendors' scripts stand on living pages too, so a mark alone needs a page with nothing else.
    if mark and meta.own_text < EMPTY and not meta.published and len(meta.body_text) < SHORT:
        return _found(PageKind.BOT_WALL, 0.8, mark, "no text")
    return None


def _consent(resolution: Resolution, meta: Metadata, source: str) -> Liveness | None:
    facts = _facts()["consent"]
    name = host(resolution.final_url)
    if name in facts["hosts"]:
        return _found(PageKind.CONSENT_WALL, 1.0, name)
    if (title := _whole_title(meta, facts["titles"])) and meta.own_text < STORY:
        return _found(PageKind.CONSENT_WALL, 0.85, title)
    return None


def _login(resolution: Resolution, meta: Metadata, source: str) -> Liveness | None:
    if meta.own_text >= STORY:
        return None
    facts = _facts()["login"]
    title = _whole_title(meta, facts["titles"])
    path = urlsplit(resolution.final_url).path.strip("/").lower()
    moved = not same_place(resolution.url, resolution.final_url)
    asked = moved and any(path == end or path.endswith(f"/{end}") for end in facts["paths"])
    field = 'type="password"' in source.lower()
    if (title and (asked or field)) or (asked and field):
        return _found(PageKind.LOGIN_WALL, 0.9, title, "sign-in address" if asked else None)
    return None


def _geo_block(resolution: Resolution, meta: Metadata, source: str) -> Liveness | None:
    title = _whole_title(meta, _facts()["geo-block"]["titles"])
    if title and meta.own_text < SHORT:
        return _found(PageKind.GEO_BLOCK, 0.9, title)
    return None


def _maintenance(resolution: Resolution, meta: Metadata, source: str) -> Liveness | None:
    title = _whole_title(meta, _facts()["maintenance"]["titles"])
    if title and meta.own_text < STORY and not meta.published:
        return _found(PageKind.MAINTENANCE, 0.9, title)
    return None


def _server_default(resolution: Resolution, meta: Metadata, source: str) -> Liveness | None:
    title = _whole_title(meta, _facts()["server-default"]["titles"])
    return _found(PageKind.SERVER_DEFAULT, 0.95, title) if title else None


def _parked(resolution: Resolution, meta: Metadata, source: str) -> Liveness | None:
    """Two different signs are needed: registrars and sellers stand on living pages too."""
    if meta.own_text >= STORY:
        return None
    facts = _facts()["parked"]
    signs = []
    if host_key(resolution.final_url) in facts["hosts"]:
        signs.append(f"host {host_key(resolution.final_url)}")
    lower = source[:100_000].lower()
    sellers = (name for name in facts["hosts"] if re.search(rf"//[a-z0-9.-]*{re.escape(name)}", lower))
    if (seller := next(sellers, None)) is not None and not signs:
        signs.append(f"refers to {seller}")
    seen = "\n".join([*(_fold(title.text) for title in meta.titles), _fold(meta.body_text)])
    signs += [f'"{phrase}"' for phrase in facts["phrases"] if phrase in seen][:2]
    if len(signs) >= 2:
        return _found(PageKind.PARKED, 0.95, *signs)
    return None


def _home(resolution: Resolution, meta: Metadata, source: str) -> Liveness | None:
    """A deep address that was answered with the front page, by redirect or by canonical."""
    if is_home(resolution.url):
        return None
    if is_home(resolution.final_url):
        return _found(PageKind.HOME_PAGE, 0.95, "redirected to the front page")
    same_site = meta.canonical and host_key(meta.canonical) == host_key(resolution.final_url)
    # A canonical that points to the root is a sign only beside another: some sites get it wrong.
    if same_site and is_home(meta.canonical or "") and not meta.published and meta.own_text < STORY:
        return _found(PageKind.HOME_PAGE, 0.7, "canonical address is the front page")
    return None


def _soft_404(resolution: Resolution, meta: Metadata, source: str) -> Liveness | None:
    facts = _facts()["soft-404"]
    if meta.own_text >= STORY:
        return None
    title = _whole_title(meta, facts["titles"])
    if title:
        return _found(PageKind.SOFT_404, 0.95, title)
    text = _fold(meta.body_text[:SHORT])
    phrase = next((phrase for phrase in facts["phrases"] if phrase in text), None)
    if phrase and not meta.published and len(meta.body_text) < 2 * SHORT:
        return _found(PageKind.SOFT_404, 0.8, f'"{phrase}"', "little text")
    return None


def _directory(resolution: Resolution, meta: Metadata, source: str) -> Liveness | None:
    titles = [candidate.text for candidate in meta.titles]
    if any(title.startswith("Index of /") for title in titles) and "../" in source:
        return _found(PageKind.DIRECTORY_LISTING, 0.95, titles[0])
    return None


def _shell_or_empty(resolution: Resolution, meta: Metadata, source: str) -> Liveness | None:
    if len(meta.body_text) >= EMPTY or (meta.titles and (meta.published or meta.description)):
        return None
    if "<script" in source.lower():
        return _found(PageKind.SCRIPT_SHELL, 0.9, "nothing but scripts")
    return None if meta.titles else _found(PageKind.EMPTY, 0.9, "no text")


def _found(kind: PageKind, confidence: float, *reasons: str | None) -> Liveness:
    return Liveness(kind=kind, confidence=confidence, reasons=tuple(filter(None, reasons)))


def _whole_title(meta: Metadata, titles: list[str]) -> str | None:
    """Return the first title or heading that is one of these, apart from the site's name."""
    wanted = frozenset(titles)
    for candidate in meta.titles:
        if candidate.source in {"json-ld", "citation_title"}:
            continue  # only stories have these
        whole = _fold(candidate.text)
        parts = [whole, *TITLE_SEPARATOR.split(whole)]
        for part in parts:
            if part.strip(" .!?…") in wanted or part in wanted:
                return f"{candidate.source}: {candidate.text[:100]}"
    return None


def _fold(text: str) -> str:
    return text.casefold().replace("’", "'")


@functools.cache
def _facts() -> dict[str, dict[str, list[str]]]:
    return load_toml("pages-liveness")
