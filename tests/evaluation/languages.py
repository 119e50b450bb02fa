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


def measure_languages(folder: Path) -> dict[str, Any]:
    """Return the figures over `language/`, with few candidates and with all there are."""
    tags = sorted(path.name.split(".")[1] for path in (folder / "language").glob("sentences.*.txt"))
    result: dict[str, Any] = {}
    for candidates in (NEWS, tuple(tags)):
        asked = [tag for tag in tags if tag in candidates]
        accuracy: dict[str, dict[str, float]] = {}
        sure = right = told = 0
        count, spent = 0, 0.0
        for tag in asked:
            for kind, texts in _texts(folder, tag).items():
                started = time.process_time()
                guesses = [detect(text, candidates) for text in texts]
                spent += time.process_time() - started
                count += len(texts)
                hits = sum(_best(guess) == tag for guess in guesses)
                accuracy.setdefault(kind, {})[tag] = share(hits, len(texts))
                if kind == "6 words":
                    told += len(guesses)
                    sure += sum(guess.tag != "und" for guess in guesses)
                    right += sum(guess.tag == tag for guess in guesses)
        result[f"{len(candidates)} candidates"] = {
            "accuracy": accuracy,
            "confident": {"precision": share(right, sure), "coverage": share(sure, told)},
            "texts_per_second": round(count / spent) if spent else 0,
        }
    return result


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
