"""The findings that were there already: known ones are not reported again.

A baseline is a JSON file with a line for each finding, sorted, so that changes to it can be read
in a review. A finding is known by its article, rule and address (or title, where there is none),
never by its line: articles are edited.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.errors import UsageError
from linkcheck.models import Rule
from linkcheck.statuses import without

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.models import Finding, Verdict

__all__ = ["Baseline", "Known"]

_VERSION = 1
_ABOUT_IGNORES = frozenset({Rule.EXPIRED_IGNORE, Rule.UNUSED_IGNORE})


class Known(NamedTuple):
    """What a finding is known by.

    Attributes:
        article: path from the baseline's folder, with slashes; or an address.
        rule: its name.
        address: as cited, or "" where there is none.
        title: as cited where there is no address, else "".
    """

    article: str
    rule: str
    address: str
    title: str


class Baseline:
    """Known findings.

    Args:
        path: the file; articles are named from its folder.
        known: how often each is known.

    Attributes:
        hidden: how many findings were known so far.
    """

    def __init__(self, path: str | os.PathLike[str], known: Counter[Known] | None = None) -> None:
        self.path = Path(path)
        self._known: Counter[Known] = known if known is not None else Counter()
        self._left = self._known.copy()
        self._seen: Counter[Known] = Counter()
        self.hidden = 0

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Baseline:
        """Read a baseline.

        Raises:
            UsageError: it cannot be read, or is none.
        """
        try:
            data = json.loads(Path(path).read_text(encoding="utf-8"))
            if data["version"] != _VERSION:
                message = (
                    f"{path}: this baseline is of another version of linkcheck: record it anew"
                )
                raise UsageError(message)
            known = Counter(
                {
                    Known(*(_text(row, name) for name in Known._fields)): int(row.get("count", 1))
                    for row in data["findings"]
                }
            )
        except OSError as error:
            message = f"{path}: the baseline cannot be read: {error.strerror or error}"
            raise UsageError(message) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = (
                f"{path}: this is no baseline ({error}): record it anew with linkcheck baseline"
            )
            raise UsageError(message) from error
        return cls(path, known)

    def applied(self, verdict: Verdict) -> Verdict:
        """Return a verdict without the findings that are known."""
        hidden: list[Finding] = []
        for found in verdict.findings:
            key = self._key(verdict, found)
            if key is None:
                continue
            self._seen[key] += 1
            if self._left[key] > 0:
                self._left[key] -= 1
                hidden.append(found)
        self.hidden += len(hidden)
        return without(verdict, hidden) if hidden else verdict

    def mended(self, articles: Iterable[str]) -> Counter[Known]:
        """Return the known findings that are no more, in articles that were checked.

        Args:
            articles: their paths, as the verdicts have them.
        """
        checked = {self._name(path) for path in articles}
        gone = self._known - self._seen
        return Counter({key: count for key, count in gone.items() if key.article in checked})

    def shrunk(self, articles: Iterable[str]) -> Baseline:
        """Return the baseline without what is mended; nothing is added."""
        return Baseline(self.path, self._known - self.mended(articles))

    def renewed(self) -> Baseline:
        """Return a baseline of all that was seen."""
        return Baseline(self.path, self._seen)

    def write(self) -> None:
        """Write the file, whole or not at all.

        Raises:
            UsageError: it cannot be written.
        """
        rows = [
            {name: value for name, value in key._asdict().items() if value}
            | ({"count": count} if count > 1 else {})
            for key, count in sorted(self._known.items())
            if count > 0
        ]
        lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
        text = f'{{"version": {_VERSION}, "findings": [\n{lines}\n]}}\n'
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name)
            try:
                with open(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:  # noqa: PTH123 - a handle
                    stream.write(text)
                # As any file that is made here, not only for its maker to read.
                Path(temporary).chmod(0o666 & ~_mask())
                Path(temporary).replace(self.path)
            except BaseException:
                with contextlib.suppress(OSError):
                    Path(temporary).unlink()
                raise
        except OSError as error:
            message = f"{self.path}: the baseline cannot be written: {error.strerror or error}"
            raise UsageError(message) from error

    def __len__(self) -> int:
        """Return how many findings are known."""
        return self._known.total()

    def _key(self, verdict: Verdict, found: Finding) -> Known | None:
        if found.rule in _ABOUT_IGNORES:
            return None
        citation = verdict.citation
        address = citation.url or ""
        title = "" if address else citation.title or ""
        return Known(self._name(citation.location.path), found.rule.value, address, title)

    def _name(self, path: str) -> str:
        if path == "-" or path.startswith(("https://", "http://")):
            return path
        try:
            return Path(os.path.relpath(path, self.path.parent)).as_posix()
        except ValueError:  # on another drive
            return Path(path).as_posix()


def _text(row: dict[str, object], name: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str):
        message = f"{name} is no text"
        raise TypeError(message)
    return value


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
