"""The tagger: a character-level CRF (python-crfsuite) that proposes names, and says how likely any span is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files

import pycrfsuite

from kg.errors import DataError
from kg.naming.candidates import Candidate
from kg.naming.features import features

VOICE = "tagger"
OUTSIDE = "O"


@dataclass(frozen=True, slots=True)
class Tagger:
    """A trained model and the labels that it knows."""

    model: pycrfsuite.Tagger
    labels: frozenset[str]


def load(path: str | None = None) -> Tagger:
    """The model at `path`, else the one that the package ships."""
    model = pycrfsuite.Tagger()
    if path is None:
        with as_file(files("kg") / "weights" / "tagger.crfsuite") as shipped:
            return load(str(shipped))
    try:
        model.open(path)
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: no tagger weights; make them with `python -m kg.training tagger DIR`") from error
    return Tagger(model, frozenset(model.labels()))


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Start and text of each non-empty line: the tagger reads one paragraph at a time."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def tag(tagger: Tagger, text: str, clues: Sequence[Candidate] = ()) -> tuple[list[Candidate], list[Candidate]]:
    """What the tagger proposes in a text, and its opinion on each clue.

    `clues` are the spans of other voices, sorted by start; they are both features and questions: the second
    list repeats them in order with the tagger's own probability as `score`.
    """
    proposed: list[Candidate] = []
    judged: list[Candidate] = []
    at = 0
    for start, line in paragraphs(text):
        end = start + len(line)
        here = []
        while at < len(clues) and clues[at].start < end:
            here.append(clues[at])
            at += 1
        local = [Candidate(c.start - start, c.end - start, c.type, c.voice, c.score) for c in here]
        tagger.model.set(features(line, local))
        for first, last, kind in spans(tagger.model.tag()):
            score = probability(tagger, first, last, kind, len(line))
            proposed.append(Candidate(start + first, start + last, kind, VOICE, score))
        judged.extend(_judge(tagger, here, start, len(line)))
    return proposed, judged


def _judge(tagger: Tagger, clues: Iterable[Candidate], start: int, size: int) -> Iterator[Candidate]:
    for clue in clues:
        score = probability(tagger, clue.start - start, clue.end - start, clue.type, size)
        yield Candidate(clue.start, clue.end, clue.type, VOICE, score)


def probability(tagger: Tagger, start: int, end: int, kind: str, size: int) -> float:
    """The least marginal along a span of the line last set: an upper bound of the span's own probability."""
    begin, inside = f"B-{kind}", f"I-{kind}"
    if begin not in tagger.labels:
        return 0.0
    marginal = tagger.model.marginal
    least: float = marginal(begin, start)
    if inside in tagger.labels:
        for i in range(start + 1, end):
            least = min(least, marginal(inside, i))
        if end < size:
            least = min(least, 1 - marginal(inside, end))
    return least


def spans(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and type of each run B-X I-X …; an I that follows no B begins a run, too."""
    start, kind = 0, ""
    for i, label in enumerate([*labels, OUTSIDE]):
        if kind and label != f"I-{kind}":
            yield start, i, kind
            kind = ""
        if label != OUTSIDE and not kind:
            start, kind = i, label[2:]


def labelled(size: int, names: Iterable[tuple[int, int, str]]) -> list[str]:
    """Labels B-X I-X O for a text of `size` characters: what the tagger learns from; the reverse of `spans`."""
    labels = [OUTSIDE] * size
    for start, end, kind in names:
        labels[start] = f"B-{kind}"
        labels[start + 1 : end] = [f"I-{kind}"] * (end - start - 1)
    return labels
