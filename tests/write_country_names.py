"""Write `linkcheck/data/country-names.tsv`: countries as languages in Latin letters name them.

    python -m tests.write_country_names

Names are CLDR's, through langcodes. A test compares the file with it.
"""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import product
from pathlib import Path
from string import ascii_uppercase

import langcodes

LANGUAGES = (
    "af", "az", "ca", "cs", "cy", "da", "de", "en", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "id",
    "is", "it", "lt", "lv", "ms", "mt", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sq", "sv", "sw", "tr", "vi",
)  # fmt: skip

# Where a language that is not the one most spoken has newspapers of its own.
PRESS = {
    "de": "AT BE CH IT LI LU NA",
    "en": "AE BD BW CA CY FJ GH GM HK IE IL IN JM KE KH LK LS LU MT MU MW MY NA NG NP PG PH PK QA RW SG SL SZ TH TT TZ UG ZA ZM ZW",
    "es": "AD GQ PH US",
    "fr": "AD BE BF BI BJ CA CD CF CG CH CI CM DJ DZ GA GN HT KM LB LU MA MC MG ML MR MU NE RW SN TD TG TN VU",
    "it": "CH SM VA",
    "nl": "BE SR",
    "pt": "AO CV GW MO MZ ST TL",
    "sv": "FI",
    "sw": "KE TZ UG",
    "tr": "CY",
}  # fmt: skip

_PRIVATE = re.compile(r"AA|Q[M-Z]|X(?!K)[A-Z]")
"""Codes for private use (ISO 3166-1)."""


def lines() -> list[str]:
    """Return the lines of the file: code, languages of its newspapers, and all names."""
    found = [
        "# Names of countries and territories in CLDR, in the languages of write_country_names.py.",
        "# Made by `python -m tests.write_country_names`: change nothing here.",
    ]
    for code in map("".join, product(ascii_uppercase, repeat=2)):
        place = langcodes.Language.make(territory=code)
        if place.is_valid() and place.territory != "ZZ" and not _PRIVATE.fullmatch(code):
            names = {place.territory_name(reader).casefold() for reader in LANGUAGES}
            press = {tag for tag, codes in PRESS.items() if code in codes.split()}
            spoken = " ".join(sorted(press | {place.maximize().language or "und"}))
            found.append(f"{code}\t{spoken}\t{', '.join(sorted(names - {code.casefold()}))}")
    return found


if __name__ == "__main__":
    target = Path(str(files("linkcheck.data") / "country-names.tsv"))
    target.write_text("\n".join(lines()) + "\n", encoding="utf-8")
