"""Read what a list item, a footnote or another reference claims of its source.

What is certain is marked first (`marks`, `dates`), the text divided into units (`units`), and a
conditional random field (`model`) gives every unit its role from what can be seen of it
(`features`). `reader` puts the fields together, each with its confidence.
"""

from __future__ import annotations

from linkcheck.articles.references.archives import date_of_copy
from linkcheck.articles.references.reader import LIKELY, SURE, Field, Reference, read_reference

__all__ = [
    "LIKELY",
    "SURE",
    "Field",
    "Reference",
    "date_of_copy",
    "read_reference",
]
