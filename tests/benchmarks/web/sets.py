"""The seeded sets of links, and the articles that cite them."""

from __future__ import annotations

import enum
import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.web.pages import prose, title_of
from tests.benchmarks.web.stock import COUNTRIES, LANGUAGES, STOCKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = [
    "BAD", "LIVING", "SETS", "Kind", "Link", "Ports", "make_links", "write_docs", "write_markdown"
]  # fmt: skip

_EACH = 20
"""Links an article."""


class Kind(enum.Enum):
    """What becomes of a link."""

    PAGE = "answers with its page"
    MOVED = "redirects to its page"
    LATER = "is busy once and then answers"
    GONE = "404 or 410"
    REFUSED = "nobody listens"
    HANGING = "accepts and never answers"


LIVING = frozenset({Kind.PAGE, Kind.MOVED, Kind.LATER})
BAD = frozenset({Kind.GONE, Kind.REFUSED})
"""What is certainly dead; hanging links are counted apart."""


class Ports(NamedTuple):
    """Where the server is.

    Attributes:
        living: it listens there.
        dead: nobody does, nor can anybody while the server runs.
    """

    living: int
    dead: int


@dataclass(frozen=True)
class Link:
    """A link and what it leads to.

    Attributes:
        host: a loopback address.
        path: its path there; the page's own path is another where the link redirects.
        page: the path of the page that it leads to in the end.
        kind: see `Kind`.
        status: of the first answer.
        delay: before each answer begins, in seconds.
        language: of the page.
        title: of the page, and as cited.
        publisher: of the page, and as cited.
    """

    host: str
    path: str
    page: str
    kind: Kind
    status: int
    delay: float
    language: str
    title: str
    publisher: str

    def url(self, ports: Ports) -> str:
        """Return the address as cited."""
        return f"http://{self.host}:{ports.dead if self.kind is Kind.REFUSED else ports.living}{self.path}"


class _Recipe(NamedTuple):
    """How a set is made up.

    Attributes:
        links: how many there are.
        hosts: how many hosts they are spread over.
        shares: the share of each kind; the rest answers at once.
        median: of the delays, in seconds; 0 for none.
        spread: the deviation of the delays' logarithm.
        longest: delay, in seconds.
    """

    links: int
    hosts: int
    shares: Mapping[Kind, float]
    median: float = 0.0
    spread: float = 1.0
    longest: float = 3.0


SETS = {
    "one": _Recipe(links=5000, hosts=100, shares={Kind.GONE: 0.01}),
    "two": _Recipe(
        links=2000,
        hosts=400,
        shares={
            Kind.REFUSED: 0.03, Kind.HANGING: 0.01, Kind.LATER: 0.02, Kind.MOVED: 0.05,
            Kind.GONE: 0.02,
        },
        median=0.15,
    ),
}  # fmt: skip
_STATUSES = {
    Kind.PAGE: (200,), Kind.MOVED: (301, 302), Kind.LATER: (429, 503), Kind.GONE: (404, 410),
    Kind.REFUSED: (0,), Kind.HANGING: (0,),
}  # fmt: skip


def make_links(name: str, scale: float, seed: int) -> list[Link]:
    """Return a set of links, always the same for the same arguments.

    Args:
        name: a key of `SETS`.
        scale: of the numbers of links and of hosts.
        seed: of everything that chance decides.
    """
    recipe = SETS[name]
    rng = random.Random(f"{seed} {name}")
    count, hosts = max(10, round(recipe.links * scale)), max(1, round(recipe.hosts * scale))
    kinds = [
        kind for kind, share in recipe.shares.items() for _ in range(max(1, round(count * share)))
    ]
    kinds += [Kind.PAGE] * (count - len(kinds))
    rng.shuffle(kinds)
    return [
        _link(rng, number, number % hosts, kind, _delay(rng, recipe), seed=seed)
        for number, kind in enumerate(kinds)
    ]


def _link(
    rng: random.Random, number: int, host: int, kind: Kind, delay: float, *, seed: int
) -> Link:
    language = LANGUAGES[host % len(LANGUAGES)]
    publishers = STOCKS[language].publishers
    page = f"/{language}/story/{number}"
    return Link(
        host=f"127.3.{host // 250}.{host % 250 + 1}",
        path=f"/{language}/old/{number}" if kind is Kind.MOVED else page,
        page=page,
        kind=kind,
        status=rng.choice(_STATUSES[kind]),
        delay=delay,
        language=language,
        title=title_of(page, seed),
        publisher=publishers[host // len(LANGUAGES) % len(publishers)],
    )


def _delay(rng: random.Random, recipe: _Recipe) -> float:
    if not recipe.median:
        return 0.0
    return min(recipe.longest, rng.lognormvariate(math.log(recipe.median), recipe.spread))


def write_markdown(folder: Path, links: Sequence[Link], ports: Ports, seed: int) -> None:
    """Write the articles that cite these links, in turn in each language."""
    for number, language, cited, paragraphs in _articles(links, seed):
        items = [
            f"- {link.publisher}, {COUNTRIES[link.language][language]}: [{link.title}]({link.url(ports)})"
            for link in cited
        ]
        text = "\n\n".join(
            [f"# {paragraphs[0]}", *paragraphs[1:], f"## {STOCKS[language].sources}", "\n".join(items)]
        )  # fmt: skip
        (folder / f"article-{number}.md").write_text(text + "\n", encoding="utf-8")


def write_docs(folder: Path, links: Sequence[Link], ports: Ports, seed: int) -> None:
    """Write the same articles as documents for Sphinx, all but their `conf.py`."""
    names = []
    for number, language, cited, paragraphs in _articles(links, seed):
        items = [
            f"* {link.publisher}, {COUNTRIES[link.language][language]}: `{link.title} <{link.url(ports)}>`__"
            for link in cited
        ]
        heading = STOCKS[language].sources
        title = f"{paragraphs[0]}\n{'=' * len(paragraphs[0])}"
        text = "\n\n".join(
            [title, *paragraphs[1:], f"{heading}\n{'-' * len(heading)}", "\n".join(items)]
        )
        names.append(f"article-{number}")
        (folder / f"{names[-1]}.rst").write_text(text + "\n", encoding="utf-8")
    entries = "".join(f"   {name}\n" for name in names)
    index = f"Articles\n========\n\n.. toctree::\n\n{entries}"
    (folder / "index.rst").write_text(index, encoding="utf-8")


def _articles(
    links: Sequence[Link], seed: int
) -> Iterator[tuple[int, str, Sequence[Link], list[str]]]:
    """Yield number, language, cited links, and title and paragraphs of each article."""
    for number, start in enumerate(range(0, len(links), _EACH)):
        language = LANGUAGES[number % len(LANGUAGES)]
        rng = random.Random(f"{seed} article {number}")
        title = title_of(f"/{language}/article/{number}", seed)
        paragraphs = [prose(rng, language, 80) for _ in range(6)]
        yield number, language, links[start : start + _EACH], [title, *paragraphs]
