"""What a process of our own does that a program which imports linkcheck decides for itself."""

from __future__ import annotations

import gc
import os
import threading
import time

from linkcheck import engine
from linkcheck.web.sockets import make_room

__all__ = ["begin", "end"]

_YOUNG = 400_000
"""Objects made before the youngest are looked through for garbage. Python's own 700 are passed
many times for each page, and nearly all that a page leaves behind is freed without any looking.
What there is to do in a run of thousands of links is 50 objects a link, and no garbage either."""

_PATIENCE = 0.2
"""Seconds to wait for threads that are about to end."""


def begin() -> None:
    """Get ready: look for garbage far less often, which saves a tenth of a run's time.

    Ask the system for sockets, and let no program that is started later come from the current
    folder, which may be an untrusted checkout.
    """
    # multiprocessing starts workers with `python -c`, which imports from the current folder first.
    os.environ["PYTHONSAFEPATH"] = "1"
    # Windows looks there first for git.
    os.environ["NoDefaultCurrentDirectoryInExePath"] = "1"  # noqa: SIM112 - its name on Windows
    gc.set_threshold(_YOUNG, 20, 100)
    make_room()


def end(code: int) -> None:
    """Let what is left lie: the process is at its end, and all memory with it.

    Python would look through everything that a run has left behind once more, for nothing; after
    thousands of links that takes a fifth of a second. It would also wait for every thread, and one
    may wait for a name server or a pipe for good.

    Args:
        code: what the process exits with.
    """
    gc.freeze()
    until = time.monotonic() + _PATIENCE
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                engine.leave(code)
