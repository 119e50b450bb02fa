"""The command line. What does the work is imported late: `--help` must be quick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck.cli.checked import check_quietly
    from linkcheck.cli.run import run_check, run_extract
    from linkcheck.cli.saving import run_archive

__all__ = ["check_quietly", "run_archive", "run_check", "run_extract"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "check_quietly": "checked",
        "run_archive": "saving",
        "run_check": "run",
        "run_extract": "run",
    },
)
