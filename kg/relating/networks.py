"""Small neural networks over features that are strings, and how they are read from a file.

Several networks of one shape answer side by side and their probabilities are averaged. Each adds up the vectors of the
features that it knows, divides by the root of their number, and has one hidden layer. `kg.training.networks` trains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib.resources import as_file, files
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import DataError

SCALE = 8.0
"""The sum of an instance's vectors is divided by the root of their number and multiplied by this."""
TOGETHER = 256
"""Instances whose vectors are added up at a time, so that memory stays small."""

Array = NDArray[np.float32]
Encode = Callable[[Iterable[str]], list[int]]
"""From features to their numbers."""


@dataclass(frozen=True, slots=True)
class Model:
    """Trained networks, side by side."""

    index: Mapping[str, int]
    table: Array
    """For each feature the vectors of all networks and a one, that counts; the first row is of none."""
    hidden: Array
    """Biases of the hidden layers: (networks, units)."""
    weights: Array
    """From hidden units to outputs: (networks, units, outputs)."""
    bias: Array
    """(networks, outputs)."""

    def encode(self, features: Iterable[str]) -> list[int]:
        """The rows of the features that the model knows."""
        return list(filter(None, map(self.index.get, features)))

    def probabilities(self, encoded: Iterable[Sequence[int]]) -> Array:
        """(instances, outputs) from the encoded instances, one or more."""
        rows = list(encoded)
        sums = np.concatenate([self._sums(rows[start : start + TOGETHER]) for start in range(0, len(rows), TOGETHER)])
        counts = np.sqrt(np.maximum(sums[:, -1:], 1))
        networks, units = self.hidden.shape
        inner = (sums[:, :-1] * (SCALE / counts)).reshape(-1, networks, units) + self.hidden
        logits = np.einsum("inu,nuo->ino", np.maximum(inner, 0), self.weights) + self.bias
        found: Array = squashed(logits).mean(axis=1)
        return found

    def _sums(self, rows: Sequence[Sequence[int]]) -> Array:
        """The sums of the vectors of some instances: a row of zeros fills up those that have fewer features."""
        sizes = np.array([len(row) for row in rows])
        steps = np.arange(max(1, sizes.max()))
        numbers = np.zeros((len(rows), len(steps)), np.int64)
        numbers[steps < sizes[:, None]] = np.fromiter(chain.from_iterable(rows), np.int64)
        sums: Array = self.table.take(numbers.T, axis=0).sum(axis=0)
        return sums


def squashed(logits: Array) -> Array:
    """Probabilities from log odds."""
    return (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)


@contextmanager
def weights(name: str, command: str, folder: Path | None = None) -> Iterator[Mapping[str, Any]]:
    """The arrays of the file `name`.npz in a folder, else among the package's weights.

    Raises `DataError`, which names the training `command`, when the file is missing or what is read from it is wrong.
    """
    with as_file(files("kg") / "weights" / "relating") if folder is None else nullcontext(folder) as place:
        path = place / f"{name}.npz"
        try:
            with np.load(path) as saved:
                yield saved
        except (OSError, KeyError, ValueError) as error:
            raise DataError(f"{path}: no weights; make them with `python -m kg.training {command} DIR`") from error


def load(name: str, folder: Path | None = None) -> Model:
    """The networks of the file `name`.npz in a folder, else among the package's weights."""
    with weights(name, name, folder) as saved:
        names = saved["names"].tobytes().decode("utf-8").split("\x00")
        vectors = np.concatenate([saved["table"] * saved["scale"], np.ones((len(names), 1))], axis=1)
        table = np.pad(vectors.astype(np.float32), ((1, 0), (0, 0)))
        layers = [saved[layer].astype(np.float32) for layer in ("hidden", "weights", "bias")]
    return Model({name: row for row, name in enumerate(names, start=1)}, table, *layers)
