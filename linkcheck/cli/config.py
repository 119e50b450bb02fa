"""`linkcheck config`: show what holds and why, check files, describe them to editors."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

import linkcheck.config
from linkcheck.cli.command import Command
from linkcheck.config.file import find_file, read_file
from linkcheck.config.options import OPTIONS
from linkcheck.config.parameters import (
    check_options,
    config_options,
    input_options,
    report_options,
)
from linkcheck.config.schema import schema
from linkcheck.config.sections import SECTIONS
from linkcheck.errors import UsageError
from linkcheck.reports.safe import inert_json, mask_credentials, plain_text
from linkcheck.web.credentials import variables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.config.keys import ConfigFile
    from linkcheck.settings.settings import Settings

__all__ = ["config"]

_SOURCES = {
    ParameterSource.COMMANDLINE: "command line",
    ParameterSource.ENVIRONMENT: "environment",
}


@click.group()
def config() -> None:
    """Show the settings in effect and their origin, or check a configuration file."""


@config.command(cls=Command)
@click.argument("paths", nargs=-1, is_eager=True, metavar="[PATH]...")
@config_options
@report_options
@input_options
@check_options
@click.pass_context
def show(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Show the settings for a check of these paths, and the origin of each.

    Takes the options of `linkcheck check`. The output is itself a
    configuration file that you can pass with --config; secrets are masked.
    """
    del paths  # they are where the file was looked for
    file: ConfigFile = options["config"]
    settings = linkcheck.config.chosen_settings(options)
    click.echo(f"# {_inert(str(file.path or 'no configuration file'))}")
    for row in OPTIONS:
        source = ctx.get_parameter_source(row.parameter)
        if source is ParameterSource.DEFAULT_MAP:
            where = _place(file, (row.name,))
        else:
            where = _SOURCES.get(source, "default") if source is not None else "default"
        value = options[row.parameter]
        if source is ParameterSource.DEFAULT:
            value = _default(row.name, settings, row.default)
        if isinstance(value, tuple) and value and isinstance(value[0], tuple):
            value = dict(value)
        text = _toml(value)
        click.echo(
            f"{row.name} = {text}  # {where}" if text else f"# {row.name}: nothing  # {where}"
        )
    for line in _sections(file):
        click.echo(line)
    for name in variables(os.environ):
        click.echo(f"\n# {_inert(name)} is set in the environment")


@config.command()
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE]...")
def check(files: tuple[str, ...]) -> None:
    """Check the given configuration files, or the one that would be used here.

    Prints every problem with its line number; the exit code is 2 if there is
    one. A file that is found, not named here or by LINKCHECK_CONFIG, may
    only set some keys.
    """
    paths = [Path(file) for file in files]
    if not paths and (variable := os.environ.get("LINKCHECK_CONFIG")):
        paths = [Path(variable)]
    found = not paths
    if found and (nearest := find_file()) is not None:
        paths = [nearest]
    if not paths:
        raise UsageError("no configuration file in this folder or its parents; name one")
    wrong = 0
    for path in paths:
        file, problems = read_file(path, found=found)
        wrong += len(problems)
        for problem in problems:
            place = path if problem.line is None else f"{path}:{problem.line}"
            click.echo(plain_text(f"{place}: {problem.message}", 1000))
        if not problems:
            count = len(file.options) + sum(map(len, file.sections.values()))
            click.echo(plain_text(f"{path}: ok ({count} settings)"))
    if wrong:
        raise SystemExit(UsageError.exit_code)


@config.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of linkcheck.toml, for completion and checks in editors."""
    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))


def _default(name: str, settings: Settings, default: Any) -> Any:
    if name == "store":
        return settings.store.path if settings.store is not None else None
    return settings.workers if name == "workers" else default


def _sections(file: ConfigFile) -> Iterator[str]:
    for kind, named in file.sections.items():
        for name, section in named.items():
            yield ""
            listed = SECTIONS[kind].listed
            head = f"[[{kind}]]" if listed else f"[{kind}.{_toml(name)}]"
            yield f"{head}  # {_place(file, (kind, name))}"
            for key in section.__struct_fields__:
                value = getattr(section, key)
                if value is None or not len(value if isinstance(value, dict | tuple) else "x"):
                    continue
                if key == "headers":
                    value = dict.fromkeys(value, "***")
                if isinstance(value, date):
                    value = value.isoformat()
                yield f"{key.replace('_', '-')} = {_toml(value)}"


def _place(file: ConfigFile, key: tuple[str | int, ...]) -> str:
    line = file.lines.get(key) or file.lines.get(key[:1])
    return _inert(f"{file.path}:{line}" if line else str(file.path))


def _toml(value: Any) -> str:
    """Return a value as TOML, without what it may carry of secrets; "" where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        pairs = ", ".join(f"{_toml(key)} = {_toml(entry)}" for key, entry in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple | frozenset):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        value = mask_credentials(value)
    return _inert(json.dumps(value, ensure_ascii=False))


def _inert(text: str) -> str:

    # A path is no JSON: of what it may carry, only a line's end could leave its comment.
    return inert_json(text.replace("\n", "\\n").replace("\r", "\\r").replace("\x1b", "\\x1b"))
