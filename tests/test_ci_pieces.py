"""What linkcheck brings for builds: the action, the hooks for pre-commit, the workflows."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from linkcheck.articles.registry import formats
from tests.test_selection import git

if TYPE_CHECKING:
    from tests.server import LoopbackServer

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
STORY = "<title>Ministers meet again</title><p>" + "They agreed on further talks. " * 40


class Runner:
    """Runs the action's steps as a build machine does, all but those that are other actions.

    Args:
        workspace: the checkout.
        temporary: the machine's folder for passing things.
    """

    def __init__(self, workspace: Path, temporary: Path) -> None:
        self.workspace = workspace
        self.temporary = temporary
        # The step that installs needs a network: this is what it leaves behind.
        place = temporary / "linkcheck-environment" / "bin"
        place.mkdir(parents=True)
        (place / "linkcheck").write_text(
            f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m linkcheck "$@"\n', encoding="utf-8"
        )
        (place / "linkcheck").chmod(0o755)

    def run(
        self, step: str, *, base: str = "", **inputs: str
    ) -> tuple[int, str, dict[str, str], str]:
        """Run a step; return its exit code, what it prints, its outputs and the summary."""
        (found,) = (one for one in ACTION["runs"]["steps"] if one.get("id") == step)
        given = {name: str(about["default"]) for name, about in ACTION["inputs"].items()} | inputs
        environment = {
            name: self._filled(value, given, base) for name, value in found["env"].items()
        }
        output, summary = self.temporary / "output", self.temporary / "summary"
        output.write_text("", encoding="utf-8")
        summary.write_text("", encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]],
            cwd=self.workspace, capture_output=True, text=True, encoding="utf-8", check=False,
            env={**os.environ, **environment, "RUNNER_TEMP": str(self.temporary),
                 "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary),
                 "GITHUB_WORKSPACE": str(self.workspace), "GITHUB_ACTIONS": "true"},
        )  # fmt: skip
        lines = (line.partition("=") for line in output.read_text(encoding="utf-8").splitlines())
        told = {name: value for name, _, value in lines}
        return done.returncode, done.stdout + done.stderr, told, summary.read_text(encoding="utf-8")

    @staticmethod
    def _filled(value: str, inputs: dict[str, str], base: str) -> str:
        """Put in what the expressions of the action stand for."""
        for name, given in inputs.items():
            value = value.replace(f"${{{{ inputs.{name} }}}}", given)
        return value.replace("${{ github.event.pull_request.base.sha }}", base)


@pytest.fixture
def change(tmp_path: Path, server: LoopbackServer) -> tuple[Runner, str]:
    """Make a repository with an old broken link, and a change that adds a good and a broken one."""
    folder = tmp_path / "repository"
    (folder / "articles").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    old = server.page("/old", b"", status="404 Not Found")
    article = folder / "articles" / "a.md"
    article.write_text(f"# A\n\n## Sources\n\n- <{old}>\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    base = git(folder, "rev-parse", "HEAD").strip()
    good, new = server.page("/good", STORY), server.page("/new", b"", status="410 Gone")
    with article.open("a", encoding="utf-8") as file:
        file.write(f"- Daily: [Ministers meet again]({good})\n- Daily: [Gone]({new})\n")
    git(folder, "commit", "-qam", "two")
    return Runner(folder, tmp_path / "runner"), base


ARGS = "--allow-private loopback --host-interval 0"


def test_only_what_was_changed_is_checked_shown_and_failed_on(
    change: tuple[Runner, str], server: LoopbackServer
) -> None:
    """A pull request would fail for what it did not touch, or show nothing at its lines."""
    runner, base = change
    code, shown, outputs, summary = runner.run("check", base=base, args=ARGS)
    assert (code, outputs) == (1, {"exit-code": "1", "sarif": "linkcheck.sarif"})
    assert server.asked("/old") == 0
    (annotation,) = (line for line in shown.splitlines() if line.startswith("::error"))
    assert "file=articles/a.md,line=7" in annotation
    assert "dead-link" in annotation
    assert "dead-link" in summary
    document = json.loads((runner.workspace / "linkcheck.sarif").read_text(encoding="utf-8"))
    (result,) = document["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (result["ruleId"], place["region"]["startLine"]) == ("dead-link", 7)
    assert place["artifactLocation"]["uri"] == "articles/a.md"


def test_second_run_is_served_by_the_cache(
    change: tuple[Runner, str], server: LoopbackServer
) -> None:
    """Every push would ask for every living source again."""
    runner, base = change
    runner.run("check", base=base, args=ARGS)
    asked = server.asked("/good")
    code, *_ = runner.run("check", base=base, args=ARGS)
    assert (code, asked, server.asked("/good")) == (1, 1, 1)


def test_elsewhere_everything_is_checked(
    change: tuple[Runner, str], server: LoopbackServer
) -> None:
    """A nightly build would find nothing to do."""
    runner, _ = change
    code, shown, _, summary = runner.run("check", args=ARGS, annotations="false", summary="false")
    assert (code, server.asked("/old") > 0) == (1, True)
    assert "::error" not in shown
    assert summary == ""
    assert runner.run("check", args=f"{ARGS} --quiet", **{"fail-on": "never"})[0] == 0


def test_shallow_clones_are_deepened(
    change: tuple[Runner, str], server: LoopbackServer, tmp_path: Path
) -> None:
    """The usual checkout has one commit, and every pull request would end in an error."""
    runner, base = change
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{runner.workspace}", str(clone))
    code, shown, *_ = Runner(clone, tmp_path / "other").run("check", base=base, args=ARGS)
    assert (code, server.asked("/old")) == (1, 0), shown


@pytest.mark.parametrize(
    "text",
    [
        "$(touch hacked)",
        "`touch hacked`",
        "; touch hacked",
        "a.md\ntouch hacked",
        "--output=html=hacked.md",
    ],
)
def test_nothing_that_is_named_is_run(text: str, change: tuple[Runner, str]) -> None:
    """A branch or file with an ill-meant name would run commands on the build machine."""
    runner, base = change
    for inputs in (
        {"paths": shlex.quote(text)},
        {"since": text},
        {"baseline": text},
        {"fail-on": text},
    ):
        code, shown, *_ = runner.run("check", base=base, **({"args": ARGS} | inputs))
        assert code == 2, shown
        assert "Traceback" not in shown
    assert not (runner.workspace / "hacked").exists()


def test_every_input_is_used_and_documented() -> None:
    """An input would be accepted and do nothing, or nobody would know of it."""
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name in ACTION["inputs"]:
        assert f"inputs.{name} " in text
        assert f"| `{name}` |" in README
    # Expressions inside a script would be filled in before the shell reads it.
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_hooks_are_what_pre_commit_takes() -> None:
    """The hook could not be installed, or be given no file."""
    from identify.identify import tags_from_filename
    from pre_commit.clientlib import load_manifest

    hooks: list[dict[str, Any]] = load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))
    assert [hook["id"] for hook in hooks] == ["linkcheck", "linkcheck-changed"]
    for hook in hooks:
        assert f"id: {hook['id']}" in README
        for form in ("markdown", "html", "text", "rst"):
            suffix = formats()[form].suffixes[0]
            assert set(hook["types_or"]) & tags_from_filename(f"article{suffix}")


def test_workflows_can_be_read() -> None:
    """The project's own builds would not start."""
    for path in (ROOT / ".github" / "workflows").iterdir():
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["jobs"]
        assert workflow["permissions"] == {"contents": "read"}
