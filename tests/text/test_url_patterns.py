"""Patterns that choose addresses, and rules that replace them."""

from __future__ import annotations

import time

import pytest

from linkcheck.errors import UsageError
from linkcheck.text.url_patterns import UrlPatterns, check_patterns, remap_rules


def test_an_include_is_an_exception_from_excludes() -> None:
    """A site that is left out could not have one section that is checked."""
    patterns = UrlPatterns([r"//intern\.example/"], [r"/public/"])
    assert patterns.excludes("https://intern.example/a")
    assert not patterns.excludes("https://intern.example/public/a")
    assert not patterns.excludes("https://other.example/a")


def test_includes_alone_leave_out_the_rest() -> None:
    """Who wants one site checked would wait for all."""
    patterns = UrlPatterns((), [r"^https://one\.example/"])
    assert not patterns.excludes("https://one.example/a")
    assert patterns.excludes("https://two.example/?u=https://one.example/")


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(?:a|aa)+$"])
def test_a_pattern_that_backtracks_is_given_up_and_named(pattern: str) -> None:
    """A pull request's configuration could keep a build server busy for days."""
    patterns = UrlPatterns(check_patterns("exclude-url", (pattern,)))
    began = time.process_time()
    with pytest.warns(UserWarning, match="takes too long"):
        assert all(patterns.excludes(f"https://x.example/{n}" + "a" * 3000 + "!") for n in "12")
    with pytest.raises(UsageError, match="takes too long") as caught:
        patterns.excludes("https://x.example/3" + "a" * 3000 + "!")
    assert time.process_time() - began < 10
    assert repr(pattern) in str(caught.value)


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "",
        "[z-a]",
        "a" * 1001,
        r"(?R)x",
        r"((a{99}){99}){99}",
        r"\p{L}{9999999}",
        "a{1e9}x{e}",
        r"a\\{e}",
        r"\\p{e}",
        r"(\p{L}){i}",
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused(pattern: str) -> None:
    """A slip would leave out nothing, or fill the memory, and nobody would know why."""
    with pytest.raises(UsageError, match="exclude-url"):
        check_patterns("exclude-url", (pattern,))


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        (r"\p{Cyrillic}", "https://a.example/т"),
        (r"\P{Latin}{3}\Z", "https://a.example/тут"),
        (r"\{id\}", "https://a.example/{id}"),
        (r"\N{SEMICOLON}", "https://a.example/;"),
    ],
)
def test_braces_that_are_no_matches_with_errors(pattern: str, url: str) -> None:
    """Patterns by script, or of addresses that were never filled in, would be refused."""
    patterns = UrlPatterns(check_patterns("exclude-url", (pattern,)))
    assert patterns.excludes(url)
    assert not patterns.excludes("https://a.example/abc")


def test_one_hostile_address_does_not_stop_the_others() -> None:
    """An address made to be slow for an ordinary pattern would end the run."""
    patterns = UrlPatterns([r"x.*y.*z$"])
    began = time.process_time()
    with pytest.warns(UserWarning, match="left out"):
        assert patterns.excludes("https://a.example/" + "xy" * 500_000)
    assert not patterns.excludes("https://a.example/")
    assert time.process_time() - began < 3


def test_remap_puts_groups_in_place() -> None:
    """A site could not be checked where it is built, before it is published."""
    rules = remap_rules((
        r"^https://(?P<section>\w+)\.paper\.example/(.*)$ http://127.0.0.1:8000/${section}/$2",
        r"http:// https://",
    ))  # fmt: skip
    patterns = UrlPatterns(remap=rules)
    assert patterns.remapped("https://news.paper.example/a?b#c") == (
        "http://127.0.0.1:8000/news/a?b#c"
    )
    assert patterns.remapped("http://old.example/a") == "https://old.example/a"
    assert patterns.remapped("https://other.example/") == "https://other.example/"


def test_a_remap_that_makes_no_address_is_named() -> None:
    """A living source would be called malformed, at the line of an article that is right."""
    rules = remap_rules(("https://paper.example/(.*) paper/$1",))
    with pytest.raises(UsageError, match="not a web address"):
        UrlPatterns(remap=rules).remapped("https://paper.example/a")


@pytest.mark.parametrize("rule", ["https://a.example", "( https://b.example/", "(a) b$2", " x"])
def test_a_remap_that_cannot_be_used_is_refused(rule: str) -> None:
    """A slip would send requests where nobody meant."""
    with pytest.raises(UsageError, match="remap"):
        remap_rules((rule,))
