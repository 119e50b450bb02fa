"""Clients, detectors and encoders that the user brings: what they raise is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

import linkcheck
from tests.server import answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.server import LoopbackServer

FETCH = linkcheck.FetchSettings(allow_networks=("loopback",), attempts=1)
SETTINGS = linkcheck.Settings(fetch=FETCH)


class Forgetful(httpx.AsyncBaseTransport):
    """Looks for a key that nobody has set."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Fail."""
        raise LookupError("no signing key")


class Clueless:
    """Fails for some texts, and answers others with something else than a guess."""

    def detect(self, text: str, candidates: Sequence[str] | None = None) -> Any:
        """Fail, or return a text."""
        if "market" in text:
            raise RuntimeError("the model is not loaded")
        return "en"


class Broken:
    """Has no model."""

    def encode(self, texts: list[str]) -> list[list[float]]:
        """Fail."""
        raise MemoryError("no room for the model")


@pytest.mark.parametrize("kind", ["transport", "client"])
def test_a_faulty_client_is_named_for_every_address(kind: str) -> None:
    """A user's own mistake would be told as a network error, or as that of another address."""
    rows = [{"url": f"https://news.example/{number}"} for number in range(6)]
    if kind == "transport":
        report = linkcheck.check_citations(rows, SETTINGS, transport=Forgetful())
    else:
        report = linkcheck.check_citations(
            rows, SETTINGS, client=httpx.AsyncClient(transport=Forgetful())
        )
    for verdict in report:
        assert verdict.status == "unverified"
        told = verdict.findings[0].message
        assert f"your httpx {kind} raised LookupError: no signing key" in told
        assert "linkcheck" not in told
        assert "other addresses" not in told


@pytest.mark.parametrize(
    ("tools", "told"),
    [
        ({"client": httpx.Client}, "client must be an httpx.AsyncClient, not a httpx.Client"),
        ({"transport": httpx.HTTPTransport}, "transport must be an httpx.AsyncBaseTransport"),
        ({"client": object}, "client must be an httpx.AsyncClient, not a builtins.object"),
    ],
)
def test_a_client_of_the_wrong_kind_is_refused_at_once(tools: dict[str, Any], told: str) -> None:
    """A client that does not await would fail for each of ten thousand addresses."""
    with pytest.raises(linkcheck.UsageError, match=told):
        linkcheck.Checker(SETTINGS, **{name: make() for name, make in tools.items()})


def test_progress_that_is_never_awaited_is_refused() -> None:
    """A bar that is an async function would never move."""

    async def progress(_: linkcheck.Progress) -> None: ...

    with pytest.raises(linkcheck.UsageError, match="plain function"):
        linkcheck.check("a.md", progress=progress)


def test_a_faulty_detector_is_named_once_and_stops_nothing(server: LoopbackServer) -> None:
    """A detector that fails would be a bug of linkcheck, and take the article with it."""
    title = "The fish market moves to the old tram depot"
    url = server.behave("/market", answer(f"<title>{title}</title><h1>{title}</h1>"))
    report = linkcheck.check_citations(
        [{"url": url, "title": title}, {"url": url, "title": "The tram depot moves"}],
        SETTINGS,
        detector=Clueless(),
    )
    assert report.verdicts[0].ok
    assert report.verdicts[0].citation.title_language == "en"
    (problem,) = report.problems
    assert problem.path.endswith("Clueless")
    assert "your language detector raised RuntimeError: the model is not loaded" in problem.message
    assert not report.ok


def test_a_faulty_encoder_is_named(server: LoopbackServer) -> None:
    """Titles would stay undecided for no reason that anybody could see."""
    story = "Рассказ о том, что было вчера в городе и чего никто не ждал. " * 9
    title = "Считается, что водить машину могут только зрячие люди"
    url = server.page("/a", f"<html lang=ru><title>{title}</title><p>{story}")
    rows = [{"url": url, "title": "Many believe that only those who see can drive"}]
    report = linkcheck.check_citations(rows, SETTINGS, encoder=Broken())
    assert [problem.path.rpartition(".")[2] for problem in report.problems] == ["Broken"]
