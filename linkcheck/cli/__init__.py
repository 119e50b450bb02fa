"""The command line. `run` is imported late: `--help` must be quick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck.cli.run import run_check, run_extract

__all__ = ["run_check", "run_extract"]

__getattr__, __dir__ = lazy_names(__name__, dict.fromkeys(__all__, "run"))
