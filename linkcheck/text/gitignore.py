"""Match paths against patterns exactly as git does, in time that no pattern can blow up.

The rules are those of `gitignore(5)`, and of `wildmatch.c` where that says more. Each pattern
becomes one regular expression without nested backtracking: within a path segment, and between two
`**`, the first place where a piece fits is final (an atomic group), since a later one could never
help what follows. Names are compared by characters, where git compares bytes: `?` is one letter of
any alphabet.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["GitIgnore"]

_LONGEST = 4096
"""No path is longer, so no longer pattern can match one."""
_MOST_FOLDERS = 4096
_SPECIAL = frozenset("*?[\\")
_CLASSES = {
    "alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "blank": " \\t", "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9", "graph": "!-~", "lower": "a-z", "print": " -~", "punct": "!-/:-@\\[-`{-~",
    "space": " \\t-\\r", "upper": "A-Z", "xdigit": "0-9a-fA-F",
}  # fmt: skip


class _Rule(NamedTuple):
    """One pattern.

    Attributes:
        match: tells whether a whole name or path matches.
        is_ignore: whether matching paths are ignored; of `!pattern` they are not.
        by_name: only the last segment of a path is compared.
        only_folders: files never match.
    """

    match: re.Pattern[str]
    is_ignore: bool
    by_name: bool
    only_folders: bool


class GitIgnore:
    """The patterns of one `.gitignore`, or of a list like it.

    Args:
        lines: patterns; blank lines, comments, and patterns that can match nothing are skipped.
        strict: refuse patterns that can match nothing.

    Raises:
        ValueError: a pattern can match nothing; only where `strict`.
    """

    def __init__(self, lines: Iterable[str], *, strict: bool = False) -> None:
        self._rules: list[_Rule] = []
        for line in lines:
            text = _trimmed(line.removesuffix("\n").removesuffix("\r"))
            if not text or text.startswith("#"):
                continue
            rule = _rule(text)
            if rule is not None:
                self._rules.append(rule)
            elif strict:
                message = f"{text[:80]!r} cannot match any path"
                raise ValueError(message)
        self._rules.reverse()  # the last one that matches decides
        self._folders: dict[str, bool] = {}

    def __len__(self) -> int:
        """Return how many patterns there are."""
        return len(self._rules)

    def check(self, path: str) -> bool | None:
        """Return whether a path is ignored, or None where no pattern matches it.

        Args:
            path: relative to the folder of the patterns, with `/` between segments and, where it
                is a folder, at the end.
        """
        is_folder = path.endswith("/")
        path = path.rstrip("/")
        if not self._rules or not path:
            return None
        folder, _, _ = path.rpartition("/")
        # As in git, nothing below an ignored folder can be taken back.
        if folder and self._is_ignored_folder(folder):
            return True
        return self._decision(path, is_folder=is_folder)

    def match_file(self, path: str | os.PathLike[str]) -> bool:
        """Tell whether a path is ignored; see `check`."""
        return bool(self.check(os.fspath(path).replace(os.sep, "/")))

    def _is_ignored_folder(self, folder: str) -> bool:
        known = self._folders.get(folder)
        if known is None:
            segments = folder.split("/")
            known = any(
                self._decision("/".join(segments[:count]), is_folder=True)
                for count in range(1, len(segments) + 1)
            )
            if len(self._folders) >= _MOST_FOLDERS:
                self._folders.clear()
            self._folders[folder] = known
        return known

    def _decision(self, path: str, *, is_folder: bool) -> bool | None:
        name = path.rpartition("/")[2]
        for rule in self._rules:
            if rule.only_folders and not is_folder:
                continue
            if rule.match.fullmatch(name if rule.by_name else path) is not None:
                return rule.is_ignore
        return None


def _trimmed(line: str) -> str:
    """Return a line without the spaces at its end, unless a backslash keeps them."""
    end = len(line.rstrip(" "))
    backslashes = end - len(line[:end].rstrip("\\"))
    return line[: end + 1] if backslashes % 2 and end < len(line) else line[:end]


def _rule(text: str) -> _Rule | None:
    """Return a pattern ready for use, or None where it can match nothing."""
    if len(text) > _LONGEST:
        return None
    is_ignore = not text.startswith("!")
    pattern = text if is_ignore else text[1:]
    only_folders = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    by_name = "/" not in pattern
    segments = _segments(pattern.removeprefix("/"))
    if not pattern or segments is None:
        return None
    expression = _expression([[_STAR if sign == _STARS else sign for sign in each]
                              for each in segments] if by_name else segments)  # fmt: skip
    return _Rule(re.compile(expression, re.DOTALL), is_ignore, by_name, only_folders)


_STAR, _STARS = "*", "**"
"""What stands in a segment for one star, and for several that count across segments."""


def _segments(pattern: str) -> list[list[str]] | None:
    """Return a pattern's segments, or None where it can match nothing.

    Each is a list of stars and expressions for one character. A set may have a slash in it, which
    then is no end of a segment.
    """
    segments: list[list[str]] = [[]]
    at, is_first = 0, True
    while at < len(pattern):
        sign = pattern[at]
        at += 1
        if sign == "/":
            segments.append([])
        elif sign == "*":
            end = at
            while pattern[end : end + 1] == "*":
                end += 1
            # Several count where they are a whole segment. git compares what stands before the
            # first wildcard apart, so that they also count right behind it: `a**/b` is `ax/y/b`.
            several = end > at and (is_first or not segments[-1])
            several = several and pattern[end : end + 1] in {"", "/"}
            segments[-1].append(_STARS if several else _STAR)
            at = end
        elif sign == "[":
            found = _bracket(pattern, at)
            if found is None:
                return None
            part, at = found
            segments[-1].append(part)
        elif sign == "?":
            segments[-1].append("[^/]")
        else:
            if sign == "\\":
                if at == len(pattern):
                    return None
                sign = pattern[at]
                at += 1
                is_first = False
            segments[-1].append(re.escape(sign))
        is_first = is_first and sign not in _SPECIAL
    return segments


def _expression(segments: list[list[str]]) -> str:
    expression, after_gap = "", False
    block: list[str] = []
    for at, segment in enumerate(segments):
        if segment and segment[-1] == _STARS:
            # `**/` is any number of segments, none too; `**` at the end is everything.
            expression += _block(block, after_gap=after_gap, is_last=False)
            expression += "".join(segment[:-1])  # the literal text before the first wildcard
            block, after_gap = [], True
            if at == len(segments) - 1:
                return expression + ".*"
        else:
            block.append(_segment(segment))
    return expression + _block(block, after_gap=after_gap, is_last=True)


def _block(block: list[str], *, after_gap: bool, is_last: bool) -> str:
    """Return the expression for the segments between two `**`, with the gap before them.

    The first place where they fit is final: what follows has the more room.
    """
    if not block:
        return ""
    text = "/".join(block) + ("" if is_last else "/")
    if not after_gap:
        return text
    return f"(?:[^/]*+/)*?{text}" if is_last else f"(?>(?:[^/]*+/)*?{text})"


def _segment(signs: list[str]) -> str:
    """Return the expression for a segment without `**`."""
    pieces = [""]
    for sign in signs:
        if sign == _STAR:
            pieces.append("")
        else:
            pieces[-1] += sign
    if len(pieces) == 1:
        return pieces[0]
    # After a star the first place where a piece fits is final; the last one is at the end.
    first, *middle, last = pieces
    return first + "".join(f"(?>[^/]*?{piece})" for piece in middle) + f"[^/]*{last}(?![^/])"


def _bracket(text: str, at: int) -> tuple[str, int] | None:
    """Return a set such as `[!a-z]` and where it ends, or None where it can match nothing.

    Args:
        text: the pattern.
        at: where the set begins, behind its bracket.
    """
    negated = text[at : at + 1] in {"!", "^"}
    at += negated
    members, before, first = "", "", True
    while at < len(text) and (first or text[at] != "]"):
        first = False
        sign = text[at]
        at += 1
        if sign == "\\":
            if at == len(text):
                return None
            sign = text[at]
            at += 1
        elif sign == "-" and before and text[at : at + 1] not in {"", "]"}:
            sign = text[at]
            at += 1
            if sign == "\\":
                if at == len(text):
                    return None
                sign = text[at]
                at += 1
            if before <= sign:
                members += f"{re.escape(before)}-{re.escape(sign)}"
            before = ""
            continue
        elif sign == "[" and text[at : at + 1] == ":":
            end = text.find("]", at + 1)
            if end < 0:
                return None
            if text[end - 1] == ":" and end - 1 > at:
                known = _CLASSES.get(text[at + 1 : end - 1])
                if known is None:
                    return None
                members += known
                at, before = end + 1, ""
                continue
        members += re.escape(sign)
        before = sign
    if at >= len(text):
        return None
    if not members:  # nothing but ranges such as z-a
        return ("[^/]" if negated else "(?!)"), at + 1
    return f"(?!/)[{'^' if negated else ''}{members}]", at + 1
