"""The options of the command, and the settings they stand for."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import click

from linkcheck.errors import UsageError
from linkcheck.messages import LANGUAGES
from linkcheck.reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.config import Settings
    from linkcheck.inputs import InputSettings
    from linkcheck.selection import Selection
    from linkcheck.store import StoreSettings

__all__ = [
    "check_options",
    "chosen_inputs",
    "chosen_settings",
    "input_options",
    "one_of",
    "report_options",
]


_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?")
_FOR_PEOPLE = ", ".join(form.name for form in FORMATS.values() if form.for_people)


def report_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every command that checks: how the report is shown."""
    options = [
        click.option("--format", "-f", "form", type=click.Choice(list(FORMATS)), metavar="FORMAT",
                     show_default="terminal",
                     help=f"How the report is written: {', '.join(FORMATS)}."),
        click.option("--output", "-o", multiple=True, metavar="FILE|FORMAT=FILE",
                     help="FILE: write the report there instead of to standard output. FORMAT=FILE: "
                          "write one more report; - is standard output. Repeatable."),
        click.option("--explain", "--verbose", "-v", "verbose", is_flag=True,
                     help=f"In reports for people ({_FOR_PEOPLE}): show every citation, good ones too, with what it was judged by: what was "
                          "cited, what was found, score and result of each field."),
        click.option("--quiet", "-q", is_flag=True,
                     help="Show only what is wrong, no closing line."),
        click.option("--no-progress", is_flag=True, help="Show no progress bar."),
        click.option("--lang", type=click.Choice(LANGUAGES),
                     help="Language of the messages; that of the environment by default."),
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
            "--detector",
            type=click.Choice(["built-in", "langid", "lingua"]),
            default="built-in",
            help="What tells languages (extras `lingua` and `langid`).",
        ),
        click.option(
            "--semantic",
            is_flag=True,
            help="Ask a sentence encoder where titles of two languages cannot be compared otherwise "
            "(extra `semantic`).",
        ),
        click.option(
            "--quotations",
            is_flag=True,
            help="Look for the words that articles quote in the sources they cite.",
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
            "--replay-pace",
            type=click.FloatRange(min=0),
            metavar="FACTOR",
            help="Let recorded answers take as long as they took (1), or part of it.",
        ),
        click.option(
            "--record",
            type=click.Path(dir_okay=False),
            metavar="WARC",
            help="Write everything that is fetched to a recording.",
        ),
    ]
    every = [*options, *_fetch_options(), *_store_options(), *_selection_options()]
    for option in reversed(every):
        command = option(command)
    return command


def _fetch_options() -> list[Callable[..., Any]]:
    return [
        click.option("--status-only", is_flag=True,
                     help="Look at status codes alone: read no page, compare nothing."),
        click.option("--method", type=click.Choice(["GET", "HEAD"]),
                     help="GET by default. HEAD shows no page; where a site refuses it, GET is used."),
        click.option("--http2", is_flag=True, help="Speak HTTP/2 with hosts that offer it."),
        click.option("--robots", is_flag=True, help="Leave out what robots.txt disallows."),
        click.option("--browser-retry", is_flag=True,
                     help="Where a site refuses us, ask once more as a browser would."),
        click.option("--netrc", is_flag=True, help="Take credentials for sites from ~/.netrc."),
        click.option("--env-proxy", is_flag=True,
                     help="Use the proxies that the environment names."),
        click.option("--seed", type=int, metavar="N",
                     help="Of the little chance there is, in pauses and lifetimes."),
        click.option("--workers", type=click.IntRange(min=0), metavar="N",
                     help="Processes to work in besides this one. One by default where there "
                          "are several cores."),
    ]  # fmt: skip


def _store_options() -> list[Callable[..., Any]]:
    return [
        click.option("--store", type=click.Path(dir_okay=False), metavar="FILE",
                     help="Where answers are remembered; in the user's cache folder by default."),
        click.option("--no-store", is_flag=True, help="Remember nothing, and use nothing remembered."),
        click.option("--refresh", is_flag=True,
                     help="Ask for every address again, whatever is remembered."),
        click.option("--confirm", metavar="N|now",
                     help="How many failures, days apart, make an unreachable link a dead one: 3 by "
                          "default; `now` believes the first."),
    ]  # fmt: skip


def _selection_options() -> list[Callable[..., Any]]:
    return [
        click.option("--since", metavar="REVISION",
                     help="Check only citations on lines that were changed since a git revision."),
        click.option("--whole-files", is_flag=True,
                     help="With --since, check all citations of files that were changed."),
        click.option("--stale", type=click.FloatRange(min=0), metavar="DAYS",
                     help="Check only addresses that were not looked at for so many days."),
        click.option("--sample", type=click.IntRange(min=1), metavar="N",
                     help="Check only so many addresses, spread over the sites, others every day."),
        click.option("--max-time", metavar="DURATION",
                     help="Stop asking after that time (90s, 10m, 1h30m) and report what was found."),
        click.option("--baseline", type=click.Path(dir_okay=False), metavar="FILE",
                     help="Leave out findings that this file knows; see linkcheck baseline."),
        click.option("--fail-on", type=click.Choice(["error", "warning", "never"]),
                     default="error", show_default=True,
                     help="Exit with 1 where there is a finding of that level or a graver one."),
    ]  # fmt: skip


def _seconds(text: str | None) -> float | None:
    """Return a duration in seconds.

    Raises:
        UsageError: it is none.
    """
    if text is None:
        return None
    found = _DURATION.fullmatch(text.strip().lower())
    if found is None or not any(found.groups()):
        message = f"--max-time takes a duration such as 90s, 10m or 1h30m, not {text!r}"
        raise UsageError(message)
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return 3600 * hours + 60 * minutes + seconds


def _store(options: dict[str, Any]) -> StoreSettings | None:
    """Return the settings of the store; a recorded web is remembered only where asked for."""
    if options["no_store"] or (options["replay"] and not options["store"]):
        return None
    from linkcheck.store import StoreSettings, default_path  # noqa: PLC0415 - --help must be quick

    path = options["store"]
    if path is None:
        # Nobody asked for this file: where it cannot be, a check goes on without.
        default = default_path()
        try:
            default.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        if not os.access(default.parent, os.W_OK):
            return None
        path = str(default)
    return StoreSettings(path=path, seed=options["seed"] or 0)


def _confirmations(text: str | None) -> int:
    if text is None:
        return 3
    if text == "now":
        return 1
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    message = f"--confirm takes a number of failures or the word now, not {text!r}"
    raise UsageError(message)


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
        "host_concurrency": "per_host", "host_interval": "host_interval", "method": "method",
        "status_only": "status_only", "http2": "http2", "robots": "robots",
        "browser_retry": "browser_retry", "env_proxy": "proxy_from_env", "seed": "seed",
    }  # fmt: skip
    chosen = {
        field: options[name] for name, field in names.items() if options.get(name) is not None
    }
    if options["netrc"]:
        chosen["netrc"] = ""
    workers = options["workers"]
    if workers is None:
        workers = min(1, (os.cpu_count() or 1) - 1)
    networks = tuple(
        network
        for name in options["allow_private"]
        for network in (("127.0.0.0/8", "::1/128") if name == "loopback" else (name,))
    )
    severity = {}
    for text in options["severity"]:
        rule, _, level = text.partition("=")
        severity[one_of(Rule, rule, "rule")] = one_of(Severity, level, "level")
    return Settings(
        inputs=chosen_inputs(options),
        fetch=FetchSettings(allow_networks=networks, **chosen),
        policy=Policy(
            ignore=frozenset(one_of(Rule, name, "rule") for name in options["ignore"]),
            severity=severity,
            confirmations=_confirmations(options["confirm"]),
        ),
        selection=_selection(options),
        baseline=options["baseline"],
        max_time=_seconds(options["max_time"]),
        store=_store(options),
        refresh=options["refresh"],
        detector=options["detector"],
        semantic=options["semantic"],
        quotations=options["quotations"],
        workers=workers,
        replay_pace=options["replay_pace"] or 0.0,
        replay=options["replay"],
        record=options["record"],
    )


def _selection(options: dict[str, Any]) -> Selection:
    from linkcheck.selection import Selection  # noqa: PLC0415 - --help must be quick

    if options["whole_files"] and options["since"] is None:
        raise UsageError("--whole-files says how --since is meant: give that too")
    if options["stale"] is not None and options["no_store"]:
        raise UsageError(
            "--stale asks the store when an address was last looked at: leave out --no-store"
        )
    return Selection(
        since=options["since"],
        whole_files=options["whole_files"],
        stale_days=options["stale"],
        sample=options["sample"],
    )


def one_of(kind: type[Any], name: str, what: str) -> Any:
    """Return the member of an enumeration that a user names.

    Raises:
        UsageError: there is none; the message suggests the nearest.
    """
    try:
        return kind(name.strip())
    except ValueError:
        import difflib  # noqa: PLC0415 - only where something is wrong

        known = [member.value for member in kind]
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(known)}"
        message = f"there is no {what} {name!r}; {hint}"
        raise UsageError(message) from None
