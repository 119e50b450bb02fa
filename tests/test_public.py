"""The public door: what it names, and that it costs nothing to open."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck.cli.demo import demo
from tests.documents import ROOT, Block, blocks
from tests.readme_commands import command
from tests.server import LoopbackServer, answer

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [
    "Article", "ArticleError", "Candidate", "Checker", "Citation", "Confidence", "Detector", "Difference",
    "Directive", "Encoder", "Evidence", "Failure", "FetchSettings", "Field", "FileChange", "Finding", "History", "Hop",
    "HostSettings", "Ignore", "InputSettings", "LanguageGuess", "LinkcheckError", "Liveness", "Location",
    "Match", "Outcome", "Outlet", "Page", "PageKind", "Policy", "Problem", "Progress", "Proposal",
    "Quotation", "RecordingError", "Relocation", "RepairSettings", "Report", "Resolution", "Rule",
    "Selection", "Settings", "Severity", "Snapshot", "Status", "StoreError", "StoreSettings", "Style",
    "Tally", "UrlStatus", "UsageError", "Validators", "Verdict", "Verdicts", "__version__", "apply", "check",
    "check_async", "check_citations", "check_citations_async", "find_files", "load_settings", "make_reporter",
    "propose", "propose_async",
    "read_article", "read_articles", "verify", "verify_async",
]  # fmt: skip


def test_exported_names() -> None:
    """A name that programs import would disappear unnoticed."""
    assert sorted(linkcheck.__all__) == sorted(NAMES)
    for name in NAMES:
        assert getattr(linkcheck, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = linkcheck.nothing  # type: ignore[attr-defined]


def test_import_loads_nothing_heavy() -> None:
    """Importing linkcheck would slow down every program that only might check links."""
    code = "import sys; import linkcheck; print(*sorted(m for m in sys.modules if m.startswith('linkcheck')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["linkcheck", "linkcheck.text", "linkcheck.text.lazy"]


def test_check_is_the_function_even_after_its_module_was_imported() -> None:
    """`linkcheck.check(…)` would fail in programs that also import parts of the package."""
    code = "import linkcheck.checker, linkcheck; print(callable(linkcheck.check))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


async def test_verdicts_come_as_they_are_found() -> None:
    """A program would have to wait for the slowest source before it can show any."""
    progress: list[linkcheck.Progress] = []
    with demo() as files:
        settings = linkcheck.Settings(replay=str(files.recording))
        async with linkcheck.Checker(settings, on_progress=progress.append) as checker:
            seen = [verdict async for verdict in checker.check(files.articles)]
        report = checker.report()
    assert len(seen) == len(report.verdicts) == progress[-1].done == progress[-1].total
    places = [
        (verdict.citation.location.path, verdict.citation.location.line)
        for verdict in report.verdicts
    ]
    paths = [str(path) for path in files.articles]
    assert places == sorted(places, key=lambda place: (paths.index(place[0]), place[1]))


async def test_leaving_early_leaves_nothing_open() -> None:
    """A program that stops at the first finding would leak connections."""
    with demo() as files:
        settings = linkcheck.Settings(replay=str(files.recording))
        async with linkcheck.Checker(settings) as checker:
            async for _ in checker.check(files.articles):
                break
        assert len(checker.report(complete=False).verdicts) == 1


def test_one_address_is_asked_for_once(tmp_path: Path, server: LoopbackServer) -> None:
    """A source cited by a hundred articles would be asked for a hundred times."""
    url = server.behave("/gone", answer("<title>404</title>", status="404 Not Found"))
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(f"[One]({url}) and [two]({url}#part).\n")
    fetch = linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",))
    report = linkcheck.check([tmp_path], linkcheck.Settings(fetch=fetch))
    assert [verdict.status for verdict in report.verdicts] == [linkcheck.Status.BROKEN] * 4
    assert server.asked("/gone") == 1


async def test_fault_of_one_page_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page that linkcheck itself fails on would end the run of an archive."""
    import linkcheck.engine.observe

    def broken(_: object, page: linkcheck.Page, __: object) -> tuple[linkcheck.Evidence, ...]:
        if "cnn.com" in page.url:
            raise ZeroDivisionError("odd page")
        return ()

    monkeypatch.setattr(linkcheck.engine.observe, "compare", broken)
    with demo() as files:
        report = await linkcheck.check_async(
            files.articles, linkcheck.Settings(replay=str(files.recording))
        )
    assert len(report.verdicts) == 16
    (problem,) = report.problems
    assert "ZeroDivisionError: odd page" in problem.message


def test_readme_has_both_commands() -> None:
    """New users would not find the two commands that set everything up."""
    assert command("demo").count("&&") == command("tests").count("&&") == 2


@pytest.mark.parametrize("block", blocks("python"), ids=str)
def test_python_in_the_documentation_runs(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user who copies it would get an error."""
    (tmp_path / "articles").mkdir()
    source = "[Talks end](http://127.0.0.1/talks)"  # private: nothing is requested for it
    (tmp_path / "articles" / "a.md").write_text(f"# T\n\n## Sources\n\n- CNN: {source}\n")
    monkeypatch.chdir(tmp_path)
    exec(compile(block.text, block.page.name, "exec"), {})  # noqa: S102 - the code is ours


def test_public_fields_have_the_names_that_are_written_down() -> None:
    """A program would look for an option under its own name, and find nothing about the other."""
    from linkcheck.config.options import OPTIONS

    guide = (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8")
    told = guide.split("## What is public")[1].split("\n## ")[0]
    for option in OPTIONS:
        field = (option.place or "").rpartition(".")[2]
        if field not in {"", option.parameter}:
            assert f"`{option.parameter.replace('_', '-')}`" in told, option.parameter
            assert f".{field}`" in told, field


def test_type_checkers_refuse_a_wrong_name(tmp_path: Path) -> None:
    """A misspelt import would pass the checks of a program, and fail when it runs."""
    pytest.importorskip("mypy", reason="mypy is in the extra dev")
    path = tmp_path / "program.py"
    path.write_text(
        "from linkcheck import Checker, Problm\nimport linkcheck_bilingual\nlinkcheck_bilingual.chek\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if "error" in line]
    assert 'has no attribute "Problm"' in lines[0]
    assert 'has no attribute "chek"' in lines[1]
    assert len(lines) == 3  # with the count


def test_what_is_exported_names_all_public_annotations() -> None:
    """A program could not annotate what it gets from linkcheck, or gives to it."""
    import re
    from typing import get_type_hints

    import msgspec

    missing = set()
    for name in linkcheck.__all__:
        kind = getattr(linkcheck, name)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            for hint in get_type_hints(kind).values():
                named = set(re.findall(r"linkcheck\.[\w.]+\.(\w+)", str(hint)))
                missing |= {each for each in named if each not in linkcheck.__all__}
    assert missing == set()


def test_findings_with_proposals_can_be_put_into_sets() -> None:
    """A program that collects findings in a set would end at the first proposal with facts."""
    proposal = linkcheck.Proposal(kind="archive", replacement="x", facts={"archive": "a"})
    finding = linkcheck.Finding(
        rule=linkcheck.Rule.MOVED,
        severity=linkcheck.Severity.NOTE,
        template="",
        proposal=proposal,
    )
    assert len({finding, finding}) == 1
