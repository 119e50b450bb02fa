"""The formats of articles, one module each.

A format is a `Format` called `FORMAT` in its module; `linkcheck.articles.formats.registry` finds
it. See "Recipe: a format of articles" in `.github/CONTRIBUTING.md`.
"""

from __future__ import annotations

from linkcheck.articles.formats.base import Comment, Format

__all__ = ["Comment", "Format"]
