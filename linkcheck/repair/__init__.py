"""Finding a source again, and putting its address right.

A proposal is a claim like any other: it is requested and judged against the same citation before
anybody sees it. Nothing here speaks HTTP: the engine lends a `Web`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck.repair.changes import apply
    from linkcheck.repair.decisions import decided, export
    from linkcheck.repair.propose import Proposer, wants_address
    from linkcheck.repair.rdjson import suggestions
    from linkcheck.repair.sources import Sources

__all__ = ["Proposer", "Sources", "apply", "decided", "export", "suggestions", "wants_address"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Proposer": "propose",
        "Sources": "sources",
        "apply": "changes",
        "decided": "decisions",
        "export": "decisions",
        "suggestions": "rdjson",
        "wants_address": "propose",
    },
)
