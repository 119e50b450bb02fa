"""What the reader makes of references in many forms."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.articles.references import LIKELY, SURE, Reference, read_reference
from tests.evaluation.references import same, truth_of
from tests.evaluation.references_items import read_items

ITEMS = Path(__file__).parents[2] / "evaluation" / "data"

# (reference, title, publisher, author, date)
FORMS = [
    ("Smith, J. (2014, March 30). Ferry workers reject the plan. The Herald. https://n.example/a", "Ferry workers reject the plan", "The Herald", "Smith, J.", "2014-03-30"),
    ("Smith, John. “Ferry workers reject the plan.” The Herald, 30 Mar. 2014, https://n.example/a. Accessed 12 May 2016.", "Ferry workers reject the plan", "The Herald", "Smith, John", "2014-03-30"),
    ("Smith J. Ferry workers reject the plan [Internet]. The Herald; 2014 Mar 30 [cited 2016 May 12]. Available from: https://n.example/a", "Ferry workers reject the plan", "The Herald", "Smith J", "2014-03-30"),
    ("J. Smith, “Ferry workers reject the plan,” The Herald, Mar. 30, 2014. Accessed: May 12, 2016. [Online]. Available: https://n.example/a", "Ferry workers reject the plan", "The Herald", "J. Smith", "2014-03-30"),
    ("Smith, J. (2014) ‘Ferry workers reject the plan’, The Herald, 30 March. Available at: https://n.example/a (Accessed: 12 May 2016).", "Ferry workers reject the plan", "The Herald", "Smith, J.", "2014-03-30"),
    ("Петренко О. В. Пасічники відмовилися від плану. Наше місто. 2014. 30 берез. URL: https://n.example/a (дата звернення: 12.05.2016).", "Пасічники відмовилися від плану", "Наше місто", "Петренко О. В.", "2014-03-30"),
    ("Смирнов А. В. Пчеловоды отказались от плана // Наш город : [сайт]. — 2014. — 30 марта. — URL: https://n.example/a (дата обращения: 12.05.2016).", "Пчеловоды отказались от плана", "Наш город", "Смирнов А. В.", "2014-03-30"),
    ("Пчеловоды отказались от плана [Электронный ресурс] // Наш город. 2014. URL: https://n.example/a (дата обращения: 12.05.2016).", "Пчеловоды отказались от плана", "Наш город", None, "2014"),
    ("The Herald, 30 March 2014: Ferry workers reject the plan", "Ferry workers reject the plan", "The Herald", None, "2014-03-30"),
    ("The Herald (31.03.2014): Ferry workers reject the plan", "Ferry workers reject the plan", "The Herald", None, "2014-03-31"),
    ("The Herald: Ferry workers reject the plan, 31 March 2014", "Ferry workers reject the plan", "The Herald", None, "2014-03-31"),
    ("Bureau of River Studies. “Ferry Workers Reject the Plan”. Focus, March 30, 2014. https://n.example/a", "Ferry Workers Reject the Plan", "Focus", "Bureau of River Studies", "2014-03-30"),
    ("Союз рыбаков. Пчеловоды отказались от плана. РБК. 2014. URL: https://n.example/a (просмотрено 12.05.2016)", "Пчеловоды отказались от плана", "РБК", "Союз рыбаков", "2014"),
    ("Kyiv Post: Ferry workers reject the plan (accessed on 31 March 2014)", "Ferry workers reject the plan", "Kyiv Post", None, None),
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[0][:40])
def test_published_styles(form: tuple[str | None, ...]) -> None:
    """A reference in a style that thousands use would be compared with its page as a whole."""
    text, *wanted = form
    assert text is not None
    read = read_reference(text)
    fields = (read.title, read.publisher, read.author, read.date)
    assert [field and field.text.rstrip(".") for field in fields] == [
        value and value.rstrip(".") for value in wanted
    ]


def test_what_is_certain_is_kept_apart() -> None:
    """An access date would be taken for the date of publication, a mark for a publisher."""
    read = read_reference(
        "Kyiv Post: Ferry workers reject the plan (in Ukrainian) (subscription required). "
        "Retrieved 12 May 2016. Archived from the original on 1 June 2016. doi:10.1000/xyz.12. "
        "ISBN 978-0-306-40615-7"
    )
    assert read.publisher is not None
    assert read.publisher.text == "Kyiv Post"
    found = (read.access_date, read.archive_date, read.language, read.doi, read.isbn, read.remark)
    assert [field and field.text for field in found] == [
        "2016-05-12", "2016-06-01", "uk", "10.1000/xyz.12", "978-0-306-40615-7",
        "subscription required",
    ]  # fmt: skip
    assert read.date is None


def test_number_is_no_norwegian() -> None:
    """A reference to an issue would be said to be in another language."""
    read = read_reference("Petrenko, O. (2014). Old maps. River Review, no. 4, 12–15.")
    assert read.language is None


def test_archived_copy_is_found() -> None:
    """The copy that the article itself names would not be offered when the source is gone."""
    text = "The Herald: Ferry workers reject the plan (archived)"
    copy = "https://web.archive.org/web/20160601000000/https://n.example/a"
    read = read_reference(text, [(12, 41, "https://n.example/a"), (43, 51, copy)])
    assert read.archive_url is not None
    assert read.archive_url.text == copy


# file, how many items at least, least shares read exactly, least share of the sure ones
FLOORS = [
    ("references.txt", 200, {"title": 0.93, "publisher": 0.92, "author": 0.88, "date": 0.95}, 0.97),
    ("references_loose.txt", 60, {"title": 0.88, "publisher": 0.8, "author": 0.85, "date": 0.93}, 0.95),
]  # fmt: skip


@pytest.mark.parametrize(("file", "count", "least", "least_sure"), FLOORS)
def test_hand_written_items(
    file: str, count: int, least: dict[str, float], least_sure: float
) -> None:
    """The forms that newsrooms use would be read worse than they once were."""
    right = dict.fromkeys(("title", "publisher", "author", "date"), 0)
    there = dict.fromkeys(right, 0)
    sure = exact = 0
    for item in read_items(ITEMS / file):
        read = read_reference(item.text, item.links, item.emphasis)
        for name, truth in truth_of(item).items():
            field = getattr(read, name)
            if truth is not None:
                there[name] += 1
                right[name] += field is not None and same(field.text, truth)
            if field is not None and field.confidence >= SURE:
                sure += 1
                exact += same(field.text, truth)
    assert there["title"] >= count
    for name, floor in least.items():
        assert right[name] / there[name] >= floor
    assert exact / sure >= least_sure


@given(
    st.text(max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=3),
)
def test_any_text_is_read(text: str, stretches: list[tuple[int, int]]) -> None:
    """Some odd item would end the run, or a field would lie outside of its text."""
    links = []
    position = 0
    for one, other in sorted(stretches):
        start, end = sorted((min(max(one, position), len(text)), min(other, len(text))))
        if start < end and start >= position:
            links.append((start, end, "https://n.example/a"))
            position = end
    read = read_reference(text, links)
    assert read.raw == text
    for name in Reference.__struct_fields__:
        field = getattr(read, name)
        if name != "raw" and field is not None:
            assert LIKELY <= field.confidence <= 1
            if field.span is not None:
                start, end = field.span
                assert text[start:end] == field.text != ""


def test_time_grows_with_the_number_of_references() -> None:
    """A long bibliography would take minutes."""
    items = [
        (item.text, item.links, item.emphasis) for item in read_items(ITEMS / "references.txt")
    ]
    for item in items:
        read_reference(*item)

    def spent(times: int) -> float:
        started = time.process_time()
        for _ in range(times):
            for item in items:
                read_reference(*item)
        return time.process_time() - started

    few = min(spent(1) for _ in range(3))
    assert spent(8) < few * 16
    assert few / len(items) < 0.01


def test_a_hostile_item_takes_no_longer() -> None:
    """One item of many thousand quotation marks would stop the run."""
    started = time.process_time()
    for text in ("«" * 50_000, "'a " * 20_000, "(" * 50_000, "1, " * 20_000, "А. " * 20_000):
        read_reference(text)
    assert time.process_time() - started < 5
