"""What `--help` shows, and how soon."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from linkcheck.cli.main import cli
from linkcheck.config.headings import HEADINGS
from linkcheck.config.options import OPTIONS


def shown(*arguments: str) -> str:
    """Return the help of a command."""
    return CliRunner().invoke(cli, [*arguments, "--help"]).output


def test_every_option_has_one_heading() -> None:
    """A new option would be lost at the top of sixty others."""
    headed = [name for names in HEADINGS.values() for name in names]
    assert len(set(headed)) == len(headed)
    assert {row.name for row in OPTIONS} <= set(headed)


@pytest.mark.parametrize("command", ["check", "extract", "baseline", "fix", "archive", "demo"])
def test_options_are_grouped(command: str) -> None:
    """A user would read sixty options to find the one that leaves out an address."""
    text = shown(command)
    for heading, names in HEADINGS.items():
        there = [name for name in names if f"\n  --{name}" in text or f", --{name}" in text]
        begin = text.find(f"\n{heading}:\n")
        assert (begin >= 0) == bool(there), heading
        group = text[begin + 1 :].partition("\n\n")[0]
        for name in there:
            assert f"--{name}" in group
    assert "PATH...  " not in text


def test_a_flag_is_shown_without_its_opposite() -> None:
    """Half of the help would say that there is a --no-… for each flag."""
    text = shown("check")
    assert "--no-whole-files" not in text
    assert "--no-known-archives" in text


def test_help_loads_no_article_format() -> None:
    """Each `--help` would take twice as long."""
    code = (
        "import sys; from linkcheck.cli.main import cli\n"
        "try: cli(['check', '--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in sys.modules if m.startswith('linkcheck.articles.formats.')\n"
        "       or m in ('rich', 'regex', 'bs4', 'aiohttp', 'markdown_it')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "['linkcheck.articles.formats.listing']"
