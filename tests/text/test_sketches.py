"""Near texts have near sketches, whatever differs from copy to copy."""

from __future__ import annotations

import time

import pytest

from linkcheck.text.sketches import keys, likeness, sketch
from tests.recorded import prose

NOTICE = (
    "The operator of this line has limited what can be opened here, following a list of the "
    "ministry. Ticket {}, category {}, requested by {}."
)


def alike(one: str, other: str, names: tuple[str, ...] = ()) -> float:
    """Return how alike two texts are."""
    first, second = sketch(one, names), sketch(other, names)
    assert first is not None
    assert second is not None
    return likeness(first, second)


def test_numbers_addresses_and_names_do_not_count() -> None:
    """A filter that names what it has blocked would show another page for each site."""
    one = NOTICE.format("A-17/3", "news", "http://courier.test/2014 of courier")
    other = NOTICE.format("B-912", "news", "http://harbour.test/x?y=1 of harbour")
    assert alike(one, other, ("courier", "harbour", "test")) == 1.0


def test_one_long_word_takes_no_time() -> None:
    """A page of one endless word would keep the run busy."""
    began = time.process_time()
    assert sketch("a" * 50_000) is None
    assert time.process_time() - began < 1


def test_a_few_words_may_differ() -> None:
    """A filter that says why it has blocked a site would show another page for each reason."""
    one, other = (NOTICE.format(1, kind, "you") for kind in ("political news", "culture"))
    assert 0.7 <= alike(one, other) < 1.0


@pytest.mark.parametrize("length", [300, 4000])
def test_texts_that_say_other_things_are_not_alike(length: int) -> None:
    """Stories of a language would be copies of each other for its small words."""
    words = prose(6000).split()
    half = len(words) // 2
    one = " ".join(f"the {word} of the" for word in sorted(words[:half]))[:length]
    other = " ".join(f"{word} that was in" for word in reversed(words[half:]))[:length]
    assert alike(one, other) < 0.3


def test_copies_share_a_key() -> None:
    """Copies would not be found among thousands of other pages."""
    one, other = sketch(NOTICE.format(1, "a", "b")), sketch(NOTICE.format(2, "a c", "b"))
    assert one is not None
    assert other is not None
    assert set(keys(one)) & set(keys(other))


@pytest.mark.parametrize("text", ["", "Home", "Please wait", "12 34 56 78 90 12 34"])
def test_what_says_too_little_has_no_sketch(text: str) -> None:
    """All pages with a title of one word would be copies of one page."""
    assert sketch(text) is None


def test_scripts_without_spaces() -> None:
    """A notice in Chinese or Thai would be a single word, and never a copy."""
    assert sketch("\u672c\u7ad9\u70b9\u5df2\u88ab\u7981\u6b62\u8bbf\u95ee") is not None
