"""Marked-up sentences ([name|Type]) through the whole step, for tests."""

from __future__ import annotations

import dataclasses
import datetime as dt

from kg.records import Article, Fact, Measure
from kg.relating import examples, relate


def read(text: str, today: dt.date | None = None) -> tuple[Article, tuple[Fact, ...], tuple[Measure, ...]]:
    """The article of a marked-up text with what it states; entity ids are the names."""
    example = examples.parse(f"{text} ⇒")
    article = dataclasses.replace(example.article, date=today)
    facts, measures = relate(article, example.entities)
    return article, facts, measures


def triples(text: str, edge: str) -> set[tuple[str, str]]:
    """(head, tail) of the facts of one edge type that a text states."""
    return {(f.head, f.tail) for f in read(text)[1] if f.type == edge}


def only(text: str, edge: str, today: dt.date | None = None) -> Fact:
    """The single fact of an edge type in a text."""
    (fact,) = (f for f in read(text, today)[1] if f.type == edge)
    return fact
