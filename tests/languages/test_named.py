"""What languages are called in messages."""

from __future__ import annotations

import subprocess
import sys

import pytest

from linkcheck.languages.named import language_name


@pytest.mark.parametrize(
    ("tag", "reader", "name"),
    [
        ("pl", "en", "Polish"),
        ("pl", "uk", "польська"),
        ("pl", "ru", "польский"),
        ("crh", "en", "Crimean Tatar"),  # not in the table: it has three letters
        ("und", "en", "und"),
        ("pl<b>", "en", "pl<b>"),
    ],
)
def test_names(tag: str, reader: str, name: str) -> None:
    """An editor would read a code, or the name in another language than the rest."""
    assert language_name(tag, reader) == name


def test_common_names_need_no_tables_of_langcodes() -> None:
    """Every check would start half a second later, for the name of one language."""
    code = "import sys, linkcheck.judging.rules, linkcheck.reports.i18n\n"
    code += "from linkcheck.languages.named import language_name\n"
    code += "print(language_name('uk'), 'langcodes' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["Ukrainian", "False"]
