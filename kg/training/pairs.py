"""Fits the networks by which `kg.relating.pairs` tells which pairs of entities a text relates.

What is learnt from: every pair of mentions of an annotated article's gold entities that the types allow; an output is
right when gold has that edge. The rules' claims are made with weights for subjects that have not seen the article's
writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
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
from kg.relating.networks import Encode, load
from kg.relating.pairs import Weights, proposals, together
from kg.relating.places import Instance, Triple, allowed, by_sentence, instances, outputs
from kg.relating.sheets import Sheet, sheet
from kg.relating.spots import Spots, spots
from kg.relating.subjects import Model as Subjects
from kg.relating.verdicts import load as load_verdicts
from kg.training import encoder, networks, verdicts
from kg.training.annotations import Annotated
from kg.training.encoder import Lessons
from kg.training.networks import FULL, Effort, Examples
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
    """Trains the networks that weigh places, and those that weigh what they propose, into the folder `output`."""
    index: dict[str, int] = {}
    learnt = lessons(articles, index, say)
    features, columns = networks.kept((i.read() for lesson in learnt for i in lesson.found), index)
    shown = examples(learnt, columns)
    say(f"{shown.features.shape[0]} places, {len(features)} features, {int(shown.wanted.sum())} edges in their places")
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        reader = pool.submit(encoder.fit, read(learnt, shown), effort.rounds, effort.units)
        looked = pool.map(_looked, *zip(*_parts(learnt), strict=True), repeat(index), repeat(effort))
        networks.save(networks.fit_all(shown, effort, say), features, output / "pairs.npz")
        encoder.save(reader.result(), output)
        say("lines read")
        verdicts.save(verdicts.fit(chain.from_iterable(looked)), output)
    return Weights(load("pairs", output), load_encoder(output), load_verdicts(output))


def _parts(learnt: Sequence[Lesson]) -> list[tuple[list[Lesson], list[Lesson]]]:
    """Splits by writer: to learn from, to look at."""
    writers = sorted({lesson.writer for lesson in learnt})
    groups = [set(writers[part::PARTS]) for part in range(min(LOOKED, len(writers)))]
    return [
        ([x for x in learnt if x.writer not in group], [x for x in learnt if x.writer in group and x.found])
        for group in groups
    ]


def _looked(known: Sequence[Lesson], unseen: Sequence[Lesson], index: dict[str, int], effort: Effort) -> list[Look]:
    """What networks propose that have not seen an article's writer, how often it names what, and gold, by article."""
    _, columns = networks.kept((i.read() for lesson in known for i in lesson.found), index)
    shown = examples(known, columns)
    fitted = networks.fit_all(shown, replace(effort, networks=1))
    reader = encoder.fit(read(known, shown), effort.rounds, effort.units)
    looks: list[Look] = []
    for lesson in unseen:
        features = networks.matrix((i.read() for i in lesson.found), columns)
        found = np.mean([network.probabilities(features) for network in fitted], axis=0)
        both = together(found, reader.probabilities(lesson.sheet, lesson.spots))
        looks.append(([p for _, _, p in proposals(lesson.found, both)], lesson.counts, lesson.edges))
    return looks


def read(learnt: Sequence[Lesson], shown: Examples) -> Lessons:
    """The same lessons for the network that reads whole lines."""
    sheets, spots = [lesson.sheet for lesson in learnt], [lesson.spots for lesson in learnt]
    return Lessons(sheets, spots, shown.wanted, shown.counted, shown.owners)


def lessons(articles: Sequence[Annotated], index: dict[str, int], say: Callable[[str], None] = print) -> list[Lesson]:
    """Reads annotated articles; `index` grows by the features met."""

    def encode(features: Iterable[str]) -> list[int]:
        return [index.setdefault(feature, len(index)) for feature in features]

    return [_lesson(*each, encode) for each in judged(articles, FOLDS, say)]


def _lesson(annotated: Annotated, entities: tuple[Entity, ...], judge: Subjects, encode: Encode) -> Lesson:
    article = annotated.article
    text = discourse(list(lines(article, entities)))
    said = by_sentence(engine.facts(article, text, judge))
    views = [contexts.view(article, line) for line in text.lines]
    # features are read once, by functions that go to other processes
    found = [replace(i, read=partial(list, i.read())) for i in instances(text, views, said, encode)]
    edges = {triple(r["head"], r["type"], r["tail"]): not r.get("optional") for r in annotated.gold["relations"]}
    laid = sheet(views)
    places = spots(laid, (instance.pair for instance in found), text.counts)
    return Lesson(annotated.writer, found, edges, text.counts, laid, places)


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
    features = networks.matrix((instance.read() for _, _, instance in rows), columns)
    return Examples(features, wanted, counted, owners)
