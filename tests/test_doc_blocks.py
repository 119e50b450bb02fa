"""Every block of code in the README and the guide works as it is written.

`test_public.py` runs the Python, `.ci/run` the two commands that set everything up.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import linkcheck
from linkcheck.cli.main import cli
from linkcheck.config.file import read_file
from tests.documents import Block, blocks
from tests.readme_commands import ENDINGS, command

KINDS = {"console", "html", "json", "python", "sh", "text", "toml", "yaml"}
SET_UP = [command(name) for name in ENDINGS]
SHELL = [block for block in blocks("sh", "console") if block.text.strip() not in SET_UP]
# Nothing is requested for an address of this machine.
ARTICLE = "# Talks\n\n## Sources\n\n- CNN: [Talks end](http://127.0.0.1/talks)\n"


def test_every_block_is_of_a_kind_that_is_tested() -> None:
    """A block that no test reads would stop working unnoticed."""
    for block in blocks():
        assert block.kind in KINDS, block


def lines(block: Block) -> list[str]:
    """Return the commands of a block of shell."""
    text = block.text.replace("\\\n", " ")
    if block.kind == "console":
        return [line[2:] for line in text.splitlines() if line.startswith("$ ")]
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize("block", SHELL, ids=str)
def test_commands_run(block: Block, tmp_path: Path) -> None:
    """A user who copies a command would get an error."""
    (tmp_path / "articles").mkdir()
    for name in ("articles/a.md", "article.md", "README.md"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    left_out = re.compile(r"linkcheck \w+ https?://|\. \.venv/bin/activate|docker ")
    script = "\n".join(line for line in lines(block) if not left_out.match(line))
    environment = {name: value for name, value in os.environ.items() if "LINKCHECK" not in name}
    done = subprocess.run(
        ["bash", "-e", "-u", "-c", script], cwd=tmp_path, capture_output=True, text=True,
        encoding="utf-8", check=False, stdin=subprocess.DEVNULL,
        env={
            **environment,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        },
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("block", SHELL, ids=str)
def test_commands_have_the_options_they_are_shown_with(block: Block) -> None:
    """A command that needs a network could be shown with an option that it does not have."""
    for line in lines(block):
        words = shlex.split(line.partition(" < ")[0], comments=True)
        if words[0] == "linkcheck":
            context = cli.make_context("linkcheck", words[1:], resilient_parsing=True)
            name, found, rest = cli.resolve_command(context, words[1:])
            assert found is not None
            if "--help" not in rest:
                with found.make_context(name, rest, parent=context, resilient_parsing=True):
                    pass


@pytest.mark.parametrize("block", blocks("text"), ids=str)
def test_output_is_what_the_demonstration_prints(block: Block) -> None:
    """A reader would expect findings that nobody gets."""
    done = CliRunner().invoke(cli, ["demo", "--propose"], env={"COLUMNS": "300"})
    for line in block.text.splitlines():
        assert line.strip() in done.output


@pytest.mark.parametrize("block", blocks("toml"), ids=str)
def test_configuration_can_be_used(block: Block, tmp_path: Path) -> None:
    """A user who copies it would get an error, or a section that is not read."""
    path = tmp_path / ("pyproject.toml" if "[tool.linkcheck" in block.text else "linkcheck.toml")
    path.write_text(block.text, encoding="utf-8")
    assert tomllib.loads(block.text)
    assert read_file(path)[1] == []


@pytest.mark.parametrize("block", blocks("yaml", "json"), ids=str)
def test_data_can_be_read(block: Block) -> None:
    """A user would copy a workflow that no build machine can read."""
    read = yaml.safe_load if block.kind == "yaml" else json.loads
    assert read(block.text)


@pytest.mark.parametrize("block", blocks("html"), ids=str)
def test_comments_suppress_findings(block: Block, tmp_path: Path) -> None:
    """A user would copy a comment that does nothing."""
    path = tmp_path / "a.html"
    path.write_text(f"<h2>Sources</h2><ul>\n{block.text}</ul>", encoding="utf-8")
    article = linkcheck.read_article(path)
    assert article.citations
    assert len(article.directives) == block.text.count("linkcheck: ignore")
