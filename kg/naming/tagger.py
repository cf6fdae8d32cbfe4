"""The tagger: a character-level CRF (python-crfsuite) that proposes names, and says how likely any span is one.

It reads an article twice. The second model sees, beside what the first saw, where the forms that the first
found anywhere in the article stand: what is plain in one sentence helps in the next (stacking, as in
Krishnan and Manning, ACL 2006).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import pycrfsuite

from kg.errors import DataError
from kg.naming.candidates import Candidate
from kg.naming.features import features

VOICE = "tagger"
OUTSIDE = "O"
FAINT, LOUDEST = 0.3, 3
"""Forms found with less are no echo; three finds sound like many."""


@dataclass(frozen=True, slots=True)
class Model:
    """A trained CRF and the labels that it knows."""

    crf: pycrfsuite.Tagger
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tagger:
    """The models of the first and of the second reading."""

    first: Model
    second: Model


FIRST, SECOND = "tagger-first.crfsuite", "tagger-second.crfsuite"


def load(folder: Path | None = None) -> Tagger:
    """The two models in `folder`, else those that the package ships."""
    if folder is None:
        with as_file(files("kg") / "weights" / "tagger") as shipped:
            return load(shipped)
    return Tagger(load_model(folder / FIRST), load_model(folder / SECOND))


def load_model(path: Path) -> Model:
    """One trained CRF."""
    crf = pycrfsuite.Tagger()
    try:
        crf.open(str(path))
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: no tagger weights; make them with `python -m kg.training tagger DIR`") from error
    return Model(crf, frozenset(crf.labels()))


def read_twice(tagger: Tagger, text: str, clues: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """As `tag`, with the second model and the echoes of what the first found."""
    found = tag(tagger.first, text, clues)[0]
    proposed, judged = tag(tagger.second, text, with_echoes(text, clues, found))
    return proposed, [c for c in judged if c.voice == VOICE]


def with_echoes(text: str, clues: Sequence[Candidate], found: Iterable[Candidate]) -> list[Candidate]:
    """The clues and every place of every form found, by the type most often found for it."""
    return sorted({*clues, *echoes(text, found)}, key=lambda c: (c.start, c.end, c.voice, c.type))


def echoes(text: str, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Where the forms of the first reading stand; the voice tells how surely and how often a form was found."""
    forms: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for c in found:
        if c.end - c.start > 1 and c.score > FAINT:
            forms[text[c.start : c.end]][c.type] += c.score
    for form, types in forms.items():
        kind = max(types, key=types.__getitem__)
        voice = f"echo{min(LOUDEST, int(types[kind]))}"
        for match in re.finditer(re.escape(form), text):
            yield Candidate(match.start(), match.end(), kind, voice)


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Start and text of each non-empty line: the tagger reads one paragraph at a time."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def tag(model: Model, text: str, clues: Sequence[Candidate] = ()) -> tuple[list[Candidate], list[Candidate]]:
    """What a model proposes in a text, and its opinion on each clue.

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
        model.crf.set(features(line, local))
        for first, last, kind in spans(model.crf.tag()):
            score = probability(model, first, last, kind, len(line))
            proposed.append(Candidate(start + first, start + last, kind, VOICE, score))
        judged.extend(_judge(model, here, start, len(line)))
    return proposed, judged


def _judge(model: Model, clues: Iterable[Candidate], start: int, size: int) -> Iterator[Candidate]:
    for clue in clues:
        score = probability(model, clue.start - start, clue.end - start, clue.type, size)
        yield Candidate(clue.start, clue.end, clue.type, VOICE, score)


def probability(model: Model, start: int, end: int, kind: str, size: int) -> float:
    """The least marginal along a span of the line last set: an upper bound of the span's own probability."""
    begin, inside = f"B-{kind}", f"I-{kind}"
    if begin not in model.labels:
        return 0.0
    marginal = model.crf.marginal
    least: float = marginal(begin, start)
    if inside in model.labels:
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
