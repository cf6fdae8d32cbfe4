"""A network that reads whole lines: what stands before, between and behind two mentions, in order.

A place is known by what rules claim there and how its mentions stand (`kg.relating.spots`), and by vectors of
characters, words (`kg.words`), senses and triggers, over which convolutions run (Collobert et al., JMLR 12, 2011), the
greatest and the mean of each stretch being taken (piecewise pooling, Zeng et al., EMNLP 2015). Mentions are one
character each; of their names it sees the endings and how alike two are. What the article says elsewhere of both
entities comes by the mean of an entity's mentions and by `kg.relating.attention`. Lines are read once, whatever the
number of pairs. `kg.training.encoder` trains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg import words
from kg.layers import EMPTY, OTHER, Drop, convolved, kept, numbered, one_thread
from kg.relating import attention, networks
from kg.relating.networks import Array, squashed
from kg.relating.sheets import AT, BLANK, LINE, Rows, Sheet
from kg.relating.spots import Spots

FILE = "encoder"
REACHES = (1, 2, 4)
"""How far the convolutions look to each side, one after the other."""
ENDING = 3
"""Last characters of a name that are seen."""
LEVELS = 6
"""The greatest of a stretch is taken over at most 2 ** LEVELS characters from its ends."""

Layers = Mapping[str, Any]
"""letters, words, senses, triggers, flags, types, kinds, tails (vectors of each), inner, outer, tail, entity and their
biases, priors of the kinds, for each convolution `w0`, `b0` and so on: (3, inputs, units) and (units), and those of
`kg.relating.attention`."""
Inputs = Mapping[str, Any]
"""What the network sees of an article, by `inputs`."""


@dataclass(frozen=True, slots=True)
class Model:
    """The trained network."""

    vocabulary: dict[str, int]
    """Numbers of characters (`kg.layers.numbered`)."""
    layers: dict[str, Array]
    """As in `Layers`."""

    def probabilities(self, seen: Sheet, places: Spots) -> Array:
        """(pairs, outputs of `kg.relating.places`)."""
        if not len(places.bounds):
            return np.zeros((0, len(self.layers["outer_bias"])), np.float32)
        with one_thread():
            return squashed(_odds(self.layers, inputs(seen, places, self.vocabulary)))


def inputs(seen: Sheet, places: Spots, vocabulary: Mapping[str, int]) -> dict[str, Any]:
    """What the network sees of an article: of each character, and of each pair."""
    return {
        "letters": np.array([EMPTY if char == BLANK else vocabulary.get(char, OTHER) for char in seen.text], np.int64),
        "words": words.laid(seen.text),
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
        found[row, : len(last)] = [vocabulary.get(char, OTHER) for char in last]
    return found


def odds(layers: Layers, seen: Inputs, xp: Any = np, drop: Drop = kept) -> Any:
    """Log odds, (pairs, outputs), with the functions of `xp`; training, with jax.numpy, leaves numbers of rows out."""
    read, bounds = _read(layers, seen, xp, drop), seen["bounds"]
    one, other = seen["kinds"][:, 0], seen["kinds"][:, 1]
    kinds = one * len(layers["types"]) + other
    tables = _tables(read, xp)
    parts = [read[bounds[:, 0]], read[bounds[:, 1]]]
    parts += [_pooled(tables, bounds[:, i], bounds[:, i + 1], xp) for i in (2, 4, 6)]
    parts += [seen["dense"], layers["types"][one], layers["types"][other], layers["kinds"][kinds]]
    met = read[seen["at"]]
    entities = _entities(layers, seen, met, xp, drop)
    known = attention.attended(layers, seen, met, xp, drop)
    parts += [found[seen[ends][:, i]] for found, ends in ((entities, "entities"), (known, "mentions")) for i in (0, 1)]
    row = drop(xp.concatenate(parts, axis=1, dtype=np.float32), 1)
    hidden = drop(xp.maximum(row @ layers["inner"] + layers["inner_bias"], 0), 1)
    return hidden @ layers["outer"] + layers["outer_bias"] + layers["priors"][kinds]


def _odds(layers: Layers, seen: Inputs) -> Array:
    """The same in use: what several pairs share is multiplied once, in half the time."""
    read = _read(layers, seen, np, kept)
    met = read[seen["at"]]
    entities = _entities(layers, seen, met, np, kept)
    known = attention.attended(layers, seen, met, np, kept)
    hidden = np.maximum(_hidden(layers, seen, read, entities, known) + layers["inner_bias"], 0)
    kinds = seen["kinds"] @ [len(layers["types"]), 1]
    found: Array = hidden @ layers["outer"] + layers["outer_bias"] + layers["priors"][kinds]
    return found


def _hidden(layers: Layers, seen: Inputs, read: Array, entities: Array, known: Array) -> Array:
    """(pairs, units): what `odds` makes of a row, added up part by part.

    Many pairs share a mention, and with it what stands before or behind; others an entity or their types. Only what
    stands between the two is a pair's own.
    """
    bounds, kinds, types, own = seen["bounds"], seen["kinds"], layers["types"], seen["dense"]
    units, widths = read.shape[1], [part.shape[1] for part in (own, types, types, layers["kinds"])]
    sizes = [units, units, *(2 * units,) * 3, *widths, *(part.shape[1] for part in (entities, known) for _ in "12")]
    *at, before, between, behind, dense, one, other, both, head, tail, first, second = np.split(
        layers["inner"], np.cumsum(sizes)[:-1]
    )
    tables = _tables(read, np)
    found: Array = _pooled(tables, bounds[:, 4], bounds[:, 5], np) @ between + own @ dense
    typed = (types @ one)[:, None] + types @ other + (layers["kinds"] @ both).reshape(len(types), len(types), -1)
    found += typed[kinds[:, 0], kinds[:, 1]]
    for side, (entity, beside, mention) in enumerate([(head, before, first), (tail, behind, second)]):
        found += (entities @ entity)[seen["entities"][:, side]]
        places, shown, back = np.unique(bounds[:, side], return_index=True, return_inverse=True)
        start, end = bounds[shown, 2 + 4 * side], bounds[shown, 3 + 4 * side]
        mine = read[places] @ at[side] + _pooled(tables, start, end, np) @ beside
        found += (mine + known[seen["mentions"][shown, side]] @ mention)[back]
    return found


def _read(layers: Layers, seen: Inputs, xp: Any, drop: Drop) -> Any:
    """A vector for each character: what stands there and around."""
    letters = seen["letters"]
    parts = [layers["letters"][letters], layers["senses"][seen["senses"]]]
    parts += [seen[name] @ layers[name] for name in ("words", "triggers", "flags")]
    read = drop(xp.concatenate(parts, axis=1, dtype=np.float32), 0.5)
    live = (letters != EMPTY)[:, None]
    return convolved(layers, read, live, REACHES, xp, drop)


def _entities(layers: Layers, seen: Inputs, met: Any, xp: Any, drop: Drop) -> Any:
    """A vector for each entity: what stands around its mentions, and how its name ends."""
    numbers = xp.arange(len(seen["endings"]))
    mine = ((seen["owners"] == numbers[:, None]) & (seen["articles"] > 0)).astype(np.float32)
    mean = (mine @ (met @ layers["entity"])) / xp.maximum(mine.sum(axis=1, keepdims=True), 1)
    around = drop(xp.maximum(mean + layers["entity_bias"], 0), 0.5)
    letters = drop(layers["tails"][seen["endings"]].reshape(len(numbers), -1), 1)
    tail = xp.maximum(letters @ layers["tail"] + layers["tail_bias"], 0)
    return xp.concatenate([around, tail], axis=1)


def _tables(read: Any, xp: Any) -> tuple[Any, Any]:
    """The greatest over 1, 2, 4 and more characters from each on, and the sums of all before each."""
    tables = [read]
    for level in range(1, LEVELS):
        last, step = tables[-1], min(1 << (level - 1), len(read))
        tables.append(xp.maximum(last, xp.pad(last[step:], ((0, step), (0, 0)))))
    exact = np.float64 if xp is np else np.float32
    return xp.stack(tables), xp.pad(xp.cumsum(read, axis=0, dtype=exact), ((1, 0), (0, 0)))


def _pooled(tables: tuple[Any, Any], start: Any, end: Any, xp: Any) -> Any:
    """(stretches, 2 * units): greatest and mean of each, zeros for an empty one."""
    greatest, sums = tables
    size = xp.maximum(end - start, 0)
    level = xp.minimum(xp.log2(xp.maximum(size, 1) + 0.01).astype(int), LEVELS - 1)
    most = xp.maximum(greatest[level, start], greatest[level, xp.maximum(end - (1 << level), 0)])
    mean = (sums[end] - sums[start]) / xp.maximum(size, 1)[:, None]
    found = xp.concatenate([most, mean], axis=1, dtype=np.float32)
    return xp.where((size > 0)[:, None], found, 0)


def load(folder: Path | None = None) -> Model:
    """The model in a folder, else the one that the package ships."""
    with networks.weights(FILE, "pairs", folder) as saved:
        layers = {name: saved[name].astype(np.float32) for name in saved if name != "vocabulary"}
        known = saved["vocabulary"].tobytes().decode("utf-8")
    return Model(numbered(known), layers)
