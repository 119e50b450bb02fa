"""Options and the configuration file: what can be chosen, and the settings this stands for."""

from __future__ import annotations

from linkcheck.config.load import (
    check_options,
    chosen_inputs,
    chosen_settings,
    config_options,
    configured,
    input_options,
    load_settings,
    report_options,
)
from linkcheck.config.options import OPTIONS, Option
from linkcheck.config.types import one_of

__all__ = [
    "OPTIONS",
    "Option",
    "check_options",
    "chosen_inputs",
    "chosen_settings",
    "config_options",
    "configured",
    "input_options",
    "load_settings",
    "one_of",
    "report_options",
]
