"""What the tests of `linkcheck.pages.liveness` look at, and the phrases they look for."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from linkcheck.data import load_toml
from linkcheck.models import Liveness, PageKind
from linkcheck.pages.prose import Thin, look, parts, plain
from linkcheck.text.urls import host, host_key, same_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.models import Resolution
    from linkcheck.pages.metadata import Metadata

__all__ = [
    "EMPTY", "LITTLE", "SHORT", "STORY", "Answer", "Test", "by_words", "facts", "found",
    "is_one", "phrases",
]  # fmt: skip

STORY = 1500
"""A page with this much running text (characters in paragraphs) has something to say itself."""
SHORT = 800
"""Phrases in the text count only where there is less of it than this, in characters."""
LITTLE = 500
"""A lone sentence counts where there is less: living pages hide "nothing found" in search boxes."""
EMPTY = 20
"""Less than this, without a title, is an empty page; in characters."""
PROSE = 600
"""A page with this much prose outside lists and menus, in characters, tells something."""

# What people press or fill in, and what pages say that want it.
_WANTS = re.compile(
    r"<(?:form|button|input|noscript)\b|\bonclick=|captcha|cookie|javascript is|\bverif(?:y|ying)\b"
)
_FEW_LINKS = 12
_BARELY = 200
_LONGEST = 250
_MARKS = " .,!?…:;—–-\"'«»“”()[]"
_DECLARED = frozenset({"json-ld", "citation_title", "og:title"})
# A page of a section lists at least so many headlines, each of so many characters and words.
_MANY_HEADLINES = 8
_SHORTEST_HEADLINE = 20
# Several words, which no name of a site has.
_HEADLINE = re.compile(r"(?:\S+\s+){2}\S+")


class Answer:
    """What each test looks at.

    Args:
        resolution: the result of the request.
        meta: what the document says of itself.
        source: the decoded document.
    """

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
        """Every part of a title or heading, with where it is."""
        kept = [
            (part, f"{title.source}: {title.text[:100]}")
            for title in self.meta.titles
            if title.source not in {"json-ld", "citation_title"}  # only stories have these
            for part in parts(title.text)
        ]
        if self.thin.prose >= SHORT:
            return kept  # headings of a lower rank are those of a text's parts
        return kept + [(part, f"heading: {part[:100]}") for part in self.thin.headings]

    @functools.cached_property
    def moved(self) -> bool:
        """Whether the address led to another one."""
        return not same_place(self.resolution.url, self.resolution.final_url)

    @functools.cached_property
    def tells(self) -> bool:
        """Whether the page is marked as a story, or has prose enough to be told from others by."""
        meta = self.meta
        if meta.dated or meta.marked or meta.own_text >= STORY:
            return True
        return self.thin.prose >= PROSE

    @functools.cached_property
    def headlines(self) -> tuple[str, ...]:
        """The headlines that a page without a story of its own lists; empty for all others."""
        if self.tells:
            return ()
        long = (shown for _, shown in self.thin.links if len(shown) >= _SHORTEST_HEADLINE)
        listed = tuple(dict.fromkeys(shown for shown in long if _HEADLINE.search(shown)))
        return listed if len(listed) >= _MANY_HEADLINES else ()

    @functools.cached_property
    def asks(self) -> bool:
        """Whether a page that tells nothing wants something pressed, filled in or run."""
        if self.tells or len(self.thin.links) > _FEW_LINKS:
            return False
        if _WANTS.search(self.lower) is not None:
            return True
        return "<script" in self.lower and len(self.meta.body_text) < _BARELY

    def says(self, kind: str, *, sentences: bool = True) -> str | None:
        """Return the title, heading or sentence that is one of a kind's, or None."""
        titles, pattern = phrases(kind)
        for part, where in self.titles:
            if is_one(part, titles, pattern):
                return where
        if sentences and self.thin.prose < LITTLE:
            for sentence in self.thin.sentences:
                if is_one(sentence, titles, pattern):
                    return f'"{sentence[:100]}"'
        return None

    def is_all(self, kind: str) -> bool:
        """Tell whether nothing is announced there but what a kind says.

        A heading that is the site's own name announces nothing, nor does a greeting.
        """
        titles, pattern = phrases(kind)

        def speaks(text: str) -> bool:
            return any(is_one(part, titles, pattern) for part in (*parts(text), text))

        declared = [each.text for each in self.meta.titles if each.source in _DECLARED]
        if any(_HEADLINE.search(text) and not speaks(text) for text in declared):
            return False
        first = self.thin.headings[:1]
        if not first:
            # Without a heading the title speaks for the page.
            first = tuple(plain(each.text) for each in self.meta.titles[:1])
        return all(speaks(text) or not _HEADLINE.search(text) or _greets(text) for text in first)

    def is_headed(self, kind: str) -> bool:
        """Tell whether its first heading, if it has one, is a kind's or its host's name."""
        name = host(self.resolution.final_url).removeprefix("www.")
        titles, pattern = phrases(kind)
        return all(
            heading in {name, name.partition(".")[0]} or is_one(heading, titles, pattern)
            for heading in self.thin.headings[:1]
        )

    def led_to(self, kind: str) -> str | None:
        """Return where a redirect led that sites use for a kind of answer alone, or None."""
        final = self.resolution.final_url[:2000]
        if not self.moved or re.search(facts(kind)["addresses"], final, re.IGNORECASE) is None:
            return None
        return f"redirected to {final[:200]}"

    def led_to_host(self, kind: str) -> str | None:
        """Return the host of its own that a redirect led to for a kind of answer, or None."""
        name = host(self.resolution.final_url)
        if name == host(self.resolution.url):
            return None
        pattern = facts(kind)["own_hosts"]
        return f"redirected to {name}" if re.search(pattern, name) else None

    @property
    def site(self) -> str:
        """Whom the address asked for belongs to."""
        return host_key(self.resolution.url)


Test: TypeAlias = "Callable[[Answer], Liveness | None]"
"""A look at an answer for one kind of page."""


def by_words(kind: PageKind) -> Test:
    """Return a test that looks for a kind's own titles and sentences."""

    def test(answer: Answer) -> Liveness | None:
        said = answer.says(kind.value)
        return found(kind, 0.9, said) if said else None

    return test


def found(
    kind: PageKind, confidence: float, *reasons: str | None, onward: str | None = None
) -> Liveness:
    """Return what a test has found."""
    return Liveness(
        kind=kind, confidence=confidence, reasons=tuple(filter(None, reasons)), onward=onward
    )


def is_one(text: str, titles: frozenset[str], pattern: re.Pattern[str] | None) -> bool:
    """Tell whether a text is one of these phrases, apart from what error pages begin with."""
    bare = text.strip(_MARKS)
    if not bare or len(bare) > _LONGEST:
        return False
    if bare in titles or text in titles:
        return True
    if pattern is None:
        return False
    return pattern.fullmatch(bare) is not None


@functools.cache
def phrases(kind: str) -> tuple[frozenset[str], re.Pattern[str] | None]:
    """Return a kind's phrases: whole ones, and a pattern with what may be before and after."""
    known = facts(kind)
    titles = frozenset(plain(title).strip(_MARKS) for title in known.get("titles", ()))
    if not known.get("patterns"):
        return titles, None
    opening = rf"(?:{_openings()}(?!\w)[\W_]*){{0,4}}"
    closing = r"(?:[\W_]*(?:\(?#?(?:error )?404\)?|http|!+1))?"
    every = [*map(re.escape, titles), *known["patterns"]]
    return titles, re.compile(rf"{opening}(?:{'|'.join(every)}){closing}")


@functools.cache
def facts(kind: str) -> dict[str, Any]:
    """Return what is known of a kind of page."""
    for name in ("pages-liveness", "pages-liveness-walls", "pages-liveness-notices"):
        known: dict[str, Any] = load_toml(name)
        if kind in known:
            section: dict[str, Any] = known[kind]
            return section
    raise KeyError(kind)


def _openings() -> str:
    opening: str = load_toml("pages-liveness")["openings"]
    return opening


def _greets(text: str) -> bool:
    return text.startswith(("welcome", "willkommen", "bienvenue"))
