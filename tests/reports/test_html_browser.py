"""The HTML report in a real browser: it filters, fetches nothing, and leaves nobody out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.reports.invented import report as invented
from tests.reports.invented import write
from tests.reports.strangers import STRANGERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

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
    names = ("demo", "propose", "strangers", "long")
    paths = {name: folder / f"{name}.html" for name in names}
    command = [sys.executable, "-m", "linkcheck", "demo", "--format", "html", "--output"]
    subprocess.run([*command, paths["demo"]], check=True, capture_output=True, timeout=60)
    write(paths["strangers"], STRANGERS)
    links = ["--propose", "--source-url", "https://git.example/{path}?at={line}#L{line}"]
    subprocess.run(
        [*command, paths["propose"], *links], check=True, capture_output=True, timeout=60
    )
    write(paths["long"], invented(30_000))
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


def rows(page: Page) -> Locator:
    """Return the citations that can be seen."""
    return page.locator("tr[data-row]:visible")


def statuses(page: Page) -> list[str]:
    """Return the statuses of the citations that can be seen."""
    found: list[str] = rows(page).evaluate_all("all => all.map((row) => row.classList[0])")
    return found


def open_all(page: Page) -> None:
    """Open whatever is folded, and what is folded in it."""
    for _ in range(2):
        page.locator("details").evaluate_all("all => all.forEach((one) => one.open = true)")
        page.locator(".compared, #nothing:visible").first.wait_for()
        page.wait_for_timeout(50)


def count(page: Page, status: str) -> int:
    """Return the number beside a status."""
    return int(page.locator(f".chip.{status} .count").inner_text())


def test_report_begins_with_what_needs_attention(show: Callable[..., Page]) -> None:
    """An editor would have to look for what is broken among what is sound."""
    page = show()
    assert told(page) == "Shown: 8 of 16"
    assert statuses(page) == ["broken"] * 4 + ["warning"] * 2 + ["unverified"] * 2
    page.get_by_role("button", name="Show all").click()
    assert told(page) == "Shown: 16 of 16"
    assert statuses(page)[8:] == ["ok"] * 8
    assert show(state="#status=all").locator("#shown").inner_text() == "Shown: 16 of 16"


def test_statuses_filter(show: Callable[..., Page]) -> None:
    """An editor could not get at the broken citations alone."""
    page = show()
    page.locator(".chip.warning").click()
    page.locator(".chip.unverified").click()
    assert told(page) == "Shown: 4 of 16"
    assert set(statuses(page)) == {"broken"}
    page.locator(".chip.ok").click()
    assert told(page) == "Shown: 12 of 16"


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [("rule", "soft-404", 1), ("rule", "none", 7), ("publisher", "Kyiv Post", 1), ("host", "lb.ua", 1),
     ("language", "ru", 7), ("year", "2014", 4), ("age", "old", 4), ("age", "none", 7)],
)  # fmt: skip
def test_menus_filter(show: Callable[..., Page], name: str, value: str, number: int) -> None:
    """A menu would choose other citations than it says."""
    page = show(state="#status=all")
    menu = page.locator(f"select[name={name}]")
    assert f"({number})" in menu.locator(f'option[value="{value}"]').inner_text()
    menu.select_option(value)
    assert told(page) == f"Shown: {number} of 16"
    assert rows(page).count() == number


def test_article_menu_filters(show: Callable[..., Page]) -> None:
    """The author of one article could not see its citations alone."""
    page = show(state="#status=all")
    menu = page.locator("select[name=article]")
    menu.select_option(index=2)
    assert told(page) == "Shown: 5 of 16"
    assert "metrychni-knyhy" in menu.input_value()


def test_menus_are_in_an_order_that_people_expect(show: Callable[..., Page]) -> None:
    """A reader would look for a year or a publisher all over the menu."""
    page = show(state="#status=all")

    def options(name: str) -> list[str]:
        found: list[str] = page.locator(f"select[name={name}] option").evaluate_all(
            "all => all.map((one) => one.text)"
        )
        return found

    assert options("year") == ["any", "2022 (5)", "2014 (4)", "undated (7)"]
    assert options("age")[1:] == ["3 to 5 years (5)", "over 10 years (4)", "undated (7)"]
    assert options("language")[1:] == ["English (5)", "Russian (7)", "Ukrainian (4)"]


def test_columns_sort(show: Callable[..., Page]) -> None:
    """An editor could not go through a publisher's citations, or an article's, one after another."""
    page = show(state="#status=all")

    def texts(selector: str) -> list[str]:
        return rows(page).locator(selector).all_inner_texts()

    page.get_by_role("button", name="The article cites").click()
    told(page)
    publishers = [text.partition("\n")[0].partition(" ·")[0] for text in texts(".cited")]
    assert publishers[:3] == ["CNN", "Kyiv Post", "Leviy bereg"]
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("The article cites")
    page.get_by_role("button", name="The article cites").click()
    assert told(page) == "Shown: 16 of 16"
    assert texts(".about bdi:first-child")[-1] == "CNN"
    assert "sort=-source" in page.url
    page.get_by_role("button", name="Where").click()
    told(page)
    assert page.locator("tr.article:visible").count() == 3
    other = show(state="#" + page.url.partition("#")[2])
    assert other.locator("th[aria-sort]").inner_text().startswith("Where")


def test_counts_follow_what_is_chosen(show: Callable[..., Page]) -> None:
    """The numbers beside the filters would promise citations that are not there."""
    page = show(state="#status=all")
    told(page)
    assert [count(page, name) for name in ("broken", "warning", "unverified", "ok")] == [4, 2, 2, 8]
    page.locator("select[name=year]").select_option("2014")
    assert told(page) == "Shown: 4 of 16"
    assert [count(page, name) for name in ("broken", "warning", "unverified", "ok")] == [0, 1, 0, 3]
    page.locator(".chip.ok").click()
    assert told(page) == "Shown: 3 of 16"
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
    page = show(state="#status=all")
    page.get_by_role("searchbox").fill(query)
    assert told(page) == f"Shown: {number} of 16"
    assert rows(page).count() == number
    assert page.get_by_text("No citations match.").is_visible() == (number == 0)


def test_view_can_be_shared(show: Callable[..., Page]) -> None:
    """A colleague who gets the address would see everything and not what was meant."""
    page = show(state="#status=all")
    page.locator(".chip.broken").click()
    page.get_by_role("searchbox").fill("журналы & +")
    told(page)
    state = "#" + page.url.partition("#")[2]
    other = show(state=state)
    assert told(other) == told(page) == "Shown: 0 of 16"
    assert other.get_by_role("searchbox").input_value() == "журналы & +"
    assert other.locator(".chip.broken input").is_checked()
    page.get_by_role("button", name="Show all").click()
    assert page.url.endswith("#status=all")
    page = show()
    page.locator(".chip.ok").click()
    told(page)
    page.locator(".chip.ok").click()
    assert told(page) == "Shown: 8 of 16"
    assert "#" not in page.url


def test_one_citation_can_be_shared(show: Callable[..., Page]) -> None:
    """A link to a citation would lead to a list in which it is hidden."""
    page = show(state="#c2")
    assert page.locator("tr.pinned .compared").is_visible()
    assert "Russia demands broad autonomy" in page.locator("tr.pinned").inner_text()
    page.locator("tr.broken .here").first.click()
    page.wait_for_timeout(100)
    assert "Кафедральні" in page.locator("tr.pinned").inner_text()
    assert told(page) == "Shown: 8 of 16"
    page.locator(".chip.ok").click()
    told(page)
    assert page.locator("tr.pinned").count() == 0
    assert show(state="#c999").locator("tr.pinned").count() == 0


def test_sorting_ends_what_a_link_to_one_citation_shows(show: Callable[..., Page]) -> None:
    """The citation of the link would stay on top of a table that is sorted otherwise."""
    page = show(state="#c2")
    assert page.locator("tr.pinned").count() == 1
    page.get_by_role("button", name="The article cites").click()
    assert page.locator("tr.pinned").count() == 0


def test_every_line_in_a_link_to_the_article_is_filled_in(
    show: Callable[..., Page], reports: dict[str, Path]
) -> None:
    """A click would lead to a place called {line}."""
    page = show("propose")
    link = page.locator("td.place .where a:not(.here)").first.get_attribute("href")
    assert link is not None
    assert re.search(r"\?at=(\d+)#L\1$", link)


def test_chart_filters(show: Callable[..., Page]) -> None:
    """A bar of the chart would not lead to its citations."""
    page = show()
    page.locator(".bars a", has_text="over 10 years").click()
    assert told(page) == "Shown: 4 of 16"
    page.locator(".bars a", has_text="undated").click()
    assert told(page) == "Shown: 7 of 16"


def test_citation_and_page_are_side_by_side(show: Callable[..., Page]) -> None:
    """An editor could not see what differs."""
    page = show(state="#status=all")
    row = page.locator("tr[data-row]", has_text="title-changed")
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
    assert "changed" in first.locator(".result").inner_text()
    assert "troops still at border" in first.inner_text()
    assert "json-ld" not in row.inner_text()
    row.get_by_text("Technical details").click()
    assert "json-ld" in row.inner_text()
    moved = page.locator("tr[data-row]", has_text="moved permanently")
    moved.get_by_text("Citation and page").click()
    moved.get_by_text("Technical details").click()
    assert moved.locator(".way .code").all_inner_texts() == ["301", "200"]


def test_why_and_how_to_fix(show: Callable[..., Page]) -> None:
    """An editor would not know what to do about a finding."""
    page = show()
    row = page.locator("tr[data-row]", has_text="parked-domain")
    row.get_by_text("Why it matters").click()
    assert "How to fix it: " in row.inner_text()
    assert row.get_by_role("link", name="Search the Wayback Machine").get_attribute("href") == (
        "https://web.archive.org/web/*/http://stepnoy-vestnik.example/2012/08/23/zhurnaly-nablyudateley/"
    )


def test_proposals_can_be_copied(show: Callable[..., Page]) -> None:
    """An editor would have to select a long address by hand, and change the article's line."""
    page = show("propose", permissions=["clipboard-read", "clipboard-write"])

    def copied(button: Locator) -> str:
        button.click()
        button.page.get_by_text("Copied").first.wait_for()
        text: str = page.evaluate("navigator.clipboard.readText()")
        return text

    row = page.locator("tr[data-row]", has_text="Kyiv Post")
    address = copied(row.get_by_role("button", name="Copy the address"))
    assert re.match(r"https://web\.archive\.org/web/2014\d+/http://www\.kyivpost\.com/", address)
    line = copied(row.get_by_role("button", name="Copy the corrected line"))
    assert re.fullmatch(r"\s*<li>Kyiv Post, Ukraine: <a href=\"(.+)\">.+</a></li>", line)
    assert address in line
    place = row.get_by_role("link", name="line 26", exact=True)
    assert (place.get_attribute("href") or "").startswith("https://git.example/")
    assert (place.get_attribute("href") or "").endswith("#L26")


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
    assert not page.locator(".chip.broken input").is_checked()


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


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [*product(["demo", "strangers"], [360, 1280], ["light", "dark"]), ("propose", 360, "dark"), ("propose", 1280, "light")],
)  # fmt: skip
def test_nobody_is_left_out(show: Callable[..., Page], name: str, width: int, scheme: str) -> None:
    """People who use screen readers, or need contrast, could not read the report."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs the extra test"
    )
    page = show(name, viewport={"width": width, "height": 900}, color_scheme=scheme)
    open_all(page)
    found = axe.Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found] == []


@pytest.mark.parametrize("name", ["demo", "propose", "strangers"])
def test_nothing_is_wider_than_a_phone(show: Callable[..., Page], name: str) -> None:
    """A reader on a phone would have to scroll sideways."""
    page = show(name, viewport={"width": 360, "height": 740})
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_strangers_do_nothing(show: Callable[..., Page]) -> None:
    """A headline could run a script in the editor's browser, or turn the text around it round."""
    page = show("strangers")
    open_all(page)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe").count() == 0
    assert page.locator("body script:not(#data), [onerror], [onfocus]").count() == 0
    # What is not markup by us is text: no element but those that the script makes.
    found = page.locator("main *").evaluate_all(
        "all => [...new Set(all.map((one) => one.tagName))]"
    )
    assert not set(found) & {"SCRIPT", "IMG", "IFRAME", "STYLE", "OBJECT", "META", "BASE"}
    links = page.locator("a").evaluate_all("all => all.map(one => one.protocol)")
    assert set(links) == {"file:", "https:"}
    # The same text is found by search, and chosen by its menu, as plain text.
    page.get_by_role("searchbox").fill("</script><script>")
    assert told(page) == "Shown: 1 of 10"
    page.get_by_role("button", name="Show all").click()
    page.locator("select[name=publisher]").select_option(index=1)
    assert re.fullmatch(r"Shown: \d of 10", told(page))
    assert page.evaluate("window.hacked") is None


def test_readable_without_scripts(show: Callable[..., Page]) -> None:
    """Where scripts are not run, a reader would see an empty page or filters that do nothing."""
    page = show(java_script_enabled=False)
    assert page.locator(".citations tbody tr:visible").count() == 16
    assert not page.locator("form").is_visible()
    assert not page.locator("#theme").is_visible()
    assert not page.locator("#further").is_visible()
    text = page.locator(".citations").inner_text()
    assert "the story's headline is now “Kerry: Russia supports" in text
    assert "line 22" in text


def test_print(show: Callable[..., Page]) -> None:
    """A printed report would be white on black, with filters that nobody can press."""
    page = show(state="#status=all", color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.locator("form").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert rows(page).count() == 16


def test_all_that_can_be_printed_is(show: Callable[..., Page]) -> None:
    """A printed report would end where the reader had stopped scrolling, without a word."""
    page = show("long", state="#status=broken")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert rows(page).count() == 1000
    assert "the first 1,000" in (page.locator("#printed").text_content() or "")


def test_long_report_is_quick(show: Callable[..., Page], reports: dict[str, Path]) -> None:
    """A report on 30,000 citations would take long to open, or hang at each letter typed."""
    assert reports["long"].stat().st_size < 15_000_000
    page = show("long")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        """Return the processor time of the page: the machine may have other things to do."""
        metrics = session.send("Performance.getMetrics")["metrics"]
        seconds: float = next(one["value"] for one in metrics if one["name"] == "ThreadTime")
        return seconds

    page.reload()
    assert told(page).endswith("of 30,000")
    assert spent() < 2
    for state in ("#status=ok", "#q=xyzzy", "#q=council", "#year=2013", "#sort=source", "#sort=-finding", "#status=all"):  # fmt: skip
        before = spent()
        page.evaluate("state => { location.hash = state; document.body.offsetHeight }", state)
        page.wait_for_timeout(0)
        assert spent() - before < 1, state
    assert told(page) == "Shown: 30,000 of 30,000"


def test_more_citations_come_when_they_are_wanted(show: Callable[..., Page]) -> None:
    """A reader would reach the end of the list after the first rows."""
    page = show("long")
    told(page)
    before = rows(page).count()
    assert before < 200
    page.locator("footer").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert before < rows(page).count() < 1000
