"""A week of four outlets in a web archive: the stories that an article cites among many others."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from tests.archive import Capture
from tests.recorded import prose

__all__ = ["CITED", "Story", "stories", "week"]

_WHO = ("Minister", "Mayor", "Council", "Commission", "Embassy", "Union", "Governor", "Court")
_WHAT = ("visits Odesa port", "signs a gas contract", "answers the opposition on taxes",
         "delays vote on pensions", "opens talks with miners")  # fmt: skip
_WHO_RU = ("Министр", "Мэр", "Совет", "Комиссия", "Посольство", "Союз", "Губернатор", "Суд")
_WHAT_RU = ("посетил порт в Одессе", "подписал договор о газе", "ответил оппозиции на налоги",
            "отложил голосование о пенсиях", "начал переговоры с шахтерами")  # fmt: skip
_PROSE_RU = (
    "Участники встречи разъехались в пятницу, не договорившись о цене. Они соберутся снова в апреле, "
    "сообщили в министерстве, а прежний договор остается в силе. Жители сел у реки запасли дрова на "
    "зиму и не ждут теплой весны. Представитель компании сказал, что инженеры готовы приступить к "
    "работе немедленно. "
) * 3  # fmt: skip


class Story(NamedTuple):
    """A page of an outlet.

    Attributes:
        url: in the style of the outlet's addresses.
        title: its headline.
        site: the outlet's name, as it stands behind the headline.
        day: of March or April 2014, ISO 8601.
        language: of it.
        author: who is named as its author.
    """

    url: str
    title: str
    site: str
    day: str
    language: str = "en"
    author: str = ""

    @property
    def capture(self) -> Capture:
        """The story as a crawler met it, some hours later."""
        text = _PROSE_RU if self.language == "ru" else prose(1200)
        author = f'<meta name="author" content="{self.author}">' if self.author else ""
        body = (
            f'<html lang="{self.language}"><head><title>{self.title} | {self.site}</title>{author}'
            f'<meta property="article:published_time" content="{self.day}T09:00:00Z"></head><body>'
            f"<h1>{self.title}</h1><article><p>{text}</p><p>{self.url}</p></article></body></html>"
        )
        return Capture(self.url, f"{self.day}T19:00:00Z", body=body)


CITED = {
    "remarks": Story(
        "http://www.state.gov/secretary/remarks/2014/03/224153.htm",
        "Statement on the Talks in Vienna", "U.S. Department of State", "2014-03-30",
        author="John Kerry",
    ),
    "kyiv-post": Story(
        "http://www.kyivpost.com/content/ukraine/kremlin-wants-regions-to-elect-governors-341234.html",
        "Kremlin wants regions to elect governors", "Kyiv Post", "2014-03-30",
    ),
    "cnn": Story(
        "http://www.cnn.com/2014/03/30/world/europe/ukraine-crisis-vienna/index.html",
        "Hagel: Both sides favor monitors along the eastern border", "CNN.com", "2014-03-30",
    ),
    "lb": Story(
        "http://lb.ua/news/2014/03/31/261356_zapad_ne_stal_nastaivat_viborah.html",
        "Запад не стал настаивать на выборах губернаторов", "LB.ua", "2014-03-31", "ru",
    ),
}  # fmt: skip
"""The stories that the test's article cites."""


def _slug(title: str, joint: str) -> str:
    return joint.join(title.lower().split())


def stories(outlet: str) -> list[Story]:
    """Return forty other stories of an outlet of that week."""
    made = []
    russian = outlet == "lb"
    pairs = product(_WHO_RU, _WHAT_RU) if russian else product(_WHO, _WHAT)
    for number, (who, what) in enumerate(pairs):
        title = f"{who} {what}"
        month, date = (3, 28 + number % 4) if number % 7 < 4 else (4, 1 + number % 3)
        day = f"2014-{month:02}-{date:02}"
        url, site, language = {
            "remarks": (f"http://www.state.gov/secretary/remarks/2014/{month:02}/{224100 + number}.htm",
                        "U.S. Department of State", "en"),
            "kyiv-post": (f"http://www.kyivpost.com/content/ukraine/{_slug(title, '-')}-{341100 + number}.html",
                          "Kyiv Post", "en"),
            "cnn": (f"http://www.cnn.com/2014/{month:02}/{date:02}/world/{_slug(title, '-')}/index.html",
                    "CNN.com", "en"),
            "lb": (f"http://lb.ua/news/2014/{month:02}/{date:02}/{261200 + number}_novost_{number}.html",
                   "LB.ua", "ru"),
        }[outlet]  # fmt: skip
        made.append(Story(url, title, site, day, language))
    return made


def week() -> list[Capture]:
    """Return captures of all stories, the cited ones in their midst."""
    return [
        story.capture
        for outlet, cited in CITED.items()
        for story in [*stories(outlet)[:23], cited, *stories(outlet)[23:]]
    ]
