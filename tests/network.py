"""A network of its own on one machine: a namespace with a name server that misbehaves on demand.

What runs in it is a real process with real sockets; nothing leaves the machine. It needs root and
`ip` (iproute2); `skip_unless_possible` skips tests elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["OwnNetwork", "network_possible"]

_ETC = Path("/etc/netns")
_SERVER = Path(__file__).with_name("network_server.py")


def network_possible() -> bool:
    """Tell whether a network namespace can be made here."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    name = f"lc-{uuid.uuid4().hex[:8]}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    return made.returncode == 0


class OwnNetwork:
    """A network namespace with a name server and a web server; use it as a context manager.

    Args:
        folder: where the servers take their orders from.
        names: whether there is a name server.
    """

    def __init__(self, folder: Path, *, names: bool = True) -> None:
        self._folder = folder
        self._names = names
        self._name = f"lc-{uuid.uuid4().hex[:8]}"
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Make it."""
        subprocess.run(["ip", "netns", "add", self._name], check=True)
        etc = _ETC / self._name
        etc.mkdir(parents=True)
        (etc / "resolv.conf").write_text("nameserver 127.0.0.53\noptions timeout:1 attempts:1\n")
        (etc / "nsswitch.conf").write_text("hosts: files dns\n")
        (etc / "hosts").write_text("127.0.0.1 localhost\n")
        self.order("")
        if self._names:
            self.link(up=True)
            command = [*self._inside, sys.executable, str(_SERVER), str(self._folder)]
            self._server = subprocess.Popen(command)
            ready = self._folder / "ready"
            until = time.monotonic() + 20
            while not ready.exists():
                assert time.monotonic() < until, "the servers did not start"
                time.sleep(0.02)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take it away."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
        subprocess.run(["ip", "netns", "del", self._name], check=False)
        shutil.rmtree(_ETC / self._name)

    @property
    def _inside(self) -> list[str]:
        return ["ip", "netns", "exec", self._name]

    def order(self, text: str) -> None:
        """Tell the servers how to behave; see `tests.network_server`."""
        new = self._folder / "orders.new"
        new.write_text(text)
        new.replace(self._folder / "orders")

    def link(self, *, up: bool) -> None:
        """Switch the only interface on or off."""
        state = "up" if up else "down"
        subprocess.run([*self._inside, "ip", "link", "set", "lo", state], check=True)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start the command inside."""
        variables = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
        return subprocess.Popen(
            [*self._inside, sys.executable, "-m", "linkcheck", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=variables | environment,
            cwd=self._folder,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str, str]:
        """Run the command inside; return its exit code, output and errors."""
        process = self.start(*arguments, **environment)
        try:
            out, err = process.communicate(timeout=120)
        finally:
            process.kill()
        return process.returncode, out, err

    def asked(self) -> list[str]:
        """Return the hosts that were requested so far, in order."""
        log = self._folder / "requests"
        return log.read_text().split() if log.exists() else []


needs_network = pytest.mark.skipif(
    not network_possible(), reason="a network namespace needs root and iproute2"
)
