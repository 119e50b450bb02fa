"""What a configuration file can say besides options: what differs for some articles or one host.

A new kind of section is a class here and a row in `SECTIONS`; `linkcheck.config.load` makes
settings of it. Each key says whether it counts in a configuration file that was merely found; see
`linkcheck.config.trust`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, NamedTuple

from msgspec import Meta, Struct, field

from linkcheck import articles
from linkcheck.config.conversions import header_text, patterns
from linkcheck.config.options import Count, Levels, Pause, StatusCode
from linkcheck.config.trust import Trust, field_trust
from linkcheck.errors import UsageError
from linkcheck.models import Rule
from linkcheck.settings.relocations import KEPT, Relocation
from linkcheck.text.urls import host, host_key

__all__ = [
    "SECTIONS",
    "HostSection",
    "IgnoreSection",
    "OutletSection",
    "PathSection",
    "RelocationSection",
    "Section",
]

_OURS = frozenset({"authorization", "proxy-authorization", "host", "content-length",
                   "transfer-encoding", "connection", "accept-encoding"})  # fmt: skip
_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz")


class PathSection(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """What differs for articles whose path matches a pattern.

    Attributes:
        ignore: rules left out besides those left out everywhere.
        severity: levels other than everywhere.
        accept: status codes accepted besides those accepted everywhere.
        input_format: the format of these files.
    """

    ignore: Annotated[
        tuple[Rule, ...], Meta(description="Further rules to ignore."), Trust.FOUND
    ] = ()
    severity: Annotated[Levels, Trust.RAISED] = {}
    accept: Annotated[
        tuple[StatusCode, ...],
        Meta(description="Further status codes to accept."),
        Trust.NAMED,
    ] = ()
    input_format: Annotated[
        str | None, Meta(description="The format of these files."), Trust.FOUND
    ] = None


class HostSection(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """What differs for one host and the hosts below it.

    Attributes:
        ignore: rules left out besides those left out everywhere.
        severity: levels other than everywhere.
        accept: status codes accepted besides those accepted everywhere.
        headers: further headers to send to exactly this host, over TLS.
        user_agent: the whole User-Agent.
        concurrency: requests at once.
        interval: seconds between the starts of two requests.
    """

    ignore: Annotated[
        tuple[Rule, ...], Meta(description="Further rules to ignore."), Trust.FOUND
    ] = ()
    severity: Annotated[Levels, Trust.RAISED] = {}
    accept: Annotated[
        tuple[StatusCode, ...],
        Meta(description="Further status codes to accept."),
        Trust.NAMED,
    ] = ()
    headers: Annotated[
        dict[str, str],
        Meta(description="Further headers to send to exactly this host, over TLS."),
        Trust.NAMED,
    ] = {}
    user_agent: Annotated[str | None, Meta(description="The whole User-Agent."), Trust.NAMED] = None
    concurrency: Annotated[
        Count | None, Meta(description="Maximum number of concurrent requests."), Trust.NAMED
    ] = None
    interval: Annotated[
        Pause | None,
        Meta(description="Seconds between the starts of two requests."),
        Trust.NAMED,
    ] = None


class IgnoreSection(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """What is not to be reported, why and until when; see `linkcheck.suppression.ignores.Ignore`.

    Attributes:
        rules: all where empty.
        url: pattern of the address, `*` for anything.
        host: of the address; its subdomains are meant too.
        path: pattern of the article's path, as in `.gitignore`.
        until: the last day it holds.
        reason: why.
    """

    rules: Annotated[
        tuple[Rule, ...], Meta(description="Rules; all of them if empty."), Trust.FOUND
    ] = ()
    url: Annotated[
        str | None, Meta(description="Pattern of the address, * for anything."), Trust.FOUND
    ] = None
    host: Annotated[
        str | None, Meta(description="Host of the address, or one above it."), Trust.FOUND
    ] = None
    path: Annotated[
        str | None, Meta(description="Pattern of articles as in .gitignore."), Trust.FOUND
    ] = None
    until: Annotated[date | None, Meta(description="The last day it applies."), Trust.FOUND] = None
    reason: Annotated[str | None, Meta(description="Why."), Trust.FOUND] = None


class OutletSection(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """An outlet that articles cite; see `linkcheck.settings.inputs.Outlet`.

    Attributes:
        name: as articles give it.
        aliases: its other names.
        domains: where it publishes, or has published.
        language: The language it publishes in, as a BCP 47 tag.
    """

    name: Annotated[
        str, Meta(description="Its name as articles give it.", min_length=1), Trust.FOUND
    ]
    aliases: Annotated[tuple[str, ...], Meta(description="Its other names."), Trust.FOUND] = ()
    domains: Annotated[
        tuple[str, ...], Meta(description="Where it publishes, or has published."), Trust.FOUND
    ] = ()
    language: Annotated[
        str | None, Meta(description="The language it publishes in, as a BCP 47 tag."), Trust.FOUND
    ] = None


class RelocationSection(
    Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True
):
    """Where a site has moved to; see `linkcheck.settings.relocations.Relocation`.

    Attributes:
        host: "from": the host that was cited.
        to: the new host, or an address with names in it.
        path: "kept", or a pattern.
        since: the first day of publication that it holds for.
        until: the last day.
        source: the address of the document that says so.
        note: what else is to be known.
    """

    host: Annotated[
        str | None,
        Meta(description="The host that was cited: old.example or {lang}.old.example."),
        Trust.NAMED,
    ] = field(default=None, name="from")
    to: Annotated[
        str | None,
        Meta(description="The new host, or an address with names such as {id} in it."),
        Trust.NAMED,
    ] = None
    path: Annotated[
        str,
        Meta(description='"kept", or a pattern such as /content/{slug}/{id:int}.html.'),
        Trust.NAMED,
    ] = KEPT
    since: Annotated[
        date | None, Meta(description="The first day of publication."), Trust.NAMED
    ] = None
    until: Annotated[date | None, Meta(description="The last day of publication."), Trust.NAMED] = (
        None
    )
    source: Annotated[
        str | None, Meta(description="A document that describes the move."), Trust.NAMED
    ] = None
    note: Annotated[str | None, Meta(description="Anything else worth knowing."), Trust.NAMED] = (
        None
    )

    @property
    def relocation(self) -> Relocation:
        """The rule that it stands for."""
        return Relocation(
            host=self.host or "",
            to=self.to or "",
            path=self.path,
            since=self.since.isoformat() if self.since is not None else None,
            until=self.until.isoformat() if self.until is not None else None,
            source=self.source,
            note=self.note,
        )


class Section(NamedTuple):
    """A kind of section.

    Attributes:
        struct: what one is.
        check: takes its name (the number, of a list) and itself, and returns the name in normal
            form; raises UsageError.
        help: what it is for.
        listed: these are a list, `[[kind]]`; otherwise they are named, `[kind."name"]`.
        removed: keys that there were once, each with what to do instead.
    """

    struct: type[Struct]
    check: Any
    help: str
    listed: bool = False
    removed: Mapping[str, str] = {}

    def trust(self, field: str) -> Trust:
        """Return what a key, by its name in Python, needs to count; one that says nothing, most."""
        return field_trust(self.struct).get(field, Trust.NAMED)


def _ignore(number: int, section: IgnoreSection) -> int:
    """Check a section and return its number."""
    if not (section.rules or section.url or section.host or section.path):
        raise UsageError("name what to ignore: rules, url, host or path")
    patterns((section.path or "",))
    return number


def _outlet(number: int, section: OutletSection) -> int:
    """Check a section and return its number."""
    for domain in section.domains:
        if set(domain) & set("/:@?#* ") or "." not in domain:
            message = f"{domain!r} is not a domain such as news.example"
            raise UsageError(message)
    return number


def _relocation(number: int, section: RelocationSection) -> int:
    """Check a section and return its number."""
    if not section.host or not section.to:
        raise UsageError("name the host that has moved, and its new place: from and to")
    for problem in section.relocation.problems():
        raise UsageError(problem)
    return number


def _path(pattern: str, section: PathSection) -> str:
    """Check a section and return its pattern."""
    patterns((pattern,))
    if section.input_format is not None:
        articles.format_named(section.input_format)
    return pattern


def _host(name: str, section: HostSection) -> str:
    """Check a section and return its host in normal form."""
    address = f"https://{name}/"
    try:
        normal = host(address)
    except ValueError:
        normal = ""
    if not normal or set(name) & set("/*:@?#"):
        message = f"{name!r} is not a host such as archive.example (which includes its subdomains)"
        raise UsageError(message)
    site = host_key(address)
    if site != normal and not (section.concurrency is None and section.interval is None):
        message = f"concurrency and interval apply to a whole site: set them for {site}"
        raise UsageError(message)
    for header, value in section.headers.items():
        if header.lower() in _OURS or not header or not set(header.lower()) <= _TOKEN:
            hint = "set LINKCHECK_CREDENTIALS" if "auth" in header.lower() else "remove it"
            message = f"the header {header!r} cannot be set here: {hint}"
            raise UsageError(message)
        header_text(value)
    header_text(section.user_agent or "")
    return normal


_REMOVED = {
    "credentials": "credentials can only be set in the environment: "
    'set LINKCHECK_CREDENTIALS="host=user:password" and remove this',
}
SECTIONS: Mapping[str, Section] = {
    "per-path": Section(PathSection, _path, "Settings for articles whose path matches a pattern, as in .gitignore."),
    "per-host": Section(HostSection, _host, "Settings for a host and its subdomains.", removed=_REMOVED),
    "ignores": Section(IgnoreSection, _ignore, "Findings to ignore, why, and until when.", listed=True),
    "outlets": Section(OutletSection, _outlet, "Outlets that articles cite, and where they publish.", listed=True),
    "relocations": Section(RelocationSection, _relocation, "Where sites have moved to.", listed=True),
}  # fmt: skip
"""All kinds of sections, by their key."""
