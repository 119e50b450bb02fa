"""Options and the configuration file: what can be chosen, and the settings this stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck.config.load import chosen_inputs, chosen_settings, load_settings

__all__ = ["chosen_inputs", "chosen_settings", "load_settings"]

__getattr__, __dir__ = lazy_names(__name__, dict.fromkeys(__all__, "load"))
