"""The nouns of linkcheck: frozen, typed values that each stage takes and hands on.

    Article ─ Citation ─▶ Resolution ─▶ Page ─▶ Evidence ─▶ Verdict ─▶ Report

Text that came from an article or from the network is kept as it was found; whoever shows it
to a person, a terminal or a file makes it harmless there.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

__all__ = [
    "Article",
    "Candidate",
    "Citation",
    "Evidence",
    "Failure",
    "Field",
    "Finding",
    "Hop",
    "LanguageGuess",
    "Liveness",
    "Location",
    "Match",
    "Page",
    "PageKind",
    "Problem",
    "Proposal",
    "Quotation",
    "Report",
    "Resolution",
    "Rule",
    "Severity",
    "Status",
    "UrlStatus",
    "Verdict",
]


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all nouns share: immutable, compared by value, named fields only."""


# --- what an article says -------------------------------------------------------------------


class Location(Value, frozen=True):
    """A stretch of a source file.

    Attributes:
        path: the file as the user named it (or the address, or `-` for standard input).
        line: counted from 1.
        column: counted from 1, in characters (code points).
        start: offset of the first character in the file's decoded text, without byte order
            mark and with line ends as they stand in the file.
        end: offset behind the last character.
    """

    path: str
    line: int
    column: int
    start: int
    end: int


class Citation(Value, frozen=True):
    """One source that an article names.

    Attributes:
        location: where the address stands; where there is none, the whole item.
        url: the address as meant (entities and escapes of the file format undone, relative
            references resolved where the base is known), or None: an unlinked citation.
        written: the address exactly as it stands in the file at `location`, or None.
        title: the title that the article gives the source, or None where it claims none.
        title_location: where the title stands.
        title_repaired: the title as it must have read before it was damaged by a wrong encoding
            (mojibake), or None where it is sound.
        title_language: BCP 47 tag of the title's own language, or None where undetermined.
        language: BCP 47 tag of the language that the article declares for the source
            (`hreflang`, "(in Ukrainian)", a template's `language=`), or None.
        trans_title: the title's declared translation (CS1 `trans-title`).
        publisher: the name that the article gives the publisher.
        place: the country or city named beside the publisher.
        author: the author named.
        date: cited publication date, ISO 8601, reduced precision allowed ("2014-03").
        section: heading of the list the citation stands in.
        context: the sentence around an inline link.
        inline: True for a link in running text, whose anchor need not be a title.
        archive_url: address of an archived copy that the article gives.
        archive_date: date of that copy, ISO 8601.
        access_date: when the author looked at the source, ISO 8601.
        url_status: what the article itself says of the address (CS1 `url-status`).
    """

    location: Location
    url: str | None = None
    written: str | None = None
    title: str | None = None
    title_location: Location | None = None
    title_repaired: str | None = None
    title_language: str | None = None
    language: str | None = None
    trans_title: str | None = None
    publisher: str | None = None
    place: str | None = None
    author: str | None = None
    date: str | None = None
    section: str | None = None
    context: str | None = None
    inline: bool = False
    archive_url: str | None = None
    archive_date: str | None = None
    access_date: str | None = None
    url_status: str | None = None


class Quotation(Value, frozen=True):
    """Words that the article quotes, without the quotation marks.

    Attributes:
        text: the words.
        location: where they stand, marks excluded.
        speaker: whom the text names as having said them, or None.
    """

    text: str
    location: Location
    speaker: str | None = None


class Problem(Value, frozen=True):
    """Something in the input that could not be read, with what to do about it.

    Attributes:
        path: the file.
        message: what is wrong and what to do.
        line: counted from 1, or None for the whole file.
    """

    path: str
    message: str
    line: int | None = None


class Article(Value, frozen=True):
    """One article (or a consecutive part of a very long one) with the sources it cites.

    Attributes:
        path: the file as the user named it.
        format: name of the format it was read as ("html", "markdown", "text", …).
        id: identity inside the file where that holds several articles.
        url: where the article itself is published, if it says so.
        title: its headline.
        language: BCP 47 tag, declared or detected.
        published: ISO 8601 date or date-time, if it says so.
        citations: in order of appearance.
        quotations: in order of appearance.
        problems: what could not be read in it.
    """

    path: str
    format: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    citations: tuple[Citation, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    problems: tuple[Problem, ...] = ()


# --- what the web answers ---------------------------------------------------------------------


class Failure(StrEnum):
    """Why an address gave no answer at all."""

    MALFORMED_URL = "malformed-url"
    UNSUPPORTED_SCHEME = "unsupported-scheme"
    PRIVATE_ADDRESS = "private-address"
    NO_SUCH_HOST = "no-such-host"
    DNS_TEMPORARY = "dns-temporary"
    REFUSED = "refused"
    RESET = "reset"
    CONNECT_TIMEOUT = "connect-timeout"
    READ_TIMEOUT = "read-timeout"
    TLS_EXPIRED = "tls-expired"
    TLS_WRONG_NAME = "tls-wrong-name"
    TLS_SELF_SIGNED = "tls-self-signed"
    TLS_UNTRUSTED = "tls-untrusted"
    TLS_OTHER = "tls-other"
    REDIRECT_LOOP = "redirect-loop"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    MALFORMED_ANSWER = "malformed-answer"
    DECOMPRESSION_BOMB = "decompression-bomb"
    NETWORK = "network"
    NOT_RECORDED = "not-recorded"


class Hop(Value, frozen=True):
    """One request and its answer on the way to the final address.

    Attributes:
        url: the address asked.
        method: RFC 9110 method.
        status: status code, or None where no answer came.
        elapsed: seconds from the request to the end of the answer's head.
        peer: IP address connected to, where known.
        protocol: "HTTP/1.1" or "HTTP/2", where known.
        via: how we came here: "request", "redirect", "meta-refresh" or "script".
        location: the next address that this answer names, as it was sent.
    """

    url: str
    method: str = "GET"
    status: int | None = None
    elapsed: float = 0.0
    peer: str | None = None
    protocol: str | None = None
    via: str = "request"
    location: str | None = None


class Resolution(Value, frozen=True):
    """What came of asking for an address.

    Attributes:
        url: the address asked for, as cited.
        final_url: the address that answered last.
        hops: every request made, in order, redirects included.
        status: final status code, or None where `failure` says why there is none.
        failure: why there is no answer.
        detail: the failure in words, for people.
        headers: the final answer's headers, names in lower case, in order, repeats kept.
        body: the body as received after content codings are undone, up to the cap.
        truncated: True where the body was longer than the cap.
        fetched_at: ISO 8601 date-time in UTC.
        elapsed: seconds in all.
        attempts: how often the whole chain was tried.
    """

    url: str
    final_url: str
    hops: tuple[Hop, ...] = ()
    status: int | None = None
    failure: Failure | None = None
    detail: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    truncated: bool = False
    fetched_at: str = ""
    elapsed: float = 0.0
    attempts: int = 1

    def header(self, name: str) -> str | None:
        """Return the first header of that name (any case), or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)


# --- what a page is ---------------------------------------------------------------------------


class LanguageGuess(Value, frozen=True):
    """The language of a text.

    Attributes:
        tag: BCP 47 primary tag, or "und" where it cannot be told.
        confidence: 0 to 1.
        alternatives: other candidates with their confidence, best first.
    """

    tag: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


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
    """

    kind: PageKind
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


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
        publishers: candidates for the publisher's name, the most trustworthy first.
        authors: names.
        published: ISO 8601 date or date-time.
        modified: ISO 8601 date or date-time.
        declared_languages: BCP 47 tags with their source ("html", "og:locale", …).
        language: what the text itself is written in.
        canonical: the address the page calls its own.
        alternates: (BCP 47 tag, address) of its other language editions.
        anchors: identifiers a fragment can point to, or None where they were not read whole.
    """

    url: str
    liveness: Liveness
    content_type: str = ""
    encoding: str | None = None
    titles: tuple[Candidate, ...] = ()
    description: str | None = None
    lead: str | None = None
    text: str = ""
    publishers: tuple[Candidate, ...] = ()
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    declared_languages: tuple[Candidate, ...] = ()
    language: LanguageGuess = LanguageGuess(tag="und", confidence=0.0)
    canonical: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    anchors: frozenset[str] | None = None

    @property
    def title(self) -> str | None:
        """The most trustworthy title, or None."""
        return self.titles[0].text if self.titles else None


# --- what follows from it ---------------------------------------------------------------------


class Field(StrEnum):
    """What of a citation is compared with the page."""

    TITLE = "title"
    PUBLISHER = "publisher"
    DATE = "date"
    LANGUAGE = "language"
    QUOTATION = "quotation"


class Match(StrEnum):
    """Outcome of comparing one field.

    `UNVERIFIABLE`: both sides are there and nothing can be concluded.
    `ABSENT`: the citation or the page does not say.
    """

    MATCH = "match"
    MISMATCH = "mismatch"
    UNVERIFIABLE = "unverifiable"
    ABSENT = "absent"


class Evidence(Value, frozen=True):
    """What speaks for or against a citation in one field.

    Attributes:
        field: what was compared.
        match: the outcome.
        relation: how the two relate, where the outcome alone does not say: for titles "same",
            "changed", "translated", "another"; else None.
        score: 0 (nothing in common) to 1 (the same), or None where nothing was compared.
        cited: what the article says.
        found: what the page says.
        source: where on the page that was found (`Candidate.source`), or which fact told it.
    """

    field: Field
    match: Match
    relation: str | None = None
    score: float | None = None
    cited: str | None = None
    found: str | None = None
    source: str | None = None


class Severity(StrEnum):
    """How much a finding matters; only `ERROR` makes a run fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Status(StrEnum):
    """The answer to "does the link still lead there?". `UNVERIFIED`: it could not be told."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"
    UNVERIFIED = "unverified"


class UrlStatus(StrEnum):
    """The same in the words of Wikipedia's citation templates (CS1 `url-status`)."""

    LIVE = "live"
    DEAD = "dead"
    UNFIT = "unfit"
    USURPED = "usurped"
    DEVIATED = "deviated"


class Rule(StrEnum):
    """Stable names of the findings; `linkcheck.rules` says what each means."""

    DEAD_LINK = "dead-link"
    SOFT_404 = "soft-404"
    PARKED_DOMAIN = "parked-domain"
    REDIRECTED_TO_HOME = "redirected-to-home"
    MOVED = "moved"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    CERTIFICATE_PROBLEM = "certificate-problem"
    REDIRECT_LOOP = "redirect-loop"
    MALFORMED_URL = "malformed-url"
    PRIVATE_ADDRESS = "private-address"
    UNLINKED_CITATION = "unlinked-citation"
    TITLE_MISMATCH = "title-mismatch"
    TITLE_CHANGED = "title-changed"
    TITLE_TRANSLATED = "title-translated"
    PUBLISHER_MISMATCH = "publisher-mismatch"
    LANGUAGE_MISMATCH = "language-mismatch"
    MOJIBAKE = "mojibake"


class Proposal(Value, frozen=True):
    """A way to mend a citation.

    Attributes:
        kind: "new-address", "other-edition", "title" or "archive".
        replacement: the text to put in place of the present one.
        location: the stretch of the article that it replaces, where known.
        reason: why this is believed to be right.
    """

    kind: str
    replacement: str
    location: Location | None = None
    reason: str | None = None


class Finding(Value, frozen=True):
    """One thing that an editor should know about a citation.

    Attributes:
        rule: stable name.
        severity: as judged, after settings.
        template: the message with named places for `facts`; the key for translations.
        facts: what fills those places; text from outside, not yet made harmless.
        proposal: how to mend it, where there is a way.
    """

    rule: Rule
    severity: Severity
    template: str
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    proposal: Proposal | None = None

    @property
    def message(self) -> str:
        """The message in English."""
        return self.template.format_map(self.facts)


class Verdict(Value, frozen=True):
    """What became of one citation, with all that it rests on.

    Attributes:
        citation: what the article says.
        status: the answer.
        article: the article's title, or None.
        url_status: the same in CS1 terms, or None where it could not be told.
        findings: the gravest first; empty on a good one.
        evidence: field by field.
        resolution: what came of asking, its body dropped, or None where nothing was asked.
        page: what was read there, its text dropped, or None.
    """

    citation: Citation
    status: Status
    article: str | None = None
    url_status: UrlStatus | None = None
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    resolution: Resolution | None = None
    page: Page | None = None


class Report(Value, frozen=True):
    """The outcome of a run.

    Attributes:
        verdicts: one for each citation, in the order of the articles.
        problems: input that could not be read.
        articles: how many articles were read.
        complete: False where the run was interrupted or could not finish.
        elapsed: seconds.
    """

    verdicts: tuple[Verdict, ...] = ()
    problems: tuple[Problem, ...] = ()
    articles: int = 0
    complete: bool = True
    elapsed: float = 0.0

    def count(self, status: Status) -> int:
        """Return how many verdicts have that status."""
        return sum(verdict.status is status for verdict in self.verdicts)

    @property
    def errors(self) -> int:
        """How many findings are at error level."""
        return sum(
            finding.severity is Severity.ERROR
            for verdict in self.verdicts
            for finding in verdict.findings
        )
