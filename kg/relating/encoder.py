"""A network that reads whole lines: what stands before, between and behind two mentions, in order.

The networks of `kg.relating.networks` know a place by what rules and lists of words make of it; this one by vectors of
characters, words (`kg.words`), senses and triggers, over which convolutions run (Collobert et al., JMLR 12, 2011), the
greatest and the mean of each stretch being taken (piecewise pooling, Zeng et al., EMNLP 2015). Mentions are one
character each; of their names it sees the endings and how alike two are. What the article says elsewhere of both
entities comes by the mean of an entity's mentions and by `kg.relating.attention`. Lines are read once, whatever the
number of pairs. `kg.training.encoder` trains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

from kg import words
from kg.relating import attention, networks, shares
from kg.relating.networks import Array, squashed
from kg.relating.shares import LEVELS, REACHES
from kg.relating.sheets import AT, BLANK, LINE, Rows, Sheet, Spots

FILE = "encoder"
ENDING = 3
"""Last characters of a name that are seen."""

Layers = Mapping[str, Any]
"""letters, words, senses, triggers, flags, types, kinds, tails (vectors of each), inner, outer, tail, entity and their
biases, priors of the kinds, for each convolution `w0`, `b0` and so on: (3, inputs, units) and (units), and those of
`kg.relating.attention`."""
Inputs = Mapping[str, Any]
"""What the network sees of an article, by `inputs`."""
Drop = Callable[[Any, float], Any]
"""What training does to numbers on their way: leaves out this part of the usual share."""


@dataclass(frozen=True, slots=True)
class Model:
    """The trained network."""

    vocabulary: dict[str, int]
    """Characters that training has met, from 2 on; 0 is a blank, 1 any other."""
    layers: dict[str, Array]
    """As in `Layers`."""

    def probabilities(self, seen: Sheet, places: Spots) -> Array:
        """(pairs, outputs of `kg.relating.pairs`)."""
        if not len(places.bounds):
            return np.zeros((0, len(self.layers["outer_bias"])), np.float32)
        with _threads().limit(limits=1, user_api="blas"):
            return squashed(_odds(self.layers, inputs(seen, places, self.vocabulary)))


@cache
def _threads() -> ThreadpoolController:
    """Products of matrices as small as these take twice the time of processors on two threads."""
    return ThreadpoolController()


def inputs(seen: Sheet, places: Spots, vocabulary: Mapping[str, int]) -> dict[str, Any]:
    """What the network sees of an article: of each character, and of each pair."""
    return {
        "letters": np.array([0 if char == BLANK else vocabulary.get(char, 1) for char in seen.text], np.int64),
        "words": worded(seen.text),
        "senses": seen.senses,
        "triggers": seen.triggers,
        "flags": seen.flags,
        "bounds": places.bounds,
        "dense": places.dense,
        "kinds": places.kinds,
        "mentions": places.mentions,
        "entities": places.entities,
        "at": seen.marks[:, AT],
        "lines": seen.marks[:, LINE],
        "owners": seen.owners,
        "articles": np.ones(len(seen.owners), np.int64),
        "endings": _endings(seen.names, vocabulary),
    }


def _endings(names: Sequence[str], vocabulary: Mapping[str, int]) -> Rows:
    """(entities, ENDING): the last characters of each name, the last first, 0 where it is shorter."""
    found = np.zeros((len(names), ENDING), np.int64)
    for row, name in enumerate(names):
        last = name[: -ENDING - 1 : -1]
        found[row, : len(last)] = [vocabulary.get(char, 1) for char in last]
    return found


def worded(text: str) -> Array:
    """For each character the vector of its word, a one where there is a word, and a one where it begins."""
    known = words.shipped()
    rows, begins = np.zeros(len(text), np.int64), np.zeros(len(text), np.float32)
    for start, end, number in known.cut(text):
        rows[start:end] = number
        begins[start] = 1
    return np.concatenate(
        [known.vectors[rows], (rows != words.NONE)[:, None], begins[:, None]], axis=1, dtype=np.float32
    )


def _odds(layers: Layers, seen: Inputs) -> Array:
    """Log odds, (pairs, outputs), in use."""
    read = shares.read(layers, seen)
    met = read[seen["at"]]
    known, entities = (part(layers, seen, met, np, _kept) for part in (attention.attended, _entities))
    hidden = np.maximum(shares.hidden(layers, seen, read, known, entities) + layers["inner_bias"], 0)
    kinds = seen["kinds"] @ [len(layers["types"]), 1]
    found: Array = hidden @ layers["outer"] + layers["outer_bias"] + layers["priors"][kinds]
    return found


def _kept(found: Any, part: float) -> Any:
    return found


def odds(layers: Layers, seen: Inputs, xp: Any = np, drop: Drop = _kept) -> Any:
    """The same with the functions of `xp`, jax.numpy in training, and nothing computed but once for each pair."""
    read, bounds = _read(layers, seen, xp, drop), seen["bounds"]
    one, other = seen["kinds"][:, 0], seen["kinds"][:, 1]
    kinds = one * len(layers["types"]) + other
    parts = [read[bounds[:, 0]], read[bounds[:, 1]], *_pooled(read, bounds, xp), seen["dense"]]
    parts += [layers["types"][one], layers["types"][other], layers["kinds"][kinds]]
    met = read[seen["at"]]
    entities = _entities(layers, seen, met, xp, drop)
    known = attention.attended(layers, seen, met, xp, drop)
    parts += [found[seen[ends][:, i]] for found, ends in ((entities, "entities"), (known, "mentions")) for i in (0, 1)]
    row = drop(xp.concatenate(parts, axis=1, dtype=np.float32), 1)
    hidden = drop(xp.maximum(row @ layers["inner"] + layers["inner_bias"], 0), 1)
    return hidden @ layers["outer"] + layers["outer_bias"] + layers["priors"][kinds]


def _read(layers: Layers, seen: Inputs, xp: Any, drop: Drop) -> Any:
    """A vector for each character: what stands there and around."""
    letters = seen["letters"]
    parts = [layers["letters"][letters], layers["senses"][seen["senses"]]]
    parts += [seen[name] @ layers[name] for name in ("words", "triggers", "flags")]
    read = drop(xp.concatenate(parts, axis=1, dtype=np.float32), 0.5)
    live = (letters > 0)[:, None]
    for number, reach in enumerate(REACHES):
        left, here, right = (read @ layers[f"w{number}"][i] for i in range(3))
        found = here + xp.pad(left[:-reach], ((reach, 0), (0, 0))) + xp.pad(right[reach:], ((0, reach), (0, 0)))
        active = drop(xp.maximum(found + layers[f"b{number}"], 0), 1)
        read = (active + read if number else active) * live
    return read


def _entities(layers: Layers, seen: Inputs, met: Any, xp: Any, drop: Drop) -> Any:
    """A vector for each entity: what stands around its mentions, and how its name ends."""
    numbers = xp.arange(len(seen["endings"]))
    mine = ((seen["owners"] == numbers[:, None]) & (seen["articles"] > 0)).astype(np.float32)
    mean = (mine @ (met @ layers["entity"])) / xp.maximum(mine.sum(axis=1, keepdims=True), 1)
    around = drop(xp.maximum(mean + layers["entity_bias"], 0), 0.5)
    letters = drop(layers["tails"][seen["endings"]].reshape(len(numbers), -1), 1)
    tail = xp.maximum(letters @ layers["tail"] + layers["tail_bias"], 0)
    return xp.concatenate([around, tail], axis=1)


def _pooled(read: Any, bounds: Any, xp: Any) -> list[Any]:
    """Greatest and mean of three stretches for each pair."""
    tables = [read]
    for level in range(1, LEVELS):
        last, step = tables[-1], min(1 << (level - 1), len(read))
        tables.append(xp.maximum(last, xp.pad(last[step:], ((0, step), (0, 0)))))
    greatest = xp.stack(tables)
    exact = np.float64 if xp is np else np.float32
    sums = xp.pad(xp.cumsum(read, axis=0, dtype=exact), ((1, 0), (0, 0)))
    found = []
    for i in (2, 4, 6):
        start, end = bounds[:, i], bounds[:, i + 1]
        size = xp.maximum(end - start, 0)
        level = xp.minimum(xp.log2(xp.maximum(size, 1) + 0.01).astype(int), LEVELS - 1)
        most = xp.maximum(greatest[level, start], greatest[level, xp.maximum(end - (1 << level), 0)])
        mean = (sums[end] - sums[start]) / xp.maximum(size, 1)[:, None]
        found += [xp.where((size > 0)[:, None], stretch, 0) for stretch in (most, mean)]
    return found


def load(folder: Path | None = None) -> Model:
    """The model in a folder, else the one that the package ships."""
    with networks.weights(FILE, "pairs", folder) as saved:
        layers = {name: saved[name].astype(np.float32) for name in saved if name != "vocabulary"}
        known = saved["vocabulary"].tobytes().decode("utf-8")
    return Model({char: number for number, char in enumerate(known, start=2)}, layers)
