"""The model that divides references."""

from __future__ import annotations

import itertools
import math
import struct

import pytest

from linkcheck.articles.references.model import Model, Weights, load_model

LABELS = ["BA", "IA", "O"]
SCALE = 256


def model(transitions: list[list[float]], features: dict[str, list[float]]) -> Model:
    """Return a model with these weights."""
    pack = struct.Struct("<3h").pack
    return Model(
        Weights(
            LABELS,
            SCALE,
            [[round(value * SCALE) for value in row] for row in transitions],
            {name: pack(*(round(v * SCALE) for v in some)) for name, some in features.items()},
            {},
        )
    )


TRANSITIONS = [[-1.0, 1.5, 0.5], [-2.0, 1.0, 0.25], [0.75, 0.0, 0.5]]
FEATURES = {"x": [1.0, 0.5, -0.5], "y": [-0.25, 1.0, 0.5], "z": [0.0, -1.0, 1.25]}
ROWS = [["x"], ["y", "x"], ["z"], ["y", "unknown"]]


def every_path() -> dict[tuple[str, ...], float]:
    """Return the weight of each labelling, computed without any shortcut."""
    found = {}
    for path in itertools.product(range(3), repeat=len(ROWS)):
        score, previous = 0.0, None
        for label, row in zip(path, ROWS, strict=True):
            behind = previous is not None and LABELS[previous] != "O"
            if LABELS[label] != "O" and (LABELS[label] == "IA") is not behind:
                break
            score += sum(FEATURES[name][label] for name in row if name in FEATURES)
            score += 0.0 if previous is None else TRANSITIONS[previous][label]
            previous = label
        else:
            found[tuple(LABELS[label] for label in path)] = math.exp(score)
    return found


def test_decoding_is_exact() -> None:
    """The best division would be missed, and a field's confidence would mean nothing."""
    decoded = model(TRANSITIONS, FEATURES).decode(["t"] * len(ROWS), ROWS)
    paths = every_path()
    total = sum(paths.values())
    assert tuple(decoded.labels) == max(paths, key=paths.__getitem__)
    for at in range(len(ROWS)):
        for label in LABELS:
            chance = sum(weight for path, weight in paths.items() if path[at] == label) / total
            assert decoded.chances[at].get(label, 0.0) == pytest.approx(chance, abs=1e-3)
    for label, first, last, chance in decoded.spans:
        inside = (label, *["IA"] * (last - first))
        weight = sum(
            weight
            for path, weight in paths.items()
            if path[first : last + 1] == inside and (*path, "$")[last + 1] != f"I{label[1:]}"
        )
        assert chance == pytest.approx(weight / total, abs=1e-3)


def test_a_reference_has_one_title() -> None:
    """The outlet would be lost where two stretches look like a title."""
    pack = struct.Struct("<3h").pack
    even = [[0, 0, 0]] * 3
    features = {"x": pack(500, 0, 0), "y": pack(300, 0, 0), "z": pack(0, 0, 900)}
    chosen = Model(Weights(["BT", "IT", "O"], SCALE, even, features, {}))
    assert chosen.decode(["t"] * 3, [["x"], ["z"], ["y"]]).labels == ["BT", "O", "O"]
    assert chosen.decode(["t"] * 3, [["y"], ["z"], ["x"]]).labels == ["O", "O", "BT"]


def test_model_of_the_package() -> None:
    """The package would be shipped with weights that do not fit its code, or are too big."""
    from importlib.resources import files

    data = files("linkcheck.data").joinpath("references-model.msgpack")
    assert len(data.read_bytes()) < 2_000_000
    found = load_model()
    assert {"BT", "IT", "BC", "IC", "BA", "IA", "D", "X", "O"} <= set(found.labels)
    assert set(found.calibration) == {
        "title", "publisher", "author", "date", "place", "section", "remark"
    }  # fmt: skip
    for points in found.calibration.values():
        assert points == sorted(points)
        assert all(0 <= share <= 1 for _, share in points)


def test_nothing_to_decode() -> None:
    """An item without words would end the run."""
    assert load_model().decode([], []).labels == []
