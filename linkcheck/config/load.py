"""Make settings of options: the command line before the environment before the file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from linkcheck.config.options import OPTIONS
from linkcheck.config.parameters import (
    STRENGTH,
    check_options,
    config_options,
    input_options,
    strength,
)
from linkcheck.config.trust import lowered
from linkcheck.errors import UsageError
from linkcheck.judging.policy import Difference, Policy
from linkcheck.models import Location
from linkcheck.settings.ignores import Ignore
from linkcheck.settings.inputs import InputSettings, Outlet
from linkcheck.settings.repair import RepairSettings
from linkcheck.settings.selection import Selection
from linkcheck.settings.settings import Settings
from linkcheck.store.records import StoreSettings, default_path
from linkcheck.web.settings import FetchSettings, HostSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from linkcheck.config.keys import ConfigFile
    from linkcheck.models import Rule, Severity

__all__ = ["chosen_inputs", "chosen_settings", "load_settings"]


def load_settings(
    start: str | os.PathLike[str] = ".", *, config: str | os.PathLike[str] | None = None
) -> Settings:
    """Return the settings that the command would have: from the environment and the nearest file.

    Args:
        start: an article or a folder; the configuration file is looked for there and above. Only
            some keys count in it, see `linkcheck.config.trust`.
        config: a configuration file to read instead; all its keys count.

    Raises:
        UsageError: the file or a variable cannot be used.
    """

    def nothing(**_: Any) -> None:
        """Stand for the command, which is not run."""

    wanted = input_options(check_options(config_options(nothing)))
    command = click.command()(click.argument("paths", nargs=-1, is_eager=True)(wanted))
    named = ["--config", str(config)] if config is not None else []
    try:
        with command.make_context("linkcheck", [*named, "--", str(start)]) as context:
            return chosen_settings(context.params)
    except click.UsageError as error:
        raise UsageError(error.format_message()) from error


def chosen_inputs(options: dict[str, Any]) -> InputSettings:
    """Return which articles the options choose."""
    file: ConfigFile = options["config"]
    forms = {
        pattern: section.input_format
        for pattern, section in file.sections.get("per-path", {}).items()
        if section.input_format is not None
    }
    return InputSettings(
        **_fields(options, "inputs"),
        forms=forms,
        outlets=tuple(_outlets(file)),
        root=_root(file),
    )


def chosen_settings(options: dict[str, Any]) -> Settings:
    """Return the settings that the options stand for.

    Args:
        options: values by the options' names in Python, and the `ConfigFile` as `config`.

    Raises:
        UsageError: a value cannot be used.
    """
    file: ConfigFile = options["config"]
    policy = _fields(options, "policy")
    usual = policy.get("severity", {})
    differing = {
        kind: {
            name: Difference(
                ignore=frozenset(section.ignore),
                severity=_levels(section.severity, usual, file),
                accept=frozenset(section.accept),
            )
            for name, section in file.sections.get(kind, {}).items()
        }
        for kind in ("per-path", "per-host")
    }
    hosts = {
        name: HostSettings(
            user_agent=section.user_agent,
            headers=section.headers,
            per_host=section.concurrency,
            host_interval=section.interval,
        )
        for name, section in file.sections.get("per-host", {}).items()
    }
    if options["whole_files"] and options["since"] is None and strength("whole_files") > 1:
        raise UsageError("--whole-files needs --since")
    if options["stale"] is not None and options["no_store"]:
        message = (
            "--stale needs the store, which records when an address was checked: drop --no-store"
        )
        raise UsageError(message)
    own = {"workers": min(1, (os.cpu_count() or 1) - 1), **_fields(options, "")}
    return Settings(
        inputs=chosen_inputs(options),
        fetch=FetchSettings(**_fields(options, "fetch"), hosts=hosts),
        policy=Policy(
            **policy,
            paths=differing["per-path"],
            hosts=differing["per-host"],
            root=_root(file),
        ),
        selection=Selection(**_fields(options, "selection")),
        repair=RepairSettings(
            **_fields(options, "repair"),
            relocations=tuple(
                section.relocation for section in file.sections.get("relocations", {}).values()
            ),
        ),
        ignores=tuple(_ignores(file)),
        store=_store(options),
        **own,
    )


def _levels(
    levels: Mapping[Rule, Severity], usual: Mapping[Rule, Severity], file: ConfigFile
) -> dict[Rule, Severity]:
    """Return the levels of a section; a file that was merely found lowers none that were chosen."""
    down = lowered(levels, usual) if file.is_found else {}
    return {rule: level for rule, level in levels.items() if rule not in down}


def _ignores(file: ConfigFile) -> Iterator[Ignore]:
    for number, section in file.sections.get("ignores", {}).items():
        line = file.lines.get(("ignores", number)) or file.lines.get(("ignores",), 1)
        yield Ignore(
            rules=section.rules,
            url=section.url,
            host=section.host,
            path=section.path,
            root=_root(file),
            until=section.until.isoformat() if section.until is not None else None,
            reason=section.reason,
            location=Location(path=str(file.path), line=line, column=1, start=number, end=number),
        )


def _outlets(file: ConfigFile) -> Iterator[Outlet]:
    for section in file.sections.get("outlets", {}).values():
        yield Outlet(
            name=section.name,
            aliases=section.aliases,
            domains=section.domains,
            language=section.language,
        )


def _root(file: ConfigFile) -> str:
    return str(file.path.parent.resolve()) if file.path is not None else ""


def _fields(options: dict[str, Any], part: str) -> dict[str, Any]:
    """Return the fields of a part of the settings that are chosen."""
    fields = {}
    for row in OPTIONS:
        owner, _, field = (row.place or "").rpartition(".")
        value = options.get(row.parameter)
        if not field or owner != part or value is None or value == ():
            continue
        try:
            fields[field] = row.convert(value) if row.convert is not None else value
        except UsageError as error:
            raise UsageError(row.blame(error)) from error
    return fields


def _store(options: dict[str, Any]) -> StoreSettings | None:
    """Return the settings of the store; a recorded web is remembered only where asked for."""
    path, source = options["store"], strength("store")
    if options["no_store"] and strength("no_store") >= source:
        return None
    if options["replay"] and source < STRENGTH[ParameterSource.COMMANDLINE]:
        return None
    if path is None or source == STRENGTH[ParameterSource.ENVIRONMENT]:
        # Nobody asked for this file just now: where it cannot be, a check goes on without.
        default = default_path()
        if not _can_be_made(default):
            return None
        path = str(default)
    return StoreSettings(path=path, seed=options["seed"] or 0)


def _can_be_made(file: Path) -> bool:
    """Tell whether a file can be written, its folders made where they are missing."""
    folders = map(os.fspath, file.absolute().parents)
    nearest = next((folder for folder in folders if os.path.lexists(folder)), "")
    return os.path.isdir(nearest) and os.access(nearest, os.W_OK | os.X_OK)  # noqa: PTH112 - as lexists, it never raises
