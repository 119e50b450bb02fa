"""Tests for what is in place of a story that is gone or elsewhere."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urljoin, urlsplit

from linkcheck.models import PageKind
from linkcheck.pages.prose import parts, plain
from linkcheck.pages.signs import EMPTY, LITTLE, SHORT, STORY, facts, found, is_one, phrases
from linkcheck.text.urls import host, host_key, is_home, same_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.models import Liveness
    from linkcheck.pages.signs import Answer

__all__ = [
    "directory", "farewell", "frameset", "home", "parked", "removed_video", "search",
    "server_default", "shell_or_empty", "soft_404", "stub", "to_front_page",
]  # fmt: skip

# The last part of a story's address has a number or several words.
_STORYS_NAME = re.compile(r"\d{4}|\w-\w+-\w+-\w|\.html?$")
_LISTING = re.compile(r"Index of /\S*$|Directory listing for /|[\w.-]+ - /\S*$")
_UPWARDS = ('"../"', "'../'", "parent directory", "<h1>directory listing for")
_FRAME = re.compile(r"<frame\b[^<>]{0,500}", re.IGNORECASE)
_SOURCE = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_NAME = re.compile(
    r"""\bname\s*=\s*["']?(?:main|content|body|text|page|right|center)\b""", re.IGNORECASE
)
_MOUNT = re.compile(
    r"""<(?:div|main)[^<>]{0,80}\bid\s*=\s*["']?(?:root|app|__next|__nuxt|___gatsby|app-root|main-app|q-app|svelte)"""
    r"""["']?[^<>]{0,80}>\s*(?:<!--.{0,60}?-->\s*)?</|<app-root[^<>]{0,80}>\s*</app-root""",
    re.IGNORECASE,
)
# What the script of the great film host says of a film, and its hosts.
_PLAYABILITY = re.compile(
    r'"playabilityStatus"\s*:\s*\{\s*"status"\s*:\s*"(\w+)"(?:\s*,\s*"(?:messages|reason)"\s*:\s*\[?"([^"]{0,200}))?'
)
_VIDEO_SITES = frozenset({"youtube.com", "youtu.be", "youtube-nocookie.com"})
_FEW_LINKS = 8


def server_default(answer: Answer) -> Liveness | None:
    """What servers show before anybody has put a site there."""
    # No limit of text: Apache's page explains itself at length.
    if not answer.meta.dated and (said := _titled(answer, "server-default")):
        return found(PageKind.SERVER_DEFAULT, 0.95, said)
    return None


def parked(answer: Answer) -> Liveness | None:
    """A domain that is for sale: two different signs are needed.

    Signs are a parking service's script, a seller's host or a reference to it, a sentence about
    the domain itself, a page that is headed by its own domain, and one with nothing else.
    """
    known = facts("parked")
    lower = answer.lower
    scripts = [f"script {mark}" for mark in known["marks"] if mark in lower][:2]
    signs = scripts[:1]
    if host_key(answer.resolution.final_url) in known["hosts"]:
        signs.append(f"host {host_key(answer.resolution.final_url)}")
    elif seller := next(
        (name for name in known["hosts"] if re.search(rf"//[a-z0-9.-]*{re.escape(name)}", lower)),
        None,
    ):
        signs.append(f"refers to {seller}")
    seen = "\n".join(
        [*(plain(title.text) for title in answer.meta.titles), plain(answer.meta.body_text)]
    )
    own = answer.site
    said = next(_said_of_domain(seen, own), None)
    if said is not None:
        signs.append(f'"{said[:100]}"')
    if own and _is_headed(answer, own):
        signs.append(f"headed {own}")
    if scripts and len(answer.meta.body_text) < EMPTY:
        signs.append("nothing but scripts")
    telling = bool(scripts) or said is not None
    return found(PageKind.PARKED, 0.95, *signs) if telling and len(signs) >= 2 else None


def _said_of_domain(seen: str, own: str) -> Iterator[str]:
    yield from (phrase for phrase in facts("parked")["phrases"] if phrase in seen)
    yield from (match[0] for match in _of_domains().finditer(seen))
    if own:
        # Of any other thing, this is everyday language.
        sale = (
            rf"{re.escape(own)} (?:is |may be |might be )?(?:for sale|expired|продается|продається)"
        )
        yield from (match[0] for match in re.finditer(sale, seen))


def _is_headed(answer: Answer, own: str) -> bool:
    """Tell whether a page is headed by its domain: not only signed by it behind a headline."""
    names = {own, f"www.{own}", host(answer.resolution.url)}
    if any(heading.strip(" .!:") in names for heading in answer.thin.headings[:1]):
        return True
    pattern = _of_domains()
    whole = [plain(each.text) for each in answer.meta.titles] + list(answer.thin.headings[:1])
    if answer.thin.headings and not any(own in each for each in answer.thin.headings[:1]):
        first = answer.thin.headings[0]
        if pattern.search(first) is None and not answer.says("maintenance", sentences=False):
            return False
    return any(
        title.strip(" .!:") in names
        or (own in title and (title.startswith(own) or pattern.search(title) is not None))
        for title in whole
    )


@functools.cache
def _of_domains() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in facts("parked")["patterns"]))


def home(answer: Answer) -> Liveness | None:
    """A deep address that was answered with the front page or a section's."""
    if is_home(answer.resolution.url):
        return None
    canonical = answer.meta.canonical or ""
    same_site = host_key(canonical) == host_key(answer.resolution.final_url)
    # A canonical that points to the root is a sign only beside others: some sites get it wrong.
    bare = not answer.meta.published or not any(
        title.source == "h1" for title in answer.meta.titles
    )
    if same_site and is_home(canonical) and bare and not answer.meta.marked:
        return found(PageKind.HOME_PAGE, 0.7, "canonical address is the front page")
    if _is_section(answer):
        return found(PageKind.HOME_PAGE, 0.8, "redirected to the front page of a section")
    return None


def to_front_page(answer: Answer) -> Liveness | None:
    """A redirect to a front page."""
    fragment = answer.resolution.fragment or ""
    if fragment.startswith(("/", "!")):  # a route: scripts show the story
        return None
    if is_home(answer.resolution.final_url) and not is_home(answer.resolution.url):
        return found(PageKind.HOME_PAGE, 0.95, "redirected to the front page")
    return None


def _is_section(answer: Answer) -> bool:
    """Tell whether the address of a story led to that of a section, one word deep.

    It is the folder that the story was in, or a page that lists many headlines and tells nothing.
    """
    url, final = answer.resolution.url, answer.resolution.final_url
    was = [part for part in urlsplit(url).path.split("/") if part]
    now = [part for part in urlsplit(final).path.split("/") if part]
    if host_key(url) != host_key(final) or len(now) != 1 or urlsplit(final).query:
        return False
    if not was or _STORYS_NAME.search(was[-1]) is None or not now[0].isalpha():
        return False
    return (len(was) >= 2 and now[0] == was[0]) or len(answer.headlines) > 0


def soft_404(answer: Answer) -> Liveness | None:
    """A page that says that it is not there."""
    if asked := answer.led_to("soft-404"):
        return found(PageKind.SOFT_404, 0.9, asked)
    if said := answer.says("soft-404"):
        if said.startswith('"') and answer.thin.headings and said.strip('"') in _of_searches():
            return None  # of a search box, below a heading of the page's own
        return found(PageKind.SOFT_404, 0.8 if said.startswith('"') else 0.95, said)
    text = plain(" ".join(answer.thin.sentences))[:SHORT]
    phrase = next((each for each in facts("soft-404")["phrases"] if plain(each) in text), None)
    if phrase and answer.thin.prose < SHORT:
        return found(PageKind.SOFT_404, 0.8, f'"{phrase}"', "little text")
    return None


def _of_searches() -> frozenset[str]:
    return frozenset(facts("soft-404")["of_searches"])


def removed_video(answer: Answer) -> Liveness | None:
    """A film that its host says is not there, in the state of its player."""
    if host_key(answer.resolution.final_url) not in _VIDEO_SITES:
        return None
    if any(title.text.strip(" -") not in {"", "YouTube"} for title in answer.meta.titles):
        return None
    state = _PLAYABILITY.search(answer.source)
    if state is None or state[1] == "OK":
        return None
    reason = state[2] or state[1]
    if state[1] == "ERROR" or "private" in reason.lower():
        return found(PageKind.SOFT_404, 0.95, f'"{reason[:100]}"')
    return found(PageKind.LOGIN_WALL, 0.8, f'"{reason[:100]}"')


def search(answer: Answer) -> Liveness | None:
    """A search in place of a story: its words say so, or the address that a redirect led to."""
    if answer.meta.marked or re.search(
        facts("search-results")["addresses"], answer.resolution.url[:2000], re.IGNORECASE
    ):
        return None  # a search is what was cited
    asked = answer.led_to("search-results")
    said = answer.says("search-results", sentences=False)
    if not said and asked:
        loose = re.compile(facts("search-results")["loose"])
        said = next((where for part, where in answer.titles if loose.fullmatch(part)), None)
    if said and (asked or answer.is_all("search-results")):
        return found(PageKind.SEARCH_RESULTS, 0.9, said, asked)
    return None


def farewell(answer: Answer) -> Liveness | None:
    """The last words of a site that has closed."""
    if answer.thin.prose >= LITTLE:
        return None
    said = answer.says("farewell")
    if said and answer.is_all("farewell"):
        return found(PageKind.FAREWELL, 0.9, said)
    known = facts("farewell")
    _, pattern = phrases("farewell")
    named = re.compile("|".join(known["named"]))
    every = [*answer.thin.headings, *answer.thin.sentences]
    closings = (named, pattern)
    closing = next(
        (text for text in every if any(is_one(text, frozenset(), each) for each in closings)), None
    )
    thanks = re.search(known["thanks"], "\n".join(every))
    if closing and thanks:
        return found(PageKind.FAREWELL, 0.85, f'"{closing[:100]}"', f'"{thanks[0]}"')
    return None


def stub(answer: Answer) -> Liveness | None:
    """A notice that leads on: by its words, or by an address that names where to."""
    links = answer.thin.links
    if answer.thin.prose >= LITTLE or answer.meta.marked or len(links) > _FEW_LINKS:
        return None
    base = answer.resolution.final_url
    named = _named(base)
    leads = [target for address, _ in links if (target := _target(base, address)) is not None]
    for target in leads:
        if any(same_place(target, each) for each in named):
            return found(PageKind.STUB, 0.9, "its address names another", onward=target)
    said = answer.says("stub", sentences=False)
    if said and answer.is_all("stub"):
        onward = next((each for each in leads if not is_home(each)), None)
        return found(PageKind.STUB, 0.85, said, onward=onward)
    return None


def _named(url: str) -> list[str]:
    """Return the addresses on other hosts that an address has for its parameters."""
    try:
        values = [value for _, value in parse_qsl(urlsplit(url).query)]
    except ValueError:
        return []
    return [
        value
        for value in values
        if value.startswith(("http://", "https://")) and host(value) not in {"", host(url)}
    ]


def _target(base: str, address: str) -> str | None:
    """Return the address of a link, where it leads to another page."""
    try:
        target = urljoin(base, address)
    except ValueError:
        return None
    other = target.startswith(("http://", "https://")) and not same_place(target, base)
    return target if other and not address.startswith("#") else None


def frameset(answer: Answer) -> Liveness | None:
    """Frames: the title is theirs, the text is in the pages that they show."""
    if "<frameset" not in answer.lower or answer.tells:
        return None  # no frames, or a script that writes of them
    frames = [
        (match[0], "".join(filter(None, source.groups())))
        for match in _FRAME.finditer(answer.source[:200_000])
        if (source := _SOURCE.search(match[0])) is not None
    ]
    named = [address for tag, address in frames if _NAME.search(tag)]
    # Menus come first, by custom.
    main = next(iter(named), frames[-1][1] if frames else None)
    onward = _target(answer.resolution.final_url, main) if main else None
    return found(PageKind.FRAMESET, 0.95, "frames", onward=onward)


def directory(answer: Answer) -> Liveness | None:
    """A server's list of files."""
    for title in answer.meta.titles:
        if _LISTING.match(title.text) and any(map(answer.lower.__contains__, _UPWARDS)):
            return found(PageKind.DIRECTORY_LISTING, 0.95, title.text)
    return None


def shell_or_empty(answer: Answer) -> Liveness | None:
    """A page that has nothing, or nothing without its scripts."""
    text = answer.meta.body_text
    script = "<script" in answer.lower
    shared = any(title.source in {"og:title", "json-ld"} for title in answer.meta.titles)
    if shared and (answer.meta.published or answer.meta.description):
        return None  # whatever scripts will show, it says what it is
    mounted = script and len(text) < LITTLE and _MOUNT.search(answer.source[:200_000]) is not None
    if mounted and not any(title.source == "h1" for title in answer.meta.titles):
        return found(PageKind.SCRIPT_SHELL, 0.85, "an element that scripts are to fill")
    if len(text) < EMPTY or (len(text) < 200 and answer.says("script-shell")):
        if script:
            return found(PageKind.SCRIPT_SHELL, 0.9, "nothing but scripts")
        return None if answer.meta.titles else found(PageKind.EMPTY, 0.9, "no text")
    return None


def _titled(answer: Answer, kind: str) -> str | None:
    """Return the title that is one of a kind's, without a look at the text where it is long."""
    if answer.meta.own_text < STORY:
        return answer.says(kind)
    titles, pattern = phrases(kind)
    for title in answer.meta.titles:
        if any(is_one(part, titles, pattern) for part in parts(title.text)):
            return f"{title.source}: {title.text[:100]}"
    return None
