"""`linkcheck archive`: living sources handed to a service that saves them, on loopback."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from linkcheck.errors import UsageError
from linkcheck.repair.saving import service_at
from tests.recorded import prose
from tests.repair.world import Proxy
from tests.server import LoopbackServer, answer
from tests.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BRIDGE, FERRY = "http://gazette.example/bridge", "http://gazette.example/ferry"
GONE, OTHER = "http://gazette.example/gone", "http://gazette.example/other"
KEPT, FAILING = "http://gazette.example/kept", "http://gazette.example/failing"
SECRET = "http://gazette.example/kept?access_token=hunter2hunter2"
TIME = "20261130060000"
ARTICLE = f"""\
# Crossings

## Sources

- The Gazette: [Bridge reopens after eleven years]({BRIDGE})
- The Gazette: [Ferry stays for the summer]({FERRY})
- The Gazette: [A story that is gone]({GONE})
- The Gazette: [Harvest begins early this year]({OTHER})
- The Gazette: [Market square gets a fountain]({FAILING})
- The Gazette: [Kept for subscribers with a token]({SECRET})
- The Gazette: [Bridge reopens after eleven years]({BRIDGE}#photos)
"""


def page(title: str) -> tuple[int, str]:
    """Return a living page."""
    return 200, f"<html><title>{title}</title><h1>{title}</h1><p>{prose(900)}</p></html>"


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """Return the web that the articles cite."""
    pages = {
        BRIDGE: page("Bridge reopens after eleven years"),
        FERRY: page("Ferry stays for the summer"),
        OTHER: page("Parliament adopts budget after a long night of talks"),
        FAILING: (500, page("The Gazette has a problem")[1]),
        SECRET: page("Kept for subscribers with a token"),
    }
    with Proxy(pages) as running:
        yield running


class Service:
    """A service that speaks Save Page Now 2.

    Args:
        server: that it is put on.
    """

    def __init__(self, server: LoopbackServer) -> None:
        self.server = server
        self.address = server.url("/save")
        server.page("/cdx/search/cdx", "[]", headers={"Content-Type": "application/json"})

    def says(self, path: str, *answers: dict[str, str]) -> None:
        """Set what is answered."""
        self.server.behave(path, *(answer(json.dumps(each)) for each in answers))

    def saves(self, url: str, job: str) -> None:
        """Save a page when it is asked about the second time."""
        self.says(f"/save/{url}", {"url": url, "job_id": job})
        done = {"status": "success", "timestamp": TIME, "original_url": url, "job_id": job}
        self.says(f"/save/status/{job}", {"status": "pending", "job_id": job}, done)

    @property
    def handed_in(self) -> list[str]:
        """The pages that were handed in, in order."""
        paths = [each.target for each in self.server.requests]
        return [
            path.removeprefix("/save/")
            for path in paths
            if path.startswith("/save/") and not path.startswith("/save/status/")
        ]


@pytest.fixture
def service(server: LoopbackServer) -> Service:
    """Return a service that saves two pages."""
    made = Service(server)
    made.saves(BRIDGE, "job-1")
    made.saves(FERRY, "job-2")
    return made


def command(folder: Path, service: Service, *more: str) -> list[str]:
    """Return the command line."""
    (folder / "a.md").write_text(ARTICLE)
    return [
        *(sys.executable, "-m", "linkcheck", "archive", "a.md", "--to", service.address),
        *("--pause", "0", "--env-proxy", "--allow-private", "loopback", "--host-interval", "0"),
        *("--store", str(folder / "store.sqlite3"), *more),
    ]


def variables(proxy: Proxy, key: str = "access:s3cret") -> dict[str, str]:
    """Return the environment."""
    own = {"HTTP_PROXY": proxy.url, "http_proxy": proxy.url, "NO_PROXY": "127.0.0.1"}
    return {**os.environ, **own, "LINKCHECK_ARCHIVE_KEY": key}


def run(
    folder: Path, service: Service, proxy: Proxy, *more: str, key: str = "access:s3cret"
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        command(folder, service, *more), cwd=folder, env=variables(proxy, key),
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_living_sources_are_saved(tmp_path: Path, service: Service, proxy: Proxy) -> None:
    """Sources would die unsaved; or an archive get dead, other and secret ones, or error pages."""
    done = run(tmp_path, service, proxy)
    assert done.returncode == 0, done.stderr
    assert service.handed_in == [BRIDGE, FERRY]
    shown = [service.server.url(f"/web/{TIME}/{url}") for url in (BRIDGE, FERRY)]
    lines = [f"{url} → {copy} (saved)" for url, copy in zip((BRIDGE, FERRY), shown, strict=True)]
    assert done.stdout.splitlines() == lines
    assert f"submitting 2 sources to {service.address}" in done.stderr
    assert "may contain a password" in done.stderr
    assert "hunter2" not in done.stdout + done.stderr
    # What was saved is known the next time, whatever the archive's index has by then.
    again = run(tmp_path, service, proxy)
    assert again.returncode == 0
    assert again.stdout.count("(has a snapshot)") == 2
    assert service.handed_in == [BRIDGE, FERRY]
    store = ("store", "snapshots", "--store", str(tmp_path / "store.sqlite3"))
    told = subprocess.run(
        [sys.executable, "-m", "linkcheck", *store], capture_output=True, text=True, check=True
    )
    assert shown[0] in told.stdout
    assert shown[1] in told.stdout


def test_key_is_for_handing_in_alone(tmp_path: Path, service: Service, proxy: Proxy) -> None:
    """The key of an account would be sent with other requests, or shown."""
    done = run(tmp_path, service, proxy)
    keys = {
        request.target.split("/")[1].partition("?")[0]: request.headers.get("authorization")
        for request in service.server.requests
    }
    assert keys == {"cdx": None, "save": "LOW access:s3cret"}
    assert "s3cret" not in done.stdout + done.stderr


def test_new_enough_snapshots_are_left_alone(
    tmp_path: Path, service: Service, proxy: Proxy
) -> None:
    """An archive would be made to save each day what it has."""
    day = time.strftime("%Y%m%d000000", time.gmtime(time.time() - 20 * 86_400))
    rows = [
        ["timestamp", "original", "mimetype", "statuscode", "digest"],
        ["20100101000000", BRIDGE, "text/html", "200", "A" * 32],
        [day, BRIDGE, "text/html", "200", "B" * 32],
    ]
    service.server.page("/cdx/search/cdx", json.dumps(rows))
    done = run(tmp_path, service, proxy, "--newer-than", "30", "--no-store")
    assert service.handed_in == [], done.stderr
    assert f"/web/{day}/{BRIDGE} (has a snapshot)" in done.stdout
    run(tmp_path, service, proxy, "--newer-than", "10", "--no-store")
    assert service.handed_in == [BRIDGE, FERRY]


def test_nothing_is_sent_in_a_dry_run(tmp_path: Path, service: Service, proxy: Proxy) -> None:
    """A user who only wants to see what would be sent would have sent it."""
    done = run(tmp_path, service, proxy, "--dry-run", key="")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [BRIDGE, FERRY]
    assert service.server.requests == []


@pytest.mark.parametrize(
    ("key", "said"), [("", "is not set"), ("s3cret", "is not of the form"), ("a:é", "is not of")]
)
def test_key_is_wanted(tmp_path: Path, service: Service, proxy: Proxy, key: str, said: str) -> None:
    """A user would wait for a whole check before learning that there is no key."""
    done = run(tmp_path, service, proxy, key=key)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "LINKCHECK_ARCHIVE_KEY" in line
    assert said in line
    assert "s3cret" not in line


def test_page_that_cannot_be_saved_stops_no_other(
    tmp_path: Path, service: Service, proxy: Proxy
) -> None:
    """One page that an archive may not save would leave all others unsaved."""
    message = "The site refuses\x1b[31m robots"
    service.says(
        "/save/status/job-1",
        {"status": "error", "status_ext": "error:blocked", "message": message},
    )
    done = run(tmp_path, service, proxy)
    assert done.returncode == 1
    assert f"{BRIDGE}: not saved: The site refuses\\x1b[31m robots" in done.stderr
    assert f"{FERRY} → " in done.stdout
    assert "1 saved, 0 had a snapshot, 1 could not be saved" in done.stderr


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("401 Unauthorized", "the archive refuses the key"),
        ("429 Too Many Requests", "is not accepting more pages for now"),
        ("200 OK", "Too many at once"),
    ],
)
def test_refusal_ends_the_run(
    tmp_path: Path, service: Service, proxy: Proxy, status: str, said: str
) -> None:
    """An archive that takes nothing from us would be asked again for every source."""
    limit = {"status_ext": "error:user-session-limit", "message": "Too many at once"}
    body = json.dumps({"status": "error", **limit})
    service.server.page(f"/save/{BRIDGE}", body, status=status, headers={"Retry-After": "9999"})
    done = run(tmp_path, service, proxy)
    assert done.returncode == 3
    assert said in done.stderr
    assert "stopping here" in done.stderr
    assert service.handed_in == [BRIDGE]


def test_pause_that_the_archive_asks_for_is_kept(
    tmp_path: Path, service: Service, proxy: Proxy
) -> None:
    """An archive that asks to wait would be asked at once, and block the account."""
    busy = answer("", status="429 Too Many Requests", headers={"Retry-After": "1"})
    service.server.behave(f"/save/{BRIDGE}", busy, answer('{"job_id": "job-1"}'))
    began = time.monotonic()
    done = run(tmp_path, service, proxy)
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - began >= 1.0
    assert service.handed_in == [BRIDGE, BRIDGE, FERRY]


@pytest.mark.parametrize(
    "body", ["<html>Oops</html>", '{"job_id": "../../cdx"}', '{"job_id": 5}', "[]", ""]
)
def test_odd_answers_are_lines(tmp_path: Path, service: Service, proxy: Proxy, body: str) -> None:
    """An archive that is being rebuilt would give a traceback, or be asked for odd addresses."""
    service.server.page(f"/save/{BRIDGE}", body)
    done = run(tmp_path, service, proxy)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"{BRIDGE}: not saved: " in done.stderr
    assert f"{FERRY} → " in done.stdout


def test_what_was_saved_before_ctrl_c_is_kept(
    tmp_path: Path, service: Service, proxy: Proxy
) -> None:
    """A user who stops a long run would have everything saved once more."""
    service.says("/save/status/job-2", {"status": "pending", "job_id": "job-2"})
    with subprocess.Popen(
        command(tmp_path, service), cwd=tmp_path, env=variables(proxy),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        wait_until(lambda: service.server.asked("/save/status/job-2"))
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "what was saved until then is kept" in error
    assert "Traceback" not in error
    assert out.count("(saved)") == 1
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as database:
        rows = database.execute("SELECT address FROM snapshot").fetchall()
    assert rows == [(BRIDGE,)]


@pytest.mark.parametrize(
    "url",
    ["http://archive.example/save", "https://archive.example/", "ftp://archive.example/save", "x"],
)
def test_service_that_cannot_be_used(url: str) -> None:
    """The key would be sent in the clear, or pages handed in where nobody saves them."""
    with pytest.raises(UsageError):
        service_at(url)


def test_service_of_the_internet_archive() -> None:
    """Readers would be sent to an address that shows no copy."""
    service = service_at("https://web.archive.org/save/")
    assert service.archive.name == "Wayback Machine"
    assert service.of_page(BRIDGE) == f"https://web.archive.org/save/{BRIDGE}"
