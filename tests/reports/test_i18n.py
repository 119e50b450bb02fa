"""Messages in the reader's language."""

from __future__ import annotations

import os
import string
import subprocess
import sys
from typing import TYPE_CHECKING

import polib
import pytest

from linkcheck.errors import UsageError
from linkcheck.judging.judge import judge
from linkcheck.judging.rules import RULES
from linkcheck.models import Citation, Failure, Location, Resolution, Rule, Status, Verdict
from linkcheck.reports.i18n import LANGUAGES, messages, of_locale
from linkcheck.web.failures import DETAILS
from tests.compile_messages import CATALOGUES, said

if TYPE_CHECKING:
    from pathlib import Path

IDS = [path.parts[-3] for path in CATALOGUES]


def fields(text: str) -> set[str]:
    """Return the named places of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("path", CATALOGUES, ids=IDS)
def test_every_message_is_translated_with_the_same_places(path: Path) -> None:
    """A reader would meet English among their own language, or a message would lose its facts."""
    catalogue = polib.pofile(str(path))
    entries = {entry.msgid: entry for entry in catalogue}
    assert said() == set(entries)
    for entry in entries.values():
        forms = list(entry.msgstr_plural.values()) or [entry.msgstr]
        assert all(forms)
        assert all(fields(form) == fields(entry.msgid) for form in forms), entry.msgid


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
    with pytest.raises(UsageError, match="choose one of en, uk"):
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
    assert "замість сторінки сайт показує перевірку на робота" in shown
    assert "16 посилань у 3 статтях" in shown
    assert "blocked" in shown
    english = subprocess.run(demo, capture_output=True, check=True, env=clean).stdout.decode()
    assert "16 citations in 3 articles" in english
