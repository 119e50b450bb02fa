"""Data as JSON that every reader understands and no terminal acts upon."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import msgspec

from linkcheck.reports.plain import masked
from linkcheck.reports.safe import inert_json, may_tell_secret

__all__ = ["json_text", "masked_text"]


def json_text(data: Any, encoding: str | None, *, indent: int | None = None) -> str:
    """Return data as JSON that any reader of the stream understands and no terminal acts upon.

    Args:
        data: plain data.
        encoding: of the stream it goes to; where that is not UTF-8, all but ASCII is escaped.
        indent: see `json.dumps`.
    """
    ascii_only = not _is_unicode(encoding)
    if indent is not None:
        return _indented(data, indent, ascii_only=ascii_only)
    if not ascii_only:
        with contextlib.suppress(UnicodeEncodeError):
            return inert_json(msgspec.json.encode(data).decode())
    # Half a character of UTF-16 is escaped too.
    return inert_json(json.dumps(data, ensure_ascii=True))


def _indented(data: object, indent: int, *, ascii_only: bool) -> str:
    try:
        # Twice as fast as json.dumps, which indents in Python.
        return msgspec.json.format(
            inert_json(json.dumps(data, ensure_ascii=ascii_only)), indent=indent
        )
    except msgspec.DecodeError:  # half a character of UTF-16 is no JSON to it
        return inert_json(json.dumps(data, ensure_ascii=ascii_only, indent=indent))


def masked_text(data: dict[str, object], encoding: str | None) -> str:
    """Return the same with the passwords and tokens of all addresses masked.

    Args:
        data: plain data, nouns in it as they are.
        encoding: see `json_text`.
    """
    # Most lines have none: one look at the whole takes far less than one at each of its texts.
    if _is_unicode(encoding):
        with contextlib.suppress(UnicodeEncodeError):
            text = msgspec.json.encode(data).decode()
            if not may_tell_secret(text):
                return inert_json(text)
    return json_text(masked(data), encoding)


def _is_unicode(encoding: str | None) -> bool:
    return (encoding or "utf-8").lower().startswith("utf")
