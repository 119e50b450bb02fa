"""A configuration file that was merely found: what counts in it, and what does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import linkcheck
from linkcheck.config.options import OPTIONS, Option, Outputs
from linkcheck.config.sections import SECTIONS
from linkcheck.config.trust import Trust, field_trust
from tests.config.test_choosing import STORY, run, verdicts
from tests.write_options import _example

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

pytestmark = pytest.mark.slow

ARTICLE = "## Sources\n\n- CNN: Talks end\n"

_VALUES = {
    "accept": "[404]", "allow-private": '["0.0.0.0/0"]', "ignore": '["moved"]', "confirm": '"now"',
    "severity": '{ dead-link = "note" }', "input-format": '"markdown"', "max-time": '"10s"',
    "headers": '{ X-Key = "k" }', "user-agent": '"Mine"', "concurrency": "500", "interval": "0",
    "from": '"c.example"', "to": '"d.example"', "path": '"/x"', "rules": '["moved"]', "until": "2030-01-01", "fail-on": '"never"',
    "base-url": '"https://x.example/"', "source-url": '"https://x.example/{path}"', "remap": '["a https://b.example/"]',
    "archive": '["https://archive.example/"]', "aliases": '["x"]', "domains": '["x.example"]',
}  # fmt: skip

_NEEDED = {
    "ignores": ["host = 'b.example'\n"],
    "outlets": ["name = 'Courier'\n"],
    "relocations": ["from = 'a.example'\n", "to = 'b.example'\n"],
}


def found(folder: Path, text: str, name: str = "linkcheck.toml") -> Path:
    """Lay a configuration file beside an article."""
    (folder / "a.md").write_text(ARTICLE)
    (folder / name).write_text(text)
    return folder / name


def settings_of(path: Path, *, named: bool = False) -> linkcheck.Settings:
    """Return the settings that hold beside a file."""
    return linkcheck.load_settings(path.parent, config=path if named else None)


def value(name: str, row: Option | None = None) -> str:
    """Return a value of a key as it stands in a file."""
    if name in _VALUES or row is None:
        return _VALUES.get(name, '"x"')
    return _example(row).replace("…", "x.txt")


def refusal(path: Path) -> tuple[str, ...]:
    """Return what is said of a file that cannot be used."""
    with pytest.raises(linkcheck.UsageError) as caught:
        settings_of(path)
    return caught.value.messages


def test_every_key_says_what_it_needs() -> None:
    """A new key would count in a file from anyone, since nobody thought of that."""
    for row in OPTIONS:
        assert isinstance(row.trust, Trust), row.name
    for section in SECTIONS.values():
        fields = {field.name for field in msgspec.structs.fields(section.struct)}
        assert set(field_trust(section.struct)) == fields
    assert "trust" not in Option._field_defaults


def test_key_without_a_class_does_not_count() -> None:
    """A section's new key would count everywhere before its test has failed."""

    class Odd(msgspec.Struct):
        key: str = ""

    assert SECTIONS["per-host"]._replace(struct=Odd).trust("key") is Trust.NAMED


def test_what_writes_reads_reaches_or_passes_does_not_count() -> None:
    """A row would be given to strangers by a slip: files, networks, secrets, verdicts."""
    given = {row.name for row in OPTIONS if row.trust is not Trust.NAMED}
    assert given == {
        "format", "explain", "quiet", "no-progress", "lang", "include", "exclude", "input-format",
        "ignore", "severity", "source-url", "summary", "exclude-url", "include-url", "local", "base-url",
    }  # fmt: skip
    assert not {row.name for row in OPTIONS if row.is_path or row.kind is Outputs} & given
    # These leave out addresses, as [[ignores]] can, and the summary says how many.
    counted = {"exclude-url", "include-url"}
    of_requests = {row.name for row in OPTIONS if (row.place or "").startswith("fetch.")}
    assert not (of_requests - counted) & given


@pytest.mark.parametrize("row", OPTIONS, ids=lambda row: row.name)
@pytest.mark.parametrize("name", ["linkcheck.toml", ".linkcheck.toml", "pyproject.toml"])
def test_every_option(tmp_path: Path, row: Option, name: str) -> None:
    """Some option would be left to strangers, or one that is harmless be refused."""
    begin = "[tool.linkcheck]\n" if name == "pyproject.toml" else ""
    path = found(tmp_path, f"{begin}\n{row.name} = {value(row.name, row)}\n", name)
    line = 3 if begin else 2
    if row.trust is Trust.FOUND:
        settings_of(path)
        return
    (message,) = refusal(path)
    assert message.startswith(f"{path}:{line}: {row.name} ")
    assert f"--config {path}" in message
    assert f"--{row.name} or {row.variable}" in message


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (kind, field)
        for kind, section in SECTIONS.items()
        for field in msgspec.structs.fields(section.struct)
    ],
    ids=lambda part: part if isinstance(part, str) else part.encode_name,
)
def test_every_key_of_a_section(tmp_path: Path, kind: str, key: Any) -> None:
    """Some key of a section would be left to strangers, or one that is harmless be refused."""
    section = SECTIONS[kind]
    name = "until" if key.encode_name == "since" else key.encode_name  # here both are days
    line = f"{key.encode_name} = {value(name)}\n"
    lines = [f"[[{kind}]]\n" if section.listed else f"[{kind}.'a.example']\n", line]
    for needed in _NEEDED.get(kind, ()):
        lines += [] if needed.startswith(f"{key.encode_name} ") else [needed]
    path = found(tmp_path, "".join(lines))
    settings_of(path, named=True)
    if section.trust(key.name) is Trust.FOUND:
        settings_of(path)
        return
    place = f"{kind}.0" if section.listed else f"{kind}.a.example"
    messages = refusal(path)
    assert messages[0].startswith(f"{path}:2: {place}.{key.encode_name} ")
    assert len(messages) == len(lines) - 1  # each is named, and nothing else


def test_all_keys_that_do_not_count_are_named_by_the_command(tmp_path: Path) -> None:
    """A user would take out one key to be told of the next; a file would be written first."""
    path = found(
        tmp_path, 'ignore = ["moved"]\nrecord = "web.warc"\noutput = ["r.json"]\nnetrc = true\n'
    )
    for command in ("check", "extract", "baseline"):
        done = run(command, ".", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert [line.split(" ")[1:3] for line in done.stderr.splitlines()] == [
            ["linkcheck.toml:2:", "record"],
            ["linkcheck.toml:3:", "output"],
            ["linkcheck.toml:4:", "netrc"],
        ]
    path.write_text('store = "mine.sqlite3"\n')
    done = run("store", "path", cwd=tmp_path, LINKCHECK_STORE="")
    assert (done.returncode, "linkcheck.toml:1: store is not allowed" in done.stderr) == (2, True)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.md", "linkcheck.toml"]
    environment = {"LINKCHECK_CONFIG": "linkcheck.toml", "LINKCHECK_STORE": ""}
    assert run("check", ".", cwd=tmp_path, **environment).returncode == 0
    assert (tmp_path / "mine.sqlite3").exists()


def test_what_counts_does_so(tmp_path: Path) -> None:
    """A project's own choice of articles, levels and ignores would have to be named each time."""
    found(
        tmp_path,
        'include = ["*.md"]\nexclude = ["b.md"]\nformat = "json"\n'
        'severity = { unlinked-citation = "error" }\n'
        '[per-path."d.md"]\nignore = ["unlinked-citation"]\n'
        '[[ignores]]\npath = "c.md"\nrules = ["unlinked-citation"]\n',
    )
    for name in ("b.md", "c.md", "d.md", "e.html"):
        (tmp_path / name).write_text(ARTICLE)
    done = run("check", ".", cwd=tmp_path)
    levels = [
        finding["severity"]
        for verdict in json.loads(done.stdout)["verdicts"]
        for finding in verdict["findings"]
    ]
    assert (done.returncode, levels) == (1, ["error"])


def test_levels_are_only_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pull request would turn its own dead links into notes."""
    path = found(tmp_path, 'severity = { dead-link = "warning", moved = "error" }\n')
    (message,) = refusal(path)
    assert "1: severity lowers dead-link to warning, which is not allowed" in message
    path.write_text('[per-host."a.example"]\nseverity = { title-changed = "note" }\n')
    (message,) = refusal(path)
    assert "2: per-host.a.example.severity lowers title-changed to note" in message
    # What the user has raised, a section does not take back to the rule's own level.
    path.write_text('[per-path."**"]\nseverity = { moved = "note", title-changed = "error" }\n')
    monkeypatch.setenv("LINKCHECK_SEVERITY", "moved=error")
    (own,) = settings_of(path).policy.paths.values()
    assert own.severity == {linkcheck.Rule.TITLE_CHANGED: linkcheck.Severity.ERROR}
    (own,) = settings_of(path, named=True).policy.paths.values()
    assert own.severity[linkcheck.Rule.MOVED] is linkcheck.Severity.NOTE


@pytest.mark.parametrize("key", ["record", "output", "store"])
def test_nothing_is_written_where_python_runs_it(
    tmp_path: Path, server: LoopbackServer, key: str
) -> None:
    """A page's text in `site-packages` would be run by the next Python program of a build."""
    packages = tmp_path / "site-packages"
    packages.mkdir()
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    url = server.page("/a", f"import os; os.system('touch {tmp_path}/run')\n")
    target = f"{packages}/x.pth"
    text = {"record": f'"{target}"', "output": f'["terminal={target}"]', "store": f'"{target}"'}[
        key
    ]
    path = found(checkout, f"{key} = {text}\n")
    (checkout / "import os;os.system('touch x')#.md").write_text(f"- [A story]({url})\n")
    allowed = ("--allow-private", "loopback")
    done = run("check", ".", *allowed, cwd=checkout, LINKCHECK_STORE="")
    assert (done.returncode, list(packages.iterdir()), server.requests) == (2, [], [])
    assert f"linkcheck.toml:1: {key} is not allowed" in done.stderr
    # The same file does what it says where its owner names it.
    named = {"LINKCHECK_CONFIG": str(path), "LINKCHECK_STORE": ""}
    run("check", ".", *allowed, cwd=checkout, **named)
    assert [each.name for each in packages.iterdir()][:1] == ["x.pth"]


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("variable", ["LINKCHECK_CREDENTIALS", "LINKCHECK_OTHER"])
def test_no_file_says_who_gets_credentials(
    tmp_path: Path, server: LoopbackServer, variable: str, named: bool
) -> None:
    """A pull request would have all passwords of a build sent to its own host."""
    url = server.page("/a", STORY)
    path = found(tmp_path, f"[per-host.'127.0.0.1']\ncredentials = '{variable}'\n")
    (tmp_path / "a.md").write_text(f"- [A story]({url})\n")
    secrets = {variable: "archive.example=user:hunter2 api.example=TOKEN"}
    environment = {**secrets, **({"LINKCHECK_CONFIG": str(path)} if named else {})}
    done = run("check", ".", "--allow-private", "loopback", cwd=tmp_path, **environment)
    assert (done.returncode, server.requests) == (2, [])
    assert "linkcheck.toml:2: credentials can only be set" in done.stderr
    assert "hunter2" not in done.stdout + done.stderr
    path.unlink()
    environment.pop("LINKCHECK_CONFIG", None)
    run("check", ".", "--allow-private", "loopback", cwd=tmp_path, **environment)
    assert server.requests
    assert all("authorization" not in request.headers for request in server.requests)


def test_credentials_of_many_hosts_come_apart() -> None:
    """A slip in one variable would show its secret, or the empty ones of a fork be an error."""
    from linkcheck.web.credentials import Credentials

    found = Credentials(
        environment={
            "LINKCHECK_CREDENTIALS": "a.example=token b.example=",
            "LINKCHECK_CREDENTIALS_C": "c.example=user:pass word",
            "LINKCHECK_CREDENTIALS_D": "",
        }
    )
    assert found.header("https://a.example/") == "Bearer token"
    assert found.header("https://b.example/") is None
    assert found.header("https://c.example/") == "Basic dXNlcjpwYXNzIHdvcmQ="
    assert found.header("https://x.c.example/") is None
    for slip in ("hunter2 c.example=x", "hunter2", "=hunter2"):
        with pytest.raises(
            linkcheck.UsageError, match="LINKCHECK_CREDENTIALS_C: entry 1"
        ) as caught:
            Credentials(environment={"LINKCHECK_CREDENTIALS_C": slip})
        assert "hunter2" not in str(caught.value)


def test_metadata_services_are_not_reached(tmp_path: Path, server: LoopbackServer) -> None:
    """A pull request would read what only the build's own network may."""
    url = server.page("/a", STORY)
    found(
        tmp_path,
        'allow-private = ["0.0.0.0/0"]\n[per-host."127.0.0.1"]\n'
        'headers = { Metadata-Flavor = "Google" }\n',
    )
    (tmp_path / "a.md").write_text(f"- [A story]({url})\n")
    done = run("check", ".", cwd=tmp_path)
    assert (done.returncode, server.requests) == (2, [])
    assert "linkcheck.toml:1: allow-private" in done.stderr
    assert "linkcheck.toml:3: per-host.127.0.0.1.headers" in done.stderr


def test_link_out_of_the_repository_is_refused(tmp_path: Path) -> None:
    """A pull request would have a file of the machine's read, and the slips in it shown."""
    outside = tmp_path / "secret"
    outside.write_text("password hunter2\n")
    checkout = tmp_path / "checkout"
    (checkout / "docs").mkdir(parents=True)
    (checkout / "docs" / "a.md").write_text(ARTICLE)
    link = checkout / "docs" / "linkcheck.toml"
    link.symlink_to(outside)
    done = run("check", "docs", cwd=checkout)
    assert (done.returncode, "hunter2" in done.stderr) == (2, False)
    assert "linkcheck.toml: it is a link that leads outside" in done.stderr
    # One within the repository is as good as the file itself.
    link.unlink()
    link.symlink_to("../settings.toml")
    (checkout / "settings.toml").write_text('format = "json"\n')
    assert run("check", "docs", cwd=checkout).returncode == 2
    subprocess.run(["git", "init", "-q", checkout], check=True)
    assert verdicts(run("check", "docs", cwd=checkout))


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "loop"])
def test_what_is_no_regular_file_is_passed_over(tmp_path: Path, kind: str) -> None:
    """A pipe or a device of that name would hold up a build for good."""
    path = tmp_path / "linkcheck.toml"
    (tmp_path / "a.md").write_text(ARTICLE)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if kind == "device" else path)
    assert run("check", ".", cwd=tmp_path).returncode == 0
    done = run("check", ".", "--config", path, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n"), "Traceback" in done.stderr) == (2, 1, False)


@pytest.mark.parametrize(
    "text",
    [
        ".".join("a" * 40_000) + " = 1\n",
        "[" + ".".join("a" * 100_000) + "]\n",
        ".".join(['"\\""'] * 40_000) + " = 1\n",
        "[" + ".".join(['"\\""'] * 20_000) + "]\n" + "a.b = 1\n" * 10_000,
        'a = "' + '\\"' * 120_000,
        "x = '''\n" + "=" * 250_000 + "\n'''\n",
        "\n".join(f"a{number} = 1" for number in range(20_000)),
        "ignore = [" + '"moved-",' * 25_000 + "]\n",
        "[per-path]\n" + "\n".join(f"'{'*a' * 20}{number}' = {{}}" for number in range(3000)),
        "a = " + "[" * 200_000,
        "a = " + "{b = " * 50_000,
        "#" * 20_000_000,
    ],
    ids=[
        "dots",
        "header",
        "quotes",
        "quoted header",
        "escapes",
        "signs",
        "unknown",
        "rules",
        "patterns",
        "brackets",
        "braces",
        "long",
    ],
)
@pytest.mark.parametrize("name", ["linkcheck.toml", "pyproject.toml"])
def test_no_file_takes_long_to_read(tmp_path: Path, text: str, name: str) -> None:
    """A pull request would keep a build busy for minutes with a file of some kilobytes."""
    begin = "[tool.linkcheck]\n" if name == "pyproject.toml" else ""
    found(
        tmp_path,
        begin + text.replace("[per-path]", f"[{'tool.linkcheck.' * bool(begin)}per-path]"),
        name,
    )
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "linkcheck", "check", "."],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 2}
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 2000
    assert time.monotonic() - started < 60


def test_headers_go_to_exactly_their_host() -> None:
    """A key in a header would go in the clear, or to every host below its own."""
    from linkcheck.web.chain import Chain
    from linkcheck.web.request_builder import RequestBuilder

    own = linkcheck.HostSettings(headers={"X-Key": "secret"}, user_agent="Mine/1")
    settings = linkcheck.FetchSettings(hosts={"a.example": own, "127.0.0.1": own})
    sent = {}
    for url in ("https://a.example/", "http://a.example/", "https://b.a.example/",
                "http://127.0.0.1/", "https://c.example/"):  # fmt: skip
        fields = RequestBuilder(settings).request(Chain(url, url, settings)).headers
        sent[url] = (fields.get("X-Key"), fields["User-Agent"] == "Mine/1")
    assert sent == {
        "https://a.example/": ("secret", True),
        "http://a.example/": (None, True),
        "https://b.a.example/": (None, True),
        "http://127.0.0.1/": ("secret", True),  # it does not leave the machine
        "https://c.example/": (None, False),
    }
