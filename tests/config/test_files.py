"""Configuration files: found, read, and what is wrong with them told by line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.config.file import find_file, load_file, read_file
from linkcheck.config.toml_lines import key_lines
from linkcheck.errors import UsageError
from linkcheck.models import Rule, Severity


def written(folder: Path, text: str | bytes, name: str = "linkcheck.toml") -> Path:
    """Write a configuration file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def told(path: Path) -> list[str]:
    """Return what is wrong with a file, each with its line."""
    return [f"{problem.line}: {problem.message}" for problem in read_file(path)[1]]


def test_everything_a_file_can_say(tmp_path: Path) -> None:
    """A setting would be lost between the file and the run."""
    file = load_file(
        written(
            tmp_path,
            """
            ignore = ["moved", "date-mismatch"]
            timeout = 20
            confirm = "now"
            store = "answers.sqlite3"
            include = ["*.page"]
            [severity]
            dead-link = "warning"
            [per-path."drafts/**"]
            ignore = ["unlinked-citation"]
            input-format = "markdown"
            [per-host."archive.example"]
            headers = { Cookie = "consent=yes" }
            concurrency = 2
            interval = 1.5
            accept = [403]
            """,
        )
    )
    assert file.options == {
        "ignore": (Rule.MOVED, Rule.DATE_MISMATCH),
        "timeout": 20.0,
        "confirm": "now",
        "store": str(tmp_path / "answers.sqlite3"),
        "include": ("*.page",),
        "severity": {Rule.DEAD_LINK: Severity.WARNING},
    }
    drafts = file.sections["per-path"]["drafts/**"]
    assert (drafts.ignore, drafts.input_format) == ((Rule.UNLINKED_CITATION,), "markdown")
    archive = file.sections["per-host"]["archive.example"]
    assert archive.headers == {"Cookie": "consent=yes"}
    assert (archive.concurrency, archive.interval, archive.accept) == (2, 1.5, (403,))


def test_nearest_file_wins(tmp_path: Path) -> None:
    """The settings of another project, further up, would be taken for this one's."""
    far = written(tmp_path, "[tool.linkcheck]\n", "pyproject.toml")
    near = tmp_path / "articles" / "2014"
    near.mkdir(parents=True)
    assert find_file([str(near)]) == far
    written(near.parent, "[tool.other]\nname = 'linkcheck'\n", "pyproject.toml")
    assert find_file([str(near)]) == far
    plain = written(near.parent, "", "linkcheck.toml")
    assert find_file([str(near)]) == plain
    hidden = written(near.parent, "", ".linkcheck.toml")
    assert find_file([str(near)]) == hidden
    article = written(near, "text", "a.md")
    assert find_file([str(article), str(tmp_path / "articles")]) == hidden
    assert find_file([str(article), str(tmp_path)]) == far


def test_file_of_the_current_folder_for_what_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Articles from standard input or by address would be checked without the settings."""
    written(tmp_path, "")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert find_file(["-", "https://news.example/1"]) == tmp_path / "linkcheck.toml"


def test_damaged_pyproject_of_others_is_passed_over(tmp_path: Path) -> None:
    """A slip in another tool's settings would end every check."""
    path = written(tmp_path, "[tool.other\nx = linkcheck", "pyproject.toml")
    assert find_file([str(tmp_path)]) != path
    written(tmp_path, "[tool.linkcheck\n", "pyproject.toml")
    assert find_file([str(tmp_path)]) == path
    with pytest.raises(UsageError, match=r"pyproject\.toml:1: this is not TOML"):
        load_file(path)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("ignor = ['moved']", ["1: unknown key 'ignor'; did you mean ignore?"]),
        ("\nhost_interval = 1", ["2: unknown key 'host_interval'; did you mean host-interval?"]),
        ("ignore = ['dead-lnk']", ["1: ignore: unknown rule 'dead-lnk'; did you mean dead-link?"]),
        ("[severity]\nmoved = 'eror'", ["1: severity: unknown level 'eror'; did you mean error?"]),
        ("attempts = '3'", ["1: attempts: expected a whole number, got text"]),
        ("attempts = true", ["1: attempts: expected a whole number, got true or false"]),
        ("attempts = 0", ["1: attempts: expected a whole number of at least 1"]),
        ("timeout = nan", ["1: timeout: expected a number more than 0"]),
        ("timeout = inf", ["1: timeout: expected a number of at most 86400"]),
        ("ignore = 'moved'", ["1: ignore: expected a list, got text"]),
        ("include = [1]", ["1: include: expected text, got a whole number (at [0])"]),
        ("severity = ['moved=error']", ["1: severity: expected a table, got a list"]),
        ("http2 = 1", ["1: http2: expected true or false, got a whole number"]),
        ("timeout = 2026-01-01", ["1: timeout: expected a number, got a date"]),
        ("accept = [99]", ["1: accept: expected a whole number of at least 100 (at [0])"]),
        ("method = 'PUT'", ["1: method: unknown choice 'PUT'; choose one of GET, HEAD"]),
        ("input-format = 'word'", ["1: input-format: unknown article format 'word'"]),
        ("contact = 'редакція'", ["1: contact: this is sent in a header"]),
        ("allow-private = ['all']", ["1: allow-private: not a valid network: "]),
        ("exclude = ['!']", ["1: exclude: a pattern cannot be used"]),
        ("[tool.linkcheck]\n", ["1: [tool.linkcheck] belongs in pyproject.toml; remove it here"]),
        ("per-host = []", ["1: per-host must be a table"]),
        ("[[per-path]]\n", ["1: per-path must be a table"]),
        ("[per-path]\n'a/*' = 3", ["2: per-path.a/* must be a table"]),
        (
            "[per-host.'a.example']\n\nheader = {}",
            ["3: unknown key 'header' in per-host.a.example; did you mean headers?"],
        ),
        ("[per-host.'https://a.example/']", ["1: 'https://a.example/' is not a host"]),
        ("[per-host.'*.example']", ["1: '*.example' is not a host"]),
        ("[per-host.'www.a.example']\ninterval = 3", ["1: concurrency and interval apply to a whole site: set them for a.example"]),
        ("[per-host.'a.example']\nheaders = {Authorization = 'Bearer x'}", ["1: the header 'Authorization' cannot be set here: set LINKCHECK_CREDENTIALS"]),
        ("[per-host.'a.example']\nheaders = {X = \"a\\r\\nEvil: 1\"}", ["1: this is sent in a header"]),
        ("[per-host.'a.example']\nheaders = {\"X:\\n\" = '1'}", ["1: the header 'X:\\n' cannot be set here"]),
        ("[per-host.'a.example']\ncredentials = 'GITHUB_TOKEN'", ["2: credentials can only be set in the environment: set LINKCHECK_CREDENTIALS"]),
        ("[per-host.'A.example']\n[per-host.'a.EXAMPLE']", ["2: 'a.EXAMPLE' appears twice"]),
        ("ignores = {}", ["1: ignores must be a list of tables: [[ignores]]"]),
        ("[[ignores]]\n[[ignores]]\nreason = 'x'", ["1: name what to ignore", "2: name what to ignore"]),
        ("[[ignores]]\nhost = 'a'\nuntil = 'soon'", ["3: until: "]),
        ("[[ignores]]\nhost = 'a'\nuntill = 2027-01-01", ["3: unknown key 'untill' in ignores.0; did you mean until?"]),
        ("relocations = {}", ["1: relocations must be a list of tables: [[relocations]]"]),
        ("[[relocations]]\nto = 'b.example'", ["1: name the host that has moved, and its new place: from and to"]),
        ("[[relocations]]\nfrom = 'a.example'\nto = 'b.example'\n[[relocations]]\nfrom = 'a.example'\npath = '/{x}-{y}'\nto = 'b.example/{x}'", ["4: path: only one {name} can be between two slashes"]),
        ("[[relocations]]\nfrom = 'https://a.example/'\nto = 'b.example'", ["1: from: 'https://a.example/' is not a host"]),
        ("[[relocations]]\nfrom = 'a.example'\nto = 'b.example/{id}'", ["1: to: neither from nor path names id"]),
        ("[[relocations]]\nfrom = 'a.example'\nto = 'b.example'\nuntil = 'later'", ["4: until: "]),
        ("[[relocations]]\nfrom = 'a.example'\nto = 'b.example'\npaths = 'kept'", ["4: unknown key 'paths' in relocations.0; did you mean path?"]),
        ("max-time = 'soon'", ["1: max-time: 'soon' is not a valid duration: write 90s"]),
        ("\noutput = ['report', 'sarf=b']", ["2: output: unknown report format 'sarf'; did you mean sarif?"]),
        ("output = ['csv=']", ["1: output: name a file: FORMAT=FILE"]),
        ("a = 1\nignore = 1\nb = 2", ["1: unknown key 'a'", "2: ignore: expected a list", "3: unknown key 'b'"]),
    ],
)  # fmt: skip
def test_slips_are_told_by_line(tmp_path: Path, text: str, problems: list[str]) -> None:
    """A user would look for a slip that is not told, or told at the wrong place."""
    found = told(written(tmp_path, text))
    assert len(found) == len(problems)
    for message, beginning in zip(found, problems, strict=True):
        assert message.startswith(beginning)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"a = 1\nb = ", "2: this is not TOML: invalid value"),
        (b"attempts = 1\nattempts = 2\n", "2: this is not TOML: cannot overwrite a value"),
        (b"[severity]\n[severity]\n", "2: this is not TOML: cannot declare"),
        (b"# \xef\xf0\xe8\n", "1: this is not UTF-8"),
        ("# правила\nattempts = 1".encode("utf-16"), "1: this is not UTF-8"),
        (b"a = " + b"[" * 50_000, "None: this TOML cannot be read"),
        (b"a = " + b"9" * 5000, "None: this TOML cannot be read"),
        (b"a = 2026-13-45", "1: this is not TOML"),
        (b"\x00", "1: this is not TOML"),
        (b"#" * (256 << 10) + b"##", "None: it is longer than 256 KiB"),
        (b"a" + b".a" * 100_000 + b" = 1", "1: this is not TOML: keys nest too deep"),
    ],
)  # fmt: skip
def test_damaged_files(tmp_path: Path, data: bytes, problem: str) -> None:
    """A damaged file would end in a traceback, or be told without a place to look at."""
    (message,) = told(written(tmp_path, data))
    assert message.startswith(problem)


def test_byte_order_mark_and_windows_lines(tmp_path: Path) -> None:
    """A file that was written on Windows could not be used, or would be told by wrong lines."""
    path = written(tmp_path, b"\xef\xbb\xbfattempts = 1\r\n\r\nignor = []\r\n")
    assert told(path) == ["3: unknown key 'ignor'; did you mean ignore?"]


def test_what_is_no_file(tmp_path: Path) -> None:
    """A folder or a pipe of that name would end in a traceback, or hang the run."""
    (tmp_path / "linkcheck.toml").mkdir()
    os.mkfifo(tmp_path / ".linkcheck.toml")
    assert find_file([str(tmp_path)]) not in {
        tmp_path / "linkcheck.toml",
        tmp_path / ".linkcheck.toml",
    }
    assert told(tmp_path / ".linkcheck.toml") == ["None: this is not a regular file"]


def test_lines_of_keys() -> None:
    """A slip would be told at the wrong line."""
    text = '''# a comment
a = 1
"b.c" = """
d = 2
"""
[table."x.y"]  # [other]
e.f = { g = 1 }
[[list]]
h = 1
[[list]]
h = "a = b"
"i = j" = 3
'''
    lines = key_lines(text)
    assert lines["a",] == 2
    assert lines["b.c",] == 3
    assert lines["table", "x.y"] == 6
    assert lines["table", "x.y", "e", "f"] == 7
    assert lines["list", 0, "h"] == 9
    assert lines["list", 1, "h"] == 11
    assert lines["list", 1, "i = j"] == 12


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Some file nobody thought of would end in a traceback."""
    path = written(tmp_path_factory.mktemp("any"), data)
    file, problems = read_file(path)
    assert problems or not file.options


_VALUES = st.recursive(
    st.one_of(
        st.integers(-5, 500), st.booleans(), st.floats(), st.sampled_from(["moved", "x", "", "now"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["moved", "ignore", "a.example"]), inner, max_size=2),
    ),
    max_leaves=4,
)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "ignore",
                "severity",
                "timeout",
                "per-host",
                "per-path",
                "accept",
                "confirm",
                "store",
                "x",
            ]
        ),
        _VALUES,
    )
)
def test_any_values_are_taken_or_told(data: dict[str, object]) -> None:
    """Some value nobody thought of would end in a traceback."""
    from linkcheck.config.keys import KeyReader

    reader = KeyReader(Path("linkcheck.toml"), {})
    file = reader.file(data, ())
    assert len(file.options) + len(file.sections) + len(reader.problems) >= len(data)
