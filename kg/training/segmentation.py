"""Trains the word segmenter on treebanks and measures it.

The method is spacy-pkuseg's: a conditional random field over characters with word features (Luo et al. 2019,
"PKUSEG: a toolkit for multi-domain Chinese word segmentation"). What it makes is thinned before it is kept:
features that decide nothing are left out and weights are rounded, which costs no measurable quality.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np
import spacy_pkuseg
import srsly

from kg.errors import DataError

ITERATIONS = 20
SEED = 0
LEAST_WEIGHT = 0.05
"""A feature is kept when one of its weights is at least this far from zero."""
DECIMALS = 2

Words = list[str]


@dataclass(frozen=True, slots=True)
class WordScore:
    """How well a segmenter finds the words of a test set, and how fast it is."""

    precision: float
    recall: float
    f1: float
    characters_per_second: float
    """Characters per second of processor time."""


def read_iob2(path: Path) -> Iterator[Words]:
    """The segmented sentences of a UNER file: number, word, label … in columns, an empty line after each sentence."""
    yield from _sentences(path, column=1)


def read_conllu(path: Path) -> Iterator[Words]:
    """The segmented sentences of a CoNLL-U file, traditional characters made simplified."""
    from opencc import OpenCC  # needed for training alone

    convert = OpenCC("t2s").convert
    for words in _sentences(path, column=1):
        yield simplified(words, convert)


def simplified(words: Words, convert: Callable[[str], str]) -> Words:
    """Converts with the sentence as context where that keeps the length, else word by word."""
    joined = convert("".join(words))
    if len(joined) != sum(map(len, words)):
        return [convert(word) for word in words]
    ends = np.cumsum([len(word) for word in words]).tolist()
    return [joined[end - len(word) : end] for word, end in zip(words, ends, strict=True)]


def _sentences(path: Path, column: int) -> Iterator[Words]:
    words: Words = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}; the folder must hold the treebanks that NOTICE names") from error
    for number, line in enumerate(lines, start=1):
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) <= column:
                raise DataError(f"{path}:{number}: columns must be separated by tabs: {line[:40]!r}")
            if cells[0].isdecimal():  # not 3-4 (a contraction) nor 3.1 (an omitted word)
                words += cells[column].split()
        elif not line and words:
            yield words
            words = []
    if words:
        yield words


def read_training(folder: Path) -> list[Words]:
    """All sentences to learn from."""
    names = ("zh_gsdsimp-train.iob2", "zh_gsdsimp-dev.iob2")
    return [s for name in names for s in read_iob2(folder / name)] + list(read_conllu(folder / "pud.conllu"))


def read_test(folder: Path) -> list[Words]:
    """The sentences to measure on; none of them is learnt from."""
    return list(read_iob2(folder / "zh_gsdsimp-test.iob2"))


def train(sentences: Sequence[Words], output: Path, iterations: int = ITERATIONS) -> None:
    """Learns from segmented sentences and writes `features.msgpack` and `weights.npz` to the folder `output`."""
    random.seed(SEED)  # pkuseg shuffles the sentences with the module's own generator
    with tempfile.TemporaryDirectory() as scratch:
        learn, held = Path(scratch, "train.txt"), Path(scratch, "held.txt")
        learn.write_text(_lines(sentences), encoding="utf-8")
        held.write_text(_lines(sentences[-100:]), encoding="utf-8")
        raw = Path(scratch, "model")
        with redirect_stdout(StringIO()):
            spacy_pkuseg.train(str(learn), str(held), str(raw), train_iter=iterations)
        output.mkdir(parents=True, exist_ok=True)
        thin(raw, output)


def _lines(sentences: Iterable[Words]) -> str:
    return "".join(" ".join(words) + "\n" for words in sentences)


def thin(model: Path, output: Path, least: float = LEAST_WEIGHT, decimals: int = DECIMALS) -> None:
    """Copies a pkuseg model without the features that decide nothing, and with rounded weights, compressed.

    The word pairs are left out as well: pkuseg reads them in training only.
    """
    features = srsly.read_msgpack(model / "features.msgpack")
    with np.load(model / "weights.npz") as saved:
        tags, number = saved["sizes"].tolist()
        weights = saved["w"]
    nodes, edges = weights[: tags * number].reshape(number, tags), weights[tags * number :]
    kept = np.abs(nodes).max(axis=1) >= least
    kept[0] = True  # pkuseg gives every character feature 0
    names = sorted(features["feature_to_idx"], key=features["feature_to_idx"].__getitem__)
    slim = {
        "unigram": features["unigram"],
        "bigram": [],
        "feature_to_idx": {name: i for i, name in enumerate(n for n, keep in zip(names, kept, strict=True) if keep)},
        "tag_to_idx": features["tag_to_idx"],
    }
    srsly.write_msgpack(output / "features.msgpack", slim)
    rounded = np.round(np.concatenate([nodes[kept].ravel(), edges]), decimals)
    np.savez_compressed(output / "weights.npz", sizes=np.array([tags, int(kept.sum())]), w=rounded)


def evaluate(cut: Callable[[str], Iterable[str]], sentences: Iterable[Words]) -> WordScore:
    """Compares the words of a segmenter with those of segmented sentences; white space counts for nothing."""
    hits = found = wanted = characters = 0
    started = time.process_time()
    for words in sentences:
        text = "".join(words)
        gold, ours = spans(words), spans(cut(text))
        hits, found, wanted = hits + len(gold & ours), found + len(ours), wanted + len(gold)
        characters += len(text)
    seconds = time.process_time() - started
    precision, recall = hits / max(found, 1), hits / max(wanted, 1)
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return WordScore(precision, recall, f1, characters / max(seconds, 1e-9))


def spans(words: Iterable[str]) -> set[tuple[int, int]]:
    """Start and end of each word, counted in characters that are not white space."""
    found, at = set(), 0
    for word in ("".join(word.split()) for word in words):
        if word:
            found.add((at, at + len(word)))
            at += len(word)
    return found
