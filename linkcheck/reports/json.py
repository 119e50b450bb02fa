"""Reports for machines: one JSON document, or JSON lines as verdicts come."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any, TextIO

import msgspec

from linkcheck.reports.plain import masked, problem_data, summary_data, told, verdict_data
from linkcheck.reports.safe import inert_json, may_tell_secret
from linkcheck.reports.whole import WholeReporter

if TYPE_CHECKING:
    from linkcheck.models import Report, Verdict
    from linkcheck.reports import Style

__all__ = ["JsonLinesReporter", "JsonReporter", "json_text"]


def json_text(data: Any, encoding: str | None, *, indent: int | None = None) -> str:
    """Return data as JSON that any reader of the stream understands and no terminal acts upon.

    Args:
        data: plain data.
        encoding: of the stream it goes to; where that is not UTF-8, all but ASCII is escaped.
        indent: see `json.dumps`.
    """
    ascii_only = not _is_unicode(encoding)
    if indent is not None:
        return _indented(data, indent, ascii_only=ascii_only)
    if not ascii_only:
        with contextlib.suppress(UnicodeEncodeError):
            return inert_json(msgspec.json.encode(data).decode())
    # Half a character of UTF-16 is escaped too.
    return inert_json(json.dumps(data, ensure_ascii=True))


def _indented(data: object, indent: int, *, ascii_only: bool) -> str:
    try:
        # Twice as fast as json.dumps, which indents in Python.
        return msgspec.json.format(
            inert_json(json.dumps(data, ensure_ascii=ascii_only)), indent=indent
        )
    except msgspec.DecodeError:  # half a character of UTF-16 is no JSON to it
        return inert_json(json.dumps(data, ensure_ascii=ascii_only, indent=indent))


def _masked_text(data: dict[str, object], encoding: str | None) -> str:
    """Return the same with the passwords and tokens of all addresses masked.

    Args:
        data: plain data, nouns in it as they are.
        encoding: see `json_text`.
    """
    # Most lines have none: one look at the whole takes far less than one at each of its texts.
    if _is_unicode(encoding):
        with contextlib.suppress(UnicodeEncodeError):
            text = msgspec.json.encode(data).decode()
            if not may_tell_secret(text):
                return inert_json(text)
    return json_text(masked(data), encoding)


def _is_unicode(encoding: str | None) -> bool:
    return (encoding or "utf-8").lower().startswith("utf")


class JsonReporter(WholeReporter):
    """Writes one JSON document at the end.

    Args:
        stream: where to.
        style: changes nothing.
    """

    def finish(self, report: Report) -> None:
        """Write the document."""
        document = {
            "summary": summary_data(report),
            "verdicts": [verdict_data(verdict) for verdict in report.verdicts],
            "problems": [problem_data(problem) for problem in report.problems],
        }
        self._stream.write(json_text(document, self._encoding, indent=2) + "\n")


class JsonLinesReporter:
    """Writes a line for each verdict as it comes, then problems and the summary.

    Each line is an object whose `type` is "verdict", "problem" or "summary".

    Args:
        stream: where to.
        style: changes nothing.
    """

    streams = True

    def __init__(self, stream: TextIO, style: Style) -> None:  # noqa: ARG002 - as every reporter
        self._stream = stream

    def verdict(self, verdict: Verdict) -> None:
        """Write the verdict at once, so that a crash loses nothing."""
        self._line("verdict", told(verdict))

    def finish(self, report: Report) -> None:
        """Write what is known only at the end."""
        for problem in report.problems:
            self._line("problem", msgspec.to_builtins(problem))
        self._line("summary", summary_data(report))

    def _line(self, kind: str, data: dict[str, object]) -> None:
        encoding = getattr(self._stream, "encoding", None)
        self._stream.write(_masked_text({"type": kind, **data}, encoding) + "\n")
        self._stream.flush()
