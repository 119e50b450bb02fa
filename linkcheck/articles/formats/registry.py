"""The formats of articles: those of linkcheck, and those that other packages add.

A package adds one through the entry point group `linkcheck.formats`:

    [project.entry-points."linkcheck.formats"]
    org = "my_package.org:FORMAT"

`FORMAT` is a `linkcheck.articles.formats.Format`; `linkcheck.articles.formats.text` is the
shortest of ours. In the group `linkcheck.articles`, which came first, a module with `SUFFIXES` and
`articles(source)` counts too. A package that fails is reported by name and stops nothing else.
"""

from __future__ import annotations

import functools
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from linkcheck.articles.formats.base import Comment, Format
from linkcheck.articles.formats.listing import GROUPS, MODULES, OWN
from linkcheck.errors import UsageError, noted
from linkcheck.text.suggestions import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import EntryPoint

__all__ = ["Format", "faults", "format_named", "format_of", "format_read_as", "formats", "sniffed",
           "suffixes"]  # fmt: skip

_START = 4000
"""Characters at the beginning of a text that decide on its format."""
_ANY_COMMENT = (
    Comment("<!--", "-->"), Comment("{/*", "*/}"), Comment("#"), Comment(".. ", own_line=True),
)  # fmt: skip
"""Comments of a format that declares none, as modules with `SUFFIXES` do."""


class _Loaded(NamedTuple):
    """All formats by name, and the entry points that cannot be used, each with the reason."""

    formats: dict[str, Format]
    faults: dict[str, str]


@functools.cache
def _loaded() -> _Loaded:
    own: list[Format] = [
        import_module(f"{__package__}.{MODULES.get(name, name)}").FORMAT for name in OWN
    ]
    loaded = _Loaded({form.name: form for form in own}, {})
    installed = entry_points()
    for entry in (entry for group in GROUPS for entry in installed.select(group=group)):
        try:
            form = _format_at(entry)
        except (Exception, SystemExit) as error:  # whatever a package does when it is imported
            package = entry.dist.name if entry.dist is not None else "unknown"
            reason = noted(error, f"loading the article format {entry.name!r}")
            loaded.faults[entry.name] = (
                f"the article format {entry.name!r} of the package {package} ({entry.value}) cannot "
                f"be loaded: {reason}; fix or uninstall the package"
            )
        else:
            loaded.formats[form.name] = form
    return loaded


def _format_at(entry: EntryPoint) -> Format:
    """Load the format that a package declares.

    Raises:
        TypeError: it declares none. The package may raise anything else.
    """
    found = entry.load()
    package = entry.dist.name if entry.dist is not None else entry.value
    declared = getattr(found, "FORMAT", found)
    if isinstance(declared, Format):
        return msgspec.structs.replace(declared, package=package)
    if not hasattr(found, "SUFFIXES") or not hasattr(found, "articles"):
        message = f"{entry.value} is not a linkcheck.articles.formats.Format"
        raise TypeError(message)
    return Format(
        name=entry.name,
        suffixes=tuple(found.SUFFIXES),
        articles=found.articles,
        comments=_ANY_COMMENT,
        verbatim=None,
        package=package,
    )


def formats() -> Mapping[str, Format]:
    """Return all formats by name; one that a package adds replaces one of ours of that name."""
    return _loaded().formats


def faults() -> Mapping[str, str]:
    """Return why formats of installed packages cannot be used, by the name of the entry point.

    Where no format was needed yet, none is loaded.
    """
    return _loaded().faults if _loaded.cache_info().currsize else {}


@functools.cache
def _by_suffix() -> Mapping[str, Format]:
    return {suffix: form for form in formats().values() for suffix in form.suffixes}


def suffixes() -> frozenset[str]:
    """Return the suffixes of all formats."""
    return frozenset(_by_suffix())


def format_named(name: str) -> Format:
    """Return the format of that name.

    Raises:
        UsageError: there is none, or its package cannot be used; the message says what to do.
    """
    if (form := formats().get(name)) is not None:
        return form
    if (fault := faults().get(name)) is not None:
        raise UsageError(fault)
    message = f"unknown article format {name!r}; {suggestion(name, formats())}"
    raise UsageError(message)


def format_of(file_name: str) -> Format | None:
    """Return the format that a file's suffix stands for, or None."""
    suffix = "." + file_name.rpartition(".")[2].lower()
    return _by_suffix().get(suffix)


def format_read_as(path: str, name: str | None) -> Format | None:
    """Return the format that a file was read as; None where its text has to reveal it.

    Args:
        path: the file.
        name: of the format, where that is known (`Verdict.article_format`).

    Raises:
        UsageError: its package is not installed any more.
    """
    return format_of(Path(path).name) if name is None else format_named(name)


def sniffed(text: str) -> tuple[Format, tuple[str, ...]]:
    """Return the format of a text that no name reveals, seen from its beginning.

    Formats of other packages are asked first: plain text is last and takes everything.

    Returns:
        The format, and what formats of other packages did wrong when they were asked.
    """
    start = text[:_START].lstrip()
    wrong: list[str] = []
    for form in sorted(formats().values(), key=lambda form: form.package is None):
        try:
            if form.sniff is not None and form.sniff(start):
                return form, tuple(wrong)
        except (Exception, SystemExit) as error:  # a package may do anything
            reason = noted(error, f"sniffing with {form.origin}")
            wrong.append(f"{form.origin} failed to inspect the start of the text: {reason}")
    return formats()["text"], tuple(wrong)
