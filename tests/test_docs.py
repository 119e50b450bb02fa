"""The README says everything that the program does."""

from __future__ import annotations

from pathlib import Path

import click

from linkcheck.articles.registry import formats
from linkcheck.cli import cli
from linkcheck.reports import FORMATS
from linkcheck.rules import RULES

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_every_rule_is_in_the_readme_as_it_is() -> None:
    """A user would meet a finding that nothing explains, or that says another thing."""
    for rule, info in RULES.items():
        row = f"| `{rule.value}` | {info.severity.value} | {info.status.value} | {info.summary} |"
        assert row in README


def test_every_command_and_option_is_in_the_readme() -> None:
    """A user would not learn what can be chosen."""
    for name, command in cli.commands.items():
        assert f"`linkcheck {name}" in README
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                long = next(option for option in parameter.opts if option.startswith("--"))
                assert f"`{long}" in README


def test_every_format_is_in_the_readme_with_its_suffixes() -> None:
    """A user would not learn what can be read."""
    for form in formats().values():
        assert f"| `{form.name}` | `{' '.join(form.suffixes)}` |" in README


def test_every_report_is_in_the_readme() -> None:
    """A user would not learn which reports there are."""
    for form in FORMATS.values():
        assert f"| `{form.name}` | {form.summary} |" in README
