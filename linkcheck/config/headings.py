"""Under which heading the help of commands shows each option."""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["HEADINGS"]

HEADINGS = MappingProxyType({
    "Articles": ("files-from", "include", "exclude", "input-format", "local", "base-url"),
    "Which citations": (
        "exclude-url", "include-url", "remap", "since", "whole-files", "stale", "sample",
    ),
    "Findings": (
        "ignore", "severity", "accept", "confirm", "baseline", "fail-on", "quotations",
        "drift-from", "detector", "semantic",
    ),
    "Lost sources": ("propose", "archive", "known-archives", "finder"),
    "Report": (
        "format", "output", "explain", "quiet", "summary", "no-progress", "lang", "source-url",
    ),
    "Requests": (
        "contact", "user-agent", "timeout", "max-time", "attempts", "max-body", "concurrency",
        "host-concurrency", "host-interval", "workers", "seed", "status-only", "method", "http2",
        "robots", "browser-retry",
    ),
    "Networks and credentials": ("allow-private", "env-proxy", "ca-file", "netrc"),
    "Store and recordings": (
        "store", "no-store", "refresh", "replay", "replay-pace", "record",
    ),
    "Configuration": ("config", "config-from", "no-config"),
})  # fmt: skip
"""Names of options, without dashes, by heading. Headings are in the order of the help."""
