"""Trains the tagger on annotated articles and measures it on writers left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pycrfsuite

from kg.naming.candidates import Candidate
from kg.naming.features import features
from kg.naming.tagger import Tagger, labelled, load, paragraphs, tag
from kg.training.annotations import Annotated

PARAMETERS = {"c1": 0.05, "c2": 0.01, "max_iterations": 120, "feature.possible_transitions": False}
Clues = Callable[[str], Sequence[Candidate]]


def train(articles: Iterable[Annotated], output: Path, clues: Clues) -> Tagger:
    """Learns from every paragraph of the articles and writes the weights to `output` (about 7 MB for 250 articles)."""
    trainer = pycrfsuite.Trainer(verbose=False, params=PARAMETERS)
    for annotated in articles:
        text = annotated.article.text
        names = [(span.start, span.end, span.type) for span in annotated.spans]
        labels, found = labelled(len(text), names), clues(text)
        for start, line in paragraphs(text):
            end = start + len(line)
            here = [
                Candidate(c.start - start, c.end - start, c.type, c.voice)
                for c in found
                if start <= c.start and c.end <= end
            ]
            trainer.append(features(line, here), labels[start:end])
    output.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(output))
    return load(str(output))


def mention_counts(tagger: Tagger, articles: Iterable[Annotated], clues: Clues) -> dict[str, Counter[str]]:
    """Hits, misses and extras by type, mention by mention; optional names count neither way."""
    counts: dict[str, Counter[str]] = {}
    for annotated in articles:
        text = annotated.article.text
        gold = {(s.start, s.end, s.type): s.optional for s in annotated.spans}
        free = {(s.start, s.end) for s in annotated.spans if s.optional}
        found = {(c.start, c.end, c.type) for c in tag(tagger, text, clues(text))[0]}
        for span in found | gold.keys():
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
