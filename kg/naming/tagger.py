"""The tagger: a character-level CRF (python-crfsuite) that proposes names, and says how likely any span is one.

It reads an article twice. The second model sees, beside what the first saw, where the forms that the first
found anywhere in the article stand: what is plain in one sentence helps in the next (stacking, as in
Krishnan and Manning, ACL 2006).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import pycrfsuite

from kg.errors import DataError
from kg.naming.candidates import Candidate, places
from kg.naming.features import add_clues, features

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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the article and what a model sees of each of its characters."""

    start: int
    text: str
    rows: list[list[str]]


def read_twice(
    tagger: Tagger, text: str, clues: Sequence[Candidate], asked: Sequence[Candidate]
) -> tuple[list[Candidate], list[Candidate]]:
    """What the tagger proposes in a text, and its own probability for each of the spans `asked`.

    `clues` are what other voices say, sorted by start: features, not votes.
    """
    lines = read(text, clues)
    first, _ = tag(tagger.first, lines)
    hear(lines, echoes(text, first))
    return tag(tagger.second, lines, asked)


def read(text: str, clues: Sequence[Candidate]) -> list[Paragraph]:
    """The non-empty lines of a text with their features."""
    lines, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Paragraph(start, line, features(line)))
        start += len(line) + 1
    hear(lines, clues)
    return lines


def hear(lines: Sequence[Paragraph], clues: Sequence[Candidate]) -> None:
    """Adds clues, sorted by start, to the features of the lines in which they stand."""
    for line, here in _by_line(lines, clues):
        add_clues(line.rows, line.start, here)


def _by_line(lines: Sequence[Paragraph], spans: Sequence[Candidate]) -> Iterator[tuple[Paragraph, list[Candidate]]]:
    at = 0
    for line in lines:
        end, here = line.start + len(line.text), []
        while at < len(spans) and spans[at].start < end:
            if spans[at].end <= end:
                here.append(spans[at])
            at += 1
        yield line, here


def echoes(text: str, found: Iterable[Candidate]) -> list[Candidate]:
    """Where the forms of the first reading stand; the voice tells how surely and how often a form was found."""
    forms: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for c in found:
        if c.end - c.start > 1 and c.score > FAINT:
            forms[text[c.start : c.end]][c.type] += c.score
    heard: list[Candidate] = []
    for form, types in forms.items():
        kind = max(types, key=types.__getitem__)
        voice = f"echo{min(LOUDEST, int(types[kind]))}"
        heard += [Candidate(start, end, kind, voice) for start, end in places(text, form)]
    return sorted(heard, key=lambda c: (c.start, c.end))


def tag(
    model: Model, lines: Sequence[Paragraph], asked: Sequence[Candidate] = ()
) -> tuple[list[Candidate], list[Candidate]]:
    """What one model proposes, and its probability for each span asked (sorted by start)."""
    proposed: list[Candidate] = []
    opinions: list[Candidate] = []
    for line, here in _by_line(lines, asked):
        model.crf.set(line.rows)
        found = [
            Candidate(first + line.start, last + line.start, kind, VOICE)
            for first, last, kind in spans(model.crf.tag())
        ]
        proposed += [_judged(model, c, line) for c in found]
        opinions += [_judged(model, c, line) for c in here]
    return proposed, opinions


def _judged(model: Model, span: Candidate, line: Paragraph) -> Candidate:
    score = probability(model, span.start - line.start, span.end - line.start, span.type, len(line.text))
    return Candidate(span.start, span.end, span.type, VOICE, score)


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
