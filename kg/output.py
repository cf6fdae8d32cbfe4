"""A graph as `kg extract` prints it: one JSON object an article, offsets and quotations those of the file as read."""

from __future__ import annotations

from typing import Any

from kg.records import Article, Entity, Fact, Graph, Measure

Record = dict[str, Any]


def article_record(graph: Graph) -> Record:
    """What one article says, as JSON takes it. Anaphors (该公司) are no mentions."""
    article = graph.article
    return {
        "id": article.id,
        "file": article.file,
        "title": article.title or None,
        "source": article.source or None,
        "date": article.date.isoformat() if article.date else None,
        "url": article.url or None,
        "entities": [_entity(article, entity) for entity in graph.entities],
        "relations": [_relation(article, fact) for fact in graph.facts],
        "measures": [_measure(article, measure) for measure in graph.measures],
    }


def _entity(article: Article, entity: Entity) -> Record:
    return {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "region": entity.region or None,
        "confidence": round(entity.confidence, 4),
        "mentions": [_place(article, m.start, m.end, "text") for m in entity.mentions if not m.anaphor],
    }


def _relation(article: Article, fact: Fact) -> Record:
    return {
        "head": fact.head,
        "type": fact.type,
        "tail": fact.tail,
        "status": fact.status,
        "since": fact.since or None,
        "confidence": round(fact.confidence, 4),
        "rule": fact.rule,
        "trigger": fact.trigger,
        **_place(article, fact.start, fact.end, "evidence"),
    }


def _measure(article: Article, measure: Measure) -> Record:
    return {
        "subject": measure.subject,
        "metric": measure.metric,
        "value": measure.value,
        "unit": measure.unit,
        "as_of": measure.as_of or None,
        "confidence": round(measure.confidence, 4),
        **_place(article, measure.start, measure.end, "evidence"),
    }


def _place(article: Article, start: int, end: int, name: str) -> Record:
    """A stretch of the article: its text under `name`, and where it stands in the file."""
    first, last = article.raw_span(start, end)
    return {name: article.raw[first:last], "start": first, "end": last}
