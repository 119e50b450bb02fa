"""How much quicker than langdetect languages are told: `python -m tests.benchmarks.languages DIR`.

DIR holds `language/sentences.*.txt`, as for `tests.evaluation`. Every text is a sentence's first
eight words and is seen once: half of them warm both up, the other half is timed, in processor
time. Prints texts a second of each and their ratio, with the candidates en, uk, ru and with thirty
languages; langdetect is given the same candidates where it can be (by its prior).
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from langdetect import detector_factory

from linkcheck.languages import detect

if TYPE_CHECKING:
    from collections.abc import Callable

NEWS = ("en", "uk", "ru")
THIRTY = (
    *NEWS, "bg", "mk", "de", "fr", "pl", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "et", "lv",
    "lt", "cs", "sk", "sl", "hr", "ro", "hu", "tr", "sq", "el", "ar", "he",
)  # fmt: skip
WORDS = 8
_TURN = 25


def main() -> None:
    """Measure and print one JSON object."""
    folder = Path(sys.argv[1]) / "language"
    detector_factory.init_factory()
    result = {}
    for name, candidates in (("3 candidates", NEWS), ("30 candidates", THIRTY)):
        texts = _texts(folder, candidates)
        ours, theirs = _speeds(
            lambda text, tags=candidates: detect(text, tags),  # type: ignore[misc]
            lambda text, tags=candidates: _langdetect(text, tags),  # type: ignore[misc]
            texts,
        )
        result[name] = {
            "texts": len(texts) - len(texts) // 2,
            "linkcheck_per_second": round(ours),
            "langdetect_per_second": round(theirs),
            "ratio": round(ours / theirs, 1),
        }
    print(json.dumps(result, indent=2))


def _texts(folder: Path, candidates: tuple[str, ...]) -> list[str]:
    """Return distinct headlines of the languages that there are sentences of, mixed."""
    texts: dict[str, None] = {}
    for tag in candidates:
        path = folder / f"sentences.{tag}.txt"
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines()
            texts.update(dict.fromkeys(" ".join(line.split()[:WORDS]) for line in lines if line))
    mixed = list(texts)
    random.Random(1).shuffle(mixed)
    return mixed


def _speeds(
    one: Callable[[str], object], other: Callable[[str], object], texts: list[str]
) -> tuple[float, float]:
    """Return the texts a second of both, which take turns so that both meet the same weather."""
    half = len(texts) // 2
    for text in texts[:half]:
        one(text)
    for text in texts[: half // 4]:
        other(text)
    gc.collect()
    gc.freeze()  # what both have loaded is not what is timed
    spent = [0.0, 0.0]
    for start in range(half, len(texts), _TURN):
        for number, work in enumerate((one, other)):
            started = time.process_time()
            for text in texts[start : start + _TURN]:
                work(text)
            spent[number] += time.process_time() - started
    return (len(texts) - half) / spent[0], (len(texts) - half) / spent[1]


def _langdetect(text: str, candidates: tuple[str, ...]) -> str:
    factory = detector_factory._factory
    known = set(factory.get_lang_list())
    detector = factory.create()
    detector.set_prior_map({tag: 1.0 for tag in candidates if tag in known})
    detector.append(text)
    try:
        return str(detector.detect())
    except detector_factory.LangDetectException:
        return "und"


if __name__ == "__main__":
    main()
