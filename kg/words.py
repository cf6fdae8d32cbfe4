"""Common words: where they stand in a text, and which of them are alike.

Each word has a vector, which lies near those of words that are found in the same company, and belongs to a group of
like words. They come from vectors that others learnt from an encyclopedia (NOTICE); `python -m kg.training words FILE`
makes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import ahocorasick
import numpy as np
from numpy.typing import NDArray

from kg.errors import DataError

FILE = "words.npz"
NONE = 0
"""The number of what is no common word."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words, numbered from 1 on in the order of their frequency."""

    automaton: ahocorasick.Automaton
    vectors: NDArray[np.float32]
    """(words + 1, numbers); the first row, of what is no word, is empty."""
    groups: tuple[int, ...]
    """Of each number, from 1 on; 0 of what is no word."""

    def cut(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Start, end and number of each word: from the left the longest that is known, the rest being passed over."""
        for last, (size, number) in self.automaton.iter_long(text):
            yield last + 1 - size, last + 1, number


def load(path: Path | None = None) -> Words:
    """The words of a file, else those that the package ships."""
    if path is None:
        with as_file(files("kg") / "weights" / FILE) as shipped:
            return load(shipped)
    try:
        with np.load(path) as saved:
            known = saved["words"].tobytes().decode("utf-8").split("\n")
            vectors = saved["vectors"] * saved["scale"]
            groups = (NONE, *saved["groups"].tolist())
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path}: no words; make them with `python -m kg.training words FILE`") from error
    return Words(_automaton(known), np.pad(vectors.astype(np.float32), ((1, 0), (0, 0))), groups)


shipped = cache(load)
"""The words of the package, loaded once."""


def laid(text: str) -> NDArray[np.float32]:
    """For each character the vector of its word, a one where there is a word, and a one where it begins."""
    known = shipped()
    rows, begins = np.zeros(len(text), np.int64), np.zeros(len(text), np.float32)
    for start, end, number in known.cut(text):
        rows[start:end] = number
        begins[start] = 1
    return np.concatenate([known.vectors[rows], (rows != NONE)[:, None], begins[:, None]], axis=1, dtype=np.float32)


def _automaton(known: list[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for number, word in enumerate(known, start=1):
        automaton.add_word(word, (len(word), number))
    automaton.make_automaton()
    return automaton
