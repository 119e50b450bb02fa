"""Where sites have moved, by rules that people have written down."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.data import load_toml
from linkcheck.repair.relocations import Relocations, known_relocations, relocated
from linkcheck.settings.relocations import Relocation
from linkcheck.text.rewriting import MAX_PATTERN, Pattern
from linkcheck.text.urls import address_key


def urls(url: str, date: str | None = None, *own: Relocation) -> list[str]:
    """Return where a page may be."""
    return [candidate.url for candidate in relocated(url, date, own)]


@pytest.mark.parametrize(
    ("url", "date", "expected"),
    [
        ("http://www.guardian.co.uk/world/2012/jan/05/ships", "2012-01-05", "https://www.theguardian.com/world/2012/jan/05/ships"),
        ("http://guardian.co.uk/world/2012/jan/05/ships#top", None, "https://www.theguardian.com/world/2012/jan/05/ships#top"),
        ("http://www.state.gov/r/pa/prs/ps/2011/05/1.htm", "2011-05-04", "https://2009-2017.state.gov/r/pa/prs/ps/2011/05/1.htm"),
        ("https://state.gov/p/2.htm?x=1", "2005", "https://2001-2009.state.gov/p/2.htm?x=1"),
        ("https://www.state.gov/briefing-3", "2019-06", "https://2017-2021.state.gov/briefing-3"),
        ("https://www.whitehouse.gov/blog/2014/06/06/visit", "2014-06-06", "https://obamawhitehouse.archives.gov/blog/2014/06/06/visit"),
        ("http://europa.eu/rapid/press-release_MEMO-15-77_fr.htm", "2015-02-02", "https://ec.europa.eu/commission/presscorner/detail/fr/MEMO_15_77"),
        ("http://europa.eu/rapid/pressReleasesAction.do?reference=IP/09/5&format=HTML&guiLanguage=EN", None, "https://ec.europa.eu/commission/presscorner/detail/en/IP_09_5"),
        ("http://eur-lex.europa.eu/LexUriServ/LexUriServ.do?uri=CELEX:32001L0029:de:HTML", None, "https://eur-lex.europa.eu/legal-content/DE/TXT/?uri=CELEX:32001L0029"),
        ("http://www.rferl.org/content/bridge-opens/2050505.html", None, "https://www.rferl.org/a/bridge-opens/2050505.html"),
        ("http://www.radiosvoboda.org/content/article/2050505.html", None, "https://www.radiosvoboda.org/a/2050505.html"),
        ("http://www.dw.de/bridge-opens/a-1650505", None, "https://www.dw.com/bridge-opens/a-1650505"),
        ("http://zakon3.rada.gov.ua/laws/show/100-12", None, "https://zakon.rada.gov.ua/laws/show/100-12"),
        ("http://www.bbcukrainian.com/entertainment/x", None, "https://www.bbc.com/ukrainian/entertainment/x"),
        ("https://edition.cnn.com/2016/02/02/x", None, "https://www.cnn.com/2016/02/02/x"),
        ("https://www.cnn.com/2016/02/02/x", None, "https://edition.cnn.com/2016/02/02/x"),
        ("http://thelede.blogs.nytimes.com/2012/02/02/x/", None, "https://archive.nytimes.com/thelede.blogs.nytimes.com/2012/02/02/x/"),
        ("http://online.wsj.com/article/SB1000.html?mod=y", None, "https://www.wsj.com/articles/SB1000"),
    ],
)  # fmt: skip
def test_a_page_of_a_site_that_moved(url: str, date: str | None, expected: str) -> None:
    """A page that stands on the new site at an address that follows from the old would be lost."""
    assert expected in urls(url, date)


def test_the_date_chooses_the_archive() -> None:
    """Each address of a ministry would be looked for in the archives of five administrations."""
    url = "https://www.state.gov/p/eur/1.htm"
    assert urls(url, "2014-03-30") == ["https://2009-2017.state.gov/p/eur/1.htm"]
    assert urls(url, "2026-01-01") == []
    assert len(urls(url)) == 5
    assert len(urls(url, "2017")) == 2  # which half of January is not known


def test_every_row_says_where_that_is_known_from() -> None:
    """Nobody could check a rule, or learn how old it is."""
    entries = load_toml("relocations")["relocation"]
    assert len(entries) >= 40
    for entry in entries:
        assert urlsplit(entry["source"]).scheme in {"http", "https"}, entry
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(entry["read"])), entry
    for row in known_relocations():
        assert list(row.problems()) == []


@pytest.mark.parametrize("row", known_relocations(), ids=lambda row: f"{row.host} {row.path}")
def test_every_row_makes_an_address(row: Relocation) -> None:
    """A rule that matches nothing, or leads back to where it started, would help nobody."""
    path = "/2014/story-1.html" if row.path == "kept" else row.path
    for name, value in {"int": "17", "alpha": "en", "path": "a/b/c.html"}.items():
        path = re.sub(rf"\{{\w+:{name}\}}", value, path)
    path = re.sub(r"\{\w+\}", "some-thing", path)
    host = re.sub(r"\{\w+\}", "label", row.host)
    url = f"http://{host}{path}"
    found = Relocations([row]).candidates(url, row.since or row.until)
    assert len(found) == 1
    assert address_key(found[0].url) != address_key(url)
    assert found[0].kind == "new-address"


def test_rules_of_the_user_come_first() -> None:
    """What a newsroom knows of its own old sites would be tried after everything else."""
    own = Relocation(
        host="{lang}.old.example",
        path="/n/{slug}-{id:int}.html?v={version}",
        to="new.example/{lang:upper}/{id}/{slug}/{version}",
    )
    assert urls("https://uk.old.example/n/a-b-2-77.html?y=0&v=3", None, own) == [
        "https://new.example/UK/77/a-b-2/3"
    ]
    for other in (
        "https://old.example/n/a-1.html?v=3",
        "https://uk.old.example/n/a-1.html",
        "https://uk.old.example/n/a-x.html?v=3",
        "https://uk.old.example/n/-1.html?v=3",
    ):
        assert urls(other, None, own) == []
    guardian = Relocation(host="guardian.co.uk", to="mirror.example")
    assert urls("http://www.guardian.co.uk/x", None, guardian)[0] == "https://mirror.example/x"


@pytest.mark.parametrize(
    ("path", "address", "expected"),
    [
        ("/a/{rest:path}", "/a/b/c?d=1", {"rest": "b/c?d=1"}),
        ("/a/{rest:path}", "/a/", None),
        ("/a/{x}", "/a/b/", {"x": "b"}),
        ("/a/{x}", "/a/b/c", None),
        ("/{slug}-{id:int}-{lang:alpha}", "/x-1-2-en", {"slug": "x-1", "id": "2", "lang": "en"}),
        ("/{y:int}-{slug}.html", "/2014-x.html", {"y": "2014", "slug": "x"}),
        ("/{id:int}", "/12a", None),
        ("/{id:int}", "/١٢", None),
        ("/x?id={id:int}", "/x?b=2&id=7&id=8", {"id": "7"}),
        ("/x?id={id:int}", "/x?b=2", None),
    ],
)  # fmt: skip
def test_patterns(path: str, address: str, expected: dict[str, str] | None) -> None:
    """A rule would take parts of an address for others, and lead to wrong pages."""
    place, _, query = address.partition("?")
    assert Pattern(path).match(place, query) == expected


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"host": "old", "to": "new.example"}, "from: 'old' is not a host"),
        ({"host": "old.example/x", "to": "new.example"}, "from: "),
        ({"host": "old.example", "to": "new example"}, "to: "),
        ({"host": "old.example", "to": "http://"}, "to: "),
        ({"host": "old.example", "to": "new.example/{id}"}, "to: neither from nor path names id"),
        ({"host": "old.example", "path": "a", "to": "new.example"}, "path: a path begins with a slash"),
        ({"host": "old.example", "path": "/{a}-{b}", "to": "new.example"}, "path: only one {name}"),
        ({"host": "old.example", "path": "/{a:int}{b:int}", "to": "new.example"}, "path: two names"),
        ({"host": "old.example", "path": "/{a}/{a}", "to": "new.example"}, "path: a name is used twice"),
        ({"host": "old.example", "path": "/{a:path}/b", "to": "new.example"}, "path: {name:path} can be used once"),
        ({"host": "old.example", "path": "/{a:regex}", "to": "new.example"}, "path: {a:regex} is not one of"),
        ({"host": "old.example", "path": "/{A}", "to": "new.example"}, "path: names in braces"),
        ({"host": "old.example", "path": "/" + "a" * (MAX_PATTERN + 1), "to": "new.example"}, "path: it is longer"),
        ({"host": "old.example", "path": "/" + "/".join(f"{{a{n}}}" for n in range(20)), "to": "new.example"}, "path: there are more than"),
        ({"host": "old.example", "to": "new.example", "since": "soon"}, "since: "),
        ({"host": "old.example", "to": "new.example", "since": "2014", "until": "2013"}, "until is before since"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_used(row: dict[str, str], words: str) -> None:
    """A user would not learn which part of a rule is wrong, or the run would break on it."""
    assert any(problem.startswith(words) for problem in Relocation(**row).problems())
    with pytest.raises(ValueError, match=re.escape(words)):
        Relocations([Relocation(**row)])


def test_hostile_addresses_cost_little() -> None:
    """A rule and an address made for it would hold up the run."""
    rules = Relocations([
        Relocation(host="old.example", path="/{a:int}-{b:int}-{c}-{d:int}-{e:int}.html", to="new.example/{a}/{b}/{c}/{d}/{e}"),
        Relocation(host="old.example", path="/" + "/".join(f"{{a{n}}}" for n in range(12)), to="new.example"),
    ])  # fmt: skip
    begin = time.process_time()
    for text in ("1-" * 4000, "/".join("a" * 4000), "-" * 8000, "1" * 8000):
        for _ in range(20):
            rules.candidates(f"http://old.example/{text}", None)
    assert time.process_time() - begin < 2


@given(st.text(max_size=60), st.sampled_from(known_relocations()))
def test_any_address(rest: str, row: Relocation) -> None:
    """Some address at a host that has moved would break the run, or be proposed to itself."""
    url = f"http://{re.sub(r'{[^}]*}', 'x', row.host)}/{rest}"
    for found in relocated(url):
        assert address_key(found.url) != address_key(url)


@given(st.text(alphabet="/{}:abintpx-.?=&", max_size=40))
def test_any_pattern(text: str) -> None:
    """A pattern would be refused without a reason in words, or break the run."""
    row = Relocation(host="old.example", path=text, to="new.example")
    if not list(row.problems()):
        Relocations([row]).candidates("http://old.example/a/b-1?x=2")
