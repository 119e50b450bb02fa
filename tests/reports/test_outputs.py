"""Several reports at once: where they go, and that none is lost for another's sake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from linkcheck.errors import UsageError
from linkcheck.reports import Format, Style, format_names, report_format
from linkcheck.reports.formats.json import JsonReporter
from linkcheck.reports.outputs import Output, Outputs, chosen_outputs
from linkcheck.reports.registry import format_of_suffix
from linkcheck.text.destinations import destination
from tests.cli.test_main import article, run
from tests.reports.samples import ORDINARY

if TYPE_CHECKING:
    from linkcheck.models import Report, Verdict

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("named", "form", "outputs"),
    [
        ([], None, [Output("terminal")]),
        ([], "json", [Output("json")]),
        (["a.json"], "json", [Output("json", "a.json")]),
        (["sarif=a"], None, [Output("terminal"), Output("sarif", "a")]),
        (["sarif=a", "junit=b"], "jsonl", [Output("jsonl"), Output("sarif", "a"), Output("junit", "b")]),
        (["sarif=a", "b"], None, [Output("terminal", "b"), Output("sarif", "a")]),
        (["github=-", "sarif=a"], None, [Output("github"), Output("sarif", "a")]),
        (["-"], "csv", [Output("csv")]),
        (["a.html"], None, [Output("html", "a.html")]),
        (["b/A.SARIF"], None, [Output("sarif", "b/A.SARIF")]),
        (["run.log"], None, [Output("terminal", "run.log")]),
        (["/dev/stderr"], None, [Output("terminal", "/dev/stderr")]),
        (["a.html"], "json", [Output("json", "a.html")]),
        (["a.pdf"], "json", [Output("json", "a.pdf")]),
        (["./x=y", "csv=x=z"], None, [Output("terminal", "./x=y"), Output("csv", "x=z")]),
    ],
)  # fmt: skip
def test_where_reports_go(named: list[str], form: str | None, outputs: list[Output]) -> None:
    """A report would go elsewhere than asked, or not be written."""
    assert chosen_outputs(named, form) == outputs


def test_a_file_named_now_comes_before_a_format_set_once() -> None:
    """A team's configuration for JSON would put JSON into report.html."""
    assert chosen_outputs(["a.html"], "json", by_suffix=True) == [Output("html", "a.html")]
    assert chosen_outputs(["a.pdf"], "json", by_suffix=True) == [Output("json", "a.pdf")]
    assert chosen_outputs(["csv=b"], "json", by_suffix=True)[0] == Output("json")


@pytest.mark.parametrize(
    ("named", "form", "words"),
    [
        (["json=-", "csv=-"], None, "two reports cannot go to standard output"),
        (["json=-"], "terminal", "two reports cannot go to standard output"),
        (["json=a", "csv=./a"], None, "two reports cannot go to"),
        (["./x=y", "csv=x=y"], None, "two reports cannot go to"),
        (["sarf=a"], None, "did you mean sarif"),
        (["json="], None, "name a file"),
        (["a.pdf"], None, r"--output a\.pdf: no report format has the suffix '\.pdf'"),
    ],
)
def test_outputs_that_cannot_be(named: list[str], form: str | None, words: str) -> None:
    """Two reports would be mixed up in one place, or a slip become a file's name."""
    with pytest.raises(UsageError, match=words):
        chosen_outputs(named, form)


def write(outputs: list[Output], report: Report = ORDINARY) -> list[str]:
    """Write reports; return what was complained of."""
    said: list[str] = []
    with Outputs(outputs, Style(), said.append) as reports:
        for verdict in report.verdicts:
            reports.verdict(verdict)
        reports.finish(report)
        assert reports.lost == bool(said)
    return said


def test_all_formats_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that wants several reports would have to check several times."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    assert not write([Output(form, str(tmp_path / form)) for form in format_names()])
    assert {path.name for path in tmp_path.iterdir()} == set(format_names())
    for path in tmp_path.iterdir():
        assert path.stat().st_size > 0
        assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_former_report_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    """A run that was stopped would leave half a report, or none, where a good one was."""
    path = tmp_path / "report.json"
    path.write_text("former")
    path.chmod(0o600)
    with pytest.raises(KeyboardInterrupt), Outputs([Output("json", str(path))], Style(), print):
        raise KeyboardInterrupt
    assert path.read_text() == "former"
    assert list(tmp_path.iterdir()) == [path]
    write([Output("json", str(path))])
    assert json.loads(path.read_text(encoding="utf-8"))["summary"]["citations"] == 3
    assert path.stat().st_mode & 0o777 == 0o600


def test_link_to_a_report_stays_a_link(tmp_path: Path) -> None:
    """A report that is linked to from elsewhere would no longer be written there."""
    (tmp_path / "real.json").write_text("former")
    (tmp_path / "link.json").symlink_to("real.json")
    write([Output("json", str(tmp_path / "link.json"))])
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text(encoding="utf-8").startswith("{")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout to work in, with links to a folder and a file outside."""
    outside, folder = tmp_path / "outside", tmp_path / "checkout"
    outside.mkdir()
    (outside / "victim").write_text("precious")
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "config").write_text("precious")
    (folder / "link").symlink_to(outside / "victim")
    (folder / "new").symlink_to("../outside/new")
    (folder / "folder").symlink_to(outside)
    (folder / "sub").mkdir()
    (folder / "sub" / "chain").symlink_to("../link")
    (folder / "repository").symlink_to(".git/config")
    (folder / "a.md").write_text("# T\n\n## Sources\n\n- CNN: Talks end\n")
    monkeypatch.chdir(folder)
    return folder


LINKS = ["link", "new", "folder/victim", "folder/x", "sub/chain", "sub/../folder/x", "repository"]


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("form", ["json", "jsonl", "terminal"])
def test_link_out_of_the_folder_is_refused(checkout: Path, name: str, form: str) -> None:
    """A pull request could commit a link, and the report would overwrite a file elsewhere."""
    for path in (name, str(checkout / name)):
        with (
            pytest.raises(UsageError, match=r"cannot be written: a symbolic link leads out"),
            Outputs([Output(form, path)], Style(), print),
        ):
            pass
    assert (checkout / "link").read_text() == (checkout / "repository").read_text() == "precious"
    assert [path.name for path in (checkout / "folder").iterdir()] == ["victim"]


@pytest.mark.parametrize("name", ["../folder/victim", "../folder/x", "../link", "../sub/chain"])
def test_link_is_refused_from_a_folder_of_the_checkout(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A build that works in `docs` and writes its report to `../reports` would be open."""
    monkeypatch.chdir(checkout / "sub")
    with pytest.raises(OSError, match="a symbolic link leads out"):
        destination(name)
    (checkout / "inside").symlink_to("sub")
    assert destination("../inside/x") == checkout / "sub" / "x"


def test_link_is_refused_from_another_folder(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that checks a folder it does not stand in would be as open as before."""
    monkeypatch.chdir("/")
    for name in ("link", "new", "sub/chain"):
        with (
            pytest.raises(UsageError, match="leads out"),
            Outputs([Output("json", str(checkout / name))], Style(), print),
        ):
            pass
    assert (checkout / "link").read_text() == "precious"


@pytest.mark.parametrize(
    "option", [("--record",), ("--store",), ("--store", "env"), ("baseline",), ("summary",)]
)
@pytest.mark.parametrize("name", ["link", "new", "folder/x"])
def test_no_output_of_any_kind_follows_a_link_out(
    checkout: Path, option: tuple[str, ...], name: str
) -> None:
    """A pull request could have a recording, a store or a baseline written over any file."""
    command, options, environment, code = "check", ["--no-store"], {}, 2
    if option == ("--record",):
        options += ["--record", name]
    elif option == ("--store",):
        options = ["--store", name]
    elif option == ("--store", "env"):
        options, environment = [], {"LINKCHECK_STORE": name}
    elif option == ("baseline",):
        # A baseline that exists is read first, and this one is none.
        name = "new" if name == "link" else name
        command, options = "baseline", ["--no-store", "--baseline", name]
    else:
        options += ["--output", "github=-"]
        environment, code = {"GITHUB_STEP_SUMMARY": name}, 3
    done = run(command, "a.md", *options, **environment)
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith(f"linkcheck: {name}")
    assert "a symbolic link leads out of the folder" in done.stderr
    assert done.stderr.count("\n") == 1
    assert (checkout / "link").read_text() == "precious"
    assert [path.name for path in (checkout / "folder").iterdir()] == ["victim"]


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs /dev/fd")
def test_streams_are_written_to(tmp_path: Path) -> None:
    """A user could not send a report to a pipe, or would lose what is before it in a file."""
    path = article(tmp_path, "# T\n\n## Sources\n\n- CNN: Talks end\n")
    command = f"{sys.executable} -m linkcheck check {path} --no-store -o /dev/null"
    to_pipe, to_file = tmp_path / "to pipe", tmp_path / "to file"
    for form in ("json", "jsonl"):
        for script in (
            f"{command} -o {form}=/dev/stdout | cat >'{to_pipe}'",
            f"{command} -o {form}=/dev/fd/7 7>&1 | cat >'{to_pipe}'",
            f"{command} -o {form}=>(cat >'{to_pipe}') | cat",  # which ends when both have
            f"(echo before; {command} -o {form}=/dev/stdout) >'{to_file}'",
        ):
            subprocess.run(["bash", "-c", script], timeout=60, check=True)
            text = (to_file if "before" in script else to_pipe).read_text(encoding="utf-8")
            assert text.startswith("before\n") == ("before" in script)
            assert "unlinked-citation" in text
            to_pipe.unlink(missing_ok=True)


@pytest.mark.parametrize(
    "command", ["check a.md", "extract a.md", "explain", "config show", "demo", "--help"]
)
def test_closed_standard_output_is_one_line(checkout: Path, command: str) -> None:
    """A service that closes standard output would get a traceback, told as findings."""
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m linkcheck {command} >&-"],
        capture_output=True, text=True, timeout=60, check=False, cwd=checkout,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("linkcheck: standard output is closed")
    assert done.stderr.count("\n") == 1
    # Who writes elsewhere needs none.
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m linkcheck check a.md --no-store -o json=report >&-"],
        capture_output=True, text=True, timeout=60, check=False, cwd=checkout,
    )  # fmt: skip
    assert done.returncode == 2  # the terminal's report is wanted too
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m linkcheck check a.md --no-store -f json -o report >&-"],
        capture_output=True, text=True, timeout=60, check=False, cwd=checkout,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((checkout / "report").read_text(encoding="utf-8"))


def test_step_summary_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The user would look for what is wrong with standard output, and miss the annotations."""
    path = article(tmp_path, "# T\n\n## Sources\n\n- CNN: Talks end\n")
    summary = tmp_path / "no" / "summary"
    done = run(
        "check", path, "--no-store", "-f", "github", "--severity", "unlinked-citation=error",
        GITHUB_STEP_SUMMARY=str(summary),
    )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr == (
        f"linkcheck: {summary} (GITHUB_STEP_SUMMARY): cannot be written: No such file or directory\n"
    )
    assert done.stdout.startswith("::error ")


def test_lines_are_in_the_file_as_they_come(tmp_path: Path) -> None:
    """A crash would lose what JSON lines are for."""
    path = tmp_path / "report.jsonl"
    path.write_text("former\n")
    with Outputs([Output("jsonl", str(path))], Style(), print) as reports:
        assert reports.streams
        reports.verdict(ORDINARY.verdicts[0])
        assert json.loads(path.read_text(encoding="utf-8"))["type"] == "verdict"


def test_nothing_is_emptied_where_one_file_cannot_be_opened(tmp_path: Path) -> None:
    """A slip in one file's name would cost another report."""
    path = tmp_path / "former.jsonl"
    path.write_text("former\n")
    outputs = [Output("jsonl", str(path)), Output("json", str(tmp_path / "no/where"))]
    with pytest.raises(UsageError, match="cannot be written"), Outputs(outputs, Style(), print):
        pass
    assert path.read_text() == "former\n"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "sarif"])
def test_full_disk_costs_one_report(tmp_path: Path, form: str) -> None:
    """One report that cannot be written would take the others with it."""
    outputs = [Output(form, "/dev/full"), Output("json", str(tmp_path / "good.json"))]
    said = write(outputs)
    assert said == ["/dev/full: cannot be written: No space left on device"]
    assert json.loads((tmp_path / "good.json").read_text(encoding="utf-8"))


def test_fault_of_one_report_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in one format would lose what an hour's run found, in all of them."""
    faulty = Format("faulty", Faulty, "", "")
    monkeypatch.setattr(
        "linkcheck.reports.outputs.report_format",
        lambda name: faulty if name == "faulty" else report_format(name),
    )
    outputs = [Output("faulty", str(tmp_path / "a")), Output("json", str(tmp_path / "b"))]
    (said,) = write(outputs)
    assert "the report 'faulty' cannot be written" in said
    assert "ZeroDivisionError" in said
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


class Faulty(JsonReporter):
    """A report with a fault in it."""

    def verdict(self, verdict: Verdict) -> None:
        """Take no verdict."""

    def finish(self, report: Report) -> None:
        """Fail."""
        _ = 1 // 0


def test_command_writes_several(tmp_path: Path) -> None:
    """The command would write only one of the reports that a build asks for."""
    path = article(tmp_path, "# T\n\n## Sources\n\n- CNN: Talks end\n")
    files = {form: tmp_path / f"report.{form}" for form in ("sarif", "junit", "csv")}
    outputs = [part for form, file in files.items() for part in ("--output", f"{form}={file}")]
    done = run("check", path, *outputs, "--severity", "unlinked-citation=error")
    assert done.returncode == 1, done.stderr
    assert "unlinked-citation" in done.stdout
    for file in files.values():
        assert "unlinked-citation" in file.read_text(encoding="utf-8")
    done = run("check", path, "-o", "json=-", "-o", "csv=-")
    assert done.returncode == 2
    assert "two reports cannot go to standard output" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("suffix", ["html", "md", "jsonl", "txt"])
@pytest.mark.parametrize("redirected", [False, True], ids=["output", "redirected"])
def test_own_report_is_no_article(suffix: str, redirected: bool, tmp_path: Path) -> None:
    """A second check of a folder would report what the first one wrote there as articles."""
    folder = tmp_path / "site"
    (folder / "drafts").mkdir(parents=True)
    (folder / "a.md").write_text("## Sources\n\n- Daily: A source without any address\n", "utf-8")
    report = folder / "drafts" / f"report.{suffix}"
    data = tmp_path / "counts.json"
    for _ in range(2):
        command = [sys.executable, "-m", "linkcheck", "check", "site", "--no-store"]
        command += ["--output", f"json={data}", "--output"]
        if redirected:
            form = format_of_suffix(f".{suffix}")
            with report.open("wb") as file:
                done = subprocess.run(
                    [*command, f"{form}=-"], cwd=tmp_path, check=False, stdout=file
                )
        else:
            done = subprocess.run(
                [*command, report], cwd=tmp_path, check=False, stdout=subprocess.DEVNULL
            )
        counts = json.loads(data.read_text("utf-8"))["summary"]
        assert (done.returncode, counts["articles"], counts["problems"]) == (0, 1, 0)
    assert report.stat().st_size > 0


def test_command_says_which_report_is_lost(tmp_path: Path) -> None:
    """A build would go on as if the report were there."""
    path = article(tmp_path, "# T\n\n## Sources\n\n- CNN: Talks end\n")
    done = run("check", path, "-o", "json=/dev/full", "-o", f"csv={tmp_path / 'a.csv'}")
    assert done.returncode == 3
    assert done.stderr == "linkcheck: /dev/full: cannot be written: No space left on device\n"
    assert "unlinked-citation" in done.stdout
    assert "unlinked-citation" in (tmp_path / "a.csv").read_text(encoding="utf-8")


def test_closed_pipe_costs_no_file(tmp_path: Path) -> None:
    """Looking at the beginning of one report would lose the other."""
    path = article(tmp_path, "# T\n\n## Sources\n\n" + "- CNN: Talks end\n" * 2000)
    target = tmp_path / "report.json"
    command = f"{sys.executable} -m linkcheck check {path} -o jsonl=- -o json={target} | head -c 1"
    subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    assert json.loads(target.read_text(encoding="utf-8"))["summary"]["citations"] == 2000


def test_schema_can_be_printed() -> None:
    """A user would have to look for the schema in the installed package."""
    assert json.loads(run("explain", "--schema").stdout)["$id"] == "urn:linkcheck:report:1"
