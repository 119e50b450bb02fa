"""The report formats there are: our own, and those that other packages add.

Our own are the modules of `linkcheck.reports.formats`. A package adds one through the entry point
group `linkcheck.reports`, which names a `Format`:

    [project.entry-points."linkcheck.reports"]
    slack = "my_package.slack:FORMAT"

A format under a name of our own is not used.
"""

from __future__ import annotations

import functools
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from linkcheck.errors import UsageError
from linkcheck.reports import formats as own
from linkcheck.reports.format import Format, Style
from linkcheck.text.plugins import load_plugin, plugins
from linkcheck.text.suggestions import suggestion

if TYPE_CHECKING:
    from typing import TextIO

    from linkcheck.reports.format import Reporter

__all__ = [
    "GROUP",
    "format_names",
    "format_of_suffix",
    "make_reporter",
    "own_formats",
    "report_format",
]

GROUP = "linkcheck.reports"


@functools.cache
def _own_names() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in iter_modules(own.__path__)))


@functools.cache
def format_names() -> tuple[str, ...]:
    """Return the names of all formats, those of other packages last; none is imported."""
    return (*_own_names(), *_further_names())


def _further_names() -> list[str]:
    return sorted(plugins(GROUP).keys() - set(_own_names()))


@functools.cache
def own_formats() -> tuple[Format, ...]:
    """Return our own formats in the order of their names."""
    return tuple(map(report_format, _own_names()))


@functools.cache
def report_format(name: str) -> Format:
    """Return the format of that name.

    Raises:
        UsageError: there is none, or another package's cannot be loaded.
    """
    if name in _own_names():
        form: Format = import_module(f"{own.__name__}.{name}").FORMAT
        return form
    if name in plugins(GROUP):
        return load_plugin(plugins(GROUP)[name], Format)
    message = f"unknown report format {name!r}; {suggestion(name, format_names())}"
    raise UsageError(message)


_USUAL = {
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".log": "terminal",
    ".markdown": "markdown",
    ".md": "markdown",
    ".rdjson": "rdjson",
    ".sarif": "sarif",
    ".txt": "terminal",
    ".xml": "junit",
}
"""The formats of suffixes that are ours, so that none has to be imported to find one."""


def format_of_suffix(suffix: str) -> str:
    """Return the name of the format of files with a suffix.

    Args:
        suffix: with its dot, such as ".html".

    Raises:
        UsageError: no format has it.
    """
    wanted = suffix.lower()
    if wanted in _USUAL:
        return _USUAL[wanted]
    for name in _further_names():
        if report_format(name).suffix == wanted:
            return name
    suffixes = ", ".join(sorted({form.suffix for form in own_formats()}))
    message = f"no report format has the suffix {suffix!r}: use one of {suffixes}, or name a format"
    raise UsageError(message)


def make_reporter(name: str, stream: TextIO, style: Style = Style()) -> Reporter:  # noqa: B008 - immutable
    """Return a reporter that writes to a stream.

    Args:
        name: of a format, such as "json".
        stream: the text stream to write to.
        style: how the report looks.

    Raises:
        UsageError: there is no such format.
    """
    return report_format(name).reporter(stream, style)
