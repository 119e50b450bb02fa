"""Run other programs, none of which outlives this process."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["kill_commands", "run_command"]

_running: set[subprocess.Popen[bytes]] = set()


def run_command(
    command: Sequence[str], *, timeout: float, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run another program and return what it wrote; it is killed where this process ends first.

    Args:
        command: the program and its arguments.
        timeout: in seconds.
        options: for `subprocess.Popen`.

    Raises:
        FileNotFoundError: there is no such program.
        subprocess.TimeoutExpired: it took too long.
    """
    with subprocess.Popen(  # noqa: S603 - whoever calls this chooses the program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    ) as process:
        _running.add(process)
        try:
            out, complaint = process.communicate(timeout=timeout)
        except BaseException:
            process.kill()
            raise
        finally:
            _running.discard(process)
    return subprocess.CompletedProcess(command, process.returncode, out, complaint)


def kill_commands() -> None:
    """Kill the programs that are still running."""
    for command in _running:
        command.kill()
