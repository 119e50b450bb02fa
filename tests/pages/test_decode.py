"""Bodies become text, whatever their labels claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.pages.decode import decode

RUSSIAN = "Верховный совет принял закон о бюджете, сообщает пресс-служба ведомства."
UKRAINIAN = "Верховна Рада прийняла закон про бюджет, повідомляє пресслужба; їжак і ґанок."


@pytest.mark.parametrize("label", [None, "iso-8859-1", "windows-1251", "utf-8", "koi8-r"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-u", "iso8859-5", "cp866"])
def test_cyrillic_page_is_read_whatever_its_label(encoding: str, label: str | None) -> None:
    """A lying label would turn every title of an old site into noise, and into a false alarm."""
    header = f"text/html; charset={label}" if label else "text/html"
    assert decode(RUSSIAN.encode(encoding), header).text == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-u"])
def test_ukrainian_letters_survive(encoding: str) -> None:
    """Ukrainian would lose the letters by which it is told from Russian."""
    assert decode(UKRAINIAN.encode(encoding)).text == UKRAINIAN


def test_label_in_the_document_is_followed() -> None:
    """Pages without a charset in their header would be read wrongly."""
    body = '<meta charset="shift_jis"><title>議会が予算案を可決</title>'.encode("shift_jis")
    assert "議会が予算案を可決" in decode(body).text
    body = '<?xml version="1.0" encoding="iso-8859-2"?><t>Źródło łąk</t>'.encode("iso-8859-2")
    assert "Źródło łąk" in decode(body).text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_decides(encoding: str) -> None:
    """A mark before the text would be overruled by a wrong header."""
    found = decode(RUSSIAN.encode(encoding), "text/html; charset=windows-1251")
    assert found.text == RUSSIAN


def test_character_cut_off_at_the_end_spoils_nothing() -> None:
    """A page longer than the cap would be read in another encoding than it is."""
    body = (RUSSIAN + "я").encode()[:-1]
    assert decode(body).text == RUSSIAN


def test_utf8_with_a_broken_byte_stays_utf8() -> None:
    """One broken byte in a page would turn all of it into noise."""
    body = RUSSIAN.encode() * 3 + b"\xff" + RUSSIAN.encode()
    assert decode(body, "text/html; charset=utf-8").text.count(RUSSIAN) == 4


def test_western_page_stays_western() -> None:
    """A French page without a label would be read as Cyrillic."""
    text = "L'été dernier à Genève, l'accord a été signé près du château; Zürich, Málaga."
    assert decode(text.encode("windows-1252")).text == text


@pytest.mark.parametrize("label", ["hex", "rot13", "unheard-of", "utf-7x", "zlib"])
def test_labels_that_are_no_encodings(label: str) -> None:
    """A made-up label would end in a traceback."""
    assert decode(b"plain \xe9", f"text/html; charset={label}").text.startswith("plain")


@given(st.binary(max_size=400), st.text(max_size=20))
def test_any_bytes_decode(body: bytes, label: str) -> None:
    """Some odd body would end the run."""
    assert isinstance(decode(body, f"text/html; charset={label}").text, str)
