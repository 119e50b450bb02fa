"""The keys of a configuration file: each is checked, and each problem noted with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from linkcheck.config.options import OPTIONS
from linkcheck.config.sections import SECTIONS
from linkcheck.config.trust import Trust, lowered
from linkcheck.config.types import typed
from linkcheck.errors import UsageError
from linkcheck.models import Problem
from linkcheck.text.suggestions import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from linkcheck.config.options import Option

__all__ = ["ConfigFile", "KeyReader"]

_MOST_PROBLEMS = 100

_Place = tuple[str | int, ...]


class ConfigFile(NamedTuple):
    """What a configuration file says.

    Attributes:
        path: the file, or None where there is none.
        is_found: nobody named it: it was found beside the articles.
        options: values by the options' names, files named relative to it made findable.
        sections: by kind ("per-host") and name ("archive.example"), or number where listed.
        lines: where each key stands, counted from 1.
    """

    path: Path | None = None
    is_found: bool = False
    options: Mapping[str, Any] = {}
    sections: Mapping[str, Mapping[Any, Any]] = {}
    lines: Mapping[tuple[str | int, ...], int] = {}


class KeyReader:
    """Goes through a file's keys, and notes each problem with its line."""

    def __init__(
        self, path: Path, lines: dict[tuple[str | int, ...], int], *, found: bool = False
    ) -> None:
        self.problems: list[Problem] = []
        self.distrusted: list[Problem] = []
        self._path = path
        self._found = found
        self._lines = lines
        self._prefix: tuple[str, ...] = ()

    def file(self, data: Any, prefix: tuple[str, ...]) -> ConfigFile:
        """Return what the file says.

        Args:
            data: its table of settings.
            prefix: the keys that lead there, such as ("tool", "linkcheck").
        """
        self._prefix = prefix
        known = {option.name: option for option in OPTIONS}
        options: dict[str, Any] = {}
        sections: dict[str, dict[Any, Any]] = {}
        for key, value in self._table(data, [*known, *SECTIONS], ()):
            if key in SECTIONS:
                sections[key] = self._sections(key, value)
            else:
                self._option(known[key], value, options)
        length = len(prefix)
        lines = {place[length:]: line for place, line in self._lines.items()
                 if place[:length] == prefix}  # fmt: skip
        return ConfigFile(self._path, self._found, options, sections, lines)

    def _option(self, option: Option, value: Any, options: dict[str, Any]) -> None:
        try:
            value = option.value(value)
        except UsageError as error:
            self._note((option.name,), option.blame(error))
            return
        instead = f" or give --{option.name} or {option.variable}"
        if not self._is_trusted(option.trust, value, (option.name,), instead):
            return
        options[option.name] = option.beside(value, self._path.parent)

    def _sections(self, kind: str, value: Any) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        if SECTIONS[kind].listed:
            entries = list(enumerate(value)) if isinstance(value, list) else []
            if not isinstance(value, list):
                self._note((kind,), f"{kind} must be a list of tables: [[{kind}]]")
        else:
            entries = self._table(value, None, (kind,))
        for name, table in entries:
            place, before = (kind, name), len(self.distrusted)
            section = self._section(kind, table, place)
            if section is None or (SECTIONS[kind].listed and len(self.distrusted) > before):
                continue
            try:
                normal = SECTIONS[kind].check(name, section)
            except UsageError as error:
                self._note(place, str(error))
                continue
            if normal in found:
                self._note(place, f"{name!r} appears twice: merge the two sections")
            found[normal] = section
        return found

    def _section(self, kind: str, table: Any, place: _Place) -> Any:
        """Return one section, or None where something in it was noted."""
        struct, before = SECTIONS[kind].struct, len(self.problems)
        fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
        chosen = {}
        for key, part in self._table(table, list(fields), place):
            try:
                value = typed(part, fields[key].type)
            except UsageError as error:
                self._note((*place, key), f"{key}: {error}")
                continue
            trust = SECTIONS[kind].trust(fields[key].name)
            if self._is_trusted(trust, value, (*place, key)):
                chosen[fields[key].name] = value
        return struct(**chosen) if len(self.problems) == before else None

    def _is_trusted(self, trust: Trust, value: Any, place: _Place, instead: str = "") -> bool:
        """Tell whether a key counts in this file; note it where it does not."""
        if not self._found or trust is Trust.FOUND:
            return True
        key = ".".join(map(str, place))
        what = f"{key} is not allowed"
        if trust is Trust.RAISED:
            down = lowered(value, {})
            if not down:
                return True
            levels = ", ".join(f"{rule.value} to {level.value}" for rule, level in down.items())
            what = f"{key} lowers {levels}, which is not allowed"
        file = f"--config {self._path}, LINKCHECK_CONFIG"
        message = (
            f"{what} in a configuration file that was found, not named: name it ({file}){instead}"
        )
        self._note(place, message, self.distrusted)
        return False

    def _table(self, value: Any, known: list[str] | None, place: _Place) -> list[tuple[Any, Any]]:
        """Return the entries of a table; a key that is not known, or no table, is noted."""
        where = ".".join(map(str, (*self._prefix, *place)))
        if not isinstance(value, dict):
            self._note(place, f"{where or 'this'} must be a table")
            return []
        entries = []
        for key, entry in value.items():
            if known is None or key in known:
                entries.append((key, entry))
            elif key == "tool" and not where:
                self._note((key,), "[tool.linkcheck] belongs in pyproject.toml; remove it here")
            elif place and key in SECTIONS[str(place[0])].removed:
                self._note((*place, key), SECTIONS[str(place[0])].removed[key])
            elif len(self.problems) < _MOST_PROBLEMS:
                inside = f" in {where}" if where else ""
                self._note((*place, key), f"unknown key {key!r}{inside}; {suggestion(key, known)}")
        return entries

    def _note(self, place: _Place, message: str, problems: list[Problem] | None = None) -> None:
        problems = self.problems if problems is None else problems
        if len(problems) >= _MOST_PROBLEMS:
            return
        # The key may stand in an inline table: then the table's line is the nearest there is.
        full: _Place = (*self._prefix, *place)
        while full and full not in self._lines:
            full = full[:-1]
        line = self._lines.get(full)
        problems.append(Problem(path=str(self._path), line=line, message=message))
