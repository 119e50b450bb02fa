"""Measure linkcheck on a folder of pages, headlines and texts, and print one JSON object.

DIR holds `pages/*.html.gz` with `pages.tsv` (file, url, title, published), `headlines.tsv` (id,
title_en, lead_en, language, title, lead) and `language/{sentences,word-pairs}.{tag}.txt`; what is
missing is left out of the result.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.evaluation.headlines import measure_headlines
from tests.evaluation.languages import measure_languages
from tests.evaluation.pages import measure_pages
from tests.evaluation.triples import measure_descriptions, measure_triples

PARTS = {
    "pages.tsv": ("pages", measure_pages),
    "headlines.tsv": ("headlines", measure_headlines),
    "triples.tsv": ("triples", measure_triples),
    "descriptions.tsv": ("descriptions", measure_descriptions),
    "language": ("language", measure_languages),
}


def main() -> None:
    """Measure and print."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        raise SystemExit("usage: python -m tests.evaluation DIR")
    folder = Path(sys.argv[1])
    result = {
        name: measure(folder) for file, (name, measure) in PARTS.items() if (folder / file).exists()
    }
    print(json.dumps(result, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
