"""`linkcheck fix`: put lost sources right in the articles themselves."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

import linkcheck.cli
import linkcheck.config
import linkcheck.repair
from linkcheck.cli.command import Command
from linkcheck.cli.echo import EXIT_FINDINGS, EXIT_UNFINISHED, warn
from linkcheck.cli.inputs import articles_argument, keep_apart
from linkcheck.config.parameters import (
    check_options,
    config_options,
    input_options,
    language_option,
)
from linkcheck.config.types import Named
from linkcheck.errors import ArticleError, UsageError
from linkcheck.models import Rule
from linkcheck.reports.i18n import messages, of_locale
from linkcheck.reports.json_text import json_text
from linkcheck.reports.plain import masked
from linkcheck.reports.safe import shown
from linkcheck.text.destinations import destination

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from linkcheck.models import Report
    from linkcheck.repair.changes import Change, FileChange
    from linkcheck.reports.i18n import Messages

__all__ = ["fix"]

_TYPED = click.core.ParameterSource.COMMANDLINE
_WRITING = frozenset({"write", "interactive"})
"""Modes that change articles: a run that was stopped changes none."""

_HELP = """
\b
Exit codes:
  0  every proposal was shown, or applied
  1  a proposal could not be applied, or an article could not be read
  2  usage error, invalid settings, or no readable article
  3  the run could not finish
"""


@click.command(cls=Command, epilog=_HELP)
@articles_argument(required=False)
@click.option(
    "--diff",
    is_flag=True,
    help="Show the changes as a patch for `git apply`, and write nothing (default).",
)
@click.option("--write", is_flag=True, help="Change the articles.")
@click.option("--interactive", is_flag=True, help="Confirm each change, then write.")
@click.option(
    "--rdjson",
    is_flag=True,
    help="Show the changes as suggestions for reviewdog.",
)
@click.option(
    "--export",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write the proposals to a CSV file to review, then apply with --from.",
)
@click.option(
    "--from",
    "decisions",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Apply the decisions in such a file, without a network.",
)
@click.option(
    "--select",
    multiple=True,
    type=Named(lambda: [rule.value for rule in Rule]),
    metavar="RULE",
    help="Apply only proposals of this rule; by default all that change an address. Repeatable.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0.0, 1.0),
    default=0.9,
    show_default=True,
    help="Skip proposals below this confidence.",
)
@click.option(
    "--robust-links",
    is_flag=True,
    help="In HTML, add the original address and the date to links to archived copies.",
)
@click.option(
    "--log",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Append every change written to this file, one JSON object per line.",
)
@language_option
@config_options
@input_options
@check_options
def fix(paths: tuple[str, ...], **options: Any) -> None:
    """Find lost sources, and correct their addresses in the articles.

    Checks the articles, searches for lost sources, and compares each page it
    finds with the citation. Only addresses change, unless --select names a
    rule about titles.
    """
    options["mode"] = _mode(options)
    rules = [Rule(name) for name in options["select"]] or None
    told = messages(options["lang"] or of_locale())
    ask = _Asked(told) if options["mode"] == "interactive" else None
    _refuse_odd(paths, options)
    report = None
    if options["decisions"] is not None:
        changes = linkcheck.repair.decided(
            options["decisions"],
            select=rules,
            robust_links=options["robust_links"],
            wanted=ask,
        )
    else:
        settings = linkcheck.config.chosen_settings({**options, "propose": True})
        if settings.remap:
            message = "drop --remap: it requests different addresses from those in the articles"
            raise UsageError(message)
        written = (options["export"], options["log"])
        report = told.report(linkcheck.cli.check_quietly(paths, settings, written))
        if not report.complete and not report.out_of_time and options["mode"] in _WRITING:
            warn("not everything was checked, so nothing was changed; run the command again")
            raise SystemExit(EXIT_UNFINISHED)
        keep_apart(report.digests, None, written)  # also the articles of folders
        if options["export"] is not None:
            _export(options["export"], report, options["min_confidence"], rules, told)
            changes = []
        else:
            changes = linkcheck.repair.apply(
                report,
                select=rules,
                min_confidence=options["min_confidence"],
                robust_links=options["robust_links"],
                wanted=ask,
            )
    named = [options["decisions"]] if options["decisions"] is not None else []
    keep_apart([*named, *(change.path for change in changes)], None, [options["log"]])
    failed = _finished(changes, options["mode"], options["log"], told)
    if report is not None and options["export"] is None:
        unlikely = _unlikely(report, rules, options["min_confidence"])
        declined = ask.declined if ask is not None else 0
        summary = _summary(
            report, changes, options["mode"], unlikely=unlikely, declined=declined, told=told
        )
        click.echo(f"linkcheck: {summary}", err=True)
    if report is not None and not report.complete:
        warn("not everything was checked; run it again for the rest")
        raise SystemExit(EXIT_UNFINISHED)
    if failed or (report is not None and report.problems):
        raise SystemExit(EXIT_FINDINGS)


def _mode(options: dict[str, Any]) -> str:
    """Return what becomes of the changes.

    Raises:
        UsageError: two options say different things.
    """
    chosen = [name for name in ("diff", "write", "interactive", "rdjson") if options[name]]
    if len(chosen) > 1:
        message = f"use either --{chosen[0]} or --{chosen[1]}"
        raise UsageError(message)
    return chosen[0] if chosen else "diff"


def _refuse_odd(paths: tuple[str, ...], options: dict[str, Any]) -> None:
    """Refuse options that do not go together.

    Raises:
        UsageError: the message names them.
    """
    if options["decisions"] is None:
        if not paths:
            raise UsageError("name the articles to fix: files, or folders of them")
        if options["export"] is not None and options["mode"] != "diff":
            message = f"--export does not change articles: drop --{options['mode']}"
            raise UsageError(message)
        return
    if paths:
        raise UsageError("--from already names the articles: do not give paths")
    if options["export"] is not None:
        raise UsageError("use either --from, which reads decisions, or --export, which writes them")
    if click.get_current_context().get_parameter_source("min_confidence") is _TYPED:
        raise UsageError("--from applies the decisions in its file: drop --min-confidence")


class _Asked:
    """Asks a person about each change.

    Args:
        told: the person's language.

    Attributes:
        declined: how many changes were not wanted.
    """

    def __init__(self, told: Messages) -> None:
        self._told = told
        self.declined = 0
        self._answer: bool | None = None

    def __call__(self, change: Change) -> bool:
        wanted = self._ask(change) if self._answer is None else self._answer
        self.declined += not wanted
        return wanted

    def _ask(self, change: Change) -> bool:
        click.echo(_told(change), err=True)
        try:
            choice = click.prompt(
                self._told.text("Apply this change? [y]es, [n]o, [a]ll that follow, [q]uit"),
                type=click.Choice(["y", "n", "a", "q"]),
                show_choices=False,
                err=True,
            )
        except click.Abort:  # Ctrl-C, or the end of standard input
            click.echo(err=True)
            warn("stopped before the last question, so nothing was changed")
            raise SystemExit(EXIT_UNFINISHED) from None
        if choice in {"a", "q"}:
            self._answer = choice == "a"
        return choice in {"y", "a"}


def _finished(changes: Sequence[FileChange], mode: str, log: str | None, told: Messages) -> bool:
    """Show or write the changes; tell whether something could not be applied."""
    failed = False
    if log is not None and mode in _WRITING and changes:
        _log(log, [])  # before any article is changed
    if mode == "rdjson":
        click.echo(linkcheck.repair.suggestions(changes, told.text))
    for change in changes:
        for skipped in change.skipped:
            failed = True
            warn(f"{skipped.path}:{skipped.line}: {skipped.rule}: not changed: {skipped.reason}")
        if mode == "diff":
            _show_patch(change)
        elif mode != "rdjson":
            failed |= not _written(change, log)
    return failed


def _show_patch(change: FileChange) -> None:
    """Show a patch on a terminal, where it must do nothing; write it to a pipe as it is."""
    if not sys.stdout.isatty():
        click.echo(change.patch(), nl=False)
        return
    for line in change.diff().splitlines(keepends=True):
        click.echo(shown(line.rstrip("\n"), 10_000))


def _written(change: FileChange, log: str | None) -> bool:
    """Write one file, and say what was changed in it; one that cannot be stops no other."""
    if not change.changes:
        return True
    try:
        change.write()
    except ArticleError as error:
        for message in error.messages:
            warn(message)
        return False
    for made in change.changes:
        click.echo(_told(made))
    if log is not None:
        _log(log, change.changes)
    return True


def _log(path: str, changes: Sequence[Change]) -> None:
    """Append changes to the log.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        with destination(path).open("a", encoding="utf-8") as file:
            file.writelines(json_text(masked(made), "utf-8") + "\n" for made in changes)
    except OSError as error:
        message = f"{path}: the log cannot be written: {error.strerror or error}"
        raise UsageError(message) from error


def _unlikely(report: Report, rules: Collection[Rule] | None, least: float) -> int:
    """Return how many proposals of the chosen rules are not likely enough to be applied."""
    return sum(
        finding.proposal is not None
        and (rules is None or finding.rule in rules)
        and finding.proposal.confidence is not None
        and finding.proposal.confidence < least
        for verdict in report.verdicts
        for finding in verdict.findings
    )


def _summary(
    report: Report,
    changes: Sequence[FileChange],
    mode: str,
    *,
    unlikely: int,
    declined: int,
    told: Messages,
) -> str:
    """Return the result of the run, in one line."""
    made = sum(len(change.changes) for change in changes)
    files = sum(bool(change.changes) for change in changes)
    lost = sum(
        finding.rule is Rule.SOURCE_NOT_FOUND
        for verdict in report.verdicts
        for finding in verdict.findings
    )
    count = told.count
    done = (
        count("{count} change made", "{count} changes made", made)
        if mode in _WRITING
        else count("{count} change proposed", "{count} changes proposed", made)
    )
    parts = [f"{done} {count('in {count} article', 'in {count} articles', files)}"]
    if unlikely:
        parts.append(
            count(
                "{count} less likely proposal skipped",
                "{count} less likely proposals skipped",
                unlikely,
            )
        )
    if declined:
        parts.append(count("{count} change declined", "{count} changes declined", declined))
    if lost:
        parts.append(count("{count} source not found", "{count} sources not found", lost))
    return "; ".join(parts)


def _told(change: Change) -> str:
    """Return a change in one line."""
    old = f"{shown(change.old)} → " if change.old is not None else ""
    likely = f", {change.confidence:.0%}" if change.confidence is not None else ""
    reason = f" ({shown(change.reason or change.kind)}{likely})"
    place = f"{shown(change.path)}:{change.line}:{change.column}"
    return f"{place}: {change.rule}: {old}{shown(change.new)}{reason}"


def _export(
    path: str, report: Report, least: float, rules: Collection[Rule] | None, told: Messages
) -> None:
    number = linkcheck.repair.export(path, report, least, rules)
    proposals = told.count("{count} proposal", "{count} proposals", number)
    what_next = told.text("write yes or no in the column {column}, then use {option}")
    click.echo(f"{shown(path)}: {proposals}; {what_next.format(column='apply', option='--from')}")
