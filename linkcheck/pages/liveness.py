"""Tell what an answer really is: the story, or one of the things that are served in its place.

Each sign is weighed so that a story *about* error pages, domain sales or captchas stays a story:
phrases count as whole titles or headings, or in pages that have little text of their own.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from linkcheck.data import load_toml
from linkcheck.models import Liveness, PageKind
from linkcheck.models.statuses import REFUSED
from linkcheck.pages.prose import Thin, look, parts, plain
from linkcheck.text.urls import host, host_key, is_home, same_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.models import Resolution
    from linkcheck.pages.metadata import Metadata

__all__ = ["judge_liveness"]

# A page with this much running text (characters in paragraphs) has something to say itself.
STORY = 1500
# Phrases in the text count only where there is less of it than this, in characters.
SHORT = 800
# A lone sentence counts where there is less: living pages hide "nothing found" in search boxes.
LITTLE = 500
# Less than this, without a title, is an empty page; in characters.
EMPTY = 20
# What LinkedIn answers to all but browsers.
_LINKEDIN_REFUSES = 999
# Statuses that confirm other signs of a bot check; Cloudflare's "Just a moment" page is a 503.
_CONFIRMS_WALL = REFUSED | {503}

_LONGEST = 250
_MARKS = " .,!?…:;—–-\"'«»“”()[]"
_WELCOMES = ("welcome", "willkommen", "bienvenue")
# The last part of a story's address has a number or several words.
_STORYS_NAME = re.compile(r"\d{4}|\w-\w+-\w+-\w|\.html?$")
_LISTING = re.compile(r"Index of /\S*$|Directory listing for /|[\w.-]+ - /\S*$")
_UPWARDS = ('"../"', "'../'", "parent directory", "<h1>directory listing for")


class _Answer:
    """What each test looks at."""

    def __init__(self, resolution: Resolution, meta: Metadata, source: str) -> None:
        self.resolution = resolution
        self.meta = meta
        self.source = source
        # A page that declares a story's date in its data is none of what is looked for here; dates
        # for readers do not count, since error pages list other stories with theirs.
        self.story = meta.dated or meta.own_text >= STORY

    @functools.cached_property
    def lower(self) -> str:
        """The document's source in lower case, as far as it is searched."""
        return self.source[:200_000].lower()

    @functools.cached_property
    def thin(self) -> Thin:
        """What the page says besides its menus."""
        return look(self.source)

    @functools.cached_property
    def titles(self) -> list[tuple[str, str]]:
        """Every part of a title or heading, with where it stands."""
        found = [
            (part, f"{title.source}: {title.text[:100]}")
            for title in self.meta.titles
            if title.source not in {"json-ld", "citation_title"}  # only stories have these
            for part in parts(title.text)
        ]
        if self.thin.prose >= SHORT:
            return found  # headings of a lower rank are those of a text's parts
        return found + [(part, f"heading: {part[:100]}") for part in self.thin.headings]

    def says(self, kind: str, *, sentences: bool = True) -> str | None:
        """Return the title, heading or sentence that is one of a kind's, or None."""
        titles, pattern = _phrases(kind)
        for part, where in self.titles:
            if _is_one(part, titles, pattern):
                return where
        if sentences and self.thin.prose < LITTLE:
            for sentence in self.thin.sentences:
                if _is_one(sentence, titles, pattern):
                    return f'"{sentence[:100]}"'
        return None


def judge_liveness(resolution: Resolution, meta: Metadata, source: str) -> Liveness:
    """Return what kind of answer this is.

    Args:
        resolution: what came of asking.
        meta: what the document says of itself.
        source: the decoded document.
    """
    answer = _Answer(resolution, meta, source)
    for test in _ALWAYS if answer.story else _TESTS:
        if (found := test(answer)) is not None:
            return found
    return Liveness(kind=PageKind.LIVING)


def _outright(answer: _Answer) -> Liveness | None:
    """What a header, a status or an address says, whatever the page has."""
    for name, value in _facts()["wall"]["headers"]:
        if (answer.resolution.header(name) or "").strip().lower() == value:
            return _found(PageKind.BOT_WALL, 1.0, f"header {name}: {value}")
    if answer.resolution.status == _LINKEDIN_REFUSES:
        return _found(PageKind.BOT_WALL, 1.0, f"status {answer.resolution.status}")
    name = host(answer.resolution.final_url)
    if name in _facts()["consent"]["hosts"]:
        return _found(PageKind.CONSENT_WALL, 1.0, name)
    return None


def _wall(answer: _Answer) -> Liveness | None:
    facts = _facts()["wall"]
    status = answer.resolution.status
    refused = status in _CONFIRMS_WALL
    little = answer.meta.own_text < SHORT
    server = (answer.resolution.header("server") or "").lower()
    if refused and any(map(server.startswith, facts["servers"])):
        return _found(PageKind.BOT_WALL, 0.95, f"status {status}", f"server {server[:40]}")
    strong = next((mark for mark in facts["strong"] if mark in answer.lower), None)
    if strong and little:
        return _found(PageKind.BOT_WALL, 0.95, strong)
    mark = next((mark for mark in facts["marks"] if mark in answer.lower), None)
    if refused and mark:
        return _found(PageKind.BOT_WALL, 0.95, f"status {status}", mark)
    # Walls have no menus, so here all text counts: some stories stand in nothing but `<div>`.
    bare = not answer.meta.published and len(answer.meta.body_text) < STORY
    if (said := answer.says("wall")) and (refused or (little and (bare or mark))):
        return _found(PageKind.BOT_WALL, 0.95 if mark or refused else 0.85, said, mark)
    # Vendors' scripts stand on living pages too, so a mark alone needs a page with nothing else.
    if mark and answer.meta.own_text < EMPTY and bare and len(answer.meta.body_text) < SHORT:
        return _found(PageKind.BOT_WALL, 0.8, mark, "no text")
    return None


def _consent(answer: _Answer) -> Liveness | None:
    said = answer.says("consent")
    asked = _moved_to(answer, "consent")
    # A banner stands above living pages, too: alone it must be the only heading there is.
    if (
        said
        and (asked or answer.says("consent", sentences=False))
        and _no_other_heading(answer, "consent")
    ):
        return _found(PageKind.CONSENT_WALL, 0.85, said, asked)
    return None


def _login(answer: _Answer) -> Liveness | None:
    facts = _facts()["login"]
    said = answer.says("login")
    path = urlsplit(answer.resolution.final_url).path.strip("/").lower()
    moved = not same_place(answer.resolution.url, answer.resolution.final_url)
    asked = moved and any(path == end or path.endswith(f"/{end}") for end in facts["paths"])
    # Living pages have such fields, and headings above them, beside much else.
    field = 'type="password"' in answer.lower and len(answer.meta.body_text) < STORY
    if (said and (asked or field)) or (asked and field):
        return _found(PageKind.LOGIN_WALL, 0.9, said, "sign-in address" if asked else None)
    return None


def _paywall(answer: _Answer) -> Liveness | None:
    """A subscription's page that has not even the story's title."""
    said = answer.says("paywall")
    if said and _no_other_heading(answer, "paywall"):
        return _found(PageKind.PAYWALL, 0.9, said)
    return None


def _no_other_heading(answer: _Answer, kind: str) -> bool:
    """Say whether nothing is announced there but what a kind of wall says."""
    titles, pattern = _phrases(kind)
    story = any(
        title.source in {"json-ld", "citation_title", "og:title"} for title in answer.meta.titles
    )
    # What is above the wall is the story's own heading; what is below it speaks of the wall.
    first = answer.thin.headings[:1]
    return not story and all(
        _is_one(heading, titles, pattern) or heading.startswith(_WELCOMES) for heading in first
    )


def _by_words(kind: PageKind) -> Callable[[_Answer], Liveness | None]:
    """Return a test that looks for a kind's own titles and sentences."""

    def test(answer: _Answer) -> Liveness | None:
        said = answer.says(kind.value)
        return _found(kind, 0.9, said) if said else None

    return test


def _server_default(answer: _Answer) -> Liveness | None:
    # No limit of text: Apache's page explains itself at length.
    if not answer.meta.dated and (said := _titled(answer, "server-default")):
        return _found(PageKind.SERVER_DEFAULT, 0.95, said)
    return None


def _parked(answer: _Answer) -> Liveness | None:
    """Two different signs are needed: registrars and sellers stand on living pages too."""
    facts = _facts()["parked"]
    lower = answer.lower
    marks = [f"script {mark}" for mark in facts["marks"] if mark in lower][:2]
    signs = list(marks)
    if host_key(answer.resolution.final_url) in facts["hosts"]:
        signs.append(f"host {host_key(answer.resolution.final_url)}")
    sellers = (
        name for name in facts["hosts"] if re.search(rf"//[a-z0-9.-]*{re.escape(name)}", lower)
    )
    if (seller := next(sellers, None)) is not None and len(signs) == len(marks):
        signs.append(f"refers to {seller}")
    seen = "\n".join(
        [*(plain(title.text) for title in answer.meta.titles), plain(answer.meta.body_text)]
    )
    said = [f'"{phrase}"' for phrase in facts["phrases"] if phrase in seen]
    said += [f'"{found[0]}"' for found in _searched().finditer(seen)]
    signs += said[:2]
    own = host_key(answer.resolution.url)
    if own and any(own in part for part, _ in answer.titles):
        signs.append(f"headed {own}")
    if marks or (said and len(signs) >= 2):
        return _found(PageKind.PARKED, 0.95, *signs)
    return None


def _home(answer: _Answer) -> Liveness | None:
    """A deep address that was answered with the front page or a section's."""
    if is_home(answer.resolution.url):
        return None
    canonical = answer.meta.canonical or ""
    same_site = host_key(canonical) == host_key(answer.resolution.final_url)
    # A canonical that points to the root is a sign only beside another: some sites get it wrong.
    bare = not answer.meta.published or not any(
        title.source == "h1" for title in answer.meta.titles
    )
    if same_site and is_home(canonical) and bare:
        return _found(PageKind.HOME_PAGE, 0.7, "canonical address is the front page")
    if _is_section(answer.resolution.url, answer.resolution.final_url):
        return _found(PageKind.HOME_PAGE, 0.8, "redirected to the front page of a section")
    return None


def _to_front_page(answer: _Answer) -> Liveness | None:
    fragment = answer.resolution.fragment or ""
    if fragment.startswith(("/", "!")):  # a route: scripts show the story
        return None
    if is_home(answer.resolution.final_url) and not is_home(answer.resolution.url):
        return _found(PageKind.HOME_PAGE, 0.95, "redirected to the front page")
    return None


def _is_section(url: str, final: str) -> bool:
    """Say whether an address is the folder that a story's address stood in, one word deep."""
    was = [part for part in urlsplit(url).path.split("/") if part]
    now = [part for part in urlsplit(final).path.split("/") if part]
    story = len(was) >= 2 and _STORYS_NAME.search(was[-1]) is not None
    return (
        story
        and host_key(url) == host_key(final)
        and len(now) == 1
        and now[0] == was[0]
        and now[0].isalpha()
        and not urlsplit(final).query
    )


def _soft_404(answer: _Answer) -> Liveness | None:
    if asked := _moved_to(answer, "soft-404"):
        return _found(PageKind.SOFT_404, 0.9, asked)
    if said := answer.says("soft-404"):
        return _found(PageKind.SOFT_404, 0.8 if said.startswith('"') else 0.95, said)
    text = plain(" ".join(answer.thin.sentences))[:SHORT]
    phrase = next(
        (phrase for phrase in _facts()["soft-404"]["phrases"] if plain(phrase) in text), None
    )
    if phrase and answer.thin.prose < SHORT:
        return _found(PageKind.SOFT_404, 0.8, f'"{phrase}"', "little text")
    return None


def _moved_to(answer: _Answer, kind: str) -> str | None:
    """Say where a redirect led that a site uses for a kind of answer alone."""
    final = answer.resolution.final_url
    if same_place(answer.resolution.url, final):
        return None
    found = re.search(_facts()[kind]["addresses"], final[:2000], re.IGNORECASE)
    return f"redirected to {final[:200]}" if found else None


def _directory(answer: _Answer) -> Liveness | None:
    for title in answer.meta.titles:
        if _LISTING.match(title.text) and any(map(answer.lower.__contains__, _UPWARDS)):
            return _found(PageKind.DIRECTORY_LISTING, 0.95, title.text)
    return None


def _shell_or_empty(answer: _Answer) -> Liveness | None:
    text = answer.meta.body_text
    script = "<script" in answer.lower
    shared = any(title.source in {"og:title", "json-ld"} for title in answer.meta.titles)
    if shared and (answer.meta.published or answer.meta.description):
        return None  # whatever scripts will show, it says what it is
    if len(text) < EMPTY or (len(text) < 200 and answer.says("script-shell")):
        if script:
            return _found(PageKind.SCRIPT_SHELL, 0.9, "nothing but scripts")
        return None if answer.meta.titles else _found(PageKind.EMPTY, 0.9, "no text")
    return None


_ALWAYS: tuple[Callable[[_Answer], Liveness | None], ...] = (
    _outright, _server_default, _to_front_page,
)  # fmt: skip
_TESTS = (
    _outright, _by_words(PageKind.GEO_BLOCK), _consent, _paywall, _login, _wall, _server_default,
    _parked, _by_words(PageKind.MAINTENANCE), _to_front_page, _soft_404, _home, _directory,
    _shell_or_empty,
)  # fmt: skip


def _found(kind: PageKind, confidence: float, *reasons: str | None) -> Liveness:
    return Liveness(kind=kind, confidence=confidence, reasons=tuple(filter(None, reasons)))


def _titled(answer: _Answer, kind: str) -> str | None:
    """Return the title that is one of a kind's, without a look at the text where it is long."""
    if answer.meta.own_text < STORY:
        return answer.says(kind)
    titles, pattern = _phrases(kind)
    for title in answer.meta.titles:
        if any(_is_one(part, titles, pattern) for part in parts(title.text)):
            return f"{title.source}: {title.text[:100]}"
    return None


def _is_one(text: str, titles: frozenset[str], pattern: re.Pattern[str] | None) -> bool:
    """Say whether a text is one of these phrases, apart from what error pages begin with."""
    bare = text.strip(_MARKS)
    if not bare or len(bare) > _LONGEST:
        return False
    if bare in titles or text in titles:
        return True
    if pattern is None:
        return False
    return pattern.fullmatch(bare) is not None


@functools.cache
def _phrases(kind: str) -> tuple[frozenset[str], re.Pattern[str] | None]:
    """Return a kind's phrases: whole ones, and a pattern with what may stand before and after."""
    facts = _facts()[kind]
    titles = frozenset(plain(title).strip(_MARKS) for title in facts.get("titles", ()))
    if not facts.get("patterns"):
        return titles, None
    opening = rf"(?:{_facts()['openings']}(?!\w)[\W_]*){{0,4}}"
    closing = r"(?:[\W_]*(?:\(?#?(?:error )?404\)?|http|!+1))?"
    every = [*map(re.escape, titles), *facts["patterns"]]
    return titles, re.compile(rf"{opening}(?:{'|'.join(every)}){closing}")


@functools.cache
def _searched() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in _facts()["parked"]["patterns"]))


@functools.cache
def _facts() -> dict[str, Any]:
    return load_toml("pages-liveness")
