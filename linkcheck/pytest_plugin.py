"""`pytest --linkcheck`: the citations of articles as tests, for those who keep them beside code.

Every file that linkcheck can read becomes a collector and every citation in it a test. All are
checked in one run, when the first of them is due, so that each site is asked as politely as the
command asks it. Without the option nothing is imported and nothing collected.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from linkcheck.models import Citation, Verdict
    from linkcheck.settings.settings import Settings

__all__ = ["pytest_addoption", "pytest_collect_file", "pytest_configure"]

_CHECKED = pytest.StashKey["_Run"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option, and the ini key that says which files are articles."""
    group = parser.getgroup("linkcheck", "citations of articles")
    group.addoption("--linkcheck", action="store_true", help="check the citations of articles")
    group.addoption(
        "--linkcheck-replay", metavar="WARC", help="answer from a recording, without a network"
    )
    parser.addini(
        "linkcheck_files",
        "articles to check, as patterns relative to the root (all that can be read by default)",
        type="args",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known by which the tests can be chosen or left out."""
    config.addinivalue_line("markers", "linkcheck: a citation of an article")
    if config.getoption("linkcheck"):
        config.stash[_CHECKED] = _Run(config)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Name the installed packages whose formats of articles cannot be loaded."""
    if _CHECKED not in config.stash:
        return []
    from linkcheck.articles.formats.registry import faults  # noqa: PLC0415 - only where asked for
    from linkcheck.reports.safe import shown  # noqa: PLC0415 - the same

    return [f"linkcheck: {shown(fault, 1000)}" for fault in faults().values()]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take a file whose format is one of ours."""
    if _CHECKED not in parent.config.stash:
        return None
    from linkcheck.articles.formats.registry import format_of  # noqa: PLC0415 - only where asked for

    if format_of(file_path.name) is None or not _is_wanted(file_path, parent.config):
        return None
    file: ArticleFile = ArticleFile.from_parent(parent, path=file_path)
    return file


class ArticleFile(pytest.File):
    """A file of articles; collects a test for each citation."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the citations, named by line and address."""
        from linkcheck.articles import read_articles  # noqa: PLC0415 - only where asked for
        from linkcheck.errors import LinkcheckError  # noqa: PLC0415 - the same
        from linkcheck.reports.safe import shown  # noqa: PLC0415 - the same

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
        from linkcheck.models import Severity, Status  # noqa: PLC0415 - only where asked for

        run = self.config.stash[_CHECKED]
        verdict = run.verdict(self.path, self.citation)
        if verdict is None and run.outage is not None:
            pytest.skip(f"not checked, since the network is not available: {run.outage}")
        if verdict is None:
            pytest.fail(
                "this citation could not be checked: " + run.trouble(self.path), pytrace=False
            )
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
        return "; ".join(self._problems[str(path)]) or "it stands in no article any more"

    def _check(self, files: list[Path]) -> None:
        import linkcheck  # noqa: PLC0415 - only where asked for
        from linkcheck.reports.safe import shown  # noqa: PLC0415 - the same

        self._checked.update(files)
        report = linkcheck.check(files, self.settings)
        self.outage = shown(report.outage) if report.outage is not None else None
        self._verdicts |= {_key(verdict.citation): verdict for verdict in report.verdicts}
        for problem in report.problems:
            self._problems[problem.path].append(shown(problem.message))


def _settings(config: pytest.Config) -> Settings:
    """Return what the environment and the configuration file of the tested project say."""
    import msgspec  # noqa: PLC0415 - only where asked for

    import linkcheck  # noqa: PLC0415 - the same

    try:
        settings = linkcheck.load_settings(config.rootpath)
    except linkcheck.UsageError as error:
        raise pytest.UsageError(str(error)) from None
    replay = config.getoption("linkcheck_replay")
    if replay:
        settings = msgspec.structs.replace(settings, replay=replay, store=None)
    # A process of ours would import pytest's main module.
    return msgspec.structs.replace(settings, workers=0)


def _key(citation: Citation) -> tuple[str, int, str | None]:
    return citation.location.path, citation.location.start, citation.url


def _told(finding: Any) -> str:
    from linkcheck.reports.safe import shown  # noqa: PLC0415 - only where asked for

    return f"{finding.rule.value}: {shown(finding.message)}"


def _is_wanted(path: Path, config: pytest.Config) -> bool:
    patterns = config.getini("linkcheck_files")
    if not patterns:
        return True
    from linkcheck.text.patterns import compiled  # noqa: PLC0415 - only where asked for

    try:
        relative = path.relative_to(config.rootpath)
    except ValueError:
        return False
    return compiled(tuple(patterns)).match_file(relative)
