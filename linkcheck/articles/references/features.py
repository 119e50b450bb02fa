"""What can be seen of each unit of a reference, as the names of features."""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from linkcheck.data import load_toml
from linkcheck.languages.cldr import territories
from linkcheck.languages.vocabulary import given_names
from linkcheck.text.outlets import outlet_is_added
from linkcheck.text.transliterate import to_latin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.articles.references.unit import Unit

__all__ = ["features_of"]

_STRONG = frozenset(".:;qQS-I|?!~/>[]")
_SIZES = ("0", "1", "2", "3", "4", "5", "5", "7", "7", "7", "a", "a", "a", "a", "a")


def features_of(units: Sequence[Unit], url: str | None) -> list[list[str]]:
    """Return the features of every unit, in order.

    Args:
        units: of one reference.
        url: the address that the reference gives, or None.
    """
    lexicon = _lexicon()
    count = len(units)
    host, slug = _address(url) if url is not None else ("", frozenset())
    # Sentences: runs of units without a strong sign between them.
    sentence = dates = 0
    sentences: list[int] = []
    totals = [0]
    quotations: dict[int, int] = {}
    date_at = url_at = slashes_at = 99
    anchored = has_emphasis = has_initials = False
    for at, unit in enumerate(units):
        kind, said = unit.kind, len(unit.words)
        if sentences and (kind not in "ti" or not _STRONG.isdisjoint(unit.before)):
            sentence += 1
            totals.append(0)
        sentences.append(sentence)
        totals[sentence] += said
        if unit.quoted:
            quotations[unit.quoted] = quotations.get(unit.quoted, 0) + said
        if kind == "d":
            dates += 1
            date_at = min(date_at, at)
        elif kind == "i":
            has_initials = True
        elif kind in "uw":
            url_at = min(url_at, at)
        if "S" in unit.before:
            slashes_at = min(slashes_at, at)
        anchored = anchored or unit.anchor
        has_emphasis = has_emphasis or unit.emphasis
    longest = max(totals)
    longest_quotation = max(quotations.values(), default=0)
    overall = (
        f"{'A' if anchored else ''}{'E' if has_emphasis else ''}"
        f"{'Q' if longest_quotation > 2 else ''}{'S' if slashes_at < 99 else ''}"
        f"{'I' if has_initials else ''}{'U' if url_at < 99 else ''}"
    )
    dated = 0
    rows: list[list[str]] = []
    whole = "w" if units and units[0].anchor and units[-1].anchor else ""
    was: Unit | None = None
    looks = [_look(unit, lexicon) for unit in units]
    previous_kind, previous_look = "^", "^"
    seen_long = False
    for at, unit in enumerate(units):
        kind, before, after = unit.kind, unit.before, unit.after
        if kind in "XvVyYun0":  # no other role is possible: what it looks like decides nothing
            rows.append([f"k{kind}"])
            previous_kind, previous_look, was = kind, kind, unit
            continue
        look, size, names = looks[at]
        kind_before = f"k{kind}b{before}"
        next_kind = units[at + 1].kind if at + 1 < count else "$"
        next_look = looks[at + 1][0] if at + 1 < count else "$"
        next_size = looks[at + 1][1] if at + 1 < count else "$"
        total = totals[sentences[at]]
        length = _SIZES[total] if total < 15 else "f"
        relative = "L" if total == longest else "h" if total * 2 >= longest else "s"
        place = "0" if at == 0 else "1" if at == 1 else "2" if at < 4 else "4" if at < 7 else "7"
        first = at == 0 or sentences[at] != sentences[at - 1]
        last = at + 1 == count or sentences[at] != sentences[at + 1]
        edge = ("F" if first else "") + ("E" if last else "")
        quoted = ""
        if unit.quoted:
            words = quotations[unit.quoted]
            quoted = (
                "q"
                + ("1" if words < 2 else "3" if words < 4 else "f")
                + ("L" if words == longest_quotation else "")
            )
        markup = ("e" if unit.emphasis else "") + ("a" if unit.anchor else "")
        when = (
            ("d" if at > date_at else "")
            + ("u" if at > url_at else "")
            + ("S" if at >= slashes_at else "s" if slashes_at < 99 else "")
        )
        linked = _continues(unit.anchor, was is not None and was.anchor)
        slanted = _continues(unit.emphasis, was is not None and was.emphasis)
        framed = _continues(unit.quoted, 0 if was is None else was.quoted)
        row = [
            f"k{kind}",
            kind_before,
            f"k{kind}a{after}",
            f"b{before}p{previous_kind}n{kind}",
            f"b{before}P{previous_look}l{look}",
            f"a{after}n{next_kind}k{kind}",
            f"l{look}s{size}",
            f"l{look}b{before}a{after}",
            f"l{look}a{after}N{next_look}",
            f"L{length}{relative}",
            f"L{length}b{before}",
            f"L{length}w{when}",
            f"E{edge}L{length}k{kind}",
            f"@{place}k{kind}",
            f"@{place}l{look}a{after}",
            f"w{when}{kind_before}",
            f"o{overall}k{kind}",
            f"o{overall}q{quoted}m{markup}",
            f"q{quoted}k{kind}",
            f"q{quoted}b{before}",
            f"J{linked}{whole}k{kind}",
            f"J{linked}{whole}b{before}",
            f"C{framed}b{before}",
            f"C{framed}{slanted}l{look}",
            f"r{unit.bracket}k{kind}s{size}",
            f"g{seen_long}{relative}k{kind}",
            f"g{seen_long}b{before}",
            f"n{next_kind}s{next_size}",
        ]
        if kind in "ti":
            row.extend(names)
            if next_kind == "d" and (day := units[at + 1].day) is not None:
                row.append(f"T{day.month is not None}{after}{units[at + 1].after}")
                row.append(f"T{day.month is not None}{after}{units[at + 1].after}l{look}")
            if size in "12" and (low := unit.words[0].casefold()) in lexicon.function:
                row.append(f"W{low}")
            if host and (match := _host_match(unit.words, host)) is not None:
                row.append(f"H{match}")
                row.append(f"H{match}b{before}")
            if slug:
                share = _slug_share(unit, slug)
                row.append(f"G{share}")
        if kind == "d" and unit.day is not None:
            row.append(f"D{unit.day.year is not None}{unit.day.month is not None}b{before}a{after}")
            row.append(f"D{unit.day.month is not None}w{when}")
            row.append(f"d{dated}{dates}r{unit.bracket}")
            row.append(f"d{dated}{dates}{unit.day.month is not None}b{before}")
            dated += 1
        if total >= 4:
            seen_long = True
        previous_kind, previous_look, was = kind, look, unit
        rows.append(row)
    return rows


def _continues(here: int, before: int) -> str:
    """Tell whether a stretch of markup begins, goes on, or has ended before a unit."""
    if here:
        return "i" if here == before else "b"
    return "e" if before else "o"


class _Lexicon:
    """Words that say what a name is."""

    def __init__(self) -> None:
        facts = load_toml("references-marks")
        self.function = frozenset(
            word
            for tag in ("en", "uk", "ru", "be", "bg", "cs", "de", "es", "fr", "it", "nl", "pl")
            for line in files("linkcheck.data")
            .joinpath(f"words/{tag}.txt")
            .read_text("utf-8")
            .splitlines()
            if not line.startswith("#")
            for word in line.split()
            if word.isalpha()
        )
        self.outlets = frozenset(
            fold(name)
            for outlet in load_toml("matching-outlets")["outlet"]
            for name in outlet["names"]
        )
        self.outlet_words = frozenset(facts["outlets"])
        self.given = given_names()
        self.places = frozenset(
            {fold(name) for place in territories().values() for name in place.names}
            | set(map(fold, facts["cities"]))
            | {"us", "usa", "uk", "eu", "сша", "єс", "ес"}
        )


@functools.cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


@functools.lru_cache(16384)
def fold(text: str) -> str:
    """Return the words of a name without case and signs."""
    return " ".join(re.findall(r"\w+", text.casefold()))


@functools.lru_cache(32768)
def _word(word: str) -> tuple[str, str]:
    """Return a word's shape and what it is known as."""
    lexicon = _lexicon()
    low = word.casefold()
    if word[0].isdigit():
        shape = "9"
    elif len(word) > 1 and word.isupper():
        shape = "C" if len(word) > 3 else "c"
    elif word[0].isupper():
        shape = "X"
    else:
        shape = "x"
    known = ""
    if low in lexicon.function:
        known += "f"
    if low in lexicon.outlet_words:
        known += "o"
    if low in lexicon.given:
        known += "g"
    if "." in word[1:-1] and word.rpartition(".")[2].isalpha():
        known += "."
    return shape, known


_SURNAME = re.compile(
    r"(?:енко|чук|щук|юк|ський|ська|цький|цька|ський|ский|ская|цкий|цкая|ов|ова|ев|ева|єв|єва|ин|ина|ін|їн|ишин|ко|ак|як|ик|ун|швили|дзе|ян|их|ых|"
    r"enko|chuk|sky|ski|ska|ska|ov|ova|ev|eva|in|son|sen|man|berg|stein|er|ez|elli|ini|wicz)\Z"
)


def _look(unit: Unit, lexicon: _Lexicon) -> tuple[str, str, list[str]]:
    """Return how a unit's words are written, how many there are, and what they are known as."""
    kind, words = unit.kind, unit.words
    if kind not in "ti":
        return kind, str(min(len(words), 3)), []
    if kind == "i":
        initial = "i1" if len(unit.text) == 2 else "i2"
        return initial, "1", [f"K{unit.text if unit.text in ('К.', 'М.', 'Л.', 'Х.') else initial}"]
    shapes = [_word(word) for word in words]
    count = len(words)
    capitals = function = 0
    known = ""
    for shape, what in shapes:
        if shape in "XcC":
            capitals += 1
        if what:
            if "f" in what:
                function += 1
            known += what
    first, final = shapes[0][0], shapes[-1][0]
    lower = count - capitals - sum(shape == "9" for shape, _ in shapes)
    if capitals == count:
        look = "C" if first == final == "C" else "c" if count == 1 and first == "c" else "a"
    elif lower == count:
        look = "l"
    elif function and capitals + function >= count:
        look = "j"  # names joined by small words
    elif lower <= 1 < count:
        look = "m"
    elif first in "XcC":
        look = "f"
    else:
        look = "n" if first == "9" else "u"
    initials = count > 1 and look == "a" and final == "c" and len(words[-1]) < 3
    if initials and words[-1].casefold() not in lexicon.outlet_words:
        look = "z"  # "Smith JP"
    size = _SIZES[count] if count < 15 else "f"
    names = [f"F{min(function, 3)}s{size}"]
    if "o" in known:
        names.append("No" + ("1" if count < 5 else "5"))
        names.append(f"Nob{unit.before}")
    if "g" in known:
        names.append(f"Ng{'0' if 'g' in shapes[0][1] else '1'}s{size}l{look}")
    if "." in known:
        names.append("N.")
    if count <= 8:
        folded = fold(unit.text)
        if folded in lexicon.outlets or outlet_is_added(folded):
            names.append("NO")
            names.append(f"NOb{unit.before}")
        if folded in lexicon.places:
            names.append("NP")
            names.append(f"NPb{unit.before}a{unit.after}")
    if count <= 3 and first in "XC":
        if _SURNAME.search(words[-1].casefold()):
            names.append(f"Ys{size}l{look}")
        elif count > 1 and _SURNAME.search(words[0].casefold()):
            names.append(f"ys{size}l{look}")
    return look, size, names


def _address(url: str) -> tuple[str, frozenset[str]]:
    """Return the name in an address's host, and the words of its path."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        return "", frozenset()
    labels = [
        label
        for label in (parts.hostname or "").split(".")
        if label not in {"www", "co", "com", "org", "net", "gov", "edu", "ac"}
    ]
    host = ".".join(labels[:-1] or labels)
    path = parts.path
    if "%" in path:
        path = to_latin(unquote(path))
    words = frozenset(
        word
        for word in re.split(r"[^a-z0-9]+", path.casefold())
        if len(word) > 3 and word.isalpha()
    )
    return "" if host.endswith("example") else host, words if len(words) > 2 else frozenset()


_latin = functools.lru_cache(16384)(to_latin)


def is_named_by_host(name: str, url: str) -> bool:
    """Tell whether an address's host has an outlet's name: "Taz" and taz.de, "BR" and br.de."""
    host = _address(url)[0]
    return bool(host) and _host_match(name.split(), host) in {"=", "<", "i"}


def _host_match(words: Sequence[str], host: str) -> str | None:
    """Tell how some words are like the host's name."""
    if len(words) > 7:
        return None
    joined = "".join(map(_latin, words)).replace("-", "").replace(".", "").casefold()
    name = host.replace("-", "").replace(".", "")
    if not joined or len(name) < 2:
        return None
    if joined == name:
        return "="
    if (len(joined) > 3 and joined in name) or (len(name) > 3 and name in joined):
        return "<"
    initials = "".join(_latin(word[0]) for word in words).casefold()
    if len(initials) > 1 and (initials == name or initials in host.split(".")):
        return "i"
    if len(name) > 4 and joined[:5] == name[:5]:
        return "^"
    return "0"


def _slug_share(unit: Unit, slug: frozenset[str]) -> str:
    """Tell how many of a unit's longer words are in the path of the address."""
    found = total = 0
    for word in unit.words:
        if len(word) > 3:
            total += 1
            spelt = _latin(word)
            if spelt in slug or any(other[:5] == spelt[:5] for other in slug):
                found += 1
    if not total:
        return "-"
    return "0" if not found else "1" if found * 2 < total else "2"
