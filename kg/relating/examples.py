"""The examples that stand with each rule: read, and turned into an article with its entities.

    [华海清科|Company]落户[天津经开区|Park]。 ⇒ 华海清科 → 天津经开区
    [甲公司|Company]拟落户[乙园|Park]。 ⇒ ~ 甲公司 → 乙园
    [甲公司|Company]未能落户[乙园|Park]。 ⇒

A name stands in brackets with its type, every time; ~ marks a planned fact; several facts are parted by semicolons;
nothing after ⇒ says that the text states no fact of the rule's edge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import DataError
from kg.naming.anaphora import resolve_anaphors
from kg.reading import from_text
from kg.records import Article, Entity, Mention

_NAME = re.compile(r"\[([^|\]]+)\|(\w+)\]")
_FACT = re.compile(r"(~?)\s*(.+?)\s*→\s*(.+)")


@dataclass(frozen=True, slots=True)
class Example:
    """A text, its entities (the id is the name), and the facts (head, tail, planned) that it states."""

    article: Article
    entities: tuple[Entity, ...]
    facts: frozenset[tuple[str, str, bool]]


def parse(example: str) -> Example:
    """Reads one example; a DataError names what is wrong with it."""
    marked, arrow, stated = example.partition("⇒")
    if not arrow:
        raise DataError(f"example without ⇒: {example}")
    types = dict(_NAME.findall(marked))
    article = from_text(_NAME.sub(r"\1", marked).strip(), file="example")
    entities = tuple(Entity(name, name, kind, _mentions(article.text, name, kind)) for name, kind in types.items())
    return Example(article, resolve_anaphors(article, entities), frozenset(_facts(stated, example)))


def _mentions(text: str, name: str, kind: str) -> tuple[Mention, ...]:
    return tuple(Mention(m.start(), m.end(), name, kind) for m in re.finditer(re.escape(name), text))


def _facts(stated: str, example: str) -> list[tuple[str, str, bool]]:
    found = []
    for part in filter(None, (part.strip() for part in stated.split(";"))):
        match = _FACT.fullmatch(part)
        if match is None:
            raise DataError(f"example states {part!r}, not head → tail: {example}")
        found.append((match[2], match[3], bool(match[1])))
    return found
