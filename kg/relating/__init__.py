"""Facts and figures between and about the entities of an article.

Rules (data, matched on abstracted sentences) claim; trained networks weigh every pair and every figure, claims too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg import ontology
from kg.records import Article, Entity, Fact, Measure
from kg.relating import candidates, contexts, engine, evidence, figures, lines, measures, pairs
from kg.relating.networks import Model
from kg.relating.subjects import Judge


@dataclass(frozen=True, slots=True)
class Weights:
    """What training made, for those who try other than the shipped; None: the shipped."""

    judge: Judge | None = None
    pairs: pairs.Weights | None = None
    measures: Model | None = None


def relate(
    article: Article, entities: Sequence[Entity], weights: Weights | None = None
) -> tuple[tuple[Fact, ...], tuple[Measure, ...]]:
    """What an article states about its entities.

    Mentions with `anaphor` stand for their entity; a plural one (双方) occurs with every entity it stands for, an
    ambiguous one with a rival, too, for which it is less likely to stand.
    Each (head, type, tail) comes once: the most certain statement of it, a done one before a planned one.
    """
    text = candidates.discourse(list(lines.lines(article, entities)))
    views = [contexts.view(article, line) for line in text.lines]
    weights = weights or Weights()
    facts = pairs.facts(article, text, views, list(engine.facts(article, text, weights.judge)), weights.pairs)
    found = figures.find(article, text, views, entities, weights.measures, weights.judge)
    return _told(article, entities, facts, found)


def claims(article: Article, entities: Sequence[Entity]) -> tuple[tuple[Fact, ...], tuple[Measure, ...]]:
    """What rules and cues alone claim, before it is weighed: for those who write them."""
    text = candidates.discourse(list(lines.lines(article, entities)))
    return _told(article, entities, engine.facts(article, text), measures.measures(article, text))


def _told(
    article: Article, entities: Sequence[Entity], facts: Iterable[Fact], found: Iterable[Measure]
) -> tuple[tuple[Fact, ...], tuple[Measure, ...]]:
    """Each fact and measure once, with evidence that names what it is about."""
    names = evidence.names(article, entities)
    return (
        tuple(replace(f, start=names.evidence(f.start, f.end, (f.head, f.tail))) for f in _unique(facts)),
        tuple(replace(m, start=names.evidence(m.start, m.end, (m.subject,))) for m in _distinct(found)),
    )


def _unique(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    best: dict[tuple[str, str, str], Fact] = {}
    for fact in facts:
        ends = (fact.head, fact.tail)
        if ontology.load().edges[fact.type].symmetric:
            ends = (min(ends), max(ends))
        key = (ends[0], fact.type, ends[1])
        known = best.get(key)
        if known is None or (fact.status is None, fact.confidence) > (known.status is None, known.confidence):
            best[key] = fact
    return tuple(best.values())


def _distinct(found: Iterable[Measure]) -> tuple[Measure, ...]:
    """One of each figure for each subject, the first that the text gives."""
    kept: dict[tuple[str, float, str], Measure] = {}
    for measure in found:
        kept.setdefault((measure.subject, measure.value, measure.unit), measure)
    return tuple(kept.values())
