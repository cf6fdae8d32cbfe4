"""Reads linear-chain CRFs with numpy: many stretches of text at a time, two models on the same features.

python-crfsuite trains the models. Its reader wants each feature as a string, and looking these up took most of the
time of naming; here a feature is a number, and a whole article is looked up at once. Labels are those of the highest
marginal probability, by the forward–backward algorithm (Rabiner, 1989).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import DataError

Keys = NDArray[np.uint64]
Rows = NDArray[np.int64]
Scores = NDArray[np.float64]

LEAST = 0.03
"""Weights below it are left out: four in ten, which changes no decision that matters."""
_BASE = 1_000_003
_MIX = np.uint64(0x9E3779B97F4A7C15)
_ABSENT = np.uint64(0)


def key(feature: str) -> int:
    """The number of a feature: a hash of its characters that stays the same everywhere (`joined` of each)."""
    found = 0
    for char in feature:
        found = (found * _BASE + ord(char) + 1) % (1 << 64)
    return found


def joined(prefix: str, parts: Sequence[Keys]) -> Keys:
    """The numbers of the features that consist of a prefix and a character of each of the parts."""
    found = np.full(len(parts[0]), key(prefix), np.uint64)
    for part in parts:
        found = found * np.uint64(_BASE) + part + np.uint64(1)
    return found


@dataclass(frozen=True, slots=True)
class Index:
    """From the numbers of features to rows 0, 1, …: a hash table with linear probing."""

    slots: Keys
    rows: NDArray[np.int32]
    shift: np.uint64
    reach: int
    """Slots that may have to be looked at."""


def index(keys: Keys) -> Index:
    """An index of distinct numbers; the row of each is its place in `keys`."""
    bits = max(4, int(np.ceil(np.log2(len(keys) * 3 + 1))))
    shift = np.uint64(64 - bits)
    home = ((keys * _MIX) >> shift).astype(np.int64)
    order = np.argsort(home, kind="stable")
    numbers = np.arange(len(keys))
    places = np.maximum.accumulate(home[order] - numbers) + numbers
    size = max(1 << bits, int(places.max(initial=0)) + 1) + 1
    slots, rows = np.zeros(size, np.uint64), np.full(size, -1, np.int32)
    slots[places], rows[places] = keys[order], order
    return Index(slots, rows, shift, int((places - home[order]).max(initial=0)) + 1)


def find(table: Index, keys: Keys) -> NDArray[np.int32]:
    """The row of each number, -1 where there is none."""
    at = ((keys * _MIX) >> table.shift).astype(np.int64)
    found = np.full(len(keys), -1, np.int32)
    open_ = np.arange(len(keys))
    for _ in range(table.reach):
        met = table.slots[at[open_]]
        hit = met == keys[open_]
        found[open_[hit]] = table.rows[at[open_[hit]]]
        open_ = open_[~hit & (met != _ABSENT)]
        if not len(open_):
            break
        at[open_] += 1
    return found


@dataclass(frozen=True, slots=True)
class Model:
    """CRFs that share their labels and their features."""

    labels: tuple[str, ...]
    index: Index
    starts: Rows
    """Where the weights of each feature begin; one more, the number of all weights."""
    columns: NDArray[np.uint8]
    """Of each weight, which model (times the number of labels) and which label it is for."""
    weights: Scores
    transitions: Scores
    """(models, labels, labels): weights from one label to the next."""


def model(path: Path) -> Model:
    """Reads what `save` wrote."""
    try:
        with np.load(path) as data:
            keys, sizes, columns, weights = data["keys"], data["sizes"], data["columns"], data["weights"]
            labels, transitions = tuple(str(data["labels"]).split()), data["transitions"]
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"{path}: no tagger weights; make them with `python -m kg.training tagger DIR`") from error
    starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    return Model(labels, index(keys), starts, columns, weights.astype(np.float64), transitions.astype(np.float64))


Weights = tuple[Mapping[tuple[str, str], float], Mapping[tuple[str, str], float]]
"""Of one model: (feature, label) → weight, (label, label) → weight."""


def save(models: Sequence[Weights], path: Path) -> None:
    """Writes trained models into one file."""
    labels = sorted({label for states, steps in models for pair in (*steps, *states) for label in pair[-1:]})
    number = {label: i for i, label in enumerate(labels)}
    transitions = np.zeros((len(models), len(labels), len(labels)), np.float32)
    found: dict[int, list[tuple[int, float]]] = {}
    for i, (states, steps) in enumerate(models):
        for (one, other), weight in steps.items():
            transitions[i, number[one], number[other]] = weight
        for (feature, label), weight in states.items():
            if abs(weight) >= LEAST:
                found.setdefault(key(feature), []).append((i * len(labels) + number[label], weight))
    pairs = [pair for listed in found.values() for pair in listed]
    np.savez_compressed(
        path,
        labels=np.array(" ".join(labels)),
        keys=np.fromiter(found, np.uint64),
        sizes=np.fromiter(map(len, found.values()), np.uint8),
        columns=np.array([column for column, _ in pairs], np.uint8),
        weights=np.array([weight for _, weight in pairs], np.float16),
        transitions=transitions,
    )


def scores(trained: Model, rows: Rows, keys: Keys, size: int) -> Scores:
    """(models, size, labels): the sums of the weights of the features met in each row."""
    known = find(trained.index, keys)
    met = known >= 0
    rows, known = rows[met], known[met]
    begin = trained.starts[known]
    counts = trained.starts[known + 1] - begin
    ends = np.cumsum(counts)
    entries = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begin - ends + counts, counts)
    width = len(trained.transitions) * len(trained.labels)
    cells = np.repeat(rows * width, counts) + trained.columns[entries]
    found: Scores = np.bincount(cells, trained.weights[entries], size * width).astype(np.float64, copy=False)
    return found.reshape(size, len(trained.transitions), len(trained.labels)).transpose(1, 0, 2)


def marginals(states: Scores, transitions: Scores, stretches: Sequence[tuple[int, int, bool]], outside: int) -> Scores:
    """(rows, labels): the probability of each label in each row; rows of no stretch are `outside`.

    A stretch is its first row, the row behind its last, and whether it goes on from an `outside` row before it.
    """
    found = np.zeros_like(states)
    found[:, outside] = 1
    if not stretches:
        return found
    ordered = sorted(stretches, key=lambda s: s[0] - s[1])
    firsts, sizes = np.array([s[0] for s in ordered]), np.array([s[1] - s[0] for s in ordered])
    times = np.arange(sizes[0])[:, None]
    rows, inside = firsts + times, times < sizes
    local = np.exp(states - states.max(axis=1, keepdims=True))[np.minimum(rows, len(states) - 1)]
    steps = np.exp(transitions)
    begun = np.where([[s[2]] for s in ordered], steps[outside], 1.0)
    both = _forward(local, steps, begun, inside) * _backward(local, steps, inside)
    both /= both.sum(axis=2, keepdims=True)
    found[rows[inside]] = both[inside]
    return found


def _forward(local: Scores, steps: Scores, begun: Scores, inside: NDArray[np.bool_]) -> Scores:
    """(longest, stretches, labels), stretches from the longest down, so that those that go on come first."""
    ahead = local.copy()
    ahead[0] *= begun
    for t, going in enumerate(inside.sum(axis=1).tolist()):
        here = ahead[t, :going]
        if t:
            here *= ahead[t - 1, :going] @ steps
        here /= here.sum(axis=1, keepdims=True)
    return ahead


def _backward(local: Scores, steps: Scores, inside: NDArray[np.bool_]) -> Scores:
    behind = np.ones_like(local)
    onward = steps.T.copy()
    goings = inside.sum(axis=1).tolist()
    for t in range(len(local) - 2, -1, -1):
        going = goings[t + 1]
        here = (local[t + 1, :going] * behind[t + 1, :going]) @ onward
        behind[t, :going] = here / here.sum(axis=1, keepdims=True)
    return behind
