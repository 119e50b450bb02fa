"""Which source has the words that an article quotes (`Settings.quotations`).

Told when all the sources of an article have been read: until then its verdicts wait. Of the pages
only what they have of each quotation is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from linkcheck.errors import noted
from linkcheck.languages import detect, same_language
from linkcheck.matching.language import cited_language, page_language
from linkcheck.matching.quotations import Passage, difference, quoted_words
from linkcheck.models import Article, Citation, Evidence, Field, Match, PageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkcheck.engine.fetch_stage import Answered
    from linkcheck.engine.plan import Task
    from linkcheck.languages import Detect
    from linkcheck.models import Quotation

__all__ = ["QuotationSearch"]

_Key: TypeAlias = tuple[str, str | None, str | None]


class _Source(NamedTuple):
    """What was read at an address: what it has of each quotation, and whether that is all.

    Attributes:
        passages: for each quotation of the article, or empty where no page was read.
        whole: all of the page was read, and it is the source cited.
        language: of the page, or where it was not read of the citation; None where not known.
    """

    passages: tuple[Passage, ...]
    whole: bool
    language: str | None


class _Waiting:
    """An article whose sources are being read."""

    def __init__(self) -> None:
        self.quotations: list[Quotation] = []
        self.open: set[int] = set()
        self.unread: dict[int, Citation] = {}
        self.held: list[tuple[Task, Answered, tuple[Evidence, ...]]] = []
        self.sources: dict[int, _Source] = {}


class QuotationSearch:
    """Looks for quotations; holds the verdicts of articles with any back until all is read.

    Args:
        wanted: look for them; without, everything passes.
        detect: detects the languages of quotations.
    """

    def __init__(self, *, wanted: bool, detect: Detect = detect) -> None:
        self._detect = detect
        self._wanted = wanted
        self._waiting: dict[_Key, _Waiting] = {}

    def add(self, article: Article) -> None:
        """Take an article, or a part of one, with all that it cites."""
        quotations = quoted_words(article) if self._wanted else []
        waiting = self._waiting.get(article.key)
        if waiting is None and self._wanted and article.citations:
            # Of a long article any part may bring the quotations.
            waiting = self._waiting.setdefault(article.key, _Waiting())
        if waiting is not None:
            waiting.quotations += quotations
            waiting.unread |= {each.location.start: each for each in article.citations}

    def begin(self, groups: Iterable[Sequence[Task]]) -> None:
        """Learn which citations will be asked for; the others are sources that nobody reads.

        Args:
            groups: tasks, by address.
        """
        for task in (task for tasks in groups for task in tasks):
            waiting = self._waiting.get(task.article.key)
            if waiting is not None:
                waiting.open.add(task.place)
                waiting.unread.pop(task.citation.location.start, None)
        self._waiting = {
            key: waiting
            for key, waiting in self._waiting.items()
            if waiting.quotations and waiting.open
        }

    def words(self, tasks: Iterable[Task]) -> tuple[str, ...]:
        """Return the words to look for at an address, of all the articles that cite it."""
        if not self._wanted:
            return ()
        keys = dict.fromkeys(task.article.key for task in tasks)
        articles = (self._waiting[key] for key in keys if key in self._waiting)
        return tuple(dict.fromkeys(each.text for one in articles for each in one.quotations))

    def words_by_address(
        self, by_address: Mapping[str, Sequence[Task]]
    ) -> dict[str, tuple[str, ...]]:
        """Return the words to look for at each address; addresses without any are left out.

        Args:
            by_address: the tasks of each address.
        """
        if not self._waiting:
            return {}
        words = {address: self.words(tasks) for address, tasks in by_address.items()}
        return {address: each for address, each in words.items() if each}

    def ready(
        self, tasks: Sequence[Task], answered: Answered
    ) -> Iterator[tuple[Task, Answered, tuple[Evidence, ...]]]:
        """Yield what can be judged now that an address has answered, with its evidence."""
        observation = answered.observation
        words = self.words(tasks)
        passages = dict(zip(words, observation.passages, strict=False))
        bare = answered
        if words and observation.page is not None:
            # What waits must not keep pages in memory.
            shown = msgspec.structs.replace(observation, page=observation.page.bare())
            bare = msgspec.structs.replace(answered, observation=shown)
        for task, evidence in zip(tasks, observation.evidence, strict=True):
            waiting = self._waiting.get(task.article.key)
            if waiting is None:
                yield task, answered, evidence
                continue
            waiting.held.append((task, bare, evidence))
            waiting.open.discard(task.place)
            waiting.sources[task.place] = _source(task, answered, evidence, passages, waiting)
            if not waiting.open:
                del self._waiting[task.article.key]
                yield from _settled(waiting, self._detect)

    def rest(self) -> Iterator[tuple[Task, Answered, tuple[Evidence, ...]]]:
        """Yield what still waits when a run is stopped, nothing said of its quotations."""
        for waiting in self._waiting.values():
            yield from waiting.held
            waiting.held = []


def _source(
    task: Task,
    answered: Answered,
    evidence: tuple[Evidence, ...],
    passages: dict[str, Passage],
    waiting: _Waiting,
) -> _Source:
    page = answered.observation.page
    stated = cited_language(task.citation)
    if page is None or page.liveness.kind is not PageKind.LIVING or not passages:
        return _Source((), whole=False, language=stated)
    other_story = any(
        found.field is Field.TITLE and found.relation == "another" for found in evidence
    )
    return _Source(
        tuple(passages[each.text] for each in waiting.quotations),
        whole=answered.observation.whole and not other_story,
        language=page_language(page),
    )


def _settled(
    waiting: _Waiting, detect: Detect
) -> Iterator[tuple[Task, Answered, tuple[Evidence, ...]]]:
    """Yield an article's tasks, each with the evidence on the quotations that belong to it."""
    more: dict[int, list[Evidence]] = {}
    tasks = sorted((task for task, _, _ in waiting.held), key=lambda task: task.place)
    for number, quotation in enumerate(waiting.quotations):
        try:
            place, found = _found(number, quotation, tasks, waiting, detect)
        except Exception as fault:  # one odd quotation must not stop the others
            place, found = tasks[0].place, _undecided(quotation, fault)
        more.setdefault(place, []).append(found)
    for task, answered, evidence in waiting.held:
        yield task, answered, (*evidence, *more.get(task.place, ()))


def _undecided(quotation: Quotation, fault: Exception) -> Evidence:
    """Return what a quotation is left with where a bug in linkcheck kept it from being judged."""
    return Evidence(
        field=Field.QUOTATION,
        match=Match.UNVERIFIABLE,
        cited=quotation.text,
        source=f"internal error: {noted(fault, 'judging a quotation')}",
    )


def _found(
    number: int, quotation: Quotation, tasks: Sequence[Task], waiting: _Waiting, detect: Detect
) -> tuple[int, Evidence]:
    """Return which citation a quotation belongs to, and what its sources say of it."""
    own = _own(quotation, tasks)
    passages = {
        place: source.passages[number]
        for place, source in waiting.sources.items()
        if source.passages
    }
    there = [place for place, passage in passages.items() if passage.there]
    if there:
        exact = [place for place in there if passages[place].score == 1.0]
        best = own.place if own is not None and own.place in there else min(exact or there)
        passage = passages[best]
        differs = difference(quotation.text, passage.found or "") if passage.score < 1 else ""
        return best, Evidence(
            field=Field.QUOTATION,
            match=Match.MATCH,
            relation="changed" if differs else "same",
            score=passage.score,
            cited=quotation.text,
            found=passage.found,
            source=f"text: {differs}" if differs else "text",
        )
    language = _language(quotation, tasks, detect)
    doubt = _doubt(language, own, passages, waiting)
    nearest = own or _next(quotation, tasks)
    best_score = max((passage.score for passage in passages.values()), default=None)
    return nearest.place, Evidence(
        field=Field.QUOTATION,
        match=Match.UNVERIFIABLE if doubt else Match.MISMATCH,
        score=best_score,
        cited=quotation.text,
        source=doubt or "all sources",
    )


def _doubt(
    language: str | None,
    own: Task | None,
    passages: dict[int, Passage],
    waiting: _Waiting,
) -> str | None:
    """Return why nothing follows from the words not having been found; None where it does."""
    if not all(passage.missing for passage in passages.values()):
        return "a source has similar words"
    if language is None:
        return "the quotation's language is not known"
    if own is not None and not _in(language, waiting.sources[own.place].language):
        return "the source is in another language"
    for citation in waiting.unread.values():
        stated = cited_language(citation)
        if stated is None or _in(language, stated):
            return "a source has no address, or was not requested"
    for source in waiting.sources.values():
        if source.language is None or _in(language, source.language):
            if not source.whole:
                return "not all of the sources could be read"
        elif own is None:
            # Nothing says whose words these are: they may be translated.
            return "a source is in another language"
    return None


def _language(quotation: Quotation, tasks: Sequence[Task], detect: Detect) -> str | None:
    guess = detect(quotation.text)
    return guess.tag if guess.tag != "und" else tasks[0].article.language


def _in(language: str, other: str | None) -> bool:
    return other is not None and same_language(language, other)


def _own(quotation: Quotation, tasks: Sequence[Task]) -> Task | None:
    """Return the citation in the quotation's paragraph: the next one behind it, or the last."""
    around = quotation.paragraph
    if around is None:
        return None
    inside = [task for task in tasks if any(around.start <= at <= around.end for at in _at(task))]
    behind = [task for task in inside if max(_at(task)) >= quotation.location.end]
    return behind[0] if behind else inside[-1] if inside else None


def _next(quotation: Quotation, tasks: Sequence[Task]) -> Task:
    """Return the first citation behind a quotation, or the article's last."""
    behind = (task for task in tasks if max(_at(task)) >= quotation.location.end)
    return next(behind, tasks[-1])


def _at(task: Task) -> list[int]:
    """Return where a citation stands: a link's words and its address may be apart."""
    places = (task.citation.location, task.citation.title_location)
    return [place.start for place in places if place is not None]
