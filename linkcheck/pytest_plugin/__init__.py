"""`pytest --linkcheck`: the citations of articles as tests, for those who keep them beside code.

Every file that linkcheck can read becomes a collector and every citation in it a test. All are
checked in one run, when the first of them is due, so that each site is asked as politely as the
command asks it. Without the option nothing is imported and nothing collected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

__all__ = ["pytest_addoption", "pytest_configure"]


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
        config.pluginmanager.import_plugin("linkcheck.pytest_plugin.citations")
