"""The demonstration: three articles and the recorded web that they are checked against.

All of it ships inside the package, so that `linkcheck demo` needs no network.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Demo", "demo"]

RECORDING = "web.warc.gz"
ARTICLES = ("paris-talks.en.html", "metrychni-knyhy.uk.md", "pogodnye-zhurnaly.ru.txt")
BROKEN = "paris-talks-lost.en.html"


class Demo(NamedTuple):
    """Where the demonstration's files stand.

    Attributes:
        articles: one English, one Ukrainian and one Russian article.
        recording: the recorded web (WARC), for `Settings.replay`.
        broken: the English article with its four sources broken in four ways, all of which are to
            be found again in the recording.
    """

    articles: tuple[Path, ...]
    recording: Path
    broken: Path


@contextmanager
def demo() -> Iterator[Demo]:
    """Give the demonstration's files as real paths, valid inside the `with` block.

    A package may be imported from a zip archive, where the files are unpacked for the while.
    """
    folder = files("linkcheck") / "data" / "demo"
    with ExitStack() as stack:
        articles = [stack.enter_context(as_file(folder / name)) for name in ARTICLES]
        recording = stack.enter_context(as_file(folder / RECORDING))
        broken = stack.enter_context(as_file(folder / BROKEN))
        yield Demo(articles=tuple(articles), recording=recording, broken=broken)
