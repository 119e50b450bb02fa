"""The signs by which a page was recognised, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SIGNS", "sign"]

SIGNS = (
    "a field for a password",
    "a form",
    "an element that scripts are to fill",
    "canonical address is the front page",
    "frames",
    "its address contains the requested one",
    "its address names another",
    "links to the requested address",
    "little text",
    "no text",
    "nothing but scripts",
    "redirected to the front page",
    "redirected to the front page of a section",
    "the site returns the same page for a made-up address",
    "header {what}",
    "headed {what}",
    "heading: {what}",
    "host {what}",
    "redirected to {what}",
    "refers to {what}",
    "script {what}",
    "server {what}",
    "status {what}",
)
"""What signs say in English (`Liveness.reasons`); quotations of a page are not among them."""
_WITH_FACT = tuple(text.removesuffix("{what}") for text in SIGNS if text.endswith("{what}"))


def sign(said: str, text: Callable[[str], str]) -> str:
    """Return a sign in the reader's language; a quotation of the page as it is.

    Args:
        said: in English.
        text: translates a message.
    """
    if said in SIGNS:
        return text(said)
    for words in _WITH_FACT:
        if said.startswith(words):
            return text(f"{words}{{what}}").replace("{what}", said.removeprefix(words))
    return said
