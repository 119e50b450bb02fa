"""The findings that were there already: known ones are not reported again.

A baseline is a JSON file with a line for each finding, sorted, so that changes to it can be read
in a review. A finding is known by its article, rule and address (or title, where there is none),
never by its line: articles are edited. It is still known when its article has another name, and
when a source that did not answer is now said to be gone, or the other way round.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.articles.opening import open_regular
from linkcheck.errors import UsageError
from linkcheck.judging.rules import ABOUT_IGNORES
from linkcheck.judging.status import without_findings
from linkcheck.models import GIVEN, Rule, Status
from linkcheck.text.destinations import destination
from linkcheck.text.files import Replacement
from linkcheck.text.paths import relative
from linkcheck.text.urls import address_key, is_address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from linkcheck.models import Finding, Verdict

__all__ = ["Baseline", "KnownFinding"]

_VERSION = 1
_LONGEST = 256 << 20
"""Bytes that are read of a baseline."""
_ANEW = "record it again with linkcheck baseline"
# Of a source that is away one run says that it is gone, and another that it may be.
_AWAY = {
    Rule.DEAD_LINK.value: Rule.UNREACHABLE.value,
    Rule.UNREACHABLE.value: Rule.DEAD_LINK.value,
}
# Invisible characters, which would make a review show another line than there is.
_INVISIBLE = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


class KnownFinding(NamedTuple):
    """What a finding is known by.

    Attributes:
        article: path from the baseline's folder, with slashes; or an address.
        rule: its name.
        address: its normal form, or as cited where that has none; "" where there is none.
        title: as cited where there is no address, else "".
    """

    article: str
    rule: str
    address: str
    title: str


class Baseline:
    """The findings in a baseline file, and which of them this run has seen.

    Args:
        path: the file; articles are named from its folder.
        known: how often each is known.

    Attributes:
        hidden: how many findings were known so far.
    """

    def __init__(
        self, path: str | os.PathLike[str], known: Counter[KnownFinding] | None = None
    ) -> None:
        self.path = Path(path)
        self._known: Counter[KnownFinding] = known if known is not None else Counter()
        self._left = self._known.copy()
        self._seen: Counter[KnownFinding] = Counter()
        self._untold: set[KnownFinding] = set()
        self._folder = os.path.realpath(self.path.parent)
        self.hidden = 0

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Baseline:
        """Read a baseline.

        Raises:
            UsageError: it cannot be read, or is none.
        """
        try:
            with open_regular(os.path.realpath(path)) as file:
                data = json.loads(file.read(_LONGEST))
            if data["version"] != _VERSION:
                made = "was made by a different version of linkcheck"
                message = f"{path}: this baseline {made}: {_ANEW}"
                raise UsageError(message)
            known: Counter[KnownFinding] = Counter()
            for row in data["findings"]:
                key = KnownFinding(*(_text(row, name) for name in KnownFinding._fields))
                known[key._replace(address=address_key(key.address))] += int(row.get("count", 1))
        except OSError as error:
            message = f"{path}: the baseline cannot be read: {error.strerror or error}"
            raise UsageError(message) from error
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
            message = f"{path}: this is not a baseline file ({error}); {_ANEW}"
            raise UsageError(message) from error
        except RecursionError as error:
            message = f"{path}: this is not a baseline file (nested too deeply); {_ANEW}"
            raise UsageError(message) from error
        return cls(path, known)

    def applied(self, verdict: Verdict) -> Verdict:
        """Return a verdict without the findings that are known."""
        hidden: list[Finding] = []
        if verdict.status is Status.UNVERIFIED and verdict.citation.url is not None:
            # What was wrong with it may be so still.
            self._untold.add(self._key(verdict, ""))
        for found in verdict.findings:
            if found.rule in ABOUT_IGNORES:
                continue
            key = self._key(verdict, found.rule.value)
            self._seen[key] += 1
            known = self._match(key)
            if known is not None:
                self._left[known] -= 1
                hidden.append(found)
        self.hidden += len(hidden)
        return without_findings(verdict, hidden) if hidden else verdict

    def _match(self, key: KnownFinding) -> KnownFinding | None:
        """Return what is left in the baseline for a finding, or None for a new one."""
        away = key._replace(rule=_AWAY.get(key.rule, key.rule))
        for same in (key, away):
            if self._left[same] > 0:
                return same
        for same in (key, away):
            for article in self._renamed.get(same._replace(article=""), ()):
                if self._left[moved := same._replace(article=article)] > 0:
                    return moved
        return None

    @functools.cached_property
    def _renamed(self) -> dict[KnownFinding, list[str]]:
        """Articles that are no more, by what is known of them."""
        gone: dict[KnownFinding, list[str]] = {}
        for key in self._known:
            if self._is_gone(key.article):
                gone.setdefault(key._replace(article=""), []).append(key.article)
        return gone

    def _is_gone(self, article: str) -> bool:
        is_file = article not in {"-", GIVEN} and not is_address(article)
        return is_file and not Path(self._folder, article).exists()

    def fixed(
        self, articles: Iterable[str], not_looked_for: Collection[Rule] = ()
    ) -> Counter[KnownFinding]:
        """Return the known findings that are no more, in articles that were checked.

        Args:
            articles: their paths, as the verdicts have them.
            not_looked_for: rules that were not looked for.
        """
        checked = {self._name(path) for path in articles}
        return Counter(
            {
                key: count
                for key, count in self._left.items()
                if count > 0
                and key.rule not in not_looked_for
                and (key.article in checked or self._is_gone(key.article))
                and key._replace(rule="") not in self._untold
            }
        )

    def shrunk(self, fixed: Counter[KnownFinding]) -> Baseline:
        """Return the baseline without what is fixed; nothing is added."""
        return Baseline(self.path, self._known - fixed)

    def renewed(self, articles: Iterable[str]) -> Baseline:
        """Return a baseline of all that was seen, and of what is known of other articles.

        Args:
            articles: the paths of those that were checked.
        """
        checked = {self._name(path) for path in articles}
        others = {
            key: count
            for key, count in self._known.items()
            if key.article not in checked and not self._is_gone(key.article)
        }
        return Baseline(self.path, self._seen + Counter(others))

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
        lines = ",\n".join(
            "  " + _INVISIBLE.sub(_escaped, json.dumps(row, ensure_ascii=False)) for row in rows
        )
        text = f'{{"version": {_VERSION}, "findings": [\n{lines}\n]}}\n'
        try:
            target = destination(self.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            replacement = Replacement(target)
            try:
                replacement.stream.write(text)
                replacement.commit()
            except BaseException:
                replacement.abandon()
                raise
        except OSError as error:
            message = f"{self.path}: the baseline cannot be written: {error.strerror or error}"
            raise UsageError(message) from error

    def __len__(self) -> int:
        """Return how many findings are known."""
        return self._known.total()

    def _key(self, verdict: Verdict, rule: str) -> KnownFinding:
        citation = verdict.citation
        title = "" if citation.url else citation.title or ""
        return KnownFinding(
            self._name(citation.location.path), rule, address_key(citation.url or ""), title
        )

    def _name(self, path: str) -> str:
        return path if path in {"-", GIVEN} or is_address(path) else _relative(path, self._folder)


@functools.lru_cache(maxsize=4096)  # an article has many citations
def _relative(path: str, folder: str) -> str:
    return relative(path, folder) or Path(path).as_posix()


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _text(row: dict[str, object], name: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str):
        message = f"{name} is not text"
        raise TypeError(message)
    return value
