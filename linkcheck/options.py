"""The options of the command, and the settings they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.config import Settings
    from linkcheck.inputs import InputSettings

__all__ = ["check_options", "chosen_inputs", "chosen_settings", "input_options", "report_options"]

_FORMATS = click.Choice(["terminal", "json", "jsonl"])


def report_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every command that checks: how the report is shown."""
    options = [
        click.option("--format", "-f", "form", type=_FORMATS, default="terminal", show_default=True,
                     help="How the report is written."),
        click.option("--output", "-o", type=click.Path(dir_okay=False), metavar="FILE",
                     help="Write the report there instead of to standard output."),
        click.option("--verbose", "-v", is_flag=True,
                     help="Show good citations and all evidence too."),
        click.option("--quiet", "-q", is_flag=True,
                     help="Show only what is wrong, no closing line."),
        click.option("--no-progress", is_flag=True, help="Show no progress bar."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def input_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every command that reads articles."""
    options = [
        click.option("--include", multiple=True, metavar="PATTERN",
                     help="Of folders read only files that match, as in .gitignore. Repeatable."),
        click.option("--exclude", multiple=True, metavar="PATTERN",
                     help="Leave out files and folders that match. Repeatable."),
        click.option("--input-format", metavar="FORMAT",
                     help="The format of all inputs: html, markdown, text, rst, wikitext, jsonl or "
                          "wxr. Told by the file's name, then by its beginning, otherwise."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def check_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a check: what is reported, and how addresses are asked for."""
    options = [
        click.option(
            "--ignore",
            multiple=True,
            metavar="RULE",
            help="Leave out findings of a rule. Repeatable.",
        ),
        click.option(
            "--severity",
            multiple=True,
            metavar="RULE=LEVEL",
            help="Make a rule's findings error, warning or note. Repeatable.",
        ),
        click.option(
            "--allow-private",
            multiple=True,
            metavar="NETWORK",
            help="Also reach a network that is not public, such as 10.0.0.0/8 or loopback. Repeatable.",
        ),
        click.option(
            "--contact",
            metavar="ADDRESS",
            help="A page or mailto: where sites can reach you; it stands in the User-Agent.",
        ),
        click.option("--user-agent", metavar="TEXT", help="The whole User-Agent."),
        click.option(
            "--timeout",
            type=float,
            metavar="SECONDS",
            help="Longest time for one address with its redirects.",
        ),
        click.option(
            "--attempts",
            type=int,
            metavar="N",
            help="How often an address is tried where that may help.",
        ),
        click.option("--max-body", type=int, metavar="BYTES", help="How much of a page is read."),
        click.option("--concurrency", type=int, metavar="N", help="Requests at once in all."),
        click.option(
            "--host-concurrency", type=int, metavar="N", help="Requests at once to one site."
        ),
        click.option(
            "--host-interval",
            type=float,
            metavar="SECONDS",
            help="Between two requests to one site.",
        ),
        click.option(
            "--replay",
            type=click.Path(),
            metavar="WARC",
            help="Answer from a recording, without a network.",
        ),
        click.option(
            "--record",
            type=click.Path(dir_okay=False),
            metavar="WARC",
            help="Write everything that is fetched to a recording.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def chosen_inputs(options: dict[str, Any]) -> InputSettings:
    """Return which articles the options choose."""
    from linkcheck.inputs import InputSettings  # noqa: PLC0415 - --help must be quick

    return InputSettings(
        include=options["include"], exclude=options["exclude"], form=options["input_format"]
    )


def chosen_settings(options: dict[str, Any]) -> Settings:
    """Return the settings that the options stand for.

    Raises:
        UsageError: a value cannot be used.
    """
    from linkcheck.config import Settings  # noqa: PLC0415 - --help must be quick
    from linkcheck.judge import Policy  # noqa: PLC0415 - the same
    from linkcheck.models import Rule, Severity  # noqa: PLC0415 - the same
    from linkcheck.web.settings import FetchSettings  # noqa: PLC0415 - the same

    names = {
        "contact": "contact", "user_agent": "user_agent", "timeout": "total_timeout",
        "attempts": "attempts", "max_body": "max_body", "concurrency": "concurrency",
        "host_concurrency": "per_host", "host_interval": "host_interval",
    }  # fmt: skip
    chosen = {
        field: options[name] for name, field in names.items() if options.get(name) is not None
    }
    networks = tuple(
        network
        for name in options["allow_private"]
        for network in (("127.0.0.0/8", "::1/128") if name == "loopback" else (name,))
    )
    severity = {}
    for text in options["severity"]:
        rule, _, level = text.partition("=")
        severity[_one_of(Rule, rule, "rule")] = _one_of(Severity, level, "level")
    return Settings(
        inputs=chosen_inputs(options),
        fetch=FetchSettings(allow_networks=networks, **chosen),
        policy=Policy(
            ignore=frozenset(_one_of(Rule, name, "rule") for name in options["ignore"]),
            severity=severity,
        ),
        replay=options["replay"],
        record=options["record"],
    )


def _one_of(kind: type[Any], name: str, what: str) -> Any:
    try:
        return kind(name.strip())
    except ValueError:
        import difflib  # noqa: PLC0415 - only where something is wrong

        known = [member.value for member in kind]
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(known)}"
        message = f"there is no {what} {name!r}; {hint}"
        raise UsageError(message) from None
