"""Turn a body's bytes into text, whatever its label claims.

The order is that of the WHATWG encoding standard (byte order mark, transport label, label in
the document) with two corrections that real pages need: bytes that are valid multi-byte UTF-8
are UTF-8, and a missing or lying label of a Cyrillic page is told by the bytes themselves.
"""

from __future__ import annotations

import codecs
import re
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Decoded", "decode"]

# https://encoding.spec.whatwg.org/#names-and-labels: labels that mean another encoding than
# they say, where Python takes them at their word.
_WHATWG = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "tis-620": "windows-874",
    "gb2312": "gbk",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    # A label found inside the document cannot be UTF-16: it would not have been readable.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Codecs of Python that are no encodings of web pages: some refuse to replace bad bytes, some give
# lone surrogates, which nothing can write afterwards.
_NO_ENCODINGS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"}
_META = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,512}?(?:charset|encoding)\s*+=\s*+["']?\s*+([A-Za-z0-9_.:-]{2,40})""",
    re.IGNORECASE,
)
_HEADER = re.compile(r"""charset\s*+=\s*+["']?\s*+([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_META_WITHIN = 4096
_HIGH_WORDS = re.compile(rb"[\x80-\xff]{2,}")
_CYRILLIC = ("windows-1251", "koi8-u", "iso8859-5", "cp866")
# Labels under which Cyrillic pages are really served (names of Python's codecs).
_DOUBTFUL = {
    None, "utf-8", "cp1252", "windows-1252", "cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866",
}  # fmt: skip
_FREQUENT = frozenset("оеаинтсрвлкмдпуіяьгз")
_SAMPLE = 20_000


class Decoded(NamedTuple):
    """A body as text.

    Attributes:
        text: all of it.
        encoding: that it was read in, a Python codec's name.
        utf8: the same in UTF-8, where it came so and nothing had to be replaced; else None. The
            parser takes it as it is, and must encode a text again.
    """

    text: str
    encoding: str
    utf8: bytes | None = None


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Return a body as text.

    Args:
        body: the bytes, perhaps cut off in the middle of a character.
        content_type: the Content-Type header, or None.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(encoding, "replace"), encoding)
    if body.isascii():
        return Decoded(body.decode("ascii"), "utf-8", body)
    try:
        text, length = codecs.utf_8_decode(body, "strict", False)  # a last character may be cut off
        return Decoded(text, "utf-8", body[:length])
    except UnicodeDecodeError:
        pass
    encoding = _told_by_bytes(body, _label(body, content_type))
    return Decoded(body.decode(encoding, "replace"), encoding)


def _label(body: bytes, content_type: str | None) -> str | None:
    """Return the codec that the header or the document names, or None."""
    names = []
    if content_type and (match := _HEADER.search(content_type)):
        names.append(match[1])
    if found := _META.search(body[:_META_WITHIN]):
        names.append(found[1].decode("ascii"))
    for name in names:
        try:
            b"a".decode(name)  # a LookupError also for codecs of no text, such as hex and rot13
        except (LookupError, UnicodeError):
            continue
        codec = codecs.lookup(name).name
        if codec.replace("_", "-") in _NO_ENCODINGS:
            continue
        return _WHATWG.get(codec, codec)
    return None


def _told_by_bytes(body: bytes, label: str | None) -> str:
    """Choose an encoding for bytes that are not UTF-8.

    A label that Cyrillic text could bear is held against the other Cyrillic encodings; other
    labels (Japanese, Chinese, Greek …) are believed, and so is UTF-8 with a few broken bytes.
    """
    if label == "utf-8" and _mostly_utf8(body):
        return "utf-8"
    if label not in _DOUBTFUL:
        return label or "windows-1252"
    words = b" ".join(_HIGH_WORDS.findall(body[: 4 * _SAMPLE]))[:_SAMPLE]
    scores = {name: _plausibility(words.decode(name, "replace")) for name in _CYRILLIC}
    best = max(scores, key=lambda name: scores[name])
    # Words wholly of accented letters are rare in any Latin script; common in every Cyrillic one.
    if len(words) >= 4 and scores[best] > 0.6:
        return best
    return label if label not in {None, "utf-8"} else "windows-1252"


def _mostly_utf8(body: bytes) -> bool:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken * 20 < sum(character > "\x7f" for character in text)


def _plausibility(text: str) -> float:
    """Say how much a text looks like Cyrillic words: 0 (not at all) to about 1.

    Letters that every Cyrillic language uses often speak for it; capitals behind small letters
    (what koi8 looks like when read as windows-1251, and the reverse) and signs between letters
    speak against it.
    """
    letters = text.replace(" ", "")
    if not letters:
        return 0.0
    good = sum(letter in _FREQUENT for letter in letters.lower())
    upper = sum(before.islower() and letter.isupper() for before, letter in pairwise(text))
    odd = sum(not "\u0400" <= letter <= "\u04ff" for letter in letters)
    capitals = sum(letter.isupper() for letter in letters)
    # All capitals are as likely a headline as a wrong reading: count them a little against it.
    return (good - 2 * upper - 2 * odd) / len(letters) - 0.3 * (capitals / len(letters))
