"""Read what came back from an address: what kind of page it is and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.languages import detect
from linkcheck.models import Liveness, Page, PageKind, Resolution
from linkcheck.pages.decode import Decoded, decode_page
from linkcheck.pages.documents import PDF, read_pdf
from linkcheck.pages.liveness import STORY, judge_liveness
from linkcheck.pages.media import what_it_is
from linkcheck.pages.metadata import Metadata, read_metadata
from linkcheck.pages.story import up_to_its_end, with_data_behind

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.languages import Detect

__all__ = ["read_page"]

_HTML = {"text/html", "application/xhtml+xml", "application/xml", "text/xml", ""}
_VISIBLE = 2000
"""How much is kept of what a reader sees on a page with little main text, in characters."""
_HTML_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<meta")


def read_page(resolution: Resolution, detect: Detect = detect) -> Page:
    """Return what a reader sees at an address.

    Args:
        resolution: an answer (its `status` is set), of whatever status.
        detect: detects the language of its text.

    Returns:
        The page; documents that are not HTML are named for what they are and have no title.
    """
    content_type = resolution.header("content-type")
    media_type = (content_type or "").partition(";")[0].strip().lower()
    is_pdf = media_type == PDF or resolution.body.startswith(b"%PDF-")
    if is_pdf and (document := read_pdf(resolution, detect)) is not None:
        return document
    if not _is_html(media_type, resolution.body):
        return Page(
            url=resolution.final_url,
            content_type=media_type,
            liveness=Liveness(
                kind=PageKind.OTHER_MEDIA, reasons=(what_it_is(media_type, resolution.body),)
            ),
        )
    robots = (resolution.header("x-robots-tag") or "").lower()
    wanted = "#" in resolution.url and not resolution.truncated
    language = resolution.header("content-language")

    def read(body: bytes) -> tuple[Decoded, Metadata]:
        source = decode_page(body, content_type)
        return source, read_metadata(source, resolution.final_url, language, anchors=wanted)

    source, meta = _read_as_far_as_needed(resolution.body, read, whole=wanted)
    judged = judge_liveness(resolution, meta, source.text)
    return Page(
        url=resolution.final_url,
        fragment=resolution.fragment,
        liveness=judged.liveness,
        story=judged.story,
        gate=judged.gate,
        headlines=judged.headlines,
        content_type=media_type,
        encoding=source.encoding,
        titles=meta.titles,
        description=meta.description,
        lead=meta.lead,
        text=meta.text,
        names=meta.names,
        cut=meta.cut or resolution.truncated,
        visible=meta.body_text[:_VISIBLE] if meta.own_text < STORY else "",
        publishers=meta.publishers,
        authors=meta.authors,
        published=meta.published,
        modified=meta.modified,
        declared_languages=meta.declared_languages,
        language=detect(_language_sample(meta)),
        canonical=meta.canonical,
        alternates=meta.alternates,
        amp=meta.amp,
        accessible_for_free=meta.accessible_for_free,
        noarchive=meta.noarchive or "noarchive" in robots,
        anchors=meta.anchors if wanted else None,
    )


def _read_as_far_as_needed(
    body: bytes, read: Callable[[bytes], tuple[Decoded, Metadata]], *, whole: bool
) -> tuple[Decoded, Metadata]:
    """Read the part of a document that its story is in; all of it where that part says little."""
    story = None if whole else up_to_its_end(body)
    if story is None:
        return read(body)
    source, meta = read(story)
    if meta.own_text < STORY:
        return read(body)
    if meta.told:
        return source, meta
    further = with_data_behind(body, len(story))
    return (source, meta) if further == story else read(further or body)


def _is_html(media_type: str, body: bytes) -> bool:
    if media_type not in _HTML:
        return False
    if media_type in {"text/html", "application/xhtml+xml"}:
        return True
    start = body[:1024].lower()
    return any(sign in start for sign in _HTML_SIGNS)


def _language_sample(meta: Metadata) -> str:
    """Return the text to tell the language by: the story, and its title where that is short."""
    title = meta.titles[0].text if meta.titles else ""
    if len(meta.text) >= 200:
        # A page of running text tells its language in three lines.
        return meta.text[:300]
    return " ".join(filter(None, (title, meta.description, meta.text)))
