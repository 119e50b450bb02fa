"""The main text of a page and the names in what of it is not kept."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from linkcheck.pages.main_text import MAX_TEXT, main_text

WORDS = "they said that it was not what had been agreed on, and that there would be more of it. "


def test_names_behind_the_kept_text() -> None:
    """A story that names its people late would seem to be about nobody."""
    body = (
        f"<p>{WORDS * 60}</p><p>In the harbour of New Haven Mary O'Neill-Smith said that 1,250</p>"
    )
    main = main_text(LexborHTMLParser(body))
    assert (len(main.text), main.cut) == (MAX_TEXT, False)
    assert main.names.split(" . ")[-4:] == ["In", "New Haven Mary O'Neill-Smith", "1", "250"]


def test_each_name_is_kept_once_and_not_without_end() -> None:
    """A long page would fill the memory with the names of its people."""
    often = main_text(
        LexborHTMLParser(f"<p>{WORDS * 60}</p>" + "<p>said Maria Smith again</p>" * 99)
    )
    assert (often.names, often.cut) == ("Maria Smith", False)
    many = " and ".join(f"Maria{n} Smith{n}" for n in range(999))
    assert main_text(LexborHTMLParser(f"<p>{WORDS * 60}</p><p>{many}</p>")).cut
