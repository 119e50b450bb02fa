"""The user's own tools: what they raise is reported once, as theirs, and stops nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.errors import noted
from linkcheck.languages import detect as built_in
from linkcheck.models import LanguageGuess, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.languages import Detector
    from linkcheck.matching.semantic import Encoder

__all__ = ["Faults", "GuardedDetector", "GuardedEncoder"]


class Faults:
    """What the user's tools have raised, the first of each.

    Attributes:
        problems: one for each tool, for reports.
    """

    def __init__(self) -> None:
        self.problems: dict[str, Problem] = {}

    def add(self, kind: str, tool: object, error: Exception, instead: str) -> None:
        """Add a fault, unless that tool had one before.

        Args:
            kind: what it is: "language detector".
            tool: the object.
            error: what it has raised.
            instead: what was done without it, as a sentence's end.
        """
        name = f"{type(tool).__module__}.{type(tool).__qualname__}"
        if name not in self.problems:
            fault = noted(error, f"calling the {kind} {name}")
            message = f"your {kind} raised {fault}; {instead}"
            self.problems[name] = Problem(path=name, message=message)


class GuardedDetector:
    """A language detector of the user's; where it fails, the built-in one answers.

    Args:
        detector: as it was given.
        faults: told of what it raises.
    """

    def __init__(self, detector: Detector, faults: Faults) -> None:
        self._detector = detector
        self._faults = faults

    def detect(self, text: str, candidates: Sequence[str] | None = None) -> LanguageGuess:
        """Return the language of a text; see `linkcheck.languages.detectors.Detector`."""
        try:
            return _guess(self._detector.detect(text, candidates))
        except Exception as error:  # it may be anything
            instead = "the built-in one was used where it failed"
            self._faults.add("language detector", self._detector, error, instead)
            return built_in(text, candidates)


class GuardedEncoder:
    """A sentence encoder of the user's, whose faults are told.

    Args:
        encoder: as it was given.
        faults: told of what it raises.
    """

    def __init__(self, encoder: Encoder, faults: Faults) -> None:
        self._encoder = encoder
        self._faults = faults

    def encode(self, texts: list[str]) -> Sequence[Sequence[float]]:
        """Return a vector for each text; see `linkcheck.matching.semantic.Encoder`."""
        try:
            return self._encoder.encode(texts)
        except Exception as error:
            instead = "titles were left undecided where it failed"
            self._faults.add("sentence encoder", self._encoder, error, instead)
            raise


def _guess(found: object) -> LanguageGuess:
    if isinstance(found, LanguageGuess):
        return found
    message = f"detect() returned a {type(found).__name__}, not a linkcheck.LanguageGuess"
    raise TypeError(message)
