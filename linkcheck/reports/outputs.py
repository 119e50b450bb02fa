"""Write several reports at once: where each goes, and that none is lost for another's sake."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, NamedTuple, Self, TextIO

from linkcheck.errors import UsageError, noted
from linkcheck.reports.i18n import messages
from linkcheck.reports.registry import format_names, format_of_suffix, report_format
from linkcheck.text.destinations import destination, is_stream
from linkcheck.text.files import Replacement, text_file
from linkcheck.text.suggestions import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import TracebackType

    from linkcheck.models import Report, Verdict
    from linkcheck.reports.format import Format, Reporter, Style

__all__ = ["Output", "Outputs", "abandon_stdout", "chosen_outputs", "named_output"]


class Output(NamedTuple):
    """One report: its format, and its file or None for standard output."""

    form: str
    path: str | None = None


def chosen_outputs(
    named: Sequence[str], form: str | None, *, by_suffix: bool = False
) -> list[Output]:
    """Return which reports are wanted.

    Args:
        named: what `--output` was given: `FORMAT=FILE` for a further report, or a FILE for the
            one report instead of standard output; `-` is standard output.
        form: what `--format` was given, or None: then the suffix of FILE says the format.
        by_suffix: the suffix says it in any case, since `form` was not given beside FILE.

    Raises:
        UsageError: there is no such format, or two reports would go to one place.
    """
    plain: list[Output] = []
    further: list[Output] = []
    for text in named:
        try:
            name, path = named_output(text)
        except UsageError as error:
            message = f"--output {text}: {error}"
            raise UsageError(message) from None
        file = None if path == "-" else path
        chosen_form = name or _form_of(text, file, form, by_suffix=by_suffix)
        output = Output(chosen_form, file)
        (plain if name is None else further).append(output)
    if not plain and (form is not None or all(output.path is not None for output in further)):
        plain.append(Output(form or "terminal"))
    chosen = plain + further
    places = [output.path and os.path.realpath(output.path) for output in chosen]
    for place in places:
        if places.count(place) > 1:
            where = "standard output" if place is None else place
            message = f"two reports cannot go to {where}: give each its own --output FORMAT=FILE"
            raise UsageError(message)
    return chosen


def _form_of(text: str, path: str | None, form: str | None, *, by_suffix: bool) -> str:
    """Return the format of a report for which `--output` names only a file."""
    suffix = os.path.splitext(path or "")[1]  # noqa: PTH122 - of a text
    # Devices ("/dev/stdout") have no format of their own, nor do file names without a suffix.
    if path is None or not suffix or (form is not None and not by_suffix):
        return form or "terminal"
    try:
        return format_of_suffix(suffix)
    except UsageError as error:
        if form is not None:
            return form
        message = f"--output {text}: {error}, as in --output terminal={text}"
        raise UsageError(message) from None


def named_output(text: str) -> tuple[str | None, str]:
    """Return the format that a value of `--output` names, or None, and its file.

    Raises:
        UsageError: there is no such format, or no file is named.
    """
    name, equals, path = text.partition("=")
    is_format = bool(equals) and name in format_names()
    if equals and not is_format and name.isidentifier():
        # A misspelt format must not become a file of that name.
        hint = suggestion(name, format_names())
        message = f"unknown report format {name!r}; {hint} (a file of that name: ./{text})"
        raise UsageError(message)
    if not path if is_format else not text:
        raise UsageError("name a file: FORMAT=FILE")
    return (name, path) if is_format else (None, text)


class Outputs:
    """All reports of a run, as one reporter and as a context that opens and closes their files.

    A report that is written as verdicts come goes straight to its file, so that a crash loses
    nothing. Any other is written beside it and takes its place when it is whole, so that the
    previous report is never half overwritten.

    Args:
        outputs: see `chosen_outputs`.
        style: how reports for people look.
        complain: called with a message for each report that cannot be written; the others go on.

    Attributes:
        lost: a report could not be written.
    """

    def __init__(
        self, outputs: Sequence[Output], style: Style, complain: Callable[[str], None]
    ) -> None:
        self._outputs = outputs
        self._style = style
        self._messages = messages(style.language)
        self._complain = complain
        self._open: list[_Written] = []
        self.lost = False

    @property
    def streams(self) -> bool:
        """Each report needs each verdict only once."""
        return all(written.form.streams for written in self._open)

    def __enter__(self) -> Self:
        """Open all files, before there is anything to lose.

        A report format that cannot be loaded stops no other report.

        Raises:
            UsageError: a file cannot be written, or no format can be loaded.
        """
        try:
            for output in self._outputs:
                try:
                    form = report_format(output.form)
                except UsageError as error:
                    if len(self._outputs) == 1:
                        raise
                    self.lost = True
                    self._complain(str(error))
                    continue
                self._open.append(_Written(output, form))
            for written in tuple(self._open):
                try:
                    written.make_reporter(self._style)
                except Exception as error:
                    self._fail(written, error)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        if self._outputs and not self._open:
            raise UsageError("no report can be written")
        for written in self._open:
            written.begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Throw away what was not finished."""
        for written in self._open:
            written.discard()
        self._open = []

    def verdict(self, verdict: Verdict) -> None:
        """Hand a verdict to all reports.

        Raises:
            OSError: none of them can be written any more.
        """
        verdict = self._messages.verdict(verdict)
        for written in tuple(self._open):
            try:
                written.reporter.verdict(verdict)
            except OSError as error:
                if len(self._open) == 1:
                    raise
                self._lose(written, error)
            except (Exception, SystemExit) as error:
                self._fail(written, error)

    def finish(self, report: Report) -> None:
        """Finish all reports; what goes wrong with one is reported and stops no other."""
        report = self._messages.report(report)
        # Standard output last: where nobody reads it, the files are written before it blocks.
        for written in sorted(self._open, key=lambda each: each.path is None):
            try:
                written.finish(report)
            except (OSError, SystemExit) as error:
                # SystemExit is what rich's Console.on_broken_pipe makes of a closed pipe.
                if written.path is None and isinstance(error, (BrokenPipeError, SystemExit)):
                    # The reader has gone, but the run is over: its exit code is known and holds.
                    abandon_stdout()
                elif isinstance(error, OSError):
                    self._lose(written, error)
                else:
                    self._fail(written, error)
            except Exception as error:
                self._fail(written, error)

    def abandon(self) -> None:
        """Delete the files that a report is half written to; the process is about to end."""
        for written in self._open:
            written.abandon()

    def _fail(self, written: _Written, error: BaseException) -> None:
        """Give up a report whose format has a fault, and say which."""
        self._open.remove(written)
        written.discard()
        self.lost = True
        fault = noted(error, f"writing the {written.form.name} report")
        where = f" to {written.path}" if written.path is not None else ""
        self._complain(
            f"the report {written.form.name!r} cannot be written{where}, which is a fault of "
            f"{written.form.reporter.__module__}: please report it there ({fault})"
        )

    def _lose(self, written: _Written, error: OSError) -> None:
        self._open.remove(written)
        written.discard()
        if written.path is None:
            abandon_stdout()
        self.lost = True
        # A report may write to a second file, such as GitHub's summary of a step.
        name = error.filename or written.path or "standard output"
        self._complain(f"{name}: cannot be written: {error.strerror or error}")


class _Written:
    """One report and its file."""

    reporter: Reporter

    def __init__(self, output: Output, form: Format) -> None:
        self.path = output.path
        self.form = form
        self._replacement: Replacement | None = None
        self._target: Path | None = None
        self._file: TextIO = sys.stdout
        if output.path is not None:
            try:
                self._target = destination(output.path)
                self._file = self._opened(self._target, in_place=form.streams)
            except OSError as error:
                message = f"{output.path}: cannot be written: {error.strerror or error}"
                raise UsageError(message) from error
        elif not sys.stdout.writable():
            raise UsageError("standard output is closed: write to a file with --output FILE")

    def make_reporter(self, style: Style) -> None:
        """Make the reporter, which may be someone else's and fail."""
        self.reporter = self.form.reporter(self._file, style)

    def _opened(self, target: Path, *, in_place: bool) -> TextIO:
        # A device or a pipe cannot be replaced, nor a file in a folder that is not ours.
        in_place = in_place or is_stream(target)
        if not in_place and (target.is_file() or not target.exists()):
            try:
                self._replacement = Replacement(target)
            except PermissionError:
                if not target.is_file():
                    raise
            else:
                return self._replacement.stream
        return text_file(target, "a")

    def begin(self) -> None:
        """Empty a file that is written in place, now that all could be opened."""
        target = self._target
        if target is None or self._replacement is not None or is_stream(target):
            return
        if target.is_file():
            self._file.truncate(0)

    def finish(self, report: Report) -> None:
        """Write what is left, and put the file in its place."""
        self.reporter.finish(report)
        self._file.flush()
        if self._target is None:
            return
        self._file.close()
        if self._replacement is not None:
            self._replacement.commit()
            self._replacement = None

    def discard(self) -> None:
        """Close the file; a half-written one beside another leaves that as it was."""
        if self._target is None:
            return
        with contextlib.suppress(OSError):  # what could not be written has been reported already
            self._file.close()
        self.abandon()

    def abandon(self) -> None:
        """Delete a half-written file beside another, without closing it: that may block."""
        if self._replacement is not None:
            self._replacement.abandon()
            self._replacement = None


def abandon_stdout() -> None:
    """Let what is still buffered go nowhere, so that the interpreter's last flush is quiet."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a path
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
