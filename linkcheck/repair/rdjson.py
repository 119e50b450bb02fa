"""Changes as suggestions that reviewdog puts beside the lines of a pull request.

See https://github.com/reviewdog/reviewdog/tree/master/proto/rdf (rdjson).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from linkcheck.articles.writing import edited
from linkcheck.reports.formats.rdjson import rdjson_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from linkcheck.articles.writing import Edit
    from linkcheck.repair.changes import Change, FileChange

__all__ = ["suggestions"]

_KINDS = {
    "new-address": "The source has a new address",
    "other-edition": "The edition cited has an address of its own",
    "archive": "An archive has a copy of the source",
    "title": "The page has another title",
    "address": "The source has another address",
}
"""What is said of a change of each kind, before its reason."""


def suggestions(changes: Sequence[FileChange], text: Callable[[str], str] = str) -> str:
    """Return the changes as one JSON object (rdjson).

    Args:
        changes: of all files.
        text: translates a message; reasons are translated already.
    """
    diagnostics: list[dict[str, Any]] = []
    for change in changes:
        before = change.before.decode(change.encoding, "replace").removeprefix("\ufeff")
        starts = [0]
        while (found := before.find("\n", starts[-1])) >= 0:
            starts.append(found + 1)
        for made, edits in zip(change.changes, change.edits, strict=True):
            if edits:
                kind = text(_KINDS.get(made.kind, _KINDS["address"]))
                reason = f" ({made.reason})" if made.reason else ""
                place = _diagnostic(change.name, before, starts, made, sorted(edits))
                diagnostics.append({"message": f"{kind}{reason}.", **place})
    return rdjson_text(diagnostics, None)


def _diagnostic(
    name: str, text: str, starts: list[int], made: Change, edits: list[Edit]
) -> dict[str, Any]:
    """Return a change as one suggestion, without its message: half of it would break the markup."""
    start, end = edits[0].start, edits[-1].end
    moved = [edit._replace(start=edit.start - start, end=edit.end - start) for edit in edits]
    area = {"start": _place(text, starts, start), "end": _place(text, starts, end)}
    return {
        "location": {"path": name, "range": area},
        "severity": "WARNING",
        "code": {"value": made.rule.value},
        "suggestions": [{"range": area, "text": edited(text[start:end], moved)}],
    }


def _place(text: str, starts: list[int], offset: int) -> dict[str, int]:
    """Return a line and column as reviewdog counts them: from 1, in bytes of UTF-8."""
    line = bisect_right(starts, offset)
    column = len(text[starts[line - 1] : offset].encode("utf-8", "replace")) + 1
    return {"line": line, "column": column}
