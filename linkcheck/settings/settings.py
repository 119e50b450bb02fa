"""The settings of a run: one frozen value, handed down and never changed."""

from __future__ import annotations

from linkcheck import judging
from linkcheck.judging.policy import Policy
from linkcheck.models import Rule
from linkcheck.settings.ignores import Ignore
from linkcheck.settings.inputs import InputSettings
from linkcheck.settings.repair import RepairSettings
from linkcheck.settings.selection import Selection
from linkcheck.store import StoreSettings
from linkcheck.text.url_patterns import remap_rules
from linkcheck.text.validated import NotNegative, Validated
from linkcheck.web.settings import FetchSettings

__all__ = ["Settings"]


class Settings(Validated, frozen=True, kw_only=True):
    """Everything that can be chosen about a run.

    Attributes:
        inputs: which articles are read.
        fetch: how addresses are asked for.
        policy: which findings are wanted and how grave they are.
        selection: which citations are checked.
        repair: whether and how lost sources are looked for.
        ignores: what is not to be reported, for whom and until when.
        baseline: path of a file of findings that are known, see `linkcheck.suppression.baseline`.
        max_time: seconds after which asking ends, and the report is of what was found until then.
        replay: path of a recorded web (WARC) to answer from instead of the network.
        remap: what to request in place of other addresses, each "REGEX URL" as in `--remap`.
        drift_from: path of a recorded web (WARC) that pages' texts are compared with.
        record: path of a WARC file to write everything that was fetched to.
        replay_pace: how long recorded answers take: 0 for at once, 1 for as long as then.
        store: where former answers are kept, or None to remember nothing.
        refresh: ask for every address although the store has a fresh answer.
        detector: what detects languages, by its name in
            `linkcheck.languages.detectors.detector_names()`.
        semantic: ask a sentence encoder where the rules cannot tell whether two headlines of two
            languages are one story (extra `semantic`).
        quotations: look for the words that articles quote in the sources they cite. Their pages are
            then asked for again, whatever is remembered: of a page only the beginning is.
        workers: processes to work in besides this one, where there are many addresses or long
            articles. They start by importing the program's main module: keep 0 where that does
            more than define things.
    """

    inputs: InputSettings = InputSettings()
    fetch: FetchSettings = FetchSettings()
    policy: Policy = Policy()
    selection: Selection = Selection()
    repair: RepairSettings = RepairSettings()
    ignores: tuple[Ignore, ...] = ()
    baseline: str | None = None
    max_time: NotNegative[float] | None = None
    replay: str | None = None
    record: str | None = None
    drift_from: str | None = None
    remap: tuple[str, ...] = ()
    replay_pace: NotNegative[float] = 0.0
    store: StoreSettings | None = None
    refresh: bool = False
    detector: str = "built-in"
    semantic: bool = False
    quotations: bool = False
    workers: NotNegative[int] = 0

    def __post_init__(self) -> None:
        """Check all values.

        Raises:
            UsageError: one cannot be used.
        """
        super().__post_init__()
        remap_rules(self.remap)

    @property
    def not_looked_for(self) -> frozenset[Rule]:
        """The rules whose findings no run with these settings can have."""
        not_looked_for = set(self.policy.ignore)
        if not self.quotations:
            not_looked_for.add(Rule.QUOTE_NOT_FOUND)
        if self.fetch.status_only or self.fetch.method == "HEAD":
            not_looked_for |= judging.OF_PAGES
        return frozenset(not_looked_for)
