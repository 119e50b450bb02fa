"""News pages as they are in the world: a story among navigation, styles and scripts.

A page is known by its path: language and title follow from it, so that whoever cites it knows
them without asking. The bodies are made beforehand; only what differs is put in when served.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.web.stock import LANGUAGES, STOCKS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Template", "make_templates", "prose", "template_for", "title_of"]

_EACH = 100
"""Bodies a language."""
_SIZES = (60_000, 120_000)
"""Least and greatest size of a page, in bytes."""
_WORDS = (800, 2000)
"""Least and greatest length of a story."""
_MARK = re.compile(rb"@@(TITLE|SITE|URL)@@")
_LOCALES = {"en": "en_CA", "uk": "uk_UA", "ru": "ru_KZ"}


@dataclass(frozen=True)
class Template:
    """A page with places for what differs.

    Attributes:
        pieces: the page cut at those places, with an empty piece at each.
        spots: the index of each empty piece and what goes there: TITLE, SITE or URL.
    """

    pieces: tuple[bytes, ...]
    spots: tuple[tuple[int, str], ...]

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """Return the page with these values."""
        pieces = list(self.pieces)
        for index, name in self.spots:
            pieces[index] = values[name]
        return b"".join(pieces)


def title_of(path: str, seed: int) -> str:
    """Return the title of the page at a path such as /uk/world/17."""
    return _headline(random.Random(f"{seed} {path}"), path.split("/")[1])


def prose(rng: random.Random, language: str, length: int) -> str:
    """Return a paragraph of about so many words."""
    sentences: list[str] = []
    count = 0
    while count < length:
        sentences.append(_sentence(rng, language))
        count += sentences[-1].count(" ") + 1
    return " ".join(sentences)


def make_templates(seed: int) -> dict[str, list[Template]]:
    """Return some hundred different pages for each language."""
    return {
        language: [
            _template(_page(random.Random(f"{seed} body {language} {number}"), language))
            for number in range(_EACH)
        ]
        for language in LANGUAGES
    }


def template_for(templates: Mapping[str, Sequence[Template]], path: str) -> Template:
    """Return the template of the page at a path."""
    choice = templates[path.split("/")[1]]
    return choice[zlib.crc32(path.encode()) % len(choice)]


def _headline(rng: random.Random, language: str) -> str:
    stock = STOCKS[language]
    parts = [rng.choice(stock.subjects), rng.choice(stock.deeds), rng.choice(stock.places)]
    if rng.random() < 0.5:
        parts.append(rng.choice(stock.times))
    return " ".join(parts)


def _sentence(rng: random.Random, language: str) -> str:
    stock = STOCKS[language]
    subject, deed = rng.choice(stock.subjects), rng.choice(stock.deeds)
    place, time, remark = (
        rng.choice(stock.places), rng.choice(stock.times), rng.choice(stock.remarks)
    )  # fmt: skip
    shape = rng.randrange(5)
    if shape == 0:
        return f"{_upper(time)}, {_lower(subject)} {deed} {place}."
    if shape == 1:
        return f"{subject} {place} {deed}: {remark}."
    if shape == 2:
        return f"«{_upper(remark)}», — {rng.randint(2, 90)} %. {subject} {deed} {time}."
    if shape == 3:
        return f"{subject} {deed} {place} {time}, {remark}."
    return f"{_upper(remark)}, {_lower(subject)} {deed}."


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _page(rng: random.Random, language: str) -> str:
    """Return a page of a size between the two of `_SIZES`."""
    head, tail = _head(rng, language), _tail(rng, language)
    body = _navigation(rng, language) + _story(rng, language) + _related(rng, language)
    size = sum(len(part.encode()) for part in (head, body, tail))
    # The rest of a news page is scripts: their size decides the page's.
    state = _state(rng, max(0, rng.randint(*_SIZES) - size))
    return head + body + state + tail


def _head(rng: random.Random, language: str) -> str:
    lead = prose(rng, language, 20)
    date = f"20{rng.randint(10, 24)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T08:{rng.randint(10, 59)}:00+02:00"
    linked = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": "@@TITLE@@",
        "inLanguage": language, "datePublished": date, "dateModified": date,
        "description": lead, "mainEntityOfPage": "@@URL@@", "isAccessibleForFree": True,
        "publisher": {"@type": "NewsMediaOrganization", "name": "@@SITE@@"},
        "author": [{"@type": "Person", "name": "O. Reporter"}], "image": ["/pictures/lead.jpg"],
    }  # fmt: skip
    return f"""<!doctype html>
<html lang="{language}" prefix="og: https://ogp.me/ns#">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>@@TITLE@@ | @@SITE@@</title>
<meta name="description" content="{lead}">
<meta property="og:type" content="article">
<meta property="og:title" content="@@TITLE@@">
<meta property="og:site_name" content="@@SITE@@">
<meta property="og:locale" content="{_LOCALES[language]}">
<meta property="og:url" content="@@URL@@">
<meta property="og:description" content="{lead}">
<meta property="og:image" content="/pictures/lead.jpg">
<meta property="article:published_time" content="{date}">
<meta name="twitter:card" content="summary_large_image">
<link rel="canonical" href="@@URL@@">
<link rel="stylesheet" href="/styles/main.css">
<script type="application/ld+json">{json.dumps(linked, ensure_ascii=False)}</script>
<style>{_styles(rng)}</style>
</head>
<body class="page page--article">
"""


def _styles(rng: random.Random) -> str:
    return "".join(
        f".c{rng.getrandbits(24):06x}>.b{index}{{margin:{rng.randint(0, 40)}px auto;color:#{rng.getrandbits(24):06x};"
        f"font:{rng.randint(11, 30)}px/1.4 Georgia,serif;display:flex}}"
        for index in range(rng.randint(60, 140))
    )


def _navigation(rng: random.Random, language: str) -> str:
    items = "".join(
        f'<li class="menu__item"><a class="menu__link" href="/{language}/section/{index}">{name}</a>'
        f'<svg width="16" height="16" viewBox="0 0 16 16"><path d="M{rng.randint(1, 15)} 2l4 4-4 4z"/></svg></li>'
        for index, name in enumerate(STOCKS[language].menu)
    )
    return (
        f'<header class="top"><a class="logo" href="/">@@SITE@@</a><nav><ul>{items}</ul></nav>'
        f'<form action="/search" role="search"><input name="q"><button>→</button></form></header>\n'
    )


def _story(rng: random.Random, language: str) -> str:
    left = rng.randint(*_WORDS)
    parts = []
    while left > 0:
        length = min(left, rng.randint(40, 110))
        left -= length
        text = prose(rng, language, length)
        shape = rng.random()
        if shape < 0.08:
            parts.append(f"<h2>{_headline(rng, language)}</h2>")
        if shape > 0.93:
            parts.append(f"<blockquote><p>{text}</p></blockquote>")
        else:
            parts.append(f'<p class="text">{text}</p>')
        if 0.5 < shape < 0.58:
            parts.append('<aside class="ad" data-slot="inline"></aside>')
        elif 0.58 < shape < 0.66:
            caption = prose(rng, language, 8)
            parts.append(
                f'<figure><img src="/pictures/{rng.getrandbits(20)}.jpg" alt=""><figcaption>{caption}</figcaption></figure>'
            )
    return (
        '<main><article class="story"><h1 class="story__title">@@TITLE@@</h1>'
        f'<div class="byline"><span>O. Reporter</span></div>{"".join(parts)}</article></main>\n'
    )


def _related(rng: random.Random, language: str) -> str:
    items = "".join(
        f'<li class="card"><a href="/{language}/story/{rng.getrandbits(30)}"><img loading="lazy" src="/pictures/{rng.getrandbits(20)}.jpg" alt="">'
        f"<span>{_headline(rng, language)}</span></a></li>"
        for _ in range(rng.randint(12, 30))
    )
    return f'<section class="related"><ul>{items}</ul></section>\n'


def _state(rng: random.Random, size: int) -> str:
    """Return inline scripts of so many bytes, such as a page's state and trackers."""
    parts = ["<script>window.__STATE__={items:["]
    size -= len(parts[0]) + len("0]};</script>\n")
    while size > 0:
        parts.append(
            f'{{id:{rng.getrandbits(32)},hash:"{rng.getrandbits(128):032x}",width:{rng.randint(100, 2000)},'
            f'kinds:["video","gallery"],flags:{{a:!0,b:!1,ratio:{rng.random():.6f}}},on:function(e){{return e&&e.t>{rng.getrandbits(16)}}}}},'
        )
        size -= len(parts[-1])
    return "".join(parts) + "0]};</script>\n"


def _tail(rng: random.Random, language: str) -> str:
    items = "".join(
        f'<a href="/{language}/about/{index}">{name}</a>'
        for index, name in enumerate(rng.sample(STOCKS[language].menu, 8))
    )
    return f'<footer><div>{items}</div><p>© 2024 @@SITE@@</p></footer>\n<script src="/scripts/main.js" async></script>\n</body>\n</html>\n'


def _template(page: str) -> Template:
    pieces = _MARK.split(page.encode())
    spots = tuple((index, pieces[index].decode()) for index in range(1, len(pieces), 2))
    return Template(
        pieces=tuple(b"" if index % 2 else piece for index, piece in enumerate(pieces)),
        spots=spots,
    )
