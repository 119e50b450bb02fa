"""Documents that are not HTML: what a PDF says of itself (extra `pdf`)."""

from __future__ import annotations

import contextlib
import io
import itertools
import logging
import re
import time
from typing import TYPE_CHECKING, Any

from linkcheck.errors import UsageError
from linkcheck.languages import detect
from linkcheck.models import Candidate, Liveness, Page, PageKind
from linkcheck.text.dates import machine_date
from linkcheck.text.plugins import extra
from linkcheck.text.titles import fold_space

if TYPE_CHECKING:
    from linkcheck.languages import Detect
    from linkcheck.models import Resolution

__all__ = ["PDF", "pdf_lines", "read_pdf"]

PDF = "application/pdf"

_MAX_TEXT = 6000
# What writing programs put in place of a title that nobody gave.
_NO_TITLE = re.compile(
    r"(?:microsoft word - .*|untitled.*|document\d*|.*\.(?:docx?|pdf|indd|qxd|rtf|odt))\Z",
    re.IGNORECASE,
)
_MOST_INFLATED = 4 << 20
# A few kilobytes can inflate without end; the text of a page takes less than this.
_LIMITS: dict[str, Any] = {
    **dict.fromkeys(
        (
            "array_based_stream_maximum_output_length", "brotli_maximum_output_length",
            "flate_maximum_row_length", "image_maximum_buffer_size", "jbig2_maximum_output_length",
            "lzw_maximum_output_length", "maximum_declared_stream_length",
            "run_length_maximum_output_length", "xmp_maximum_input_length",
            "zlib_maximum_output_length", "zlib_maximum_recovery_input_length",
        ),
        _MOST_INFLATED,
    ),
    "page_tree_maximum_entries": 10_000,
    "stream_decoding_work_maximum_length": 4 * _MOST_INFLATED,
    "stream_parsing_work_maximum_count": 300_000,
    "xform_maximum_invocations_per_extraction": 500,
}  # fmt: skip
_LONGEST_TIME = 2.0
"""Seconds of processor time for the text of a page, and for that of all that follow."""
_MOST_PAGES = 60


class _Patience:
    """Called for each operation of a page: raises TimeoutError when they take too long."""

    def __init__(self) -> None:
        self._until = time.thread_time() + _LONGEST_TIME

    def __call__(self, *_: object) -> None:
        if time.thread_time() > self._until:
            raise TimeoutError


def read_pdf(resolution: Resolution, detect: Detect = detect) -> Page | None:
    """Return what a PDF document says of itself and on its first page.

    Args:
        resolution: an answer whose body is a PDF document.
        detect: detects the language of its text.

    Returns:
        The page, or None where it cannot be read: the extra `pdf` is not installed, or the
        document is damaged, locked, longer than what was read of it or takes too long.
    """
    try:
        pypdf = extra("pypdf", "pdf", "a PDF document")
    except UsageError:
        return None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # damaged documents are no news
    try:
        with pypdf.apply_configuration(**_LIMITS):
            reader = pypdf.PdfReader(io.BytesIO(resolution.body))
            text = reader.pages[0].extract_text(visitor_operand_before=_Patience())
            facts, pages = reader.metadata, len(reader.pages)
    except Exception:  # MemoryError and RecursionError, too
        return None
    title, author, created = None, None, None
    if facts is not None:
        with contextlib.suppress(Exception):
            title, author, created = facts.title, facts.author, facts.creation_date
    lines = _lines(text)
    offered = []
    if title and not _NO_TITLE.match(title.strip()):
        offered.append(Candidate(text=fold_space(title)[:1000], source="pdf title"))
    # The headline of a document stands in its first lines, often broken in two.
    offered += [
        Candidate(text=" ".join(lines[start : start + count])[:1000], source="first lines")
        for start in range(min(3, len(lines)))
        for count in (1, 2)
    ]
    whole = "\n".join(lines)
    body = whole[:_MAX_TEXT]
    return Page(
        url=resolution.final_url,
        content_type=PDF,
        liveness=Liveness(kind=PageKind.LIVING),
        titles=tuple({each.text: each for each in offered}.values()),
        lead=body[:600] or None,
        text=body,
        cut=pages > 1 or len(whole) > _MAX_TEXT or resolution.truncated,
        authors=(author,) if author else (),
        published=machine_date(created.isoformat()) if created is not None else None,
        language=detect(body[:300]),
    )


def pdf_lines(resolution: Resolution) -> tuple[str, ...] | None:
    """Return the lines of all pages of a PDF document, each alone and with the next one.

    Args:
        resolution: an answer whose body is a PDF document that `read_pdf` has read.

    Returns:
        The lines, or None where not all of them can be read: the document is long, or takes too
        long.
    """
    lines: list[str] = []
    try:
        pypdf = extra("pypdf", "pdf", "a PDF document")
        with pypdf.apply_configuration(**_LIMITS):
            reader = pypdf.PdfReader(io.BytesIO(resolution.body))
            if len(reader.pages) > _MOST_PAGES:
                return None
            patience = _Patience()
            for page in reader.pages:
                lines += _lines(page.extract_text(visitor_operand_before=patience))
    except Exception:  # as above
        return None
    return (*lines, *map(" ".join, itertools.pairwise(lines)))


def _lines(text: str) -> list[str]:
    return [line for line in map(fold_space, text.splitlines()) if line]
