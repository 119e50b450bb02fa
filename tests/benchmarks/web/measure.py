"""Run a command and tell what it took; also a program of its own, see `measure`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Cost", "measure"]


class Cost(NamedTuple):
    """What a command took.

    Attributes:
        wall: seconds from start to end.
        processor: seconds of processor time of it and its children.
        memory: the highest resident memory of it or a child, in MB.
        code: its exit code; negative where a signal ended it.
    """

    wall: float
    processor: float
    memory: float
    code: int


def measure(
    command: list[str], *, folder: Path, output: Path, patience: float, env: dict[str, str]
) -> Cost:
    """Run a command and return what it took.

    A small process in between starts it: Linux counts the memory that a process had before
    `exec`, which is its parent's, as its own.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        output: a file for its standard output; its errors go beside it, with `.err` added.
        patience: seconds until it is killed.
        env: its environment.
    """
    between = [sys.executable, "-I", "-S", __file__, str(output), str(patience), *command]
    done = subprocess.run(between, cwd=folder, env=env, stdout=subprocess.PIPE, check=True)
    return Cost(*json.loads(done.stdout))


def _main() -> None:
    output, patience, *command = sys.argv[1:]
    with open(output, "wb") as out, open(output + ".err", "wb") as err:  # noqa: PTH123 - fewer imports, less memory
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True
        )
        signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, float(patience))
        _, status, usage = os.wait4(process.pid, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        wall = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    cost = Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6, code)
    sys.stdout.write(json.dumps(cost))


if __name__ == "__main__":
    _main()
