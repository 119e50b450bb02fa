"""Conversions of options' values: each checks what a user wrote, and returns what settings take."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from linkcheck import articles
from linkcheck.errors import UsageError
from linkcheck.reports.outputs import named_output
from linkcheck.text.patterns import compiled
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "article_format",
    "base_address",
    "duration",
    "header_text",
    "networks",
    "output_texts",
    "patterns",
    "web_addresses",
]

_DURATION = re.compile(r"(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9}(?:\.\d+)?)s?)?", re.ASCII)


def web_addresses(texts: Sequence[str]) -> tuple[str, ...]:
    """Return addresses on the web.

    Raises:
        UsageError: one is none.
    """
    for text in texts:
        if not is_address(text):
            message = f"{text!r} is not an address such as https://archive.example/coll"
            raise UsageError(message)
    return tuple(texts)


def base_address(text: str) -> str:
    """Return the base address of relative links.

    Raises:
        UsageError: it is not a web address.
    """
    if not is_address(text):
        message = f"{text!r} is not an address such as https://site.example/"
        raise UsageError(message)
    return text


def output_texts(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return values of `--output`.

    Raises:
        UsageError: one names no format that there is, or no file.
    """
    for text in values:
        named_output(text)
    return values


def duration(text: str) -> float:
    """Return a duration in seconds.

    Raises:
        UsageError: it is not a valid duration.
    """
    found = _DURATION.fullmatch(text.strip().lower())
    if found is None or not any(found.groups()):
        message = f"{text!r} is not a valid duration: write 90s, 10m or 1h30m"
        raise UsageError(message)
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return 3600 * hours + 60 * minutes + seconds


def networks(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return networks, `loopback` spelt out.

    Raises:
        UsageError: one is not a valid network.
    """
    found: list[str] = []
    for name in names:
        if name == "loopback":
            found += ["127.0.0.0/8", "::1/128"]
            continue
        try:
            found.append(str(ipaddress.ip_network(name)))
        except ValueError as error:
            message = f"not a valid network: {error}; write 10.0.0.0/8, or loopback"
            raise UsageError(message) from error
    return tuple(found)


def patterns(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return patterns that git would understand.

    Raises:
        UsageError: one cannot be used.
    """
    compiled(lines)
    return lines


def article_format(name: str) -> str:
    """Return the name of a format that articles can be in.

    Raises:
        UsageError: there is none of that name.
    """
    return articles.format_named(name).name


def header_text(text: str) -> str:
    """Return text that can be sent in a header.

    Raises:
        UsageError: it cannot.
    """
    if not text.isascii() or not text.isprintable():
        raise UsageError("this is sent in a header: it must be plain ASCII text on one line")
    return text
