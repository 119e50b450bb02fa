"""Which detector tells languages: the built-in one, another library's, or one of your own.

To add one here: a class with the method of `Detector`, and a row in `DETECTORS`. Another package
adds one through the entry point group `linkcheck.detectors`, which names such a class:

    [project.entry-points."linkcheck.detectors"]
    fasttext = "my_package.detector:FastText"

A detector under a name of our own is not used.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Protocol

from linkcheck.errors import UsageError, noted
from linkcheck.models import LanguageGuess
from linkcheck.text.plugins import extra, load_plugin, plugins
from linkcheck.text.suggestions import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "DETECTORS",
    "GROUP",
    "Detect",
    "Detector",
    "LangId",
    "Lingua",
    "NoDetector",
    "detector_names",
    "named",
]

GROUP = "linkcheck.detectors"
_BUILT_IN = "built-in"

# Below this a guess is not told; both libraries' own figures are shares of all candidates.
_LEAST = 0.9
_TOLD = 3


class Detector(Protocol):
    """Anything that tells the language of a text."""

    def detect(self, text: str, candidates: Sequence[str] | None = None) -> LanguageGuess:
        """Return the language of a text, chosen from the candidates where there are any."""
        ...


class Detect(Protocol):
    """A function that tells the language of a text: `Detector.detect`, or the built-in one."""

    def __call__(self, text: str, candidates: Sequence[str] | None = None) -> LanguageGuess:
        """Return the language of a text; see `Detector.detect`."""
        ...


class Lingua:
    """lingua-language-detector (extra `lingua`): slightly better on two-word texts, but far slower.

    Raises:
        UsageError: the extra is not installed.
    """

    def __init__(self) -> None:
        lingua = extra("lingua", "lingua", "the language detector lingua")
        self._lingua: Any = lingua
        self._known = {
            language.iso_code_639_1.name.lower(): language for language in lingua.Language.all()
        }
        self._detectors: dict[tuple[str, ...], Any] = {}

    def detect(self, text: str, candidates: Sequence[str] | None = None) -> LanguageGuess:
        """Return the language of a text; see `Detector`."""
        tags = tuple(tag for tag in dict.fromkeys(candidates or self._known) if tag in self._known)
        if len(tags) == 1 and any(map(str.isalpha, text)):
            return LanguageGuess(tag=tags[0], confidence=1.0)
        if len(tags) < 2 or not any(map(str.isalpha, text)):
            return LanguageGuess(tag="und", confidence=0.0)
        if tags not in self._detectors:
            builder = self._lingua.LanguageDetectorBuilder
            chosen = [self._known[tag] for tag in tags]
            self._detectors[tags] = builder.from_languages(*chosen).build()
        values = self._detectors[tags].compute_language_confidence_values(text)
        return _guess(
            [(found.language.iso_code_639_1.name.lower(), float(found.value)) for found in values]
        )


class LangId:
    """py3langid (extra `langid`): fast and small, but less certain on short texts.

    Raises:
        UsageError: the extra is not installed.
    """

    def __init__(self) -> None:
        langid = extra("py3langid", "langid", "the language detector langid").langid
        model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
        self._identifier: Any = model
        self._known = tuple(map(str, self._identifier.labels))

    def detect(self, text: str, candidates: Sequence[str] | None = None) -> LanguageGuess:
        """Return the language of a text; see `Detector`."""
        tags = [tag for tag in dict.fromkeys(candidates or self._known) if tag in self._known]
        if not tags or not any(map(str.isalpha, text)):
            return LanguageGuess(tag="und", confidence=0.0)
        self._identifier.set_languages(tags)
        return _guess([(str(tag), float(value)) for tag, value in self._identifier.rank(text)])


class NoDetector:
    """Tells no language: where nothing is compared, nobody asks, and telling takes time."""

    def detect(self, text: str, candidates: Sequence[str] | None = None) -> LanguageGuess:  # noqa: ARG002 - see `Detector`
        """Return that the language is not known."""
        return LanguageGuess(tag="und", confidence=0.0)


DETECTORS: dict[str, Callable[[], Detector]] = {"lingua": Lingua, "langid": LangId}
"""The detectors besides the built-in one, by name. An extra that a detector needs has its name."""


def named(name: str) -> Detector | None:
    """Return a detector by its name, or None for the built-in one.

    Raises:
        UsageError: there is none of that name, or its extra is not installed.
    """
    if name == _BUILT_IN:
        return None
    if name in DETECTORS:
        return DETECTORS[name]()
    if name not in plugins(GROUP):
        hint = suggestion(name, detector_names())
        message = f"unknown language detector {name!r}; {hint}"
        raise UsageError(message)
    make = load_plugin(plugins(GROUP)[name], type)
    try:
        return _Guarded(name, make())
    except Exception as error:  # someone else's class may do anything
        message = f"the language detector {name!r} cannot be used: {noted(error, f'making {name}')}"
        raise UsageError(message) from error


def detector_names() -> tuple[str, ...]:
    """Return the names of all detectors, those of other packages last; none is imported."""
    own = (_BUILT_IN, *DETECTORS)
    return (*own, *sorted(plugins(GROUP).keys() - set(own)))


class _Guarded:
    """Another package's detector, whose faults cost no citation its verdict.

    Args:
        name: of the detector, for the message.
        detector: asked for each text.
    """

    def __init__(self, name: str, detector: Detector) -> None:
        self._name = name
        self._detector = detector
        self._warned = False

    def detect(self, text: str, candidates: Sequence[str] | None = None) -> LanguageGuess:
        """Return what the detector says; the language is unknown where it fails."""
        try:
            guess: object = self._detector.detect(text, candidates)
            if isinstance(guess, LanguageGuess):
                return guess
            fault = f"expected a LanguageGuess, found a {type(guess).__name__}"
        except Exception as error:
            fault = noted(error, f"detecting a language with {self._name}")
        if not self._warned:
            self._warned = True
            warnings.warn(
                f"the language detector {self._name!r} failed, and languages it fails on are "
                f"unknown: {fault}",
                RuntimeWarning,
                stacklevel=2,
            )
        return LanguageGuess(tag="und", confidence=0.0)


def _guess(ranked: list[tuple[str, float]]) -> LanguageGuess:
    ranked = sorted(ranked, key=lambda item: (-item[1], item[0]))
    (tag, confidence), *rest = ranked
    alternatives = [(name, round(value, 4)) for name, value in rest[:_TOLD] if value > 0.001]
    if confidence < _LEAST:
        alternatives.insert(0, (tag, round(confidence, 4)))
        tag = "und"
    return LanguageGuess(tag=tag, confidence=round(confidence, 4), alternatives=tuple(alternatives))
