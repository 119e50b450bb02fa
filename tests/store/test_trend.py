"""What the history in a store says of link rot."""

from __future__ import annotations

import json
import math
import random
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import linkcheck
from linkcheck.cli.main import cli
from linkcheck.models import Outcome, Rule
from linkcheck.store.records import Sighting
from linkcheck.store.trend import trend_of
from tests.waiting import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

START = datetime(2024, 1, 1, tzinfo=UTC)


def seen(address: str, day: float, outcome: Outcome, **facts: Any) -> Sighting:
    """Return a sighting so many days after the start."""
    at = (START + timedelta(days=day)).isoformat(timespec="seconds")
    given = dict.fromkeys(("status", "failure", "final", "title", "publisher", "language"))
    return Sighting(
        address=address, at=at, outcome=outcome.value, fingerprint=None, **(given | facts)
    )


def test_how_addresses_stood_month_by_month() -> None:
    """An archive could not tell whether things get better or worse."""
    found = trend_of(
        [
            seen("http://a.example/1", 0, Outcome.LIVING),
            seen("http://a.example/2", 1, Outcome.LIVING),
            seen("http://b.example/1", 2, Outcome.GONE),
            seen("http://a.example/1", 40, Outcome.GONE),
            seen("http://a.example/2", 41, Outcome.FAILED),
            seen("http://a.example/2", 70, Outcome.LIVING),
            seen("http://b.example/2", 71, Outcome.BLOCKED),
        ]
    )
    rows = [tuple(period) for period in found.periods]
    assert rows == [
        ("2024-01", 2, 1, 0, 0, 1),
        ("2024-02", 0, 2, 1, 0, 1),
        ("2024-03", 1, 2, 0, 1, 0),
    ]


def test_dead_at_the_first_check_is_news() -> None:
    """The digest of a night would be silent on a dead source in a new article."""
    found = trend_of([seen("http://a.example/1", 0, Outcome.GONE)])
    assert [(death.address, death.alive) for death in found.died] == [("http://a.example/1", "")]
    assert (found.periods[0].died, found.overall.addresses) == (1, 0)


def test_third_failure_days_apart_is_a_death_and_one_is_none() -> None:
    """A site that was away for an evening would count as rotten."""
    failures = [seen("http://a.example/", day, Outcome.FAILED) for day in (10, 10.1, 10.2, 14, 18)]
    alive = seen("http://a.example/", 0, Outcome.LIVING, title="A story")
    assert trend_of([alive, *failures[:-1]]).died == ()
    (death,) = trend_of([alive, *failures]).died
    assert (death.title, death.alive[:10], death.dead[:10]) == (
        "A story",
        "2024-01-01",
        "2024-01-19",
    )


def test_what_came_back_is_no_longer_dead() -> None:
    """An editor would mend what needs no mending."""
    course = [(0, Outcome.LIVING), (10, Outcome.GONE), (20, Outcome.LIVING)]
    found = trend_of([seen("http://a.example/", day, outcome) for day, outcome in course])
    assert (found.died, found.revived) == ((), ("http://a.example/",))
    assert found.periods[0].gone == 0


def test_only_what_died_since_is_listed() -> None:
    """Every run would list the deaths of years."""
    course = [("x", 0, Outcome.LIVING), ("y", 0, Outcome.LIVING), ("z", 1, Outcome.GONE),
              ("x", 10, Outcome.GONE), ("y", 30, Outcome.GONE)]  # fmt: skip
    sightings = [seen(f"http://a.example/{name}", day, outcome) for name, day, outcome in course]
    found = trend_of(sightings, since="2024-01-20")
    assert [death.address for death in found.died] == ["http://a.example/y"]
    assert len(trend_of(sightings).died) == 3


@pytest.mark.parametrize("half_life", [0.5, 4.0])
def test_half_life_is_found_again(half_life: float) -> None:
    """The figure that publishers are compared by would mean nothing."""
    rng = random.Random(5)
    sightings: list[Sighting] = []
    for number in range(1500):
        life = rng.expovariate(math.log(2) / half_life) * 365.25
        # Looked at each month for three years, or until dead.
        for month in range(37):
            dead = month * 30.4 > life
            state = Outcome.GONE if dead else Outcome.LIVING
            sightings.append(
                seen(f"http://a.example/{number}", month * 30.4, state, publisher="Daily")
            )
            if dead:
                break
    sightings.sort(key=lambda sighting: sighting.at)
    found = trend_of(sightings)
    assert found.overall.years == pytest.approx(half_life, rel=0.1)
    assert found.publishers[0].publisher == "Daily"


def test_of_few_deaths_no_half_life_is_made_up() -> None:
    """A publisher would be blamed for one accident."""
    course = [(0, Outcome.LIVING), (30, Outcome.GONE)]
    sightings = [seen("http://a.example/", day, outcome) for day, outcome in course]
    assert trend_of(sightings).publishers[0].years is None
    assert trend_of(sightings, by="host").publishers[0].publisher == "a.example"


def test_the_command_tells_what_died_in_the_last_run(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """The history that runs leave would not be what the command reads."""
    story = "<title>Ministers \x1b[31mmeet</title><p>" + "They agreed on further talks. " * 40
    url = server.page("/story", story.encode())
    article = tmp_path / "a.md"
    article.write_text(f"## Sources\n\n- [Ministers meet]({url})\n", encoding="utf-8")
    store = tmp_path / "store.sqlite3"

    def check(**changes: Any) -> linkcheck.Report:
        return linkcheck.check([article], linkcheck.Settings(
            fetch=linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0),
            store=linkcheck.StoreSettings(path=str(store)), **changes,
        ))  # fmt: skip

    check()
    server.page("/story", b"gone", status="404 Not Found")
    gone = check(refresh=True)
    assert [finding.rule for verdict in gone.verdicts for finding in verdict.findings] == [
        Rule.DEAD_LINK
    ]
    command = CliRunner()
    shown = command.invoke(cli, ["trend", "--store", str(store)], catch_exceptions=False).output
    assert url in shown
    assert "\x1b" not in shown
    data = json.loads(
        command.invoke(cli, ["trend", "--store", str(store), "--format", "json"]).output
    )
    assert [death["address"] for death in data["died"]] == [url]
    assert data["periods"][-1]["gone"] == 1
    digest = [*("trend", "--store", str(store), "--since-last")]
    lines = command.invoke(cli, digest, catch_exceptions=False).output.splitlines()
    assert lines[0].endswith("UTC): 1 source died, 0 alive again")
    assert lines[1].startswith(f"died: {url} “Ministers")
    assert len(lines) == 2
    assert set(json.loads(command.invoke(cli, [*digest, "-f", "json"]).output)) == {
        "since", "died", "revived"
    }  # fmt: skip
    server.page("/story", story.encode())
    check(refresh=True)
    lines = command.invoke(cli, digest, catch_exceptions=False).output.splitlines()
    assert lines[0].endswith("UTC): 0 sources died, 1 alive again")
    assert lines[1:] == [f"alive again: {url}"]
    second = int(time.time())
    wait_until(lambda: int(time.time()) > second)  # runs are told apart by seconds
    check(refresh=True)
    assert "0 sources died, 0 alive again" in command.invoke(cli, digest).output


def test_a_store_without_history_says_so(tmp_path: Path) -> None:
    """Somebody who has checked nothing yet would see an empty table or a traceback."""
    from linkcheck.store import Store, StoreSettings

    path = tmp_path / "s.db"
    with Store(StoreSettings(path=str(path))):
        pass
    told = CliRunner().invoke(cli, ["trend", "--store", str(path)])
    assert (told.exit_code, "No history" in told.output) == (0, True)
    told = CliRunner().invoke(cli, ["trend", "--store", str(path), "--since-last"])
    assert (told.exit_code, "No run has finished" in told.output) == (0, True)
    both = ["trend", "--store", str(path), "--since-last", "--since", "2024-01-01"]
    assert CliRunner().invoke(cli, both).exit_code == 2
