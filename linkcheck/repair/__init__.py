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
    from linkcheck.repair.rdjson import suggestions

__all__ = ["apply", "decided", "export", "suggestions"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "apply": "changes",
        "decided": "decisions",
        "export": "decisions",
        "suggestions": "rdjson",
    },
)
