"""How long reading a page takes: `python -m tests.benchmarks.pages DIR`.

DIR holds `pages/*.html.gz`, as for `tests.evaluation`. Prints the processor time from bytes to
`Page`, language included, for 100 KB: the best of three for each page, and of these the median.
Selectolax's parser alone is timed beside it, since it is the part that cannot be avoided.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from linkcheck.models import Resolution
from linkcheck.pages import read_page

if TYPE_CHECKING:
    from collections.abc import Callable


def _best(work: Callable[[], object]) -> float:
    """Return the least of three processor times, in milliseconds."""
    times = []
    for _ in range(3):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return 1000 * min(times)


def main() -> None:
    """Measure and print."""
    bodies = [
        gzip.decompress(path.read_bytes()) for path in sorted(Path(sys.argv[1]).glob("pages/*.gz"))
    ]
    url, headers = "https://news.example/a/1", (("content-type", "text/html"),)
    whole, parsing = [], []
    for body in bodies:
        answer = Resolution(url=url, final_url=url, status=200, headers=headers, body=body)
        text = body.decode("utf-8", "replace")
        size = len(body) / 100_000
        whole.append(_best(lambda answer=answer: read_page(answer)) / size)  # type: ignore[misc]
        parsing.append(_best(lambda text=text: LexborHTMLParser(text)) / size)  # type: ignore[misc]
    print(f"{len(bodies)} pages, for 100 KB: {statistics.median(whole):.2f} ms in all,")
    print(f"{statistics.median(parsing):.2f} ms of it in the parser")


if __name__ == "__main__":
    main()
