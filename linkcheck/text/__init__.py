"""Text tools that know nothing of citations: addresses, words, titles, patterns."""

from __future__ import annotations
