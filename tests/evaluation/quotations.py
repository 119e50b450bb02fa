"""Sentences of real pages as quotations, and citations of other publishers' stories on them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from linkcheck.matching.domain_owner import compare_owner
from linkcheck.matching.quotations import seek
from linkcheck.pages.full_text import whole_text
from tests.evaluation.rows import cited, read_pages, share

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Page

_EACH = 3
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


def measure_quotations(folder: Path) -> dict[str, Any]:
    """Return shares over sentences of `pages.tsv`'s pages, sought on their own and on all others.

    `altered`: every tenth word left out. Other pages are those of the same language.
    """
    pages = [(each.page, whole_text(each.answer, each.page).text) for each in read_pages(folder)]
    said = [_sentences(page) for page, _ in pages]
    own = [each for (_, text), some in zip(pages, said, strict=True) for each in seek(some, text)]
    altered = [
        each
        for (_, text), some in zip(pages, said, strict=True)
        for each in seek([_without_some_words(sentence) for sentence in some], text)
    ]
    others = [
        each
        for place, (page, text) in enumerate(pages)
        for each in seek(
            [
                sentence
                for other, (one, _) in enumerate(pages)
                if other != place and one.language.tag == page.language.tag
                for sentence in said[other]
            ],
            text,
        )
    ]
    return {
        "count": len(own),
        "found": share(sum(each.there for each in own), len(own)),
        "called_missing": share(sum(each.missing for each in own), len(own)),
        "altered_found": share(sum(each.there for each in altered), len(altered)),
        "altered_called_missing": share(sum(each.missing for each in altered), len(altered)),
        "elsewhere_found": share(sum(each.there for each in others), len(others)),
        "elsewhere_called_missing": share(sum(each.missing for each in others), len(others)),
    }


def measure_owners(folder: Path) -> dict[str, Any]:
    """Return how often a living page is called usurped: of its own story, and of all others'.

    The publisher cited is one that no page names, so that only title, goods and language protect.
    """
    every = read_pages(folder)
    pages = [each.page for each in every]
    cites = [
        msgspec.structs.replace(cited(each.row["title"]), publisher="Parish Gazette")
        for each in every
    ]
    true = [compare_owner(cite, page) for cite, page in zip(cites, pages, strict=True)]
    false = [
        compare_owner(cite, page)
        for place, page in enumerate(pages)
        for other, cite in enumerate(cites)
        if other != place
    ]
    return {
        "count": len(pages),
        "own_story_called_usurped": share(sum(each is not None for each in true), len(true)),
        "other_story_called_usurped": share(sum(each is not None for each in false), len(false)),
    }


def _sentences(page: Page) -> list[str]:
    """Return some sentences of a page, from all over it."""
    found = [
        sentence
        for sentence in _SENTENCES.split(page.text.replace("\n", " "))
        if 8 <= len(sentence.split()) <= 35
    ]
    return found[:: max(1, len(found) // _EACH)][:_EACH]


def _without_some_words(sentence: str) -> str:
    return " ".join(word for place, word in enumerate(sentence.split(), 1) if place % 10)
