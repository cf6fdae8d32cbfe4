"""Fits the networks by which `kg.relating.pairs` tells which pairs of entities a text relates.

What is learnt from: every pair of mentions of an annotated article's gold entities that the types allow; an output is
right when gold has that edge. The rules' claims are made with weights for subjects that have not seen the article's
writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.gold import triple
from kg.relating import contexts, engine
from kg.relating.candidates import discourse
from kg.relating.lines import lines
from kg.relating.networks import Encode, Model, load
from kg.relating.pairs import Instance, allowed, by_sentence, instances, outputs
from kg.relating.subjects import Model as Subjects
from kg.relating.subjects import model as subjects
from kg.training import networks
from kg.training.annotations import Annotated
from kg.training.networks import FULL, Effort, Examples
from kg.training.subjects import decisions, gold_entities
from kg.training.subjects import fit as fit_subjects
from kg.training.tagger import folds

FOLDS = 4


@dataclass(frozen=True, slots=True)
class Lesson:
    """One article as instances, and the edges that gold has of it: required ones are True, optional ones False."""

    writer: str
    found: list[Instance[list[int]]]
    edges: dict[tuple[str, str, str], bool]


def train(
    articles: Sequence[Annotated], output: Path, say: Callable[[str], None] = print, effort: Effort = FULL
) -> Model:
    """Trains the networks and writes them to the folder `output`."""
    index: dict[str, int] = {}
    learnt = lessons(articles, index, say)
    names, columns = networks.kept((i.encoded for lesson in learnt for i in lesson.found), index)
    shown = examples(learnt, columns)
    say(f"{shown.features.shape[0]} places, {len(names)} features, {int(shown.wanted.sum())} edges in their places")
    networks.save(networks.fit_all(shown, effort, say), names, output / "pairs.npz")
    return load("pairs", output)


def lessons(articles: Sequence[Annotated], index: dict[str, int], say: Callable[[str], None] = print) -> list[Lesson]:
    """Reads annotated articles; `index` grows by the features met."""

    def encode(features: Iterable[str]) -> list[int]:
        return [index.setdefault(feature, len(index)) for feature in features]

    made = []
    for number, (known, unseen) in enumerate(folds(articles, FOLDS), start=1):
        judge = Subjects(fit_subjects([d for article in known for d in decisions(article)]), subjects().threshold)
        made += [_lesson(article, judge, encode) for article in unseen]
        say(f"part {number} of {FOLDS} of the writers read")
    return made


def _lesson(annotated: Annotated, judge: Subjects, encode: Encode[list[int]]) -> Lesson:
    article = annotated.article
    text = discourse(list(lines(article, gold_entities(annotated))))
    said = by_sentence(engine.facts(article, text, judge))
    views = [contexts.view(article, line) for line in text.lines]
    edges = {triple(r["head"], r["type"], r["tail"]): not r.get("optional") for r in annotated.gold["relations"]}
    return Lesson(annotated.writer, list(instances(article, text, views, said, encode)), edges)


def examples(learnt: Sequence[Lesson], columns: dict[int, int]) -> Examples:
    """Matrices of all instances; optional edges and those that the types forbid teach nothing."""
    rows = [(n, lesson, instance) for n, lesson in enumerate(learnt) for instance in lesson.found]
    wanted = np.zeros((len(rows), len(outputs())), np.float32)
    counted = np.zeros_like(wanted)
    owners = []
    for row, (n, lesson, instance) in enumerate(rows):
        for column in allowed(*instance.kinds):
            head, tail = outputs()[column].ends(instance.a, instance.b)
            stated = triple(head, outputs()[column].edge, tail)
            required = lesson.edges.get(stated)
            counted[row, column] = required is not False
            if required:
                wanted[row, column] = 1
                owners.append((row, column, (n, stated)))
    features = networks.matrix((instance.encoded for _, _, instance in rows), columns)
    return Examples(features, wanted, counted, owners)
