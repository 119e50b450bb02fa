"""The examples, as somebody would run them."""

from __future__ import annotations

import importlib.util
import warnings
from typing import TYPE_CHECKING, Any

import httpx
import pytest

import linkcheck
from tests.packages import ROOT
from tests.server import answer

if TYPE_CHECKING:
    from types import ModuleType

    from tests.server import LoopbackServer

LOCAL = linkcheck.Settings(fetch=linkcheck.FetchSettings(allow_networks=("loopback",)))
TITLE = "Lighthouse keeper retires after forty winters"


def _example(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "examples" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rows(server: LoopbackServer) -> list[dict[str, Any]]:
    good = server.behave("/keeper", answer(f"<title>{TITLE}</title><h1>{TITLE}</h1>"))
    gone = server.behave("/gone", answer("<title>Gone</title>", status="410 Gone"))
    return [{"id": 11, "url": good, "title": TITLE}, {"id": 12, "url": gone, "title": TITLE}]


def _told(report: dict[str, Any]) -> list[tuple[int, str]]:
    return [(each["citation"]["id"], each["status"]) for each in report["verdicts"]]


async def test_the_service_answers_each_request_with_its_own_report(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service after this example would mix its users' verdicts, or answer with an error."""
    pytest.importorskip("fastapi")
    service = _example("service")
    monkeypatch.setattr(service, "SETTINGS", LOCAL)
    rows = _rows(server)
    async with service.app.router.lifespan_context(service.app) as state:

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await service.app({**scope, "state": dict(state)}, receive, send)

        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://service.example"
        ) as client:
            for part in (rows[:1], rows):
                answered = await client.post("/check", json=part)
                assert answered.status_code == 200
                assert _told(answered.json()) == [(11, "ok"), (12, "broken")][: len(part)]
            wrong = await client.post("/check", json=[{"id": "x", "adress": "https://a.example"}])
            assert wrong.status_code == 422
            assert "citation 'x': unknown field 'adress'" in wrong.json()["detail"]
            assert (await client.post("/check", json=rows * 51)).status_code == 413


def test_the_task_gives_its_report_through_the_queue(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task after this example would return what no result backend can keep."""
    pytest.importorskip("celery")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Celery's own
        from celery.contrib.testing.worker import start_worker

        tasks = _example("tasks")
        monkeypatch.setattr(tasks, "SETTINGS", LOCAL)
        with start_worker(tasks.app, pool="solo", perform_ping_check=False, shutdown_timeout=30):
            report = tasks.check.delay(_rows(server)).get(timeout=60)
    assert _told(report) == [(11, "ok"), (12, "broken")]
    assert report["summary"]["broken"] == 1
