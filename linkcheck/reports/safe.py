"""Make text from articles and from the network harmless before a person or a terminal sees it."""

from __future__ import annotations

import json
import re
import unicodedata
from urllib.parse import unquote

__all__ = ["inert_json", "mask_credentials", "may_tell_secret", "plain_text", "shown"]

MAX_LENGTH = 300
"""Longest text shown in one place, in characters."""

# Repetitions have bounds, so that no text takes more than linear time.
# Secrets that addresses carry in their query: the usual names of keys, tokens and signatures;
# also in an address that is itself a value, percent-encoded, of another one's query. It begins
# with a class of signs, not with alternatives: a text is searched for that in a fifth of the time.
_SIGN = r"(?i)([?&;#%](?:(?<!%)|(?<=%)(?:3f|26|3b|23))"
_VALUE = r"(?:\]|%5d)?(?:=|%3d))(?:(?!%26|%23)[^&#\s])+"
_PLAIN_NAMES = (
    r"token|secret|passwd|password|passphrase|signature|credential|auth"
    r"|(?:api|access|secret|private|auth|app|subscription|service)[_-]?key(?:[_-]?id)?"
)
_SECRET = re.compile(
    rf"{_SIGN}(?:[\w.%\[\]-]{{0,64}}(?:{_PLAIN_NAMES}|session_?id|sessid)"
    r"|(?:[\w.%\[\]-]{0,64}(?:\[|%5b))?(?:sig|key|pass|pwd|pw|jwt|session|sid|code|hmac|otp|pin))"
    rf"{_VALUE}"
)
# Of these, the names that are hardly ever anything but a secret. A published article has many
# addresses whose `key`, `sig` or `code` is the name of a document (Google Books and Sheets), and
# whose session ended long ago.
_CERTAIN_SECRET = re.compile(
    rf"{_SIGN}(?:[\w.%\[\]-]{{0,64}}(?:{_PLAIN_NAMES})"
    r"|(?:[\w.%\[\]-]{0,64}(?:\[|%5b))?(?:pass|pwd|pw|jwt|hmac|otp))"
    rf"{_VALUE}"
)
# A name with escaped letters in it, such as `%74oken`: servers read it as `token`.
_ESCAPED_NAME = re.compile(
    r"(?i)([?&;#](?=[^=&#\s]{0,128}%[4-7][\da-f])([\w.%\[\]-]{1,128})=)[^&#\s]+"
)
# RFC 3986, section 3.2.1: what stands before the last "@" of the authority. Found anywhere in a
# text, since messages carry addresses in mid-sentence; browsers take "\" for "/" and need neither.
_USERINFO = re.compile(r"(?i)((?:https?|ftps?|wss?):[/\\]*|//|\\\\)[^/\\?#\s]{1,2048}@")
# The same where the password has a character in it that should have been percent-encoded: what
# stands behind the colon is no port.
_RAW_USERINFO = re.compile(r"(//)[^/?#\s:@]{1,256}:(?!\d{0,6}(?:[/?#\s]|$))[^\s@]{0,2048}@")
# Addresses that let anyone who knows them post to a channel.
_WEBHOOK = re.compile(
    r"(?i)(hooks\.slack\.com/\w{1,32}/|discord(?:app)?\.com/api/webhooks/)[^\s?#&\"'<>]+"
)
_NESTED_USERINFO = re.compile(r"(?i)(%2f%2f)(?:(?!%2f|%3f|%23)[^/?#\s&])+?%40")
# What json.dumps leaves as it is although a terminal or a line reader acts upon it, or nobody can
# see it: the C1 controls, invisible and direction-changing characters, U+2028 and U+2029, lone
# surrogates, tags, what is no character.
_UNSAFE_IN_JSON = re.compile(
    "[\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_COMMAND_IN_JSON = re.compile(r"(?<=#)#(?=\w*\[)")
_SPACE = re.compile(r"\s+")
# Cc control, Cf format (bidi overrides, zero-width, byte order mark), Cs lone surrogates,
# Co private use, Cn not assigned, Zl and Zp line and paragraph separators.
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# What programs that run builds obey: "::command::" at the start of a line (GitHub), and
# "##[command]", "##vso[…]" (GitHub, Azure) and "##teamcity[…]" anywhere in it.
_COMMAND = re.compile(r"(?<!\S):(?=:)|(?<=#)#(?=\w*\[)")


def plain_text(text: str, limit: int = MAX_LENGTH) -> str:
    r"""Return one line of text that does nothing but stand there.

    Control characters, escape sequences, text direction overrides, invisible characters and what
    a build would obey are shown as `\x1b`-like escapes or dropped; long texts are cut.

    Args:
        text: any text.
        limit: longest result, in characters.
    """
    text = _SPACE.sub(" ", text[: 8 * limit]).strip()
    # What can be printed has none of the harmful categories.
    inert = text if text.isprintable() else "".join(map(_harmless, text))
    inert = _COMMAND.sub(lambda found: f"\\x{ord(found[0]):02x}", inert)
    return inert if len(inert) <= limit else inert[: limit - 1] + "…"


def shown(text: str, limit: int = MAX_LENGTH) -> str:
    """Return one line of text that does nothing and tells no secret; see `plain_text`."""
    return plain_text(mask_credentials(text), limit)


def _harmless(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else f"\\x{ord(character):02x}"
    if unicodedata.category(character) not in _HARMFUL:
        return character
    return "" if unicodedata.category(character) == "Cf" else f"\\u{ord(character):04x}"


def inert_json(text: str) -> str:
    r"""Return JSON text that means the same and does nothing in a terminal, log or line reader.

    Args:
        text: JSON text; what is harmful in it can only stand inside its strings.
    """
    if "#" in text and "##" in text:  # one sign is found far sooner than two
        text = _COMMAND_IN_JSON.sub(r"\\u0023", text)
    if text.isprintable():
        return text  # nothing that is unsafe can be printed
    return _UNSAFE_IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], text)


def may_tell_secret(text: str) -> bool:
    """Tell whether there may be anything for `mask_credentials` to mask in a text.

    Args:
        text: any, or JSON with several in it: a secret is seen there too, since JSON escapes
            nothing of what it is known by, unless all but ASCII is escaped.
    """
    encoded = "%" in text  # one sign is found far sooner than two
    if "@" in text or (encoded and "%40" in text):
        return True
    if "hooks" in text and _WEBHOOK.search(text) is not None:
        return True
    if ("=" in text or encoded) and _SECRET.search(text) is not None:
        return True
    return encoded and any(map(_names_secret, _ESCAPED_NAME.finditer(text)))


def mask_credentials(text: str, *, only_certain: bool = False) -> str:
    """Return an address, or a text with addresses in it, without their passwords and tokens.

    Args:
        text: any text.
        only_certain: leave values whose names may as well be harmless (`key`, `sig`, `code`), so
            that the addresses stay those of the article.
    """
    # Most texts have neither, and a report has very many texts.
    if "=" in text or "%3" in text:
        text = (_CERTAIN_SECRET if only_certain else _SECRET).sub(r"\1***", text)
    if "=" in text and "%" in text and not only_certain:
        text = _ESCAPED_NAME.sub(_masked_value, text)
    if "hooks" in text:
        text = _WEBHOOK.sub(r"\1***", text)
    if "@" in text:
        text = _RAW_USERINFO.sub(r"\1***@", _USERINFO.sub(r"\1***@", text))
    return _NESTED_USERINFO.sub(r"\1***%40", text) if "%40" in text else text


def _names_secret(match: re.Match[str]) -> bool:
    return _SECRET.match(f"?{unquote(match[2])}=x") is not None


def _masked_value(match: re.Match[str]) -> str:
    return f"{match[1]}***" if _names_secret(match) else match[0]
