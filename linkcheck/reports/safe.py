"""Make text from articles and from the network harmless before a person or a terminal sees it."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["inert_json", "mask_credentials", "plain_text"]

MAX_LENGTH = 300
"""Longest text shown in one place, in characters."""

# Secrets that addresses carry in their query: the usual names of keys, tokens and signatures.
_SECRET = re.compile(
    r"(?i)(?<=[?&;#])((?:[\w.-]*(?:token|secret|passwd|password|signature|credential|api[_-]?key"
    r"|auth|session_?id|sessid)|sig|key|pwd|jwt|session|sid)=)[^&;#\s]+"
)
# RFC 3986, section 3.2.1: what stands before the last "@" of the authority. Found anywhere in a
# text, since messages carry addresses in mid-sentence.
_USERINFO = re.compile(r"(?<=//)[^/?#\s]+@")
# What json.dumps leaves as it is although a terminal or a line reader acts upon it: the C1
# controls, invisible and direction-changing characters, U+2028 and U+2029, lone surrogates.
_UNSAFE_IN_JSON = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
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
    # Lines that begin with "::" are commands to the program that runs a build.
    shown = shown.replace(":", "\\x3a", 1) if shown.startswith("::") else shown
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _harmless(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else f"\\x{ord(character):02x}"
    if unicodedata.category(character) not in _HARMFUL:
        return character
    return "" if unicodedata.category(character) == "Cf" else f"\\u{ord(character):04x}"


def inert_json(text: str) -> str:
    r"""Return JSON text that means the same and does nothing in a terminal or a line reader.

    Args:
        text: JSON text; what is harmful in it can only stand inside its strings.
    """
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def mask_credentials(text: str) -> str:
    """Return an address, or a text with addresses in it, without their passwords and tokens."""
    # Most texts have neither, and a report has very many texts.
    masked = _SECRET.sub(r"\1***", text) if "=" in text else text
    return _USERINFO.sub("***@", masked) if "@" in text else masked
