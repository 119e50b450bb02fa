"""The command as a user runs it: in a process of its own, against a real server."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from linkcheck.cli.demo import demo
from linkcheck.cli.main import cli
from tests.server import LoopbackServer, answer, send_then_hang
from tests.waiting import wait_until, wait_until_idle

pytestmark = pytest.mark.slow


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command and return what it said."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "linkcheck", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        stdin=subprocess.DEVNULL,
    )


def article(folder: Path, text: str, name: str = "a.md") -> Path:
    """Write an article."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


STORY = (
    "<p>The ministers of both countries left the town on Sunday evening without a deal.</p>" * 20
)
UKRAINIAN = "<p>Міністри обох країн залишили місто в неділю ввечері без жодної угоди.</p>" * 20


def test_faults_at_a_real_server(tmp_path: Path, server: LoopbackServer) -> None:
    """The main job would not be done."""
    gone = server.behave("/gone", answer("<title>404</title>", status="404 Not Found"))
    good = server.page("/good", f"<title>Talks end without a deal | Daily</title>{STORY}")
    changed = server.page(
        "/changed", f"<title>Border talks end, no deal made in Geneva</title>{STORY}"
    )
    other = server.page("/other", f"<title>Переговори завершилися без угоди</title>{UKRAINIAN}")
    path = article(
        tmp_path,
        f"""<html lang="en"><h2>Sources</h2><ul>
        <li>Daily: <a href="{gone}">A story that was removed</a></li>
        <li>Daily: <a href="{good}">Talks end without a deal</a></li>
        <li>Daily: <a href="{changed}">Talks in Geneva end without a border deal</a></li>
        <li>Daily: <a href="{other}" hreflang="ru">Переговоры завершились без соглашения</a></li>
        </ul></html>""",
        "a.html",
    )
    done = run("check", path, "--allow-private", "loopback", "--format", "json")
    assert done.returncode == 1, done.stderr
    found = {
        verdict["citation"]["url"]: [finding["rule"] for finding in verdict["findings"]]
        for verdict in json.loads(done.stdout)["verdicts"]
    }
    assert found == {
        gone: ["dead-link"],
        good: [],
        changed: ["title-changed"],
        other: ["language-mismatch"],
    }


def test_private_addresses_are_refused_unless_allowed(
    tmp_path: Path, server: LoopbackServer
) -> None:
    """An article could make a build server ask its own network."""
    path = article(tmp_path, f"[Talks end]({server.page('/good', STORY)})\n")
    done = run("check", path)
    assert "private-address" in done.stdout
    assert server.asked("/good") == 0


def test_demo_runs_without_a_network() -> None:
    """The first command a new user tries would fail."""
    done = run("demo")
    assert done.returncode == 0, done.stderr
    for rule in ("moved", "title-changed", "language-mismatch", "soft-404", "blocked",
                 "parked-domain", "dead-link", "redirected-to-home", "unlinked-citation"):  # fmt: skip
        assert re.search(rf":\d+:\d+: {rule} ", done.stdout)
    assert done.stderr == ""


def test_extract_prints_citations_as_json_lines(tmp_path: Path) -> None:
    """Other programs could not read what an article cites."""
    path = article(tmp_path, "# T\n\n## Джерела\n\n- Вісник, Україна: Закон прийнято\n")
    done = run("extract", path, "--format", "jsonl")
    (line,) = done.stdout.splitlines()
    citation = json.loads(line)
    assert (citation["publisher"], citation["place"]) == ("Вісник", "Україна")
    assert (citation["title"], citation["section"]) == ("Закон прийнято", "Джерела")
    assert done.returncode == 0


def test_unreadable_inputs_do_not_stop_the_others(tmp_path: Path) -> None:
    """One bad file would hide the findings of an archive."""
    (tmp_path / "binary.md").write_bytes(b"\x00\x01\x02")
    article(tmp_path, "<ul><li><a href='x:y'>t</a><li <<<<", "broken.html")
    article(
        tmp_path, "## Sources\n\n- [A title](http://nowhere)\n- [B](htp://x.example)\n", "good.md"
    )
    done = run("check", tmp_path, "--replay", Path(str(demo_recording())))
    assert done.returncode == 1
    assert "binary.md: is a binary file" in done.stdout
    assert "malformed-url" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_path_that_cannot_be_looked_at_stops_no_other(tmp_path: Path) -> None:
    """An article in a folder that may not be entered would end the whole run."""
    good = article(tmp_path, "# A\n\nNo sources.\n")
    # The same kind of error as a folder that may not be entered, also for the superuser.
    done = run("check", good, tmp_path / f"{'a' * 300}.md", "--no-store")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "cannot be read: File name too long" in done.stdout + done.stderr
    assert "in 1 article" in done.stdout


def test_addresses_of_other_schemes_are_not_broken(tmp_path: Path) -> None:
    """A build would fail over a link to a channel or an archive that readers can open."""
    channel, archive = "tg://resolve?domain=news", "ftp://files.example/talks.txt"
    path = article(
        tmp_path,
        f"Write [to the channel]({channel}) or [to us](info:desk), and see [the talks]({archive}).\n\n"
        f"## Sources\n\n- Daily: [Talks end without a deal]({archive})\n"
        "- Journal: [On talks](urn:isbn:0451450523)\n- Wire: [Talks go on](htp://wire.example/talks)\n",
    )
    done = run("check", path, "--format", "jsonl", "--no-store")
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    told = {
        each["citation"]["url"]: (
            each["status"],
            each["findings"][0]["rule"],
            each["findings"][0]["severity"],
        )
        for each in verdicts
        if "citation" in each
    }
    assert told == {
        archive: ("unverified", "unsupported-scheme", "note"),
        "urn:isbn:0451450523": ("unverified", "unsupported-scheme", "note"),
        "htp://wire.example/talks": ("broken", "malformed-url", "error"),
    }


def demo_recording() -> Path:
    """Return the packaged recording."""
    with demo() as files:
        return files.recording


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "nowhere.md"], "nowhere.md: no such file"),
        (["check"], "Missing argument"),
        (["check", ".", "--ignore", "dead-lnk"], "did you mean dead-link"),
        (["check", ".", "--severity", "dead-link=grave"], "choose one of error, warning, note"),
        (["check", ".", "--allow-private", "everything"], ": allow-private: not a valid network"),
        (["check", ".", "--contact", "\u0436"], ": contact: this is sent in a header"),
        (["check", ".", "--base-url", "x"], ": base-url: 'x' is not an address such as https://si"),
        (["check", ".", "--exclude-url", "["], "linkcheck: exclude-url: '[' is not a regular exp"),
        (["check", ".", "--source-url", "x"], ": source-url: 'x' is not an address"),
        (["check", ".", "--timeout", "nan"], "'--timeout': expected a number more than 0"),
        (["check", ".", "--concurrency", "0"], "expected a whole number of at least 1, got '0'"),
        (["check", ".", "--replay", "nowhere.warc"], "nowhere.warc"),
        (["check", ".", "--output", "/nowhere/report.txt"], "cannot be written"),
        (["extract", "nowhere.md"], "nowhere.md"),
        (["chekc"], "No such command"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(arguments: list[str], words: str) -> None:
    """A slip would end in a traceback, or pass as success."""
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_folder_without_articles_is_wrong_use(tmp_path: Path) -> None:
    """A build whose path or pattern is misspelt would pass without checking anything."""
    done = run("check", tmp_path)
    assert done.returncode == 2
    assert "no article found" in done.stderr


def test_only_unreadable_inputs_is_wrong_use(tmp_path: Path) -> None:
    """A build that checks nothing would pass."""
    (tmp_path / "binary.md").write_bytes(b"\x00\x01\x02")
    assert run("check", tmp_path).returncode == 2
    assert run("extract", tmp_path / "binary.md").returncode == 2


@pytest.mark.parametrize("suffix", ["md", "html", "txt", "wiki", "jsonl", "xml"])
def test_empty_files_cite_nothing(tmp_path: Path, suffix: str) -> None:
    """A placeholder file that someone committed would fail the build."""
    (tmp_path / f"a.{suffix}").write_bytes(b" \n")
    done = run("check", tmp_path, "--no-store")
    assert done.returncode == 0, done.stdout + done.stderr
    assert run("extract", tmp_path).stdout == ""


def test_extract_prints_addresses_as_they_are(tmp_path: Path) -> None:
    """Other programs would get addresses that lead nowhere, or the passwords of an article."""
    public = "https://books.example/b?id=7&sig=ACfU3U&key=0AonY;jsessionid=1A2B"
    secret = "https://user:s3same@files.example/a?access_token=s3same"
    path = article(tmp_path, f"See {public} and {secret} there.\n")
    first, second = map(json.loads, run("extract", path).stdout.splitlines())
    assert first["url"] == first["written"] == public
    assert "s3same" not in json.dumps(second)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_run_shows_what_was_found(
    tmp_path: Path, server: LoopbackServer, number: signal.Signals
) -> None:
    """What a long run has found would be lost when it is stopped."""
    gone = server.behave("/gone", answer("<title>404</title>", status="404 Not Found"))
    hanging = server.behave("/hang", send_then_hang())
    path = article(tmp_path, f"## Sources\n\n- [A removed story]({gone})\n- [B story]({hanging})\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "linkcheck", "check", path, "--allow-private", "loopback"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    wait_until(lambda: server.asked("/gone") and server.asked("/hang"))
    wait_until_idle(process.pid)  # what came is judged
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "dead-link" in out
    assert "stopped early" in out
    assert "Traceback" not in err


@pytest.mark.parametrize("options", [["--ca-file", ".netrc"], ["--netrc"]])
def test_file_of_no_use_is_told_before_the_articles_are_read(
    tmp_path: Path, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever checks a large archive would learn of a slip only when all of it was read."""
    monkeypatch.chdir(tmp_path)
    wrong = tmp_path / ".netrc"
    wrong.write_text("neither certificates nor credentials\n", encoding="utf-8")
    wrong.chmod(0o600)
    unread = tmp_path / "articles.fifo"
    os.mkfifo(unread)  # whoever reads it waits for ever
    done = run("check", unread, *options, HOME=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith("linkcheck: ")
    assert ".netrc" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_closed_pipe_is_no_error(tmp_path: Path) -> None:
    """`linkcheck extract … | head` would end in a traceback."""
    items = "".join(f"- Вісник: Назва номер {number}\n" for number in range(5000))
    path = article(tmp_path, f"## Джерела\n\n{items}")
    command = f"{sys.executable} -m linkcheck extract {path} | head -1"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60, check=True
    )
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@pytest.mark.parametrize("form", ["terminal", "json", "jsonl"])
def test_closed_pipe_does_not_look_like_findings(tmp_path: Path, form: str) -> None:
    """A build that pages its report would fail although nothing is wrong."""
    path = article(tmp_path, "## Sources\n\n- CNN: Talks end\n")
    command = (
        f"{sys.executable} -m linkcheck check {path} -f {form} | true; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )
    # 3 where the pipe closed while verdicts were still to come, 0 where the run was over.
    assert done.returncode == (3 if form == "jsonl" else 0)
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("options", [["--output"], ["--format", "json", "--output"], ["--record"]])
def test_full_disk_is_a_clear_line_and_exit_code_3(tmp_path: Path, options: list[str]) -> None:
    """A full disk would end in a traceback, and count as findings."""
    path = article(tmp_path, "## Sources\n\n- CNN: Talks end\n")
    done = run("check", path, *options, "/dev/full")
    assert done.returncode == 3
    assert "No space left" in done.stderr.splitlines()[0]
    assert "Traceback" not in done.stderr


def test_stopped_before_the_first_verdict() -> None:
    """Ctrl-C in the first moments would look like findings."""
    code = (
        "import signal, linkcheck.config, linkcheck.cli.main as c; "
        "linkcheck.config.chosen_settings = lambda _: signal.raise_signal(signal.SIGINT);"
        "c.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "."], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "stopped before a report was written" in done.stderr
    assert "Traceback" not in done.stderr


def test_file_name_that_is_no_text(tmp_path: Path) -> None:
    """One oddly named article would end the run without a report."""
    name = os.fsdecode(b"\xe9.md")
    path = article(tmp_path, "## Sources\n\n- CNN: Talks end\n", name)
    for form in ("terminal", "json", "jsonl"):
        report = tmp_path / f"report.{form}"
        assert run("check", path, "--format", form, "--output", report).returncode == 0
    verdicts = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["verdicts"]
    assert verdicts[0]["citation"]["location"]["path"] == str(path)


def test_json_lines_are_json_in_any_encoding(tmp_path: Path) -> None:
    """A program on a machine without UTF-8 could not read the citations."""
    path = article(tmp_path, "## Sources\n\n- CNN: Café \U0001f600 Новини\n")
    done = run("extract", path, PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)["title"] == "Café \U0001f600 Новини"


def test_report_goes_to_a_file(tmp_path: Path) -> None:
    """A build could not keep the report beside its log."""
    path = article(tmp_path, "# T\n\n## Sources\n\n- CNN: Talks end\n")
    done = run("check", path, "--output", tmp_path / "report.json", "--format", "json")
    assert done.stdout == ""
    assert (
        json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["summary"]["citations"]
        == 1
    )


def test_policy_options(tmp_path: Path) -> None:
    """A team's own choice of rules would be passed over."""
    path = article(tmp_path, "# T\n\n## Sources\n\n- CNN: Talks end\n")
    assert run("check", path).returncode == 0
    assert run("check", path, "--severity", "unlinked-citation=error").returncode == 1
    assert "unlinked-citation" not in run("check", path, "--ignore", "unlinked-citation").stdout


def test_recording_answers_the_same(tmp_path: Path, server: LoopbackServer) -> None:
    """What a source said on the day would not be kept as evidence."""
    gone = server.behave("/gone", answer("<title>404</title>", status="404 Not Found"))
    path = article(tmp_path, f"## Sources\n\n- Daily: [A removed story]({gone})\n")
    recording = tmp_path / "web.warc.gz"
    first = run("check", path, "--allow-private", "loopback", "--record", recording, "-f", "json")
    asked = server.asked("/gone")
    second = run("check", path, "--replay", recording, "-f", "json")
    assert server.asked("/gone") == asked == 1
    findings = [json.loads(done.stdout)["verdicts"][0]["findings"] for done in (first, second)]
    assert findings[0] == findings[1]
    assert findings[0][0]["rule"] == "dead-link"


@pytest.mark.parametrize(
    ("option", "also"),
    [("--output", None), ("--record", None), ("--record", "--drift-from"), ("-o", "--baseline")],
)
def test_articles_are_not_written_over(tmp_path: Path, option: str, also: str | None) -> None:
    """A slip such as `*.md --output notes.md` would destroy an article."""
    path = article(tmp_path, "See [it](http://127.0.0.1/x).\n")
    other = path if also is None else tmp_path / "other"
    other.write_bytes(path.read_bytes())
    before = other.read_bytes()
    more: list[str | Path] = [] if also is None else [also, other]
    done = run("check", path, "--replay", os.devnull, *more, option, other)
    assert (done.returncode, other.read_bytes()) == (2, before)
    assert "would be overwritten" in done.stderr


def test_help_is_quick_and_says_the_exit_codes() -> None:
    """Users would not learn what a build's failure means."""
    text = run("check", "--help").stdout
    for words in ("Exit codes", "--allow-private", "--replay", "0  no findings at error level"):
        assert words in text
    heavy = "import sys; import linkcheck.cli.main; print([m for m in ('httpx','rich','asyncio','bs4') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_articles_from_standard_input_and_by_address(
    tmp_path: Path, server: LoopbackServer
) -> None:
    """Articles that are in no file could not be checked."""
    gone = server.behave("/gone", answer("<title>404</title>", status="404 Not Found"))
    item = '<h2>Sources</h2><ul><li>Daily: <a href="/gone">A removed story</a></li></ul>'
    live = server.page("/article", f"<html lang=en><h1>Talks</h1>{STORY}{item}</html>")
    done = run("check", live, "--allow-private", "loopback", "--format", "json")
    (verdict,) = json.loads(done.stdout)["verdicts"]
    assert done.returncode == 1
    assert verdict["citation"]["url"] == gone
    assert verdict["citation"]["location"]["path"] == live
    assert verdict["findings"][0]["rule"] == "dead-link"

    piped = subprocess.run(
        [sys.executable, "-m", "linkcheck", "extract", "-", "--input-format", "markdown"],
        input="## Джерела\n\n- Вісник: [Назва](https://x.example/)\n",
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    citation = json.loads(piped.stdout)
    assert (citation["publisher"], citation["location"]["path"]) == ("Вісник", "-")

    dead = run("check", server.url("/nowhere"), "--allow-private", "loopback")
    assert dead.returncode == 2
    assert "the article cannot be read: it returned status 404" in dead.stdout


def test_choice_of_files(tmp_path: Path) -> None:
    """An archive's own choice of files would be passed over."""
    for name in ("a.md", "b.page", "old/c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        article(tmp_path, "## Sources\n\n- CNN: Talks end\n", name)
    paths = {
        json.loads(line)["location"]["path"]
        for line in run("extract", tmp_path, "--exclude", "old/").stdout.splitlines()
    }
    assert paths == {str(tmp_path / "a.md")}
    done = run("extract", tmp_path, "--include", "*.page", "--input-format", "markdown")
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["Talks end"]
    assert run("extract", tmp_path, "--input-format", "word").returncode == 2


def test_damaged_title_is_repaired_and_compared(tmp_path: Path, server: LoopbackServer) -> None:
    """A title that was damaged long ago would be called another story."""
    title = "Міністри залишили місто без жодної угоди"
    url = server.page("/story", f"<title>{title}</title>{UKRAINIAN}")
    damaged = title.encode().decode("cp1251", "ignore")
    path = article(tmp_path, f"## Sources\n\n- Daily: [{damaged}]({url})\n")
    done = run("check", path, "--allow-private", "loopback", "--format", "json")
    (verdict,) = json.loads(done.stdout)["verdicts"]
    assert [finding["rule"] for finding in verdict["findings"]] == ["mojibake"]
    assert verdict["findings"][0]["proposal"]["replacement"] == title


def test_slip_in_an_address_is_reported_with_what_was_meant(tmp_path: Path) -> None:
    """An editor would have to guess what a mistyped address was to be."""
    path = article(tmp_path, "## Sources\n\n- CNN: [Talks end](https//cnn.example/1)\n")
    done = run("check", path, "--format", "json", "--replay", demo_recording())
    (finding,) = json.loads(done.stdout)["verdicts"][0]["findings"]
    assert finding["rule"] == "malformed-url"
    assert finding["proposal"]["replacement"] == "https://cnn.example/1"


def test_help_keeps_its_lines() -> None:
    """Examples and exit codes would run together in one paragraph, with a stray backslash."""
    for arguments in (["--help"], ["check", "--help"]):
        shown = CliRunner().invoke(cli, arguments).output
        assert "\\b" not in shown
        assert "\b" not in shown
    assert "\n  Examples:\n    linkcheck demo " in CliRunner().invoke(cli, ["--help"]).output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(shell: str) -> None:
    """The line in the guide would print an error each time a shell starts."""
    linkcheck = Path(sys.executable).with_name("linkcheck")
    done = subprocess.run(
        [linkcheck], capture_output=True, text=True, check=False,
        env={**os.environ, "_LINKCHECK_COMPLETE": f"{shell}_source"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "linkcheck" in done.stdout
