"""Who we are to which host: from the environment or from a netrc file, never from an article.

`LINKCHECK_CREDENTIALS` holds entries with white space between them: `host=user:password` (Basic,
RFC 7617) or `host=token` (Bearer, RFC 6750). Each variable whose name begins with
`LINKCHECK_CREDENTIALS_` holds one more, which may have spaces in it. An entry that ends after its
equals sign gives nothing: a build without secrets, such as that of a fork, has empty ones.

Credentials go to exactly that host and over TLS only; `http://host:port=user:password` names the
one plain origin that may have them too. Nothing but the environment and a netrc file says which
host may have which: a configuration file cannot.
"""

from __future__ import annotations

import base64
import netrc
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["VARIABLE", "Credentials", "variables"]

VARIABLE = "LINKCHECK_CREDENTIALS"


class Credentials:
    """The Authorization header for each address that has one.

    Args:
        netrc_file: path of a netrc file, "" for ~/.netrc, None for none.
        environment: the variables; those of this process by default.

    Raises:
        UsageError: an entry or the file cannot be read; the message shows no secret.
    """

    def __init__(
        self,
        netrc_file: str | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._by_host: dict[str, str] = {}
        if netrc_file is not None:
            self._read_netrc(Path(netrc_file) if netrc_file else Path.home() / ".netrc")
        environment = os.environ if environment is None else environment
        for name in variables(environment):
            text = environment[name].strip()
            for number, entry in enumerate(text.split() if name == VARIABLE else [text], 1):
                host, equals, secret = entry.partition("=")
                if not equals or not host or set(host) & set(" \t"):
                    message = f"{name}: entry {number} is not host=user:password or host=token"
                    raise UsageError(message)
                if secret:
                    self._by_host[host.lower().rstrip("/")] = _header(secret)

    def header(self, url: str) -> str | None:
        """Return the Authorization header for an address in normal form, or None."""
        if not self._by_host:
            return None
        parts = urlsplit(url)
        own = self._by_host.get(f"{parts.scheme}://{parts.netloc}")
        if own is None and parts.scheme == "https":
            own = self._by_host.get(parts.netloc) or self._by_host.get(parts.hostname or "")
        return own

    def _read_netrc(self, path: Path) -> None:
        try:
            hosts = netrc.netrc(path).hosts
        except OSError as error:
            message = f"{path}: this netrc file cannot be read: {error.strerror}"
            raise UsageError(message) from error
        except netrc.NetrcParseError as error:
            message = f"{path}:{error.lineno}: this is not a valid netrc file"
            raise UsageError(message) from None  # the parser's own words may show a secret
        for host, (user, _, password) in hosts.items():
            if host != "default":  # credentials for everybody would go to every source
                self._by_host[host.lower()] = _header(f"{user}:{password or ''}")


def variables(environment: Mapping[str, str]) -> list[str]:
    """Return the names of the variables that hold credentials, the general one first."""
    names = sorted(name for name in environment if name.startswith(f"{VARIABLE}_"))
    return [name for name in (VARIABLE, *names) if environment.get(name, "").strip()]


def _header(secret: str) -> str:
    if ":" not in secret:
        return f"Bearer {secret}"
    return f"Basic {base64.b64encode(secret.encode()).decode('ascii')}"
