"""One step of training a network with jax: that of Adam (Kingma and Ba, ICLR 2015), cut where it is too long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import jax

DECAY, CLIP = 1e-3, 5.0

Layers = dict[str, Any]
Moments = tuple[Layers, Layers]
Loss = Callable[[Layers, Mapping[str, Any], Any], Any]
"""From layers, a batch and a random key."""
Step = Callable[[Layers, Moments, float, Mapping[str, Any], Any, float], tuple[Layers, Moments]]


def moments(layers: Mapping[str, Any]) -> Moments:
    """What Adam starts from."""
    return {name: np.zeros_like(layer) for name, layer in layers.items()}, {
        name: np.zeros_like(layer) for name, layer in layers.items()
    }


def rate(highest: float, trained: int, steps: int, warm: int) -> float:
    """How long a step is: rising at first, then falling along a cosine."""
    falling: float = 0.5 * (1 + np.cos(np.pi * min(1, trained / steps))) + 0.02
    return highest * min(1, trained / warm) * falling


def dropping(keys: Any, share: float) -> Callable[[Any, float], Any]:
    """Leaves out numbers at random (Hinton et al. 2012), this share or a part of it."""
    import jax

    def drop(found: jax.Array, part: float) -> jax.Array:
        return found * (jax.random.uniform(next(keys), found.shape) > share * part) / (1 - share * part)

    return drop


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
