"""Trains the networks of `kg.relating.networks`.

What gold has is stated in at least one of the places in which it could be: the places share what is learnt from it as
their probabilities do (multiple-instance learning by noisy-or: Maron and Lozano-Pérez, NIPS 1998). More than half of an
instance's features are left out at random each time it is seen (as in Hinton et al. 2012), so that no network leans on
a few. Steps are those of AdaGrad (Duchi et al. 2011).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.relating.networks import SCALE, Array, squashed
from kg.relating.sheets import Rows

NETWORKS, UNITS, EPOCHS, BATCH = 2, 48, 10, 256
RATE, L2, DROP, DROP_HIDDEN = 0.02, 2e-4, 0.6, 0.2
LEAST, MOST = 4, 160_000
"""Times that a feature must be seen to be learnt; features that are kept."""
TINY = 1e-6
"""No probability counts as nearer to 0 or 1 than this where its log or a quotient of it is needed."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How many networks stand side by side and how long each is trained."""

    networks: int = NETWORKS
    epochs: int = EPOCHS


FULL = Effort()


@dataclass(frozen=True, slots=True)
class Examples:
    """Instances as matrices."""

    features: Any
    """Sparse, (instances, features), scaled."""
    stated: Rows
    """(instances, outputs): the number, from 1 on, of what gold has and the output may state, else 0."""
    counted: Array
    """(instances, outputs): 0 where nothing is to be learnt."""


def kept(instances: Iterable[Sequence[int]], index: Mapping[str, int]) -> tuple[list[str], dict[int, int]]:
    """The features seen often enough, and the column of each number."""
    seen: Counter[int] = Counter()
    for encoded in instances:
        seen.update(set(encoded))
    chosen = [(name, number) for name, number in index.items() if seen[number] >= LEAST]
    return [name for name, _ in chosen], {number: column for column, (_, number) in enumerate(chosen)}


def matrix(instances: Iterable[Sequence[int]], columns: Mapping[int, int]) -> Any:
    """The sparse matrix of instances, each row scaled by the root of its number of features."""
    from scipy.sparse import csr_matrix  # needed for training alone

    numbers: list[int] = []
    values: list[float] = []
    starts = [0]
    for encoded in instances:
        known = [columns[number] for number in encoded if number in columns]
        numbers += known
        values += [SCALE / max(len(known), 1) ** 0.5] * len(known)
        starts.append(len(numbers))
    shape = (len(starts) - 1, len(columns))
    return csr_matrix((np.array(values, np.float32), np.array(numbers, np.int32), starts), shape)


class Network:
    """One network in training."""

    def __init__(self, size: int, outputs: int, seed: int) -> None:
        random = np.random.default_rng(seed)
        self.table: Array = (random.standard_normal((size, UNITS)) * 0.05).astype(np.float32)
        self.hidden: Array = np.zeros(UNITS, np.float32)
        self.weights: Array = (random.standard_normal((UNITS, outputs)) / UNITS**0.5).astype(np.float32)
        self.bias: Array = np.full(outputs, -2.5, np.float32)
        layers = ("table", "hidden", "weights", "bias")
        self._squares = {name: np.full_like(getattr(self, name), 1e-6) for name in layers}

    def probabilities(self, features: Any) -> Array:
        """(instances, outputs)."""
        inner = np.maximum(features @ self.table + self.hidden, 0)
        return squashed(inner @ self.weights + self.bias)

    def learn(self, features: Any, stated: Rows, elsewhere: Array, counted: Array, keep: Array, rate: float) -> None:
        """One step on a batch; `elsewhere` by `unstated`; `keep` scales the hidden units, 0 for those left out."""
        inner = features @ self.table + self.hidden
        active = np.maximum(inner, 0) * keep
        found = squashed(active @ self.weights + self.bias)
        nowhere = (1 - found) * elsewhere
        share = nowhere / np.maximum(1 - nowhere, TINY)
        slope = np.where(stated > 0, -share, 1) * found * counted
        back = (slope @ self.weights.T) * keep * (inner > 0)
        here = np.unique(features.indices)
        steps = np.asarray(features[:, here].T @ back) + L2 * features.shape[0] * self.table[here]
        self._squares["table"][here] += steps**2
        self.table[here] -= rate * steps / np.sqrt(self._squares["table"][here])
        self._step("weights", active.T @ slope + 1e-4 * self.weights, rate)
        self._step("bias", slope.sum(axis=0), rate)
        self._step("hidden", back.sum(axis=0), rate)

    def _step(self, name: str, slope: Array, rate: float) -> None:
        layer: Array = getattr(self, name)
        self._squares[name] += slope**2
        layer -= (rate * slope / np.sqrt(self._squares[name])).astype(np.float32)


def fit_all(shown: Examples, effort: Effort, say: Callable[[str], None] = print) -> list[Network]:
    """Trains the networks that stand side by side."""
    return [fit(shown, seed, say, effort.epochs) for seed in range(effort.networks)]


def fit(shown: Examples, seed: int, say: Callable[[str], None] = print, epochs: int = EPOCHS) -> Network:
    """Trains one network."""
    random = np.random.default_rng(seed)
    network = Network(shown.features.shape[1], shown.stated.shape[1], seed)
    for epoch in range(epochs):
        elsewhere = unstated(shown.stated, network.probabilities(shown.features))
        rate = RATE * (0.5 * (1 + np.cos(np.pi * epoch / epochs)) + 0.05)
        order = random.permutation(shown.features.shape[0])
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            batch = shown.features[rows]
            batch.data *= (random.random(batch.nnz) >= DROP) / (1 - DROP)
            keep = ((random.random((len(rows), UNITS)) >= DROP_HIDDEN) / (1 - DROP_HIDDEN)).astype(np.float32)
            network.learn(batch, shown.stated[rows], elsewhere[rows], shown.counted[rows], keep, rate)
        say(f"network {seed + 1}, epoch {epoch + 1} of {epochs}")
    return network


def unstated(stated: Rows, found: Array) -> Array:
    """(instances, outputs): how likely no other place states what a cell may state; 1 where gold has nothing."""
    cells = np.flatnonzero(stated)
    numbers, doubts = stated.ravel()[cells], np.log1p(-np.minimum(found.ravel()[cells], 1 - TINY))
    elsewhere = np.ones(stated.size, np.float32)
    elsewhere[cells] = np.exp(np.bincount(numbers, doubts)[numbers] - doubts)
    return elsewhere.reshape(stated.shape)


def save(networks: Sequence[Network], names: Sequence[str], path: Path) -> None:
    """Writes networks that share their features into one file: the `MOST` features that weigh most, in a byte a weight.

    On articles left out that costs no measurable quality and makes the file four times as small.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    table = np.concatenate([n.table for n in networks], axis=1)
    chosen = np.sort(np.argsort(-np.linalg.norm(table, axis=1), kind="stable")[:MOST])
    scale = np.abs(table[chosen]).max(axis=0) / 127
    np.savez_compressed(
        path,
        names=np.frombuffer("\x00".join(names[i] for i in chosen).encode(), dtype=np.uint8),
        table=np.round(table[chosen] / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        hidden=np.stack([n.hidden for n in networks]).astype(np.float16),
        weights=np.stack([n.weights for n in networks]).astype(np.float16),
        bias=np.stack([n.bias for n in networks]).astype(np.float16),
    )
