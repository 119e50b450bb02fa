"""The citations of articles as tests; loaded by `pytest --linkcheck` alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import linkcheck
from linkcheck.articles import read_articles
from linkcheck.articles.formats.registry import faults, format_of, formats
from linkcheck.errors import LinkcheckError
from linkcheck.models import Severity, Status
from linkcheck.reports.safe import shown
from linkcheck.text.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from linkcheck.models import Citation, Verdict
    from linkcheck.settings.settings import Settings

__all__ = ["pytest_collect_file", "pytest_configure", "pytest_report_header"]

_CHECKED = pytest.StashKey["_Run"]()


def pytest_configure(config: pytest.Config) -> None:
    """Read the settings, once `--linkcheck` has loaded this module."""
    config.stash[_CHECKED] = _Run(config)


def pytest_report_header() -> list[str]:
    """Name the installed packages whose formats of articles cannot be loaded."""
    formats()  # loads them
    return [f"linkcheck: {shown(fault, 1000)}" for fault in faults().values()]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take a file whose format is one of ours."""
    if format_of(file_path.name) is None or not _is_wanted(file_path, parent.config):
        return None
    file: ArticleFile = ArticleFile.from_parent(parent, path=file_path)
    return file


class ArticleFile(pytest.File):
    """A file of articles; collects a test for each citation."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the citations, named by line and address."""
        run = self.config.stash[_CHECKED]
        run.files.append(self.path)
        try:
            articles = list(read_articles(self.path, run.settings.inputs.form_of(self.path)))
        except LinkcheckError as error:
            raise self.CollectError(shown(str(error), 1000)) from None
        for article in articles:
            for citation in article.citations:
                what = citation.url or citation.title or "a source"
                name = f"{citation.location.line}:{shown(what, 120)}"
                item: CitationItem = CitationItem.from_parent(self, name=name, citation=citation)
                item.add_marker("linkcheck")
                yield item


class CitationItem(pytest.Item):
    """A citation as a test: a broken one fails, one that cannot be told is skipped."""

    def __init__(self, *, citation: Citation, **options: Any) -> None:
        super().__init__(**options)
        self.citation = citation

    def runtest(self) -> None:
        """Look up the verdict."""
        run = self.config.stash[_CHECKED]
        verdict = run.verdict(self.path, self.citation)
        if verdict is None and run.outage is not None:
            pytest.skip(f"not checked: the network is not available: {run.outage}")
        if verdict is None:
            trouble = run.trouble(self.path)
            reason = run.left_out(self.citation)
            if trouble and reason is None:
                pytest.fail(f"this citation could not be checked: {trouble}", pytrace=False)
            pytest.skip(f"not checked: {reason or 'it is no longer in the article'}")
        told = [_told(finding) for finding in verdict.findings]
        if any(finding.severity is Severity.ERROR for finding in verdict.findings):
            pytest.fail("\n".join(told), pytrace=False)
        if verdict.status is Status.UNVERIFIED:
            pytest.skip("; ".join(told) or "unverified")
        for text in told if verdict.status is Status.WARNING else ():
            self.warn(pytest.PytestWarning(text))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where it stands: pytest counts lines from 0."""
        return self.path, self.citation.location.line - 1, f"[linkcheck] {self.name}"


class _Run:
    """The one check behind all tests of a session."""

    def __init__(self, config: pytest.Config) -> None:
        self.files: list[Path] = []
        self.outage: str | None = None
        self._is_out_of_time = False
        self._config = config
        self.settings = _settings(config)
        self._verdicts: dict[tuple[str, int, str | None], Verdict] = {}
        self._problems: dict[str, list[str]] = defaultdict(list)
        self._checked: set[Path] = set()

    def verdict(self, path: Path, citation: Citation) -> Verdict | None:
        """Return what came of a citation; the first call checks them all."""
        if path not in self._checked:
            # Each process of pytest-xdist collects all files and runs a part of the tests.
            alone = not hasattr(self._config, "workerinput")
            self._check(self.files if alone else [path])
        return self._verdicts.get(_key(citation))

    def trouble(self, path: Path) -> str:
        """Return what is known to be wrong with a file."""
        return "; ".join(self._problems[str(path)])

    def left_out(self, citation: Citation) -> str | None:
        """Return why the settings leave a citation out, or None where they do not."""
        if any(not one.rules and one.covers(citation) for one in self.settings.ignores):
            return "an ignore without rules covers it"
        if self._is_out_of_time:
            return "the time limit was reached"
        if not self.settings.selection.everything:
            return "excluded by --since, --stale or --sample"
        return None

    def _check(self, files: list[Path]) -> None:
        self._checked.update(files)
        report = linkcheck.check(files, self.settings)
        self.outage = shown(report.outage) if report.outage is not None else None
        self._is_out_of_time = report.out_of_time
        self._verdicts |= {_key(verdict.citation): verdict for verdict in report.verdicts}
        for problem in report.problems:
            self._problems[problem.path].append(shown(problem.message))


def _settings(config: pytest.Config) -> Settings:
    """Return what the environment and the configuration file of the tested project say."""
    try:
        settings = linkcheck.load_settings(config.rootpath)
    except linkcheck.UsageError as error:
        raise pytest.UsageError(*(shown(message, 1000) for message in error.messages)) from None
    replay = config.getoption("linkcheck_replay")
    if replay:
        settings = msgspec.structs.replace(settings, replay=replay, store=None)
    # A process of ours would import pytest's main module.
    return msgspec.structs.replace(settings, workers=0)


def _key(citation: Citation) -> tuple[str, int, str | None]:
    # A run gives a reference with only a DOI that for an address.
    url = citation.url or (f"doi:{citation.doi}" if citation.doi else None)
    return citation.location.path, citation.location.start, url


def _told(finding: Any) -> str:
    return f"{finding.rule.value}: {shown(finding.message)}"


def _is_wanted(path: Path, config: pytest.Config) -> bool:
    patterns = config.getini("linkcheck_files")
    if not patterns:
        return True
    try:
        relative = path.relative_to(config.rootpath)
    except ValueError:
        return False
    return compiled(tuple(patterns)).match_file(relative)
