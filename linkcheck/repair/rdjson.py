"""Changes as suggestions that reviewdog puts beside the lines of a pull request.

See https://github.com/reviewdog/reviewdog/tree/master/proto/rdf (rdjson).
"""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.repair.changes import FileChange

__all__ = ["suggestions"]


def suggestions(changes: Sequence[FileChange]) -> str:
    """Return the changes as one JSON object (rdjson)."""
    diagnostics: list[dict[str, Any]] = []
    for change in changes:
        text = change.before.decode(change.encoding, "replace")
        text = text.removeprefix("\ufeff")
        starts = [0]
        while (found := text.find("\n", starts[-1])) >= 0:
            starts.append(found + 1)
        for edit in change.edits:
            places = (_place(text, starts, edit.start), _place(text, starts, edit.end))
            area = dict(zip(("start", "end"), places, strict=True))
            diagnostics.append(
                {
                    "message": "A new address was found for this source.",
                    "location": {"path": Path(change.path).as_posix(), "range": area},
                    "severity": "WARNING",
                    "suggestions": [{"range": area, "text": edit.text}],
                }
            )
    source = {"name": "linkcheck", "url": "https://pypi.org/project/linkcheck-bilingual/"}
    return msgspec.json.encode({"source": source, "diagnostics": diagnostics}).decode()


def _place(text: str, starts: list[int], offset: int) -> dict[str, int]:
    """Return a line and column as reviewdog counts them: from 1, in bytes of UTF-8."""
    line = bisect_right(starts, offset)
    column = len(text[starts[line - 1] : offset].encode("utf-8", "replace")) + 1
    return {"line": line, "column": column}
