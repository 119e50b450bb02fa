"""The HTML report in a real browser: it filters, fetches nothing, and leaves nobody out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.reports.invented import report as invented
from tests.reports.invented import write
from tests.reports.strangers import STRANGERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a running browser."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra test")
    with playwright.sync_playwright() as running:
        # Build machines run as root, where Chromium's sandbox cannot start.
        launched = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the files of reports: the command's own, a hostile one and a very long one."""
    folder = tmp_path_factory.mktemp("html")
    paths = {name: folder / f"{name}.html" for name in ("demo", "strangers", "long")}
    command = [sys.executable, "-m", "linkcheck", "demo", "--format", "html", "--output"]
    subprocess.run([*command, paths["demo"]], check=True, capture_output=True, timeout=60)
    write(paths["strangers"], STRANGERS)
    write(paths["long"], invented(5000))
    return paths


@pytest.fixture
def show(browser: Browser, reports: dict[str, Path]) -> Iterator[Callable[..., Page]]:
    """Return what opens a report; at the end nothing may have gone wrong in any."""
    faults: list[str] = []
    contexts = []

    def opened(name: str = "demo", state: str = "", **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        own = reports[name].as_uri()
        page.on("console", lambda said: faults.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.partition("#")[0] == own or request.url.startswith("data:image/svg")
                else faults.append(f"request: {request.url}")
            ),
        )
        page.goto(own + state)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def told(page: Page) -> str:
    """Return what the report says of how many citations it shows, once it has settled."""
    page.wait_for_timeout(150)
    return page.locator("#shown").inner_text()


def visible(page: Page) -> int:
    """Return how many citations can be seen."""
    return page.locator("tr[data-status]:visible").count()


def count(page: Page, status: str) -> int:
    """Return the number beside a status."""
    return int(page.locator(f".chip.{status} .count").inner_text())


def test_statuses_filter(show: Callable[..., Page]) -> None:
    """An editor could not get at the broken citations alone."""
    page = show()
    assert told(page) == "All 16 citations"
    page.locator(".chip.broken").click()
    assert told(page) == "4 of 16 citations"
    assert visible(page) == 4
    page.locator(".chip.unverified").click()
    assert told(page) == "6 of 16 citations"
    assert page.locator("tr.article:visible").count() == 2
    page.get_by_role("button", name="Show all").click()
    assert told(page) == "All 16 citations"


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [("rule", "soft-404", 1), ("rule", "none", 7), ("publisher", "Kyiv Post", 1), ("host", "lb.ua", 1),
     ("language", "ru", 7), ("year", "2014", 4)],
)  # fmt: skip
def test_menus_filter(show: Callable[..., Page], name: str, value: str, number: int) -> None:
    """A menu would choose other citations than it says."""
    page = show()
    menu = page.locator(f"select[name={name}]")
    assert f"({number})" in menu.locator(f'option[value="{value}"]').inner_text()
    menu.select_option(value)
    assert told(page) == f"{number} of 16 citations"
    assert visible(page) == number
    values = page.locator("tr[data-status]:visible").evaluate_all(
        "(rows, name) => rows.map((row) => row.dataset[name])", name
    )
    assert set(values) == {value}


def test_article_menu_filters(show: Callable[..., Page]) -> None:
    """The author of one article could not see its citations alone."""
    page = show()
    menu = page.locator("select[name=article]")
    menu.select_option(index=2)
    assert told(page) == "5 of 16 citations"
    assert "metrychni-knyhy" in menu.input_value()


def test_counts_follow_what_is_chosen(show: Callable[..., Page]) -> None:
    """The numbers beside the filters would promise citations that are not there."""
    page = show()
    assert [count(page, name) for name in ("broken", "warning", "unverified", "ok")] == [4, 2, 2, 8]
    page.locator("select[name=year]").select_option("2014")
    assert told(page) == "4 of 16 citations"
    assert [count(page, name) for name in ("broken", "warning", "unverified", "ok")] == [0, 1, 0, 3]
    page.locator(".chip.ok").click()
    assert told(page) == "3 of 16 citations"
    # The others' numbers say what they would add.
    assert count(page, "warning") == 1
    assert (
        page.locator("select[name=rule] option[value=soft-404]").get_attribute("hidden") is not None
    )


@pytest.mark.parametrize(
    ("query", "number"),
    [("сховища", 1), ("KYIV post", 1), ("khvylia.example", 1), ("metrychni", 5), ("xyzzy", 0), ("this domain may", 1)],
)  # fmt: skip
def test_search(show: Callable[..., Page], query: str, number: int) -> None:
    """A reader would not find a citation by its words, publisher, address or message."""
    page = show()
    page.get_by_role("searchbox").fill(query)
    assert told(page) == f"{number} of 16 citations"
    assert visible(page) == number
    assert page.get_by_text("No citation is like that.").is_visible() == (number == 0)


def test_view_can_be_shared(show: Callable[..., Page]) -> None:
    """A colleague who gets the address would see everything and not what was meant."""
    page = show()
    page.locator(".chip.broken").click()
    page.get_by_role("searchbox").fill("журналы & +")
    told(page)
    state = "#" + page.url.partition("#")[2]
    other = show(state=state)
    assert told(other) == told(page) == "0 of 16 citations"
    assert other.get_by_role("searchbox").input_value() == "журналы & +"
    assert other.locator(".chip.broken input").is_checked()
    one = show(state="#c7")
    assert one.locator("#c7 .compared").is_visible()


def test_chart_chooses(show: Callable[..., Page]) -> None:
    """A bar of the chart would not lead to its citations."""
    page = show()
    page.locator(".bars a", has_text="Kyiv Post").click()
    assert told(page) == "1 of 16 citations"
    page.locator(".bars a", has_text="undated").click()
    assert told(page) == "7 of 16 citations"


def test_citation_and_page_stand_side_by_side(show: Callable[..., Page]) -> None:
    """An editor could not see what differs."""
    page = show()
    row = page.locator("tr[data-rule=title-changed]")
    row.get_by_text("Citation and page").click()
    first = row.locator(".compared tbody tr").first
    cited, found = (
        first.locator("td").nth(0).bounding_box(),
        first.locator("td").nth(1).bounding_box(),
    )
    assert cited is not None
    assert found is not None
    assert cited["y"] == found["y"]
    assert cited["x"] + cited["width"] <= found["x"] + 1
    assert "differs" in first.locator(".result").inner_text()
    assert "troops still at border" in first.inner_text()
    moved = page.locator("tr[data-rule=moved]")
    moved.get_by_text("Citation and page").click()
    moved.locator(".way").wait_for()
    assert moved.locator(".way .code").all_inner_texts() == ["301", "200"]


def test_keyboard(show: Callable[..., Page]) -> None:
    """Someone without a mouse could not get anywhere, or not see where they are."""
    page = show()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "citations"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("a/b")
    assert page.get_by_role("searchbox").input_value() == "a/b"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "broken"
    outline = page.evaluate("getComputedStyle(document.activeElement.parentElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Space")
    assert page.locator(".chip.broken input").is_checked()


def test_theme_is_chosen_and_kept(show: Callable[..., Page]) -> None:
    """A reader would be dazzled, or have to choose again each time."""
    page = show(color_scheme="light")

    def paper() -> str:
        found: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return found

    light = paper()
    button = page.get_by_role("button", name="Theme")
    button.click()
    assert paper() == light
    button.click()
    assert button.inner_text() == "Theme: dark"
    assert paper() != light
    page.reload()
    assert button.inner_text() == "Theme: dark"
    assert (
        show(color_scheme="dark").evaluate("getComputedStyle(document.body).backgroundColor")
        == paper()
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["demo", "strangers"])
def test_nobody_is_left_out(show: Callable[..., Page], name: str, width: int, scheme: str) -> None:
    """People who use screen readers, or need contrast, could not read the report."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs the extra test"
    )
    page = show(name, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.locator("tr[data-status] details").evaluate_all(
        "all => all.forEach(one => one.open = true)"
    )
    page.locator(".chart details").evaluate_all("all => all.forEach(one => one.open = true)")
    page.locator(".compared").first.wait_for()
    found = axe.Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found] == []


@pytest.mark.parametrize("name", ["demo", "strangers"])
def test_nothing_is_wider_than_a_phone(show: Callable[..., Page], name: str) -> None:
    """A reader on a phone would have to scroll sideways."""
    page = show(name, viewport={"width": 360, "height": 740})
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    page.locator(".compared").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_strangers_do_nothing(show: Callable[..., Page]) -> None:
    """A headline could run a script in the editor's browser, or turn the text around it round."""
    page = show("strangers")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    page.locator(".compared").last.wait_for(state="attached")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe").count() == 0
    assert page.locator("body script, [onerror], [onfocus]").count() == 0
    links = page.locator("a").evaluate_all("all => all.map(one => one.protocol)")
    assert set(links) == {"file:", "https:"}
    # The same text is found by search, and chosen by its menu, as plain text.
    page.get_by_role("searchbox").fill("</script><script>")
    assert told(page) == "1 of 10 citations"
    page.get_by_role("button", name="Show all").click()
    page.locator("select[name=publisher]").select_option(index=1)
    assert re.fullmatch(r"\d of 10 citations", told(page))
    assert page.evaluate("window.hacked") is None


def test_readable_without_scripts(show: Callable[..., Page]) -> None:
    """Where scripts are not run, a reader would see an empty page or filters that do nothing."""
    page = show(java_script_enabled=False)
    assert page.locator("tr[data-status]").count() == visible(page) == 16
    assert not page.locator("form").is_visible()
    assert not page.locator("#theme").is_visible()
    row = page.locator("tr[data-rule=title-changed]")
    row.get_by_text("Citation and page").click()
    assert row.locator(".compared").is_visible()


def test_print(show: Callable[..., Page]) -> None:
    """A printed report would be white on black, with filters that nobody can press."""
    page = show(color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.locator("form").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert visible(page) == 16


def test_long_report_is_quick(show: Callable[..., Page]) -> None:
    """Each letter typed over 5,000 citations would hang the browser."""
    page = show("long")
    assert told(page) == "All 5000 citations"
    times = []
    for state in ("#status=ok", "#q=xyzzy", "#year=2013", "#"):
        start = time.perf_counter()
        page.evaluate("state => { location.hash = state; document.body.offsetHeight }", state)
        page.wait_for_timeout(0)
        times.append(time.perf_counter() - start)
    assert max(times) < 2, times
