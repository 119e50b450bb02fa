"""Short texts: which language are they in, and when is it safe to say so?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from linkcheck.languages import detect
from tests.evaluation.rows import share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from linkcheck.models import LanguageGuess

NEWS = ("en", "uk", "ru")
LENGTHS = (4, 6, 8)


# Names of brands, three at a time beside the Cyrillic words of a headline.
BRANDS = (
    "Apple", "Google", "Tesla", "Samsung", "Netflix", "SpaceX", "Microsoft", "Boeing", "Toyota",
    "Amazon", "Facebook", "YouTube",
)  # fmt: skip


def measure_languages(folder: Path) -> dict[str, Any]:
    """Return the figures over `language/`, with few candidates and with all there are."""
    tags = sorted(path.name.split(".")[1] for path in (folder / "language").glob("sentences.*.txt"))
    result: dict[str, Any] = {}
    for candidates in (NEWS, tuple(tags)):
        asked = [tag for tag in tags if tag in candidates]
        texts = {tag: _texts(folder, tag) for tag in asked}
        accuracy: dict[str, dict[str, float]] = {}
        confident: dict[str, dict[str, float]] = {}
        count, spent = 0, 0.0
        for kind in texts[asked[0]] if asked else ():
            told = sure = right = 0
            for tag in asked:
                several = texts[tag].get(kind, ())
                started = time.process_time()
                guesses = [detect(text, candidates) for text in several]
                spent += time.process_time() - started
                count += len(several)
                hits = sum(_best(guess) == tag for guess in guesses)
                accuracy.setdefault(kind, {})[tag] = share(hits, len(several))
                told += len(guesses)
                sure += sum(guess.tag != "und" for guess in guesses)
                right += sum(guess.tag == tag for guess in guesses)
            confident[kind] = {"precision": share(right, sure), "coverage": share(sure, told)}
        result[f"{len(candidates)} candidates"] = {
            "accuracy": accuracy,
            "confident": confident.get("6 words", {}),
            "confident_by_length": confident,
            "texts_per_second": round(count / spent) if spent else 0,
        }
    result["capitals_cost"] = {
        tag: round(_accuracy(short, tag) - _accuracy([text.upper() for text in short], tag), 4)
        for tag in NEWS
        if tag in tags and (short := _texts(folder, tag)["6 words"])
    }
    result["three_brands"] = {
        tag: _accuracy(_with_brands(_texts(folder, tag)["4 words"]), tag)
        for tag in ("ru", "uk")
        if tag in tags
    }
    return result


def _accuracy(texts: Sequence[str], tag: str) -> float:
    return share(sum(_best(detect(text, NEWS)) == tag for text in texts), len(texts))


def _with_brands(texts: Sequence[str]) -> list[str]:
    """Return the texts, each with three brand names among its words."""
    mixed = []
    for number, text in enumerate(texts):
        one, two, three = (BRANDS[(number + step) % len(BRANDS)] for step in (0, 3, 7))
        first, *rest = text.split()
        mixed.append(f"{one} {first} {two} {' '.join(rest)} {three}")
    return mixed


def _best(guess: LanguageGuess) -> str:
    if guess.tag != "und" or not guess.alternatives:
        return guess.tag
    return guess.alternatives[0][0]


def _texts(folder: Path, tag: str) -> dict[str, Sequence[str]]:
    sentences = _lines(folder / "language" / f"sentences.{tag}.txt")
    texts: dict[str, Sequence[str]] = {
        f"{count} words": [
            " ".join(sentence.split()[:count])
            for sentence in sentences
            if len(sentence.split()) >= count
        ]
        for count in LENGTHS
    }
    texts["sentence"] = sentences
    pairs = folder / "language" / f"word-pairs.{tag}.txt"
    if pairs.exists():
        texts["word pair"] = _lines(pairs)
    return texts


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
