"""Every option, described once.

The command line, the configuration file, the environment, the JSON Schema and the table in the
guide are all generated from it: to add an option, add a row, and its name to
`linkcheck.config.headings`. Each row says whether the option counts in a configuration file that
was merely found; see `linkcheck.config.trust`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_origin

from msgspec import Meta

from linkcheck import articles, judging, web
from linkcheck.config.conversions import (
    article_format,
    base_address,
    duration,
    header_text,
    networks,
    output_texts,
    patterns,
    web_addresses,
)
from linkcheck.config.trust import Trust
from linkcheck.config.types import bare, typed
from linkcheck.errors import UsageError
from linkcheck.languages.detectors import detector_names
from linkcheck.models import Rule, Severity
from linkcheck.reports.i18n import LANGUAGES
from linkcheck.reports.outputs import named_output
from linkcheck.reports.registry import format_names
from linkcheck.reports.source_links import source_pattern
from linkcheck.text.suggestions import suggestion
from linkcheck.text.url_patterns import check_patterns, remap_rules

__all__ = ["OPTIONS", "Count", "Levels", "Option", "Pause", "StatusCode"]

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
            message = f"unknown value {value!r}; {suggestion(value, self.names())}"
            raise UsageError(message)
        if self.convert is not None:
            self.convert(value)
        return value

    def blame(self, error: Exception) -> str:
        """Return what is wrong with its value, with its name once."""
        return f"{self.name}: {str(error).removeprefix(f'{self.name}: ')}"

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


def _input_format_help() -> str:
    return (
        "Format of all inputs. By default it is detected from the file name, then from the first lines. "
        f"Formats: {articles.listed()}."
    )


_FOUND, _RAISED, _NAMED = Trust.FOUND, Trust.RAISED, Trust.NAMED

OPTIONS: tuple[Option, ...] = (
    Option("format", "report", _FOUND, str,
           lambda: f"Report format: {', '.join(format_names())}.", "FORMAT", short="f", otherwise="terminal",
           names=format_names),
    Option("output", "report", _NAMED, Outputs,
           "FILE: write the report to this file instead of standard output, in the format of its suffix. FORMAT=FILE: "
           "write an additional report; - is standard output.", "FILE|FORMAT=FILE", convert=output_texts, short="o"),
    Option("explain", "report", _FOUND, bool,
           "In human-readable reports, show every citation, including good ones, and how it was judged: for each field, "
           "what was cited, what was found, the score and the result.", short="v", also="verbose"),
    Option("quiet", "report", _FOUND, bool, "Show only problems: broken citations and warnings.", short="q"),
    Option("summary", "report", _FOUND, bool, "In the terminal report, also count findings by rule and citations by site."),
    Option("no-progress", "report", _FOUND, bool, "Do not show progress: a bar on a terminal, one line a minute elsewhere."),
    Option("lang", "report", _FOUND, Literal[LANGUAGES],
           "Language of the messages. The default comes from the environment; rule names are never translated.",
           "LANGUAGE"),
    Option("source-url", "report", _FOUND, str,
           "Link each finding in the HTML report to its line in the article, with {path} and {line} filled in, such as "
           "`https://github.com/OWNER/REPO/blob/main/{path}#L{line}`.", "URL", convert=source_pattern),

    Option("include", "inputs", _FOUND, Texts, "When scanning folders, include only files that match this pattern (as in .gitignore).", "PATTERN",
           "inputs.include", patterns),
    Option("exclude", "inputs", _FOUND, Texts, "Skip files and folders that match this pattern.", "PATTERN",
           "inputs.exclude", patterns),
    Option("input-format", "inputs", _FOUND, str,
           _input_format_help, "FORMAT", "inputs.form", article_format),

    # What these leave out is counted in the summary, and [[ignores]] of a found file can hide it.
    Option("exclude-url", "check", _FOUND, Texts,
           "Never request addresses that match this regular expression; the summary counts their citations.", "REGEX",
           "fetch.exclude_url", partial(check_patterns, "exclude-url")),
    Option("include-url", "check", _FOUND, Texts,
           "Request addresses that match, whatever --exclude-url says; without --exclude-url, only these.", "REGEX",
           "fetch.include_url", partial(check_patterns, "include-url")),
    # This sends requests elsewhere, and a page there can pass for the source cited.
    Option("remap", "check", _NAMED, Texts,
           "Request a different address when REGEX matches; $1 in URL inserts the first group.", "'REGEX URL'", "remap", remap_rules),

    Option("local", "check", _FOUND, bool,
           "Also check links to files of the same repository, and to headings and identifiers in them.",
           place="inputs.local"),
    Option("base-url", "check", _FOUND, str,
           "Also check relative links, as if each article were at this address. With --local, only those that begin "
           "with a slash.", "URL", "inputs.base_url", base_address),

    # A comment in an article can ignore a rule too, so a file that comes with it may as well.
    Option("ignore", "check", _FOUND, tuple[Rule, ...], "Do not report findings of this rule.", "RULE", "policy.ignore", frozenset),
    Option("severity", "check", _RAISED, Levels,
           "Set the level of a rule's findings to error, warning or note; the verdict follows.", "RULE=LEVEL",
           "policy.severity", dict),
    # These pass dead links without a finding.
    Option("accept", "check", _NAMED, tuple[StatusCode, ...],
           "Accept pages with this HTTP status as ok, without reading them.", "STATUS", "policy.accept", frozenset),
    Option("confirm", "check", _NAMED, Count | Literal["now"],
           "Number of failures, days apart, before an unreachable link is reported as dead; `now` means the first.", "N|now",
           "policy.confirmations", lambda value: 1 if value == "now" else value),
    # These change what is compared, and what it costs.
    Option("detector", "check", _NAMED, str,
           lambda: f"Language detector: {', '.join(detector_names())}.", "NAME", "detector", otherwise="built-in",
           names=detector_names),
    Option("semantic", "check", _NAMED, bool,
           "Compare titles across languages with a sentence encoder if nothing else decides (extra `semantic`; "
           "nothing is downloaded).", place="semantic"),

    Option("quotations", "check", _NAMED, bool, "Check that the words an article quotes are in the sources it cites.",
           place="quotations"),

    # These send titles and addresses to others, and cost requests.
    Option("propose", "check", _NAMED, bool,
           "Search for lost sources, and propose an address if a page is confirmed to be the source.",
           place="repair.propose"),
    Option("archive", "check", _NAMED, Texts,
           "Also search this web archive: the root URL of a Memento or pywb collection.", "URL", "repair.archives", web_addresses),
    Option("known-archives", "check", _NAMED, bool, "Search the web archives that linkcheck knows about.",
           place="repair.known_archives", otherwise=True),
    Option("finder", "check", _NAMED, Texts,
           "Also search for lost sources with this service, such as searxng.", "NAME", "repair.finders"),

    # These reach hosts that only this machine can, speak in our name, or do not spare a site.
    Option("allow-private", "check", _NAMED, Texts,
           "Allow requests to a private network, such as 10.0.0.0/8 or loopback.", "NETWORK",
           "fetch.allow_networks", networks),
    Option("contact", "check", _NAMED, str,
           "Where sites can reach you, a URL or mailto: address; sent in the User-Agent.", "ADDRESS",
           "fetch.contact", header_text),
    Option("user-agent", "check", _NAMED, str, "Replace the whole User-Agent.", "TEXT", "fetch.user_agent", header_text),
    Option("timeout", "check", _NAMED, Seconds, "Time limit for one address, including its redirects.", "SECONDS",
           "fetch.total_timeout"),
    Option("attempts", "check", _NAMED, Count, "Maximum number of attempts for an address whose failure may be temporary.", "N", "fetch.attempts"),
    Option("max-body", "check", _NAMED, Count, "Maximum number of bytes to read from a page.", "BYTES", "fetch.max_body"),
    Option("concurrency", "check", _NAMED, Count, "Maximum number of concurrent requests.", "N", "fetch.concurrency"),
    Option("host-concurrency", "check", _NAMED, Count, "Maximum number of concurrent requests to one site.", "N", "fetch.per_host"),
    Option("host-interval", "check", _NAMED, Pause, "Delay between two requests to one site.", "SECONDS", "fetch.host_interval"),
    # These read and write any file; a recording can say of every source that it lives.
    Option("replay", "check", _NAMED, FilePath, "Answer all requests from this recording, without a network.", "WARC", "replay"),
    Option("replay-pace", "check", _NAMED, Pause, "Replay responses at their recorded speed (1) or faster: 0.5 takes half the time.",
           "FACTOR", "replay_pace"),
    Option("record", "check", _NAMED, FilePath, "Record everything that is fetched to this file.", "WARC", "record"),
    Option("drift-from", "check", _NAMED, FilePath,
           "Compare the text of each page with this recording (rule content-drift).", "WARC", "drift_from"),

    # These look at less, or ask in other ways than the user of this machine chose.
    Option("status-only", "check", _NAMED, bool, "Check status codes only: do not read or compare pages.",
           place="fetch.status_only"),
    Option("method", "check", _NAMED, Literal["GET", "HEAD"], "HTTP method. HEAD fetches no page to compare; GET is used if a site refuses it.",
           place="fetch.method"),
    Option("http2", "check", _NAMED, bool, "Use HTTP/2 with hosts that support it (extra `http2`).", place="fetch.http2"),
    Option("robots", "check", _NAMED, bool,
           "Skip addresses that robots.txt disallows. Crawl delays of sites with many addresses are always respected.", place="fetch.robots"),
    Option("browser-retry", "check", _NAMED, bool, "If a site refuses a request, retry once with the headers of a browser.",
           place="fetch.browser_retry"),
    # These send the user's secrets, or believe and reach others than the user does.
    Option("netrc", "check", _NAMED, bool, "Read credentials for sites from ~/.netrc.", place="fetch.netrc",
           convert=lambda wanted: "" if wanted else None),
    Option("ca-file", "check", _NAMED, FilePath, "Also trust the certificate authorities in this PEM file.", "FILE",
           "fetch.ca_file"),
    Option("env-proxy", "check", _NAMED, bool,
           "Use the proxies set in the environment; they resolve host names themselves.",
           place="fetch.proxy_from_env"),
    Option("seed", "check", _NAMED, Whole, "Seed for the small random variation in delays and cache lifetimes.", "N", "fetch.seed"),
    Option("workers", "check", _NAMED, Whole,
           "Number of extra worker processes, used for many addresses or long articles. By default one, if there are "
           "several cores.", "N", "workers"),

    # A store made by someone else can report any source as living or dead.
    Option("store", "check", _NAMED, FilePath, "Where results are stored; by default in the user's cache folder.", "FILE"),
    Option("no-store", "check", _NAMED, bool, "Do not use a store."),
    Option("refresh", "check", _NAMED, bool, "Fetch every address again, even if its result is stored.", place="refresh"),

    # These check less, or let a run pass.
    Option("since", "check", _NAMED, str,
           "Check only citations on lines changed since a git revision (its merge base with HEAD), including new "
           "files.", "REVISION", "selection.since"),
    Option("whole-files", "check", _NAMED, bool, "With --since, check all citations in the files that changed.",
           place="selection.whole_files"),
    Option("stale", "check", _NAMED, Days, "Check only addresses not checked for at least this many days.", "DAYS",
           "selection.stale_days"),
    Option("sample", "check", _NAMED, Count, "Check at most N addresses, spread across sites; a different sample each day.", "N",
           "selection.sample"),
    Option("max-time", "check", _NAMED, str,
           "Stop after this time (90s, 10m, 1h30m) and report the results so far; the exit code depends on them.",
           "DURATION", "max_time", duration),
    Option("baseline", "check", _NAMED, FilePath, "Hide findings that are in this baseline file; see linkcheck baseline.", "FILE",
           "baseline"),
    Option("fail-on", "check", _NAMED, Literal["error", "warning", "note", "never"],
           "Exit with code 1 if there is a finding at this level or higher: error, warning, note, or never.", "LEVEL", otherwise="error"),
)  # fmt: skip
"""All options, in the order of the help."""
