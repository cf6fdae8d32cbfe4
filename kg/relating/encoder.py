"""A network that reads whole lines: what stands before, between and behind two mentions, in order.

The networks of `kg.relating.networks` know a place by the n-grams that training has met; this one by vectors of
characters, senses and triggers, over which convolutions run (Collobert et al., JMLR 12, 2011), the greatest and the
mean of each stretch being taken (piecewise pooling, Zeng et al., EMNLP 2015). Mentions are one character each, so that
names play no part. Lines are read once, whatever the number of pairs. `kg.training.encoder` trains.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from kg.errors import DataError
from kg.relating.networks import Array, squashed
from kg.relating.sheets import BLANK, Rows, Sheet, Spots

FILE = "encoder.npz"
REACHES = (1, 2, 4)
"""How far the convolutions look to each side, one after the other."""
LEVELS = 6
"""The greatest of a stretch is taken over at most 2 ** LEVELS characters from its ends."""
LAYERS = (
    "letters",
    "senses",
    "triggers",
    "flags",
    "types",
    "kinds",
    "inner",
    "inner_bias",
    "outer",
    "outer_bias",
    "priors",
)


@dataclass(frozen=True, slots=True)
class Model:
    """The trained network."""

    vocabulary: dict[str, int]
    """Characters that training has met, from 2 on; 0 is a blank, 1 any other."""
    layers: dict[str, Array]
    """LAYERS, and for each convolution `w0`, `b0` and so on: (3, inputs, units) and (units)."""

    def probabilities(self, seen: Sheet, places: Spots) -> Array:
        """(pairs, outputs of `kg.relating.pairs`)."""
        with _threads().limit(limits=1, user_api="blas"):
            return self._weighed(seen, places)

    def _weighed(self, seen: Sheet, places: Spots) -> Array:
        read = self._read(seen)
        own, kinds = self.layers, places.kinds[:, 0] * len(self.layers["types"]) + places.kinds[:, 1]
        ends = [read[places.bounds[:, i]] for i in (0, 1)]
        parts = [
            *ends,
            *_pooled(read, places.bounds),
            places.dense,
            *(own["types"][places.kinds[:, i]] for i in (0, 1)),
        ]
        row = np.concatenate([*parts, own["kinds"][kinds]], axis=1, dtype=np.float32)
        hidden = np.maximum(row @ own["inner"] + own["inner_bias"], 0)
        return squashed(hidden @ own["outer"] + own["outer_bias"] + own["priors"][kinds])

    def _read(self, seen: Sheet) -> Array:
        """A vector for each character: what stands there and around."""
        own, letters = self.layers, numbers(seen.text, self.vocabulary)
        parts = own["letters"][letters], own["senses"][seen.senses], seen.triggers @ own["triggers"]
        read = np.concatenate([*parts, seen.flags @ own["flags"]], axis=1, dtype=np.float32)
        live = (letters > 0)[:, None]
        for number, reach in enumerate(REACHES):
            left, here, right = (read @ own[f"w{number}"][i] for i in range(3))
            here[reach:] += left[:-reach]
            here[:-reach] += right[reach:]
            active = np.maximum(here + own[f"b{number}"], 0)
            read = (active + read if number else active) * live
        return read


@cache
def _threads() -> ThreadpoolController:
    """Products of matrices as small as these take twice the time of processors on two threads."""
    return ThreadpoolController()


def numbers(text: str, vocabulary: dict[str, int]) -> Rows:
    """The numbers of characters."""
    return np.array([0 if char == BLANK else vocabulary.get(char, 1) for char in text], np.int64)


def _pooled(read: Array, bounds: Rows) -> list[Array]:
    """Greatest and mean of three stretches for each pair."""
    tables = [read]
    for level in range(1, LEVELS):
        last, step = tables[-1], min(1 << (level - 1), len(read))
        tables.append(np.maximum(last, np.pad(last[step:], ((0, step), (0, 0)))))
    greatest = np.stack(tables)
    sums = np.concatenate([np.zeros((1, read.shape[1])), np.cumsum(read, axis=0, dtype=np.float64)])
    found = []
    for i in (2, 4, 6):
        start, end = bounds[:, i], bounds[:, i + 1]
        size = np.maximum(end - start, 0)
        level = np.minimum(np.log2(np.maximum(size, 1) + 0.01).astype(np.int64), LEVELS - 1)
        most = np.maximum(greatest[level, start], greatest[level, np.maximum(end - (1 << level), 0)])
        found.append(np.where((size > 0)[:, None], most, 0))
        mean = (sums[end] - sums[start]) / np.maximum(size, 1)[:, None]
        found.append(np.where((size > 0)[:, None], mean, 0))
    return found


def load(folder: Path | None = None) -> Model:
    """The model in a folder, else the one that the package ships."""
    if folder is None:
        return shipped()
    path = folder / FILE
    try:
        with np.load(path) as saved:
            layers = {name: saved[name].astype(np.float32) for name in saved.files if name != "vocabulary"}
            known = saved["vocabulary"].tobytes().decode("utf-8")
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"{path}: no weights; make them with `python -m kg.training pairs DIR`") from error
    return Model({char: number for number, char in enumerate(known, start=2)}, layers)


@cache
def shipped() -> Model:
    """The model of the package, loaded once."""
    with as_file(files("kg") / "weights" / "relating") as folder:
        return load(folder)
