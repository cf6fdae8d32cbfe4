"""Fits the networks of `kg.relating.verdicts`: from what places propose to whether gold has the edge.

Steps are those of Adam (Kingma and Ba, ICLR 2015); some inputs are left out at random each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kg.gold import triple
from kg.relating.networks import Array, squashed
from kg.relating.places import Triple
from kg.relating.verdicts import FILE, LAYERS, Model, Proposal, inputs

NETWORKS, UNITS, EPOCHS, BATCH = 3, 32, 12, 128
RATE, L2, DROP = 3e-3, 1e-4, 0.1


Look = tuple[Sequence[Proposal], Mapping[str, int], Mapping[Triple, bool]]
"""What is proposed in an article, how often it names each entity, and gold's edges: required ones are True."""


def fit(articles: Iterable[Look]) -> Model:
    """From what is proposed in articles; optional edges teach nothing."""
    rows, wanted = [], []
    for proposed, counts, gold in articles:
        edges, found = inputs(proposed, counts)
        right = [gold.get(triple(*edge)) for edge in edges]
        rows += [row for row, known in zip(found, right, strict=True) if known is not False]
        wanted += [known is True for known in right if known is not False]
    seen = np.stack(rows)
    mean, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-3
    layers = [_network((seen - mean) / spread, np.array(wanted, np.float32), seed) for seed in range(NETWORKS)]
    inner = np.stack([layer[0] for layer in layers]) / spread[:, None]
    bias = np.stack([layer[1] for layer in layers]) - np.einsum("i,niu->nu", mean, inner)
    return Model(inner, bias, np.stack([layer[2] for layer in layers]), np.array([layer[3] for layer in layers]))


def _network(rows: Array, wanted: Array, seed: int) -> list[Array]:
    random = np.random.default_rng(seed)
    width = rows.shape[1]
    layers: list[Array] = [
        (random.standard_normal((width, UNITS)) / width**0.5).astype(np.float32),
        np.zeros(UNITS, np.float32),
        (random.standard_normal(UNITS) / UNITS**0.5).astype(np.float32),
        np.array(-1, np.float32),
    ]
    means, squares = [np.zeros_like(layer) for layer in layers], [np.zeros_like(layer) for layer in layers]
    step = 0
    for epoch in range(EPOCHS):
        rate = RATE * (0.5 * (1 + np.cos(np.pi * epoch / EPOCHS)) + 0.05)
        order = random.permutation(len(rows))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            kept = (random.random((len(chosen), width)) > DROP) / (1 - DROP)
            step += 1
            for i, slope in enumerate(_slopes(layers, (rows[chosen] * kept).astype(np.float32), wanted[chosen])):
                means[i] = 0.9 * means[i] + 0.1 * slope
                squares[i] = 0.999 * squares[i] + 0.001 * slope**2
                mean, square = means[i] / (1 - 0.9**step), squares[i] / (1 - 0.999**step)
                layers[i] = (layers[i] - rate * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)
    return layers


def _slopes(layers: Sequence[Array], rows: Array, wanted: Array) -> tuple[Array, Array, Array, Array]:
    inner, bias, outer, last = layers
    hidden = rows @ inner + bias
    active = np.maximum(hidden, 0)
    wrong = (squashed(active @ outer + last) - wanted) / len(rows)
    back = np.outer(wrong, outer) * (hidden > 0)
    return rows.T @ back + L2 * inner, back.sum(axis=0), active.T @ wrong + L2 * outer, wrong.sum()


def save(model: Model, folder: Path) -> None:
    """Writes a model."""
    layers: dict[str, Any] = {layer: getattr(model, layer).astype(np.float32) for layer in LAYERS}
    np.savez_compressed(folder / FILE, **layers)
