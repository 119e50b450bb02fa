"""How fast citations are extracted, format by format, beside lychee on the same files.

    python -m tests.benchmarks.extraction [--files N] [--million]

Prints a Markdown table: files and links a second on one core, and the ratio of our wall time to
that of `lychee --dump` on the same files (Rust, all cores; it extracts addresses only, while we
also read publisher, title, language and quotations). `--million` streams one file of a million
links and prints how memory grew between the first tenth and the end.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from linkcheck.articles import find_files, read_articles

TEXT = (
    "the ministers agreed that talks would go on next month in Geneva about border and trade with "
    "observers reporting while others doubted whether any promise could hold through the winter"
)
WORDS = TEXT.split()
LINKS = 20


def words(rng: random.Random, count: int) -> str:
    """Return some words."""
    return " ".join(rng.choice(WORDS) for _ in range(count))


def markdown(rng: random.Random, number: int) -> str:
    """Return a Markdown article of about 10 KB with 20 links."""
    paragraphs = [words(rng, 75) for _ in range(18)]
    for index in range(LINKS // 2):
        paragraphs[index] += f" [{words(rng, 4)}](https://site{index}.org/{number}?x=1) and more."
    items = [
        f"- Daily News, Ukraine: [{words(rng, 8).capitalize()}](https://news{index}.org/a/{number})"
        for index in range(LINKS // 2)
    ]
    return (
        f"# Title {number}\n\n" + "\n\n".join(paragraphs) + "\n\n## Sources\n\n" + "\n".join(items)
    )


def html(rng: random.Random, number: int) -> str:
    """Return the same as HTML."""
    import markdown_it

    return f"<html lang=en><body>{markdown_it.MarkdownIt().render(markdown(rng, number))}</body></html>"


def text(rng: random.Random, number: int) -> str:
    """Return the same as plain text."""
    return (
        markdown(rng, number).replace("](", " ").replace(")", "").replace("[", "").replace("# ", "")
    )


def rst(rng: random.Random, number: int) -> str:
    """Return the like as reStructuredText."""
    items = [
        f"* Daily News, Ukraine: `{words(rng, 8).capitalize()} <https://news{index}.org/a/{number}>`__"
        for index in range(LINKS)
    ]
    body = "\n\n".join(words(rng, 75) for _ in range(15))
    return f"Title {number}\n========\n\n{body}\n\nSources\n-------\n\n" + "\n".join(items) + "\n"


def wikitext(rng: random.Random, number: int) -> str:
    """Return the like as wikitext with citation templates."""
    items = [
        f"* {{{{cite web|url=https://news{index}.org/{number}|title={words(rng, 8)}|website=Daily}}}}"
        for index in range(LINKS)
    ]
    body = "\n\n".join(words(rng, 75) for _ in range(15))
    return f"{body}\n\n== Sources ==\n" + "\n".join(items)


def jsonl(rng: random.Random, number: int) -> str:
    """Return ten articles as JSON lines."""
    return "\n".join(
        json.dumps({"id": n, "markdown": markdown(rng, n)}) for n in range(number, number + 10)
    )


FORMATS = {
    "md": (markdown, 1), "html": (html, 1), "txt": (text, 1), "rst": (rst, 1), "wiki": (wikitext, 1),
    "jsonl": (jsonl, 10),
}  # fmt: skip


def measure(suffix: str, count: int, folder: Path) -> str:
    """Return a row of the table."""
    rng = random.Random(7)
    make, articles = FORMATS[suffix]
    size = 0
    for number in range(count):
        size += (folder / f"{number}.{suffix}").write_text(make(rng, number), encoding="utf-8")
    for warm in list(find_files([folder]))[:20]:
        list(read_articles(warm))
    started, processor = time.perf_counter(), time.process_time()
    found = sum(
        len(article.citations) for path in find_files([folder]) for article in read_articles(path)
    )
    wall, processor = time.perf_counter() - started, time.process_time() - processor
    lychee = Path(sys.executable).with_name("lychee")
    ratio = "–"
    if lychee.exists() and suffix in {"md", "html", "txt"}:
        started = time.perf_counter()
        command = [str(lychee), "--dump", "--no-progress", str(folder)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        ratio = f"{wall / (time.perf_counter() - started):.1f}"
    return (
        f"| {suffix} | {count * articles} | {size / count / articles / 1000:.1f} | {found} "
        f"| {processor / count / articles * 1000:.2f} | {count * articles / wall:.0f} "
        f"| {found / wall:.0f} | {ratio} |"
    )


def million(folder: Path) -> str:
    """Stream one file of a million links; return how memory grew."""
    path = folder / "million.txt"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("Title\n\nSources:\n")
        for number in range(1_000_000):
            stream.write(
                f"- Daily News, Ukraine: Headline number {number} https://n{number % 997}.org/{number}\n"
            )
    seen, early, started = 0, 0, time.perf_counter()
    for article in read_articles(path):
        seen += len(article.citations)
        if not early and seen >= 100_000:
            early = _memory()
    wall = time.perf_counter() - started
    return f"{seen} links in {wall:.0f} s; memory grew by {(_memory() - early) / 1024:.1f} MB after the first tenth"


def _memory() -> int:
    """Return the highest resident memory so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--million", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if options.million:
            print(million(Path(name)))
            return
        print(
            "| format | articles | KB each | links | CPU ms each | articles/s | links/s | time / lychee |"
        )
        print("|---|---|---|---|---|---|---|---|")
        for suffix in FORMATS:
            folder = Path(name, suffix)
            folder.mkdir()
            print(measure(suffix, max(1, options.files // FORMATS[suffix][1]), folder))


if __name__ == "__main__":
    main()
