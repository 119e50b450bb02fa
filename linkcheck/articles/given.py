"""Citations that a program gives, and that are in no file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from linkcheck.articles.citations import titled
from linkcheck.errors import UsageError
from linkcheck.languages.names import primary_tag
from linkcheck.models import GIVEN, Citation, Location
from linkcheck.text.dates import iso_date, machine_date
from linkcheck.text.suggestions import suggestion
from linkcheck.text.validated import plain_fault

if TYPE_CHECKING:
    from linkcheck.languages import Detect

__all__ = ["given_citation"]

_TYPES = get_type_hints(Citation)
_DATES = ("date", "archive_date", "access_date")
_LANGUAGES = ("language", "title_language")


def given_citation(given: object, number: int, detect: Detect) -> Citation:
    """Return a citation as it is checked, with all that its title tells.

    Args:
        given: a `Citation`, or a mapping with the names of its fields; what is None or an empty
            text is not set.
        number: of the citation, counted from 1: it stands in for a line.
        detect: detects the language of its title.

    Raises:
        UsageError: it cannot be used; the message names the citation and its field.
    """
    if isinstance(given, Citation):
        told: dict[str, Any] = msgspec.structs.asdict(given)
    elif isinstance(given, Mapping):
        told = dict(given)
    else:
        message = (
            f"citation {number} is of the type {type(given).__name__}: give a Citation, or a "
            "mapping such as {'url': 'https://…', 'title': '…'}"
        )
        raise UsageError(message)
    name = _name(told.get("id"), number)
    fields = {
        key: value
        for key, value in ((key, _field(name, key, value)) for key, value in told.items())
        if value is not None
    }
    citation = Citation(**fields)
    if not (citation.url or citation.doi or citation.title or citation.publisher):
        message = (
            f"{name} does not identify a source: give it a url, a doi, or a title and publisher"
        )
        raise UsageError(message)
    if not citation.is_placed:
        place = Location(
            path=GIVEN, line=number, column=1, start=number, end=number, place=_place(name)
        )
        citation = msgspec.structs.replace(citation, location=place)
    if citation.title is not None and citation.title_language is None:
        repaired = citation.title_repaired
        citation = titled(citation, citation.title, detect)
        if citation.title_repaired is None and repaired is not None:
            citation = msgspec.structs.replace(citation, title_repaired=repaired)
    return citation


def _name(identity: object, number: int) -> str:
    """Return what messages call a citation."""
    shown = isinstance(identity, (str, int)) and str(identity).strip() != ""
    return f"citation {identity!r}" if shown else f"citation {number}"


def _place(name: str) -> str:
    return name.replace("'", "")


def _field(name: str, key: object, value: Any) -> Any:
    """Return the value of a field as it is used, or None where it says nothing.

    Raises:
        UsageError: there is no such field, or that is no value of it.
    """
    if not isinstance(key, str) or key not in _TYPES:
        hint = suggestion(str(key), sorted(_TYPES))
        message = f"{name}: unknown field {key!r} in a citation; {hint}"
        raise UsageError(message)
    if isinstance(value, str) and not value.strip():
        return None
    if key in _DATES and isinstance(value, (date, datetime)):
        value = value.isoformat()
    try:
        found = msgspec.convert(value, _TYPES[key])
    except msgspec.ValidationError as error:
        message = f"{name}: {key}: {plain_fault(error)}"
        raise UsageError(message) from None
    if found is not None and key in _DATES:
        return _date(name, key, found)
    if found is not None and key in _LANGUAGES:
        return _language(name, key, found)
    return found.strip() if isinstance(found, str) and key != "written" else found


def _date(name: str, key: str, text: str) -> str:
    found = iso_date(text) if len(text) <= len("2014-03-30") else None
    found = found or machine_date(text)
    if found is None:
        message = f"{name}: {key}: {text!r} is not a date: write 2014-03-30, 2014-03 or 2014"
        raise UsageError(message)
    return found


def _language(name: str, key: str, text: str) -> str:
    if primary_tag(text) is None:
        message = f"{name}: {key}: {text!r} is not a language tag: write en, uk, ru, pt-BR, …"
        raise UsageError(message)
    return text.strip()
