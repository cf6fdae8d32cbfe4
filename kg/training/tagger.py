"""Trains the two models of the tagger on annotated articles, and measures them on writers left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

from kg.naming.candidates import Candidate
from kg.naming.tagger import FIRST, SECOND, Model, Tagger, echoes, hear, labelled, load_model, read, read_twice, tag
from kg.training.annotations import Annotated

PARAMETERS = {"c1": 0.1, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": False}
FOLDS = 2
Clues = Callable[[str], Sequence[Candidate]]
Heard = Mapping[str, Sequence[Candidate]]
"""Clues of each article, by its text."""


def train(articles: Sequence[Annotated], output: Path, clues: Clues, say: Callable[[str], None] = print) -> Tagger:
    """Trains both models and writes them to the folder `output`, about 5 MB each.

    The second learns from echoes of first readings by models that had not seen the article's writer, so that
    they are as good and as bad as they will be on new articles.
    """
    output.mkdir(parents=True, exist_ok=True)
    heard = {a.article.text: clues(a.article.text) for a in articles}
    echoed: dict[str, Sequence[Candidate]] = {}
    with TemporaryDirectory() as scratch:
        for i, (known, unseen) in enumerate(folds(articles, FOLDS), 1):
            say(f"first reading without part {i} of {FOLDS} of the writers")
            model = train_model(known, Path(scratch) / FIRST, heard, {})
            for text in (a.article.text for a in unseen):
                echoed[text] = echoes(text, tag(model, read(text, heard[text]))[0])
    say("first reading")
    first = train_model(articles, output / FIRST, heard, {})
    say("second reading")
    return Tagger(first, train_model(articles, output / SECOND, heard, echoed))


def train_model(articles: Iterable[Annotated], output: Path, heard: Heard, echoed: Heard) -> Model:
    """One CRF over every paragraph of the articles."""
    trainer = pycrfsuite.Trainer(verbose=False, params=PARAMETERS)
    for annotated in articles:
        text = annotated.article.text
        labels = labelled(len(text), [(span.start, span.end, span.type) for span in annotated.spans])
        lines = read(text, heard[text])
        hear(lines, echoed.get(text, ()))
        for line in lines:
            trainer.append(line.rows, labels[line.start : line.start + len(line.text)])
    trainer.train(str(output))
    return load_model(output)


def mention_counts(tagger: Tagger, articles: Iterable[Annotated], clues: Clues) -> dict[str, Counter[str]]:
    """Hits, misses and extras by type, mention by mention; optional names count neither way."""
    counts: dict[str, Counter[str]] = {}
    for annotated in articles:
        text = annotated.article.text
        gold = {(s.start, s.end, s.type) for s in annotated.spans}
        free = {(s.start, s.end) for s in annotated.spans if s.optional}
        found = {(c.start, c.end, c.type) for c in read_twice(tagger, text, clues(text), ())[0]}
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
