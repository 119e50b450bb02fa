"""Write references to measure on: python -m tests.evaluation.references_write DIR [--draw SEED].

Puts Markdown articles and `truth.json` into DIR/references: web references in citation styles, made
by citeproc in three locales, and the hand-written items. Needs the extra `references`.
"""

from __future__ import annotations

import argparse
import json
import re
import warnings
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from tests.evaluation.references import truth_of
from tests.evaluation.references_items import read_items
from tests.evaluation.references_made import LANGUAGES

if TYPE_CHECKING:
    from tests.evaluation.references_made import Made

HEADINGS = {"en": "References", "uk": "Джерела", "ru": "Источники"}
SEED = 2014
_NUMBER = re.compile(r"^\s*(?:\[\d+\]|\(\d+\)|\d+\s?\.|\d+(?=[^\W\d_]))\s*")


def main() -> None:
    """Make and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--draw",
        type=int,
        nargs="+",
        metavar="SEED",
        help="instead of the usual styles, 100 that nobody has learned from or looked at, drawn "
        "with the last of these seeds from those that the seeds before it have left",
    )
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    from tests.evaluation.references_styles import MEASURING, from_style, styles

    names = list(styles()[MEASURING]) if chosen.draw is None else drawn(chosen.draw)
    random = Random(SEED)
    target = chosen.folder / "references"
    target.mkdir(parents=True, exist_ok=True)
    truth: dict[str, list[dict[str, Any]]] = {}
    lines: dict[str, list[str]] = {}

    def add(made: Made, name: str, tag: str) -> None:
        address = next((url for _, _, url in made.links), None)
        if address is None or any(row["url"] == address for row in truth.get(name, ())):
            return
        lines.setdefault(name, [f"# Article\n\n## {HEADINGS[tag]}\n"]).append(
            f"- {_markdown(made)}"
        )
        row = {"url": address, **truth_of(made), "style": made.style, "language": tag}
        truth.setdefault(name, []).append(row)

    for style in names:
        for tag in LANGUAGES:
            for made in from_style(random, style, tag, 3):
                add(made, f"styles.{tag}.md", tag)
    here = Path(__file__).parent / "data"
    for name in ("items", "loose") if chosen.draw is None else ():
        file = "references.txt" if name == "items" else "references_loose.txt"
        for made in read_items(here / file, name):
            add(made, f"{name}.{made.language}.md", made.language)
    for name, some in lines.items():
        (target / name).write_text("\n".join(some) + "\n", encoding="utf-8")
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    (target / "truth.json").write_text(text + "\n", encoding="utf-8")


def drawn(seeds: list[int], count: int = 100) -> list[str]:
    """Return styles that were neither learned nor measured before.

    Args:
        seeds: of this draw, behind those of earlier draws.
        count: how many styles of those that fit.
    """
    from tests.evaluation.references_styles import FRESH, is_fit, styles

    left = [name for name in styles()[FRESH] if is_fit(name, "en")]
    found: list[str] = []
    for seed in seeds:
        found = Random(seed).sample(left, min(count, len(left)))
        left = [name for name in left if name not in found]
    return found


def _markdown(made: Made) -> str:
    """Return a reference as Markdown, without the number that the list gives it."""
    marks: list[tuple[int, str]] = []
    for start, end in made.emphasis:
        marks += [(start, "*"), (end, "*")]
    for start, end, url in made.links:
        if "://" not in made.text[start:end]:
            marks += [(start, "["), (end, f"]({url})")]
    out, position = [], 0
    for at, mark in sorted(marks):
        out += [made.text[position:at], mark]
        position = at
    out.append(made.text[position:])
    return _NUMBER.sub("", " ".join("".join(out).split()), count=1)


if __name__ == "__main__":
    main()
