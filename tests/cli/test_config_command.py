"""`linkcheck config`: what it shows, what it finds wrong, what it tells editors."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from linkcheck.config.file import read_file
from linkcheck.config.options import OPTIONS
from linkcheck.config.schema import schema
from tests.config.test_choosing import run

GOOD = """
timeout = 20
ignore = ["moved"]
confirm = "now"
severity = { dead-link = "warning" }
[per-path."drafts/**"]
accept = [403]
[per-host."archive.example"]
headers = { Cookie = "consent=sesame" }
interval = 2
[[ignores]]
url = "https://old.example/*"
until = "2027-01-31"
"""


def test_show_is_a_file_that_says_the_same(tmp_path: Path) -> None:
    """A user could not see what holds and who said so, or would see secrets."""
    (tmp_path / "linkcheck.toml").write_text(GOOD)
    file = ("--config", "linkcheck.toml")
    shown = run("config", "show", *file, "--attempts", "4", cwd=tmp_path, LINKCHECK_SEED="7")
    assert shown.returncode == 0, shown.stderr
    for line in (
        "timeout = 20.0  # linkcheck.toml:2",
        "attempts = 4  # command line",
        "seed = 7  # environment",
        "concurrency = 1024  # default",
        '[per-host."archive.example"]  # linkcheck.toml:8',
    ):
        assert line in shown.stdout.splitlines()
    assert "sesame" not in shown.stdout
    said, data = tomllib.loads(shown.stdout), tomllib.loads(GOOD)
    del data["per-host"]["archive.example"]["headers"]
    assert said["per-host"]["archive.example"].pop("headers") == {"Cookie": "***"}
    assert said.items() >= data.items()
    again = tmp_path / "again.toml"
    again.write_text(shown.stdout)
    assert read_file(again)[1] == []


def test_show_names_every_option(tmp_path: Path) -> None:
    """A user would not see that an option has a value."""
    shown = run("config", "show", "--no-config", cwd=tmp_path).stdout
    for option in OPTIONS:
        assert f"\n{option.name} = " in shown or f"\n# {option.name}: nothing" in shown


def test_show_is_harmless(tmp_path: Path) -> None:
    """Somebody else's file could play tricks with a terminal, or show a password."""
    (tmp_path / "linkcheck.toml").write_text(
        'contact = "https://me:hidden@x.example/?token=hidden2"\n'
        'include = ["\\u001b[3]1m", "\\u202e"]\n[per-path."\\u001b]0;x\\u0007"]\nignore = ["moved"]\n'
    )
    shown = run("config", "show", "--config", "linkcheck.toml", cwd=tmp_path)
    assert "hidden" not in shown.stdout
    assert not set("\x1b\x07\u202e") & set(shown.stdout)
    assert tomllib.loads(shown.stdout)["include"] == ["\x1b[3]1m", "\u202e"]


def test_check_tells_every_slip(tmp_path: Path) -> None:
    """A user would mend one slip to be told of the next."""
    (tmp_path / "pyproject.toml").write_text(
        '[tool.linkcheck]\nignor = ["moved"]\nattempts = "3"\n'
        '[tool.linkcheck.per-host."x.example"]\nintervall = 2\n'
    )
    done = run("config", "check", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()) == (
        2,
        [
            "pyproject.toml:2: unknown key 'ignor' in tool.linkcheck; did you mean ignore?",
            "pyproject.toml:3: attempts: expected a whole number, got text",
            (
                "pyproject.toml:5: unknown key 'intervall' in "
                "tool.linkcheck.per-host.x.example; did you mean interval?"
            ),
        ],
    )


def test_check_says_when_all_is_good(tmp_path: Path) -> None:
    """A user would not know whether the file was found and read."""
    (tmp_path / "linkcheck.toml").write_text(GOOD)
    good = (0, "linkcheck.toml: ok (7 settings)\n")
    done = run("config", "check", "linkcheck.toml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == good
    done = run("config", "check", cwd=tmp_path, LINKCHECK_CONFIG="linkcheck.toml")
    assert (done.returncode, done.stdout) == good
    assert run("config", "check", "nowhere.toml", cwd=tmp_path).returncode == 2


def test_check_says_what_does_not_count_in_a_file_that_was_found(tmp_path: Path) -> None:
    """A user would learn only from a run what this file may not say."""
    (tmp_path / "linkcheck.toml").write_text(GOOD)
    done = run("config", "check", cwd=tmp_path)
    assert done.returncode == 2
    told = [line.split(" ")[:2] for line in done.stdout.splitlines()]
    assert told == [
        ["linkcheck.toml:2:", "timeout"],
        ["linkcheck.toml:4:", "confirm"],
        ["linkcheck.toml:5:", "severity"],
        ["linkcheck.toml:7:", "per-path.drafts/**.accept"],
        ["linkcheck.toml:9:", "per-host.archive.example.headers"],
        ["linkcheck.toml:10:", "per-host.archive.example.interval"],
    ]


def document() -> Any:
    """Return the schema as the command prints it."""
    return json.loads(run("config", "schema", cwd=Path.cwd()).stdout)


def test_schema_takes_what_the_command_takes() -> None:
    """An editor would mark good settings as wrong, or know none of the names."""
    told = document()
    jsonschema.Draft202012Validator.check_schema(told)
    assert told == json.loads(json.dumps(schema()))
    validator = jsonschema.Draft202012Validator(told)
    validator.validate(tomllib.loads(GOOD))
    properties = told["$defs"]["linkcheck"]["properties"]
    for option in OPTIONS:
        assert properties[option.name]["description"] == option.help


@pytest.mark.parametrize(
    "text",
    [
        "ignor = []", "ignore = ['dead-lnk']", "attempts = 0", "timeout = '3'", "method = 'PUT'",
        "severity = { moved = 'grave' }", "severity = { mved = 'note' }", "confirm = 'later'",
        "per-host = []", "[per-host.x]\nheader = {}", "[per-path.x]\naccept = [9999]",
    ],
)  # fmt: skip
def test_schema_refuses_what_the_command_refuses(tmp_path: Path, text: str) -> None:
    """An editor would call settings good that end a run."""
    path = tmp_path / "linkcheck.toml"
    path.write_text(text)
    assert read_file(path)[1]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate(tomllib.loads(text))
