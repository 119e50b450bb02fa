"""The commands besides `linkcheck check`: options in, exit code out, one module for each."""

from __future__ import annotations
