"""The options on the command line, each filled from the environment or the file where left out."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import click
from click.core import ParameterSource

from linkcheck.config.file import find_file, load_file, load_file_at
from linkcheck.config.keys import ConfigFile
from linkcheck.config.options import OPTIONS, Option
from linkcheck.config.types import Named, Pair, Typed, bare
from linkcheck.errors import UsageError
from linkcheck.reports.i18n import of_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


__all__ = [
    "STRENGTH",
    "check_options",
    "chosen_language",
    "config_options",
    "configured",
    "input_options",
    "language_option",
    "report_options",
    "strength",
]


class _ClickOption(click.Option):
    """An option of the table on the command line."""

    def __init__(self, *names: Any, row: Option, **attributes: Any) -> None:
        super().__init__(*names, **attributes)
        self._row = row

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return its lines of the help, with the default where that is a number or a choice."""
        self.help = self._row.help + (" Repeatable." if self.multiple else "")
        record = super().get_help_record(ctx)
        if record is not None and self.secondary_opts and not self._row.default:
            record = record[0].partition(" / ")[0], record[1]  # each flag has its --no-…
        free = bare(self._row.kind) in {bool, str} and self._row.names is None
        default = None if free else self._row.default
        if record is None or not isinstance(default, int | float | str):
            return record
        return record[0], f"{record[1]} [default: {default}]"

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """Return what to call it in a message: by the variable where that is to blame."""
        source = ctx.get_parameter_source(self._row.parameter) if ctx is not None else None
        if source is ParameterSource.ENVIRONMENT:
            return self._row.variable
        return super().get_error_hint(ctx)


def _click_option(row: Option) -> Callable[..., Any]:
    """Return the decorator that adds an option to a command."""
    kind = bare(row.kind)
    more: dict[str, Any] = {}
    names = [f"--{row.name}"]
    if kind is bool:
        more = {"is_flag": True, "default": bool(row.default)}
        if not row.name.startswith("no-"):
            names = [f"--{row.name}/--no-{row.name}"]
    elif row.is_path:
        more = {"type": click.Path()}
    elif row.names is not None:
        more = {"type": Named(row.names)}
    elif get_origin(kind) is Literal:
        more = {"type": click.Choice(list(get_args(kind)))}
    elif get_origin(kind) is tuple:
        more = {"type": Typed(get_args(kind)[0]), "multiple": True}
    elif get_origin(kind) is dict:
        more = {"type": Pair(*get_args(kind)), "multiple": True}
    else:
        more = {"type": Typed(row.kind)}
    names += [f"--{row.also}"] if row.also else []
    names += [f"-{row.short}"] if row.short else []
    return click.option(*names, row.parameter, cls=_ClickOption, row=row,
                        metavar=row.metavar, envvar=row.variable, **more)  # fmt: skip


class _ConfigOption(click.Option):
    """`--config`, which is read together with `--config-from`, whichever is given first."""

    def handle_parse_result(self, ctx: click.Context, opts: Any, args: list[str]) -> Any:
        """Read the other option before this one."""
        for parameter in ctx.command.params:
            if parameter.name == "config_from":
                parameter.handle_parse_result(ctx, opts, args)
        return super().handle_parse_result(ctx, opts, args)


def _group(group: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for row in reversed(OPTIONS):
            if row.group == group:
                command = _click_option(row)(command)
        return command

    return decorate


report_options = _group("report")
"""Adds the options of every command that checks: how the report is shown."""
input_options = _group("inputs")
"""Adds the options of every command that reads articles."""
check_options = _group("check")
"""Adds the options of a check: what is reported, and how addresses are asked for."""
language_option = _click_option(next(row for row in OPTIONS if row.name == "lang"))
"""Adds `--lang` to a command that shows no report."""


def config_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that name the configuration file, or leave it out.

    The command gets a `ConfigFile` as `config`. Paths of articles are to be eager arguments,
    since the file is looked for beside them.
    """
    # Of eager options those that are given are read first, then the others in this order.
    command = click.option("--config", metavar="FILE", envvar="LINKCHECK_CONFIG", is_eager=True,
                           cls=_ConfigOption, callback=_configured, help="Use only this configuration file.")(command)  # fmt: skip
    command = click.option("--config-from", metavar="REVISION", envvar="LINKCHECK_CONFIG_FROM", is_eager=True,
                           help="Read the configuration file from this git revision, such as the base of a pull "
                           "request.")(command)  # fmt: skip
    return click.option("--no-config", "--isolated", is_flag=True, envvar="LINKCHECK_NO_CONFIG", is_eager=True,
                        callback=_left_out, help="Do not read a configuration file.")(command)  # fmt: skip


def _left_out(ctx: click.Context, _: click.Parameter, wanted: bool) -> bool:
    if wanted and ctx.params.get("config") and strength("config") == strength("no_config"):
        raise click.UsageError("give either --config or --no-config")
    return wanted


def _configured(ctx: click.Context, _: click.Parameter, named: str | None) -> ConfigFile:
    """Read the configuration file, and let it stand for what is not said elsewhere."""
    if ctx.resilient_parsing:  # somebody completes a command line: nothing is run
        return ConfigFile()
    path = Path(named) if named else None
    if ctx.params.get("no_config"):
        if path is not None and strength("config") == strength("no_config"):
            raise click.UsageError("give either --config or --no-config")
        if path is None or strength("config") < strength("no_config"):
            return ConfigFile()
    starts = ctx.params.get("paths") or ()
    file = _file(path, ctx.params.get("config_from"), starts)
    known = {parameter.name for parameter in ctx.command.params}
    ctx.default_map = {
        row.parameter: _as_given(file.options[row.name])
        for row in OPTIONS
        if row.name in file.options and row.parameter in known
    }
    return file


def _file(named: Path | None, revision: str | None, starts: Sequence[str] = ()) -> ConfigFile:
    """Return what the file says that somebody named, that was found, or that a revision has."""
    if revision:
        return load_file_at(revision, starts, named)
    path = named or find_file(starts)
    return load_file(path, found=named is None) if path is not None else ConfigFile()


def _as_given(value: Any) -> Any:
    return list(value.items()) if isinstance(value, dict) else value


def configured(name: str) -> Any:
    """Return what the configuration file says of an option here, for commands that have few.

    Raises:
        UsageError: the file cannot be used.
    """
    left_out = click.BOOL(os.environ.get("LINKCHECK_NO_CONFIG") or "0")
    if left_out or os.environ.get(f"LINKCHECK_{name.upper()}"):
        return None
    named = os.environ.get("LINKCHECK_CONFIG")
    revision = os.environ.get("LINKCHECK_CONFIG_FROM")
    return _file(Path(named) if named else None, revision).options.get(name)


def chosen_language(given: str | None) -> str:
    """Return the language of messages, for commands that read nothing else from the file.

    Args:
        given: what the command was given, or None.
    """
    if given is None:
        # A file that cannot be used here must not keep anyone from an explanation.
        with contextlib.suppress(UsageError):
            given = configured("lang")
    return given or of_locale()


STRENGTH: dict[ParameterSource | None, int] = {
    ParameterSource.DEFAULT_MAP: 1,
    ParameterSource.ENVIRONMENT: 2,
    ParameterSource.COMMANDLINE: 3,
}


def strength(name: str) -> int:
    """Return whose word an option's value is: the higher, the more it counts."""
    return STRENGTH.get(click.get_current_context().get_parameter_source(name), 0)
