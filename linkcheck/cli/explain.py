"""What the rules mean, at the length that `linkcheck explain RULE` says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck import judging
from linkcheck.models import Severity
from linkcheck.reports.i18n import messages
from linkcheck.reports.wording import STATUS_WORDS

if TYPE_CHECKING:
    from linkcheck.models import Rule

__all__ = ["explained", "listed"]


def explained(rule: Rule, language: str) -> str:
    """Return what a rule means and why it matters, an example, how to fix and suppress it.

    Args:
        rule: its name.
        language: of the text.
    """
    info = judging.RULES[rule]
    text = messages(language).text
    ignore, severity = f"--ignore {rule.value}", f"--severity {rule.value}=note"
    silence = (
        text("Use {ignore}.").format(ignore=ignore)
        if info.severity is Severity.NOTE
        else text("Use {ignore}, or {severity}.").format(ignore=ignore, severity=severity)
    )
    parts = {
        text("Why"): text(info.why),
        text("Example"): text(info.example),
        text("Fix"): text(info.fix),
        text("Suppress"): f"{silence} {text(info.silence)}".strip(),
    }
    width = max(map(len, parts)) + 2
    lines = [
        _summary(rule, language),
        *(f"    {name + ':':<{width}}{said}".replace("`", "") for name, said in parts.items()),
    ]
    return "\n".join(lines)


def listed(language: str) -> str:
    """Return all rules with their summaries."""
    return "\n".join(_summary(rule, language) for rule in judging.RULES)


def _summary(rule: Rule, language: str) -> str:
    info = judging.RULES[rule]
    text = messages(language).text
    head = text("{rule} ({level}; the source is {status})").format(
        rule=rule.value,
        level=text(info.severity.value),
        status=text(STATUS_WORDS[info.status]),
    )
    return f"{head}\n    {text(info.summary).replace('`', '')}"
