"""Drive the stages: plan, fetch, observe, judge, and hand each verdict on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck.engine.inputs import read_inputs
    from linkcheck.engine.stopping import Stop, leave

__all__ = ["Stop", "leave", "read_inputs"]

__getattr__, __dir__ = lazy_names(
    __name__, {"Stop": "stopping", "leave": "stopping", "read_inputs": "inputs"}
)
