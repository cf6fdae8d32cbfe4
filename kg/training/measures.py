"""Fits the networks by which `kg.relating.figures` tells whose a figure is and what it measures.

A figure of an annotated article states a measure with the entity whose gold figure of the same size is; the entity may
stand in several places. The claims of cues are made with weights for subjects that have not seen the article's writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from kg.evaluation import same_size
from kg.gold import Record
from kg.records import Entity
from kg.relating import contexts, figures, measures
from kg.relating.candidates import discourse
from kg.relating.figures import Instance, Number, metrics
from kg.relating.lines import lines
from kg.relating.networks import Encode, Model, load
from kg.relating.subjects import Model as Subjects
from kg.training import networks
from kg.training.annotations import Annotated
from kg.training.networks import FULL, Effort, Examples
from kg.training.subjects import judged

FOLDS = 4

Lesson = tuple[list[Instance], list[Record]]
"""The instances of an article and its gold measures."""


def train(
    articles: Sequence[Annotated], output: Path, say: Callable[[str], None] = print, effort: Effort = FULL
) -> Model:
    """Trains the networks and writes them to the folder `output`."""
    index: dict[str, int] = {}
    learnt = lessons(articles, index, say)
    names, columns = networks.kept((i.encoded for found, _ in learnt for i in found), index)
    shown = examples(learnt, columns)
    say(f"{shown.features.shape[0]} places, {len(names)} features, {np.unique(shown.stated).size - 1} measures in them")
    networks.save(networks.fit_all(shown, effort, say), names, output / "measures.npz")
    return load("measures", output)


def lessons(articles: Sequence[Annotated], index: dict[str, int], say: Callable[[str], None] = print) -> list[Lesson]:
    """Reads annotated articles; `index` grows by the features met."""

    def encode(features: Iterable[str]) -> list[int]:
        return [index.setdefault(feature, len(index)) for feature in features]

    return [_lesson(*each, encode) for each in judged(articles, FOLDS, say)]


def _lesson(annotated: Annotated, entities: tuple[Entity, ...], judge: Subjects, encode: Encode) -> Lesson:
    text = discourse(list(lines(annotated.article, entities)))
    claims = list(measures.measures(annotated.article, text, judge))
    views = [contexts.view(annotated.article, line) for line in text.lines]
    found = list(figures.instances(annotated.article, text, views, entities, claims, encode))
    return found, annotated.gold.get("measures", [])


def examples(learnt: Sequence[Lesson], columns: dict[int, int]) -> Examples:
    """Matrices of all instances; optional measures teach nothing."""
    rows = [(n, gold, instance) for n, (found, gold) in enumerate(learnt) for instance in found]
    stated = np.zeros((len(rows), len(metrics())), np.int64)
    counted = np.ones(stated.shape, np.float32)
    numbers: dict[tuple[int, Number, str], int] = {}
    for row, (n, gold, instance) in enumerate(rows):
        figure = {"value": instance.number.value, "unit": instance.number.unit}
        measure = next((m for m in gold if m["subject"] == instance.subject and same_size(m, figure)), None)
        if measure is None:
            continue
        if measure.get("optional"):
            counted[row] = 0
        else:
            key = (n, instance.number, instance.subject)
            stated[row, metrics().index(measure["metric"])] = numbers.setdefault(key, len(numbers) + 1)
    return Examples(networks.matrix((instance.encoded for _, _, instance in rows), columns), stated, counted)
