"""Fits the networks by which `kg.relating.pairs` tells which pairs of entities a text relates.

What is learnt from: every pair of mentions of an annotated article's gold entities that the types allow; an output is
right when gold has that edge. The rules' claims are made with weights for subjects that have not seen the article's
writer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, repeat
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from kg.gold import triple
from kg.records import Entity
from kg.relating import contexts, engine
from kg.relating.candidates import discourse
from kg.relating.encoder import load as load_encoder
from kg.relating.lines import lines
from kg.relating.pairs import Weights, proposals
from kg.relating.places import Instance, Triple, allowed, by_sentence, instances, outputs
from kg.relating.sheets import Sheet, sheet
from kg.relating.spots import Spots, spots
from kg.relating.subjects import Model as Subjects
from kg.relating.verdicts import load as load_verdicts
from kg.training import encoder, verdicts
from kg.training.annotations import Annotated
from kg.training.encoder import FULL, Effort, Lessons
from kg.training.subjects import judged
from kg.training.verdicts import Look

FOLDS, PROCESSES = 4, 2
"""Of the subjects' weights; trainings that run at once."""
PARTS, LOOKED = 3, 1
"""Of the writers, and how many are looked at by networks that have not seen them: enough for the second look."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One article as instances, and the edges that gold has of it: required ones are True, optional ones False."""

    writer: str
    found: list[Instance]
    edges: dict[Triple, bool]
    counts: Mapping[str, int]
    """How often the article names each entity."""
    sheet: Sheet
    spots: Spots


def train(
    articles: Sequence[Annotated],
    output: Path,
    say: Callable[[str], None] = print,
    effort: Effort = FULL,
) -> Weights:
    """Trains the network that weighs places, and the one that weighs what they propose, into the folder `output`."""
    learnt = [_lesson(*each) for each in judged(articles, FOLDS, say)]
    say(f"{sum(len(lesson.found) for lesson in learnt)} places")
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        reader = pool.submit(encoder.fit, read(learnt), effort)
        looked = pool.map(_looked, *zip(*_parts(learnt), strict=True), repeat(effort))
        encoder.save(reader.result(), output)
        say("lines read")
        verdicts.save(verdicts.fit(chain.from_iterable(looked)), output)
    return Weights(load_encoder(output), load_verdicts(output))


def _parts(learnt: Sequence[Lesson]) -> list[tuple[list[Lesson], list[Lesson]]]:
    """Splits by writer: to learn from, to look at."""
    writers = sorted({lesson.writer for lesson in learnt})
    groups = [set(writers[part::PARTS]) for part in range(min(LOOKED, len(writers)))]
    return [
        ([x for x in learnt if x.writer not in group], [x for x in learnt if x.writer in group and x.found])
        for group in groups
    ]


def _looked(known: Sequence[Lesson], unseen: Sequence[Lesson], effort: Effort) -> list[Look]:
    """What a network proposes that has not seen an article's writer, how often it names what, and gold, by article."""
    reader = encoder.fit(read(known), effort)
    return [
        (
            [p for _, _, p in proposals(lesson.found, reader.probabilities(lesson.sheet, lesson.spots))],
            lesson.counts,
            lesson.edges,
        )
        for lesson in unseen
    ]


def _lesson(annotated: Annotated, entities: tuple[Entity, ...], judge: Subjects) -> Lesson:
    article = annotated.article
    text = discourse(list(lines(article, entities)))
    said = by_sentence(engine.facts(article, text, judge))
    views = [contexts.view(article, line) for line in text.lines]
    found = list(instances(text, views, said))
    edges = {triple(r["head"], r["type"], r["tail"]): not r.get("optional") for r in annotated.gold["relations"]}
    laid = sheet(views)
    return Lesson(annotated.writer, found, edges, text.counts, laid, spots(laid, found, text.counts))


def read(learnt: Sequence[Lesson]) -> Lessons:
    """What the network learns from; optional edges and those that the types forbid teach nothing."""
    rows = [(n, lesson, instance) for n, lesson in enumerate(learnt) for instance in lesson.found]
    stated = np.zeros((len(rows), len(outputs())), np.int64)
    counted = np.zeros(stated.shape, np.float32)
    numbers: dict[tuple[int, Triple], int] = {}
    for row, (n, lesson, instance) in enumerate(rows):
        for column in allowed(*instance.kinds):
            head, tail = outputs()[column].ends(instance.a, instance.b)
            edge = triple(head, outputs()[column].edge, tail)
            required = lesson.edges.get(edge)
            counted[row, column] = required is not False
            if required:
                stated[row, column] = numbers.setdefault((n, edge), len(numbers) + 1)
    return Lessons([lesson.sheet for lesson in learnt], [lesson.spots for lesson in learnt], stated, counted)
