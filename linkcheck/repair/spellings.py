"""Other ways to write the address of a page: without slips, sessions and tracking, for all readers.

Pure functions, no network.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from linkcheck.data import load_toml
from linkcheck.text.misspelt import corrected
from linkcheck.text.sessions import is_session, path_without_session
from linkcheck.text.urls import MAX_LENGTH, host, host_key, is_tracking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from urllib.parse import SplitResult

__all__ = ["MOST", "written_otherwise"]

MOST = 12
"""Candidates for one citation: an address is written in few ways, and each is a request."""

REASONS = {
    "several": "the cited address with more than one change in spelling",
    "beginning": "the cited address with its beginning corrected",
    "end": "the cited address without the punctuation at its end",
    "escapes": "the cited address without HTML escapes",
    "encoding": "the cited address percent-encoded once instead of twice",
    "slashes": "the cited address without doubled slashes",
    "session": "the cited address without its session identifier",
    "tracking": "the cited address without tracking parameters",
    "amp": "the page whose AMP version was cited",
    "mobile": "the page whose mobile version was cited",
    "print": "the page whose print version was cited",
    "https": "the cited address with https",
    "http": "the cited address with http",
    "bare": "the cited address without www.",
    "www": "the cited address with www.",
}
"""Why an address may be the source's, by what was done to find it."""

_STRAY = re.compile(
    r"""(?:[.,;:!?'"“”„‟«»‘’‚…>}\]*_`|\\]|%22|%27|%3E|%5D|%7D|%0[9AD]|%20|%C2%A0|%C2%BB|%C2%AB"""
    r"""|%E2%80%9[CDE]|%E2%80%A6|%E2%80%99|&quot;?|&gt;?|&raquo;?|&\#39;?)+\Z""",
    re.IGNORECASE,
)
# A tag or a quotation mark of HTML that a program took for a part of the address.
_HTML_BEHIND = re.compile(
    r"(?:<|%3C)(?:/|%2F)?[a-z][a-z0-9]*(?:>|%3E|\s|%20).*|(?:&#(?:x2[27]|3[49]|82(?:17|2[01]));?)+\Z",
    re.IGNORECASE | re.DOTALL,
)
_TWICE = re.compile(r"%(?:25)+(?=[0-9A-Fa-f]{2})")
_FORWARD = re.compile(r"(?:[a-z]/)?(?:s/)?(?=[\w-]+(?:\.[\w-]+)+/)", re.IGNORECASE)
_ENDING = re.compile(r"(?P<stem>.*?)(?P<suffix>\.(?:html?|php|aspx?|jsp|shtml))?\Z", re.IGNORECASE)


def written_otherwise(cited: str, absent: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield other ways to write an address, the likeliest first, each with a reason.

    Args:
        cited: the address.
        absent: a host that does not exist.
    """
    clean = cited.strip()
    if len(clean) > MAX_LENGTH:
        return
    said: tuple[str, ...] = ()
    halfway: list[tuple[str, tuple[str, ...]]] = []
    for stage in (_slips, _sheds):
        for clean, change in _safely(stage, clean):  # noqa: B020 - each builds on the last
            said = (*said, change)
            halfway.append((clean, said))
    pages = [(clean, said)]
    for url, changes in pages:  # grows: an AMP cache may keep a mobile edition
        for page, change in _safely(_editions, url) if len(changes) < len(said) + 3 else ():
            if all(page != each for each, _ in pages) and len(pages) < MOST:
                pages.append((page, (*changes, change)))
    # What has several faults is mended whole first, since all of them are likely faults.
    found = [*reversed(pages), *reversed(halfway)]
    for url, changes in reversed(pages):
        for other, change in _safely(_hosts, url):
            if url == clean or not other.startswith("http:"):
                found.append((other, (*changes, change)))
    for url, changes in found:
        if url != cited and (absent is None or host(url) != absent):
            yield url, _reason(changes)


def _reason(changes: tuple[str, ...]) -> str:
    """Return why an address that was changed may be the source's: what says most."""
    editions = [change for change in changes if change in {kind.reason for kind in _kinds()}]
    telling = set(editions or changes)
    return telling.pop() if len(telling) == 1 else REASONS["several"]


def _safely(stage: Callable[[str], Iterable[tuple[str, str]]], url: str) -> list[tuple[str, str]]:
    """Return what a stage makes of an address; nothing of one that cannot be taken apart."""
    try:
        return list(stage(url))
    except ValueError:
        return []


def _slips(url: str) -> Iterator[tuple[str, str]]:
    """Yield an address as each slip of a pen or of a program that wrote it is corrected."""
    changes: tuple[tuple[Callable[[str], str], str], ...] = (
        (lambda each: corrected(each) or each, REASONS["beginning"]),
        (_without_end, REASONS["end"]),
        (lambda each: each.replace("&amp;", "&"), REASONS["escapes"]),
        (lambda each: _TWICE.sub("%", each), REASONS["encoding"]),
        (_single_slashes, REASONS["slashes"]),
    )
    for change, reason in changes:
        after = change(url)
        if after != url:
            url = after
            yield url, reason


def _without_end(url: str) -> str:
    base, mark, fragment = _HTML_BEHIND.sub("", url).partition("#")
    if mark:
        return base + mark + _stripped(fragment) if fragment else base
    return _stripped(base)


def _stripped(text: str) -> str:
    """Return a text without what closes or ends a sentence around it."""
    while True:
        shorter = _STRAY.sub("", text[-64:])
        shorter = text[:-64] + shorter
        for opening, closing in (("(", ")"), ("[", "]"), ("%28", "%29")):
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[: -len(closing)]
        if shorter == text:
            return text
        text = shorter


def _single_slashes(url: str) -> str:
    start, mark, rest = url.partition("://")
    place, query, end = rest.partition("?")
    return start + mark + re.sub("/{2,}", "/", place) + query + end if mark else url


def _sheds(url: str) -> Iterator[tuple[str, str]]:
    """Yield an address without what says who is reading and where the reader came from."""
    parts = urlsplit(url)
    path = path_without_session(parts.path)
    names = [(part, *part.partition("=")[::2]) for part in parts.query.split("&") if part]
    kept = [part for part, name, value in names if not is_session(name, value)]
    if path != parts.path or len(kept) < len(names):
        found = parts._replace(path=path, query="&".join(kept))
        yield found.geturl(), REASONS["session"]
        parts = found
    untracked = [part for part in kept if not is_tracking(part.partition("=")[0])]
    if len(untracked) < len(kept):
        found = parts._replace(query="&".join(untracked))
        yield found.geturl(), REASONS["tracking"]


class _Marks:
    """How the addresses of one kind of edition differ from those of the pages themselves."""

    def __init__(self, facts: dict[str, Any], reason: str) -> None:
        self.reason = reason
        self.labels = frozenset(facts["labels"])
        self.parts = frozenset(facts["parts"])
        self.endings = tuple(facts["endings"])
        self.parameters = frozenset(facts["parameters"])
        self.caches: dict[str, str] = facts["caches"]

    def of_page(self, url: str) -> Iterator[str]:
        """Yield addresses that the page itself may have."""
        inner = self._inside_cache(url)
        if inner is not None:
            yield inner
            return
        parts = urlsplit(url)
        parts = self._without_parameters(parts)
        parts = parts._replace(path=self._without_parts(parts.path))
        bare = self._without_label(parts)
        for found in bare:
            if (plain := found.geturl()) != url:
                yield plain

    def _inside_cache(self, url: str) -> str | None:
        """Return the address that an AMP cache's address stands for."""
        name, _, rest = url.partition("://")[2].partition("/")
        for label in set(name.lower().split(".")) & self.caches.keys():
            start = self.caches[label]
            match = _FORWARD.match(rest, len(start)) if rest.startswith(start) else None
            if match is not None:
                return f"{'https' if 's/' in match[0] else 'http'}://{rest[match.end() :]}"
        return None

    def _without_parameters(self, parts: SplitResult) -> SplitResult:
        if not parts.query:
            return parts
        kept = []
        for part in parts.query.split("&"):
            name, _, value = part.lower().partition("=")
            truth = value in {"", "1", "true", "yes", "y", "on", "print", "amp"}
            marks = {f"{name}={value}", f"{name}=*", name if truth else ""}
            if not marks & self.parameters:
                kept.append(part)
        return parts._replace(query="&".join(kept))

    def _without_parts(self, path: str) -> str:
        """Return a path without parts that stand for the edition; a front page keeps its own."""
        names = path.split("/")
        at = [
            number
            for number, name in enumerate(names)
            if name.lower() in self.parts and self._counts(names, number)
        ]
        if at and any(name for number, name in enumerate(names) if number not in at):
            is_file = at[-1] == len(names) - 1 and "." in names[-1]
            names = [name for number, name in enumerate(names) if number not in at]
            if is_file and "." not in names[-1]:
                names.append("")  # /story/print.html stands for /story/
        last = len(names) - 1
        match = _ENDING.match(names[last])
        stem, suffix = (match["stem"], match["suffix"] or "") if match else (names[last], "")
        for ending in self.endings:
            if stem.lower().endswith(ending) and len(stem) > len(ending):
                names[last] = stem[: -len(ending)] + suffix
                break
        return "/".join(names)

    @staticmethod
    def _counts(names: list[str], number: int) -> bool:
        """Tell whether a part can stand for an edition: short names only at the path's ends."""
        ends = {1, len(names) - 1, len(names) - 2 if not names[-1] else len(names) - 1}
        return len(names[number]) > 1 or number in ends

    def _without_label(self, parts: SplitResult) -> list[SplitResult]:
        """Return an address at the hosts that its edition's host may stand for."""
        name, colon, port = parts.netloc.lower().partition(":")
        labels = name.split(".")
        domain = str(host_key(f"http://{name}/"))
        count = len(labels) - len(domain.split("."))
        at = next((each for each in range(count) if labels[each] in self.labels), None)
        if at is None:
            return [parts]
        bare = ".".join(labels[:at] + labels[at + 1 :])
        hosts = [bare, f"www.{bare}"] if bare == domain else [bare]
        return [parts._replace(netloc=each + colon + port) for each in hosts]


@functools.cache
def _kinds() -> tuple[_Marks, ...]:
    facts = load_toml("moves")
    return tuple(_Marks(facts[name], REASONS[name]) for name in ("amp", "mobile", "print"))


def _editions(url: str) -> Iterator[tuple[str, str]]:
    """Yield the page of which an address shows an AMP, a mobile or a print edition."""
    for kind in _kinds():
        for found in kind.of_page(url):
            yield found, kind.reason


def _hosts(url: str) -> Iterator[tuple[str, str]]:
    """Yield an address with the other scheme, and with `www.` where it has none and without."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or parts.port is not None or not parts.netloc:
        return
    if parts.scheme == "http":
        yield parts._replace(scheme="https").geturl(), REASONS["https"]
    name, domain = parts.netloc.lower(), str(host_key(url))
    twin = change = None
    if name == f"www.{domain}":
        twin, change = domain, REASONS["bare"]
    elif name == domain and "." in domain and not domain.replace(".", "").isdigit():
        twin, change = f"www.{domain}", REASONS["www"]
    if twin is not None and change is not None:
        at_twin = parts._replace(netloc=twin)
        if parts.scheme == "http":
            yield at_twin._replace(scheme="https").geturl(), REASONS["several"]
        yield at_twin.geturl(), change
    if parts.scheme == "https":
        yield parts._replace(scheme="http").geturl(), REASONS["http"]
