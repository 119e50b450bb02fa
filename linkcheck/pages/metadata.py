"""Read what an HTML page says of itself: titles, publisher, dates, languages, text."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import msgspec
from selectolax.lexbor import LexborHTMLParser

from linkcheck.languages.names import primary_tag
from linkcheck.models import Candidate
from linkcheck.pages.dates import DATED, dates_on, day_of_site, declared_dates
from linkcheck.pages.depth_limit import cut_where_too_deep
from linkcheck.pages.main_text import fold, main_text, node_text, visible_text
from linkcheck.pages.structured import article_of, first_text, nodes, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from linkcheck.pages.decode import Decoded

__all__ = ["Metadata", "read_metadata"]

MAX_FIELD = 1000
"""Longest title, name or description kept, in characters."""
MAX_LEAD = 600

_HEADING_OR_TIME = f"article h1, main h1, [itemprop=headline], {DATED}"
_TIMES = 24
# Types of the Open Graph protocol and of schema.org that name a work.
_WORKS = re.compile(
    r"(?i)\b(?:article|news|video|music|book|movie|podcast|episode)\b"
    r"|(?:Article|Posting|Report|Review|VideoObject|AudioObject)\Z"
)
_MARKUP = (
    "article h1, [itemprop=headline], [itemtype$=Article], [itemtype$=BlogPosting],"
    " [itemtype$=VideoObject]"
)
_AUTHOR_NAMES = (
    "author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
    "article:author",
)  # fmt: skip
_MOST_AUTHORS = 50
# Addresses that are absolute, with nothing to take apart.
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]+/[A-Za-z0-9/._~%-]*")
_META_NAMES = frozenset({"property", "name", "itemprop", "http-equiv"})
_ROBOTS = ("robots", "googlebot", "ia_archiver")


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What an HTML page says of itself; the fields are those of `linkcheck.models.Page`.

    Attributes:
        cut: there is more main text than `text` and `names` are from.
        own_text: length of all text outside scripts, in characters, to tell an empty page by.
        dated: its data, not only its text, give a story's date or mark one.
        marked: its data or its elements say that it is an article, a film or the like.
        told: it has a heading, and its data give the story's title, date and publisher.
    """

    titles: tuple[Candidate, ...] = ()
    description: str | None = None
    lead: str | None = None
    text: str = ""
    names: str = ""
    cut: bool = False
    publishers: tuple[Candidate, ...] = ()
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    declared_languages: tuple[Candidate, ...] = ()
    canonical: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    amp: str | None = None
    accessible_for_free: bool | None = None
    noarchive: bool = False
    anchors: frozenset[str] = frozenset()
    own_text: int = 0
    body_text: str = ""
    dated: bool = False
    marked: bool = False
    told: bool = False


def read_metadata(
    document: Decoded, url: str, content_language: str | None = None, *, anchors: bool = True
) -> Metadata:
    """Read an HTML document.

    Args:
        document: perhaps cut off.
        url: the address it was read from, for relative addresses in it.
        content_language: the Content-Language header, or None.
        anchors: look for what a fragment can point to.
    """
    text = cut_where_too_deep(document.text)
    tree = LexborHTMLParser((document.utf8 if text is document.text else None) or text)
    metas = _metas(tree)
    scripts = [
        node.text()
        for node in tree.tags("script")
        if "ld+json" in (_attribute(node, "type") or "").lower()
    ]
    article = article_of(linked := nodes(scripts))
    links = _links(tree, url)
    language = _attribute(tree.root, "lang") or _attribute(tree.root, "xml:lang")
    main = main_text(tree)
    paragraphs = main.paragraphs
    headings, times = _headings_and_times(tree)
    declared = declared_dates(article, metas)
    shown = dates_on(tree, times, headings) if declared.published is None else declared
    publishers = _publishers(metas, article, linked)
    lead = next((part for part in paragraphs if len(part) >= 60), None)
    return Metadata(
        titles=_titles(tree, metas, article, headings),
        description=_clean(
            _first(metas, "og:description", "description", "twitter:description")
            or first_text(article.get("description"))
        ),
        lead=lead[:MAX_LEAD] if lead else None,
        text=main.text,
        names=main.names,
        cut=main.cut or _is_live(article),
        publishers=publishers,
        authors=_authors(article, metas),
        published=day_of_site(declared.published or shown.published, url),
        modified=declared.modified or shown.modified,
        declared_languages=_languages(
            ("html", language),
            ("og:locale", _first(metas, "og:locale")),
            ("content-language", content_language or _first(metas, "content-language")),
            ("json-ld", first_text(article.get("inLanguage"))),
        ),
        canonical=next((href for rel, _, href in links if rel == "canonical"), None),
        alternates=tuple(
            (tag, href)
            for rel, hreflang, href in links
            if rel == "alternate" and hreflang and (tag := primary_tag(hreflang)) is not None
        )[:50],
        amp=next((href for rel, _, href in links if rel == "amphtml"), None),
        accessible_for_free=_is_free(linked),
        noarchive=any("noarchive" in text.lower() for text in _all(metas, _ROBOTS)),
        anchors=frozenset(_anchors(tree)) if anchors else frozenset(),
        own_text=sum(map(len, paragraphs)),
        body_text=visible_text(tree, paragraphs),
        dated=declared.published is not None,
        marked=_is_marked(tree, metas, article),
        told=bool(headings and publishers)
        and declared.published is not None
        and first_text(article.get("headline")) is not None,
    )


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """Return the contents of all meta elements by lower-case name, property or http-equiv."""
    found: dict[str, list[str]] = {}
    for node in tree.tags("meta"):
        attributes = node.attributes
        content = attributes.get("content")
        if not content or content.isspace():
            continue
        for key, name in attributes.items():
            if name and key in _META_NAMES:
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(metas: dict[str, list[str]], *names: str) -> str | None:
    return next(iter(_all(metas, names)), None)


def _all(metas: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [content for name in names for content in metas.get(name, ())]


def _links(tree: LexborHTMLParser, url: str) -> list[tuple[str, str | None, str]]:
    """Return (relation, hreflang, absolute address) of the link elements that matter."""
    found = []
    for node in tree.tags("link"):
        attributes = node.attributes
        relation = (attributes.get("rel") or "").strip().lower()
        href = attributes.get("href")
        if href is None or relation not in {"canonical", "alternate", "amphtml"}:
            continue
        href = href.strip()
        if not _PLAIN_ADDRESS.fullmatch(href):
            try:
                href = urljoin(url, href)
            except ValueError:
                continue
        found.append((relation, attributes.get("hreflang"), href))
    return found


def _is_marked(
    tree: LexborHTMLParser, metas: dict[str, list[str]], article: dict[str, Any]
) -> bool:
    """Tell whether a page says that it is a work of its own, not a list or a form."""
    if any(_WORKS.match(kind) for kind in _all(metas, ("og:type",))) or "citation_title" in metas:
        return True
    if any(_WORKS.search(kind) for kind in texts(article.get("@type"))):
        return True
    return tree.css_first(_MARKUP) is not None


def _is_live(article: dict[str, Any]) -> bool:
    """Return whether a page is a live report, which shows a part of its entries at a time."""
    return any(kind.endswith("LiveBlogPosting") for kind in texts(article.get("@type")))


def _is_free(linked: list[dict[str, Any]]) -> bool | None:
    """Return what the page's JSON-LD says of its being free to read, or None.

    Publishers write a boolean, or its name in any case or as an address; of all of the story or
    of the part behind the wall.
    """
    for node in linked:
        part = node.get("hasPart")
        for place in [node, *(part if isinstance(part, list) else [part])[:20]]:
            said = place.get("isAccessibleForFree") if isinstance(place, dict) else None
            if isinstance(said, bool):
                return said
            word = said.strip().lower().rpartition("/")[2] if isinstance(said, str) else None
            if word in {"true", "false"}:
                return word == "true"
    return None


def _titles(
    tree: LexborHTMLParser,
    metas: dict[str, list[str]],
    article: dict[str, Any],
    headings: Iterable[LexborNode],
) -> tuple[Candidate, ...]:
    offered: list[tuple[str | None, str]] = [
        (_first(metas, "citation_title"), "citation_title"),
        (first_text(article.get("headline")), "json-ld"),
        (_first(metas, "og:title"), "og:title"),
    ]
    offered += [(node_text(node), "h1") for node in headings]
    offered.append((_first(metas, "twitter:title"), "twitter:title"))
    # The first title that has text: some pages leave an empty one before it, drawings have others.
    title = next((text for node in tree.tags("title") if (text := node_text(node))), None)
    offered.append((title, "title"))
    offered.append((first_text(article.get("alternativeHeadline")), "json-ld alternative"))
    # Most pages give the same title at each place: it is cleaned once.
    first: dict[str, str] = {}
    for offer, source in offered:
        if offer:
            first.setdefault(offer, source)
    kept: dict[str, Candidate] = {}
    for offer, source in first.items():
        clean = _clean(offer)
        if clean and clean not in kept:
            kept[clean] = Candidate(text=clean, source=source)
    return tuple(kept.values())


def _headings_and_times(
    tree: LexborHTMLParser,
) -> tuple[list[LexborNode], list[LexborNode]]:
    """Return the h1 elements, those inside the article first, and the elements with a date.

    Each selector goes through the whole document, so they are asked for together.
    """
    headings: list[LexborNode] = []
    times: list[LexborNode] = []
    for node in tree.css(_HEADING_OR_TIME):
        heading = node.tag == "h1" or _attribute(node, "itemprop") == "headline"
        (headings if heading else times).append(node)
    every = {node.mem_id: node for node in (*headings[:3], *tree.tags("h1")[:4])}
    return list(every.values()), times[:_TIMES]


def _publishers(
    metas: dict[str, list[str]], article: dict[str, Any], linked: list[dict[str, Any]]
) -> tuple[Candidate, ...]:
    offered = [(name, "json-ld") for name in texts(article.get("publisher"))]
    offered += [(name, "og:site_name") for name in metas.get("og:site_name", [])]
    offered += [(name, "citation_publisher") for name in _all(metas, ["citation_publisher"])]
    offered += [
        (name, "json-ld organization")
        for node in linked
        if any(
            kind.endswith("Organization") or kind == "WebSite" for kind in texts(node.get("@type"))
        )
        for name in texts(node)
    ]
    offered += [(name, "application-name") for name in metas.get("application-name", [])]
    kept: dict[str, Candidate] = {}
    for name, source in offered:
        clean = _clean(name)
        if clean:
            kept.setdefault(clean.casefold(), Candidate(text=clean, source=source))
    return tuple(kept.values())[:10]


def _authors(article: dict[str, Any], metas: dict[str, list[str]]) -> tuple[str, ...]:
    named = [*texts(article.get("author")), *metas.get("citation_author", ())]
    named = named or _all(metas, _AUTHOR_NAMES)
    # Some give the address of a profile.
    names = (_short(name) for name in named if not name.lstrip().startswith(("http", "/", "@")))
    return tuple(filter(None, dict.fromkeys(names)))[:_MOST_AUTHORS]


def _languages(*declared: tuple[str, str | None]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(text=tag, source=source)
        for source, text in declared
        if text and (tag := primary_tag(text.partition(",")[0])) is not None
    )


def _anchors(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css("[id]"):
        if name := node.attributes.get("id"):
            yield name
    for node in tree.css("a[name]"):
        if name := node.attributes.get("name"):
            yield name


def _attribute(node: LexborNode | None, name: str) -> str | None:
    return node.attributes.get(name) if node is not None else None


def _clean(text: str | None) -> str | None:
    if text is None:
        return None
    # Entities escaped twice are common in meta elements and in JSON-LD.
    text = fold(html.unescape(text) if "&" in text else text)
    return text[:MAX_FIELD] or None


def _short(text: str) -> str:
    return (_clean(text) or "")[:200]
