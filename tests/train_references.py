"""Learn the weights that references are read with: python -m tests.train_references.

Makes references in newsroom and bibliographic forms and in citation styles that the evaluation
leaves alone, learns from them, calibrates on others, and writes
`linkcheck/data/references-model.msgpack`. Needs the extra `references`, one core and some minutes.
"""

from __future__ import annotations

import argparse
import itertools
import struct
import tempfile
import warnings
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import msgspec

from linkcheck.articles.references.features import features_of
from linkcheck.articles.references.model import Model, Weights
from linkcheck.articles.references.reader import read_reference
from tests.evaluation.references import same, whole_truth_of
from tests.evaluation.references_items import read_items
from tests.evaluation.references_labels import labelled
from tests.evaluation.references_made import LANGUAGES, Made, from_forms
from tests.evaluation.references_styles import CALIBRATING, LEARNING, from_style, styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TARGET = Path(__file__).parent.parent / "linkcheck" / "data" / "references-model.msgpack"
SCALE = 256
SEED = 1914
FURTHER, FURTHER_STYLED = 0.25, 0.1
"""How often a source is in one of the languages of `evaluation/references_other.toml`."""
ROUNDS = ((0.0, 0.5), (FURTHER, 0.25), (FURTHER, 0.25))
"""Of each training, how often forms have such a source, and its share in the mean."""
LEAST_POOL = 40
HERE = Path(__file__).parent


def train(
    made: Iterable[Made], random: Random, *, c1: float, c2: float, iterations: int
) -> Weights:
    """Return the weights learned from references."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": c1,
            "c2": c2,
            "max_iterations": iterations,
            "feature.minfreq": 4,
            "feature.possible_transitions": True,
        }
    )
    used = lost = 0
    for one in made:
        found = labelled(one, random)
        if found is None:
            lost += 1
            continue
        units, roles, url = found
        if random.random() < 0.3:
            url = None
        if units:
            trainer.append(features_of(units, url), roles)
            used += 1
    print(f"{used} references, {lost} left out")
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
    labels = sorted(set(info.labels))
    transitions = [
        [round(info.transitions.get((one, other), -4.0) * SCALE) for other in labels]
        for one in labels
    ]
    features: dict[str, list[int]] = {}
    for (name, label), weight in info.state_features.items():
        value = round(weight * SCALE)
        if value:
            lanes = features.setdefault(name, [0] * len(labels))
            lanes[labels.index(label)] = max(-32000, min(32000, value))
    pack = struct.Struct(f"<{len(labels)}h").pack
    return Weights(
        labels,
        SCALE,
        transitions,
        {name: pack(*lanes) for name, lanes in sorted(features.items())},
        {},
    )


def averaged(parts: list[tuple[Weights, float]]) -> Weights:
    """Return the mean of several trainings, which is right more often than any of them.

    Args:
        parts: weights and the share that each has; the shares add up to 1.
    """
    labels = parts[0][0].labels
    size = range(len(labels))
    lanes = struct.Struct(f"<{len(labels)}h")
    transitions = [
        [
            round(sum(one.transitions[row][column] * share for one, share in parts))
            for column in size
        ]
        for row in size
    ]
    features: dict[str, bytes] = {}
    for name in sorted(set().union(*(one.features for one, _ in parts))):
        sums = [0.0] * len(labels)
        for one, share in parts:
            if name in one.features:
                for lane, value in enumerate(lanes.unpack(one.features[name])):
                    sums[lane] += value * share
        values = [max(-32000, min(32000, round(value))) for value in sums]
        if any(values):
            features[name] = lanes.pack(*values)
    return Weights(labels, SCALE, transitions, features, {})


def calibrate(
    weights: Weights, made: list[tuple[Made, int]]
) -> dict[str, list[tuple[float, float]]]:
    """Return per field which share of fields is right at which raw probability.

    Isotonic regression (pool adjacent violators), drawn a little towards "wrong".

    Args:
        weights: learned from other references.
        made: references and how much each counts.
    """
    model = Model(weights)
    pairs: dict[str, list[tuple[float, float, float]]] = {}
    for one, weight in made:
        read = read_reference(one.text, one.links, one.emphasis, model, least=0.0)
        for name, truth in whole_truth_of(one).items():
            field = getattr(read, name)
            if field is not None:
                pairs.setdefault(name, []).append(
                    (field.confidence, float(same(field.text, truth)), weight)
                )
    found: dict[str, list[tuple[float, float]]] = {}
    for name, some in pairs.items():
        pools: list[list[float]] = []  # weighted raw, weighted right, weight
        for raw, right, share in sorted(some):
            pools.append([raw * share, right * share, share])
            while len(pools) > 1 and pools[-2][1] / pools[-2][2] >= pools[-1][1] / pools[-1][2]:
                last = pools.pop()
                pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
        # Pools of a few references say little: join them.
        joined: list[list[float]] = []
        for pool in pools:
            if joined and joined[-1][2] < LEAST_POOL:
                joined[-1] = [a + b for a, b in zip(joined[-1], pool, strict=True)]
            else:
                joined.append(pool)
        if len(joined) > 1 and joined[-1][2] < LEAST_POOL:
            last = joined.pop()
            joined[-1] = [a + b for a, b in zip(joined[-1], last, strict=True)]
        points = sorted((round(raw / n, 4), round(right / (n + 1), 4)) for raw, right, n in joined)
        rising = itertools.accumulate((share for _, share in points), max)
        points = [(raw, share) for (raw, _), share in zip(points, rising, strict=True)]
        found[name] = [(0.0, 0.0), *points, (1.0, max(points[-1][1], 0.995))]
    return found


def styled(random: Random, names: Iterable[str], count: int) -> Iterator[Made]:
    """Yield references in citation styles, in all languages."""
    for name in names:
        for tag in LANGUAGES:
            yield from from_style(random, name, tag, count, FURTHER_STYLED)


def loosened(random: Random, one: Made) -> Made:
    """Return a reference as somebody else would type it: other dashes, other quotation marks."""
    text = one.text
    if random.random() < 0.15:
        text = text.replace(" – ", " - ").replace(" — ", " - ")
    elif random.random() < 0.1:
        text = text.replace(" – ", " — ").replace(" - ", " – ")
    if random.random() < 0.1:
        marks = random.choice(["«»", '""', "“”"])
        text = text.translate(str.maketrans("«»“”", marks * 2))
    return msgspec.structs.replace(one, text=text)


def main() -> None:
    """Make the references, learn, calibrate and write."""
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="keep the references in styles in this file")
    parser.add_argument("--forms", type=int, default=22000)
    parser.add_argument("--styled", type=int, default=3, help="of each style and language")
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--c1", type=float, default=0.4)
    parser.add_argument("--c2", type=float, default=0.02)
    parser.add_argument("--iterations", type=int, default=150)
    chosen = parser.parse_args()
    if chosen.keep is not None and chosen.keep.exists():
        learning, calibrating = msgspec.json.decode(
            chosen.keep.read_bytes(), type=tuple[list[Made], list[Made]]
        )
    else:
        styles_random = Random(SEED)
        learning = list(styled(styles_random, styles()[LEARNING], chosen.styled))
        calibrating = list(styled(styles_random, styles()[CALIBRATING], 2))
        if chosen.keep is not None:
            chosen.keep.write_bytes(msgspec.json.encode((learning, calibrating)))
    print(f"{len(learning)} references in styles to learn from, {len(calibrating)} to calibrate")
    parts: list[tuple[Weights, float]] = []
    for number, (further, share) in enumerate(ROUNDS):
        random = Random(SEED + number)
        # Twice, since each is changed a little at random: `loosened`, and markup left out.
        made = [from_forms(random, further) for _ in range(chosen.forms)] + 2 * learning
        made = [loosened(random, one) for one in made]
        weights = train(made, random, c1=chosen.c1, c2=chosen.c2, iterations=chosen.iterations)
        parts.append((weights, share))
    weights = averaged(parts)
    random = Random(SEED)
    held: list[tuple[Made, int]] = [
        (one, 1) for one in (from_forms(random, FURTHER) for _ in range(2000))
    ]
    held += [(one, 2) for one in calibrating]
    held += [(one, 5) for one in read_items(HERE / "evaluation" / "data" / "references.txt")]
    weights.calibration = calibrate(weights, held)
    data = msgspec.msgpack.encode(weights)
    chosen.out.write_bytes(data)
    print(f"{len(weights.features)} features, {len(data)} bytes")
    print(weights.calibration)


if __name__ == "__main__":
    main()
