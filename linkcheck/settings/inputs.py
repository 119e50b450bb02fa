"""Which articles are read, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from linkcheck.errors import UsageError
from linkcheck.text.patterns import matching
from linkcheck.text.urls import is_address
from linkcheck.text.validated import Validated

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["InputSettings", "Outlet"]


class Outlet(Validated, frozen=True, kw_only=True):
    """An outlet that the user names.

    Attributes:
        name: as articles give it.
        aliases: its other names.
        domains: where it publishes, or has published.
        language: BCP 47 tag of what it publishes, or None.
    """

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    language: str | None = None

    @property
    def row(self) -> dict[str, object]:
        """The same as a row of the register of outlets."""
        return {
            "names": [self.name, *self.aliases],
            "domains": list(self.domains),
            "languages": [self.language] if self.language is not None else [],
        }


class InputSettings(Validated, frozen=True, kw_only=True):
    """Which articles are read, and how.

    Attributes:
        include: patterns as in `.gitignore`; of folders only files that match one are read.
        exclude: patterns of files and folders to leave out.
        form: name of the format that all inputs are in; by default each is told by its suffix.
        forms: names of formats of files whose path below `root` matches a pattern.
        outlets: that articles cite, besides those that linkcheck knows.
        local: also check links to files of the same repository, and to places in them.
        base_url: the address that relative links are meant from, or None. With `local`, it is for
            those that begin with a slash.
        passed_over: real paths of files that are not read in folders, such as this run's reports.
        root: the folder that the patterns of `forms` start from; the current one where empty.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    form: str | None = None
    forms: Mapping[str, str] = {}
    outlets: tuple[Outlet, ...] = ()
    local: bool = False
    base_url: str | None = None
    passed_over: frozenset[str] = frozenset()
    root: str = ""

    def __post_init__(self) -> None:
        """Check all values.

        Raises:
            UsageError: one cannot be used.
        """
        super().__post_init__()
        if self.base_url is not None and not is_address(self.base_url):
            message = f"base-url: {self.base_url!r} is not an address such as https://site.example/"
            raise UsageError(message)

    def form_of(self, path: Path) -> str | None:
        """Return the name of a file's format, or None where the file itself is to tell it."""
        named = matching(self.forms, path, self.root)
        return self.forms[named[-1]] if named else self.form
