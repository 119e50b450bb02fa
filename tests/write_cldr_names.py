"""Write `linkcheck/data/cldr-names.tsv`: names of languages and territories as CLDR has them.

    python -m tests.write_cldr_names

Reading them from the file takes a tenth of the time that langcodes takes to load its tables. A
test compares the file with langcodes, and says when to run this again.
"""

from __future__ import annotations

from importlib.resources import files
from itertools import product
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

import langcodes

_READERS = ("en", "uk", "ru")


def lines() -> list[str]:
    """Return the lines of the file: kind, code, canonical code, and its name in en, uk and ru."""
    found = [
        "# Names of CLDR (through langcodes) of all languages and territories with two letters.",
        "# Made by `python -m tests.write_cldr_names`: change nothing here.",
    ]
    for code in map("".join, product(ascii_lowercase, repeat=2)):
        language = langcodes.Language.make(language=code)
        if language.is_valid():
            canonical = langcodes.Language.get(code).language or code
            names = [language.language_name(reader) for reader in _READERS]
            found.append("\t".join(["language", code, canonical, *names]))
    for code in map("".join, product(ascii_uppercase, repeat=2)):
        place = langcodes.Language.make(territory=code)
        if place.is_valid():
            names = [place.territory_name(reader) for reader in _READERS]
            found.append("\t".join(["territory", code, code, *names]))
    return found


if __name__ == "__main__":
    target = Path(str(files("linkcheck.data") / "cldr-names.tsv"))
    target.write_text("\n".join(lines()) + "\n", encoding="utf-8")
