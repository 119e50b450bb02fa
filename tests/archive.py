"""A real web archive on the loopback interface: pywb, over captures that a test makes up.

pywb stays out of this project's own environment: its brotlipy hides our brotli, its pins are old
and its licence is GPL. It gets a virtual environment of its own, made once for each interpreter,
in the user's cache folder, and runs as a process.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self, TypeAlias

import platformdirs
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

__all__ = ["Capture", "PywbServer", "Record"]

_REQUIREMENTS = ("pywb>=2.9,<3", "setuptools<81")  # pywb imports pkg_resources
_HTML = "text/html; charset=utf-8"
# Where the newest interpreter has no pywb yet, an older one does as well.
_INTERPRETERS = ("python3.13", "python3.12", "python3.11")
# What pip says where it did not reach the index; all else is a fault of ours.
_OFFLINE = ("connection broken by", "NewConnectionError", "Temporary failure in name resolution")
_STARTS = 3
_PATIENCE = 120.0


class Capture(NamedTuple):
    """A page as a crawler met it; a tuple of the first fields will do.

    Attributes:
        url: the address that was captured.
        time: when, ISO 8601 in UTC ("2014-03-31T08:00:00Z").
        status: the status code of the answer.
        content_type: its media type.
        body: its body; of a redirect, where it leads to.
        revisit: the same body was captured before, and is not kept again (a revisit record).
    """

    url: str
    time: str
    status: int = 200
    content_type: str = _HTML
    body: str | bytes = b""
    revisit: bool = False


Record: TypeAlias = (
    Capture
    | tuple[str, str]
    | tuple[str, str, int]
    | tuple[str, str, int, str]
    | tuple[str, str, int, str, str | bytes]
)


class PywbServer:
    """A running pywb with as many collections as are wanted; use it as a context manager.

    Args:
        folder: an empty folder for the collections.

    Attributes:
        port: where it listens on 127.0.0.1.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._mark = f"mark-{uuid.uuid4().hex}"  # its front page names its collections
        self._bin = Path()
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def __enter__(self) -> Self:
        """Start it, in an environment that is made first if need be."""
        self._bin = _environment() / "bin"
        (self._folder / "collections" / self._mark).mkdir(parents=True)
        log = self._folder / "log"
        for _ in range(_STARTS):  # somebody else may take the port first
            self.port = _free_port()
            with log.open("wb") as stream:
                self._process = subprocess.Popen(
                    [self._bin / "wayback", "-b", "127.0.0.1", "-p", str(self.port)],
                    cwd=self._folder,
                    env=_own_variables(),
                    stdout=stream,
                    stderr=stream,
                )
            until = time.monotonic() + _PATIENCE
            while self._process.poll() is None and time.monotonic() < until:
                if self._answers():
                    return self
                time.sleep(0.05)
            self.__exit__(None, None, None)
        pytest.fail(f"pywb did not start: {log.read_text()[-2000:]}")

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def collection(self, records: Iterable[Record]) -> str:
        """Archive captures in a collection of their own.

        Args:
            records: in any order; a revisit belongs to the latest earlier capture of the same
                body.

        Returns:
            The collection's address, without a slash at its end.
        """
        self._count += 1
        name = f"coll-{self._count}"
        root = self._folder / "collections" / name
        for part in ("archive", "indexes"):
            (root / part).mkdir(parents=True)
        warc = root / "archive" / "captures.warc.gz"
        with warc.open("wb") as stream:
            _write(WARCWriter(stream, gzip=True), [Capture(*record) for record in records])
        index = root / "indexes" / "index.cdxj"
        subprocess.run(
            [self._bin / "cdx-indexer", "-j", "-s", "-o", index, warc],
            check=True,
            env=_own_variables(),
            capture_output=True,
        )
        return f"http://127.0.0.1:{self.port}/{name}"

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/")
            return self._mark.encode() in connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _write(writer: WARCWriter, captures: list[Capture]) -> None:
    """Write captures into a WARC file, dated as they say."""
    earlier: dict[bytes, Capture] = {}
    for capture in sorted(captures, key=lambda capture: capture.time):
        moved = 300 <= capture.status < 400
        text = capture.body.encode() if isinstance(capture.body, str) else capture.body
        body = b"" if moved else text
        fields = [("Content-Type", capture.content_type), ("Content-Length", str(len(body)))]
        if moved:
            fields.append(("Location", text.decode()))
        head = StatusAndHeaders(f"{capture.status} Status", fields, protocol="HTTP/1.1")
        own = {"WARC-Date": capture.time}
        if capture.revisit:
            first = earlier[body]
            record = writer.create_revisit_record(
                capture.url,
                digest=f"sha1:{_digest(body)}",
                refers_to_uri=first.url,
                refers_to_date=first.time,
                http_headers=head,
                warc_headers_dict=own,
            )
        else:
            earlier[body] = capture
            record = writer.create_warc_record(
                capture.url,
                "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=head,
                warc_headers_dict=own,
            )
        writer.write_record(record)


def _digest(body: bytes) -> str:
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def _own_variables() -> dict[str, str]:
    """Return the environment for pywb's commands, without our own paths and proxies."""
    left_out = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    return {
        key: value
        for key, value in os.environ.items()
        if key not in left_out and not key.lower().endswith("_proxy")
    }


def _environment() -> Path:
    """Return the virtual environment that pywb is in, made with the first interpreter that can."""
    homes = {name: home for name in (sys.executable, *_INTERPRETERS) if (home := _home(name))}
    # One that is there already saves the time that making one takes.
    for home in homes.values():
        if (home / "complete").exists():
            return home
    said = ""
    for interpreter, home in homes.items():
        said = _make(interpreter, home)
        if not said:
            return home
        if any(words in said for words in _OFFLINE):
            pytest.skip("pywb cannot be installed: the package index cannot be reached")
    pytest.fail(f"pywb cannot be installed: {said[-2000:]}")


def _home(interpreter: str) -> Path | None:
    """Return where the environment of an interpreter is, or will be; None where it does not run."""
    try:
        asked = subprocess.run(
            [interpreter, "-I", "-c", "import sys; print(sys.version_info[:3], sys.base_prefix)"],
            check=True,
            capture_output=True,
            text=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    key = hashlib.sha256(repr((_REQUIREMENTS, asked.stdout)).encode()).hexdigest()[:12]
    return platformdirs.user_cache_path("linkcheck-tests") / f"pywb-{key}"


def _make(interpreter: str, home: Path) -> str:
    """Make the environment where there is none; return what went wrong, or ""."""
    with _locked(home.with_suffix(".lock")):
        if (home / "complete").exists():
            return ""
        shutil.rmtree(home, ignore_errors=True)
        for command in (
            [interpreter, "-m", "venv", str(home)],
            [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", *_REQUIREMENTS],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                return done.stdout + done.stderr or "no reason was given"
        (home / "complete").touch()
        return ""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let only one process at a time go on: several may run tests beside each other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
