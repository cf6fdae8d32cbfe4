"""Trains the two CRFs of the tagger on annotated articles, and measures them on writers left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

from kg.naming import crf, features
from kg.naming.candidates import Candidate
from kg.naming.crf import Model, Weights
from kg.naming.tagger import FILE, echoes, labelled, load, marginals, page, proposals, read, read_twice
from kg.training.annotations import Annotated
from kg.training.renaming import retold

PARAMETERS = {"c1": 0.1, "c2": 0.05, "feature.possible_transitions": False}
FOLDS, PROCESSES = 2, 2
Clues = Callable[[str], Sequence[Candidate]]
Heard = Mapping[str, Sequence[Candidate]]
"""Clues of each article, by its text."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What training costs."""

    iterations: int = 80
    """Of each CRF."""
    copies: int = 2
    """Times that each article is told again under other names."""


FULL = Effort()


def train(
    articles: Sequence[Annotated],
    output: Path,
    clues: Clues,
    say: Callable[[str], None] = print,
    effort: Effort = FULL,
) -> Model:
    """Trains both CRFs and writes them to the folder `output`, about 2 MB.

    Each article is learnt from several times, under other names. The second CRF learns from echoes of first readings
    by models that had not seen the article's writer, nor the names that its copies are given: they are as good and as
    bad as they will be on new articles.
    """
    output.mkdir(parents=True, exist_ok=True)
    told = [again for _, part in folds(articles, FOLDS) for again in retold(part, effort.copies)]
    heard = {a.article.text: clues(a.article.text) for a in told}
    say(f"{len(articles)} articles, {len(told)} with those under other names")
    parts = folds(told, FOLDS)
    say("first reading of all, and of all but a part of the writers")
    with ProcessPoolExecutor(PROCESSES) as pool:
        learnt = [told, *(known for known, _ in parts)]
        first, *others = pool.map(weights, learnt, repeat(heard), repeat(effort.iterations))
    echoed: dict[str, Sequence[Candidate]] = {}
    for trained, (_, unseen) in zip(others, parts, strict=True):
        model = _alone(trained)
        echoed |= {a.article.text: first_echoes(model, a.article.text, heard[a.article.text]) for a in unseen}
    say("second reading")
    second = weights(told, {text: [*heard[text], *echoed[text]] for text in heard}, effort.iterations)
    crf.save([first, second], output / FILE)
    return load(output)


def _alone(trained: Weights) -> Model:
    with TemporaryDirectory() as scratch:
        crf.save([trained], Path(scratch) / FILE)
        return load(Path(scratch))


def first_echoes(model: Model, text: str, clues: Sequence[Candidate]) -> list[Candidate]:
    """Where the forms stand that a first reading finds."""
    seen = page(text)
    return echoes(text, proposals(seen, model, marginals(model, seen, read(model, seen, clues), 0)))


def weights(articles: Iterable[Annotated], heard: Heard, iterations: int) -> Weights:
    """One CRF over every paragraph of the articles."""
    trainer = pycrfsuite.Trainer(verbose=False, params={**PARAMETERS, "max_iterations": iterations})
    for annotated in articles:
        text = annotated.article.text
        labels = labelled(len(text), [(span.start, span.end, span.type) for span in annotated.spans])
        for start, rows in _lines(text, heard[text]):
            trainer.append(rows, labels[start : start + len(rows)])
    with TemporaryDirectory() as scratch:
        path = str(Path(scratch) / "model.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        found = tagger.info()
        return found.state_features, found.transitions


def _lines(text: str, clues: Sequence[Candidate]) -> Iterable[tuple[int, list[list[str]]]]:
    """Each line that is not empty: its start, and the features of its characters as strings."""
    marked: dict[int, list[str]] = defaultdict(list)
    for start, end, feature in features.marks(text, clues):
        for at in range(start, end):
            marked[at].append(feature)
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, [row + marked[start + i] for i, row in enumerate(features.windows(line))]
        start += len(line) + 1


def mention_counts(model: Model, articles: Iterable[Annotated], clues: Clues) -> dict[str, Counter[str]]:
    """Hits, misses and extras by type, mention by mention; optional names count neither way."""
    counts: dict[str, Counter[str]] = {}
    for annotated in articles:
        text = annotated.article.text
        gold = {(s.start, s.end, s.type) for s in annotated.spans}
        free = {(s.start, s.end) for s in annotated.spans if s.optional}
        found = {(c.start, c.end, c.type) for c in read_twice(model, text, clues(text), ())}
        for span in found | gold:
            if span[:2] not in free:
                outcome = "hit" if span in found and span in gold else "extra" if span in found else "miss"
                counts.setdefault(span[2], Counter())[outcome] += 1
    return counts


def folds(articles: Sequence[Annotated], number: int) -> list[tuple[list[Annotated], list[Annotated]]]:
    """Splits for cross-validation, each writer's articles on one side: (to learn from, to measure on)."""
    writers = sorted({a.writer for a in articles})
    groups = [set(writers[i::number]) for i in range(number)]
    return [
        ([a for a in articles if a.writer not in group], [a for a in articles if a.writer in group]) for group in groups
    ]
