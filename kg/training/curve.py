"""The learning curve: trains everything on growing parts of a corpus and scores each on articles left out.

Parts are made of whole writers, the next always holding the one before; each is about twice the last. What is fitted
to annotated articles is trained anew (tagger, reader, referents, subjects, networks); rules, gazetteer, thresholds and
the vote's weights are those of the package.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kg import evaluation, linking, relating
from kg.errors import DataError
from kg.gold import Record
from kg.naming import gazetteer, name_article, namer
from kg.naming.namer import Namer
from kg.output import article_record
from kg.records import Article, Graph
from kg.relating import subjects
from kg.training import encoder, measures, networks, pairs, reader, referents, tagger
from kg.training.annotations import Annotated, read_annotated
from kg.training.choices import fit
from kg.training.subjects import decisions

LEAST = 2
"""Writers in the smallest part: training reads each writer with weights from others."""


@dataclass(frozen=True, slots=True)
class Pains:
    """What training may cost: the curve's shape needs less than the shipped weights."""

    names: tagger.Effort
    reader: reader.Effort
    encoder: encoder.Effort
    networks: networks.Effort


CHEAP = Pains(
    tagger.Effort(iterations=40, copies=1),
    reader.Effort(rounds=6, units=64),
    encoder.Effort(rounds=6, units=64),
    networks.Effort(networks=1, epochs=3),
)
FULL = Pains(tagger.FULL, reader.FULL, encoder.FULL, networks.FULL)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the curve."""

    writers: int
    articles: int
    figures: Record
    """As `kg.evaluation.report` gives them."""


def curve(
    corpus: Path, held_out: Path, parts: int, pains: Pains, clues: tagger.Clues, say: Callable[[str], None] = print
) -> Iterator[Point]:
    """The points, the smallest part first."""
    articles = list(read_annotated(corpus))
    unseen = [annotated.article for annotated in read_annotated(held_out)]
    for part in growing(articles, parts):
        with TemporaryDirectory() as scratch:
            names, weights = train(part, Path(scratch), pains, clues, say)
            found = extract(unseen, names, weights)
        figures = evaluation.report(evaluation.evaluate(held_out, found))
        yield Point(len({a.writer for a in part}), len(part), figures)


def growing(articles: Sequence[Annotated], parts: int, seed: int = 0) -> list[list[Annotated]]:
    """Parts by writer, each within the next, the last with all; a seed shuffles the writers."""
    writers = sorted({a.writer for a in articles})
    if len(writers) < LEAST:
        raise DataError(f"a learning curve needs articles of {LEAST} writers or more, not {len(writers)}")
    random.Random(seed).shuffle(writers)
    sizes = sorted({max(LEAST, round(len(writers) / 2**halving)) for halving in range(parts)})
    chosen = [set(writers[:size]) for size in sizes]
    return [[a for a in articles if a.writer in some] for some in chosen]


def train(
    articles: Sequence[Annotated], folder: Path, pains: Pains, clues: tagger.Clues, say: Callable[[str], None]
) -> tuple[Namer, relating.Weights]:
    """Everything that is fitted to annotated articles, from these alone."""
    _, standing = referents.fitted(articles)
    model = tagger.train(articles, folder, clues, say, pains.names)
    names = namer.make(gazetteer.load(), model, standing, reader.train(articles, clues, say, pains.reader))
    fitted = fit([decision for article in articles for decision in decisions(article)])
    judge = subjects.Model(fitted, subjects.model().threshold)
    edges = pairs.train(articles, folder, say, pains.encoder)
    figures = measures.train(articles, folder, say, pains.networks)
    return names, relating.Weights(judge, edges, figures)


def extract(articles: Sequence[Article], names: Namer, weights: relating.Weights) -> list[Record]:
    """What the articles say by these weights, in the form that is scored."""
    known: linking.Known = {}
    records = []
    for article in articles:
        entities = name_article(article, names)
        graph = Graph(article, entities, *relating.relate(article, entities, weights))
        records.append(article_record(linking.link(graph, known)))
    return records


HEAD = "| 作者 writers | 篇 articles | 节点 nodes F1 | 边 edges P | R | F1 | 数字 measures F1 |\n" + "| --- " * 7 + "|"


def row(point: Point) -> str:
    """A point as a line of the Markdown table under `HEAD`."""
    nodes, edges, found = (point.figures[part] for part in ("nodes", "edges", "measures"))
    values = (nodes["f1"], edges["precision"], edges["recall"], edges["f1"], found["f1"])
    return f"| {point.writers} | {point.articles} | " + " | ".join(f"{value:.3f}" for value in values) + " |"
