"""Language tags (BCP 47) as articles and pages write them."""

from __future__ import annotations

import functools

import linkcheck.languages
from linkcheck.languages.cldr import languages, territories

__all__ = ["primary_tag", "same_language"]

# Not registered, but so common for Ukrainian on the web that pages would be misread without.
_USUAL_MISTAKES = {"ua": "uk"}
# One language by three names: texts seldom show which, and a wrong name would be a false alarm.
_ALIKE = frozenset({"bs", "hr", "sr"})


@functools.lru_cache(maxsize=1024)
def primary_tag(tag: str) -> str | None:
    """Return the primary language of a tag in its canonical form, or None where it is none.

    Args:
        tag: as found: "uk", "ru_RU", "en-us", "UA".
    """
    tag = tag.strip().replace("_", "-").lower()
    tag = _USUAL_MISTAKES.get(tag, tag)
    if tag.startswith("ua-"):
        tag = "uk-ua"
    language, _, region = tag.partition("-")
    if language in languages() and (not region or region.upper() in territories()):
        return languages()[language].canonical
    return linkcheck.languages.registered_language(tag)


def same_language(one: str, other: str) -> bool:
    """Tell whether two tags name the same language, region and script set aside.

    Bosnian, Croatian and Serbian count as one.
    """
    first, second = primary_tag(one), primary_tag(other)
    return first is not None and (first == second or {first, second} <= _ALIKE)
