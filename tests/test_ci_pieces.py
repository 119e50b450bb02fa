"""What linkcheck brings for builds: the action, the hooks for pre-commit, the workflows."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from linkcheck.articles.formats.registry import formats
from tests.documents import GUIDE, ROOT
from tests.engine.test_plan import git

if TYPE_CHECKING:
    from tests.server import LoopbackServer

pytestmark = pytest.mark.slow

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GUIDE_PAGE = (GUIDE / "ci.md").read_text(encoding="utf-8")
INPUTS, OUTPUTS = GUIDE_PAGE.split("| input |")[1].split("| output |")
RECIPES = [
    yaml.safe_load(block.split("```")[0])
    for block in GUIDE_PAGE.split("```yaml\n")[1:]
    if "OWNER/linkcheck@" in block.split("```")[0]
]
KEY = "0123456789abcdef" * 2
STORY = "<title>Ministers meet again</title><p>" + "They agreed on further talks. " * 40


class Runner:
    """Runs the action's steps as a build machine does; of other actions, only the cache.

    Args:
        workspace: the checkout.
        temporary: the machine's folder for passing things.

    Attributes:
        key: of the environment that linkcheck is installed in.
    """

    def __init__(self, workspace: Path, temporary: Path) -> None:
        self.workspace = workspace
        self.temporary = temporary
        # The step that installs needs a network: this is what it leaves behind.
        self.key = KEY
        place = self.environment / "bin"
        place.mkdir(parents=True)
        for name, options in (("python", ""), ("linkcheck", "-P -m linkcheck")):
            (place / name).write_text(
                f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {options} "$@"\n', encoding="utf-8"
            )
            (place / name).chmod(0o755)

    @property
    def environment(self) -> Path:
        """Where linkcheck is installed."""
        return self.temporary / f"linkcheck-environment-{self.key}"

    def run(
        self,
        step: str,
        environment: dict[str, str] | None = None,
        /,
        *,
        base: str = "",
        **inputs: str,
    ) -> tuple[int, str, dict[str, str], str]:
        """Run a step; return its exit code, what it prints, its outputs and the summary."""
        (found,) = (one for one in ACTION["runs"]["steps"] if one.get("id") == step)
        variables = {
            name: self._filled(value, self._context(base, inputs))
            for name, value in found.get("env", {}).items()
        }
        output, summary = self.temporary / "output", self.temporary / "summary"
        output.write_text("", encoding="utf-8")
        summary.write_text("", encoding="utf-8")
        folder = self._filled(found.get("working-directory", "."), self._context(base, inputs))
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]],
            cwd=self.workspace / folder, capture_output=True, text=True, encoding="utf-8", check=False,
            env={**os.environ, **(environment or {}), **variables,
                 "RUNNER_TEMP": str(self.temporary),
                 "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary),
                 "GITHUB_WORKSPACE": str(self.workspace), "GITHUB_ACTIONS": "true"},
        )  # fmt: skip
        lines = (line.partition("=") for line in output.read_text(encoding="utf-8").splitlines())
        told = {name: value for name, _, value in lines}
        return done.returncode, done.stdout + done.stderr, told, summary.read_text(encoding="utf-8")

    def job(self, number: int, cache: Path, /, *, base: str = "", **inputs: str) -> int:
        """Run all steps from the restoring of the cache on; return the exit code of the check.

        A step runs where its condition holds, as in a job: without `always()`, only where none has
        failed.

        Args:
            number: the run's.
            cache: a folder that holds what was saved, by key.
            base: the base of the pull request, if it is one.
            inputs: of the action.
        """
        shutil.rmtree(self.temporary / "linkcheck-store", ignore_errors=True)
        known = self._context(base, inputs) | {"github.run_id": str(number)}
        failed = False
        code = -1
        names = [step["name"] for step in ACTION["runs"]["steps"]]
        for step in ACTION["runs"]["steps"][names.index("Restore earlier results") :]:
            if not self._holds(step.get("if", "success()"), known, failed=failed):
                continue
            if "run" in step:
                ended, shown, outputs, _ = self.run(step["id"], base=base, **inputs)
                known |= {
                    f"steps.{step['id']}.outputs.{key}": told for key, told in outputs.items()
                }
                failed = failed or ended != 0
                code = ended if step["id"] == "check" else code
                assert "Traceback" not in shown
                continue
            given = {key: self._filled(value, known) for key, value in step["with"].items()}
            kept = [cache / given.get("key", ""), Path(given.get("path", ""))]
            if step["uses"].startswith("actions/cache/save@"):
                shutil.copytree(kept[1], kept[0])
            elif step["uses"].startswith("actions/cache/restore@"):
                prefixes = [given["key"], *given["restore-keys"].split()]
                saved = sorted(cache.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
                for prefix in prefixes:
                    if found := [path for path in saved if path.name.startswith(prefix)]:
                        shutil.copytree(found[0], kept[1])
                        break
            else:
                assert step["name"] == "Upload SARIF"
        return code

    def _context(self, base: str, inputs: dict[str, str]) -> dict[str, str]:
        """Return what the expressions of the action stand for."""
        defaults = {name: str(about["default"]) for name, about in ACTION["inputs"].items()}
        return {f"inputs.{name}": value for name, value in (defaults | inputs).items()} | {
            "github.event.pull_request.base.sha || github.event.merge_group.base_sha": base,
            "steps.python.outputs.python": "python3",
            "steps.python.outputs.key": self.key,
            "github.action_path": str(ROOT),
            "github.job": "links",
            "github.run_id": "1",
            "github.run_attempt": "1",
            "runner.os": "Linux",
            "runner.temp": str(self.temporary),
        }

    @staticmethod
    def _filled(value: str, known: dict[str, str]) -> str:
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda match: known.get(match[1], ""), value)

    @staticmethod
    def _holds(condition: str, known: dict[str, str], *, failed: bool) -> bool:
        terms = condition.split(" && ")
        if failed and "always()" not in terms:
            return False
        for term in terms:
            if term in {"always()", "success()"}:
                continue
            name, operator, value = term.split(" ")
            if (known.get(name, "") == value.strip("'")) != (operator == "=="):
                return False
        return True


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
    report = outputs.pop("report")
    counts = {"citations": "2", "ok": "1", "broken": "1", "warnings": "0", "unverified": "0"}
    assert (code, outputs) == (1, {"exit-code": "1", "sarif": "linkcheck.sarif"} | counts)
    assert "dead-link" in Path(report).read_text(encoding="utf-8")
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
    change: tuple[Runner, str], server: LoopbackServer, tmp_path: Path
) -> None:
    """After a finding every push would fetch every living source again, and forget failures."""
    runner, base = change
    cache = tmp_path / "cache"
    cache.mkdir()
    for number in (1, 2, 3):
        assert runner.job(number, cache, base=base, args=ARGS) == 1
        assert len(list(cache.iterdir())) == number
    assert server.asked("/good") == 1
    # What is saved last is restored, whatever the name.
    assert runner.job(4, cache, args=ARGS) == 1
    asked = server.asked("/old")
    assert runner.job(5, cache, args=ARGS) == 1
    assert (server.asked("/good"), asked > 0) == (1, True)


def test_nothing_is_saved_where_there_is_nothing(
    change: tuple[Runner, str], tmp_path: Path
) -> None:
    """A run that could not begin would replace what is remembered, or end in another error."""
    runner, base = change
    cache = tmp_path / "cache"
    cache.mkdir()
    assert runner.job(1, cache, base=base, args="--no-such-option") == 2
    assert runner.job(2, cache, base=base, args=ARGS, cache="false") == 1
    assert list(cache.iterdir()) == []


EVIL = "import pathlib\npathlib.Path({marker!r}).touch()\nraise SystemExit(7)\n"
SHADOWING = ("shlex", "venv", "os", "sys", "sitecustomize", "usercustomize", "click", "linkcheck")


@pytest.mark.parametrize("environment", [{}, {"PYTHONPATH": "."}, {"PYTHONPATH": "{workspace}"}])
def test_python_files_of_a_pull_request_are_not_run(
    change: tuple[Runner, str], tmp_path: Path, environment: dict[str, str]
) -> None:
    """A pull request could run code on the build machine by the name of a file in its root."""
    runner, base = change
    marker = tmp_path / "marker"
    for name in SHADOWING:
        (runner.workspace / f"{name}.py").write_text(EVIL.format(marker=str(marker)))
    environment = {
        name: value.format(workspace=runner.workspace) for name, value in environment.items()
    }
    code, shown, outputs, _ = runner.run("check", environment, base=base, args=ARGS)
    assert (code, outputs["exit-code"]) == (1, "1"), shown
    assert not marker.exists()


@pytest.mark.parametrize("environment", [{}, {"PYTHONPATH": "{workspace}"}])
def test_installing_runs_no_python_files_of_a_pull_request(
    change: tuple[Runner, str], tmp_path: Path, environment: dict[str, str]
) -> None:
    """A pull request could replace the very program that is to check it."""
    runner, _ = change
    marker = tmp_path / "marker"
    for name in (*SHADOWING, "pip", "ensurepip", "setuptools", "encodings", "zlib"):
        (runner.workspace / f"{name}.py").write_text(EVIL.format(marker=str(marker)))
    environment = {
        name: value.format(workspace=runner.workspace) for name, value in environment.items()
    }
    shutil.rmtree(runner.environment)
    # A wheel without code, which needs no network.
    wheel = tmp_path / "nothing-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("nothing.py", "")
        about = {"METADATA": "Metadata-Version: 2.1\nName: nothing\nVersion: 1\n",
                 "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
                 "RECORD": ""}  # fmt: skip
        for name, text in about.items():
            archive.writestr(f"nothing-1.dist-info/{name}", text)
    offline = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    code, shown, *_ = runner.run("install", environment | offline, package=str(wheel), extras="")
    assert code == 0, shown
    assert not marker.exists()
    site = runner.environment
    assert list(site.rglob("nothing.py"))


def test_git_settings_in_a_checkout_run_nothing(change: tuple[Runner, str], tmp_path: Path) -> None:
    """A tool that takes its hooks from the checkout would let a pull request run commands."""
    runner, base = change
    marker = tmp_path / "marker"
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{runner.workspace}", str(clone))
    (clone / "hooks").mkdir()
    for name in ("reference-transaction", "post-index-change", "pre-auto-gc", "fsmonitor"):
        hook = clone / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch '{marker}'\n")
        hook.chmod(0o755)
    git(clone, "config", "core.hooksPath", "hooks")
    git(clone, "config", "core.fsmonitor", str(clone / "hooks" / "fsmonitor"))
    os.utime(clone / "articles" / "a.md")
    code, shown, *_ = Runner(clone, tmp_path / "other").run("check", base=base, args=ARGS)
    assert code == 1, shown
    assert not marker.exists()


def test_configuration_is_that_of_the_base(
    change: tuple[Runner, str], server: LoopbackServer, tmp_path: Path
) -> None:
    """A pull request could write files, or pass, by what it puts into the configuration."""
    runner, base = change
    marker = tmp_path / "recording.warc"
    for name in ("linkcheck.toml", ".linkcheck.toml", "articles/linkcheck.toml"):
        (runner.workspace / name).write_text(f'record = "{marker}"\nignore = ["dead-link"]\n')
    git(runner.workspace, "add", ".")
    git(runner.workspace, "commit", "-qm", "three")
    for paths in (".", "articles", "articles/a.md"):
        for since in ("auto", ""):
            code, shown, *_ = runner.run("check", base=base, args=ARGS, paths=paths, since=since)
            assert (code, marker.exists()) == (1, False), shown
    # Merged, it counts: on the base's word, with patterns from where the file is.
    text = 'exclude = ["/articles/b*"]\n[per-path."/articles/*"]\nignore = ["dead-link"]\n'
    for name in ("linkcheck.toml", ".linkcheck.toml", "articles/linkcheck.toml"):
        git(runner.workspace, "rm", "-q", name)
    (runner.workspace / "linkcheck.toml").write_text(text)
    git(runner.workspace, "add", ".")
    git(runner.workspace, "commit", "-qm", "merged")
    merged = git(runner.workspace, "rev-parse", "HEAD").strip()
    (runner.workspace / "linkcheck.toml").write_text(f'record = "{marker}"\n')
    gone = server.page("/b", b"", status="410 Gone")
    for name in ("a", "b"):
        with (runner.workspace / "articles" / f"{name}.md").open("a", encoding="utf-8") as file:
            file.write(f"\n- Daily: [Gone too]({gone})\n")
    git(runner.workspace, "add", ".")
    git(runner.workspace, "commit", "-qm", "four")
    for paths in (".", "articles"):
        code, shown, *_ = runner.run("check", base=merged, args=ARGS, paths=paths)
        assert (code, marker.exists()) == (0, False), shown
        assert "b.md" not in shown
    # A file that the workflow names is the base's as well, and none where the base has none.
    git(runner.workspace, "mv", "linkcheck.toml", "new.toml")
    code, shown, *_ = runner.run("check", base=merged, args=f"{ARGS} --config linkcheck.toml")
    assert code == 0, shown
    code, shown, *_ = runner.run("check", base=merged, args=f"{ARGS} --config new.toml")
    assert (code, marker.exists()) == (1, False)
    assert "new.toml is not at" in shown
    # Without a pull request, what is committed has been accepted: every key of it counts.
    (runner.workspace / "linkcheck.toml").write_text("accept = [404, 410]\n")
    git(runner.workspace, "add", ".")
    git(runner.workspace, "commit", "-qm", "five")
    assert runner.run("check", args=ARGS)[0] == 0
    # And a file that the workflow makes and names is read as it is.
    (runner.workspace / "made.toml").write_text('ignore = ["dead-link"]\n')
    assert runner.run("check", args=f"{ARGS} --config made.toml")[0] == 0


@pytest.mark.parametrize("filters", ["--filter=blob:none", "--filter=tree:0"])
def test_partial_clones_are_completed(
    change: tuple[Runner, str], server: LoopbackServer, tmp_path: Path, filters: str
) -> None:
    """A checkout with a filter, or of a part of the files, would end every run in an error."""
    runner, base = change
    git(runner.workspace, "config", "uploadpack.allowFilter", "true")
    git(runner.workspace, "config", "uploadpack.allowAnySHA1InWant", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", filters, f"file://{runner.workspace}", str(clone))
    # Alone, linkcheck fetches nothing and says what to do.
    done = subprocess.run(
        [sys.executable, "-m", "linkcheck", "check", ".", "--no-store", "--since", base],
        cwd=clone, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "without --filter" in done.stderr
    assert done.stderr.count("\n") == 1
    code, shown, *_ = Runner(clone, tmp_path / "other").run("check", base=base, args=ARGS)
    assert (code, server.asked("/old")) == (1, 0), shown


def test_report_never_leaves_the_checkout(change: tuple[Runner, str], tmp_path: Path) -> None:
    """A pull request could commit the report as a link, and have any file overwritten."""
    runner, base = change
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (runner.workspace / "linkcheck.sarif").symlink_to(victim)
    git(runner.workspace, "add", ".")
    git(runner.workspace, "commit", "-qm", "three")
    code, shown, *_ = runner.run("check", base=base, args=ARGS)
    assert (code, victim.read_text()) == (2, "precious")
    assert "linkcheck.sarif: cannot be written: a symbolic link leads out of the folder" in shown


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"sarif": "a.sarif\nevil=1"}, "The input sarif has a line break"),
        ({"sarif": "a\revil=1"}, "The input sarif has a line break"),
        ({"sarif": "a\nevil<<X\nb\nX"}, "The input sarif has a line break"),
        ({"args": "--quiet 'articles"}, "The input args has a quotation mark"),
        ({"args": 'a" b'}, "The input args has a quotation mark"),
        ({"paths": "it's.md"}, "The input paths has a quotation mark"),
        ({"paths": "a\\"}, "The input paths"),
        ({"fail-on": "errors"}, "The input fail-on is error, warning, note or never"),
    ],
)
def test_wrong_input_is_one_line_and_sets_no_other_output(
    change: tuple[Runner, str], inputs: dict[str, str], words: str
) -> None:
    """A name that comes from a pull request could set what later steps go by."""
    runner, base = change
    code, shown, outputs, _ = runner.run("check", base=base, **inputs)
    assert (code, outputs) == (2, {"exit-code": "2"})
    assert shown.count("\n") == 1
    assert shown.startswith(f"::error title=linkcheck::{words}")


def test_words_are_split_as_by_a_shell(change: tuple[Runner, str], server: LoopbackServer) -> None:
    """A path with a space or a line break could not be checked."""
    runner, _ = change
    gone = server.page("/odd", b"", status="410 Gone")
    for name in ("a b.md", "c\nd.md", "-e.md", "--output=f.md"):
        (runner.workspace / name).write_text(f"- Daily: [Gone]({gone})\n", encoding="utf-8")
    paths = "'a b.md' 'c\nd.md'\n-e.md --output=f.md"
    code, shown, *_ = runner.run("check", args=ARGS, paths=paths)
    assert (code, shown.count("::error")) == (1, 4), shown
    assert not (runner.workspace / "f.md").exists()


def test_patterns_find_files(change: tuple[Runner, str], tmp_path: Path) -> None:
    """A user of other actions would write a pattern, and have nothing checked or a shell run."""
    runner, _ = change
    names = ("docs/en/a.md", "docs/uk/deep/b.md", "docs/c.md", "docs/-d.md", "docs/e [1].md",
             "docs/.hidden/f.md", "docs/g.txt", "-h.md")  # fmt: skip
    for name in names:
        path = runner.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("## Sources\n\n- Daily: Talks end\n", encoding="utf-8")
    (tmp_path / "outside.md").write_text("## Sources\n\n- Daily: Talks end\n", encoding="utf-8")
    (runner.workspace / "docs" / "link.md").symlink_to(tmp_path / "outside.md")
    (runner.workspace / "docs" / "loop").symlink_to(runner.workspace / "docs")
    for pattern, count in (
        ("docs/**/*.md", 5),
        ("docs/*.md", 3),
        ("docs/**", 6),
        ("docs/*/a.md docs/en/a.md", 1),
        ("'docs/e [1].md'", 1),
        ("*.md", 1),
        ("docs/[a-c]?md", 1),
    ):
        code, shown, outputs, _ = runner.run("check", args=ARGS, paths=pattern)
        assert (code, outputs["citations"]) == (0, str(count)), f"{pattern}: {shown}"
    for pattern in ("docs/*.mdx", "$(touch hacked)*", "/etc/*", "../*.md"):
        code, shown, outputs, _ = runner.run("check", args=ARGS, paths=shlex.quote(pattern))
        assert (code, outputs) == (2, {"exit-code": "2"}), shown
        assert shown.startswith("::error title=linkcheck::")
        assert shown.count("\n") == 1
    assert not (runner.workspace / "hacked").exists()


def test_all_steps_run_under_a_path_with_spaces(
    change: tuple[Runner, str], server: LoopbackServer, tmp_path: Path
) -> None:
    """On a runner whose folders have spaces in their names no step would work."""
    runner, base = change
    folder = tmp_path / "a folder, 'quoted'"
    shutil.copytree(runner.workspace, folder / "my repository")
    spaced = Runner(folder / "my repository", folder / "the runner")
    (tmp_path / "cache").mkdir()
    inputs = {"args": ARGS, "working-directory": "articles", "paths": "*.md"}
    for number in (1, 2):
        assert spaced.job(number, tmp_path / "cache", base=base, **inputs) == 1
    assert server.asked("/good") == 1
    _, shown, outputs, _ = spaced.run("check", base=base, **inputs)
    assert "file=articles/a.md,line=7" in shown  # as seen from the root of the repository
    assert outputs["sarif"] == "articles/linkcheck.sarif"
    assert (spaced.workspace / outputs["sarif"]).is_file()
    assert Path(outputs["report"]).is_file()


def test_exit_code_is_true_where_nothing_fails(change: tuple[Runner, str]) -> None:
    """A step that opens an issue when something is broken would never run."""
    runner, base = change
    never = {"fail-on": "never", "args": f"{ARGS} --quiet"}
    code, _, outputs, _ = runner.run("check", base=base, **never)
    assert (code, outputs["exit-code"], outputs["broken"]) == (0, "1", "1")
    assert Path(outputs["report"]).is_file()
    # What is no finding fails all the same.
    code, _, outputs, _ = runner.run("check", base="0" * 40, **never)
    assert (code, outputs) == (2, {"exit-code": "2"})


def test_only_files_of_this_run_are_outputs(change: tuple[Runner, str]) -> None:
    """The upload of a file that is not there would fail, or an old report be uploaded."""
    runner, _ = change
    (runner.workspace / "linkcheck.sarif").write_text("{}", encoding="utf-8")
    code, _, outputs, _ = runner.run("check", args=f"{ARGS} --no-such-option")
    assert (code, outputs) == (2, {"exit-code": "2"})
    code, _, outputs, _ = runner.run("check", args=ARGS, sarif="no/such/folder.sarif")
    assert (code, outputs) == (2, {"exit-code": "2"})
    code, _, outputs, _ = runner.run("check", args=ARGS)
    assert (code, outputs["sarif"]) == (1, "linkcheck.sarif")


def test_clean_run_prints_one_line(change: tuple[Runner, str], server: LoopbackServer) -> None:
    """An empty log would leave open whether anything was checked."""
    runner, _ = change
    good = server.page("/fine", STORY)
    (runner.workspace / "fine.md").write_text(f"- Daily: [Ministers meet again]({good})\n")
    code, shown, outputs, _ = runner.run("check", args=ARGS, paths="fine.md")
    assert (code, outputs["ok"]) == (0, "1")
    assert shown == "linkcheck: 1 citation in 1 article: 1 ok\n"


def test_nothing_to_check_can_fail(change: tuple[Runner, str]) -> None:
    """A path that holds no citation any more would pass for ever."""
    runner, base = change
    (runner.workspace / "empty.md").write_text("# Empty\n", encoding="utf-8")
    empty = {"args": ARGS, "paths": "empty.md", "fail-if-empty": "true"}
    code, shown, outputs, _ = runner.run("check", **empty)
    assert (code, outputs["exit-code"], outputs["citations"]) == (1, "1", "0")
    assert "No citations found" in shown
    # A pull request without a changed citation is usual.
    assert runner.run("check", base=base, **empty)[0] == 0
    assert runner.run("check", **(empty | {"fail-if-empty": "false"}))[0] == 0


@pytest.mark.parametrize("version", ["3.10.4", ""])
def test_python_that_is_too_old_is_named(
    change: tuple[Runner, str], tmp_path: Path, version: str
) -> None:
    """The installation would end in pip's message, which says nothing of what to do."""
    runner, _ = change
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("bash", "head", "date", "tr", "cat"):
        (programs / name).symlink_to(shutil.which(name) or name)
    if version:
        for name in ("python3", "python"):
            old = f'#!/bin/bash\ncase "$3" in *exit*) exit 1 ;; esac\necho {version}\n'
            (programs / name).write_text(old, encoding="utf-8")
            (programs / name).chmod(0o755)
    code, shown, outputs, _ = runner.run("python", {"PATH": str(programs)})
    assert (code, outputs) == (2, {})
    assert shown.startswith("::error title=linkcheck::linkcheck needs Python 3.11 or newer")
    assert f"this runner has {version or 'none'}: add a step with actions/setup-python" in shown
    assert shown.count("\n") == 1


def test_environment_is_kept_for_one_python_and_one_choice(change: tuple[Runner, str]) -> None:
    """Every run would install again, or one get the libraries that another has chosen."""
    runner, _ = change
    found = [runner.run("python", extras=extras)[2] for extras in ("bib", "bib", "pdf")]
    assert found[0] == found[1] != found[2]
    assert re.fullmatch(r"[0-9a-f]{32}", found[0]["key"])
    # What was restored is used as it is; what does not work is made anew.
    offline = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    code, shown, outputs, _ = runner.run("install", offline, package="no-such-package", extras="")
    assert (code, outputs) == (0, {}), shown
    (runner.environment / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")
    assert runner.run("install", offline, package="no-such-package", extras="")[0] != 0


def test_every_choice_has_an_environment_of_its_own(change: tuple[Runner, str]) -> None:
    """A second use of the action in a job would run with the extras of the first."""
    runner, _ = change
    runner.key = "f" * 32
    offline = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    assert runner.run("install", offline, package="no-such-package", extras="")[0] != 0
    programs = runner.environment / "bin"
    (programs / "linkcheck").write_text("#!/bin/sh\necho second\n", encoding="utf-8")
    (programs / "linkcheck").chmod(0o755)
    code, shown, *_ = runner.run("check", args=ARGS)
    assert (code, shown) == (0, "second\n")


def test_scripts_are_sound_in_every_shell() -> None:
    """A script that only Linux understands would end on the runners of macOS and Windows."""
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    scripts.append((ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    for script in scripts:
        done = subprocess.run(
            [shutil.which("shellcheck", path=Path(sys.executable).parent) or "shellcheck",
             "--shell=bash", "-"],
            input=script, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        # Not in bash 3.2, which is what macOS has.
        assert not re.search(
            r"\b(mapfile|readarray|declare -A|local -n)\b|\$\{\w+(,,|\^\^|@)", script
        )
        assert not re.search(r'(?<!\+)"\$\{(args|paths)\[@\]\}"(?!\})', script)


def test_elsewhere_everything_is_checked(
    change: tuple[Runner, str], server: LoopbackServer
) -> None:
    """A nightly build would find nothing to do."""
    runner, _ = change
    code, shown, _, summary = runner.run("check", args=ARGS, annotations="false", summary="false")
    assert (code, server.asked("/old") > 0) == (1, True)
    assert "::error" not in shown
    assert summary == ""


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
        assert f"| `{name}` |" in INPUTS
    for name, about in ACTION["outputs"].items():
        assert about["value"] == f"${{{{ steps.check.outputs.{name} }}}}"
        assert f"| `{name}` |" in OUTPUTS
    # Expressions inside a script would be filled in before the shell reads it.
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_recipes_use_what_there_is() -> None:
    """A recipe would be copied, and its issue or comment have nothing in it."""
    assert len(RECIPES) == 4
    for recipe in RECIPES:
        steps = recipe["jobs"]["links"]["steps"]
        (action,) = (step for step in steps if "OWNER/linkcheck@" in step.get("uses", ""))
        assert set(action.get("with", {})) <= ACTION["inputs"].keys()
        used = set(re.findall(r"steps\.links\.outputs\.([\w-]+)", str(steps)))
        assert used <= ACTION["outputs"].keys()
        assert not used or action["id"] == "links"


def test_hooks_are_what_pre_commit_takes() -> None:
    """The hook could not be installed, or be given no file."""
    from identify.identify import tags_from_filename
    from pre_commit.clientlib import load_manifest

    hooks: list[dict[str, Any]] = load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))
    assert [hook["id"] for hook in hooks] == ["linkcheck", "linkcheck-changed"]
    for hook in hooks:
        assert f"id: {hook['id']}" in GUIDE_PAGE
        for form in ("markdown", "html", "text", "rst", "asciidoc", "ipynb", "bibtex"):
            suffix = formats()[form].suffixes[0]
            assert set(hook["types_or"]) & tags_from_filename(f"article{suffix}")
            assert not re.search(hook["exclude"], f"articles/requirements of a degree{suffix}")
        for name in ("requirements.txt", "requirements-dev.txt", "a/constraints.txt",
                     "requirements/test.txt", "static/robots.txt", "CMakeLists.txt"):  # fmt: skip
            assert re.search(hook["exclude"], name), f"{name} would be read as an article"
        # Nothing else installs what the formats of such files need.
        (brought,) = hook["additional_dependencies"]
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        extras = brought.removeprefix(".[").removesuffix("]").split(",")
        assert set(extras) <= project["optional-dependencies"].keys()
        assert {"bib", "docx", "odt", "wiki"} <= set(extras)


@pytest.mark.parametrize("options", ["", "    args: [--severity, unlinked-citation=error]\n"])
def test_files_named_like_options_are_files_to_the_hooks(tmp_path: Path, options: str) -> None:
    """A pull request could set options of the hook by the name of a file."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    entries = ""
    for hook in hooks:
        command = shlex.split(hook["entry"])
        assert command[0] == "linkcheck"
        # The same, without installing it again.
        hook["entry"] = shlex.join([sys.executable, "-P", "-m", *command, "--no-store"])
        hook["language"] = "system"
        del hook["additional_dependencies"]
        entries += f"  - id: {hook['id']}\n{options}"
    manifest = tmp_path / "hooks"
    manifest.mkdir()
    git(manifest, "init", "-q", "-b", "main")
    (manifest / ".pre-commit-hooks.yaml").write_text(yaml.safe_dump(hooks), encoding="utf-8")
    git(manifest, "add", ".")
    git(manifest, "commit", "-qm", "hooks")
    revision = git(manifest, "rev-parse", "HEAD").strip()
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: file://{manifest}\n  rev: {revision}\n  hooks:\n{entries}",
        encoding="utf-8",
    )
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    names = ("--output=a.md", "--config=evil.md", "--record=b.md", "z.md")
    for name in names:
        (folder / name).write_text("## Sources\n\n- CNN: Talks end\n", encoding="utf-8")
    git(folder, "add", "--", *names)
    for hook in hooks:
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", hook["id"], "--verbose"],
            cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
            env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")},
        )  # fmt: skip
        shown = done.stdout + done.stderr
        if options:
            # Arguments of the user's take the place of the manifest's, `--` and all.
            assert done.returncode == 1, shown
            assert "put -- before the files" in shown
        else:
            assert done.returncode == 0, shown
            for name in names:
                assert f"\n{name}" in shown
        assert not [name for name in ("a.md", "b.md") if (folder / name).exists()]


def test_workflows_can_be_read() -> None:
    """The project's own builds would not start."""
    for path in (ROOT / ".github" / "workflows").iterdir():
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["jobs"]
        assert workflow["permissions"] == {"contents": "read"}


def test_own_builds_run_on_every_supported_python() -> None:
    """A version that is promised would not be tested."""
    text = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    job = yaml.safe_load(text)["jobs"]["tests"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    promised = re.findall(r":: Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert job["strategy"]["matrix"]["python"] == promised
    (setup,) = (step["with"] for step in job["steps"] if "setup-python" in step.get("uses", ""))
    assert setup["python-version"] == "${{ matrix.python }}"
    assert job["steps"][-1]["run"] == "bash .ci/run ${{ matrix.python }}"


def test_gitlab_recipe_keeps_what_a_failed_job_found() -> None:
    """After a finding every merge request would fetch every living source again."""
    (recipe,) = (block for block in GUIDE_PAGE.split("```yaml\n") if block.startswith("links:"))
    job = yaml.safe_load(recipe.split("```")[0])["links"]
    assert job["cache"]["when"] == "always"
    store = Path(job["variables"]["LINKCHECK_STORE"])
    assert [Path(path) for path in job["cache"]["paths"]] == [store.parent]
    assert "--config-from" in job["script"][-1]
