"""Check citations in the background: celery -A tasks worker --pool threads (needs celery).

Set CELERY_BROKER_URL and CELERY_RESULT_BACKEND: the defaults work in one process only, as in tests.

Threads of one worker keep one pause per site; worker processes know nothing of each other. From a
program: `tasks.check.delay([{"id": 1, "url": "https://…", "title": "…"}]).get()`.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery

import linkcheck

SETTINGS = linkcheck.Settings(fetch=linkcheck.FetchSettings(total_timeout=20))

app = Celery(
    "tasks",
    broker=os.environ.get("CELERY_BROKER_URL", "memory://"),
    backend=os.environ.get("CELERY_RESULT_BACKEND", "cache+memory://"),
)


def check_citations(citations: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the report on citations as plain data, which any result backend takes."""
    return linkcheck.check_citations(citations, SETTINGS).to_dict()


check = app.task(check_citations, name="check")
