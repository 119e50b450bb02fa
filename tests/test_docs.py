"""README and guide document everything that the program does, with examples that work."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import click
import msgspec

from linkcheck.articles.anchors import markdown_anchors
from linkcheck.articles.formats.registry import formats
from linkcheck.cli.main import cli
from linkcheck.config.sections import SECTIONS
from linkcheck.config.trust import Trust
from linkcheck.judging.rules import RULES
from linkcheck.languages.detectors import DETECTORS
from linkcheck.reports.guide import GUIDE as GUIDE_ADDRESS
from linkcheck.reports.guide import page_of
from tests import write_options, write_rules
from tests.documents import GUIDE, README, ROOT, Generated, documentation, pages

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENTATION = documentation()


def test_table_of_rules_is_as_the_rules_are() -> None:
    """A user would meet a finding that nothing explains, or that says another thing."""
    assert not Generated.outdated(write_rules.PARTS), "run: python -m tests.write_rules"


def commands(group: click.Group, *above: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield all commands that can be run, with their words."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)
        else:
            yield (*above, name), command


def options_of_commands() -> Iterator[tuple[str, str]]:
    """Yield the options in the guide's tables, each with a command that has it."""
    for line in DOCUMENTATION.splitlines():
        cells = line.split(" | ")
        if line.startswith("| `--"):
            column = 1 if len(cells) == 3 else 4
            for option in re.findall(r"--[\w-]+", cells[0]):
                yield from ((option, command) for command in cells[column].split(", "))


def test_every_command_and_option_is_in_the_documentation() -> None:
    """A user would not learn what can be chosen, or would give an option to the wrong command."""
    known = set(options_of_commands())
    there: set[tuple[str, str]] = set()
    for words, command in commands(cli):
        assert f"`linkcheck {' '.join(words)}" in DOCUMENTATION or f"`{words[-1]}`" in DOCUMENTATION
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
    assert not Generated.outdated(write_options.PARTS), "run: python -m tests.write_options"


def test_every_section_is_in_the_documentation() -> None:
    """A user would not learn of a section or its keys."""
    for name, section in SECTIONS.items():
        row = next(line for line in DOCUMENTATION.splitlines() if line.startswith(f"| `{name}"))
        counting, others = row.split(" | ")[1:]
        for field in msgspec.structs.fields(section.struct):
            words = {
                Trust.FOUND: (f"`{field.encode_name}`", counting),
                Trust.RAISED: (f"`{field.encode_name}` (raised only)", counting),
                Trust.NAMED: (f"`{field.encode_name}`", others),
            }
            word, column = words[section.trust(field.name)]
            assert word in column


def test_every_format_is_in_the_documentation_with_its_suffixes() -> None:
    """A user would not learn what can be read."""
    for form in formats().values():
        comments = ", ".join(f"`{comment.example}`" for comment in form.comments)
        row = f"| `{form.name}` | `{' '.join(form.suffixes)}` | {comments} | "
        assert row.replace("|  |", "| |") in DOCUMENTATION


def test_every_detector_has_its_extra() -> None:
    """A user could not install a detector."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, make in DETECTORS.items():
        if "extra" in (make.__doc__ or ""):
            assert name in project["optional-dependencies"]


def test_links_between_the_documents_lead_somewhere() -> None:
    """A user who looks for the security policy, a recipe or the figures would find nothing."""
    others = ("CHANGELOG.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md")
    for page in [*pages(), *(ROOT / name for name in others)]:
        text = page.read_text(encoding="utf-8")
        for link, anchor in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", text):
            target = page.parent / link if link else page
            assert target.exists(), (page.name, link)
            if anchor:
                assert anchor in markdown_anchors(target.read_text(encoding="utf-8")), (
                    page.name,
                    anchor,
                )
    assert "](.github/SECURITY.md)" in DOCUMENTATION


def test_readme_is_short() -> None:
    """A reader who wants to know what this is would give up on the first page."""
    assert len(README.read_text(encoding="utf-8").split()) <= 1_400


def test_help_of_every_rule_leads_to_its_part_of_the_guide() -> None:
    """An editor who follows the link of a finding in code scanning would land nowhere."""
    for rule in RULES:
        page, _, anchor = page_of(rule).partition("#")
        name = page.removeprefix(GUIDE_ADDRESS)
        assert name != page
        assert anchor in markdown_anchors((GUIDE / name).read_text(encoding="utf-8"))
    # The repository has one address, here and in the examples to copy.
    owner = GUIDE_ADDRESS.removeprefix("https://github.com/").partition("/blob/")[0]
    assert f"uses: {owner}@" in DOCUMENTATION


def test_guide_lists_all_its_pages() -> None:
    """A page would be there that no reader finds."""
    readme, *guide = pages()
    index = next(page for page in guide if page.name == "README.md")
    links = re.findall(r"\]\(([\w-]+\.md)\)", index.read_text(encoding="utf-8"))
    assert sorted(links) == sorted(page.name for page in guide if page != index)
    assert "](examples/guide/README.md)" in readme.read_text(encoding="utf-8")
