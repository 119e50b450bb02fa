"""The sentence encoder: asked only where the rules are undecided."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import linkcheck
from linkcheck.matching.semantic import UniversalEncoder, decide
from linkcheck.models import Evidence, Field, Match

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.server import LoopbackServer


def title(cited: str, found: str, match: Match = Match.UNVERIFIABLE) -> tuple[Evidence, ...]:
    """Return evidence on a title."""
    return (Evidence(field=Field.TITLE, match=match, score=0.1, cited=cited, found=found),)


@pytest.fixture(scope="module")
def encoder() -> UniversalEncoder:
    """The one that the extra brings."""
    return UniversalEncoder()


@pytest.mark.parametrize(
    ("cited", "found", "match"),
    [
        (
            "Many believe that only people who see can drive",
            "Считается, что водить машину могут только зрячие люди",
            Match.MATCH,
        ),
        (
            "Old weather diaries help to draw a map of frosts",
            "Старі щоденники погоди допомогли скласти карту заморозків",
            Match.MATCH,
        ),
        (
            "Football club sells its captain to a rival",
            "Учёные нашли древний город под слоем пепла",
            Match.MISMATCH,
        ),
        (
            "Earthquake in the mountains kills 23 people",
            "Землетрясение в горах: погибли 11 человек",
            Match.UNVERIFIABLE,
        ),
        (
            "The same language is left alone here",
            "This is not its business at all",
            Match.UNVERIFIABLE,
        ),
        ("Too short", "Слишком коротко", Match.UNVERIFIABLE),
        # A description of the source in the author's own words, by its place and date.
        ("Interview, Vienna, 30 March", "Лосось поднимается по реке на нерест", Match.UNVERIFIABLE),
    ],
)
def test_undecided_titles(encoder: UniversalEncoder, cited: str, found: str, match: Match) -> None:
    """Two stories would be taken for one, or one for two, on an encoder's word."""
    ((decided,),) = decide([title(cited, found)], encoder)
    assert decided.match is match


def test_what_is_decided_is_left_alone() -> None:
    """An encoder would overrule what the rules are sure of, or be asked for nothing."""

    class Never:
        def encode(self, texts: list[str]) -> Sequence[Sequence[float]]:
            raise AssertionError(texts)

    sure = title(
        "Talks end without a deal on Sunday", "Переговоры закончились ничем вчера", Match.MATCH
    )
    assert decide([sure, ()], Never()) == [sure, ()]


async def test_encoder_of_ones_own(server: LoopbackServer, tmp_path: Path) -> None:
    """A newsroom's own model could not be used."""
    asked: list[str] = []

    class Own:
        def encode(self, texts: list[str]) -> Sequence[Sequence[float]]:
            asked.extend(texts)
            return [[1.0, 0.0] for _ in texts]

    story = "Рассказ о том, что было вчера в городе и чего никто не ждал. " * 9
    url = server.page(
        "/a",
        f"<html lang=ru><title>Считается, что водить машину могут только зрячие люди</title><p>{story}",
    )
    (tmp_path / "a.jsonl").write_text(
        json.dumps(
            {
                "id": "1", "title": "Fables", "language": "en",
                "citations": [{"url": url, "title": "Many believe that only those who see can drive"}],
            }
        )
    )  # fmt: skip
    settings = linkcheck.Settings(
        fetch=linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0)
    )
    async with linkcheck.Checker(settings, encoder=Own()) as checker:
        (verdict,) = [verdict async for verdict in checker.check([tmp_path / "a.jsonl"])]
    assert "Many believe that only those who see can drive" in asked
    assert [found.rule for found in verdict.findings] == ["title-translated"]


@pytest.mark.parametrize("answer", ["raise", "too few", "ragged", "text"])
async def test_encoder_that_fails_for_one_title(
    server: LoopbackServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, answer: str
) -> None:
    """A fault in a newsroom's own model would throw all other verdicts of the run away."""

    class Own:
        def encode(self, texts: list[str]) -> Sequence[Sequence[float]]:
            odd = any("odd" in text for text in texts)
            if odd and answer == "raise":
                raise RuntimeError("CUDA out of memory")
            vectors: list[Any] = [[1.0, 0.0] for _ in texts]
            if odd:
                bad: dict[str, list[Any]] = {"too few": [], "ragged": [[1.0]], "text": ["ab"]}
                vectors = vectors[:-1] + bad[answer]
            return vectors

    story = "Рассказ о том, что было вчера в городе и чего никто не ждал. " * 9
    page = (
        f"<html lang=ru><title>Считается, что водить машину могут только зрячие</title><p>{story}"
    )
    titles = [
        "Many believe that only those who see can drive",
        "Many odd people believe that only they can drive",
    ]
    citations = [
        {"url": server.page(f"/{number}", page), "title": title}
        for number, title in enumerate(titles)
    ]
    data = {"id": "1", "title": "Fables", "language": "en", "citations": citations}
    (tmp_path / "a.jsonl").write_text(json.dumps(data))
    settings = linkcheck.Settings(
        fetch=linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0)
    )
    async with linkcheck.Checker(settings, encoder=Own()) as checker:
        verdicts = [verdict async for verdict in checker.check([tmp_path / "a.jsonl"])]
        report = checker.report()
    assert report.complete
    rules = {each.citation.title: [found.rule for found in each.findings] for each in verdicts}
    assert rules[titles[0]] == ["title-translated"]
    assert "title-translated" not in rules[titles[1]]
    assert "comparing titles with an encoder" in caplog.text
