"""Marked-up sentences ([name|Type]) through rules and cues alone, and through the whole step, for tests."""

from __future__ import annotations

import dataclasses
import datetime as dt

from kg.records import Article, Fact, Measure
from kg.relating import claims, examples, relate


def read(text: str, today: dt.date | None = None) -> tuple[Article, tuple[Fact, ...], tuple[Measure, ...]]:
    """The article of a marked-up text with what rules and cues find in it; entity ids are the names."""
    example = examples.parse(f"{text} ⇒")
    article = dataclasses.replace(example.article, date=today)
    facts, measures = claims(article, example.entities)
    return article, facts, measures


def weighed(text: str) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, float, str]]]:
    """The facts and measures of a marked-up text after all is weighed."""
    example = examples.parse(f"{text} ⇒")
    facts, measures = relate(example.article, example.entities)
    return {(f.head, f.type, f.tail) for f in facts}, {(m.subject, m.metric, m.value, m.unit) for m in measures}


def triples(text: str, edge: str) -> set[tuple[str, str]]:
    """(head, tail) of the facts of one edge type that a text states."""
    return {(f.head, f.tail) for f in read(text)[1] if f.type == edge}


def only(text: str, edge: str, today: dt.date | None = None) -> Fact:
    """The single fact of an edge type in a text."""
    (fact,) = (f for f in read(text, today)[1] if f.type == edge)
    return fact
