"""Where outlets publish: by the register, and by what the user says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.outlets import outlet_domains, outlet_key, outlet_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.settings.inputs import Outlet

__all__ = ["Outlets"]


class Outlets:
    """Outlets by their names.

    Args:
        own: those that the user names; they go before the register.
    """

    def __init__(self, own: Iterable[Outlet]) -> None:
        self._own = {
            outlet_key(name): outlet.domains
            for outlet in own
            for name in (outlet.name, *outlet.aliases)
        }

    def domains(self, name: str) -> tuple[str, ...]:
        """Return where an outlet publishes or has published; nothing where it is not known."""
        if (found := self._own.get(outlet_key(name))) is not None:
            return found
        known = outlet_named(name)
        return outlet_domains(known) if known is not None else ()
