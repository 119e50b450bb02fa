"""Outages of a real network: a namespace of its own, with servers that misbehave on demand."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.network import OwnNetwork, needs_network
from tests.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [needs_network, pytest.mark.slow]

HOSTS = [f"www.site{number}.com" for number in range(60)]
PORTAL = "http://login.portal.net/login"


@pytest.fixture
def network(tmp_path: Path) -> Iterator[OwnNetwork]:
    """A network whose name server and web server obey orders."""
    with OwnNetwork(tmp_path) as running:
        yield running


def cite(folder: Path, hosts: list[str], pages: int = 1) -> None:
    """Write an article that cites pages of these hosts."""
    lines = (
        f"- Daily: [Talks of {host}](http://{host}/story{page})\n"
        for host in hosts
        for page in range(pages)
    )
    (folder / "a.md").write_text("# Talks\n\n## Sources\n\n" + "".join(lines))


OPTIONS = (
    "check", "a.md", "-f", "json", "--allow-private", "127.0.0.0/8", "--host-interval", "0",
    "--store", "s.db", "--no-progress",
)  # fmt: skip


def check(
    network: OwnNetwork, *more: str, **environment: str
) -> tuple[int, Counter[str], dict[str, Any], str]:
    """Run the command; return its code, the statuses with their rules, the summary, and errors."""
    code, out, err = network.run(*OPTIONS, *more, **environment)
    report = json.loads(out)
    found = Counter(
        " ".join([verdict["status"], *(each["rule"] for each in verdict["findings"])])
        for verdict in report["verdicts"]
    )
    return code, found, report["summary"], err


def stored(folder: Path) -> set[str]:
    """Return the outcomes that the store has seen."""
    with closing(sqlite3.connect(folder / "s.db")) as database:
        return {outcome for (outcome,) in database.execute("SELECT outcome FROM sighting")}


@pytest.mark.parametrize(
    ("order", "workers"),
    [
        ("after 20 nothing", "0"),
        ("after 20 nothing", "2"),
        ("no-controls\nafter 20 nothing", "0"),
        ("after 20 silent", "0"),
        (f"after 20 portal {PORTAL}", "0"),
    ],
    ids=["no name exists", "several processes", "controls never did", "no answers", "portal"],
)
def test_outage_in_the_middle_of_a_run(
    network: OwnNetwork, tmp_path: Path, order: str, workers: str
) -> None:
    """Living sources would be called broken, or lose one of three chances, in each of these."""
    cite(tmp_path, HOSTS, 8)
    network.order(order)
    # So few at once that most names are still unknown when the network goes.
    code, found, summary, err = check(network, "--workers", workers, "--concurrency", "8")
    assert (code, summary["complete"]) == (3, False)
    assert set(found) <= {"ok"}
    assert summary["unchecked"] == 480 - found["ok"] > 0
    assert err.count("\n") == 1
    assert "the network is not available: " in err
    assert f"; {summary['unchecked']} citations not checked" in err
    assert stored(tmp_path) <= {"living"}
    network.order("")
    code, found, summary, err = check(network)
    assert (code, found, summary["complete"], err) == (0, {"ok": 480}, True, "")


@pytest.mark.parametrize(
    "order",
    ["refuse", "close", "wait 1000", "same", "block 200", "block 404", "block 503"],
)
def test_somebody_else_answers_or_takes_the_connections(
    network: OwnNetwork, tmp_path: Path, order: str
) -> None:
    """A firewall, or a portal that answers in place of all hosts, would kill living sources."""
    cite(tmp_path, HOSTS, 2)
    network.order(f"after 20 {order}")
    code, found, summary, err = check(network, "--concurrency", "8", "--timeout", "3")
    assert (code, summary["complete"], set(found)) == (3, False, {"ok"})
    assert summary["outage"] in err
    assert err.count("\n") == 1
    assert stored(tmp_path) == {"living"}


def test_dead_hosts_among_a_few_living_ones(network: OwnNetwork, tmp_path: Path) -> None:
    """An old archive, nearly all of whose sources are gone, could not be checked."""
    living = [host.replace(".com", ".org") for host in HOSTS[::10]]
    cite(tmp_path, [*living[:3], *HOSTS, *living[3:]])
    network.order("only .org")
    code, found, summary, _ = check(network)
    assert (code, found, summary["complete"]) == (1, {"broken dead-link": 60, "ok": 6}, True)


def test_pages_that_are_gone_from_many_hosts(network: OwnNetwork, tmp_path: Path) -> None:
    """Hosts that show the same page for what is gone would be taken for a portal."""
    cite(tmp_path, [*HOSTS[:40], "www.living.org"])
    network.order("\n".join(f"gone {host}" for host in HOSTS[:10]) + "\nbut www.living.org")
    code, found, summary, _ = check(network)
    assert (code, found["broken dead-link"], summary["complete"]) == (1, 10, True)


def test_link_goes_down_in_the_middle_of_a_run(network: OwnNetwork, tmp_path: Path) -> None:
    """Every source would get a strike in a night without a network; three nights make it dead."""
    cite(tmp_path, HOSTS, 8)
    network.order("wait 0.1")
    process = network.start(*OPTIONS, "--timeout", "3")
    wait_until(lambda: len(network.asked()) >= 60)
    network.link(up=False)
    out, err = process.communicate(timeout=90)
    summary = json.loads(out)["summary"]
    assert (process.returncode, summary["complete"], summary["broken"]) == (3, False, 0)
    assert "the network is not available: nothing can be reached any more" in err
    assert stored(tmp_path) <= {"living"}


@pytest.mark.parametrize(
    ("hosts", "names"), [(1, True), (30, False)], ids=["names denied", "no network"]
)
def test_offline_from_the_start(tmp_path: Path, hosts: int, *, names: bool) -> None:
    """A build without a network would pass, or call its sources dead."""
    cite(tmp_path, HOSTS[:hosts])
    with OwnNetwork(tmp_path, names=names) as network:
        network.order("nothing")
        code, found, summary, err = check(network)
        assert (code, found, summary["unchecked"]) == (3, {}, hosts)
        assert err.startswith("linkcheck: the network is not available: nothing can be reached; ")
        assert "PROXY" not in err
        code, _, _, err = check(network, HTTPS_PROXY="http://127.0.0.1:9")
        assert code == 3
        assert "(HTTPS_PROXY is set but not used: try --env-proxy)" in err
    assert stored(tmp_path) == set()


def test_baseline_without_a_network(tmp_path: Path) -> None:
    """Somebody without a network would be told to wait longer, and not what is wrong."""
    cite(tmp_path, HOSTS[:3])
    with OwnNetwork(tmp_path) as network:
        network.order("nothing")
        code, out, err = network.run("baseline", "a.md", "--allow-private", "127.0.0.0/8")
    assert (code, out) == (3, "")
    first, second = err.splitlines()
    assert first.startswith("linkcheck: the network is not available: ")
    assert first.endswith("; 3 citations not checked")
    assert second == "linkcheck: not everything was checked, so the baseline is unchanged"
    assert not (tmp_path / "linkcheck-baseline.json").exists()


def test_report_says_why_it_ends(network: OwnNetwork, tmp_path: Path) -> None:
    """Whoever reads only the report would take it for the whole."""
    cite(tmp_path, HOSTS[:3])
    network.order("nothing")
    for form in ("terminal", "markdown", "junit", "html"):
        code, out, _ = network.run(*OPTIONS, "-f", form)
        assert code == 3
        assert "The network was not available" in out
        assert "3 citations not checked" in out


def test_dead_hosts_are_dead_where_names_work(network: OwnNetwork, tmp_path: Path) -> None:
    """An old article whose sources are all gone would never be reported."""
    cite(tmp_path, HOSTS[:20])
    network.order("controls-only")
    code, found, summary, err = check(network)
    assert (code, found, summary["complete"], err) == (1, {"broken dead-link": 20}, True, "")


def test_one_dead_host_is_dead(network: OwnNetwork, tmp_path: Path) -> None:
    """A single dead link would be taken for an outage; so would it among living ones."""
    for hosts, order in ((1, ""), (9, "no-controls\n")):
        cite(tmp_path, HOSTS[:hosts])
        network.order(f"{order}gone {HOSTS[0]}")
        code, found, summary, _ = check(network)
        assert (code, found["broken dead-link"], summary["complete"]) == (1, 1, True)
        assert found.total() == hosts


def test_refusing_host_is_no_outage(network: OwnNetwork, tmp_path: Path) -> None:
    """A host that takes no connections would be taken for an outage where it is the only one."""
    (tmp_path / "a.md").write_text(f"# T\n\n## Sources\n\n- Daily: [T](http://{HOSTS[0]}:9/x)\n")
    code, found, summary, _ = check(network)
    assert (code, found, summary["complete"]) == (0, {"unverified unreachable": 1}, True)


@pytest.mark.parametrize("intercepts", [True, False], ids=["portal", "block page"])
def test_sixty_hosts_at_one_login_page(
    network: OwnNetwork, tmp_path: Path, *, intercepts: bool
) -> None:
    """All sources would be broken behind a hotel's login page or a company's block page."""
    cite(tmp_path, HOSTS)
    lead = "\n".join(f"lead {host} {PORTAL}" for host in HOSTS)
    network.order(f"portal {PORTAL}" if intercepts else lead)
    code, found, summary, err = check(network)
    assert (code, found, summary["unchecked"]) == (3, {}, 60)
    assert f"unrelated sites led to {PORTAL}" in err
    assert stored(tmp_path) == set()


def test_papers_of_one_publisher_are_no_outage(network: OwnNetwork, tmp_path: Path) -> None:
    """An article whose sources were merged into one site could not be checked."""
    cite(tmp_path, HOSTS[:5])
    network.order("\n".join(f"lead {host} http://front.example/" for host in HOSTS[:5]))
    code, found, summary, err = check(network)
    assert (code, summary["complete"], err) == (0, True, "")
    assert found == {"unverified shared-page": 5}


def test_hosts_that_lived_before_are_not_all_gone_at_once(
    network: OwnNetwork, tmp_path: Path
) -> None:
    """A resolver that denies all but the best known names would kill an archive."""
    cite(tmp_path, HOSTS[:12])
    assert check(network)[0] == 0
    with closing(sqlite3.connect(tmp_path / "s.db")) as database, database:
        database.execute("UPDATE answer SET at = at - 864000, expires = 0, run = NULL")
    network.order("controls-only")
    code, found, summary, err = check(network)
    assert (code, found, summary["complete"]) == (3, {}, False)
    assert "sites that responded in an earlier run" in err
    assert stored(tmp_path) == {"living"}
    # Whoever knows better can do without the earlier run.
    assert check(network, "--refresh")[1] == {"broken dead-link": 12}
