"""Makes the file of `kg.words` from vectors of words: fewer words, fewer numbers each, and groups of like words."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import DataError

MOST, SIZE = 60_000, 64
"""Words that are kept, the most frequent, and numbers in a vector."""
GROUPS = 500
ROUNDS, BLOCK = 15, 20_000
CHINESE = re.compile(r"[一-鿿]{1,6}")
Vectors = NDArray[np.float32]


def train(source: Path, output: Path, most: int = MOST, size: int = SIZE, groups: int = GROUPS) -> int:
    """Writes the words of a file of vectors, and says how many.

    Principal components (Pearson 1901), in a byte each, and groups by k-means on the sphere (Dhillon and Modha,
    Machine Learning 42, 2001). Raises `DataError` for a file of another form.
    """
    known, vectors = read(source, most)
    alike = _grouped(vectors, groups)
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    reduced = centred @ axes[:, ::-1][:, :size]
    reduced /= reduced.std()
    scale = np.abs(reduced).max(axis=0) / 127
    output.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        output,
        words=np.frombuffer("\n".join(known).encode(), np.uint8),
        vectors=np.round(reduced / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        groups=(alike + 1).astype(np.uint16),
    )
    return len(known)


def read(path: Path, most: int = MOST) -> tuple[list[str], Vectors]:
    """The first Chinese words of a file in word2vec's binary form, and their vectors, of length 1."""
    data = path.read_bytes()
    head, _, _ = data.partition(b"\n")
    try:
        number, size = map(int, head.split())
    except ValueError as error:
        raise DataError(f"{path}: not word2vec's binary form (a line with two numbers, then words)") from error
    words, rows, at = [], [], len(head) + 1
    for line in range(number):
        space = data.find(b" ", at)
        if space < 0 or len(data) < space + 1 + 4 * size:
            raise DataError(f"{path}: ends in word {line + 1} of {number}; fetch the file again")
        word = data[at:space].decode("utf-8", "replace").strip()
        at = space + 1
        if CHINESE.fullmatch(word):
            words.append(word)
            rows.append(np.frombuffer(data, np.float32, size, at))
        at += 4 * size
        if len(words) == most:
            break
    vectors = np.stack(rows)
    return words, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _grouped(vectors: Vectors, number: int) -> NDArray[np.int64]:
    """The group of each vector."""
    middles = vectors[np.random.default_rng(0).choice(len(vectors), number, replace=False)].copy()
    nearest = np.zeros(len(vectors), np.int64)
    for _ in range(ROUNDS):
        for start in range(0, len(vectors), BLOCK):
            nearest[start : start + BLOCK] = (vectors[start : start + BLOCK] @ middles.T).argmax(axis=1)
        sums = np.zeros_like(middles)
        np.add.at(sums, nearest, vectors)
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        middles = np.where(length > 0, sums / np.maximum(length, 1e-9), middles)
    return nearest
