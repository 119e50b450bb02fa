"""Write references to measure on: python -m tests.evaluation.references_write DIR [--first N --styles N].

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
# The first styles by the hash of their names are for measuring; training takes those from 200 on.
_NUMBER = re.compile(r"^\s*(?:\[\d+\]|\(\d+\)|\d+\s?\.|\d+(?=[^\W\d_]))\s*")


def main() -> None:
    """Make and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--first", type=int, default=0, help="which style is the first")
    parser.add_argument("--styles", type=int, default=100)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    from tests.evaluation.references_styles import from_style, styles

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

    for style in styles()[chosen.first : chosen.first + chosen.styles]:
        for tag in LANGUAGES:
            for made in from_style(random, style, tag, 3):
                add(made, f"styles.{tag}.md", tag)
    here = Path(__file__).parent
    for made in read_items(here / "data" / "references.txt"):
        add(made, f"items.{made.language}.md", made.language)
    for name, some in lines.items():
        (target / name).write_text("\n".join(some) + "\n", encoding="utf-8")
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    (target / "truth.json").write_text(text + "\n", encoding="utf-8")


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
