"""From options to settings: the command line before the environment before the file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import click
from click.core import ParameterSource

from linkcheck.config.file import ConfigFile, find_file, load_file, load_file_at
from linkcheck.config.options import OPTIONS, Option
from linkcheck.config.trust import lowered
from linkcheck.config.types import Named, Pair, Typed, bare
from linkcheck.errors import UsageError
from linkcheck.models import Location
from linkcheck.settings.inputs import InputSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from linkcheck.models import Rule, Severity
    from linkcheck.settings.ignores import Ignore
    from linkcheck.settings.settings import Settings
    from linkcheck.store import StoreSettings

__all__ = [
    "check_options",
    "chosen_inputs",
    "chosen_settings",
    "config_options",
    "configured",
    "input_options",
    "load_settings",
    "report_options",
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
        more = {"is_flag": True}
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


def config_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that name the configuration file, or leave it out.

    The command gets a `ConfigFile` as `config`. Paths of articles are to be eager arguments,
    since the file is looked for beside them.
    """
    # Of eager options those that are given are read first, then the others in this order.
    command = click.option("--config", metavar="FILE", envvar="LINKCHECK_CONFIG", is_eager=True,
                           cls=_ConfigOption, callback=_configured, help="Read this configuration file and no other.")(command)  # fmt: skip
    command = click.option("--config-from", metavar="REVISION", envvar="LINKCHECK_CONFIG_FROM", is_eager=True,
                           help="Read the configuration file as it is at this git revision, such as the base of a "
                           "pull request.")(command)  # fmt: skip
    return click.option("--no-config", "--isolated", is_flag=True, envvar="LINKCHECK_NO_CONFIG", is_eager=True,
                        callback=_left_out, help="Read no configuration file.")(command)  # fmt: skip


def _left_out(ctx: click.Context, _: click.Parameter, wanted: bool) -> bool:
    if wanted and ctx.params.get("config") and _strength("config") == _strength("no_config"):
        raise click.UsageError("give either --config or --no-config")
    return wanted


def _configured(ctx: click.Context, _: click.Parameter, named: str | None) -> ConfigFile:
    """Read the configuration file, and let it stand for what is not said elsewhere."""
    if ctx.resilient_parsing:  # somebody completes a command line: nothing is run
        return ConfigFile()
    path = Path(named) if named else None
    if ctx.params.get("no_config"):
        if path is not None and _strength("config") == _strength("no_config"):
            raise click.UsageError("give either --config or --no-config")
        if path is None or _strength("config") < _strength("no_config"):
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


def chosen_inputs(options: dict[str, Any]) -> InputSettings:
    """Return which articles the options choose."""
    file: ConfigFile = options["config"]
    forms = {
        pattern: section.input_format
        for pattern, section in file.sections.get("per-path", {}).items()
        if section.input_format is not None
    }
    return InputSettings(**_fields(options, "inputs"), forms=forms, root=_root(file))


def chosen_settings(options: dict[str, Any]) -> Settings:
    """Return the settings that the options stand for.

    Args:
        options: values by the options' names in Python, and the `ConfigFile` as `config`.

    Raises:
        UsageError: a value cannot be used.
    """
    from linkcheck.judging.policy import Difference, Policy  # noqa: PLC0415 - --help must be quick
    from linkcheck.settings.selection import Selection  # noqa: PLC0415 - --help must be quick
    from linkcheck.settings.settings import Settings  # noqa: PLC0415 - --help must be quick
    from linkcheck.web.settings import FetchSettings, HostSettings  # noqa: PLC0415 - --help must be quick

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
    if options["whole_files"] and options["since"] is None and _strength("whole_files") > 1:
        raise UsageError("--whole-files says how --since is meant: give that too")
    if options["stale"] is not None and options["no_store"]:
        message = "--stale asks the store when an address was last looked at: leave out --no-store"
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
    from linkcheck.settings.ignores import Ignore  # noqa: PLC0415 - --help must be quick

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
        fields[field] = row.convert(value) if row.convert is not None else value
    return fields


def _store(options: dict[str, Any]) -> StoreSettings | None:
    """Return the settings of the store; a recorded web is remembered only where asked for."""
    from linkcheck.store import StoreSettings, default_path  # noqa: PLC0415 - --help must be quick

    path, source = options["store"], _strength("store")
    if options["no_store"] and _strength("no_store") >= source:
        return None
    if options["replay"] and source < _STRENGTH[ParameterSource.COMMANDLINE]:
        return None
    if path is None or source == _STRENGTH[ParameterSource.ENVIRONMENT]:
        # Nobody asked for this file just now: where it cannot be, a check goes on without.
        default = default_path()
        try:
            default.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        if not os.access(default.parent, os.W_OK):
            return None
        path = str(default)
    return StoreSettings(path=path, seed=options["seed"] or 0)


_STRENGTH: dict[ParameterSource | None, int] = {
    ParameterSource.DEFAULT_MAP: 1,
    ParameterSource.ENVIRONMENT: 2,
    ParameterSource.COMMANDLINE: 3,
}


def _strength(name: str) -> int:
    """Return whose word an option's value is: the higher, the more it counts."""
    return _STRENGTH.get(click.get_current_context().get_parameter_source(name), 0)
