"""Tests for what is between a reader and the page: bot checks, forms, questions, filters."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from linkcheck.models import PageKind
from linkcheck.models.statuses import REFUSED
from linkcheck.pages.prose import parts, plain
from linkcheck.pages.signs import EMPTY, LITTLE, SHORT, STORY, facts, found, is_one, phrases
from linkcheck.text.urls import host, is_home, same_place

if TYPE_CHECKING:
    from linkcheck.models import Liveness
    from linkcheck.pages.signs import Answer

__all__ = [
    "ad_wall", "age_wall", "bot_wall", "consent", "interstitial", "login", "network_block",
    "outright", "paywall",
]  # fmt: skip

# What LinkedIn answers to all but browsers.
_LINKEDIN_REFUSES = 999
# Statuses that confirm other signs of a bot check; Cloudflare's "Just a moment" page is a 503.
_CONFIRMS_WALL = REFUSED | {503}
# Words from which a title is a headline.
_HEADLINE = 5
# A page before another has few links; pages of sections, which may link to a story, have many.
_FEW_LINKS = 8


def outright(answer: Answer) -> Liveness | None:
    """What a header, a status or an address says, whatever the page has."""
    for name, value in facts("wall")["headers"]:
        if (answer.resolution.header(name) or "").strip().lower() == value:
            return found(PageKind.BOT_WALL, 1.0, f"header {name}: {value}")
    if answer.resolution.status == _LINKEDIN_REFUSES:
        return found(PageKind.BOT_WALL, 1.0, f"status {answer.resolution.status}")
    name = host(answer.resolution.final_url)
    if name in facts("consent")["hosts"]:
        return found(PageKind.CONSENT_WALL, 1.0, name)
    if name in facts("login")["hosts"] and name != host(answer.resolution.url):
        return found(PageKind.LOGIN_WALL, 1.0, name)
    return None


def network_block(answer: Answer) -> Liveness | None:
    """What a filter shows: it says so outright, or says little and names who filters or why."""
    if answer.thin.prose >= SHORT:
        return None
    said = answer.says("network-block")
    on_host = answer.led_to_host("network-block")
    if said and (answer.is_all("network-block") or _is_weak_heading(answer) or on_host):
        return found(PageKind.NETWORK_BLOCK, 0.9, said, on_host)
    _, reasons = _of_filters()
    every = [*(plain(title.text) for title in answer.meta.titles), *answer.thin.sentences]
    named = reasons.search("\n".join(every))
    if named is None and on_host is None:
        return None
    hint = next((part for part, _ in answer.titles if _is_weak(part)), None)
    if hint is None or not _is_weak_heading(answer):
        hint = _points_here(answer, every)
    if hint is None:
        return None
    return found(
        PageKind.NETWORK_BLOCK, 0.85, f'"{hint[:100]}"', f'"{named[0]}"' if named else None, on_host
    )


def _points_here(answer: Answer, every: list[str]) -> str | None:
    """Return the sentence that says that this very page is not to be seen, below no headline."""
    known = facts("network-block")
    verbs, pointing = re.compile(known["verbs"]), re.compile(known["pointing"])
    headed = [*answer.thin.headings[:1], *(plain(title.text) for title in answer.meta.titles[:2])]
    if answer.tells or any(
        len(text.split()) >= _HEADLINE and pointing.search(text) is None for text in headed
    ):
        return None
    return next((text for text in every if verbs.search(text) and pointing.search(text)), None)


def _is_weak_heading(answer: Answer) -> bool:
    """Tell whether the first heading, if there is one, is a filter's."""
    first = answer.thin.headings[:1]
    return all(_is_weak(heading) or _is_product(heading) for heading in first)


def _is_weak(text: str) -> bool:
    weak, _ = _of_filters()
    return is_one(text, frozenset(), weak)


def _is_product(text: str) -> bool:
    """Tell whether a heading is no more than the name of who filters."""
    _, reasons = _of_filters()
    return reasons.search(text) is not None and len(text.split()) <= _PRODUCT_WORDS


_PRODUCT_WORDS = 4


@functools.cache
def _of_filters() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = facts("network-block")
    return re.compile("|".join([*known["weak"], *known["patterns"]])), re.compile(known["reasons"])


def bot_wall(answer: Answer) -> Liveness | None:
    """A check whether a person asks."""
    known = facts("wall")
    status = answer.resolution.status
    refused = status in _CONFIRMS_WALL
    little = answer.meta.own_text < SHORT
    # Walls have no menus, so here all text counts: some stories are in nothing but `<div>`.
    short = len(answer.meta.body_text) < STORY
    server = (answer.resolution.header("server") or "").lower()
    if refused and any(map(server.startswith, known["servers"])):
        return found(PageKind.BOT_WALL, 0.95, f"status {status}", f"server {server[:40]}")
    strong = next((mark for mark in known["strong"] if mark in answer.lower), None)
    if strong and little and short:
        return found(PageKind.BOT_WALL, 0.95, strong)
    mark = next((mark for mark in known["marks"] if mark in answer.lower), None)
    if refused and mark:
        return found(PageKind.BOT_WALL, 0.95, f"status {status}", mark)
    bare = not answer.meta.published and short
    # Forms on living pages ask the same, below a heading of the page's own.
    said = answer.says("wall", sentences=refused or answer.is_headed("wall"))
    if said and (refused or (little and (bare or mark))):
        return found(PageKind.BOT_WALL, 0.95 if mark or refused else 0.85, said, mark)
    # Vendors' scripts are on living pages too, so a mark alone needs a page with nothing else.
    if mark and answer.meta.own_text < EMPTY and bare and len(answer.meta.body_text) < EMPTY:
        return found(PageKind.BOT_WALL, 0.8, mark, "no text")
    if mark and answer.meta.own_text < EMPTY and bare and answer.is_headed("wall"):
        return found(PageKind.BOT_WALL, 0.8, mark, "no text")
    return None


def consent(answer: Answer) -> Liveness | None:
    """A question for consent, on a page of its own."""
    said = answer.says("consent")
    asked = answer.led_to("consent") or answer.led_to_host("consent")
    # A banner is above living pages, too: alone it must be the only heading there is.
    if said and answer.says("consent", sentences=False) and answer.is_all("consent"):
        return found(PageKind.CONSENT_WALL, 0.85, said, asked)
    if asked and (said := said or _speaks_of_cookies(answer)):
        return found(PageKind.CONSENT_WALL, 0.85, said, asked)
    return None


def _speaks_of_cookies(answer: Answer) -> str | None:
    """Return the first sentence on cookies or consent of a page that tells nothing else."""
    if answer.tells:
        return None
    words = re.compile(facts("consent")["words"])
    return next((f'"{each[:100]}"' for each in answer.thin.sentences if words.search(each)), None)


def login(answer: Answer) -> Liveness | None:
    """A form to sign in or to register with: its heading, and an address, a field or a form."""
    if answer.thin.prose >= LITTLE:
        return None
    if (said := answer.says("registration")) and answer.is_all("registration"):
        return found(PageKind.LOGIN_WALL, 0.85, said)
    if not answer.is_all("login"):
        return None
    headed = answer.says("login", sentences=False)
    asked = answer.led_to("login") or answer.led_to_host("login")
    field = "a field for a password" if answer.thin.asks_password else None
    form = "a form" if answer.asks and "<form" in answer.lower else None
    if headed and not asked and _has_headline(answer):
        return None  # a box to sign in with, above or beside a story
    if headed and (asked or field or form or _asks_for_access(headed)):
        return found(PageKind.LOGIN_WALL, 0.9, headed, asked, field or form)
    said = headed or answer.says("login")
    if asked and (field or said):
        return found(PageKind.LOGIN_WALL, 0.9, said, asked, field)
    return None


def _has_headline(answer: Answer) -> bool:
    """Tell whether the document's title is a headline, not a name of a form or a site."""
    titles, pattern = phrases("login")
    every = [
        part for each in answer.meta.titles if each.source == "title" for part in parts(each.text)
    ]
    if any(is_one(part, titles, pattern) for part in every):
        return False
    return any(len(part.split()) >= _HEADLINE for part in every)


def _asks_for_access(said: str) -> bool:
    return "access" in said.lower() or "доступ" in said.lower()


def paywall(answer: Answer) -> Liveness | None:
    """A subscription's page that has not even the story's title."""
    said = answer.says("paywall")
    if said and answer.is_all("paywall"):
        return found(PageKind.PAYWALL, 0.9, said)
    return None


def age_wall(answer: Answer) -> Liveness | None:
    """A question for the reader's age."""
    return _question(answer, PageKind.AGE_WALL)


def ad_wall(answer: Answer) -> Liveness | None:
    """A request to switch off what blocks advertisements."""
    return _question(answer, PageKind.AD_WALL)


def _question(answer: Answer, kind: PageKind) -> Liveness | None:
    said = answer.says(kind.value)
    if said and answer.thin.prose < LITTLE and answer.is_all(kind.value):
        return found(kind, 0.85, said)
    return None


def interstitial(answer: Answer) -> Liveness | None:
    """A page before the story: a redirect led there, and it leads back."""
    final, links = answer.resolution.final_url, answer.thin.links
    if not answer.moved or answer.meta.marked or is_home(final) or answer.thin.prose >= LITTLE:
        return None
    if not 0 < len(links) <= _FEW_LINKS:
        return None
    if any(_leads_to(final, address, answer.resolution.url) for address, _ in links):
        return found(PageKind.INTERSTITIAL, 0.85, "links to the requested address")
    onward = re.compile(facts("interstitial")["links"])
    if _names(final, answer.resolution.url) and any(onward.fullmatch(text) for _, text in links):
        return found(PageKind.INTERSTITIAL, 0.8, "its address contains the requested one")
    return None


def _leads_to(base: str, address: str, wanted: str) -> bool:
    try:
        return same_place(urljoin(base, address), wanted)
    except ValueError:
        return False


def _names(final: str, wanted: str) -> bool:
    """Tell whether an address has the one asked for, or its last part, in a parameter."""
    query = final.partition("?")[2]
    name = wanted.rstrip("/").rpartition("/")[2].partition("?")[0]
    return bool(name) and len(name) >= 4 and name in query
