"""Other detectors in place of the built-in one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck.errors import UsageError
from linkcheck.languages import detect
from linkcheck.languages.detectors import DETECTORS, named
from linkcheck.models import LanguageGuess
from linkcheck.pages import read_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Icelandic:
    """Finds every text Icelandic."""

    def detect(self, text: str, candidates: Sequence[str] | None = None) -> LanguageGuess:
        """Say so."""
        return LanguageGuess(tag="is", confidence=1.0)


@pytest.mark.parametrize("name", DETECTORS)
def test_other_libraries_tell_languages(name: str) -> None:
    """A detector that the settings name would fail, or answer in a form of its own."""
    detector = named(name)
    assert detector is not None
    text = "Верховна Рада ухвалила у першому читанні проєкт державного бюджету"
    assert detector.detect(text, ("en", "uk", "ru")).tag == "uk"
    assert detector.detect(text).tag == "uk"
    assert detector.detect("2014", ("en", "uk")).tag == "und"
    assert detector.detect(text, ("xx",)).tag == "und"


def test_a_detector_is_used_for_titles_and_pages() -> None:
    """An editor's own detector would be asked for nothing."""
    answer = linkcheck.models.Resolution(
        url="https://a.example/", final_url="https://a.example/", status=200,
        body=b"<title>Some news of today</title><p>" + b"The text of a story. " * 20,
        headers=(("content-type", "text/html"),),
    )  # fmt: skip
    assert read_page(answer, Icelandic().detect).language.tag == "is"
    assert read_page(answer).language.tag == "en"


async def test_a_checker_uses_its_own_detector(tmp_path: Path) -> None:
    """A detector given to `Checker` would not be asked, or stay in use after it."""
    article = tmp_path / "a.md"
    article.write_text("# A\n\n## Sources\n\n- [Some title of a story](http://127.0.0.1:9/x)\n")
    async with linkcheck.Checker(detector=Icelandic()) as checker:
        assert detect("The title of a story is here").tag == "en"
        (verdict,) = [verdict async for verdict in checker.check([article])]
    assert verdict.citation.title_language == "is"
    assert detect("The title of a story is here").tag == "en"


def test_an_unknown_detector_is_refused() -> None:
    """A slip in a setting would be passed over."""
    with pytest.raises(UsageError, match="choose one of built-in, lingua, langid"):
        linkcheck.Checker(linkcheck.Settings(detector="x"))
    with pytest.raises(UsageError, match=r"did you mean lingua\?"):
        linkcheck.Checker(linkcheck.Settings(detector="linga"))


@pytest.mark.parametrize(("name", "module"), [("lingua", "lingua"), ("langid", "py3langid")])
def test_a_missing_extra_says_how_to_install_it(
    name: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has not installed the extra would see a traceback."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=rf"pip install 'linkcheck-bilingual\[{name}\]'"):
        named(name)
