"""What a reader sees at an address."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

import msgspec

from linkcheck.models.base import Value

__all__ = ["Candidate", "LanguageGuess", "Liveness", "Page", "PageKind"]


class LanguageGuess(Value, frozen=True):
    """The language of a text.

    Attributes:
        tag: BCP 47 primary tag, or "und" where it cannot be told.
        confidence: 0 to 1.
        alternatives: other candidates with their confidence, best first.
        also: languages that other whole parts of the text are in, where it is mixed.
    """

    tag: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()
    also: tuple[str, ...] = ()


class Candidate(Value, frozen=True):
    """A text that a page offers for one of its fields, with where it was found.

    Attributes:
        text: white space folded, entities undone.
        source: "og:title", "json-ld", "citation_title", "h1", "title", …
    """

    text: str
    source: str


class PageKind(StrEnum):
    """What an answer really is, whatever its status code says."""

    LIVING = "living"
    SOFT_404 = "soft-404"
    PARKED = "parked"
    HOME_PAGE = "home-page"
    BOT_WALL = "bot-wall"
    CONSENT_WALL = "consent-wall"
    LOGIN_WALL = "login-wall"
    PAYWALL = "paywall"
    GEO_BLOCK = "geo-block"
    NETWORK_BLOCK = "network-block"
    """A filter of a network or a provider answers in place of the site."""
    AGE_WALL = "age-wall"
    AD_WALL = "ad-wall"
    """Readers are to switch off what blocks advertisements."""
    INTERSTITIAL = "interstitial"
    """A page that the site shows before the one asked for."""
    SEARCH_RESULTS = "search-results"
    FAREWELL = "farewell"
    """The site says that it has closed."""
    STUB = "stub"
    """A notice that the page is elsewhere; `Liveness.onward` says where."""
    FRAMESET = "frameset"
    """Frames, whose pages have the text; `Liveness.onward` is the main one."""
    MAINTENANCE = "maintenance"
    SERVER_DEFAULT = "server-default"
    DIRECTORY_LISTING = "directory-listing"
    SCRIPT_SHELL = "script-shell"
    EMPTY = "empty"
    OTHER_MEDIA = "other-media"


class Liveness(Value, frozen=True):
    """What kind of answer a page is, how sure that is and why.

    Attributes:
        kind: see `PageKind`.
        confidence: 0 to 1.
        reasons: the signs it was told by, for people.
        onward: where a notice or a frameset says that the page is, or None.
        probed: the page does not say so itself: the site returns the same page for an address that
            cannot exist.
    """

    kind: PageKind
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    onward: str | None = None
    probed: bool = False


class Page(Value, frozen=True):
    """What a reader sees at an address.

    Attributes:
        url: the address that answered.
        kind: see `Liveness`.
        content_type: media type without parameters.
        encoding: the encoding the body was read in.
        titles: candidates, the most trustworthy first.
        description: the page's own summary.
        lead: beginning of the main text.
        text: main text, capped; kept only while the citation is judged.
        names: the names and numbers in the main text behind `text`; kept as long as that.
        cut: there is more main text than these two are from: it is very long, was not received to
            its end, or is a live report.
        visible: beginning of all that a reader sees, where there is little main text; kept only
            while the citation is judged.
        publishers: candidates for the publisher's name, the most trustworthy first.
        authors: names.
        published: ISO 8601 date or date-time.
        modified: ISO 8601 date or date-time.
        declared_languages: BCP 47 tags with their source ("html", "og:locale", …).
        language: what the text itself is written in.
        canonical: the address the page calls its own.
        alternates: (BCP 47 tag, address) of its other language editions.
        amp: the address of its AMP edition.
        accessible_for_free: what the page says of that (schema.org isAccessibleForFree), or None
            where it says nothing: False is the mark of a paywall.
        noarchive: the site asks archives not to keep a copy (robots meta element or header).
        story: it is marked as a story (a date or a type in its data), or has some prose outside
            lists. A page that is not a story cannot prove to be a different one.
        gate: it is short, has few links and wants something pressed, filled in or run: it may be
            before the page, even if nothing says so in words that are known.
        headlines: those that a page without a story of its own lists, as pages of sections do;
            kept only while the citation is judged.
        fragment: the one that a redirect named, see `Resolution.fragment`.
        anchors: identifiers a fragment can point to, or None where nobody asked or not
            all of the page was read.
    """

    METADATA: ClassVar[str] = "application/vnd.citationstyles.csl+json"
    """The media type of what a registry says of a publication, in place of the page itself."""

    url: str
    liveness: Liveness
    content_type: str = ""
    encoding: str | None = None
    titles: tuple[Candidate, ...] = ()
    description: str | None = None
    lead: str | None = None
    text: str = ""
    names: str = ""
    cut: bool = False
    visible: str = ""
    publishers: tuple[Candidate, ...] = ()
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    declared_languages: tuple[Candidate, ...] = ()
    language: LanguageGuess = LanguageGuess(tag="und", confidence=0.0)
    canonical: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    amp: str | None = None
    accessible_for_free: bool | None = None
    noarchive: bool = False
    story: bool = True
    gate: bool = False
    headlines: tuple[str, ...] = ()
    fragment: str | None = None
    anchors: frozenset[str] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing speaks for more of its main text than `text` and `names` are from."""
        return not self.cut and self.accessible_for_free is not False

    @property
    def is_metadata(self) -> bool:
        """Whether this is what a registry says of the publication, not the page at the address."""
        return self.content_type == self.METADATA

    def bare(self) -> Page:
        """Return it without what is kept only while the citation is judged."""
        return msgspec.structs.replace(
            self, text="", names="", cut=False, visible="", headlines=(), anchors=None
        )

    @property
    def title(self) -> str | None:
        """The most trustworthy title, or None."""
        return self.titles[0].text if self.titles else None
