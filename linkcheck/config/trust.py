"""Which keys count in a configuration file that was merely found.

Such a file is beside the articles, and untrusted: a pull request brings its own. It may not write
files, read files elsewhere, reach private networks, send secrets, change how requests are made, or
make a check less strict without a trace.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, get_type_hints

from linkcheck import judging
from linkcheck.models import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgspec import Struct

__all__ = ["Trust", "field_trust", "lowered"]


class Trust(enum.Enum):
    """What a key needs to count; every key has one of these.

    Attributes:
        FOUND: nothing; it counts in any file.
        RAISED: in a found file it counts where it raises the level of a finding.
        NAMED: the user named the file (`--config`, `LINKCHECK_CONFIG`, `config=`), or gave the
            value on the command line or in the environment.
    """

    FOUND = "yes"
    RAISED = "raised only"
    NAMED = "no"


_RANK = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}


def lowered(
    levels: Mapping[Rule, Severity], usual: Mapping[Rule, Severity]
) -> dict[Rule, Severity]:
    """Return the levels that are lower than usual.

    Args:
        levels: by rule.
        usual: what holds instead; the rule's own level where it has none.
    """
    return {
        rule: level
        for rule, level in levels.items()
        if _RANK[level] < _RANK[usual.get(rule, judging.RULES[rule].severity)]
    }


def field_trust(struct: type[Struct]) -> dict[str, Trust]:
    """Return the trust that each key of a section needs, by its name in Python.

    A key that declares none is missing: readers are to treat it as `NAMED`.
    """
    hints: dict[str, Any] = get_type_hints(struct, include_extras=True)
    return {
        name: note
        for name, hint in hints.items()
        for note in getattr(hint, "__metadata__", ())
        if isinstance(note, Trust)
    }
