"""How fast and how well links are checked, beside other checkers on the same made-up web.

    python -m tests.benchmarks.web [--set one|two] [--politeness on|off|both] [--scale 0.1]
        [--only linkcheck,lychee] [--time-limit 10] [--seed 7] [--peers DIR]

Set one has 5,000 links on 100 hosts that answer at once; set two 2,000 links on 400 hosts with
delays, redirects, busy, hanging and dead ones as in the world. All hosts are loopback addresses
of one server, see `site`. Each checker is installed once into an environment of its own, and
runs with its own defaults (politeness on) and with as much at once as it takes (off). Prints a
Markdown table for each set:

- wall, CPU, memory: of the checker's process and its children.
- linkcheck / it: linkcheck's wall time by that checker's, in the same politeness.
- dead: addresses reported of those that answer 404 or 410 or refuse connections.
- hanging: addresses reported of those that never answer.
- false alarms: living addresses called dead, broken or not reachable.
- requests: that reached the server, and how many of them asked for a head only.
- server CPU: near the wall time the server is the bottleneck.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.web.measure import Cost, measure
from tests.benchmarks.web.peers import PEERS, Found, Job, Peer
from tests.benchmarks.web.sets import (
    BAD,
    LIVING,
    SETS,
    Kind,
    Link,
    make_links,
    write_docs,
    write_markdown,
)
from tests.benchmarks.web.site import Counts, Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HEADINGS = (
    "checker", "politeness", "wall s", "linkcheck / it", "CPU s", "CPU ms a link", "peak MB",
    "links", "dead", "hanging", "false alarms", "requests", "server CPU s",
)  # fmt: skip


class Run(NamedTuple):
    """One checker's run over one set."""

    peer: Peer
    polite: bool
    cost: Cost
    found: Found
    counts: Counts


def main() -> None:
    """Print the tables."""
    options = _options()
    environment = {
        # Loopback is asked directly, whatever stands in between for the rest of the world.
        **{name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")},
        # Compiled once and kept, as wherever a program is installed.
        "PYTHONDONTWRITEBYTECODE": "",
        "NO_COLOR": "1", "NO_UPDATE_NOTIFIER": "1",
    }  # fmt: skip
    programs = _programs(options.only, options.peers)
    for name in options.sets:
        links = make_links(name, options.scale, options.seed)
        with Site(links, options.seed) as site, tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            (folder / "articles").mkdir()
            (folder / "docs").mkdir()
            write_markdown(folder / "articles", links, site.ports, options.seed)
            write_docs(folder / "docs", links, site.ports, options.seed)
            runs = []
            for peer, program in programs:
                for polite in options.modes if len(peer.modes) > 1 else peer.modes:
                    scratch = folder / f"{peer.name}-{polite}"
                    scratch.mkdir()
                    job = Job(
                        folder / "articles", folder / "docs", scratch, options.time_limit, polite
                    )
                    site.reset()
                    cost = measure(
                        peer.command(program, job),
                        folder=scratch,
                        output=job.output,
                        patience=options.patience,
                        env=environment,
                    )
                    counts = site.reset()
                    runs.append(Run(peer, polite, cost, _read(peer, job, cost), counts))
                    print(f"{name}: {peer.name} took {cost.wall:.1f} s", file=sys.stderr)
            _show(name, links, runs, site)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.web",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    cache = Path(tempfile.gettempdir()) / "linkcheck-benchmark-peers"
    parser.add_argument("--set", choices=[*SETS, "both"], default="both")
    parser.add_argument("--politeness", choices=["on", "off", "both"], default="both")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", type=lambda text: set(text.split(",")), default=None)
    parser.add_argument("--time-limit", type=float, default=10.0, help="seconds for one request")
    parser.add_argument("--patience", type=float, default=900.0, help="seconds for one run")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--peers", type=Path, default=cache, help="where the others are installed")
    options = parser.parse_args()
    options.sets = list(SETS) if options.set == "both" else [options.set]
    options.modes = {"on": (True,), "off": (False,), "both": (True, False)}[options.politeness]
    unknown = (options.only or set()) - {peer.name for peer in PEERS}
    if unknown:
        parser.error(f"there is no checker {', '.join(sorted(unknown))}")
    return options


def _programs(only: set[str] | None, folder: Path) -> list[tuple[Peer, str]]:
    """Install the checkers wanted; tell their versions."""
    programs = []
    for peer in PEERS:
        if only is not None and peer.name not in only:
            continue
        program = peer.install(folder.resolve())
        if program is not None:
            programs.append((peer, program))
    print(", ".join(f"{peer.name} {peer.version(program)}" for peer, program in programs))
    return programs


def _read(peer: Peer, job: Job, cost: Cost) -> Found:
    """Return what a checker reported; nothing where it was killed half-way or failed."""
    try:
        found = peer.read(job)
    except (OSError, ValueError, KeyError) as error:
        print(f"{peer.name}: the report cannot be read: {error!r}", file=sys.stderr)
        found = Found()
    if not found.checked or cost.code < 0:
        errors = Path(f"{job.output}.err").read_text(encoding="utf-8", errors="replace")
        print(f"{peer.name} ended with {cost.code}: {errors[-2000:]}", file=sys.stderr)
    return found


def _show(name: str, links: Sequence[Link], runs: Sequence[Run], site: Site) -> None:
    """Print the table of a set, and what only linkcheck tells."""
    urls = {kind: {link.url(site.ports) for link in links if link.kind is kind} for kind in Kind}
    living = set().union(*(urls[kind] for kind in LIVING))
    dead = set().union(*(urls[kind] for kind in BAD))
    hanging = urls[Kind.HANGING]
    hosts = len({link.host for link in links})
    print(f"\n## Set {name}: {len(links)} links on {hosts} hosts, {len(living)} living\n")
    print(_row(_HEADINGS))
    print("|---" * len(_HEADINGS) + "|")
    ours = {run.polite: run.cost.wall for run in runs if run.peer.name == "linkcheck"}
    for run in runs:
        bad, cost, counts = run.found.bad, run.cost, run.counts
        own = ours.get(run.polite, next(iter(ours.values()), None))
        print(
            _row((
                run.peer.name,
                "default" if run.polite else "off",
                f"{'> ' * (cost.code < 0)}{cost.wall:.1f}",
                f"{own / cost.wall:.2f}" if own and run.peer.name != "linkcheck" else "–",
                f"{cost.processor:.1f}",
                f"{cost.processor / len(links) * 1000:.1f}",
                f"{cost.memory:.0f}",
                str(len(run.found.checked)),
                f"{len(bad & dead)}/{len(dead)}",
                f"{len(bad & hanging)}/{len(hanging)}",
                str(len(bad & living)),
                f"{counts.requests} ({counts.heads})",
                f"{counts.processor:.1f}",
            ))
        )  # fmt: skip
    for run in runs:
        if run.peer.name == "linkcheck":
            print(f"\n{_titles(run, living)}")


def _titles(run: Run, living: set[str]) -> str:
    """Return how linkcheck's comparison of titles and languages went, in a sentence."""
    same = len(run.found.vouched & living)
    wrong = sorted(rule for url in living for rule in run.found.remarks.get(url, ()))
    text = (
        f"linkcheck, politeness {'default' if run.polite else 'off'}: of {len(living)} living sources "
        f"{same} have the title cited and nothing held against them; {len(wrong)} findings on "
        f"titles, languages or publishers{': ' * bool(wrong)}{', '.join(sorted(set(wrong)))}; "
        f"{run.cost.processor / max(1, len(living)) * 1000:.1f} CPU ms a page."
    )
    if run.found.faults:
        text += f" {len(run.found.faults)} faults of its own, such as: {run.found.faults[0]}"
    return text


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
