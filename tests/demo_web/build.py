"""Build the recorded web that the demonstration ships: `python -m tests.demo_web.build`.

Dates are fixed and record identifiers follow from the content, so that the same pages give the
same file.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HERE = Path(__file__).parent
TARGET = HERE.parent.parent / "linkcheck" / "data" / "demo" / "web.warc.gz"
INCLUDE = re.compile(r"<!-- include ([\w.]+) -->\n")


def body(answer: dict[str, Any]) -> bytes:
    """Return the bytes that the answer's page has on the wire, b"" for an answer without one."""
    if "page" not in answer:
        return b""
    text = (HERE / "pages" / answer["page"]).read_text(encoding="utf-8")
    text = INCLUDE.sub(lambda found: (HERE / "parts" / found[1]).read_text(encoding="utf-8"), text)
    return text.encode(answer.get("encoding", "utf-8"))


def write(stream: BinaryIO) -> None:
    """Write one WARC 1.1 response record for each answer of answers.toml.

    Args:
        stream: where the gzipped records go.
    """
    source = tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))
    writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")
    for answer in source["answer"]:
        payload = body(answer)
        status = answer.get("status", "200 OK")
        headers = [tuple(pair) for pair in answer["headers"]]
        headers.append(("Content-Length", str(len(payload))))
        identity = hashlib.sha256(
            repr((answer["url"], status, headers)).encode() + payload
        ).digest()
        record = writer.create_warc_record(
            answer["url"],
            "response",
            payload=BytesIO(payload),
            length=len(payload),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={
                "WARC-Date": source["date"],
                "WARC-Record-ID": f"<urn:uuid:{uuid.UUID(bytes=identity[:16], version=5)}>",
            },
        )
        writer.write_record(record)


if __name__ == "__main__":
    with TARGET.open("wb") as file:
        write(file)
