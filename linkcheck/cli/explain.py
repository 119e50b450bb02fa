"""What the rules mean, at the length that `linkcheck explain RULE` says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck import judging
from linkcheck.models import Severity

if TYPE_CHECKING:
    from linkcheck.models import Rule

__all__ = ["explained", "listed"]


def explained(rule: Rule) -> str:
    """Return what a rule means and why it matters, an example, how to fix and suppress it."""
    info = judging.RULES[rule]
    lower = "" if info.severity is Severity.NOTE else f", or --severity {rule.value}=note"
    silence = f"Use --ignore {rule.value}{lower}."
    parts = {
        "Why": info.why,
        "Example": info.example,
        "Fix": info.fix,
        "Suppress": f"{silence} {info.silence}".strip(),
    }
    lines = [
        _summary(rule),
        *(f"    {name + ':':<10}{text}".replace("`", "") for name, text in parts.items()),
    ]
    return "\n".join(lines)


def listed() -> str:
    """Return all rules with their summaries."""
    return "\n".join(map(_summary, judging.RULES))


def _summary(rule: Rule) -> str:
    info = judging.RULES[rule]
    head = f"{rule.value} ({info.severity.value}; the source is {info.status.value})"
    return f"{head}\n    {info.summary.replace('`', '')}"
