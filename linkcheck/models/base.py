"""What all nouns share."""

from __future__ import annotations

import msgspec

__all__ = ["Value"]


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all nouns share: immutable, compared by value, named fields only."""
