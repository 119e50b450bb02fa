"""Run a check or an extraction to its end, whatever ends it."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import TYPE_CHECKING, Any

import msgspec

from linkcheck import web
from linkcheck.checker import Checker
from linkcheck.cli.echo import EXIT_UNFINISHED, complain, warn, warn_of_outage
from linkcheck.cli.inputs import keep_apart, passing_over
from linkcheck.cli.progress import shown_progress
from linkcheck.config.parameters import strength
from linkcheck.engine.inputs import read_inputs
from linkcheck.engine.stopping import Stop
from linkcheck.errors import LinkcheckError, UsageError
from linkcheck.models import Problem
from linkcheck.reports.format import Style
from linkcheck.reports.i18n import of_locale
from linkcheck.reports.json_text import json_text
from linkcheck.reports.outputs import Outputs, chosen_outputs
from linkcheck.reports.plain import citation_data
from linkcheck.reports.source_links import source_pattern
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.models import Report
    from linkcheck.settings.inputs import InputSettings
    from linkcheck.settings.settings import Settings

__all__ = ["run_check", "run_extract"]


def run_extract(paths: Sequence[str], settings: InputSettings) -> tuple[int, int]:
    """Print citations; return how many inputs were read and how many could not be."""
    with Stop() as stop:
        return stop.run(_extract(paths, settings))


async def _extract(paths: Sequence[str], settings: InputSettings) -> tuple[int, int]:
    """Print citations; return how many inputs were read and how many could not be."""
    read = unread = 0
    settings = passing_over(settings)
    async with contextlib.AsyncExitStack() as stack:
        fetcher = None
        if any(map(is_address, paths)):
            fetcher = await stack.enter_async_context(web.Fetcher())
        async for article in read_inputs(paths, settings, fetcher):
            if isinstance(article, Problem):
                unread += 1
                complain(article)
                continue
            read += 1
            for problem in article.problems:
                complain(problem)
            for citation in article.citations:
                data = {"article": article.title, **citation_data(citation)}
                sys.stdout.write(json_text(data, sys.stdout.encoding) + "\n")
    sys.stdout.flush()
    return read, unread


def run_check(paths: Sequence[str], settings: Settings, options: dict[str, Any]) -> Report:
    """Check, show the report, and return it; also when the run is stopped half-way."""
    style = Style(
        good=options.get("good", False),
        verbose=options["explain"],
        quiet=options["quiet"],
        language=options["lang"] or of_locale(),
        summary=options["summary"],
        source_url=_source_url(options["source_url"]),
    )
    show = not options["no_progress"] and not options["quiet"]
    # A format from the configuration file does not apply to a file named on the command line.
    chosen = chosen_outputs(
        options["output"],
        options["format"],
        by_suffix=strength("output") > strength("format"),
    )
    files = [each.path for each in chosen]
    keep_apart(paths, settings, files)
    settings = msgspec.structs.replace(settings, inputs=passing_over(settings.inputs, files))
    outputs = Outputs(chosen, style, warn)
    with Stop(outputs.abandon) as stop, outputs:
        report = _checked(paths, settings, outputs, stop, show_progress=show)
        outputs.finish(report)
    warn_of_outage(report)
    # A signal can cut off what is being written: then nobody must take it for whole.
    if outputs.lost or stop.was_heard:
        raise SystemExit(EXIT_UNFINISHED)
    return report


def _source_url(text: str | None) -> str | None:
    try:
        return source_pattern(text) if text else None
    except UsageError as error:
        message = f"source-url: {error}"
        raise UsageError(message) from error


def _checked(
    paths: Sequence[str], settings: Settings, reporter: Outputs, stop: Stop, *, show_progress: bool
) -> Report:
    async def run(checker: Checker) -> bool:
        try:
            async with checker:
                async for verdict in checker.check(paths):
                    reporter.verdict(verdict)
        except asyncio.CancelledError:
            return False  # Ctrl-C: asyncio cancels this task
        return True

    progress = shown_progress() if show_progress else None
    checker = Checker(settings, on_progress=progress, keep=not reporter.streams)
    checker.call_workers(paths)  # before there is a thread, such as that of the progress
    with progress or contextlib.nullcontext():
        try:
            complete = stop.run(run(checker))
        except KeyboardInterrupt:  # closing took too long, or there was a second Ctrl-C
            complete = False
        except (LinkcheckError, OSError) as error:  # such as a recording that cannot be written on
            if isinstance(error, BrokenPipeError) or not checker.report().citations:
                raise
            warn(str(error))
            return checker.report(complete=False)
        # What was found until then, and what waited for the rest.
        for verdict in checker.late():
            reporter.verdict(verdict)
        return checker.report(complete=complete)
