"""Citations that a file states field by field: bibliographies of reference managers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from linkcheck.articles.citations import titled
from linkcheck.articles.references.vocabulary import language_tag
from linkcheck.models import Citation
from linkcheck.text.identifiers import doi_of
from linkcheck.text.titles import fold_space

if TYPE_CHECKING:
    from linkcheck.articles.source import Source

__all__ = ["Field", "reference"]

_TAGS = re.compile(r"</?(?:i|b|em|strong|sup|sub|span|nc|sc)(?:\s[^<>]*)?>", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


class Field(NamedTuple):
    """What a field says, and where.

    Attributes:
        text: its value, the escapes of the format undone.
        start: offset of the value as written.
        end: offset behind it.
    """

    text: str
    start: int
    end: int


def reference(
    source: Source,
    *,
    url: Field | None,
    doi: Field | None,
    title: Field | None,
    where: tuple[int, int],
    on_the_web: bool,
    fields: dict[str, str | None],
) -> Citation | None:
    """Return the citation that an entry of a bibliography states.

    Args:
        source: the file.
        url: its address.
        doi: its digital object identifier, which leads to it where there is no address.
        title: its title, in which tags of emphasis do not count.
        where: offsets of the entry.
        on_the_web: whether a source of its kind has to have an address.
        fields: the other fields of the citation; `language` as written.

    Returns:
        The citation, or None for a source in print: it has no address and needs none.
    """
    identifier = doi_of(doi.text) if doi is not None else None
    # A DOI is enough: the run requests it where there is no address.
    place = url or (doi if identifier is not None else None)
    words = fold_space(_TAGS.sub("", title.text)) if title is not None else ""
    if place is None and not (on_the_web and words):
        return None
    start, end = where if place is None else (place.start, place.end)
    fields = {name: fold_space(text) for name, text in fields.items() if text}
    if fields.get("archive_url") and not _ADDRESS.match(fields["archive_url"] or ""):
        del fields["archive_url"]  # the name of an archive
    declared = fields.pop("language", None)
    citation = Citation(
        location=source.locate(start, end),
        url=url.text.strip() if url is not None else None,
        written=source.text[start:end] if url is not None else None,
        title_location=source.locate(title.start, title.end) if title is not None else None,
        language=language_tag(declared) if declared else None,
        doi=identifier,
    )
    citation = titled(citation, words or None, source.detect)
    return msgspec.structs.replace(citation, **fields)
