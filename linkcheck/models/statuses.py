"""HTTP statuses that say that a page is gone, or that the site refuses to show it."""

from __future__ import annotations

__all__ = ["BY_CLIENT", "GONE", "REFUSED"]

GONE = frozenset({404, 410})
"""Statuses by which a site says that there is no such page (RFC 9110 15.5.5 and 15.5.11)."""

REFUSED = frozenset({401, 402, 403, 405, 406, 407, 412, 418, 423, 429, 451, 999})
"""Statuses that say nothing about whether the page exists; 418 and 999 (LinkedIn) are unregistered.

503 is not one of them: it means that the server is overloaded or under maintenance. Modules that
know more about the answer may add it, since bot checks use it too.
"""

BY_CLIENT = frozenset({401, 403, 406, 429, 999})
"""Of `REFUSED`, those that a site may send to a program and not to a browser.

The others do not depend on the client's headers: payment (402), method (405), proxy (407),
precondition (412), lock (423) and law (451). 418 is usually a ban of the network address.
"""
