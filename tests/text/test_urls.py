"""The normal form of addresses and what is told from it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.text.misspelt import corrected, lookalike, other_scheme
from linkcheck.text.urls import (
    host,
    host_key,
    is_home,
    normalize,
    request_form,
    same_place,
    without_tracking,
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Example.ORG", "http://www.example.org/"),
        ("http://example.org:80/a#b", "http://example.org/a"),
        ("https://example.org:443/", "https://example.org/"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("http://example.org/a/./b/../c", "http://example.org/a/c"),
        ("http://example.org/../..", "http://example.org/"),
        ("http://example.org//x/./y", "http://example.org//x/y"),
        ("http://example.org/a/..", "http://example.org/"),
        ("http://example.org/%7euser/%d1%8f", "http://example.org/~user/%D1%8F"),
        ("http://example.org/a%2fb", "http://example.org/a%2Fb"),
        ("http://example.org/%cf%f0", "http://example.org/%CF%F0"),
        ("http://example.org/100%", "http://example.org/100%25"),
        ("http://example.org/шлях?п=є", "http://example.org/%D1%88%D0%BB%D1%8F%D1%85?%D0%BF=%D1%94"),
        ("https://приклад.укр/", "https://xn--80aikifvh.xn--j1amh/"),
        ("https://ПРИКЛАД.укр./", "https://xn--80aikifvh.xn--j1amh/"),
        ("http://example.org/?", "http://example.org/"),
        ("http://example.org/a b", "http://example.org/a%20b"),
        (" http://exa\nmple.org/\u200b ", "http://example.org/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://0177.0.0.01/", "http://127.0.0.1/"),
        ("http://[::FFFF:1]/", "http://[::ffff:1]/"),
    ],
)  # fmt: skip
def test_normalize(url: str, expected: str) -> None:
    """One source cited in two ways would be asked twice, or another page be asked."""
    assert normalize(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "//example.org/", "mailto:a@b.example", "http://", "http:///x",
        "http://a b/", "http://[::1", "http://example.org:x/", "http://-a.example/", "http://\ud800/",
        "http://" + "a" * 64 + ".example/", "http://a..b/",
        "http://1.2.3.4.5/", "http://256.0.0.1/", "http://a.1/", "http://09/",
    ],
)  # fmt: skip
def test_no_address(url: str) -> None:
    """Something that is no address would be asked for, or end the run with a traceback."""
    with pytest.raises(ValueError, match=r"\w"):
        normalize(url)


@given(
    st.text(alphabet=st.characters(), max_size=40), st.sampled_from(["", "http://", "http://a/"])
)
def test_any_text(text: str, start: str) -> None:
    """Odd characters in an article would end the run, or an address change at each reading."""
    try:
        once = normalize(start + text)
    except ValueError:
        return
    assert once.isascii()
    assert normalize(once) == once


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://archive.kyivpost.com/x", "kyivpost.com"),
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://news.site.com.ua/", "site.com.ua"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("http://localhost/", "localhost"),
        ("https://co.uk/", "co.uk"),
        ("nonsense", ""),
    ],
)
def test_host_key(url: str, expected: str) -> None:
    """Politeness would count subdomains apart, or two owners of one suffix together."""
    assert host_key(url) == expected


def test_international_suffixes_are_known() -> None:
    """All sites below a suffix in its own letters would count as one."""
    assert host_key("https://Новини.приклад.укр/x") == "xn--80aikifvh.xn--j1amh"
    assert host_key("https://a.приклад.com.рф/") != host_key("https://a.приклад.com.рф.example/")
    assert host_key("https://one.мон.мкд/") == host_key("https://two.xn--l1acc.xn--d1alf/")


def test_host() -> None:
    """A publisher could not be recognised by its international name."""
    assert host("https://Приклад.укр/x") == "xn--80aikifvh.xn--j1amh"
    assert host("nonsense") == ""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", True), ("/", True), ("/en/", True), ("/uk", True), ("/index.html", True),
        ("/ru/index.php", True), ("/pt-br/", True), ("/news/", False), ("/?id=5", False),
        ("/a.html", False), ("/en/story", False),
    ],
)  # fmt: skip
def test_is_home(path: str, expected: bool) -> None:
    """A redirect to the front page would pass as the story, or a story be taken for it."""
    assert is_home(f"https://news.example{path}") is expected


def test_same_place() -> None:
    """A redirect from http to https would be reported as a move."""
    assert same_place("http://www.news.example/a/", "https://news.example/a")
    assert not same_place("http://news.example/a", "http://news.example/b")
    assert not same_place("nonsense", "http://news.example/b")


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("http://http://a.example/x", "http://a.example/x"),
        ("http://https://a.example/x", "https://a.example/x"),
        ("https//a.example/x", "https://a.example/x"),
        ("http:/a.example/x", "http://a.example/x"),
        ("htp://a.example/x", "http://a.example/x"),
        ("http:\\\\a.example\\x", "http://a.example/x"),
        ("www.a.example/x", "http://www.a.example/x"),
        ("https://a.example/x", None),
        ("https://web.archive.org/web/2014/http://a.example/", None),
        ("mailto:a@b.example", None),
        ("nothing", None),
    ],
)
def test_slips_in_addresses(url: str, meant: str | None) -> None:
    """An editor would have to guess what a mistyped address was to be, or a good one be changed."""
    assert corrected(url) == meant


@pytest.mark.parametrize("url", ["http://http://a.example/", "https://https//a.example/x"])
def test_scheme_that_stands_twice_is_no_address(url: str) -> None:
    """A host called "http" would be asked for."""
    with pytest.raises(ValueError, match="twice"):
        normalize(url)


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("https://сnn.com/x", "cnn.com"),
        ("https://www.раypal.com/", "www.paypal.com"),
        ("https://cnn.com/", None),
        ("https://президент.рф/новости", None),
        ("https://xn--d1abbgf6aiiy.xn--p1ai/", None),
    ],
)
def test_hosts_that_look_like_others(url: str, meant: str | None) -> None:
    """A host of mixed alphabets would pass for the one it imitates."""
    assert lookalike(url) == meant


def test_tracking_is_set_aside() -> None:
    """One source with two campaign marks would be two; a page's number would be lost."""
    marked = "https://a.example/x?utm_source=t&id=5&fbclid=1#part"
    assert without_tracking(marked) == "https://a.example/x?id=5"
    assert without_tracking("https://a.example/x?gclid=1") == "https://a.example/x"
    assert same_place(marked, "http://www.a.example/x/?id=5") is False
    assert same_place("https://a.example/x?utm_medium=1", "http://www.a.example/x/")


@pytest.mark.parametrize(
    ("url", "scheme"),
    [
        ("ftp://files.example/talks.txt", "ftp"),
        ("DOI:10.1000/182", "doi"),
        ("tg://resolve?domain=news", "tg"),
        ("magnet:?xt=urn:btih:0", "magnet"),
        ("info:sid/library.example:1", "info"),
        ("web+news:42", "web+news"),
        ("view-source:https://wire.example/", "view-source"),
        ("org.example.reader://open/1", "org.example.reader"),
        ("hxxp://wire.example/", "hxxp"),
        (" tel:+380441234567", "tel"),
    ],
)
def test_addresses_of_other_schemes(url: str, scheme: str) -> None:
    """A link that another program opens would be reported as a broken address."""
    assert other_scheme(url) == scheme


@pytest.mark.parametrize(
    "url",
    [
        "http://wire.example/", "HTTPS://wire.example/", "//wire.example/", "/a:b", "a/b:c", "", "#a:b",
        "htp://wire.example/", "htttp://wire.example/", "hptt://wire.example/", "https//wire.example/",
        "wire.example:8080/talks", "localhost:8000", "C:/talks.html", "c:\\talks.html", "read more: x",
    ],
)  # fmt: skip
def test_slips_and_hosts_are_no_schemes(url: str) -> None:
    """A misspelt address would pass as one that is merely not checked."""
    assert other_scheme(url) is None


def test_a_row_of_slashes_takes_no_time() -> None:
    """One link or redirect of eight thousand slashes would keep a run busy for seconds."""
    began = time.process_time()
    for url in ("htp:" + "/" * 8000 + "!", "htp/" * 2000 + "!", "http:/:/" * 1000):
        other_scheme(url)
        corrected(url)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "url", ["htttp://wire.example/a", "htpp://wire.example/a", "hptt://wire.example/a"]
)
def test_misspelt_http_is_corrected(url: str) -> None:
    """An editor would not be shown the address that was meant."""
    assert corrected(url) == "http://wire.example/a"


@pytest.mark.parametrize(
    ("url", "requested"),
    [
        ("http://wire.example\\2014\\talks.html", "http://wire.example/2014/talks.html"),
        ("http://wire.example/caf\u0065\u0301", "http://wire.example/cafe%CC%81"),
        ("http://wire.example/caf\u00e9", "http://wire.example/caf%C3%A9"),
        ("http://wire.example/a\u200db", "http://wire.example/a%E2%80%8Db"),
        ("http://wire.example/a\u200b", "http://wire.example/a"),
        ("http://%77ire.example/a", "http://wire.example/a"),
        ("https://i❤.wire.example/", "https://xn--i-7iq.wire.example/"),
        ("https://стара_пошта.example/", "https://xn--_-7sbab3efegjg9d.example/"),
        ("https://me:secret@wire.example./a?b=%7e#c", "https://wire.example/a?b=%7e"),
        ("http://wire.example/%2e%2e/a/%7e/100%", "http://wire.example/a/%7e/100%"),
    ],
)
def test_requested_as_browsers_do(url: str, requested: str) -> None:
    """A page that every browser opens would be requested under another address, and be dead."""
    assert request_form(url) == requested


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://wire.example/caf\u0065\u0301", "http://wire.example/caf%C3%A9"),
        ("http://wire.example/a\u200db", "http://wire.example/ab"),
        ("http://wire.example\\a", "http://wire.example/a"),
        ("http://wire.example/%D1%97", "http://wire.example/%d1%96%cc%88"),
    ],
)
def test_compared_without_what_nobody_sees(one: str, other: str) -> None:
    """One source in two writings would be requested twice and count as two."""
    assert normalize(one) == normalize(other)
    assert request_form(one) != request_form(other) or "\\" in one


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/ukr/", True), ("/eng", True), ("/home", True), ("/main/", True), ("/uk/home/", True),
        ("/golovna", True), ("/?from=old", True), ("/?utm_source=x&ref=y", True), ("/start.html", True),
        ("/?p=551", False), ("/ukr/talks", False), ("/home/garden", False), ("/eur/", False),
        ("/?from=old&id=7", False),
    ],
)  # fmt: skip
def test_front_pages_under_other_names(path: str, expected: bool) -> None:
    """A site that sends every dead address to its front page would seem to have them all."""
    assert is_home(f"https://wire.example{path}") is expected


def test_malformed_address_is_no_front_page() -> None:
    """A search for a source would end at an address that cannot be read."""
    assert not is_home("http://exa[mple.com/x,")
