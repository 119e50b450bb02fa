"""Turn a body's bytes into text, whatever its label claims.

The order is that of the WHATWG encoding standard (byte order mark, transport label, label in
the document) with two corrections that real pages need: bytes that are valid multi-byte UTF-8
are UTF-8, and where a Cyrillic page has no label or a wrong one, its bytes decide.
"""

from __future__ import annotations

import codecs
import functools
import re
from typing import NamedTuple

from linkcheck.languages.mojibake import repaired_page

__all__ = ["Decoded", "decode", "decode_page"]

# https://encoding.spec.whatwg.org/#names-and-labels: labels that mean another encoding than
# they say, where Python takes them at their word.
_WHATWG = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "tis-620": "cp874",
    "gb2312": "gbk",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    # A label found inside the document cannot be UTF-16: it would not have been readable.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
# Labels of the same standard that Python does not know, besides those that it knows without "x-".
_ALIASES = {
    "windows-874": "cp874",
    "dos-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "x-mac-ukrainian": "mac-cyrillic",
    "x-x-big5": "big5hkscs",
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
_NO_ASCII = bytes(byte if byte > 0x7F else 0x20 for byte in range(256))
# Every byte as "a" (a letter of ASCII), "h" (no ASCII) or a space.
_KINDS = bytes(
    ord("h") if byte > 0x7F else ord("a") if chr(byte).isalpha() else ord(" ")
    for byte in range(256)
)
_UTF16_SAMPLE = 1024
_CYRILLIC = ("windows-1251", "koi8-u", "iso8859-5", "cp866")
# The same by the names of Python's codecs.
_LABELLED = {
    "cp1251": "windows-1251", "koi8-r": "koi8-u", "koi8-u": "koi8-u", "iso8859-5": "iso8859-5",
    "cp866": "cp866",
}  # fmt: skip
_CAPITALS = 0.3
# Labels under which Cyrillic pages are really served (names of Python's codecs).
_DOUBTFUL = {
    None, "utf-8", "cp1252", "windows-1252", *_LABELLED,
}  # fmt: skip
_FREQUENT = frozenset("оеаинтсрвлкмдпуіяьгз")
# How much is looked at to choose an encoding: bytes of the page, and words of them.
_SAMPLE = 80_000
_WORDS = 150


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
    if (order := _utf16(body, content_type)) is not None:
        return Decoded(body.decode(order, "replace"), order)
    if body.isascii():
        return Decoded(body.decode("ascii"), "utf-8", body)
    try:
        text, length = codecs.utf_8_decode(body, "strict", False)  # a last character may be cut off
        return Decoded(text, "utf-8", body[:length])
    except UnicodeDecodeError:
        pass
    encoding = _told_by_bytes(body, _label(body, content_type))
    return Decoded(body.decode(encoding, "replace"), encoding)


def decode_page(body: bytes, content_type: str | None = None) -> Decoded:
    """Return a page as text, as `decode` does, and repair what its site encoded twice.

    Args:
        body: the bytes, perhaps cut off in the middle of a character.
        content_type: the Content-Type header, or None.
    """
    found = decode(body, content_type)
    if found.encoding != "utf-8" or found.text.isascii():
        return found
    # In UTF-8 all accented letters of Western languages begin with this byte.
    text = repaired_page(found.text, accents=found.utf8 is None or b"\xc3" in found.utf8)
    return found if text is found.text else Decoded(text, found.encoding)


def _utf16(body: bytes, content_type: str | None) -> str | None:
    """Return the byte order of UTF-16 without a mark, or None where the body is not UTF-16.

    The markup at the start shows it: of each of its characters one byte is zero. Text without
    any such byte is UTF-16 only if the header says so and it is not UTF-8.
    """
    said = _HEADER.search(content_type) if content_type else None
    label = said[1].lower().replace("_", "-") if said else ""
    if not label.startswith("utf-16") and not body.startswith((b"<\0", b"\0<")):
        return None
    start = body[:_UTF16_SAMPLE]
    first, second = start[::2].count(0), start[1::2].count(0)
    if first == second:
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _label(body: bytes, content_type: str | None) -> str | None:
    """Return the codec that the header or the document names, or None."""
    names = []
    if content_type and (match := _HEADER.search(content_type)):
        names.append(match[1])
    if found := _META.search(body[:_META_WITHIN]):
        names.append(found[1].decode("ascii"))
    for label in map(str.lower, names):
        name = _ALIASES.get(label, label.removeprefix("x-"))
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

    A label that Cyrillic pages are served under is compared with the other Cyrillic encodings;
    other labels (Japanese, Chinese, Greek …) are believed, and so is UTF-8 with a few broken bytes.
    """
    if label == "utf-8" and _mostly_utf8(body):
        return "utf-8"
    if label not in _DOUBTFUL:
        return label or "windows-1252"
    # Runs of no-break spaces are no words, though cp866 has the letter "а" in their place.
    start = body[:_SAMPLE].replace(b"\xa0\xa0", b"  ")
    found = start.translate(_NO_ASCII).split(None, _WORDS)
    rest = found.pop() if len(found) > _WORDS else b""
    words = b" ".join([word for word in found if len(word) > 1])
    if len(words) >= 4 and not _is_latin(start[: len(start) - len(rest)]):
        scores = {name: _plausibility(words, name) for name in _CYRILLIC}
        if label in _LABELLED:
            # What counts against capitals must not overrule a label: a headline may have no others.
            scores[_LABELLED[label]] += _CAPITALS
        best = max(scores, key=lambda name: scores[name])
        if scores[best] > 0.6:
            return best
    return label if label not in {None, "utf-8"} else "windows-1252"


def _is_latin(body: bytes) -> bool:
    """Tell whether the letters outside ASCII are accented ones, amid ASCII letters of their words.

    Also where two of them meet, as in "créée" or "Größe"; a Cyrillic word has no ASCII letters.
    """
    kinds = body.translate(_KINDS)
    return 2 * (kinds.count(b"ah") + kinds.count(b"ha")) > kinds.count(b"hh")


def _mostly_utf8(body: bytes) -> bool:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken * 20 < sum(character > "\x7f" for character in text)


class _Tables(NamedTuple):
    """What each byte is in an encoding, as tables for `bytes.translate`.

    Attributes:
        case: "a" for a small letter, "A" for a capital, "-" for another sign.
        weight: "+" for a frequent letter, "-" for what is not Cyrillic, "0" for other letters.
    """

    case: bytes
    weight: bytes


@functools.cache
def _tables(encoding: str) -> _Tables:
    characters = [bytes([byte]).decode(encoding, "replace") for byte in range(256)]
    case = ["a" if sign.islower() else "A" if sign.isupper() else "-" for sign in characters]
    weight = [
        "+" if sign.lower() in _FREQUENT else "0" if "\u0400" <= sign <= "\u04ff" else "-"
        for sign in characters
    ]
    case[0x20] = weight[0x20] = " "
    return _Tables("".join(case).encode(), "".join(weight).encode())


def _plausibility(words: bytes, encoding: str) -> float:
    """Return how much bytes look like Cyrillic words in an encoding: 0 (not at all) to about 1.

    Letters that every Cyrillic language uses often speak for it; capitals after small letters
    (what koi8 looks like when read as windows-1251, and the reverse) and signs between letters
    speak against it.

    Args:
        words: runs of bytes outside ASCII, with spaces between them.
        encoding: one of `_CYRILLIC`.
    """
    tables = _tables(encoding)
    case, weight = words.translate(tables.case), words.translate(tables.weight)
    letters = len(words) - words.count(b" ")
    good, odd = weight.count(b"+"), weight.count(b"-")
    # All capitals are as likely a headline as a wrong reading: count them a little against it.
    against = 2 * case.count(b"aA") + 2 * odd + _CAPITALS * case.count(b"A")
    return (good - against) / letters
