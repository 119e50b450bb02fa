"""What the command does with the file and the environment, run as users run it."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import trustme

import linkcheck
from linkcheck.repair.relocations import relocated
from tests.engine.test_plan import git
from tests.server import LoopbackServer, answer

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

STORY = (
    "<title>Talks end without a deal</title>"
    + "<p>The ministers of both countries left the town on Sunday evening without a deal.</p>" * 20
)


def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder and return what it said."""
    return subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-W",
            "default::UserWarning",
            "-m",
            "linkcheck",
            *map(str, arguments),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        stdin=subprocess.DEVNULL,
    )


def test_known_archives_are_asked_unless_told_otherwise(tmp_path: Path) -> None:
    """A user of the command would never get a copy from the Wayback Machine."""
    assert linkcheck.load_settings(tmp_path).repair == linkcheck.RepairSettings()
    shown = run("config", "show", "--no-known-archives", cwd=tmp_path).stdout
    assert "known-archives = false" in shown
    (tmp_path / "named.toml").write_text("known-archives = false\n")
    settings = linkcheck.load_settings(tmp_path, config=tmp_path / "named.toml")
    assert not settings.repair.known_archives


def verdicts(done: subprocess.CompletedProcess[str]) -> dict[str, tuple[str, list[str]]]:
    """Return status and levels of findings by address or title."""
    return {
        each["citation"].get("url") or each["citation"]["title"]: (
            each["status"],
            [f"{finding['rule']}={finding['severity']}" for finding in each["findings"]],
        )
        for each in json.loads(done.stdout)["verdicts"]
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with an article without addresses and a configuration file."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text("## Sources\n\n- CNN: Talks end\n")
    (tmp_path / "linkcheck.toml").write_text(
        'format = "json"\nseverity = { unlinked-citation = "error" }\n'
    )
    return tmp_path


def named(folder: Path) -> dict[str, str]:
    """Return the variable that names the folder's file, so that all its keys count."""
    return {"LINKCHECK_CONFIG": str(folder / "linkcheck.toml")}


def levels(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the findings about the one citation."""
    ((_, found),) = verdicts(done).values()
    return found


def test_command_line_before_environment_before_file(project: Path) -> None:
    """A build could not change for once what a file says."""
    by_file = run("check", "articles", cwd=project)
    assert (levels(by_file), by_file.returncode) == (["unlinked-citation=error"], 1)
    variable = {"LINKCHECK_SEVERITY": "unlinked-citation=note moved=warning"}
    by_environment = run("check", "articles", cwd=project, **variable)
    assert (levels(by_environment), by_environment.returncode) == (["unlinked-citation=note"], 0)
    option = ("--severity", "unlinked-citation=warning")
    by_option = run("check", "articles", *option, cwd=project, **variable)
    assert levels(by_option) == ["unlinked-citation=warning"]
    without = run("check", "articles", "--no-config", "-f", "json", cwd=project)
    assert levels(without) == ["unlinked-citation=warning"]
    elsewhere = run("check", project / "articles" / "a.md", cwd=project.parent)
    assert levels(elsewhere) == ["unlinked-citation=error"]


def test_named_file_takes_the_place_of_the_one_found(project: Path) -> None:
    """A build could not bring settings of its own to somebody else's articles."""
    own = project / "own.toml"
    own.write_text('format = "json"\nignore = ["unlinked-citation"]\n')
    for done in (
        run("check", "articles", "--config", own, cwd=project),
        run("check", "articles", cwd=project, LINKCHECK_CONFIG=str(own)),
    ):
        assert verdicts(done) == {"Talks end": ("unverified", [])}
    missing = run("check", "articles", "--config", "nowhere.toml", cwd=project)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr == "linkcheck: nowhere.toml: no such configuration file\n"


def test_no_file_is_no_file(project: Path) -> None:
    """A build that wants none would still have the file that a variable names, or guess."""
    named = {"LINKCHECK_CONFIG": str(project / "linkcheck.toml")}
    done = run("check", "articles", "--no-config", "-f", "json", cwd=project, **named)
    assert levels(done) == ["unlinked-citation=warning"]
    config = ("--config", "linkcheck.toml")
    done = run("check", "articles", *config, cwd=project, LINKCHECK_NO_CONFIG="1")
    assert levels(done) == ["unlinked-citation=error"]
    for options in ((*config, "--no-config"), ("--isolated", *config)):
        done = run("check", "articles", *options, cwd=project)
        assert done.returncode == 2
        assert "give either --config or --no-config" in done.stderr


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"LINKCHECK_ATTEMPTS": "many"}, "LINKCHECK_ATTEMPTS: expected a whole number, got 'many'"),
        ({"LINKCHECK_HTTP2": "perhaps"}, "LINKCHECK_HTTP2"),
        ({"LINKCHECK_IGNORE": "moved dead-lnk"}, "did you mean dead-link?"),
        ({"LINKCHECK_SEVERITY": "moved"}, "LINKCHECK_SEVERITY"),
        ({"LINKCHECK_CONFIRM": "0"}, "LINKCHECK_CONFIRM"),
        ({"LINKCHECK_TIMEOUT": "nan"}, "LINKCHECK_TIMEOUT: expected a number more than 0"),
    ],
)
def test_slip_in_a_variable_names_it(project: Path, variables: dict[str, str], words: str) -> None:
    """A user would look for a slip in options that were never given."""
    done = run("check", "articles", cwd=project, **variables)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"ignor = []\nx = 1\n", "linkcheck.toml:1: unknown key 'ignor'; did you mean ignore? (and 1 more: see linkcheck config check)"),
        (b"attempts = 1\nattempts = 2\n", "linkcheck.toml:2: this is not TOML"),
        (b"# \xe9\n", "linkcheck.toml:1: this is not UTF-8"),
        (b"per-host = [1]\n", "linkcheck.toml:1: per-host must be a table"),
        (b'"\\u001b[31m" = 1\n', "unknown key '\\x1b[31m'"),
        (b"a = " + b"{a=" * 5000, "linkcheck.toml"),
    ],
)  # fmt: skip
def test_damaged_file_is_one_line_and_exit_code_2(project: Path, data: bytes, words: str) -> None:
    """A slip in the file would end in a traceback, or in a check without settings."""
    (project / "linkcheck.toml").write_bytes(data)
    for command in ("check", "extract"):
        done = run(command, "articles", cwd=project)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert words in done.stderr


def test_flag_of_the_file_is_taken_back(project: Path) -> None:
    """What the file switches on could not be switched off for once."""
    (project / "linkcheck.toml").write_text("explain = true\nhttp2 = true\n")
    explain = {"LINKCHECK_EXPLAIN": "0", **named(project)}
    shown = run("config", "show", "articles", "--no-http2", cwd=project, **explain)
    assert "http2 = false  # command line" in shown.stdout
    assert "explain = false  # environment" in shown.stdout


def test_file_s_store_is_beside_it_and_everybody_s(project: Path) -> None:
    """Answers would be remembered in one file, and looked for in another."""
    (project / "linkcheck.toml").write_text('store = "answers.sqlite3"\n')
    environment = {"LINKCHECK_STORE": "", **named(project)}
    assert run("check", ".", cwd=project / "articles", **environment).returncode == 0
    assert (project / "answers.sqlite3").exists()
    place = run("store", "path", cwd=project / "articles", **environment)
    assert place.stdout == f"{project / 'answers.sqlite3'}\n"
    (project / "linkcheck.toml").write_text('store = "other.sqlite3"\nno-store = true\n')
    assert run("check", "articles", cwd=project, **environment).returncode == 0
    assert not (project / "other.sqlite3").exists()
    mine = ("--store", project / "mine.sqlite3")
    assert run("check", "articles", *mine, cwd=project, **environment).returncode == 0
    assert (project / "mine.sqlite3").exists()


def test_replay_leaves_the_file_s_store_alone(project: Path) -> None:
    """A recorded web would be remembered as if sites had said so today."""
    (project / "linkcheck.toml").write_text('store = "answers.sqlite3"\n')
    from linkcheck.cli.demo import demo

    with demo() as files:
        environment = {"LINKCHECK_STORE": "", **named(project)}
        run("check", "articles", "--replay", files.recording, cwd=project, **environment)
    assert not (project / "answers.sqlite3").exists()


def test_files_are_read_as_their_section_says(project: Path) -> None:
    """Articles in files of odd names could only be read one format at a time."""
    (project / "articles" / "b.page").write_text("## Sources\n\n- BBC: A title\n")
    (project / "articles" / "c.entry").write_text("<h2>Sources</h2><ul><li>DW: B title</li></ul>")
    (project / "linkcheck.toml").write_text(
        'include = ["*.page", "*.entry"]\n'
        '[per-path."*.page"]\ninput-format = "markdown"\n'
        '[per-path."articles/*.entry"]\ninput-format = "html"\n'
    )
    for folder in (project, project / "articles"):
        done = run("extract", project / "articles", cwd=folder)
        titles = [json.loads(line)["title"] for line in done.stdout.splitlines()]
        assert titles == ["A title", "B title"]


def test_sections_by_article_and_by_host(project: Path, server: LoopbackServer) -> None:
    """Drafts, and sites with whims, could not be treated apart."""
    gone = server.behave("/gone", answer("<title>404</title>", status="404 Not Found"))
    refused = server.behave("/refused", answer("<title>No</title>", status="403 Forbidden"))
    article = f"## Sources\n\n- Daily: [A story]({gone})\n- Daily: [B story]({refused})\n"
    for name in ("articles/drafts/d.md", "articles/a.md"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(article)
    (project / "linkcheck.toml").write_text(
        'format = "json"\nallow-private = ["loopback"]\nno-store = true\n'
        '[per-path."drafts/"]\nseverity = { dead-link = "warning" }\n'
        '[per-host."127.0.0.1"]\naccept = [403]\nuser-agent = "desk"\nconcurrency = 1\n'
        'headers = { X-Consent = "yes" }\n'
    )
    done = run("check", "articles", cwd=project, **named(project))
    assert done.returncode == 1
    assert verdicts(run("check", "articles/drafts", cwd=project, **named(project))) == {
        gone: ("warning", ["dead-link=warning"]),
        refused: ("ok", []),
    }
    done = run("check", "articles/a.md", cwd=project, **named(project))
    assert verdicts(done)[gone][0] == "broken"
    assert run("check", "articles/drafts", cwd=project, **named(project)).returncode == 0
    headers = server.requests[0].headers
    assert (headers["x-consent"], headers["user-agent"]) == ("yes", "desk")


def test_relocations_of_the_file(project: Path) -> None:
    """A newsroom's own moves would be written down in vain."""
    (project / "linkcheck.toml").write_text(
        '[[relocations]]\nfrom = "old.example"\npath = "/{id:int}"\nto = "new.example/n/{id}"\n'
        "until = 2014-06-30\n"
    )
    settings = linkcheck.load_settings(project, config=project / "linkcheck.toml")
    (row,) = settings.repair.relocations
    assert (row.host, row.path, row.until) == ("old.example", "/{id:int}", "2014-06-30")
    found = relocated("http://old.example/12", "2014-03", settings.repair.relocations)
    assert [each.url for each in found] == ["https://new.example/n/12"]
    assert relocated("http://old.example/12", "2015", settings.repair.relocations) == []


def test_ignores_of_the_file(project: Path) -> None:
    """A settled finding could only be ignored in the article, or for ever."""
    (project / "articles" / "b.md").write_text("## Sources\n\n- BBC: Other talks end\n")
    (project / "linkcheck.toml").write_text(
        'format = "json"\n'
        '[[ignores]]\npath = "articles/b.md"\nrules = ["unlinked-citation"]\nreason = "known"\n\n'
        '[[ignores]]\nhost = "nowhere.example"\n\n'
        '[[ignores]]\npath = "a.md"\nuntil = 2020-01-31\n'
    )
    for folder in (project, project / "articles"):
        found = json.loads(run("check", project / "articles", cwd=folder).stdout)["verdicts"]
        told = [(each["citation"]["location"]["line"], rule["rule"])
                for each in found for rule in each["findings"]]  # fmt: skip
        # What the expired one hid comes back; what the first one hides does not.
        assert [rule for _, rule in told].count("unlinked-citation") == 1
        assert told[-2:] == [(7, "unused-ignore"), (10, "expired-ignore")]
    quiet = ("--ignore", "expired-ignore", "--severity", "unused-ignore=error")
    done = run("check", "articles", *quiet, cwd=project)
    levels = [rule["severity"] for each in json.loads(done.stdout)["verdicts"]
              for rule in each["findings"]]  # fmt: skip
    assert (sorted(levels), done.returncode) == (["error", "warning"], 1)


def test_files_that_the_file_names_are_beside_it(project: Path) -> None:
    """Reports and a baseline would be looked for wherever the command happens to be run."""
    (project / "linkcheck.toml").write_text(
        'output = ["json=report.json", "jsonl=-"]\nbaseline = "known.json"\n'
    )
    made = run("baseline", ".", cwd=project / "articles", **named(project))
    assert (project / "known.json").exists(), made.stderr
    done = run("check", ".", cwd=project / "articles", **named(project))
    assert json.loads(done.stdout.splitlines()[0])["findings"] == []
    assert json.loads((project / "report.json").read_text())["summary"]["citations"] == 1


def test_reports_that_the_file_names_in_another_folder(project: Path) -> None:
    """A misspelt format would become a file's name, or a file's name a format."""
    file = project / "settings" / "own.toml"
    file.parent.mkdir()
    file.write_text("attempts = 1\noutput = ['jsno=report.json']\n")
    done = run("check", "articles", "--config", file, cwd=project)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "own.toml:2: output: unknown report format 'jsno'; did you mean json?" in done.stderr
    file.write_text("output = ['./json=report']\n")
    run("check", "articles", "--config", file, cwd=project)
    assert (file.parent / "json=report").exists()
    run("check", "..", "--config", "own.toml", cwd=file.parent)
    assert sorted(path.name for path in file.parent.iterdir()) == ["json=report", "own.toml"]


def test_files_of_a_user_that_does_not_exist(project: Path) -> None:
    """A home folder that is not there would end in a traceback."""
    (project / "linkcheck.toml").write_text(
        'record = "~nobody-of-this-name/web.warc"\noutput = ["~nobody-of-this-name/report"]\n'
    )
    done = run("check", "articles", cwd=project, **named(project))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "~nobody-of-this-name" in done.stderr


def test_credentials_are_bound_to_their_host_in_the_environment(project: Path) -> None:
    """A paid archive could not be checked, or its password would have to stand in a file."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(project / "ca.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with LoopbackServer(tls=context) as server:
        url = server.page("/story", STORY)
        (project / "articles" / "a.md").write_text(f"- [Talks end without a deal]({url})\n")
        options = ("--allow-private", "loopback", "--ca-file", "ca.pem", "--no-store")
        secret = {"LINKCHECK_CREDENTIALS_ARCHIVE": "127.0.0.1=me:pass word"}
        done = run("check", "articles", "-v", *options, cwd=project, **secret)
        assert done.returncode == 0, done.stdout + done.stderr
        run("check", "articles", *options, cwd=project, LINKCHECK_CREDENTIALS_ARCHIVE="127.0.0.1=")
        sent = [request.headers.get("authorization") for request in server.requests]
        assert sent == ["Basic bWU6cGFzcyB3b3Jk", None]
        shown = run("config", "show", cwd=project, **secret)
        assert "# LINKCHECK_CREDENTIALS_ARCHIVE is set in the environment" in shown.stdout
        assert "pass word" not in done.stdout + shown.stdout


def test_programs_have_the_same_settings(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of one's own, or pytest, would check otherwise than the command."""
    file = project / "linkcheck.toml"
    file.write_text('timeout = 7\nignore = ["moved"]\n[per-host."Приклад.укр"]\nconcurrency = 3\n')
    monkeypatch.setenv("LINKCHECK_ATTEMPTS", "5")
    with pytest.raises(linkcheck.UsageError, match="timeout is not allowed") as caught:
        linkcheck.load_settings(project / "articles" / "a.md")
    assert len(caught.value.messages) == 2
    settings = linkcheck.load_settings(project / "articles" / "a.md", config=file)
    assert (settings.fetch.total_timeout, settings.fetch.attempts) == (7.0, 5)
    assert settings.policy.ignore == {linkcheck.Rule.MOVED}
    own = settings.fetch.for_host("archive.xn--80aikifvh.xn--j1amh")
    assert own is not None
    assert own.per_host == 3
    file.write_text('ignore = ["moved"]\n')
    assert linkcheck.load_settings(project).policy.ignore == {linkcheck.Rule.MOVED}
    file.write_text("timeout = -7\n")
    with pytest.raises(linkcheck.UsageError, match=r"linkcheck\.toml:1: timeout"):
        linkcheck.load_settings(project)
    monkeypatch.setenv("LINKCHECK_ATTEMPTS", "x")
    with pytest.raises(linkcheck.UsageError, match="LINKCHECK_ATTEMPTS"):
        linkcheck.load_settings()


def test_settings_are_loaded_without_a_trace(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that only reads settings would leave a folder in the user's home."""
    store = project / "cache" / "linkcheck" / "store.sqlite3"
    monkeypatch.setenv("LINKCHECK_STORE", str(store))
    settings = linkcheck.load_settings(project / "articles")
    assert settings.store is not None
    assert settings.store.path == str(store)
    assert not (project / "cache").exists()
    # Where the folder could never be made, a check goes on without a store.
    (project / "cache").write_text("")
    assert linkcheck.load_settings(project / "articles").store is None


def test_programs_are_warned_of_a_file_that_a_revision_lacks(
    history: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A program could not tell, and something would appear on its standard error."""
    (history / "new.toml").write_text("attempts = 9\n")
    monkeypatch.setenv("LINKCHECK_CONFIG_FROM", "HEAD")
    with pytest.warns(UserWarning, match="is not at HEAD: no configuration file is used"):
        settings = linkcheck.load_settings(history, config=history / "new.toml")
    assert settings.fetch.attempts != 9
    assert capfd.readouterr().err == ""


def test_shell_completion_reads_no_file(project: Path) -> None:
    """A slip in the file would break completing a command line."""
    (project / "linkcheck.toml").write_text("ignor = 1\n")
    words: dict[str, Any] = {"COMP_WORDS": "linkcheck check --meth", "COMP_CWORD": "2"}
    done = run(cwd=project, _LINKCHECK_COMPLETE="bash_complete", **words)
    assert "--method" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.fixture
def history(project: Path) -> Path:
    """Return the project as a repository whose working tree has another configuration."""
    (project / "articles" / "b.md").write_text("## Sources\n\n- BBC: Talks begin\n")
    (project / "linkcheck.toml").write_text(
        'format = "json"\nno-store = true\nexclude = ["b.md"]\n'
        'baseline = "known.json"\nseverity = { unlinked-citation = "error" }\n'
    )
    (project / "known.json").write_text('{"version": 1, "findings": []}')
    git(project, "init", "-q", "-b", "main")
    git(project, "add", ".")
    git(project, "commit", "-qm", "one")
    (project / "linkcheck.toml").write_text('ignor = "a slip"\n')
    (project / "articles" / ".linkcheck.toml").write_text('ignore = ["unlinked-citation"]\n')
    return project


def test_configuration_of_a_revision(
    history: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A pull request could choose how it is checked."""
    for done in (
        run("check", "articles", "--config-from", "HEAD", cwd=history),
        run("check", "--config-from", "main", ".", cwd=history / "articles"),
        run("check", "articles", cwd=history, LINKCHECK_CONFIG_FROM="HEAD"),
        run("check", history / "articles", "--config-from", "HEAD", cwd=history.parent),
        run(
            "check", "articles", "--config-from", "HEAD", "--config", "linkcheck.toml", cwd=history
        ),
        run(
            "check", "articles", "--config", "linkcheck.toml", "--config-from", "HEAD", cwd=history
        ),
        run(
            "check",
            "articles",
            "--config-from",
            "HEAD",
            cwd=history,
            LINKCHECK_CONFIG="linkcheck.toml",
        ),
    ):
        assert (levels(done), done.stderr) == (["unlinked-citation=error"], "")
    shown = run("config", "show", "articles", "--config-from", "HEAD", cwd=history).stdout
    assert 'exclude = ["b.md"]  # linkcheck.toml:3' in shown
    # A file of no repository is the user's own, and none is none.
    own = tmp_path_factory.mktemp("elsewhere") / "own.toml"
    own.write_text('format = "json"\nexclude = ["b.md"]\nno-store = true\n')
    done = run("check", "articles", "--config", own, "--config-from", "HEAD", cwd=history)
    assert levels(done) != ["unlinked-citation=error"]
    done = run(
        "check", "articles/a.md", "--no-config", "--config-from", "HEAD", "-f", "json", cwd=history
    )
    assert levels(done) == ["unlinked-citation=warning"]
    # What the revision lacks holds only once it is there.
    (history / "new.toml").write_text('ignore = ["unlinked-citation"]\n')
    done = run(
        "check",
        "articles/a.md",
        "--config",
        "new.toml",
        "--config-from",
        "HEAD",
        "-f",
        "json",
        cwd=history,
    )
    assert levels(done) == ["unlinked-citation=warning"]
    assert done.stderr == "linkcheck: new.toml is not at HEAD: no configuration file is used\n"


def test_configuration_of_a_revision_that_cannot_be_read(history: Path, tmp_path: Path) -> None:
    """A build would check without its settings, or end in a traceback."""
    (history / "linked").mkdir()
    (history / "linked" / "linkcheck.toml").symlink_to("../linkcheck.toml")
    (history / "linked" / "a.md").write_text("## Sources\n\n- CNN: Talks end\n")
    git(history, "add", ".")
    git(history, "commit", "-qm", "two")
    git(history, "rm", "-q", "linked/linkcheck.toml")
    outside = tmp_path.parent / "no repository"
    outside.mkdir(exist_ok=True)
    for options, words in (
        (["articles", "--config-from", "nowhere"], "git knows no revision 'nowhere'"),
        (["articles", "--config-from=--output=x"], "git knows no revision '--output=x'"),
        (["linkcheck.toml", "--config-from", "HEAD"], "linkcheck.toml:1: unknown key 'ignor'"),
        (["linked", "--config-from", "HEAD"], "linkcheck.toml: at HEAD this is a symbolic link"),
        ([str(outside), "--config-from", "HEAD"], "not in a git repository"),
        (
            ["articles", "--config", "missing.toml", "--config-from", "HEAD"],
            "missing.toml: no such",
        ),
    ):
        done = run("check", *options, cwd=history)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert words in done.stderr


def test_file_named_like_an_option_is_never_one(project: Path) -> None:
    """A file in somebody else's folder could set options, by `*` in a shell or a hook."""
    (project / "--output=x.md").write_text("## Sources\n\n- CNN: Talks end\n")
    done = run("check", "--output=x.md", "articles", cwd=project)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--output=x.md is an option, but also a file here" in done.stderr
    assert not (project / "x.md").exists()
    for arguments in (
        ["--", "--output=x.md"],
        ["./--output=x.md"],
        ["--output=y", "--", "articles"],
    ):
        assert run("check", *arguments, cwd=project).returncode == 1
