"""Drive the stages: plan, fetch, observe, judge, and hand each verdict on."""

from __future__ import annotations
