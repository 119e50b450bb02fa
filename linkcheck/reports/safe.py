"""Make text from articles and from the network harmless before a person or a terminal sees it."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit, urlunsplit

__all__ = ["mask_credentials", "plain_text"]

MAX_LENGTH = 300
"""Longest text shown in one place, in characters."""

# Secrets that addresses carry in their query: the usual names of keys, tokens and signatures.
_SECRET = re.compile(
    r"(?i)(?<=[?&;#])((?:[\w.-]*(?:token|secret|passwd|password|signature|api_?key|auth)|sig|key"
    r"|session|sid)=)[^&;#\s]+"
)
_SPACE = re.compile(r"\s+")
# Cc control, Cf format (bidi overrides, zero-width, byte order mark), Cs lone surrogates,
# Co private use, Cn not assigned, Zl and Zp line and paragraph separators.
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def plain_text(text: str, limit: int = MAX_LENGTH) -> str:
    r"""Return one line of text that does nothing but stand there.

    Control characters, escape sequences, text direction overrides and invisible characters are
    shown as `\x1b`-like escapes or dropped; long texts are cut.

    Args:
        text: any text.
        limit: longest result, in characters.
    """
    text = _SPACE.sub(" ", text[: 8 * limit]).strip()
    shown = "".join(map(_harmless, text))
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _harmless(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else f"\\x{ord(character):02x}"
    if unicodedata.category(character) not in _HARMFUL:
        return character
    return "" if unicodedata.category(character) == "Cf" else f"\\u{ord(character):04x}"


def mask_credentials(url: str) -> str:
    """Return an address without the passwords and tokens in it."""
    masked = _SECRET.sub(r"\1***", url)
    if "@" not in masked:
        return masked
    try:
        parts = urlsplit(masked)
    except ValueError:
        return re.sub(r"//[^/@]*@", "//***@", masked)
    if "@" not in parts.netloc:
        return masked
    return urlunsplit(parts._replace(netloc="***@" + parts.netloc.rpartition("@")[2]))
