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
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Decoded", "Model", "Weights", "load_model"]

_BIAS = 1 << 20  # keeps every lane positive
_CERTAIN = frozenset("xXvVwunlm0r")


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
        marginal: per unit the probability of each role that its kind can have.
        spans: for every stretch of one role: role, first unit, last unit, probability of just that.
    """

    labels: list[str]
    marginal: list[dict[str, float]]
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
                if other[0] == "I" and len(other) == 2 and (len(one) != 2 or one[1] != other[1]):
                    self._transitions[row][column] = 0.0
        self._begin = [0.0 if len(label) == 2 and label[0] == "I" else 1.0 for label in self.labels]
        self._allowed: dict[str, tuple[int, ...]] = {}
        self._columns: dict[tuple[str, str], list[list[float]]] = {}
        self._rows: dict[tuple[str, str], list[list[float]]] = {}

    def decode(self, kinds: Sequence[str], rows: Sequence[Sequence[str]]) -> Decoded:
        """Give a reference's units their roles.

        Args:
            kinds: of the units.
            rows: their features.
        """
        if not kinds:
            return Decoded([], [], [])
        emissions = [self._emission(kind, row) for kind, row in zip(kinds, rows, strict=True)]
        forward, scales, best, back = self._forward(kinds, emissions)
        backward = self._backward(kinds, emissions, scales)
        at = max(range(len(best)), key=best.__getitem__)
        path = [at]
        for step in range(len(kinds) - 1, 0, -1):
            at = back[step][at]
            path.append(at)
        path.reverse()
        labels = [self.labels[self._allow(kind)[at]] for kind, at in zip(kinds, path, strict=True)]
        marginal = [
            {self.labels[label]: a * b for label, a, b in zip(self._allow(kind), one, other, strict=True)}
            for kind, one, other in zip(kinds, forward, backward, strict=True)
        ]
        spans = self._spans(kinds, emissions, forward, backward, scales, path, labels)
        return Decoded(labels, marginal, spans)

    def _allow(self, kind: str) -> tuple[int, ...]:
        """Return the roles that a kind of unit can have."""
        found = self._allowed.get(kind)
        if found is None:
            if kind in _CERTAIN:
                names = {"O", "R"} if kind == "r" else {"O", "IT"} if kind in "wmlx" else {"O"}
            elif kind == "d":
                names = {"D", "X", "O", "BT", "IT", "IC"}
            elif kind == "p":
                names = {"O", "IT", "BT", "IC"}
            elif kind == "e":
                names = {"IA", "O"}
            else:
                names = set(self.labels) - {"D", "X"}
            found = tuple(at for at, label in enumerate(self.labels) if label in names)
            self._allowed[kind] = found
        return found

    def _emission(self, kind: str, row: Sequence[str]) -> list[float]:
        """Return the factor of each role that the kind can have, the largest being 1."""
        known = [value for value in map(self._features.get, row) if value is not None]
        lanes = self._unpack(sum(known).to_bytes(self._bytes, "little"))
        allowed = self._allow(kind)
        scores = [lanes[at] for at in allowed]
        top, scale = max(scores), self._scale
        return [math.exp((score - top) / scale) if top - score < 20000 else 0.0 for score in scores]

    def _between(self, one: str, other: str) -> list[list[float]]:
        """Return the transitions between two kinds: a row for each role of the second."""
        found = self._columns.get((one, other))
        if found is None:
            found = [[self._transitions[a][b] for a in self._allow(one)] for b in self._allow(other)]
            self._columns[one, other] = found
            self._rows[one, other] = [list(row) for row in zip(*found, strict=True)]
        return found

    def _forward(
        self, kinds: Sequence[str], emissions: Sequence[list[float]]
    ) -> tuple[list[list[float]], list[float], list[float], list[list[int]]]:
        first = [e * self._begin[at] for e, at in zip(emissions[0], self._allow(kinds[0]), strict=True)]
        total = sum(first) or 1e-300
        alpha = [value / total for value in first]
        forward, scales, back = [alpha], [total], [[]]
        best = alpha
        for at in range(1, len(kinds)):
            columns = self._between(kinds[at - 1], kinds[at])
            emission = emissions[at]
            alpha = [e * sum(map(mul, alpha, column)) for e, column in zip(emission, columns, strict=True)]
            total = sum(alpha) or 1e-300
            alpha = [value / total for value in alpha]
            forward.append(alpha)
            scales.append(total)
            pointers, following = [], []
            for e, column in zip(emission, columns, strict=True):
                products = list(map(mul, best, column))
                top = max(products)
                pointers.append(products.index(top))
                following.append(top * e / total)
            best = following
            back.append(pointers)
        return forward, scales, best, back

    def _backward(
        self, kinds: Sequence[str], emissions: Sequence[list[float]], scales: Sequence[float]
    ) -> list[list[float]]:
        beta = [1.0] * len(emissions[-1])
        backward = [beta]
        for at in range(len(kinds) - 1, 0, -1):
            self._between(kinds[at - 1], kinds[at])
            weighted = [e * b / scales[at] for e, b in zip(emissions[at], beta, strict=True)]
            beta = [sum(map(mul, weighted, row)) for row in self._rows[kinds[at - 1], kinds[at]]]
            backward.append(beta)
        backward.reverse()
        return backward

    def _spans(
        self,
        kinds: Sequence[str],
        emissions: Sequence[list[float]],
        forward: Sequence[list[float]],
        backward: Sequence[list[float]],
        scales: Sequence[float],
        path: Sequence[int],
        labels: Sequence[str],
    ) -> list[tuple[str, int, int, float]]:
        """Return the stretches of one role, and how likely each is to be just that stretch."""
        found = []
        start = 0
        count = len(kinds)
        while start < count:
            label = labels[start]
            end = start
            chance = forward[start][path[start]]
            while end + 1 < count and label[0] in "BI" and labels[end + 1] == f"I{label[1]}":
                step = self._between(kinds[end], kinds[end + 1])[path[end + 1]][path[end]]
                chance *= step * emissions[end + 1][path[end + 1]] / scales[end + 1]
                end += 1
            if end + 1 < count:
                columns = self._between(kinds[end], kinds[end + 1])
                goes = self._allow(kinds[end + 1])
                rest = sum(
                    columns[at][path[end]] * emissions[end + 1][at] * backward[end + 1][at]
                    for at, role in enumerate(goes)
                    if self.labels[role] != f"I{label[-1]}"
                )
                chance *= rest / scales[end + 1]
            found.append((label, start, end, min(1.0, chance)))
            start = end + 1
        return found


@functools.cache
def load_model() -> Model:
    """Return the model that the package carries."""
    data = files("linkcheck.data").joinpath("references-model.msgpack").read_bytes()
    return Model(msgspec.msgpack.decode(data, type=Weights))
