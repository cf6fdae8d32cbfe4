"""A network that reads an article character by character: how likely is it that a name begins here, or goes on?

It sees characters, words (`kg.words`) and what other voices say, over which convolutions run; where the CRFs of
`kg.naming.tagger` know wordings, it knows what is like them. `kg.training.reader` trains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg import layers as shared
from kg import words
from kg.errors import DataError
from kg.naming.candidates import Candidate
from kg.naming.crf import Scores

FILE = "reader.npz"
REACHES = (1, 2, 4, 8)
"""How far the convolutions look to each side, one after the other."""
PIECE, SEEN = 4096, 2 * sum(REACHES)
"""Characters that are read at a time, so that memory stays small, and those read with them on each side: as far as the
network sees, and some more for the words there."""
NEVER = -30.0
"""The score of a label that the network has not met."""
LISTS = ("names", "vocabulary", "voices")
"""Of labels, characters and voices, as the file holds them."""

Layers = Mapping[str, Any]
"""letters, words, clues, hidden, hidden_bias, labels, labels_bias, steps, and those of `kg.layers.convolved`."""
Inputs = Mapping[str, Any]
"""letters: (characters,), words: (characters, numbers), clues: (characters, 2 * voices with their types)."""


@dataclass(frozen=True, slots=True)
class Model:
    """The trained network."""

    labels: tuple[str, ...]
    vocabulary: Mapping[str, int]
    """Numbers of characters (`kg.layers.numbered`)."""
    clues: Mapping[str, int]
    """Voices with the types that they give, from 0 on."""
    layers: Layers

    def scores(self, text: str, clues: Iterable[Candidate], labels: Sequence[str]) -> Scores:
        """(characters, labels): of each label, for labels in the order wanted; `NEVER` for one that is not known."""
        found = np.zeros((len(text), len(self.labels)), np.float32)
        marks = marked(clues, self.clues)
        with shared.one_thread():
            for start in range(0, len(text), PIECE):
                first, end, last = max(0, start - SEEN), start + PIECE, start + PIECE + SEEN
                here = slice(*np.searchsorted(marks[:, 0], (first, last)))
                seen = inputs(text[first:last], marks[here] - (first, 0), self.vocabulary, len(self.clues))
                found[start:end] = odds(self.layers, seen)[start - first : end - first]
        return np.pad(found, ((0, 0), (0, 1)), constant_values=NEVER)[:, self._columns(labels)].astype(np.float64)

    def steps(self, labels: Sequence[str]) -> Scores:
        """(labels, labels): of going from one label to the next."""
        columns = self._columns(labels)
        known = np.pad(self.layers["steps"], ((0, 1), (0, 1)))
        return known[np.ix_(columns, columns)].astype(np.float64)

    def _columns(self, labels: Sequence[str]) -> list[int]:
        numbers = {label: number for number, label in enumerate(self.labels)}
        return [numbers.get(label, len(self.labels)) for label in labels]


def marked(clues: Iterable[Candidate], kinds: Mapping[str, int]) -> NDArray[np.int64]:
    """(marks, 2): characters, in order, with the columns of what is said of them: a name begins or goes on."""
    found = [
        (at, 2 * kinds[voice] + (at > clue.start))
        for clue in clues
        if (voice := name(clue)) in kinds
        for at in range(clue.start, clue.end)
    ]
    return np.array(sorted(found), np.int64).reshape(-1, 2)


def inputs(text: str, marks: NDArray[np.int64], vocabulary: Mapping[str, int], voices: int) -> dict[str, Any]:
    """What the network sees of a text; `marks` as `marked` gives them."""
    clues = np.zeros((len(text), 2 * voices), np.float32)
    clues[marks[:, 0], marks[:, 1]] = 1
    letters = [shared.EMPTY if char == "\n" else vocabulary.get(char, shared.OTHER) for char in text]
    return {"letters": np.array(letters, np.int64), "words": words.laid(text), "clues": clues}


def name(clue: Candidate) -> str:
    """A voice and the type that it gives."""
    return f"{clue.voice} {clue.type}"


def odds(layers: Layers, seen: Inputs, xp: Any = np, drop: shared.Drop = shared.kept) -> Any:
    """Scores of the labels, (characters, labels)."""
    letters = seen["letters"]
    parts = [layers["letters"][letters], seen["words"] @ layers["words"], seen["clues"] @ layers["clues"]]
    read = drop(xp.concatenate(parts, axis=1, dtype=np.float32), 0.5)
    read = shared.convolved(layers, read, (letters != shared.EMPTY)[:, None], REACHES, xp, drop)
    hidden = drop(xp.maximum(read @ layers["hidden"] + layers["hidden_bias"], 0), 1)
    return hidden @ layers["labels"] + layers["labels_bias"]


def load(folder: Path | None = None) -> Model:
    """The model in a folder, else the one that the package ships."""
    if folder is None:
        with as_file(files("kg") / "weights" / "tagger") as shipped:
            return load(shipped)
    path = folder / FILE
    try:
        with np.load(path) as saved:
            labels, characters, voices = (
                [name for name in saved[each].tobytes().decode("utf-8").split("\n") if name] for each in LISTS
            )
            layers = {each: saved[each].astype(np.float32) for each in saved if each not in LISTS}
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path}: no weights; make them with `python -m kg.training reader DIR`") from error
    return Model(
        tuple(labels), shared.numbered(characters), {voice: number for number, voice in enumerate(voices)}, layers
    )
