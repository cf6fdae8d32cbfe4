"""The network of `kg.relating.encoder` in use: what leads to its hidden layer, each part multiplied once.

Many pairs of an article share a mention, and with it what stands before or behind; others share an entity or their
types. The layer adds up what it is given, so these shares are computed by themselves and added up pair by pair, in half
the time of `kg.relating.encoder.odds`, which training needs. Only what stands between the two is a pair's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from kg.relating.networks import Array
from kg.relating.sheets import Rows

REACHES = (1, 2, 4)
"""How far the convolutions look to each side, one after the other."""
LEVELS = 6
"""The greatest of a stretch is taken over at most 2 ** LEVELS characters from its ends."""

Layers = Mapping[str, Array]
Inputs = Mapping[str, Any]


def read(layers: Layers, seen: Inputs) -> Array:
    """A vector for each character: what stands there and around."""
    letters = seen["letters"]
    parts = [layers["letters"][letters], layers["senses"][seen["senses"]]]
    parts += [seen[name] @ layers[name] for name in ("words", "triggers", "flags")]
    found: Array = np.concatenate(parts, axis=1, dtype=np.float32)
    blank = letters == 0
    for number, reach in enumerate(REACHES):
        left, here, right = (found @ layers[f"w{number}"][i] for i in range(3))
        here[reach:] += left[:-reach]
        here[:-reach] += right[reach:]
        here += layers[f"b{number}"]
        np.maximum(here, 0, out=here)
        found = here + found if number else here
        found[blank] = 0
    return found


def hidden(layers: Layers, seen: Inputs, vectors: Array, known: Array, entities: Array) -> Array:
    """(pairs, units) before they are cut at zero.

    `vectors`: of each character; `known`: of each mention what it learns of others; `entities`: of each entity.
    """
    bounds, kinds, types = seen["bounds"], seen["kinds"], layers["types"]
    own, units = seen["dense"], vectors.shape[1]
    widths = [part.shape[1] for part in (own, types, types, layers["kinds"], entities, entities, known, known)]
    sizes = [units, units, *(2 * units,) * 3, *widths]
    *at, before, between, behind, dense, one, other, both, head, tail, first, second = np.split(
        layers["inner"], np.cumsum(sizes)[:-1]
    )
    stretches = Stretches(vectors)
    found: Array = stretches.pooled(bounds[:, 4], bounds[:, 5]) @ between + own @ dense
    typed = (types @ one)[:, None] + types @ other + (layers["kinds"] @ both).reshape(len(types), len(types), -1)
    found += typed[kinds[:, 0], kinds[:, 1]]
    for side, (entity, beside, mention) in enumerate([(head, before, first), (tail, behind, second)]):
        found += (entities @ entity)[seen["entities"][:, side]]
        places, shown, back = np.unique(bounds[:, side], return_index=True, return_inverse=True)
        start, end = bounds[shown, 2 + 4 * side], bounds[shown, 3 + 4 * side]
        mine = vectors[places] @ at[side] + stretches.pooled(start, end) @ beside
        found += (mine + known[seen["mentions"][shown, side]] @ mention)[back]
    return found


class Stretches:
    """The greatest and the mean of stretches of vectors."""

    def __init__(self, vectors: Array) -> None:
        self._greatest = np.repeat(vectors[None], LEVELS, axis=0)
        for level in range(1, LEVELS):
            last, step = self._greatest[level - 1], min(1 << (level - 1), len(vectors))
            np.maximum(last[:-step], last[step:], out=self._greatest[level, :-step])
            self._greatest[level, -step:] = last[-step:]
        self._sums = np.zeros((vectors.shape[1], len(vectors) + 1))
        np.cumsum(np.ascontiguousarray(vectors.T), axis=1, out=self._sums[:, 1:])

    def pooled(self, start: Rows, end: Rows) -> Array:
        """(stretches, 2 * numbers): both, zeros for an empty one."""
        size = np.maximum(end - start, 0)
        level = np.minimum(np.log2(np.maximum(size, 1) + 0.01).astype(int), LEVELS - 1)
        most = np.maximum(self._greatest[level, start], self._greatest[level, np.maximum(end - (1 << level), 0)])
        mean = (self._sums[:, end] - self._sums[:, start]).T / np.maximum(size, 1)[:, None]
        found: Array = np.concatenate([most, mean], axis=1, dtype=np.float32, casting="same_kind")
        found[size == 0] = 0
        return found
