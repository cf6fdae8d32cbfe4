"""Training networks that read characters, with jax: what they begin with, what is left out, and one step.

Steps are those of Adam (Kingma and Ba, ICLR 2015), cut where they are too long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.layers import OTHER, Drop, numbered

if TYPE_CHECKING:
    import jax

RATE, WARM, DECAY, CLIP = 2e-3, 60, 1e-3, 5.0
DROP, UNKNOWN = 0.35, 0.12
"""Shares of numbers, and of characters, that are left out at random (Hinton et al. 2012)."""
LEAST = 3
"""Times that a character must be seen to be known."""

Layers = dict[str, Any]
Moments = tuple[Layers, Layers]
Loss = Callable[[Layers, Mapping[str, Any], Any], Any]
"""From layers, a batch and a random key."""
Step = Callable[[Layers, Moments, float, Mapping[str, Any], Any, float], tuple[Layers, Moments]]


class Draw(Protocol):
    """Gives a layer of random numbers."""

    def __call__(self, *shape: int, spread: float) -> NDArray[np.float32]:
        """`spread`: their standard deviation."""


def moments(layers: Mapping[str, Any]) -> Moments:
    """What Adam starts from."""
    means, squares = ({name: np.zeros_like(layer) for name, layer in layers.items()} for _ in range(2))
    return means, squares


def plain(layers: Mapping[str, Any]) -> dict[str, NDArray[np.float32]]:
    """What training has made, for use."""
    return {name: np.asarray(layer, np.float32) for name, layer in layers.items()}


def vocabulary(characters: Iterable[str]) -> dict[str, int]:
    """The numbers of characters seen often enough."""
    return numbered(sorted(char for char, count in Counter(characters).items() if count >= LEAST))


def drawing(random: np.random.Generator) -> Draw:
    """Layers to begin with."""

    def drawn(*shape: int, spread: float) -> NDArray[np.float32]:
        return (random.standard_normal(shape) * spread).astype(np.float32)

    return drawn


def convolutions(drawn: Draw, inputs: int, units: int, number: int) -> Layers:
    """So many layers for `kg.layers.convolved` to begin with."""
    layers: Layers = {}
    for each in range(number):
        layers[f"w{each}"] = drawn(3, inputs, units, spread=(2 / (3 * inputs)) ** 0.5)
        layers[f"b{each}"] = np.zeros(units, np.float32)
        inputs = units
    return layers


def rate(trained: int, steps: int) -> float:
    """How long a step is: rising at first, then falling along a cosine."""
    falling: float = 0.5 * (1 + np.cos(np.pi * min(1, trained / steps))) + 0.02
    return RATE * min(1, trained / WARM) * falling


def dropping(keys: Iterator[Any]) -> Drop:
    """Leaves out numbers at random."""
    import jax

    def drop(found: jax.Array, part: float) -> jax.Array:
        share = DROP * part
        return found * (jax.random.uniform(next(keys), found.shape) > share) / (1 - share)

    return drop


def hiding(letters: Any, key: Any) -> Any:
    """Takes some characters for unknown ones."""
    import jax
    import jax.numpy as jnp

    hidden = (jax.random.uniform(key, letters.shape) < UNKNOWN) & (letters > OTHER)
    return jnp.where(hidden, OTHER, letters)


def stepper(loss: Loss) -> Step:
    """One step down the slope of a loss, compiled once for each shape of batch."""
    import jax
    import jax.numpy as jnp

    def step(
        layers: Layers, before: Moments, time: float, batch: Mapping[str, Any], key: jax.Array, rate: float
    ) -> tuple[Layers, Moments]:
        slopes = jax.grad(loss)(layers, batch, key)
        size = jnp.sqrt(sum((slope**2).sum() for slope in slopes.values()))
        cut = jnp.minimum(1, CLIP / size)
        means = {name: 0.9 * before[0][name] + 0.1 * cut * slopes[name] for name in layers}
        squares = {name: 0.999 * before[1][name] + 0.001 * (cut * slopes[name]) ** 2 for name in layers}
        moved = {}
        for name, layer in layers.items():
            way = means[name] / (1 - 0.9**time) / (jnp.sqrt(squares[name] / (1 - 0.999**time)) + 1e-8)
            moved[name] = layer - rate * (way + (DECAY * layer if layer.ndim > 1 else 0))
        return moved, (means, squares)

    return jax.jit(step)
