"""Where an answer sends us on to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from linkcheck.models import Failure
from linkcheck.text.entities import attribute_value
from linkcheck.text.identifiers import resolver_address
from linkcheck.text.misspelt import other_scheme
from linkcheck.text.urls import request_form
from linkcheck.web.failures import DETAILS, KnownFailureError

if TYPE_CHECKING:
    from linkcheck.web.messages import Response

__all__ = ["Onward", "address_to_ask", "location", "next_address", "onward"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})

# A refresh after no time is a redirect (W3C HTML, "Refresh": H76 of WCAG's techniques); one
# after some seconds is a page that reloads or says goodbye, unless it says nothing else.
_AT_ONCE = 1.0
_SOON = 10.0
_SHORT_BODY = 32 * 1024
_FEW_LETTERS = 400
_LONGEST_REFRESH = 2048
_REFRESH = re.compile(
    r"""\s*+([0-9]{0,9}\.?[0-9]{0,9})\s*+[;,]\s*+(?:url\s*+=\s*+)?["']?\s*+([^"'>]+)""",
    re.IGNORECASE,
)
_META = re.compile(
    r"""<meta\b(?=[^>]{0,2000}http-equiv\s*=\s*["']?refresh\b)"""
    r"""[^>]{0,2000}?\bcontent\s*=\s*(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'>]{1,2000}))""",
    re.IGNORECASE,
)
_SCRIPT_MOVE = re.compile(
    r"""(?:\b(?:window|document|self|top|parent)\s{0,20}\.\s{0,20})?\blocation(?:\s{0,20}\.\s{0,20}href)?\s{0,20}"""
    r"""(?:=\s{0,20}|\.\s{0,20}(?:replace|assign)\s{0,20}\(\s{0,20})(?:"((?:\\/|[^"\\\s]){1,2000})"|'((?:\\/|[^'\\\s]){1,2000})')""",
    re.IGNORECASE,
)
# What a reader with scripts does not see, and comments.
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(noscript|template|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_SCRIPTS = re.compile(r"<script\b[^>]{0,2000}>(.*?)(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^<>]*>")
_TITLE = re.compile(r"<title\b.*?(?:</title\s*>|\Z)", re.IGNORECASE | re.DOTALL)


class Onward(NamedTuple):
    """Where a page itself sends its reader: the address as written, and by which means."""

    target: str
    via: str


def address_to_ask(url: str) -> str:
    """Return the form in which an address is requested: as browsers do, without credentials.

    Credentials that stand in an article are a stranger's; they are not sent.

    Raises:
        KnownFailureError: it cannot be asked for.
    """
    try:
        return request_form(resolver_address(url) or url)
    except ValueError as error:
        raise _unusable(url, str(error)) from error


def location(response: Response) -> str | None:
    """Return the address that an answer redirects to as it was sent, or None.

    Bytes that are not UTF-8 are escaped as they are: the server knows its own encoding.
    """
    if response.status not in _REDIRECTS:
        return None
    for name, value in response.raw:
        if name.lower() == b"location" and value.strip():
            try:
                return value.decode("utf-8").strip()
            except UnicodeDecodeError:
                return "".join(chr(b) if b < 0x80 else f"%{b:02X}" for b in value).strip()
    return None


def next_address(base: str, target: str) -> str:
    """Return the address to ask next.

    Args:
        base: the address that redirected.
        target: where to, absolute or relative (RFC 9110 10.2.2).

    Raises:
        KnownFailureError: it cannot be asked for.
    """
    try:
        return address_to_ask(urljoin(base, target))
    except KnownFailureError as error:
        if error.failure is Failure.UNSUPPORTED_SCHEME:
            raise
        raise KnownFailureError(
            Failure.MALFORMED_ANSWER, "the response redirects to an invalid URL"
        ) from error
    except ValueError as error:
        raise KnownFailureError(
            Failure.MALFORMED_ANSWER, "the response redirects to an invalid URL"
        ) from error


def _unusable(url: str, message: str) -> KnownFailureError:
    if other_scheme(url) is not None:
        return KnownFailureError(Failure.UNSUPPORTED_SCHEME, DETAILS[Failure.UNSUPPORTED_SCHEME])
    return KnownFailureError(Failure.MALFORMED_URL, message)


def onward(
    body: bytes, *, content_type: str | None = None, refresh: str | None = None
) -> Onward | None:
    """Return where a page that answered with 200 sends its reader on to at once, or None.

    A `Refresh` header, a meta refresh, or a script that does nothing but move away on a page
    without other content. What stands in `noscript` is for readers without scripts only.

    Args:
        body: the page, perhaps cut off.
        content_type: the Content-Type header, or None.
        refresh: the Refresh header, or None.
    """
    if "html" not in (content_type or "html") or not body:
        return None
    beginning = _beginning(body)
    start = beginning.lower()
    has_meta, has_script = b"refresh" in start, len(body) < _SHORT_BODY and b"location" in start
    if refresh is None and not has_meta and not has_script:
        return None
    text = _UNSEEN.sub(" ", beginning.decode("utf-8", "replace"))
    scripts = " ".join(_SCRIPTS.findall(text))
    text = _SCRIPTS.sub(" ", text)
    shown = _TAGS.sub(" ", _TITLE.sub(" ", text))
    bare = len(body) < _SHORT_BODY and sum(map(str.isalnum, shown)) < _FEW_LETTERS
    metas = [attribute_value(a or b or c) for a, b, c in _META.findall(text)]
    for content in (refresh, *metas):
        match = _REFRESH.match((content or "")[:_LONGEST_REFRESH])
        if match and _seconds(match[1]) <= (_SOON if bare else _AT_ONCE):
            return Onward(match[2].strip(), "meta-refresh")
    # JSON's writers escape slashes.
    moves = {(a or b).replace("\\/", "/") for a, b in _SCRIPT_MOVE.findall(scripts)}
    if bare and has_script and len(moves) == 1:  # several: it depends, and we cannot tell on what
        return Onward(moves.pop(), "script")  # scripts have no character references
    return None


def _beginning(body: bytes) -> bytes:
    """Return the part of a page that may send its reader on: of a long one the head.

    There a refresh stands (HTML Living Standard, 4.2.5); to search more takes more time.
    """
    if len(body) < _SHORT_BODY:
        return body
    end = body.find(b"</head>", 0, _SHORT_BODY)
    return body[: end if end >= 0 else _SHORT_BODY]


def _seconds(text: str) -> float:
    try:
        return float(text or "0")
    except ValueError:
        return 0.0
