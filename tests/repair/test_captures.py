"""Reading the indexes of web archives, and putting captures in order."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.repair.captures import (
    Capture,
    end_of,
    http_date,
    in_order,
    mementos,
    pages_among,
    parse_cdx,
    parse_links,
    stamp,
    start_of,
)
from linkcheck.text.archives import original_in

NOTES = "http://harbour.example/notes"
ROWS = [
    ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"],
    ["example,harbour)/notes", "20110203040506", NOTES, "text/html", "200", "AAA", "900"],
    ["example,harbour)/notes", "20120203040506", NOTES, "warc/revisit", "-", "AAA", "400"],
]
LINES = [
    {"timestamp": "20110203040506", "url": NOTES, "mime": "text/html", "status": "200"},
    {"timestamp": "20120203040506", "url": NOTES, "mime": "warc/revisit", "digest": "AAA"},
]


def test_the_wayback_machines_rows_are_read_by_their_header() -> None:
    """A server that orders or leaves out fields would have its captures misread."""
    assert parse_cdx(json.dumps(ROWS).encode()) == [
        Capture("20110203040506", NOTES, 200, "text/html", "AAA"),
        Capture("20120203040506", NOTES, None, "warc/revisit", "AAA"),
    ]
    turned = json.dumps([[row[2], row[1]] for row in ROWS]).encode()
    assert parse_cdx(turned) == [
        Capture("20110203040506", NOTES),
        Capture("20120203040506", NOTES),
    ]


def test_pywbs_lines_are_read() -> None:
    """A revisit, which has no status there, would be lost."""
    assert parse_cdx("\n".join(map(json.dumps, LINES)).encode()) == [
        Capture("20110203040506", NOTES, 200, "text/html"),
        Capture("20120203040506", NOTES, None, "warc/revisit", "AAA"),
    ]


@pytest.mark.parametrize("kind", ["array", "one line", "lines"])
@pytest.mark.parametrize("at", [0.5, 0.97])
def test_an_index_that_was_cut_off_gives_what_came(kind: str, at: float) -> None:
    """The captures of a page that was archived thousands of times would all be lost."""
    if kind == "lines":
        whole = "\n".join(map(json.dumps, [LINES[0]] * 100))
    else:
        between = ",\n" if kind == "array" else ","
        whole = f"[{between.join(map(json.dumps, [ROWS[0], *[ROWS[1]] * 100]))}]"
    captures = parse_cdx(whole[: int(len(whole) * at)].encode())
    assert captures is not None
    assert len(captures) >= 100 * at - 2
    assert {each.original for each in captures} == {NOTES}


@pytest.mark.parametrize("body", [b"", b" \n", b"[]", b"[]\n"])
def test_an_empty_index_has_nothing(body: bytes) -> None:
    """An archive that has nothing of a page would be taken for one that fails."""
    assert parse_cdx(body) == []


@pytest.mark.parametrize(
    "body",
    [
        b"<html><title>Sorry</title></html>",
        b'{"message": "no such endpoint"}',
        b"[1, 2]",
        b'["a", "b"]',
        b"null",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\xff\xfe\x00",
        b"example,harbour)/notes 20110203040506 http://harbour.example/notes",
    ],
)
def test_what_is_no_index_is_none(body: bytes) -> None:
    """A page of another server would be taken for an archive that has nothing."""
    assert parse_cdx(body) is None


@pytest.mark.parametrize(
    "change",
    [
        {"timestamp": "2011"},
        {"timestamp": "20111399000000"},
        {"timestamp": None},
        {"timestamp": "٢٠١١٠٢٠٣٠٤٠٥٠٦"},
        {"url": "javascript:alert(1)"},
        {"url": "http://harbour.example/a b"},
        {"url": f"http://harbour.example/{'a' * 5000}"},
        {"url": ["x"]},
        {"url": "http:///"},
    ],
)
def test_rows_that_are_no_captures_are_left_out(change: dict[str, object]) -> None:
    """One odd row would end the run, or be proposed to a reader."""
    rows = [LINES[0] | change, LINES[1]]
    captures = parse_cdx("\n".join(map(json.dumps, rows)).encode())
    assert captures is not None
    assert [each.time for each in captures] == ["20120203040506"]


def test_ports_that_go_without_saying_are_left_out() -> None:
    """Old captures are listed with ":80", which would stand in the article."""
    row = LINES[0] | {"url": "http://harbour.example:80/notes?at=a:80/"}
    captures = parse_cdx(json.dumps(row).encode())
    assert captures is not None
    assert captures[0].original == "http://harbour.example/notes?at=a:80/"


@given(st.binary() | st.text().map(str.encode))
def test_any_answer_can_be_read(body: bytes) -> None:
    """An archive's answer would end the run."""
    parse_cdx(body)
    parse_cdx(b"[[" + body)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 500_000,
        '["' + "[" * 500_000,
        '["x' + '["y"' * 100_000,
        '[["a' + "\\" * 500_000,
        "[[" + '"a",' * 200_000,
        "{" * 500_000,
        '{"timestamp": "' * 50_000,
        "\n" * 500_000,
    ],
)
def test_hostile_indexes_take_no_time(text: str) -> None:
    """An archive's answer would stop the run."""
    started = time.perf_counter()
    parse_cdx(text.encode())
    assert time.perf_counter() - started < 2.0


TIMEMAP = """<http://harbour.example/notes?a=1,2>; rel="original",
 <http://old.example/timemap/link/x>
   ; rel = "self"; type="application/link-format"
   ; from="Thu, 03 Feb 2011 04:05:06 GMT"; until="Tue, 03 Feb 2015 04:05:06 GMT",
<http://old.example/20110203040506/http://harbour.example/notes?a=1,2>; REL="First Memento"
   ; datetime="Thu, 03 Feb 2011 04:05:06 GMT"; title="Notes, \\"first\\" <draft>; rel=next",
</20120203040506mp_/http:/harbour.example/notes?a=1,2>;rel=memento;rel="timegate"
   ;datetime="Fri, 03 Feb 2012 04:05:06 GMT",
<http://old.example/short/Xy1>; rel="last memento"; datetime="Tue, 03 Feb 2015 04:05:06 GMT",
<http://old.example/undated>; rel="memento",
<http://old.example/when>; rel="memento"; datetime="yesterday"
"""


def test_timemaps_are_read_as_their_rfcs_say() -> None:
    """Commas in addresses and titles, line ends, or words in capitals would lose captures."""
    links = parse_links(TIMEMAP, "http://old.example/timemap/link/x")
    assert len(links) == 7
    assert links[2].parameters["title"] == 'Notes, "first" <draft>; rel=next'
    assert links[2].rel == {"first", "memento"}
    assert links[3].rel == {"memento"}
    notes = f"{NOTES}?a=1,2"
    root = "http://old.example/"
    assert mementos(links, "http://asked.example/") == [
        Capture("20110203040506", notes, memento=f"{root}20110203040506/{notes}"),
        Capture(
            "20120203040506",
            notes,
            memento=f"{root}20120203040506mp_/http:/harbour.example/notes?a=1,2",
        ),
        Capture("20150203040506", notes, memento=f"{root}short/Xy1"),
    ]


def test_a_timemap_without_its_original_is_about_what_was_asked() -> None:
    """Captures under short addresses would have no original."""
    links = parse_links(
        '<http://o.example/s/1>; rel="memento"; datetime="Thu, 03 Feb 2011 04:05:06 GMT"', NOTES
    )
    assert mementos(links, NOTES)[0].original == NOTES


@given(st.text() | st.text(alphabet='<>;,="\\ a/h:.rel'))
def test_any_link_header_can_be_read(text: str) -> None:
    """A site's header would end the run."""
    mementos(parse_links(text, NOTES), NOTES)


@pytest.mark.parametrize(
    "text",
    [
        "<" * 300_000,
        "<a>" + ";" * 300_000,
        "<a>; a=" + '"' + "\\" * 300_000,
        "<a>; a" + " " * 300_000 + "=",
        ", " * 300_000,
        '<a>; b="c"; ' * 60_000,
        "<http://[>; rel=memento, " * 20_000,
    ],
)
def test_hostile_links_take_no_time(text: str) -> None:
    """An archive's answer would stop the run."""
    started = time.perf_counter()
    parse_links(text, NOTES)
    parse_links(text[1:], NOTES)
    assert time.perf_counter() - started < 2.0


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2014", "20140101000000", "20141231235959"),
        ("2016-02", "20160201000000", "20160229235959"),
        ("2014-03-31", "20140331000000", "20140331235959"),
        ("2014-03-31T10:00:00+03:00", "20140331070000", "20140331070000"),
        ("2014-03-31T10:00:00Z", "20140331100000", "20140331100000"),
        ("2014-03-31T10:00", "20140331100000", "20140331100000"),
    ],
)
def test_dates_stand_for_all_of_their_time(date: str, start: str, end: str) -> None:
    """A capture of the article's own day would be taken for a later one."""
    first, last = start_of(date), end_of(date)
    assert first is not None
    assert last is not None
    assert (stamp(first), stamp(last)) == (start, end)


@pytest.mark.parametrize("date", [None, "", "2014-13", "0000", "soon", "2014-02-30", "99-1-1"])
def test_what_is_no_date_is_none(date: str | None) -> None:
    """An article's odd date would end the run."""
    assert start_of(date) is None
    assert end_of(date) is None


@given(st.text(max_size=30))
def test_any_date_can_be_read(text: str) -> None:
    """An article's odd date would end the run."""
    for moment in (start_of(text), end_of(text), http_date(text)):
        assert moment is None or len(stamp(moment)) == 14


@pytest.mark.parametrize(
    ("url", "original"),
    [
        (f"https://web.example/web/20140331080000/{NOTES}", NOTES),
        (f"https://web.example/web/20140331080000id_/{NOTES}", NOTES),
        ("https://web.example/20140331080000/http:/harbour.example/notes", NOTES),
        (f"https://web.example/web/2014/{NOTES}", NOTES),
        (f"https://archive.ph/2014.03.31-080000/{NOTES}", NOTES),
        (NOTES, None),
        (f"https://share.example/?u={NOTES}", None),
        ("https://harbour.example/20140331080000/http-is-old", None),
    ],
)
def test_addresses_of_copies_tell_the_original(url: str, original: str | None) -> None:
    """A copy would not be told from a page of its own."""
    assert original_in(url) == original


def at(moment: datetime, digest: str | None = None, status: int | None = 200) -> Capture:
    """Return a capture of a page."""
    return Capture(stamp(moment), NOTES, status, "text/html", digest)


@pytest.mark.parametrize("row", ["[", '[\\"', '["a', '[["'])
def test_index_that_is_no_index_takes_no_time(row: str) -> None:
    """An archive's odd answer would keep a run busy for minutes."""
    body = ("[" + row * 200_000).encode()
    start = time.process_time()
    assert not parse_cdx(body)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("capture", "page"),
    [
        (Capture("20140101000000", NOTES), True),  # a minimal index has no more
        (Capture("20140101000000", NOTES, None, "warc/revisit"), True),
        (Capture("20140101000000", NOTES, 200, "unk"), True),
        (Capture("20140101000000", NOTES, 200, "application/pdf"), True),
        (Capture("20140101000000", NOTES, 200, "image/jpeg"), False),
        (Capture("20140101000000", NOTES, 301, "text/html"), False),
        (Capture("20140101000000", NOTES, 404, "warc/revisit"), False),
        (Capture("20140101000000", NOTES, 200, "application/json"), False),
    ],
)
def test_what_can_be_a_page(capture: Capture, page: bool) -> None:
    """Archives whose index says little would have nothing, or requests go to pictures."""
    assert pages_among([capture]) == ([capture] if page else [])


def test_a_revisit_of_an_error_is_one() -> None:
    """Requests would be spent on archived errors; a living page of that content stays one."""
    when = datetime(2014, 1, 1, tzinfo=UTC)
    revisit = Capture(stamp(when), NOTES, None, "warc/revisit", "AAA")
    assert pages_among([at(when, "AAA", 404), revisit]) == []
    living = at(when, "AAA")
    assert pages_among([at(when, "AAA", 404), revisit, living]) == [revisit, living]


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.none() | st.sampled_from("ABCDEF")), max_size=30),
    st.none() | st.integers(0, 5000),
)
def test_captures_come_in_the_order_that_is_promised(
    days: list[tuple[int, str | None]], article: int | None
) -> None:
    """The wrong snapshot would be proposed, or the right one left out."""
    zero = datetime(2008, 1, 1, tzinfo=UTC)
    captures = [at(zero + timedelta(days=day), digest) for day, digest in days]
    date = None if article is None else zero + timedelta(days=article)
    ordered = in_order(captures, date)
    assert set(ordered) <= set(captures)
    # One of each content, and every content.
    known = [each.digest for each in ordered if each.digest is not None]
    assert sorted(known) == sorted({each.digest for each in captures if each.digest is not None})
    assert {each for each in captures if each.digest is None} <= set(ordered)
    times = [each.time for each in ordered]
    if date is None:
        assert times == sorted(times)
        return
    near = [each for each in times if stamp(date - timedelta(days=30)) <= each <= stamp(date)]
    later = [each for each in times if each > stamp(date)]
    earlier = [each for each in times if each < stamp(date - timedelta(days=30))]
    assert times == [
        *sorted(near, reverse=True),
        *sorted(later),
        *sorted(earlier, reverse=True),
    ]
