"""What a finder is: something that knows where a source may be that has no address any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from linkcheck.models import Citation
    from linkcheck.repair.candidates import Candidate, Web
    from linkcheck.settings.repair import RepairSettings

__all__ = ["Finder", "FinderInfo", "Lost", "Service"]

OK = 200
_MOST_FAILURES = 2


class Lost(NamedTuple):
    """A source that is looked for.

    Attributes:
        citation: what the article says of it.
        title: what to look for; the repaired title where the cited one is damaged.
        domains: where its outlet publishes, or has published; the likeliest first.
        date: when it was published, or a day soon after, ISO 8601; None where nobody knows.
        is_exact: the date is the source's own, not the article's.
    """

    citation: Citation
    title: str
    domains: tuple[str, ...] = ()
    date: str | None = None
    is_exact: bool = False


class Finder(Protocol):
    """Looks for sources."""

    @property
    def name(self) -> str:
        """What it looks at, in words that follow "looked at": "the site's map"."""
        ...

    def find(self, lost: Lost, web: Web) -> AsyncGenerator[Candidate]:
        """Yield where a source may be, the most likely first; every one is judged by the caller.

        Args:
            lost: the source.
            web: what requests may be sent with.
        """
        ...


class Service:
    """A service that is asked for many sources, and no more once it has failed twice in a row."""

    def __init__(self) -> None:
        self._failures = 0

    async def ask(self, web: Web, url: str, accept: str) -> bytes | None:
        """Return the body of an answer, or None where there is none.

        Args:
            web: what requests are sent with.
            url: what to ask.
            accept: the media type wanted.
        """
        if self._failures >= _MOST_FAILURES:
            return None
        answer = await web.get(url, accept)
        if answer.status != OK:
            self._failures += 1
            return None
        self._failures = 0
        return answer.body


class FinderInfo(NamedTuple):
    """A finder as the registry knows it; what an entry point of `linkcheck.finders` names.

    Attributes:
        name: by which settings choose it.
        make: makes one for a run. It raises `UsageError` where something is missing, such as a key
            in the environment.
        always: it needs no key and no choice.
    """

    name: str
    make: Callable[[RepairSettings], Finder]
    always: bool = False
