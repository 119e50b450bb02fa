"""Rules that verified moves of one host teach."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.repair.learned import Learned


def taught(moves: list[tuple[str, str]], url: str) -> list[str]:
    """Return the candidates for an address after some moves."""
    learned = Learned()
    for old, new in moves:
        learned.add(old, new)
    return [candidate.url for candidate in learned.candidates(url)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("http://o.example/{y}/{s}.html", "https://n.example/{y}/{s}.html"),
        ("http://o.example/{y}/{s}.html", "https://archive.o.example/old/{y}/{s}.html"),
        ("http://o.example/news/{y}/{s}", "https://o.example/en/stories/{y}/{s}"),
        ("http://o.example/content/{s}/{i}.html", "https://o.example/a/{s}/{i}.html"),
        ("http://o.example/{s}/a-{i}", "https://n.example/uk/{s}/a-{i}"),
        ("http://o.example/n/{s}-{i}.html", "https://o.example/{i}/{s}/"),
        ("http://o.example/{i}-{s}", "https://n.example/story/{s}_{i}.htm"),
        ("http://o.example/article.php?lang=en&id={i}", "https://o.example/story/{i}"),
        ("http://o.example/news/{i}/", "https://n.example/show?doc={i}&v=2"),
        ("http://o.example/{y}/03/30/{s}", "https://n.example/{y}-03-30-{s}.html"),
        ("http://o.example/{y}/{i}/{s}.html", "https://n.example/{y}{i}/doc-{s}-{i}"),
        ("http://www.o.example/pr_{i}_en.htm", "https://n.example/detail/en/{i}"),
    ],
)
def test_three_moves_teach_the_fourth(old: str, new: str) -> None:
    """A site that moved as a whole would have each of its addresses looked for in archives."""
    facts = [
        {"y": "2010", "s": "talks-end-in-kyiv", "i": "18273"},
        {"y": "2012", "s": "rada-votes", "i": "9917"},
        {"y": "2015", "s": "a-bridge-is-built-3", "i": "645102"},
        {"y": "2013", "s": "who-was-there", "i": "77410"},
    ]
    moves = [(old.format(**each), new.format(**each)) for each in facts]
    assert taught(moves[:3], moves[3][0]) == [moves[3][1]]
    assert taught(moves[:2], moves[3][0]) == []
    assert taught([*moves[:2], moves[0]], moves[3][0]) == []


def test_a_contradiction_teaches_nothing() -> None:
    """A rule that one of the known moves breaks would send readers to wrong pages."""
    moves = [(f"http://o.example/{i}", f"https://n.example/x/{i}") for i in (1234, 2345, 3456)]
    assert taught(moves, "http://o.example/9999") == ["https://n.example/x/9999"]
    moves.append(("http://o.example/4567", "https://n.example/y/4568"))
    assert taught(moves, "http://o.example/9999") == []


def test_each_part_of_a_site_has_its_rule() -> None:
    """Two parts of a site that moved in two ways would hide each other's rule."""
    moves = [(f"http://o.example/news/{i}", f"https://n.example/{i}") for i in (1234, 2345, 3456)]
    moves += [
        (f"http://o.example/blog/{s}", f"https://b.example/{s}") for s in ("abc", "def", "ghi")
    ]
    assert taught(moves, "http://o.example/news/9876") == ["https://n.example/9876"]
    assert taught(moves, "http://o.example/blog/xyz") == ["https://b.example/xyz"]
    assert taught(moves, "http://o.example/about") == []


def test_one_target_for_all_teaches_nothing() -> None:
    """A page to which a site redirects all that is gone would be proposed for everything."""
    moves = [(f"http://o.example/{i}", "https://o.example/gone") for i in range(10, 20)]
    assert taught(moves, "http://o.example/9999") == []
    moves = [(f"http://o.example/{i}", "https://n.example/") for i in range(10, 20)]
    assert taught(moves, "http://o.example/9999") == []


def test_two_answers_for_one_address() -> None:
    """An address that led to two places in one run would count for either."""
    moves = [(f"http://o.example/{i}", f"https://n.example/x/{i}") for i in (1234, 2345, 3456)]
    moves.append(("http://o.example/1234", "https://n.example/y/1234"))
    assert taught(moves, "http://o.example/9999") == []


def test_a_host_teaches_no_other() -> None:
    """Another site's addresses would be rewritten."""
    moves = [(f"http://o.example/{i}", f"https://n.example/x/{i}") for i in (1234, 2345, 3456)]
    assert taught(moves, "http://p.example/9999") == []
    assert taught(moves, "http://www.o.example/9999") == ["https://n.example/x/9999"]


def test_order_does_not_matter() -> None:
    """Two runs over the same articles would propose different addresses."""
    moves = [
        (f"http://o.example/{s}-{i}.html", f"https://n.example/{i}/{s}")
        for s, i in (("aa-bb", "1234"), ("cc", "2345"), ("dd-ee", "3456"), ("ff", "4567"))
    ]
    found = {
        tuple(taught(list(each), "http://o.example/gg-9999.html"))
        for each in itertools.permutations(moves)
    }
    assert found == {("https://n.example/9999/gg",)}


@given(
    st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=6),
    st.text(max_size=20),
)
def test_any_moves(moves: list[tuple[str, str]], end: str) -> None:
    """An odd address among the moves would break the run."""
    found = taught(
        [(f"http://o.example/{a}", f"https://n.example/{b}") for a, b in moves],
        f"http://o.example/{end}",
    )
    assert all(url.startswith("http") for url in found)
