"""Every option, described once.

The command line, the configuration file, the environment, the JSON Schema and the table in the
guide all come from here: to add an option, add a row. Each row says whether the option counts in
a configuration file that was merely found; see `linkcheck.config.trust`.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_origin

from msgspec import Meta

from linkcheck import articles, judging, web
from linkcheck.config.trust import Trust
from linkcheck.config.types import bare, typed
from linkcheck.errors import UsageError
from linkcheck.languages.detectors import detector_names
from linkcheck.models import Rule, Severity
from linkcheck.reports.i18n import LANGUAGES
from linkcheck.reports.outputs import named_output
from linkcheck.reports.registry import format_names
from linkcheck.reports.source_links import source_pattern
from linkcheck.text.patterns import compiled
from linkcheck.text.suggestions import suggestion
from linkcheck.text.urls import is_address

__all__ = ["OPTIONS", "Count", "Levels", "Option", "Pause", "StatusCode", "header_text", "patterns"]

_DURATION = re.compile(r"(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9}(?:\.\d+)?)s?)?", re.ASCII)

Count = Annotated[int, Meta(ge=1)]
Whole = Annotated[int, Meta(ge=0)]
Seconds = Annotated[float, Meta(gt=0, le=86_400)]
Pause = Annotated[float, Meta(ge=0, le=86_400)]
Outputs = Annotated[tuple[str, ...], Meta(extra={"path": True})]
StatusCode = Annotated[int, Meta(ge=100, le=999)]
Texts = tuple[str, ...]
Levels = Annotated[
    dict[Rule, Severity],
    # msgspec's schema says nothing of a mapping's keys.
    Meta(extra_json_schema={"propertyNames": {"enum": [rule.value for rule in Rule]}}),
]
Days = Annotated[float, Meta(ge=0, le=36_500)]
FilePath = Annotated[str, Meta(extra={"path": True}, extra_json_schema={"format": "path"})]


class Option(NamedTuple):
    """One option.

    Attributes:
        name: on the command line, behind two dashes, and in the file. Uppercase, with underscores
            and `LINKCHECK_` before it, it is the name in the environment.
        group: which commands have it: "report" (check, demo), "inputs" (check, extract, baseline),
            "check" (check, baseline).
        trust: what it needs to count in a configuration file.
        kind: type of its value in the file. A tuple is repeated on the command line, a mapping
            is repeated as KEY=VALUE there, a bool is a flag.
        says: what it does, for `--help`, the guide and editors; or a function that returns it,
            where it names what a registry has.
        metavar: what its value is called in the help.
        place: the field of `linkcheck.Settings` that it sets ("fetch.total_timeout"), if one.
        convert: makes the field's value of the option's; raises UsageError.
        short: a second name of one letter.
        also: another long name.
        otherwise: what holds where nothing is said, of an option that sets no field.
        names: returns the names that its value is one of, where a registry has them.
    """

    name: str
    group: Literal["report", "inputs", "check"]
    trust: Trust
    kind: Any
    says: str | Callable[[], str]
    metavar: str | None = None
    place: str | None = None
    convert: Callable[[Any], Any] | None = None
    short: str | None = None
    also: str | None = None
    otherwise: Any = None
    names: Callable[[], Sequence[str]] | None = None

    @property
    def help(self) -> str:
        """What it does."""
        return self.says if isinstance(self.says, str) else self.says()

    def value(self, value: Any) -> Any:
        """Return its value from a configuration file, checked.

        Raises:
            UsageError: it cannot be used.
        """
        value = typed(value, self.kind)
        if self.names is not None and value not in self.names():
            message = f"there is no {value!r}; {suggestion(value, self.names())}"
            raise UsageError(message)
        if self.convert is not None:
            self.convert(value)
        return value

    @property
    def parameter(self) -> str:
        """Its name in Python."""
        return self.name.replace("-", "_")

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return f"LINKCHECK_{self.parameter.upper()}"

    @property
    def is_path(self) -> bool:
        """It names a file."""
        return self.kind is FilePath

    def beside(self, value: Any, folder: Path) -> Any:
        """Return its value from a configuration file, files named by where that is.

        Args:
            value: as it stands there.
            folder: of the configuration file.
        """
        if self.kind is Outputs:
            return tuple(_output_beside(text, folder) for text in value)
        return _path_beside(value, folder) if self.is_path else value

    @property
    def default(self) -> Any:
        """What holds where nothing is said; None where that is nothing."""
        if self.otherwise is not None:
            return self.otherwise
        part, _, field = (self.place or "").rpartition(".")
        if part not in {"fetch", "policy"}:
            kind = bare(self.kind)
            return {bool: False, tuple: ()}.get(get_origin(kind) or kind)
        default = getattr(web.FetchSettings() if part == "fetch" else judging.Policy(), field)
        return False if self.kind is bool and default is None else default


def web_addresses(texts: Sequence[str]) -> tuple[str, ...]:
    """Return addresses on the web.

    Raises:
        UsageError: one is none.
    """
    for text in texts:
        if not is_address(text):
            message = f"{text!r} is not an address such as https://archive.example/coll"
            raise UsageError(message)
    return tuple(texts)


def _path_beside(name: str, folder: Path) -> str:
    # Path.expanduser raises for a user that does not exist.
    return str(folder / os.path.expanduser(name))  # noqa: PTH111


def _output_beside(text: str, folder: Path) -> str:
    form, name = named_output(text)
    if name == "-":
        return text
    path = _path_beside(name, folder)
    if form is not None:
        return f"{form}={path}"
    return path if os.path.isabs(path) else f"./{path}"  # noqa: PTH117 - "./json=x" names a file


def output_texts(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return values of `--output`.

    Raises:
        UsageError: one names no format that there is, or no file.
    """
    for text in values:
        named_output(text)
    return values


def duration(text: str) -> float:
    """Return a duration in seconds.

    Raises:
        UsageError: it is not a valid duration.
    """
    found = _DURATION.fullmatch(text.strip().lower())
    if found is None or not any(found.groups()):
        message = f"{text!r} is not a valid duration: write 90s, 10m or 1h30m"
        raise UsageError(message)
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return 3600 * hours + 60 * minutes + seconds


def networks(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return networks, `loopback` spelt out.

    Raises:
        UsageError: one is not a valid network.
    """
    found: list[str] = []
    for name in names:
        if name == "loopback":
            found += ["127.0.0.0/8", "::1/128"]
            continue
        try:
            found.append(str(ipaddress.ip_network(name)))
        except ValueError as error:
            message = f"not a valid network: {error}; write 10.0.0.0/8, or loopback"
            raise UsageError(message) from error
    return tuple(found)


def patterns(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return patterns that git would understand.

    Raises:
        UsageError: one cannot be used.
    """
    compiled(lines)
    return lines


def article_format(name: str) -> str:
    """Return the name of a format that articles can be in.

    Raises:
        UsageError: there is none of that name.
    """
    return articles.format_named(name).name


def _input_format_help() -> str:
    return (
        "The format of all inputs. By default each file's name decides, then its beginning. "
        f"Formats: {articles.listed()}."
    )


def header_text(text: str) -> str:
    """Return text that can be sent in a header.

    Raises:
        UsageError: it cannot.
    """
    if not text.isascii() or not text.isprintable():
        raise UsageError("this is sent in a header: it must be plain ASCII text on one line")
    return text


_FOUND, _RAISED, _NAMED = Trust.FOUND, Trust.RAISED, Trust.NAMED

OPTIONS: tuple[Option, ...] = (
    Option("format", "report", _FOUND, str,
           lambda: f"How the report is written: {', '.join(format_names())}.", "FORMAT", short="f", otherwise="terminal",
           names=format_names),
    Option("output", "report", _NAMED, Outputs,
           "FILE: write the report there instead of to standard output. FORMAT=FILE: write one more report; - is "
           "standard output.", "FILE|FORMAT=FILE", convert=output_texts, short="o"),
    Option("explain", "report", _FOUND, bool,
           "In reports for people: show every citation, good ones too, with what it was judged by: "
           "what was cited, what was found, score and result of each field.", short="v", also="verbose"),
    Option("quiet", "report", _FOUND, bool, "Show only what is wrong, no closing line.", short="q"),
    Option("no-progress", "report", _FOUND, bool, "Show no progress bar (there is none where standard error is no terminal)."),
    Option("lang", "report", _FOUND, Literal[LANGUAGES],
           "Language of the messages; that of the environment by default. Names of rules are never translated.",
           "LANGUAGE"),
    Option("source-url", "report", _FOUND, str,
           "Link places in the HTML report to the articles, with {path} and {line} filled in, such as "
           "`https://github.com/OWNER/REPO/blob/main/{path}#L{line}`.", "URL", convert=source_pattern),

    Option("include", "inputs", _FOUND, Texts, "Of folders read only files that match, as in .gitignore.", "PATTERN",
           "inputs.include", patterns),
    Option("exclude", "inputs", _FOUND, Texts, "Leave out files and folders that match.", "PATTERN",
           "inputs.exclude", patterns),
    Option("input-format", "inputs", _FOUND, str,
           _input_format_help, "FORMAT", "inputs.form", article_format),

    # A comment in an article can ignore a rule too, so a file that comes with it may as well.
    Option("ignore", "check", _FOUND, tuple[Rule, ...], "Leave out findings of a rule.", "RULE", "policy.ignore", frozenset),
    Option("severity", "check", _RAISED, Levels,
           "Make a rule's findings error, warning or note, and the verdict with them.", "RULE=LEVEL",
           "policy.severity", dict),
    # These pass dead links without a finding.
    Option("accept", "check", _NAMED, tuple[StatusCode, ...],
           "Accept a page with this status without reading it.", "STATUS", "policy.accept", frozenset),
    Option("confirm", "check", _NAMED, Count | Literal["now"],
           "How many failures, days apart, make an unreachable link a dead one; `now` believes the first.", "N|now",
           "policy.confirmations", lambda value: 1 if value == "now" else value),
    # These change what is compared, and what it costs.
    Option("detector", "check", _NAMED, str,
           lambda: f"What detects languages: {', '.join(detector_names())}.", "NAME", "detector", otherwise="built-in",
           names=detector_names),
    Option("semantic", "check", _NAMED, bool,
           "Ask a sentence encoder where titles of two languages cannot be compared otherwise (extra "
           "`semantic`; nothing is downloaded).", place="semantic"),

    Option("quotations", "check", _NAMED, bool, "Look for the words that articles quote in the sources they cite.",
           place="quotations"),

    # These send titles and addresses to others, and cost requests.
    Option("propose", "check", _NAMED, bool,
           "Look for lost sources where they may be now, and propose what is judged to be the source cited.",
           place="repair.propose"),
    Option("archive", "check", _NAMED, Texts,
           "Ask this web archive too: the root of a Memento or pywb collection.", "URL", "repair.archives", web_addresses),
    Option("known-archives", "check", _NAMED, bool, "Also ask the archives that linkcheck knows.",
           place="repair.known_archives", otherwise=True),
    Option("finder", "check", _NAMED, Texts,
           "Ask this search service for lost sources too; see the guide.", "NAME", "repair.finders"),

    # These reach hosts that only this machine can, speak in our name, or do not spare a site.
    Option("allow-private", "check", _NAMED, Texts,
           "Also reach a network that is not public, such as 10.0.0.0/8, or loopback.", "NETWORK",
           "fetch.allow_networks", networks),
    Option("contact", "check", _NAMED, str,
           "A page or mailto: where sites can reach you; it is sent in the User-Agent.", "ADDRESS",
           "fetch.contact", header_text),
    Option("user-agent", "check", _NAMED, str, "The whole User-Agent.", "TEXT", "fetch.user_agent", header_text),
    Option("timeout", "check", _NAMED, Seconds, "Longest time for one address with its redirects.", "SECONDS",
           "fetch.total_timeout"),
    Option("attempts", "check", _NAMED, Count, "How often an address is tried where that may help.", "N", "fetch.attempts"),
    Option("max-body", "check", _NAMED, Count, "How much of a page is read.", "BYTES", "fetch.max_body"),
    Option("concurrency", "check", _NAMED, Count, "Requests at once in all.", "N", "fetch.concurrency"),
    Option("host-concurrency", "check", _NAMED, Count, "Requests at once to one site.", "N", "fetch.per_host"),
    Option("host-interval", "check", _NAMED, Pause, "Between two requests to one site.", "SECONDS", "fetch.host_interval"),
    # These read and write any file; a recording can say of every source that it lives.
    Option("replay", "check", _NAMED, FilePath, "Answer from a recording, without a network.", "WARC", "replay"),
    Option("replay-pace", "check", _NAMED, Pause, "Let recorded answers take as long as they took (1), or part of it.",
           "FACTOR", "replay_pace"),
    Option("record", "check", _NAMED, FilePath, "Write everything that is fetched to a recording.", "WARC", "record"),
    Option("drift-from", "check", _NAMED, FilePath,
           "Say how far pages' texts are from those of this recording (content-drift).", "WARC", "drift_from"),

    # These look at less, or ask in other ways than the user of this machine chose.
    Option("status-only", "check", _NAMED, bool, "Look at status codes alone: read no page, compare nothing, tell no language.",
           place="fetch.status_only"),
    Option("method", "check", _NAMED, Literal["GET", "HEAD"], "HEAD shows no page; where a site refuses it, GET is used.",
           place="fetch.method"),
    Option("http2", "check", _NAMED, bool, "Speak HTTP/2 with hosts that offer it (extra `http2`).", place="fetch.http2"),
    Option("robots", "check", _NAMED, bool,
           "Leave out what robots.txt disallows; crawl delays are kept to in any case where a site has many "
           "addresses.", place="fetch.robots"),
    Option("browser-retry", "check", _NAMED, bool, "Where a site refuses us, ask once more as a browser would.",
           place="fetch.browser_retry"),
    # These send the user's secrets, or believe and reach others than the user does.
    Option("netrc", "check", _NAMED, bool, "Take credentials for sites from ~/.netrc.", place="fetch.netrc",
           convert=lambda wanted: "" if wanted else None),
    Option("ca-file", "check", _NAMED, FilePath, "Trust the certificate authorities in this PEM file too.", "FILE",
           "fetch.ca_file"),
    Option("env-proxy", "check", _NAMED, bool,
           "Use the proxies that the environment names; these look names up themselves.",
           place="fetch.proxy_from_env"),
    Option("seed", "check", _NAMED, Whole, "Seed for the small random part of pauses and lifetimes.", "N", "fetch.seed"),
    Option("workers", "check", _NAMED, Whole,
           "Processes to work in besides this one, where there are many addresses or long articles. One by default "
           "where there are several cores.", "N", "workers"),

    # A store of a stranger's making answers for living and dead alike.
    Option("store", "check", _NAMED, FilePath, "Where answers are remembered; in the user's cache folder by default.", "FILE"),
    Option("no-store", "check", _NAMED, bool, "Remember nothing, and use nothing remembered."),
    Option("refresh", "check", _NAMED, bool, "Ask for every address again, whatever is remembered.", place="refresh"),

    # These check less, or let a run pass.
    Option("since", "check", _NAMED, str,
           "Check only citations on lines that were changed since a git revision (its merge base with HEAD), new files "
           "included.", "REVISION", "selection.since"),
    Option("whole-files", "check", _NAMED, bool, "With --since, check all citations of files that were changed.",
           place="selection.whole_files"),
    Option("stale", "check", _NAMED, Days, "Check only addresses not checked for at least this many days.", "DAYS",
           "selection.stale_days"),
    Option("sample", "check", _NAMED, Count, "Check at most N addresses, spread over the sites, different ones each day.", "N",
           "selection.sample"),
    Option("max-time", "check", _NAMED, str,
           "Stop asking after that time (90s, 10m, 1h30m) and report what was found; the exit code is by the findings.",
           "DURATION", "max_time", duration),
    Option("baseline", "check", _NAMED, FilePath, "Leave out findings that this file knows; see linkcheck baseline.", "FILE",
           "baseline"),
    Option("fail-on", "check", _NAMED, Literal["error", "warning", "never"],
           "Exit with 1 where there is a finding of that level or higher.", "LEVEL", otherwise="error"),
)  # fmt: skip
"""All options, in the order of the help."""
