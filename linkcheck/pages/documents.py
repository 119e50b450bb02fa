"""Documents that are not HTML: what a PDF says of itself (extra `pdf`)."""

from __future__ import annotations

import contextlib
import io
import logging
import re
from typing import TYPE_CHECKING

from linkcheck.headlines import fold_space
from linkcheck.languages import detect
from linkcheck.models import Candidate, Liveness, Page, PageKind

if TYPE_CHECKING:
    from linkcheck.models import Resolution

__all__ = ["read_pdf"]

_MAX_TEXT = 6000
# What writing programs put in place of a title that nobody gave.
_NO_TITLE = re.compile(
    r"(?:microsoft word - .*|untitled.*|document\d*|.*\.(?:docx?|pdf|indd|qxd|rtf|odt))\Z",
    re.IGNORECASE,
)


def read_pdf(resolution: Resolution) -> Page | None:
    """Return what a PDF document says of itself and on its first page.

    Args:
        resolution: an answer whose body is a PDF document.

    Returns:
        The page, or None where it cannot be read: the extra `pdf` is not installed, or the
        document is damaged, locked or longer than what was read of it.
    """
    try:
        import pypdf  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # damaged documents are no news
    try:
        reader = pypdf.PdfReader(io.BytesIO(resolution.body))
        text = reader.pages[0].extract_text()
        facts = reader.metadata
    except Exception:
        return None
    title, author, created = None, None, None
    if facts is not None:
        with contextlib.suppress(Exception):
            title, author, created = facts.title, facts.author, facts.creation_date
    lines = [line for line in map(fold_space, text.splitlines()) if line]
    offered = []
    if title and not _NO_TITLE.match(title.strip()):
        offered.append(Candidate(text=fold_space(title)[:1000], source="pdf title"))
    # The headline of a document stands in its first lines, often broken in two.
    offered += [
        Candidate(text=" ".join(lines[start : start + count])[:1000], source="first lines")
        for start in range(min(3, len(lines)))
        for count in (1, 2)
    ]
    body = "\n".join(lines)[:_MAX_TEXT]
    return Page(
        url=resolution.final_url,
        content_type="application/pdf",
        liveness=Liveness(kind=PageKind.LIVING),
        titles=tuple({each.text: each for each in offered}.values()),
        lead=body[:600] or None,
        text=body,
        authors=(author,) if author else (),
        published=created.isoformat() if created is not None else None,
        language=detect(body[:300]),
    )
