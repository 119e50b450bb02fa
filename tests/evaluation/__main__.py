"""Measure linkcheck on a folder of pages, headlines and texts, and print one JSON object.

    python -m tests.evaluation DIR [--check FILE | --write FILE]

DIR holds `pages/*.html.gz` with `pages.tsv` (file, url, title, published), `headlines.tsv` (id,
title_en, lead_en, language, title, lead), `triples.tsv` (id, and title and lead in en, uk and ru),
`descriptions.tsv` (language, description), `references/*.md` with `references/truth.json` (file, and
for each source url, title, publisher, author, date, style, language) and `language/{sentences,word-pairs}.{tag}.txt`; what is
missing is left out of the result. `--write` puts the result as tables into the folder's section of
a Markdown file, `--check` compares it with what stands there and fails where it is another (of a
folder with other pages or headlines there is nothing to compare).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.evaluation.headlines import measure_headlines
from tests.evaluation.languages import measure_languages
from tests.evaluation.markdown import differences, of_same_data, section_of, tables, with_section
from tests.evaluation.pages import measure_pages
from tests.evaluation.quotations import measure_owners, measure_quotations
from tests.evaluation.references import measure_references
from tests.evaluation.triples import measure_descriptions, measure_triples

PARTS = {
    "pages": ("pages.tsv", measure_pages),
    "quotations": ("pages.tsv", measure_quotations),
    "owners": ("pages.tsv", measure_owners),
    "headlines": ("headlines.tsv", measure_headlines),
    "triples": ("triples.tsv", measure_triples),
    "descriptions": ("descriptions.tsv", measure_descriptions),
    "language": ("language", measure_languages),
    "references": ("references/truth.json", measure_references),
}


def main() -> None:
    """Measure, print, and compare or write where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation")
    parser.add_argument("folder", type=Path, metavar="DIR")
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument("--check", type=Path, metavar="FILE")
    wanted.add_argument("--write", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    folder = chosen.folder.resolve()
    if not folder.is_dir():
        parser.error(f"{chosen.folder} is no folder")
    result = {
        name: measure(folder) for name, (file, measure) in PARTS.items() if (folder / file).exists()
    }
    print(json.dumps(result, indent=2, ensure_ascii=False))
    if chosen.write is not None:
        document = chosen.write.read_text(encoding="utf-8")
        chosen.write.write_text(
            with_section(document, folder.name, tables(result)), encoding="utf-8"
        )
    if chosen.check is not None:
        document = chosen.check.read_text(encoding="utf-8")
        old, new = section_of(document, folder.name) or "", tables(result)
        if not of_same_data(old, new):
            print(f"{folder.name} holds other data than {chosen.check} tells of", file=sys.stderr)
            return
        found = differences(old, new)
        if found:
            message = "\n  ".join([f"{chosen.check} says otherwise of {folder.name}:", *found])
            raise SystemExit(message)


if __name__ == "__main__":
    main()
