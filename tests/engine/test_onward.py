"""Notices that name another address, and editions in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck.models import Status
from tests.recorded import Answer, check, prose, rules
from tests.server import LoopbackServer, Request, answer

if TYPE_CHECKING:
    import asyncio
    from pathlib import Path

URL = "https://herald.example/2014/5512"
THERE = "https://archive.example/2014/5512"
TITLE = "Harvest festival opens in the old town"
STORY = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{prose(900)}</p>"
NOTICES = (
    f"<title>Herald</title><h1>This story has moved to our archive</h1><a href={THERE}>Open it</a>",
    f"<title>Вісник</title><h1>Матеріал перенесено до архіву</h1><a href={THERE}>Відкрити</a>",
    (
        f"<html><head><title>Herald</title></head><frameset cols=20%,*><frame src=/menu.htm>"
        f"<frame src={THERE} name=main></frameset></html>"
    ),
)


@pytest.mark.parametrize("notice", NOTICES)
def test_story_behind_a_notice(tmp_path: Path, notice: str) -> None:
    """A source that readers reach with one click would be another story, or undecided."""
    article = f"## Sources\n\n- Herald: [{TITLE}]({URL})\n"
    (verdict,) = check(tmp_path, article, Answer(URL, notice), Answer(THERE, STORY)).verdicts
    assert (verdict.status, rules(verdict)) == (Status.OK, [])


def test_link_through_a_leaving_notice(tmp_path: Path) -> None:
    """A link that a network wraps would be judged by the network's own notice."""
    url = "https://net.example/away?to=https%3A%2F%2Farchive.example%2F2014%2F5512"
    notice = f"<title>Leaving</title><h1>You are leaving our site</h1><a href={THERE}>Go on</a>"
    article = f"## Sources\n\n- Herald: [{TITLE}]({url})\n"
    (verdict,) = check(tmp_path, article, Answer(url, notice), Answer(THERE, STORY)).verdicts
    assert verdict.status is Status.OK


@pytest.mark.parametrize("notice", NOTICES)
def test_notice_that_leads_to_something_else(tmp_path: Path, notice: str) -> None:
    """A notice would vouch for whatever it links to, or make a source broken."""
    other = STORY.replace(TITLE, "Bridge closed for repairs until May")
    article = f"## Sources\n\n- Herald: [{TITLE}]({URL})\n"
    (verdict,) = check(tmp_path, article, Answer(URL, notice), Answer(THERE, other)).verdicts
    assert (verdict.status, rules(verdict)) == (Status.UNVERIFIED, ["title-unverified"])


def test_front_page_of_another_edition(tmp_path: Path, server: LoopbackServer) -> None:
    """A story would be gone, only since a program that takes any language was sent to /en/."""
    title = "Свято врожаю відкрили у старому місті"
    text = "Організатори чекають на тисячі гостей з усієї області. " * 20
    story = answer(f"<html lang=uk><title>{title}</title><h1>{title}</h1><p>{text}</p>")
    front = answer(status="302 Found", headers={"Location": "/en/"})

    async def by_language(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
    ) -> None:
        shown = story if "uk" in request.headers.get("accept-language", "") else front
        await shown(reader, writer, request)

    server.behave("/2014/5512", by_language)
    server.page("/en/", "<title>Latest news</title><h1>News</h1><p>Harvest begins.</p>")
    path = tmp_path / "a.md"
    link = f"[{title}]({server.url('/2014/5512')})"
    path.write_text(
        f"# Свято\n\nУсі прийшли.\n\n## Джерела\n\n- Вісник: {link}\n", encoding="utf-8"
    )
    fetch = linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0)
    (verdict,) = linkcheck.check([path], linkcheck.Settings(fetch=fetch)).verdicts
    assert (verdict.status, rules(verdict)) == (Status.OK, [])
