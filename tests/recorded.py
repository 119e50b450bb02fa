"""Check an article against a recorded web, as a user does with `--replay`."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import linkcheck

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from linkcheck.models import Report, Verdict

__all__ = ["Answer", "check", "prose", "record", "rules"]

_SENTENCES = (
    "Negotiators from three countries left the town on Friday without an agreement on the price.",
    "They will meet again in April, the ministry said, and the old contract stays in force.",
    "Villages along the river have bought wood for the winter and do not expect a warm spring.",
    "A spokesman for the company said that its engineers were ready to start work at once.",
    "The mayor thanked the volunteers, who had carried water to the upper streets for a week.",
)


class Answer(NamedTuple):
    """What the recorded web answers for an address.

    Attributes:
        url: the address.
        body: the page.
        status: code and reason phrase.
        headers: besides Content-Type and Content-Length.
    """

    url: str
    body: str = ""
    status: str = "200 OK"
    headers: Mapping[str, str] = {}


def prose(characters: int) -> str:
    """Return running English text of about this length, in whole sentences.

    Args:
        characters: how long it is at most; at least 100.
    """
    text = ""
    place = 0
    while len(text) + len(sentence := _SENTENCES[place % len(_SENTENCES)]) < characters:
        text += f"{sentence} "
        place += 1
    return text.strip()


def record(path: Path, *answers: Answer) -> str:
    """Write a WARC file with these answers and return its path."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=False)
        for answer in answers:
            payload = answer.body.encode()
            headers = {
                "Content-Type": "text/html; charset=utf-8",
                "Content-Length": str(len(payload)),
                **answer.headers,
            }
            writer.write_record(
                writer.create_warc_record(
                    answer.url,
                    "response",
                    payload=BytesIO(payload),
                    length=len(payload),
                    http_headers=StatusAndHeaders(
                        answer.status, list(headers.items()), protocol="HTTP/1.1"
                    ),
                )
            )
    return str(path)


def check(
    folder: Path, article: str, *answers: Answer, name: str = "a.md", **settings: Any
) -> Report:
    """Check an article against a recorded web.

    Args:
        folder: where both are written.
        article: the article's text.
        answers: the recorded web.
        name: the article's file name, which says its format.
        settings: of `linkcheck.Settings`, besides `replay`.
    """
    path = folder / name
    path.write_text(article, encoding="utf-8")
    replay = record(folder / "web.warc", *answers)
    return linkcheck.check([path], linkcheck.Settings(replay=replay, **settings))


def rules(verdict: Verdict) -> list[str]:
    """Return the names of a verdict's findings, in their order."""
    return [found.rule.value for found in verdict.findings]
