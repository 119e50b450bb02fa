"""Messages in the reader's language."""

from __future__ import annotations

import ast
import gettext
import io
import json
import os
import re
import string
import subprocess
import sys
from itertools import cycle
from typing import TYPE_CHECKING, Any

import polib
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from linkcheck.cli.explain import explained, listed
from linkcheck.cli.main import cli
from linkcheck.cli.trend import _show, _show_digest
from linkcheck.errors import UsageError
from linkcheck.judging.judge import judge
from linkcheck.judging.rules import RULES
from linkcheck.models import (
    Citation,
    Evidence,
    Failure,
    Field,
    History,
    Location,
    Match,
    Problem,
    Proposal,
    Report,
    Resolution,
    Rule,
    Status,
    Verdict,
)
from linkcheck.pages.media import what_it_is
from linkcheck.reports import Style, make_reporter
from linkcheck.reports.i18n import LANGUAGES, messages, of_locale
from linkcheck.reports.page_signs import SIGNS
from linkcheck.reports.wording import RELATIONS
from linkcheck.store.trend import Death, HalfLife, Period, Trend
from linkcheck.web.failures import DETAILS
from tests.compile_messages import CATALOGUES, PACKAGE, said

if TYPE_CHECKING:
    from pathlib import Path

IDS = [path.parts[-3] for path in CATALOGUES]


def fields(text: str) -> set[str]:
    """Return the named places of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("path", CATALOGUES, ids=IDS)
def test_every_message_is_translated(path: Path) -> None:
    """A reader would meet English among their own language."""
    entries = {entry.msgid: entry for entry in polib.pofile(str(path))}
    untranslated = {
        message
        for message, entry in entries.items()
        if not all(list(entry.msgstr_plural.values()) or [entry.msgstr])
    }
    assert sorted(said() - (set(entries) - untranslated)) == [], "to be translated"
    assert sorted(set(entries) - said()) == [], "no longer said"


@pytest.mark.parametrize("path", CATALOGUES, ids=IDS)
def test_translations_keep_their_places(path: Path) -> None:
    """A message would lose its facts, or a command end in an error where it is filled in."""
    for entry in polib.pofile(str(path)):
        for form in list(entry.msgstr_plural.values()) or [entry.msgstr]:
            assert fields(form) == fields(entry.msgid), entry.msgid
            assert form.count("`") == entry.msgid.count("`"), entry.msgid


def test_nothing_that_people_read_is_left_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence that no catalogue knows of would be shown in English in every language."""
    monkeypatch.setattr(gettext, "GNUTranslations", lambda _: Marked())
    messages.cache_clear()
    try:
        style = {"verbose": True, "language": "uk"}
        page = BeautifulSoup(told("html", style), "html.parser")
        data = json.loads(page.select("script#data")[0].text)
        rest = [told("terminal", style), told("markdown", style), listed("uk")]
        rest += [explained(rule, "uk") for rule in Rule]
        rest += [*data["words"].values(), *data["labels"]["rule"].values()]
        rest += [text for _, *texts in data["rules"] for text in texts]
        rest += [word for _, _, *words in data["statuses"] for word in words]
        for element in page.select("script, style"):
            element.decompose()
        rest += [page.get_text("\n"), str(page.select("input[type=search]")[0]["placeholder"])]
    finally:
        messages.cache_clear()
    assert sorted({word for text in rest for word in english(text)}) == []


def test_trends_are_not_left_in_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Ukrainian desk would get its weekly digest in English."""
    died = (Death("https://один.укр/", None, "2026-01-02", "2026-02-02"),) * 30
    one = HalfLife("Вісник", 40, 30, 1.5)
    found = Trend(
        (Period("2026-01", 9, 1, 0, 0, 1),), (one,), one._replace(years=None), died, ("https://два.укр/",)
    )  # fmt: skip
    monkeypatch.setattr(gettext, "GNUTranslations", lambda _: Marked())
    messages.cache_clear()
    try:
        told = messages("uk")
        for trend in (found, found._replace(periods=()), found._replace(died=())):
            for since in ("2026-01-31T10:00:00Z", ""):
                _show(trend, since, told)
                _show_digest(trend, since, told)
    finally:
        messages.cache_clear()
    shown = re.sub(r"\d+(-\d+)*T[\d:]+Z", "", capsys.readouterr().out)
    assert english(shown) == []


@pytest.mark.parametrize("more", ["", 'contact = "mailto:a@b.example"\n', "= broken\n"])
def test_explanations_take_the_language_of_the_file(
    more: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk would read reports in Ukrainian and explanations in English, or only an error."""
    for name in (*(name for name in os.environ if "LINKCHECK" in name), "LANGUAGE", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    (tmp_path / "linkcheck.toml").write_text(f'lang = "uk"\n{more}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["explain", "blocked"])
    assert done.exit_code == 0
    assert ("Чому це важливо" in done.output) is (not more)
    assert ("Почему это важно" in done.output) is bool(more)


def test_every_sign_of_a_page_is_translated() -> None:
    """A reader would meet "redirected to the front page" in a Ukrainian sentence."""
    begins = tuple(text.removesuffix("{what}") for text in SIGNS)
    said = {
        part.value
        for path in (PACKAGE / "pages").glob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", None) == "found"
        for argument in call.args[2:]
        for part in [argument.values[0] if isinstance(argument, ast.JoinedStr) else argument]
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    } - {'"'}
    assert {text for text in said if not text.startswith(begins)} == set()
    assert len(said) > 10


def test_signs_of_a_page_speak_the_language() -> None:
    """Half of a sentence about a page would be in English; what the page says itself stays."""
    place = Location(path="a.md", line=1, column=1, start=0, end=1)
    cited = Citation(location=place, url="https://paper.example/1", title="Міст відкрито")
    found = RULES[Rule.PARKED_DOMAIN].finding(
        "the domain is parked{reasons}",
        {"reasons": ': refers to seller.example; "for sale; no text"; h1: Paper; no text'},
    )
    report = Report(verdicts=(Verdict(citation=cited, status=Status.BROKEN, findings=(found,)),))
    stream = io.StringIO()
    make_reporter("github", stream, Style(language="uk")).finish(messages("uk").report(report))
    assert (
        'припарковано: посилається на seller.example; "for sale; no text"; h1: Paper; без тексту '
        "(наведено: Міст відкрито)"
    ) in stream.getvalue()


class Marked(gettext.NullTranslations):
    """Translates each message into itself between marks."""

    def gettext(self, message: str) -> str:
        """Return a message between marks."""
        return f"⟦{message}⟧"

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return a message between marks."""
        return f"⟦{many}⟧"


def told(form: str, style: dict[str, Any]) -> str:
    """Return a report whose facts have no Latin letter in their texts."""
    place = Location(path="Стаття.md", line=3, column=5, start=0, end=9)
    cited = Citation(
        location=place,
        url="https://приклад.укр/1",
        title="Міст відкрито",
        publisher="Вісник",
        author="О. Марченко",
        date="2014-03",
        language="uk",
        title_language="uk",
    )
    gone = RULES[Rule.DEAD_LINK].finding(
        "failed {times} times since {since}: no answer: {detail}",
        {"times": "3", "since": "2026-01-02", "detail": "the host refused the connection"},
        Proposal(kind="archive", replacement="https://архів.укр/1",
                 reason="archived by {archive} on {date}", facts={"archive": "Архів", "date": "2014"}),
    )  # fmt: skip
    answer = Resolution(
        url="https://приклад.укр/1", final_url="https://приклад.укр/2", status=404, attempts=2,
        fetched_at="2026-01-15T08:00:00Z",
    )  # fmt: skip
    # One of each: a field, match or relation without a word would cost the whole report.
    relations = (None, *RELATIONS)
    evidence = tuple(
        Evidence(
            field=field,
            match=list(Match)[number % len(Match)],
            relation=relations[number % len(relations)],
            cited="Так",
            found="Ні",
        )
        for number, field in zip(range(2 * len(relations)), cycle(Field), strict=False)
    )
    known = History(failures=2, failing_since="2026-01-02", cached=True)
    verdicts = [
        Verdict(
            citation=cited, status=status, findings=(gone,) if status is not Status.OK else (),
            evidence=evidence, resolution=answer, history=known, article_published="2014-01-01",
        )
        for status in Status
    ]  # fmt: skip
    verdicts.append(
        Verdict(citation=Citation(location=place, title="Без адреси"), status=Status.OK)
    )
    report = Report(
        verdicts=tuple(verdicts), articles=1, known=1, fixed=2, complete=False, out_of_time=True,
        unchecked=2, problems=(Problem(path="Інша.md", line=2, message="нечитабельна"),),
    )  # fmt: skip
    translated = messages("uk").report(report)
    stream = io.StringIO()
    make_reporter(form, stream, Style(**style)).finish(translated)
    return stream.getvalue()


def english(text: str) -> list[str]:
    """Return the words of a text that no catalogue translates, and that are no names."""
    before, text = None, text.replace("\u200b", "").replace("<br>", " ")
    while text != before:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    for rule in Rule:
        text = re.sub(rf"(?<![\w-]){rule.value}(?![\w-])", " ", text)
    text = re.sub(r"https?://\S*|xn--[\w.-]+|\w+\.md|--?[a-z-]+|\b=note\b|=note|&\w+;", " ", text)
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word != "linkcheck"]


@pytest.mark.parametrize("path", CATALOGUES, ids=IDS)
def test_catalogues_are_compiled(path: Path) -> None:
    """A new translation would not be seen: run python -m tests.compile_messages."""
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    text = {(entry.msgid, entry.msgstr, *entry.msgstr_plural.values()) for entry in compiled}
    source = polib.pofile(str(path))
    assert text == {(entry.msgid, entry.msgstr, *entry.msgstr_plural.values()) for entry in source}


def test_languages_offered_are_those_there_are() -> None:
    """One could choose a language that has no messages."""
    assert set(LANGUAGES) == {"en", *IDS}
    with pytest.raises(UsageError, match="choose one of en, "):
        messages("tlh")


def test_a_finding_speaks_ukrainian_and_keeps_its_facts() -> None:
    """Facts would be lost or the rule's name be translated, which is what people search for."""
    place = Location(path="a.md", line=1, column=1, start=0, end=1)
    gone = RULES[Rule.DEAD_LINK].finding(
        "failed {times} times since {since}: no response: {detail}",
        {"times": "3", "since": "2026-01-02", "detail": "the host refused the connection"},
    )
    verdict = Verdict(citation=Citation(location=place), status=Status.BROKEN, findings=(gone,))
    (told,) = messages("uk").verdict(verdict).findings
    assert (told.rule, told.message) == (
        Rule.DEAD_LINK,
        "немає відповіді (разів: 3) від 2026-01-02: немає відповіді: вузол відмовив у з’єднанні",
    )
    assert messages("en").verdict(verdict) is verdict


def test_a_host_that_does_not_exist_is_said_once() -> None:
    """A reader would be told twice in one line that there is no such host."""
    url = "https://gone.example/"
    failure = Failure.NO_SUCH_HOST
    found = Resolution(url=url, final_url=url, failure=failure, detail=DETAILS[failure])
    place = Location(path="a.md", line=1, column=1, start=0, end=1)
    cited = Citation(location=place, url=url)
    verdict = judge(cited, article=None, resolution=found, page=None)
    assert [each.message for each in verdict.findings] == ["the host does not exist"]
    (told,) = messages("uk").verdict(verdict).findings
    assert told.message == "такого вузла не існує"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "en_US", "LANG": "uk_UA"}, "en"),
        ({"LANGUAGE": "be:uk:en", "LANG": "be_BY"}, "uk"),
        ({}, "en"),
    ],
)
def test_language_of_the_environment(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Ukrainian desk would have to name its language each time."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert of_locale() == language


def test_reports_speak_the_language_asked_for() -> None:
    """The option would do nothing."""
    demo = [sys.executable, "-m", "linkcheck", "demo"]
    clean = {**os.environ, "LANG": "C.UTF-8", "LANGUAGE": "", "LC_ALL": ""}
    shown = subprocess.run(
        [*demo, "--lang", "uk"], capture_output=True, check=True, env=clean
    ).stdout.decode()
    assert "сайт відхиляє автоматичні запити" in shown
    assert "16 посилань у 3 статтях" in shown
    assert "blocked" in shown
    english = subprocess.run(demo, capture_output=True, check=True, env=clean).stdout.decode()
    assert "16 citations in 3 articles" in english


def test_kinds_of_documents_are_translated() -> None:
    """A reader would meet "an office document" in a Russian sentence."""
    found = RULES[Rule.TITLE_UNVERIFIED].finding(
        "the source is {what}, which is not compared with the citation",
        {"what": what_it_is("application/msword", b"")},
    )
    place = Location(path="a.md", line=1, column=1, start=0, end=1)
    verdict = Verdict(citation=Citation(location=place), status=Status.OK, findings=(found,))
    (told,) = messages("ru").verdict(verdict).findings
    assert "офисный документ (application/msword)" in told.message


@pytest.mark.parametrize(
    ("language", "names"), [("en", "Russian Ukrainian"), ("uk", "російська українська"), ("ru", "русский украинский")]
)  # fmt: skip
def test_languages_have_names_in_messages(language: str, names: str) -> None:
    """A reader would not know that "uk" is Ukrainian, and take it for the United Kingdom."""
    names_of = {"cited_language": "Russian", "found_language": "Ukrainian"}
    found = RULES[Rule.LANGUAGE_MISMATCH].finding(
        "the source is cited in {cited_language}, but the page is in {found_language}",
        {"cited": "ru", "found": "uk", **names_of},
    )
    place = Location(path="a.md", line=1, column=1, start=0, end=1)
    verdict = Verdict(citation=Citation(location=place), status=Status.WARNING, findings=(found,))
    (told,) = messages(language).verdict(verdict).findings
    assert all(name in told.message for name in names.split())
    assert told.facts["cited"] == "ru"
