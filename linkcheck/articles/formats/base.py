"""What a format of articles declares about itself."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from linkcheck.articles.writing import Writer
from linkcheck.errors import ArticleError, UsageError
from linkcheck.models import Article
from linkcheck.text.plugins import extra

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from linkcheck.articles.source import Source
    from linkcheck.languages import Detect

__all__ = ["Comment", "Format", "library"]

_NAME = re.compile(r"[\w.+-]+")
_SUFFIX = re.compile(r"\.[^\s./\\A-Z]+")


class Comment(NamedTuple):
    """A kind of comment that a format has, in which an article can speak to linkcheck.

    Attributes:
        begin: what it begins with. White space at its end is required; elsewhere it is optional.
        end: what it ends with, or None where the end of the line ends it.
        own_line: True where only white space can come before it on its line.
    """

    begin: str
    end: str | None = None
    own_line: bool = False

    @property
    def example(self) -> str:
        """How it looks, for documentation: `<!-- … -->`."""
        return " ".join(filter(None, (self.begin.rstrip(), "…", self.end)))

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches comments to linkcheck: group "text" is what they say, "end" their end if any."""
        return _pattern(self)


@functools.cache
def _pattern(comment: Comment) -> re.Pattern[str]:
    mark = comment.begin.rstrip()
    if comment.end is not None:
        return re.compile(
            rf"{re.escape(mark)}\s*linkcheck(?:\s*:|(?=\s+ignore\b))(?P<text>.*?)"
            rf"(?P<end>{re.escape(comment.end)}|\Z)",
            re.DOTALL | re.IGNORECASE,
        )
    # These end with their line, so white space in them must not match the end of a line.
    before = r"^[ \t]*" if comment.own_line else r"(?:^|(?<=\s))"
    gap = r"[ \t]*" if mark == comment.begin else r"[ \t]+"
    return re.compile(
        rf"{before}{re.escape(mark)}{gap}linkcheck[ \t]*:(?P<text>[^\r\n]*)",
        re.MULTILINE | re.IGNORECASE,
    )


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format of article files. Everything linkcheck knows about a format is declared here.

    Declare it in the module that reads the format, and import slow libraries inside functions:
    all formats are loaded as soon as one is needed.

    Attributes:
        name: the name that users write, as in `--input-format`.
        suffixes: suffixes of its files, in lower case, with the dot.
        articles: yields the articles of a text.
        comments: the comments it has; `()` where an article has no comments, or where articles
            in another format are inside it and that format reads them.
        verbatim: returns the stretches of a text, as offsets, where a comment is only shown, as
            code, and not meant; None where the format shows none.
        decode: makes the text of a file that is not text, from its bytes and name; None where
            files are text.
        sniff: reports whether the beginning of a text (without leading white space) is in this
            format; None where that cannot be seen.
        ends_part: reports whether a very long file may be cut after a line; None where files are
            read whole.
        continues: True where the parts of a very long file are one article.
        front_matter: True where files may begin with front matter.
        writer: puts addresses into files of the format; None where these are not changed.
        package: name of the installed package that adds it, or None; set by the registry.
    """

    name: str
    suffixes: tuple[str, ...]
    articles: Callable[[Source], Iterable[Article]]
    comments: tuple[Comment, ...]
    verbatim: Callable[[str], Iterable[tuple[int, int]]] | None
    decode: Callable[[bytes, str, Detect], Source] | None = None
    sniff: Callable[[str], bool] | None = None
    ends_part: Callable[[str], bool] | None = None
    continues: bool = False
    front_matter: bool = False
    writer: Writer | None = None
    package: str | None = None

    def __post_init__(self) -> None:
        """Check what a package may have got wrong.

        Raises:
            TypeError: a declaration is of the wrong type.
            ValueError: a name or suffix cannot be used.
        """
        declared: dict[str, Any] = msgspec.structs.asdict(self)  # types are not yet certain
        name, suffixes, comments = (declared[key] for key in ("name", "suffixes", "comments"))
        if not isinstance(name, str) or _NAME.fullmatch(name) is None:
            message = f"the name of a format must be one word, not {name!r}"
            raise ValueError(message)
        if not _is_tuple(suffixes, str) or not all(map(_SUFFIX.fullmatch, suffixes)):
            message = f"suffixes must be a tuple such as ('.adoc',), not {suffixes!r}"
            raise ValueError(message)
        if not _is_tuple(comments, Comment):
            message = f"comments must be a tuple of Comment, not {comments!r}"
            raise TypeError(message)
        if not all(one.begin.strip() and one.end != "" for one in comments):
            raise ValueError("comments must have a mark that they begin with, and an end or None")
        if not isinstance(declared["writer"], Writer | None):
            message = f"writer must be a Writer or None, not {declared['writer']!r}"
            raise TypeError(message)
        for key in ("articles", "verbatim", "decode", "sniff", "ends_part"):
            if not callable(declared[key]) and (key == "articles" or declared[key] is not None):
                message = f"{key} must be a function, not {declared[key]!r}"
                raise TypeError(message)

    @property
    def origin(self) -> str:
        """The format and who made it, for messages."""
        return f"the article format {self.name!r}" + (
            f" of the package {self.package}" if self.package is not None else ""
        )

    def read(self, source: Source) -> Iterator[Article]:
        """Yield the articles of a text.

        Raises:
            TypeError: the format yields something that is no article.
        """
        for article in self.articles(source):
            yield article if self.package is None else _validated(article)


def library(module: str, name: str, purpose: str, path: str) -> Any:
    """Return a module of a library that an extra installs.

    Args:
        module: its name.
        name: of the extra.
        purpose: what needs it, as the subject of a sentence.
        path: the file that cannot be read without it.

    Raises:
        ArticleError: it is not installed; the message names the extra.
    """
    try:
        return extra(module, name, purpose)
    except UsageError as error:
        raise ArticleError(str(error), path=path) from error


def _is_tuple(value: object, kind: type) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, kind) for one in value)


def _validated(article: object) -> Article:
    """Return an article made by another package, every field of its declared type.

    Raises:
        TypeError: it is no article.
        msgspec.ValidationError: a field has the wrong type.
    """
    if not isinstance(article, Article):
        message = f"it yields {type(article).__name__} instead of Article"
        raise TypeError(message)
    return msgspec.convert(msgspec.to_builtins(article), Article)
