"""A linear-chain conditional random field, decoded in plain Python.

The weights are learned by `tests/train_references.py` and kept in `data/references-model.msgpack`.
Every feature's weights for all roles are one big integer with a lane a role, so that a unit's
scores are a sum of integers.

Lafferty, McCallum, Pereira: Conditional random fields (2001).
"""

from __future__ import annotations

import functools
import math
import struct
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Decoded", "Model", "Weights", "load_model"]

_BIAS = 1 << 20  # keeps every lane positive
_REACH = 10.0  # roles whose score is further behind the best are not tried
_BEAM = 1e-4  # nor is one followed that is less likely than this, given all before it
_SINGLE = "TC"  # roles that a reference has once
# What kinds of units can be; all else can be anything but a date.
_ROLES = {
    **dict.fromkeys("XvVyYun0", frozenset({"O"})),
    **dict.fromkeys("xwml", frozenset({"O", "IT"})),
    "r": frozenset({"O", "R"}),
    "d": frozenset({"D", "X", "O", "BT", "IT", "IC"}),
    "p": frozenset({"O", "BT", "IT", "IC"}),
    "e": frozenset({"O", "IA"}),
}


class Weights(msgspec.Struct):
    """What is stored.

    Attributes:
        labels: names of the roles, in the order of the lanes.
        scale: what a weight was multiplied by to be an integer.
        transitions: from each role (row) to each role, times the scale.
        features: per feature two bytes a role, little-endian, signed.
        calibration: per field pairs of a raw probability and the share that was right there.
    """

    labels: list[str]
    scale: int
    transitions: list[list[int]]
    features: dict[str, bytes]
    calibration: dict[str, list[tuple[float, float]]]


class Decoded(NamedTuple):
    """The best roles of a reference's units, and what is needed to say how sure they are.

    Attributes:
        labels: one a unit.
        chances: of every unit the probability of each role that it may have.
        spans: for every stretch of one role: role, first unit, last unit, probability of just that.
    """

    labels: list[str]
    chances: list[dict[str, float]]
    spans: list[tuple[str, int, int, float]]


class Model:
    """Gives units their roles.

    Args:
        weights: see `Weights`.
    """

    def __init__(self, weights: Weights) -> None:
        self.labels = weights.labels
        self.calibration = weights.calibration
        size = len(self.labels)
        self._scale = weights.scale
        self._unpack = struct.Struct(f"<{size}I").unpack
        self._bytes = 4 * size
        read, pack = struct.Struct(f"<{size}h").unpack, struct.Struct(f"<{size}I").pack
        self._features = {
            name: int.from_bytes(pack(*(value + _BIAS for value in read(data))), "little")
            for name, data in weights.features.items()
        }
        self._transitions = [
            [math.exp(value / weights.scale) for value in row] for row in weights.transitions
        ]
        for row, one in enumerate(self.labels):
            for column, other in enumerate(self.labels):
                same = len(one) == len(other) == 2 and one[1] == other[1]
                # A field goes on only in itself, and no second one of its kind joins it.
                if len(other) == 2 and (other[0] == "I") is not same:
                    self._transitions[row][column] = 0.0
        self._begin = [0.0 if len(label) == 2 and label[0] == "I" else 1.0 for label in self.labels]
        self._columns = [list(column) for column in zip(*self._transitions, strict=True)]
        self._inside = [
            self.labels.index(f"I{x[-1]}") if f"I{x[-1]}" in self.labels else -1
            for x in self.labels
        ]
        self._allowed: dict[str, tuple[int, ...]] = {}
        self._reach = round(_REACH * weights.scale)

    def decode(self, kinds: Sequence[str], rows: Sequence[Sequence[str]]) -> Decoded:
        """Give a reference's units their roles.

        A chain does not know what it said some steps before. Where it finds two titles or two
        outlets, the less likely one is ruled out, and the rest is decided again.

        Args:
            kinds: of the units.
            rows: their features.
        """
        if not kinds:
            return Decoded([], [], [])
        emissions = [self._emission(kind, row) for kind, row in zip(kinds, rows, strict=True)]
        decoded = self._decode(emissions)
        again = False
        for role in _SINGLE:
            found = [span for span in decoded.spans if span[0][-1] == role and len(span[0]) == 2]
            if len(found) < 2:
                continue
            found.remove(max(found, key=lambda span: span[3]))
            for _, first, last, _ in found:
                for at in range(first, last + 1):
                    left = {
                        label: e
                        for label, e in emissions[at].items()
                        if self.labels[label][-1] != role
                    }
                    if left:
                        emissions[at], again = left, True
        return self._given_the_single(self._decode(emissions) if again else decoded)

    def _given_the_single(self, decoded: Decoded) -> Decoded:
        """Return other stretches' probabilities, given that a title or an outlet is elsewhere.

        "Centre for Rivers. Title. Focus": that "Focus" is the outlet leaves the author's role to
        the name at the beginning, which the chain cannot know.
        """
        spans = decoded.spans
        for role in _SINGLE:
            sure = max(
                (chance for label, _, _, chance in spans if label == f"B{role}"), default=0.0
            )
            if sure:
                spans = [
                    (label, first, last, min(1.0, chance / (1.0 - sure * other)))
                    if label[-1] != role and (other := decoded.chances[first].get(f"B{role}", 0.0))
                    else (label, first, last, chance)
                    for label, first, last, chance in spans
                ]
        return decoded._replace(spans=spans)

    def _decode(self, emissions: Sequence[dict[int, float]]) -> Decoded:
        forward, totals, path = self._forward(emissions)
        emissions = [
            emission if len(emission) == len(alpha) else {label: emission[label] for label in alpha}
            for emission, alpha in zip(emissions, forward, strict=True)
        ]
        backward = self._backward(emissions, totals)
        chances = [
            {self.labels[label]: a * one[label] for label, a in some.items()}
            for some, one in zip(forward, backward, strict=True)
        ]
        spans = self._spans(emissions, forward, backward, totals, path)
        return Decoded([self.labels[label] for label in path], chances, spans)

    def _allow(self, kind: str) -> tuple[int, ...]:
        """Return the roles that a kind of unit can have."""
        found = self._allowed.get(kind)
        if found is None:
            names = _ROLES.get(kind, frozenset(self.labels) - {"D", "X"})
            found = tuple(at for at, label in enumerate(self.labels) if label in names)
            self._allowed[kind] = found
        return found

    def _emission(self, kind: str, row: Sequence[str]) -> dict[int, float]:
        """Return the factor of each role in reach of the best, which is 1."""
        allowed = self._allow(kind)
        if len(allowed) == 1:
            return {allowed[0]: 1.0}
        known = [value for value in map(self._features.get, row) if value is not None]
        lanes = self._unpack(sum(known).to_bytes(self._bytes, "little"))
        top = max([lanes[label] for label in allowed])
        least, scale = top - self._reach, self._scale
        return {
            label: math.exp((lanes[label] - top) / scale)
            for label in allowed
            if lanes[label] > least
        }

    def _forward(
        self, emissions: Sequence[dict[int, float]]
    ) -> tuple[list[dict[int, float]], list[float], list[int]]:
        """Return the forward probabilities, what each step was divided by, and the best path."""
        alpha = {label: e * self._begin[label] for label, e in emissions[0].items()}
        total = sum(alpha.values())
        if not total:  # only roles that begin nothing: the first begins all the same
            alpha, total = dict(emissions[0]), sum(emissions[0].values())
        alpha = {label: value / total for label, value in alpha.items()}
        best = alpha
        forward, totals, back = [alpha], [total], []
        for emission in emissions[1:]:
            new: dict[int, float] = {}
            tops: dict[int, float] = {}
            pointers: dict[int, int] = {}
            for label, e in emission.items():
                column = self._columns[label]
                summed = top = 0.0
                pointer = -1
                for one, value in alpha.items():
                    step = column[one]
                    summed += value * step
                    chance = best[one] * step
                    if chance > top or pointer < 0:
                        top, pointer = chance, one
                new[label] = e * summed
                tops[label] = e * top
                pointers[label] = pointer
            total = sum(new.values())
            if not total:
                new = tops = dict(emission)
                pointers = dict.fromkeys(new, max(best, key=best.__getitem__))
                total = sum(new.values())
            least = total * _BEAM
            alpha = {label: value / total for label, value in new.items() if value >= least}
            best = {label: tops[label] / total for label in alpha}
            forward.append(alpha)
            totals.append(total)
            back.append(pointers)
        at = max(best, key=best.__getitem__)
        path = [at]
        for pointers in reversed(back):
            at = pointers[at]
            path.append(at)
        path.reverse()
        return forward, totals, path

    def _backward(
        self, emissions: Sequence[dict[int, float]], totals: Sequence[float]
    ) -> list[dict[int, float]]:
        beta = dict.fromkeys(emissions[-1], 1.0)
        backward = [beta]
        for at in range(len(emissions) - 1, 0, -1):
            total = totals[at]
            weighted = [(label, e * beta[label] / total) for label, e in emissions[at].items()]
            beta = {}
            for one in emissions[at - 1]:
                row = self._transitions[one]
                summed = 0.0
                for label, value in weighted:
                    summed += row[label] * value
                beta[one] = summed
            backward.append(beta)
        backward.reverse()
        return backward

    def _spans(
        self,
        emissions: Sequence[dict[int, float]],
        forward: Sequence[dict[int, float]],
        backward: Sequence[dict[int, float]],
        totals: Sequence[float],
        path: Sequence[int],
    ) -> list[tuple[str, int, int, float]]:
        """Return the stretches of one role, and how likely each is to be just that stretch."""
        found = []
        start, count = 0, len(path)
        while start < count:
            end, label = start, path[start]
            chance = forward[start][label]
            inside = self._inside[label]
            while end + 1 < count and path[end + 1] == inside:
                end += 1
                chance *= (
                    self._transitions[path[end - 1]][inside] * emissions[end][inside] / totals[end]
                )
            if end + 1 < count:
                row = self._transitions[path[end]]
                behind, rest = backward[end + 1], 0.0
                for role, e in emissions[end + 1].items():
                    if role != inside:
                        rest += row[role] * e * behind[role]
                chance *= rest / totals[end + 1]
            found.append((self.labels[label], start, end, min(1.0, chance)))
            start = end + 1
        return found


@functools.cache
def load_model() -> Model:
    """Return the model that the package carries."""
    data = files("linkcheck.data").joinpath("references-model.msgpack").read_bytes()
    return Model(msgspec.msgpack.decode(data, type=Weights))
