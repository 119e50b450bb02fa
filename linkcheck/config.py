"""The settings of a run: one frozen value, handed down and never changed."""

from __future__ import annotations

import msgspec

from linkcheck.inputs import InputSettings
from linkcheck.judge import Policy
from linkcheck.web.settings import FetchSettings

__all__ = ["Settings"]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be chosen about a run.

    Attributes:
        inputs: which articles are read.
        fetch: how addresses are asked for.
        policy: which findings are wanted and how grave they are.
        replay: path of a recorded web (WARC) to answer from instead of the network.
        record: path of a WARC file to write everything that was fetched to.
    """

    inputs: InputSettings = InputSettings()
    fetch: FetchSettings = FetchSettings()
    policy: Policy = Policy()
    replay: str | None = None
    record: str | None = None
