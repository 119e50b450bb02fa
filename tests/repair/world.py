"""A small web with everything that happens to sources: made by a script, the same each time.

Articles in four formats and three languages cite stories of made-up outlets. A proxy answers for
their hosts; a real web archive has what was captured of them. Every citation says which addresses
are right for it afterwards.
"""

from __future__ import annotations

import itertools
import random
import threading
from datetime import date, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlsplit

from linkcheck.text.transliterate import to_latin
from tests.archive import Capture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["KINDS", "Cited", "Proxy", "World"]

KINDS = (
    "moved", "chain", "archived", "archived-then-404", "archived-404-only", "archived-other-story",
    "usurped", "home", "soft-404", "never-archived", "living", "headline-changed", "unlinked-slug",
    "unlinked-number", "nowhere",
)  # fmt: skip
FORMATS = ("md", "html", "txt", "wiki")
LANGUAGES = ("en", "uk", "ru")

_PLACES = {
    "en": ["Velmora", "Tarnholt", "Quessant", "Ostrava Bay", "Lindmere", "Port Calder", "Brackley", "Dunvale", "Eskmouth", "Farrow"],
    "uk": ["Велеполі", "Тарногорі", "Чорнобережжі", "Липовій", "Синьогірську", "Калиновому Яру", "Добросині", "Озерянах", "Крем'янці", "Журавлиному"],
    "ru": ["Велеполье", "Тарногорске", "Чернобережье", "Липовой", "Синегорске", "Калиновом Яру", "Добросино", "Озерянах", "Кременке", "Журавлином"],
}  # fmt: skip
_TEMPLATES = {
    "en": [
        "Mayor of {0} refuses to sign the {1} contract", "Flood closes {1} for the third week in {0}",
        "{0} court frees the engineer of the {1}", "Teachers in {0} strike over the {1}",
        "Ministers discuss the future of the {1} in {0}", "Fire destroys the old {1} of {0}",
    ],
    "uk": [
        "Міський голова у {0} відмовився підписати договір про {1}", "Повінь уже третій тиждень перекриває {1} у {0}",
        "Суд у {0} звільнив інженера, який будував {1}", "Учителі у {0} страйкують через {1}",
        "Міністри обговорили у {0}, що чекає на {1}", "Пожежа знищила у {0} {1}",
    ],
    "ru": [
        "Глава города в {0} отказался подписать договор про {1}", "Наводнение третью неделю перекрывает {1} в {0}",
        "Суд в {0} освободил инженера, который строил {1}", "Учителя в {0} бастуют из-за решения про {1}",
        "Министры обсудили в {0}, что ждёт {1}", "Пожар уничтожил в {0} {1}",
    ],
}  # fmt: skip
_THINGS = {
    "en": ["harbour bridge", "tram depot", "glass market", "sugar mill", "river ferry", "stone library", "airship hall", "salt museum", "grain lift", "coal pier"],
    "uk": ["портовий міст", "трамвайне депо", "скляний ринок", "цукровий завод", "річковий пором", "кам'яну бібліотеку", "льодовий палац", "соляний музей", "зерновий елеватор", "вугільний причал"],
    "ru": ["портовый мост", "трамвайное депо", "стеклянный рынок", "сахарный завод", "речной паром", "каменную библиотеку", "ледовый дворец", "соляной музей", "зерновой элеватор", "угольный причал"],
}  # fmt: skip
_SENTENCES = {
    "en": "Officials said on Tuesday that the decision would be reviewed before the end of the month. Residents who came to the square asked for an answer and were told to wait. The council has set aside money for the work, but nobody could say when it would begin. Engineers who looked at the plans called them sound and expensive. A second meeting was planned for the following week, and reporters were asked not to attend it. ",
    "uk": "Посадовці повідомили у вівторок, що рішення переглянуть до кінця місяця. Мешканці, які прийшли на площу, просили відповіді, але їм сказали чекати. Рада виділила на це гроші, проте ніхто не зміг сказати, коли почнуться роботи. Інженери, які бачили креслення, назвали їх надійними і дорогими. Друге засідання призначили на наступний тиждень, журналістів просили не приходити. ",
    "ru": "Чиновники сообщили во вторник, что решение пересмотрят до конца месяца. Жители, которые пришли на площадь, просили ответа, но им сказали ждать. Совет выделил на это деньги, однако никто не смог сказать, когда начнутся работы. Инженеры, которые видели чертежи, назвали их надёжными и дорогими. Второе заседание назначили на следующую неделю, журналистов просили не приходить. ",
}  # fmt: skip
_OUTLETS = {
    "en": [("Harbour Courier", "harbourcourier"), ("The Lindmere Gazette", "lindmeregazette"), ("Calder Post", "calderpost")],
    "uk": [("Велепільський вісник", "velepil"), ("Нова хвиля", "novakhvylia"), ("Синьогірська правда", "synohirska")],
    "ru": [("Озёрная газета", "ozernaya"), ("Вечерний Тарногорск", "vechtarn"), ("Новости Добросино", "dobrosino")],
}  # fmt: skip
_FOOD = {
    "en": "Ten ways to cook a pumpkin this autumn",
    "uk": "Десять способів приготувати гарбуз цієї осені",
    "ru": "Десять способов приготовить тыкву этой осенью",
}
# What new owners of a domain put there; each of them has many domains.
_SHOPS = [
    "<title>Lucky Spin Casino</title><h1>Welcome bonus</h1>"
    + "<p>Play slots and roulette and win real money with a bonus on your first deposit. " * 12,
    "<title>How to choose garden furniture</title><h1>How to choose garden furniture</h1>"
    + "<p>A good chair keeps its colour for years, and a table should be easy to carry indoors. "
    * 12,
]
_LOST = {
    "en": "Page not found", "uk": "Сторінку не знайдено", "ru": "Страница не найдена"
}  # fmt: skip


class Cited(NamedTuple):
    """A citation of the world.

    Attributes:
        kind: one of `KINDS`.
        language: of the story.
        path: name of the article.
        title: as it is cited.
        url: as it is cited, or None.
        right: the addresses that are right afterwards, none where it is to stay as it is. Of an
            archived copy, the end of its address.
    """

    kind: str
    language: str
    path: str
    title: str
    url: str | None
    right: tuple[str, ...]


class _Story(NamedTuple):
    language: str
    title: str
    outlet: str
    host: str
    day: date
    number: int

    @property
    def slug(self) -> str:
        words = to_latin(self.title.lower().replace("'", "")).replace("'", "").replace("ʹ", "")
        kept = "".join(char if char.isascii() and char.isalnum() else " " for char in words)
        return "-".join(kept.split()[:9])


class World:
    """Pages, captures and articles.

    Args:
        each: citations of each kind.
        seed: of what is drawn.

    Attributes:
        pages: status, headers and body by address.
        captures: what the archive has.
        cited: the citations of the articles.
    """

    def __init__(self, each: int = 21, seed: int = 7) -> None:
        self.pages: dict[str, tuple[int, str]] = {}
        self.captures: list[Capture] = []
        self.cited: list[Cited] = []
        self._random = random.Random(seed)
        self._stories = self._told()
        self._sources: dict[str, list[tuple[_Story, str | None]]] = {}
        for host, language in self._hosts():
            self.pages[f"http://{host}/"] = (200, _front(host, language))
        for index, kind in itertools.product(range(each), KINDS):
            self._cite(kind, index)
        for story in itertools.islice(self._stories, 60):  # what else the outlets wrote
            self._capture(_address(story, numbered=story.number % 2 == 0), story)

    def _hosts(self) -> Iterator[tuple[str, str]]:
        for language, outlets in _OUTLETS.items():
            for _, name in outlets:
                yield f"www.{name}.example", language

    def _told(self) -> Iterator[_Story]:
        """Yield stories, no two of one title."""
        every = [
            (language, template, place, thing)
            for language in LANGUAGES
            for template in range(6)
            for place in range(10)
            for thing in range(10)
        ]
        self._random.shuffle(every)
        by_language = {
            name: iter([each for each in every if each[0] == name]) for name in LANGUAGES
        }
        for number in itertools.count():
            language = LANGUAGES[number % 3]
            _, template, place, thing = next(by_language[language])
            title = _TEMPLATES[language][template].format(
                _PLACES[language][place], _THINGS[language][thing]
            )
            outlet, name = _OUTLETS[language][number // 3 % 3]
            day = date(2014, 3, 5) + timedelta(days=number % 25)
            yield _Story(language, title, outlet, f"www.{name}.example", day, 10_000 + number)

    def _cite(self, kind: str, index: int) -> None:
        story = next(self._stories)
        other = next(self._stories)
        url = _address(story, numbered=False)
        plain = _page(story)
        right: tuple[str, ...] = ()
        cited: str | None = url
        seen = story.day + timedelta(days=1)
        if kind in {"moved", "chain"}:
            new = f"http://{story.host}/archive/{story.number}/{story.slug}"
            old = url.replace("http://www.", "http://")
            cited, right = old, (new,)
            steps = [old, url, new] if kind == "chain" else [old, new]
            for one, two in itertools.pairwise(steps):
                self.pages[one] = (301, two)
            self.pages[new] = (200, plain)
        elif kind.startswith("archived"):
            good = _Capture(story, url, seen)
            if kind == "archived":
                right = (self._capture(url, story),)
                self._capture(url, story, days=200)
            elif kind == "archived-then-404":
                right = (self._capture(url, story),)
                for days in (4, 9):
                    self._error(url, story, days)
            elif kind == "archived-404-only":
                for days in (1, 3, 400):
                    self._error(url, story, days)
            else:
                for days in (1, 4):
                    self._capture(url, other, days=days, of=good.day)
        elif kind == "usurped":
            host = f"{story.slug[:20].strip('-')}.example"
            cited = url.replace(story.host, host)
            shop = _SHOPS[index % len(_SHOPS)]
            self.pages[cited] = (200, shop)
            self.pages[f"http://{host}/"] = (200, shop)
            right = (self._capture(cited, story),)
        elif kind == "home":
            self.pages[url] = (302, f"http://{story.host}/")
            right = (self._capture(url, story),)
        elif kind == "soft-404":
            self.pages[url] = (200, _lost(story.language))
            right = (self._capture(url, story),)
        elif kind in {"living", "headline-changed"}:
            self.pages[url] = (200, plain)
        elif kind.startswith("unlinked"):
            url = _address(story, numbered=kind == "unlinked-number")
            cited = None
            copy = self._capture(url, story)
            if index % 2:
                self.pages[url] = (200, plain)
                right = (url,)
            else:
                right = (copy,)
        elif kind == "nowhere":
            cited = None
        title = story.title
        if kind == "headline-changed":
            words = title.split()
            title = " ".join([*words[:-1], words[-1]]) + {
                "en": ", officials say", "uk": ", кажуть посадовці", "ru": ", говорят чиновники"
            }[story.language]  # fmt: skip
        form = FORMATS[index % 4]
        name = f"{story.language}-{index // 4}.{form}"
        self._sources.setdefault(name, []).append((story._replace(title=title), cited))
        self.cited.append(Cited(kind, story.language, name, title, cited, right))

    def _capture(self, url: str, story: _Story, days: int = 1, of: date | None = None) -> str:
        day = (of or story.day) + timedelta(days=days)
        time = f"{day.isoformat()}T08:00:00Z"
        self.captures.append(Capture(url, time, body=_page(story)))
        return f"/{day:%Y%m%d}080000/{url}"

    def _error(self, url: str, story: _Story, days: int) -> None:
        day = story.day + timedelta(days=days)
        body = _lost(story.language)
        self.captures.append(Capture(url, f"{day.isoformat()}T08:00:00Z", 404, body=body))

    def write(self, folder: Path) -> None:
        """Write the articles, and the settings that name the outlets."""
        (folder / "articles").mkdir()
        for name, sources in self._sources.items():
            form = name.rpartition(".")[2]
            text = _ARTICLES[form](name.partition("-")[0], sources)
            (folder / "articles" / name).write_text(text, encoding="utf-8")
        rows = [
            f'[[outlets]]\nname = "{outlet}"\ndomains = ["{name}.example"]\nlanguage = "{language}"\n'
            for language, outlets in _OUTLETS.items()
            for outlet, name in outlets
        ]
        (folder / "linkcheck.toml").write_text("\n".join(rows), encoding="utf-8")


class _Capture(NamedTuple):
    story: _Story
    url: str
    day: date


def _address(story: _Story, *, numbered: bool) -> str:
    what = f"{story.number}.html" if numbered else f"{story.slug}.html"
    return f"http://{story.host}/news/{story.day:%Y/%m/%d}/{what}"


def _page(story: _Story) -> str:
    text = _SENTENCES[story.language] * 2
    return (
        f'<!doctype html><html lang="{story.language}"><head><meta charset="utf-8">'
        f"<title>{escape(story.title)} | {escape(story.outlet)}</title>"
        f'<meta property="og:site_name" content="{escape(story.outlet)}">'
        f'<meta property="og:title" content="{escape(story.title)}">'
        f'<meta property="article:published_time" content="{story.day.isoformat()}T06:00:00Z"></head>'
        f"<body><nav><a href=/>{escape(story.outlet)}</a></nav><article><h1>{escape(story.title)}</h1>"
        f"<p>{escape(story.title)}. {text}</p><p>{text}</p></article></body></html>"
    )


def _front(host: str, language: str) -> str:
    """Return a front page; those of one language have the same headlines, as a lazy host's have."""
    items = "".join(f'<li><a href="/news/{n}">{_FOOD[language]} {n}</a></li>' for n in range(30))
    return f'<html lang="{language}"><meta charset="utf-8"><title>{host}</title><h1>{host}</h1><ul>{items}</ul>'


def _lost(language: str) -> str:
    title = _LOST[language]
    return f'<html lang="{language}"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p>{title}.'


_HEADINGS = {"en": "Sources", "uk": "Джерела", "ru": "Источники"}
_DATED = {"en": "2014-04-02", "uk": "2014-04-02", "ru": "2014-04-02"}


def _markdown(language: str, sources: list[tuple[_Story, str | None]]) -> str:
    lines = [
        f"- {story.outlet}: [{story.title}]({url})" if url else f"- {story.outlet}: {story.title}"
        for story, url in sources
    ]
    text = _SENTENCES[language]
    heading = _HEADINGS[language]
    return (
        f"---\ntitle: A\ndate: {_DATED[language]}\n---\n\n# A\n\n{text}\n\n## {heading}\n\n"
        + "\n".join(lines)
        + "\n"
    )


def _html(language: str, sources: list[tuple[_Story, str | None]]) -> str:
    items = "".join(
        f'<li>{escape(story.outlet)}: <a href="{escape(url)}">{escape(story.title)}</a></li>\n'
        if url
        else f"<li>{escape(story.outlet)}: <em>{escape(story.title)}</em></li>\n"
        for story, url in sources
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8"><title>A</title>'
        f'<meta property="article:published_time" content="{_DATED[language]}"></head>\n<body><article><h1>A</h1>'
        f"<p>{_SENTENCES[language]}</p>\n<h2>{_HEADINGS[language]}</h2>\n<ul>\n{items}</ul></article></body></html>\n"
    )


def _text(language: str, sources: list[tuple[_Story, str | None]]) -> str:
    lines = [
        f"- {story.outlet}: {story.title} {url}" if url else f"- {story.outlet}: {story.title}"
        for story, url in sources
    ]
    return f"A\n\n{_SENTENCES[language]}\n\n{_HEADINGS[language]}:\n\n" + "\n".join(lines) + "\n"


def _wiki(language: str, sources: list[tuple[_Story, str | None]]) -> str:
    parts = []
    for story, url in sources:
        address = f" |url={url}" if url else ""
        cite = f"{{{{cite web{address} |title={story.title} |website={story.outlet} |date={story.day.isoformat()}}}}}"
        parts.append(f"{_SENTENCES[language].split('. ')[0]}.<ref>{cite}</ref>")
    return "\n\n".join(parts) + "\n"


_ARTICLES = {"md": _markdown, "html": _html, "txt": _text, "wiki": _wiki}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024


class Proxy:
    """An HTTP proxy on the loopback interface that answers for made-up hosts; a context manager.

    Args:
        pages: status and body by address; of a redirect, where it leads to.
    """

    def __init__(self, pages: dict[str, tuple[int, str]]) -> None:
        hosts = {urlsplit(url).hostname for url in pages}

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                url = self.path.partition("#")[0]
                host = urlsplit(url).hostname or ""
                status, body = pages.get(url, (404, _lost("en")))
                if host not in hosts and host.removeprefix("www.") not in hosts:
                    status, body = 502, "no such host"
                self.send_response(status)
                if status in {301, 302}:
                    self.send_header("Location", body)
                    body = ""
                data = body.encode()
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
