"""What an answer is that is no page: an image, a film, an office document."""

from __future__ import annotations

__all__ = ["what_it_is"]

# Media types of the IANA register, by how they begin.
_TYPES = (
    ("application/pdf", "a PDF document"),
    ("application/vnd.openxmlformats-officedocument", "an office document"),
    ("application/vnd.oasis.opendocument", "an office document"),
    ("application/vnd.ms-", "an office document"),
    ("application/msword", "an office document"),
    ("application/rtf", "an office document"),
    ("text/rtf", "an office document"),
    ("application/epub", "a book"),
    ("image/", "an image"),
    ("video/", "a film"),
    ("audio/", "a sound recording"),
    ("application/zip", "an archive of files"),
    ("application/json", "data"),
    ("text/plain", "plain text"),
)  # fmt: skip
# How such files begin, for servers that do not say or say "octet-stream".
_BEGINNINGS = (
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"{\\rtf", "an office document"),
    (b"\x89PNG\r\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image, a film or a sound recording"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a film or a sound recording"),
    (b"\x1aE\xdf\xa3", "a film"),
)
_IN_OFFICE_FILES = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis", b"word/", b"xl/")


def what_it_is(media_type: str, body: bytes) -> str:
    """Return what a document that is not HTML is, in words.

    Args:
        media_type: as the server gives it, without parameters, in lower case; "" where it does not.
        body: its beginning is looked at where the type does not say.
    """
    found = next((name for start, name in _TYPES if media_type.startswith(start)), None)
    if found is None or found == "an archive of files":
        found = _by_beginning(body) or found
    if found is None:
        return media_type or "not an HTML document"
    return f"{found} ({media_type})" if media_type else found


def _by_beginning(body: bytes) -> str | None:
    if body.startswith(b"PK\x03\x04"):
        office = any(mark in body[:4096] for mark in _IN_OFFICE_FILES)
        return "an office document" if office else "an archive of files"
    if body[4:8] == b"ftyp":
        return "a film"
    return next((name for start, name in _BEGINNINGS if body.startswith(start)), None)
