"""Patterns of paths, and paths as seen from a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from linkcheck.text.paths import relative, within
from linkcheck.text.patterns import matching

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_name_that_begins_with_dots_is_inside(tmp_path: Path) -> None:
    """An ignore for `..draft.md` would hide nothing, and its findings would have no place."""
    path = str(tmp_path / "..draft.md")
    assert matching(("*.md",), path, str(tmp_path)) == ("*.md",)
    assert within(path, os.path.realpath(tmp_path)) == "..draft.md"
    for outside in (tmp_path.parent, tmp_path / ".." / "a.md"):
        assert matching(("*",), str(outside), str(tmp_path)) == ()


def test_a_file_on_another_drive_matches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows, a run over D: with settings of C: would end with a traceback."""

    def fail(*_: str) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", fail)
    path = str(tmp_path / "elsewhere.md")
    assert matching(("*",), path, str(tmp_path)) == ()
    assert relative(path, str(tmp_path)) is None
