"""Fits weights by which one of several candidates is chosen: a conditional log-linear model.

With L2 regularisation, by AdaGrad. Several candidates may be right: their probabilities are added.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

Features = tuple[str, ...]
EPOCHS = 12
RATE = 0.15
L2 = 1e-3
LEAST = 0.02


@dataclass(frozen=True, slots=True)
class Decision:
    """The features of each candidate, nobody's last, and which of them are right."""

    options: tuple[Features, ...]
    right: tuple[int, ...]


def fit(made: Sequence[Decision], epochs: int = EPOCHS, seed: int = 0, rate: float = RATE) -> dict[str, float]:
    """The weights under which the right candidates are likeliest."""
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1e-6)
    order = list(made)
    shuffle = random.Random(seed)
    for _ in range(epochs):
        shuffle.shuffle(order)
        for decision in order:
            _step(decision, weights, squares, rate)
    return {name: round(w, 2) for name, w in sorted(weights.items()) if abs(w) >= LEAST}


def _step(decision: Decision, weights: dict[str, float], squares: dict[str, float], rate: float) -> None:
    scores = [math.exp(sum(weights[name] for name in option)) for option in decision.options]
    total = sum(scores)
    good = sum(scores[i] for i in decision.right)
    gradient: dict[str, float] = defaultdict(float)
    for i, option in enumerate(decision.options):
        wanted = scores[i] / good if i in decision.right else 0.0
        for name in option:
            gradient[name] += wanted - scores[i] / total
    for name, slope in gradient.items():
        slope -= L2 * weights[name]
        squares[name] += slope * slope
        weights[name] += rate * slope / math.sqrt(squares[name])
