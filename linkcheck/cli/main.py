"""The command: options in, exit code out. All work is done by the library."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import warnings
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import click

import linkcheck.cli
import linkcheck.config
from linkcheck._version import __version__
from linkcheck.cli.archive import archive
from linkcheck.cli.baseline import baseline
from linkcheck.cli.command import Command
from linkcheck.cli.config import config
from linkcheck.cli.demo import demo as demo_web
from linkcheck.cli.echo import EXIT_FINDINGS, EXIT_OK, EXIT_UNFINISHED, EXIT_USAGE, warn
from linkcheck.cli.explain import explained, listed
from linkcheck.cli.fix import fix
from linkcheck.cli.inputs import articles_argument
from linkcheck.cli.store import store
from linkcheck.cli.trend import trend
from linkcheck.config.parameters import (
    check_options,
    chosen_language,
    config_options,
    input_options,
    language_option,
    report_options,
)
from linkcheck.config.types import one_of
from linkcheck.engine import process
from linkcheck.errors import LinkcheckError, UsageError
from linkcheck.models import Rule
from linkcheck.reports.outputs import abandon_stdout

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkcheck.models import Report

__all__ = ["main"]

_EXIT_HELP = """
\b
Exit codes:
  0  no findings at error level
  1  findings at error level, or an article that could not be read
  2  usage error, invalid settings, or no readable article
  3  the run could not finish (the results so far are shown), or a report could not be written
"""


class _Group(click.Group):
    """Commands that Ctrl-C ends with the exit code of a stopped run; click's own is 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and name the installed packages whose formats could not be loaded."""
        try:
            with _usage_errors():
                return super().invoke(ctx)
        finally:
            _tell_faulty_formats()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="linkcheck")
def cli() -> None:
    """Check whether an article's citations still lead to what the article says.

    \b
    Examples:
      linkcheck demo                    see how it works, without a network
      linkcheck check articles/         check a folder of articles
      linkcheck fix articles/           find lost sources, and show the changes as a patch
      linkcheck archive articles/       save sources in a web archive before they disappear
      linkcheck extract article.md      list the citations of an article
      linkcheck explain title-mismatch  explain a finding
      linkcheck config show             show the settings in effect, and their origin
    """  # noqa: D301 - click's mark before lines to be kept


@cli.command(cls=Command, epilog=_EXIT_HELP)
@articles_argument()
@report_options
@config_options
@input_options
@check_options
def check(paths: tuple[str, ...], **options: Any) -> None:  # fmt: skip
    """Check the citations of articles: files, or folders of them.

    The address of a page, or of a sitemap or feed that lists pages, is an article too. Reads HTML,
    Markdown, plain text and other formats (see --input-format). Each citation gets a verdict: ok,
    warning, broken, or unverified if it cannot be determined.
    """
    settings = linkcheck.config.chosen_settings(options)
    report = linkcheck.cli.run_check(paths, settings, options)
    if settings.selection.since is not None and not (report.articles or report.problems):
        return  # no article was changed
    raise SystemExit(_exit_code(report, options["fail_on"] or "error"))


@cli.command(cls=Command)
@click.option(
    "--propose",
    is_flag=True,
    help="Find lost sources: check one article with four broken sources.",
)
@report_options
def demo(*, propose: bool, **options: Any) -> None:
    """Check three example articles against recorded pages, without a network.

    Shows good citations too. The exit code is 0 if the demo ran.
    """
    with demo_web() as packaged:
        paths = [str(path) for path in ((packaged.broken,) if propose else packaged.articles)]
        settings = linkcheck.Settings(
            replay=str(packaged.recording), repair=linkcheck.RepairSettings(propose=propose)
        )
        report = linkcheck.cli.run_check(paths, settings, {**options, "good": True})
        raise SystemExit(EXIT_OK if report.complete else EXIT_UNFINISHED)


@cli.command(cls=Command)
@articles_argument()
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["jsonl"]),
    default="jsonl",
    show_default=True,
    help="Output format.",
)
@config_options
@input_options
def extract(paths: tuple[str, ...], **options: Any) -> None:
    """Print the citations of articles, one JSON object per line.

    Cited addresses are not requested. An article given as a URL is fetched.
    """
    # Whoever closes the pipe (head, less) has seen enough: nothing was left undecided.
    with _usage_errors(pipe_closed=EXIT_OK):
        settings = linkcheck.config.chosen_inputs(options)
        read, unread = linkcheck.cli.run_extract(paths, settings)
    if unread:
        raise SystemExit(EXIT_FINDINGS if read else EXIT_USAGE)


@cli.command()
@click.argument("rules", nargs=-1, metavar="[RULE]...")
@click.option(
    "--schema", is_flag=True, help="Print the JSON Schema of json and jsonl reports instead."
)
@language_option
def explain(rules: tuple[str, ...], *, schema: bool, lang: str | None) -> None:
    """Explain rules: why they matter, an example, how to fix and how to suppress them.

    Without a rule, list all of them.
    """
    with _usage_errors(pipe_closed=EXIT_OK):
        if schema:
            schema_file = files("linkcheck.data") / "report.schema.json"
            click.echo(schema_file.read_text(encoding="utf-8"), nl=False)
            return
        chosen = [one_of(Rule, name, "rule") for name in rules]
        language = chosen_language(lang)
        click.echo(
            "\n\n".join(explained(rule, language) for rule in chosen)
            if chosen
            else listed(language)
        )


cli.add_command(archive)
cli.add_command(baseline)
cli.add_command(config)
cli.add_command(fix)
cli.add_command(store)
cli.add_command(trend)


def main() -> None:
    """Run the command; nothing that can go wrong with input or output becomes a traceback."""
    for name, mode in (("stdin", "r"), ("stdout", "r"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed, as with >&-
            # Writing to standard output fails then, and no other file gets its number.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file name or title that the terminal's encoding lacks must not end the run.
            stream.reconfigure(errors="backslashreplace")
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        # Builds are stopped by it: it does what Ctrl-C does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    warnings.showwarning = _show_warning  # type: ignore[assignment]  # it takes more, by place
    process.begin()
    try:
        with _usage_errors():
            _refuse_ambiguous(sys.argv[1:])
            cli(prog_name="linkcheck")
    except SystemExit as ending:
        process.end(ending.code if isinstance(ending.code, int) else EXIT_OK)
        raise


def _show_warning(message: Warning | str, *_: object) -> None:
    warn(str(message))


def _refuse_ambiguous(arguments: Sequence[str]) -> None:
    """Refuse an option that a file here is called, as `*` or a hook may have put it there."""
    for argument in arguments:
        if argument == "--":
            return
        if argument.startswith("-") and argument != "-" and os.path.lexists(argument):
            message = (
                f"{argument} is an option, but also a file here: put -- before the files, "
                f"or write ./{argument} for that one"
            )
            raise UsageError(message)


@contextlib.contextmanager
def _usage_errors(pipe_closed: int = EXIT_UNFINISHED) -> Iterator[None]:
    """Turn what ends a command into at most one line and an exit code.

    Click would end with 1 on Ctrl-C and on a closed pipe, which here means findings.

    Args:
        pipe_closed: the exit code where nobody reads the output any more.
    """
    try:
        yield
    except KeyboardInterrupt:
        warn("stopped before a report was written")
        raise SystemExit(EXIT_UNFINISHED) from None
    except BrokenPipeError:
        abandon_stdout()
        raise SystemExit(pipe_closed) from None
    except io.UnsupportedOperation as error:  # what `main` puts in the place of a closed stdout
        warn("standard output is closed")
        raise SystemExit(UsageError.exit_code) from error
    except OSError as error:  # a full disk, most often
        warn(f"the run cannot continue: {error}")
        abandon_stdout()
        raise SystemExit(EXIT_UNFINISHED) from error
    except LinkcheckError as error:
        for message in error.messages:
            warn(message)
        raise SystemExit(error.exit_code) from error


def _tell_faulty_formats() -> None:
    registry = sys.modules.get("linkcheck.articles.formats.registry")
    if registry is not None:  # the command needed the formats
        for fault in registry.faults().values():
            warn(fault)


def _exit_code(report: Report, fail_on: str) -> int:
    if not report.complete and not report.out_of_time:
        return EXIT_UNFINISHED
    if not report.articles:
        if not report.problems:
            warn("no article found in the given paths: check them")
        return EXIT_USAGE
    failing = {
        "error": report.errors,
        "warning": report.errors + report.warnings,
        "note": report.errors + report.warnings + report.notes,
    }.get(fail_on, 0)
    unread = report.problems and fail_on != "never"
    return EXIT_FINDINGS if failing or unread else EXIT_OK
