"""The README says everything that the program does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from linkcheck.articles.formats.registry import formats
from linkcheck.cli.main import cli
from linkcheck.config.file import read_file
from linkcheck.config.sections import SECTIONS
from linkcheck.config.trust import Trust
from linkcheck.languages.detectors import DETECTORS
from linkcheck.reports import own_formats
from tests import write_rules
from tests.write_options import written

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_table_of_rules_is_as_the_rules_are() -> None:
    """A user would meet a finding that nothing explains, or that says another thing."""
    assert write_rules.written(README) == README, "write it anew: python -m tests.write_rules"


def commands(group: click.Group, *above: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield all commands that can be run, with their words."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)
        else:
            yield (*above, name), command


def options_of_commands() -> Iterator[tuple[str, str]]:
    """Yield the options in the README's tables, each with a command that has it."""
    for line in README.splitlines():
        cells = line.split(" | ")
        if line.startswith("| `--"):
            column = 1 if len(cells) == 3 else 4
            for option in re.findall(r"--[\w-]+", cells[0]):
                yield from ((option, command) for command in cells[column].split(", "))


def test_every_command_and_option_is_in_the_readme() -> None:
    """A user would not learn what can be chosen, or would give an option to the wrong command."""
    known = set(options_of_commands())
    there: set[tuple[str, str]] = set()
    for words, command in commands(cli):
        assert f"`linkcheck {' '.join(words)}" in README or f"`{words[-1]}`" in README
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                there |= {(long, " ".join(words)) for long in parameter.opts if long[:2] == "--"}
    for option, path in sorted(there):
        named = {path, path.partition(" ")[0]}
        if path != "config show" or option.startswith(("--config", "--no-config")):
            assert named & {name for each, name in known if each == option}, (option, path)
    for option, path in sorted(known):
        has = {name for each, name in there if each == option}
        assert any(name == path or name.startswith(f"{path} ") for name in has), (option, path)


def test_table_of_options_is_as_the_options_are() -> None:
    """A user would read of an option, a key or a variable that is another by now."""
    assert written(README) == README, "write it anew: python -m tests.write_options"


def test_configuration_in_the_readme_can_be_used(tmp_path: Path) -> None:
    """A user who copies it would get an error, or would not learn of a section or its keys."""
    path = tmp_path / "linkcheck.toml"
    path.write_text(README.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert read_file(path)[1] == []
    for name, section in SECTIONS.items():
        row = next(line for line in README.splitlines() if line.startswith(f"| `{name}"))
        counting, others = row.split(" | ")[1:]
        for field in msgspec.structs.fields(section.struct):
            words = {
                Trust.FOUND: (f"`{field.encode_name}`", counting),
                Trust.RAISED: (f"`{field.encode_name}` (raised only)", counting),
                Trust.NAMED: (f"`{field.encode_name}`", others),
            }
            word, column = words[section.trust(field.name)]
            assert word in column


def test_every_format_is_in_the_readme_with_its_suffixes() -> None:
    """A user would not learn what can be read."""
    for form in formats().values():
        comments = ", ".join(f"`{comment.example}`" for comment in form.comments)
        row = f"| `{form.name}` | `{' '.join(form.suffixes)}` | {comments} | "
        assert row.replace("|  |", "| |") in README


def test_every_report_is_in_the_readme() -> None:
    """A user would not learn which reports there are."""
    for form in own_formats():
        assert f"| `{form.name}` | {form.summary} |" in README


def test_every_detector_is_in_the_readme_and_has_its_extra() -> None:
    """A user would not learn which detectors there are, or could not install one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, make in DETECTORS.items():
        assert f"| `{name}` | {(make.__doc__ or '').partition('.')[0]} |" in README
        if "extra" in (make.__doc__ or ""):
            assert name in project["optional-dependencies"]


def test_links_between_the_documents_lead_somewhere() -> None:
    """A user who looks for the security policy, a recipe or the figures would find nothing."""
    for name in ("README.md", "CHANGELOG.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        links = re.findall(r"\]\(([\w./-]+)[)#]", text)
        assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []
    assert "](.github/SECURITY.md)" in README
