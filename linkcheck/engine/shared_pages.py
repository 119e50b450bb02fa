"""Answers that wait until it is known whether unrelated sites answer alike.

Whether a page is what many sites show is known when all have answered. Until then, those wait whose
verdict depends on it: in memory at first, on disk where there are many.
"""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from linkcheck.engine.fetch_stage import Answered
from linkcheck.judging.access import may_be_shared
from linkcheck.matching.shared_pages import ENOUGH, Shown, shared
from linkcheck.text.owners import owner_of
from linkcheck.text.sketches import sketch
from linkcheck.text.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkcheck.engine.plan import Task
    from linkcheck.models import Evidence, Page

__all__ = ["SharedPages"]

_IN_MEMORY = 4 << 20
"""Bytes of answers that wait in memory: about a thousand answers. Further ones wait on disk."""
_ANSWERED = msgspec.msgpack.Decoder(Answered)

_Ready: TypeAlias = "tuple[Sequence[Task], Answered]"


class _Waiting(NamedTuple):
    """An answer that waits.

    Attributes:
        tasks: the citations of its address.
        start: where it begins in the file.
        size: its length in bytes.
        shown: what is compared with others.
    """

    tasks: Sequence[Task]
    start: int
    size: int
    shown: Shown


class SharedPages:
    """Keeps the answers of a run that depend on others, and gives them back with what is found.

    Args:
        addresses: all that are to be checked; of fewer owners than are needed, nothing waits.
    """

    def __init__(self, addresses: Iterable[str] = ()) -> None:
        owners: set[str | None] = set()
        for address in addresses:
            owners.add(owner_of(address))
            if len(owners - {None}) >= ENOUGH:
                break
        self._is_worth = len(owners - {None}) >= ENOUGH
        self._waiting: list[_Waiting] = []
        self._file: IO[bytes] | None = None
        self._evidence: dict[int, Evidence] | None = None
        self._next = 0

    def take(self, tasks: Sequence[Task], answered: Answered) -> bool:
        """Keep an answer if its verdict depends on others; tell whether it is kept.

        Args:
            tasks: the citations of its address.
            answered: what came of it.
        """
        observation = answered.observation
        page, found = observation.page, answered.resolution
        if not self._is_worth or page is None or answered.fault is not None:
            return False
        citations = [task.citation for task in tasks]
        if not may_be_shared(citations, found, page, observation.evidence):
            return False
        cited = (each.sound_title for each in citations)
        shown = Shown(
            url=answered.address,
            owner=owner_of(answered.address),
            place=found.final_url,
            title=page.title,
            sketch=_sketch(page, answered),
            story=page.story,
            cited=tuple(title for title in cited if title is not None),
        )
        bare = msgspec.structs.replace(observation, page=page.bare())
        try:
            data = msgspec.msgpack.encode(msgspec.structs.replace(answered, observation=bare))
            start = self._write(data)
        except (OSError, ValueError):  # the disk is full, or a text cannot be written
            return False
        self._waiting.append(_Waiting(tasks, start, len(data), shown))
        return True

    def decided(self) -> list[str]:
        """Decide, now that all have answered; return the addresses that show what others show."""
        if self._evidence is None:
            shown = [each.shown for each in self._waiting]
            self._evidence = shared(shown) if len(shown) >= ENOUGH else {}
        return [self._waiting[each].shown.url for each in self._evidence]

    def rest(self) -> Iterator[_Ready]:
        """Yield what waits, each once, with evidence for those that share a page."""
        self.decided()
        while self._file is not None and self._next < len(self._waiting):
            each, self._next = self._next, self._next + 1
            waiting = self._waiting[each]
            self._file.seek(waiting.start)
            answered = _ANSWERED.decode(self._file.read(waiting.size))
            yield waiting.tasks, _with(answered, (self._evidence or {}).get(each))

    def close(self) -> None:
        """Delete the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, data: bytes) -> int:
        """Write an answer behind the others; return where it begins."""
        if self._file is None:
            self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - see `close`
        start = self._file.tell()
        self._file.write(data)
        return start


def _with(answered: Answered, evidence: Evidence | None) -> Answered:
    """Return an answer with a piece of evidence for each citation of its address."""
    if evidence is None:
        return answered
    observation = answered.observation
    every = tuple((*found, evidence) for found in observation.evidence)
    return msgspec.structs.replace(
        answered, observation=msgspec.structs.replace(observation, evidence=every)
    )


def _sketch(page: Page, answered: Answered) -> bytes | None:
    """Return the sketch of what a page shows, the names of its sites left out."""
    urls = (answered.address, answered.resolution.final_url)
    names = {label for url in urls for label in host(url).split(".")}
    return sketch(f"{page.title or ''}\n{page.visible or page.text}", names)
