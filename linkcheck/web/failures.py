"""What went wrong, told apart: the one place where exceptions of others become `Failure`s."""

from __future__ import annotations

import errno
import re
import socket
import ssl

import aiohttp
from aiohttp import http_exceptions

from linkcheck.models import Failure
from linkcheck.web.body import BodyError
from linkcheck.web.guard import AddressRefusedError

__all__ = ["DETAILS", "NO_SUCH_NAME", "KnownFailureError", "translate"]

DETAILS = {
    Failure.MALFORMED_URL: "not a valid URL",
    Failure.UNSUPPORTED_SCHEME: "only http and https addresses are checked",
    Failure.PRIVATE_ADDRESS: "the address is on a private network and was not requested; "
    "--allow-private allows it",
    Failure.NO_SUCH_HOST: "the host does not exist",
    Failure.DNS_TEMPORARY: "the host name could not be resolved (temporary failure)",
    Failure.REFUSED: "the host refused the connection",
    Failure.RESET: "the connection was closed before the response was complete",
    Failure.CONNECT_TIMEOUT: "the connection timed out",
    Failure.READ_TIMEOUT: "the response timed out",
    Failure.TLS_EXPIRED: "the certificate has expired or is not valid yet",
    Failure.TLS_WRONG_NAME: "the certificate is for a different host",
    Failure.TLS_SELF_SIGNED: "the certificate is self-signed",
    Failure.TLS_INCOMPLETE_CHAIN: "the certificate chain is incomplete or its authority unknown",
    Failure.TLS_UNTRUSTED: "the certificate authority is not trusted",
    Failure.TLS_OTHER: "no secure connection could be made",
    Failure.REDIRECT_LOOP: "the redirects form a loop",
    Failure.TOO_MANY_REDIRECTS: "there are too many redirects",
    Failure.MALFORMED_ANSWER: "the response was not valid HTTP",
    Failure.DECOMPRESSION_BOMB: "the response grows far too large when decompressed",
    Failure.NETWORK: "network error",
    Failure.ROBOTS: "the site's robots.txt asks programs not to fetch this page",
    Failure.EXCLUDED: "it redirects to an address that --exclude-url excludes",
    Failure.NOT_RECORDED: "the recording has no response for this address",
    Failure.INTERNAL: "an internal error in linkcheck: please report it",
}
"""Each failure in words, for people."""

# Codes of X509_V_ERR_*, openssl/x509_vfy.h
_CERTIFICATE = {
    9: Failure.TLS_EXPIRED,  # not yet valid
    10: Failure.TLS_EXPIRED,
    18: Failure.TLS_SELF_SIGNED,
    19: Failure.TLS_UNTRUSTED,  # a self-signed root in the chain: a private authority
    # The issuer's certificate was not sent: most often a server set up without the chain.
    20: Failure.TLS_INCOMPLETE_CHAIN,
    21: Failure.TLS_INCOMPLETE_CHAIN,
    62: Failure.TLS_WRONG_NAME,
    64: Failure.TLS_WRONG_NAME,
}

NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}

# Tried in this order against each exception of the chain.
_KINDS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Failure], ...] = (
    (AddressRefusedError, Failure.PRIVATE_ADDRESS),
    (ssl.SSLError, Failure.TLS_OTHER),
    (ConnectionRefusedError, Failure.REFUSED),
    ((ConnectionResetError, ConnectionAbortedError, BrokenPipeError), Failure.RESET),
    (aiohttp.ConnectionTimeoutError, Failure.CONNECT_TIMEOUT),
    (aiohttp.SocketTimeoutError, Failure.READ_TIMEOUT),
    (aiohttp.ServerDisconnectedError, Failure.RESET),
    (http_exceptions.HttpProcessingError, Failure.MALFORMED_ANSWER),
    ((aiohttp.ClientResponseError, aiohttp.ClientPayloadError), Failure.MALFORMED_ANSWER),
    (aiohttp.InvalidURL, Failure.MALFORMED_URL),
)


class KnownFailureError(Exception):
    """A failure that is already told apart.

    Attributes:
        failure: the kind.
        detail: the same in words.
    """

    def __init__(self, failure: Failure, detail: str | None = None) -> None:
        self.failure = failure
        self.detail = detail or DETAILS[failure]
        super().__init__(self.detail)


def translate(error: BaseException) -> tuple[Failure, str]:
    """Return what an exception on the way to an answer means, and that in words.

    Args:
        error: what was raised; what it was raised from is looked at first, since the client's
            own classes lump together what we tell apart.
    """
    causes = _causes(error)
    for cause in reversed(causes):
        if isinstance(cause, KnownFailureError):
            return cause.failure, cause.detail
        failure = _kind(cause)
        if failure is not None:
            return failure, DETAILS[failure]
    # Our own limit for one address says no more than that it took too long.
    failure = Failure.READ_TIMEOUT if isinstance(error, TimeoutError) else Failure.NETWORK
    return failure, DETAILS[failure]


def _causes(error: BaseException) -> list[BaseException]:
    """Return an exception and what it came from, the outermost first."""
    causes = [error]
    while len(causes) < 10:
        last = causes[-1]
        inner = last.__cause__ or getattr(last, "os_error", None)
        if inner is None and last.args:  # httpcore drops the cause, and keeps it as its argument
            inner = last.args[0]
        if not isinstance(inner, BaseException):
            break
        causes.append(inner)
    return causes


def _kind(cause: BaseException) -> Failure | None:
    if isinstance(cause, BodyError):
        return Failure.DECOMPRESSION_BOMB if cause.bomb else Failure.MALFORMED_ANSWER
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _CERTIFICATE.get(cause.verify_code, Failure.TLS_OTHER)
    if isinstance(cause, socket.gaierror):
        final = cause.errno in NO_SUCH_NAME
        return Failure.NO_SUCH_HOST if final else Failure.DNS_TEMPORARY
    if isinstance(cause, TimeoutError) and cause.errno == errno.ETIMEDOUT:
        return Failure.CONNECT_TIMEOUT
    if type(cause) is OSError:  # those of its own classes are among the others
        return _of_system(cause)
    return next((failure for kind, failure in _KINDS if isinstance(cause, kind)), None)


def _of_system(cause: OSError) -> Failure:
    """Return what the system's error numbers mean, of which only some have classes.

    Where a host's addresses failed in different ways, aiohttp's message has the numbers. What one
    of them says about the host counts: that there is no way to another is mostly our own lack.
    """
    found = re.findall(r"\[Errno (\d+)\]", str(cause))
    errors = (OSError(int(number), "") for number in found)
    told = (_kind(error) for error in errors if type(error) is not OSError)
    return next((failure for failure in told if failure is not None), Failure.NETWORK)
