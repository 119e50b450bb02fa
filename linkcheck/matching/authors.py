"""Is the page by the people whom the article names?"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from linkcheck.data import load_toml
from linkcheck.matching.publishers import likeness
from linkcheck.models import Evidence, Field, Match, PageKind
from linkcheck.models.cited import SURE
from linkcheck.text.outlets import outlet_named
from linkcheck.text.transliterate import name_key, to_latin
from linkcheck.text.urls import host_key
from linkcheck.text.words import fold, same_script, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.models import Citation, Page

__all__ = ["compare_author", "is_alike", "is_named"]

# Likeness of two names from which they are one (rapidfuzz, 0 to 100), and from which they may be.
_SAME, _ALIKE = 85, 70
# Likeness of two names of bodies from which they are one (0 to 1).
_NAME = 0.9
_MOST_AUTHORS = 50
_LONGEST = 500
_BRACKETS = re.compile(r"[(\[][^()\[\]]{0,80}[)\]]")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`-][^\W\d_]+)*\.?")
_STRONG = r"[;|/&•·\n]|\s[йиі]\s|\s[–—]\s"
_INITIAL, _SHORT_INITIAL = 1, 3
# Letters by which a sound is written in one alphabet or another, as classes.
_SOUNDS = str.maketrans({
    "b": "p", "v": "f", "w": "f", "d": "t", "g": "k", "h": "k", "c": "k", "q": "k", "x": "k",
    "z": "s", "j": "s", "n": "m",
})  # fmt: skip
_FIRST_SOUNDS = _SOUNDS | str.maketrans("oeyj", "aiii")
_HISSING = re.compile("shch|tsch|dzh|sch|tch|zh|ch|sh|ts|dj|c(?=[eiy])|g(?=[eiy])")


class _Person(NamedTuple):
    """A name: its words without case, and its initials, in the order written."""

    words: tuple[str, ...]
    initials: tuple[str, ...]


class _Named(NamedTuple):
    """Whom a text names.

    Attributes:
        people: each of them.
        clear: there is nothing else in the text, and nobody is left out.
    """

    people: tuple[_Person, ...]
    clear: bool


def compare_author(citation: Citation, page: Page) -> Evidence | None:
    """Return what the page says for or against the cited author.

    One author in common is a match. Only where both sides name nobody but people, and none of them
    is like another, is it a mismatch: pages are signed by agencies, desks and accounts, too. It is
    none where the cited name is in the page's text, or the page's author in the whole reference.
    """
    cited = (citation.author or "")[:_LONGEST]
    if not words(cited):
        return None
    named = [name for name in page.authors[:_MOST_AUTHORS] if words(name)]
    if not named:
        return Evidence(field=Field.AUTHOR, match=Match.ABSENT, cited=cited)
    found = ", ".join(named[:5])
    nearest = max(likeness(cited, name) for name in named)
    bodies = _bodies(citation, page)
    ours = _named([cited], bodies)
    theirs = _named(named, bodies)
    pairs = [(one, other) for one in ours.people for other in theirs.people]
    same = any(_same_person(one, other) for one, other in pairs) if pairs else nearest >= _NAME
    if same:
        return _evidence(Match.MATCH, max(nearest, 0.9), cited, found)
    apart = (
        page.liveness.kind is PageKind.LIVING
        and _is_sure(citation)
        and ours.clear
        and theirs.clear
        and not any(_may_be_alike(one, other) for one, other in pairs)
        and not _in_text(ours.people, _texts_of(page))
        and not _in_text(theirs.people, [citation.raw or ""])
    )
    return _evidence(Match.MISMATCH if apart else Match.UNVERIFIABLE, nearest, cited, found)


def is_alike(cited: str, names: Iterable[str]) -> bool:
    """Tell whether somebody cited has a name like one of a page's authors: the family's at least.

    Args:
        cited: the authors that an article names.
        names: the page's authors.
    """
    ours = _named([cited[:_LONGEST]], frozenset()).people
    theirs = _named([*names][:_MOST_AUTHORS], frozenset()).people
    return any(_may_be_alike(one, other) for one in ours for other in theirs)


def is_named(cited: str, lines: Iterable[str]) -> bool:
    """Tell whether one line names somebody with all words of the name, perhaps inflected.

    Args:
        cited: the authors that an article names.
        lines: what a page shows.
    """
    people = _named([cited[:_LONGEST]], frozenset()).people
    full = [person for person in people if len(person.words) > 1 or person.initials]
    return bool(full) and any(_in_text(full, [line]) for line in lines)


def _is_sure(citation: Citation) -> bool:
    return citation.confidence is None or (citation.confidence.author or 0.0) >= SURE


def _bodies(citation: Citation, page: Page) -> frozenset[str]:
    """Return names that are those of the publisher, not of a person."""
    names = [citation.publisher or "", *(each.text for each in page.publishers)]
    host = host_key(page.url)
    return frozenset({*map(fold, filter(None, names)), host, host.partition(".")[0]})


def _texts_of(page: Page) -> list[str]:
    titles = [title.text for title in page.titles]
    return [*titles, page.description or "", page.lead or "", page.text]


def _in_text(people: Iterable[_Person], texts: Iterable[str]) -> bool:
    """Tell whether all words of a person's name are in some texts, perhaps inflected."""
    keys = {name_key(word) for text in texts for word in words(text)}
    return any(
        all(
            any(key.startswith(wanted) and len(key) <= len(wanted) + 2 for key in keys)
            for wanted in map(name_key, person.words)
        )
        for person in people
        if person.words
    )


def _same_person(one: _Person, other: _Person) -> bool:
    """Tell whether two names are of one person: a shared word, and no other that differs."""
    shorter, longer = sorted((one.words, other.words), key=len)
    two_alphabets = not same_script(one.words[0], other.words[0])
    if two_alphabets and len(shorter) > 1:
        # A foreign name may be spelt in many ways: it is enough that every word may be the same.
        return all(any(_is_alike(word, each) for each in longer) for word in shorter)
    shared = [
        (mine, theirs) for mine in one.words for theirs in other.words if _is_same(mine, theirs)
    ]
    if not shared:
        return False
    mine = [word for word in one.words if word not in {pair[0] for pair in shared}]
    theirs = [word for word in other.words if word not in {pair[1] for pair in shared}]
    if len(shared) > 1 or not (mine or one.initials) or not (theirs or other.initials):
        return True
    if mine and theirs:
        return False  # one given name, or one family
    first, second = _letters([*mine, *one.initials]), _letters([*theirs, *other.initials])
    # Given names begin with other letters in other languages: Olena and Helen, Микола and Nicholas.
    return bool(first & second) or two_alphabets


def _letters(names: Iterable[str]) -> set[str]:
    """Return the first sounds of names, the same in every alphabet."""
    first = (to_latin(name)[:1] for name in names)
    return {letter.translate(_FIRST_SOUNDS) for letter in first if letter}


def _may_be_alike(one: _Person, other: _Person) -> bool:
    return any(_is_alike(mine, theirs) for mine in one.words for theirs in other.words)


@functools.lru_cache(maxsize=4096)
def _is_same(one: str, other: str) -> bool:
    """Tell whether two words are one name, in whatever alphabet."""
    first, second = to_latin(one), to_latin(other)
    if first == second:
        return True
    ratio = fuzz.ratio(first, second)
    key = name_key(one)
    if key == name_key(other) and (len(key) > 2 or (len(key) > 1 and ratio >= _ALIKE)):
        return True
    return ratio >= _SAME and min(len(first), len(second)) >= 4


@functools.lru_cache(maxsize=4096)
def _is_alike(one: str, other: str) -> bool:
    """Tell whether two words may be one name: misspelt, or in another language's spelling."""
    first, second = to_latin(one), to_latin(other)
    if _is_same(one, other) or name_key(one) == name_key(other):
        return True
    if min(len(first), len(second)) >= 4 and fuzz.ratio(first, second) >= _ALIKE:
        return True
    if same_script(one, other):
        return False
    return fuzz.ratio(_sounds(first), _sounds(second)) >= _ALIKE


def _sounds(latin: str) -> str:
    """Return the consonants of a name as classes of sounds, which spellings in Cyrillic keep."""
    hissing = _HISSING.sub("s", latin.replace("ph", "f").replace("th", "t").replace("kh", "k"))
    plain = re.sub("[^a-z]|[aeiouy]|h(?![aeiouy])", "", hissing).translate(_SOUNDS)
    return re.sub(r"(.)\1+", r"\1", plain)


def _named(texts: Iterable[str], bodies: frozenset[str]) -> _Named:
    people: list[_Person] = []
    clear = True
    for text in texts:
        for part in _parts(text):
            person = None if part is None or fold(part) in bodies else _person(part)
            if person is None:
                clear = False
            else:
                people.append(person)
                # A word alone may be a person's name, or that of anything.
                clear &= len(person.words) > 1 or bool(person.words and person.initials)
    return _Named(tuple(people), clear and bool(people))


def _parts(text: str) -> Iterator[str | None]:
    """Yield what may be single names, and None for what is certainly none."""
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    text, brackets = _BRACKETS.subn(" ", text)
    text, omitted = _others().subn(" ", text)
    if brackets or omitted:
        yield None
    text = _labels().sub("", text.strip())
    for group in re.split(rf"{_STRONG}|\s(?:{_joints()})\s", text):
        pieces = [piece.strip() for piece in group.split(",") if piece.strip(" .")]
        name = ""
        for piece in pieces:
            # "Smith, J." and "Smith, John" are one name; "John Smith, Ann Brown" are two.
            rest = _WORD.findall(piece)
            behind = all(map(_is_initial, rest)) or (len(rest) <= 2 and _family_alone(name))
            if name and rest and behind:
                yield f"{name} {piece}"
                name = ""
                continue
            if name:
                yield name
            name = piece
        if name:
            yield name


def _family_alone(name: str) -> bool:
    """Tell whether a text has one word besides particles, so that a given name may follow it."""
    found = [word for word in _WORD.findall(name) if word.lower() not in _facts().particles]
    return len(found) == 1


def _is_initial(word: str) -> bool:
    letters = word.rstrip(".")
    if len(letters) == _INITIAL:
        return True
    return len(letters) <= _SHORT_INITIAL and (
        (word.endswith(".") and letters.lower() not in _facts().titles) or letters.isupper()
    )


def _person(text: str) -> _Person | None:
    """Return whom a text names, or None where it is no person's name, or may be another's."""
    if outlet_named(text) is not None or re.sub(r"[\s.,'’ʼ-]", "", _WORD.sub("", text)):
        return None
    facts = _facts()
    full: list[str] = []
    initials: list[str] = []
    for word in _WORD.findall(text):
        letters = word.rstrip(".")
        small = letters.casefold()
        if small in facts.titles or (
            small in facts.particles and word not in {"E", "Y", "E.", "Y."}
        ):
            continue
        if small in facts.bodies or small.startswith(facts.bodies_begin) or letters[0].islower():
            return None
        if _is_initial(word) and (len(letters) == 1 or word.endswith(".") or full):
            initials.append(small)
        elif letters.isupper() and len(letters) <= _SHORT_INITIAL:
            return None  # an abbreviation
        else:
            full.extend(part for part in re.split("[-’'ʼ`]", small) if len(part) > 1)
    if not 1 <= len(full) <= 5 or not all(to_latin(word).isascii() for word in full):
        return None  # of other alphabets than Latin and Cyrillic nothing is known
    return _Person(tuple(full), tuple(initials))


def _evidence(match: Match, score: float, cited: str, found: str) -> Evidence:
    return Evidence(
        field=Field.AUTHOR,
        match=match,
        score=round(score, 3),
        cited=cited,
        found=found,
        source="page",
    )


class _Facts(NamedTuple):
    titles: frozenset[str]
    particles: frozenset[str]
    bodies: frozenset[str]
    bodies_begin: tuple[str, ...]


@functools.cache
def _facts() -> _Facts:
    facts = load_toml("matching-authors")
    return _Facts(
        frozenset(facts["titles"]),
        frozenset(facts["particles"]),
        frozenset(word[1:] for word in facts["bodies"] if word.startswith("=")),
        tuple(word for word in facts["bodies"] if not word.startswith("=")),
    )


@functools.cache
def _others() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, load_toml("matching-authors")["others"]))
    return re.compile(rf"[,\s]*(?<!\w)(?:{phrases})(?!\w)\.?", re.IGNORECASE)


@functools.cache
def _labels() -> re.Pattern[str]:
    labels = sorted(load_toml("matching-authors")["labels"], key=len, reverse=True)
    return re.compile(rf"\A(?:{'|'.join(map(re.escape, labels))})(?:\s*:\s*|\s+)", re.IGNORECASE)


@functools.cache
def _joints() -> str:
    joints = sorted(load_toml("matching-authors")["joints"], key=len, reverse=True)
    return "|".join(map(re.escape, joints))
