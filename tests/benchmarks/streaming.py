"""How much memory a run over very many links takes: `python -m tests.benchmarks.streaming [N]`.

The links go to a transport that answers from memory, so that only linkcheck itself is seen.
Prints the resident memory after a tenth of the links and at the end.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import httpx

import linkcheck

PAGE = "<html lang=en><title>{0}</title><body><h1>{0}</h1>" + "<p>Talks went on for a day.</p>" * 40
SITES = 1000


def _memory() -> float:
    """Return the resident memory of this process, in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(
        200, html=PAGE.format(f"Story number {request.url.path.strip('/')} goes on")
    )


def _write(folder: str, count: int) -> None:
    for start in range(0, count, 1000):
        lines = "\n".join(
            f"- Daily: [Story number {n} goes on](http://host{n % SITES}.example/{n})"
            for n in range(start, min(count, start + 1000))
        )
        Path(folder, f"{start}.md").write_text(f"# Sources\n\n{lines}\n", encoding="utf-8")


async def _run(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _write(folder, count)
        settings = linkcheck.Settings(fetch=linkcheck.FetchSettings(host_interval=0.0))
        transport = httpx.MockTransport(_answer)
        started = time.monotonic()
        seen, early = 0, 0.0
        async with linkcheck.Checker(settings, transport=transport, keep=False) as checker:
            async for _ in checker.check([folder]):
                seen += 1
                if seen == count // 10:
                    early = _memory()
        late = _memory()
        print(f"{seen} links in {time.monotonic() - started:.0f} s: {early:.0f} MB after a tenth,")
        print(f"{late:.0f} MB at the end, growth {late - early:.1f} MB")


if __name__ == "__main__":
    asyncio.run(_run(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
