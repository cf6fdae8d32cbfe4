"""The tagger: a character-level CRF that proposes names, and says how likely any span is one.

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

import numpy as np

from kg.naming import crf, features, reader
from kg.naming.candidates import TAGGER, Candidate, places
from kg.naming.crf import Keys, Model, Rows, Scores

OUTSIDE = "O"
FAINT, LOUDEST = 0.3, 3
"""Forms found with less are no echo; three finds sound like many."""
CRF, NETWORK = 0.7, 0.7
"""What the scores of a CRF and those of the network count where both are heard: one chain of both, as a product of
experts (Hinton, Neural Computation 14, 2002). Chosen on articles of which neither had learnt."""
FILE = "tagger.npz"
_STRETCH = re.compile(r"[^，。；！？\n]*[，。；！？]+|[^，。；！？\n]+")


def load(folder: Path | None = None) -> Model:
    """The two CRFs, of the first and the second reading, in `folder`, else those that the package ships."""
    if folder is None:
        with as_file(files("kg") / "weights" / "tagger") as shipped:
            return load(shipped)
    return crf.model(folder / FILE)


@dataclass(frozen=True, slots=True)
class Page:
    """The characters of an article that a model reads, all but those of empty lines."""

    text: str
    rows: Rows
    """The row of each character, -1 for those left out, for the end and for what stands before the first."""
    size: int
    """Rows in all."""
    lines: tuple[str, ...]
    stretches: tuple[tuple[int, int, bool], ...]
    """First row, row behind the last, and whether it goes on in a line: no name goes over the marks between them."""


def page(text: str) -> Page:
    """Lays out a text."""
    rows = np.full(len(text) + 1, -1, np.int64)
    lines, stretches, start, size = [], [], 0, 0
    for line in text.split("\n"):
        if line.strip():
            rows[start : start + len(line)] = np.arange(size, size + len(line))
            found = [match.span() for match in _STRETCH.finditer(line)]
            stretches += [(size + first, size + last, first > 0) for first, last in found]
            lines.append(line)
            size += len(line)
        start += len(line) + 1
    return Page(text, rows, size, tuple(lines), tuple(stretches))


def read_twice(
    model: Model,
    text: str,
    clues: Sequence[Candidate],
    asked: Sequence[Candidate],
    network: reader.Model | None = None,
) -> list[Candidate]:
    """How likely the tagger finds each span that it proposes in a text, and each of those `asked`.

    `clues` are what other voices say: features, not votes. A network that reads, too, is heard with each CRF.
    """
    seen = page(text)
    if not seen.size:
        return []
    told = beside(network, seen, text, clues, model.labels) if network else None
    scores = read(model, seen, clues)
    heard = echoes(text, proposals(seen, model, marginals(model, seen, scores, 0, told)))
    scores = scores + crf.scores(model, *_spread(seen, *features.span_keys(heard)), seen.size)
    found = marginals(model, seen, scores, 1, told)
    each = dict.fromkeys((*_likeliest(seen, model, found), *((c.start, c.end, c.type) for c in asked)))
    return [_judged(seen, model, found, *span) for span in each]


def beside(
    network: reader.Model, seen: Page, text: str, clues: Sequence[Candidate], labels: Sequence[str]
) -> tuple[Scores, Scores]:
    """What the network gives for each row and label, and for each step between labels."""
    return network.scores(text, clues, labels)[seen.rows[:-1] >= 0], network.steps(labels)


def read(model: Model, seen: Page, clues: Iterable[Candidate]) -> Scores:
    """The scores of all labels in all rows, by each of the model's CRFs."""
    windows = features.window_keys(seen.lines)
    everywhere = np.tile(np.arange(seen.size), len(windows))
    rows, keys = _spread(seen, *features.mark_keys(seen.text, clues))
    return crf.scores(model, np.concatenate([everywhere, rows]), np.concatenate([windows.ravel(), keys]), seen.size)


def _spread(seen: Page, starts: Rows, ends: Rows, keys: Keys) -> tuple[Rows, Keys]:
    """A row and a number for each character of each stretch."""
    sizes = ends - starts
    offsets = np.arange(sizes.sum()) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
    rows = seen.rows[offsets]
    return rows[rows >= 0], np.repeat(keys, sizes)[rows >= 0]


def marginals(
    model: Model, seen: Page, scores: Scores, number: int, told: tuple[Scores, Scores] | None = None
) -> Scores:
    """The probability of each label in each row by one of the model's CRFs, and by what the network told."""
    states, steps = scores[number], model.transitions[number]
    if told is not None:
        states, steps = CRF * states + NETWORK * told[0], CRF * steps + NETWORK * told[1]
    return crf.marginals(states, steps, seen.stretches, model.labels.index(OUTSIDE))


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


def proposals(seen: Page, model: Model, found: Scores) -> list[Candidate]:
    """The names that the likeliest labels make."""
    return [_judged(seen, model, found, *span) for span in _likeliest(seen, model, found)]


def _likeliest(seen: Page, model: Model, found: Scores) -> Iterator[tuple[int, int, str]]:
    best = found.argmax(axis=1).tolist()
    return spans([model.labels[best[row]] if row >= 0 else OUTSIDE for row in seen.rows.tolist()])


def _judged(seen: Page, model: Model, found: Scores, start: int, end: int, kind: str) -> Candidate:
    """A span with the least probability along it."""
    begin, inside = f"B-{kind}", f"I-{kind}"
    first, after = seen.rows[start], seen.rows[end]
    if begin not in model.labels or first < 0:
        return Candidate(start, end, kind, TAGGER, 0.0)
    least = found[first, model.labels.index(begin)]
    if inside in model.labels:
        column = model.labels.index(inside)
        least = min(least, *found[first + 1 : first + end - start, column].tolist(), 1.0)
        if after >= 0:
            least = min(least, 1 - found[after, column])
    return Candidate(start, end, kind, TAGGER, float(least))


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
