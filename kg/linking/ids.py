"""Ids: the gazetteer's where it knows the thing, else made of type and name.

Names and defined short forms of earlier articles lead to the ids that these gave.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import replace

from kg.naming.grouping import folded
from kg.naming.vote import is_generic
from kg.records import Article, Entity, Fact, Graph, Measure

Known = MutableMapping[tuple[str, str], str]
"""(type, folded form) → id: what earlier articles called a thing. Grows as articles are linked."""

SCOPED = frozenset({"CompanyGroup"})
"""Types whose names say nothing outside their article (30 companies)."""
DISTINCT = {"Company": 2, "University": 2, "Region": 2, "Industry": 2, "Agency": 4, "Project": 6}
"""How many characters a form needs to stand for the same thing in another article; others need 4."""


def link(graph: Graph, known: Known) -> Graph:
    """The graph with ids in place of `e0`, `e1` …; entities that turn out to be one are merged.

    `known` is read and extended, so articles linked with the same mapping share ids.
    """
    ids = {entity.id: identify(entity, graph.article, known) for entity in graph.entities}
    for entity in graph.entities:
        _remember(replace(entity, id=ids[entity.id]), known)
    return Graph(
        graph.article,
        _merged(replace(entity, id=ids[entity.id]) for entity in graph.entities),
        tuple(dict.fromkeys(_relinked(fact, ids) for fact in graph.facts if ids[fact.head] != ids[fact.tail])),
        tuple(_of_subject(measure, ids) for measure in graph.measures),
    )


def identify(entity: Entity, article: Article, known: Known) -> str:
    """The entity's id: of the gazetteer, of an earlier article with this name or short form, or a new one."""
    if entity.lexicon_id:
        return entity.lexicon_id
    if entity.type in SCOPED or is_generic(entity.name) or not _distinct(entity.type, entity.name):
        return f"{entity.type.lower()}-{folded(entity.name)}@{folded(article.id)}"
    for form in (entity.name, *entity.aliases):
        if _distinct(entity.type, form) and (entity.type, folded(form)) in known:
            return known[entity.type, folded(form)]
    return f"{entity.type.lower()}-{folded(entity.name)}"


def recall(entities: Iterable[Entity], known: Known) -> None:
    """Tells `known` of entities that a store already holds."""
    for entity in entities:
        _remember(entity, known)


def _remember(entity: Entity, known: Known) -> None:
    if entity.type in SCOPED or "@" in entity.id:
        return
    for form in (entity.name, *entity.aliases):
        if _distinct(entity.type, form):
            known.setdefault((entity.type, folded(form)), entity.id)


def _distinct(kind: str, form: str) -> bool:
    return not is_generic(form) and len(folded(form)) >= DISTINCT.get(kind, 4)


def _merged(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    one: dict[str, Entity] = {}
    for entity in entities:
        first = one.get(entity.id)
        one[entity.id] = entity if first is None else _join(first, entity)
    return tuple(one.values())


def _join(first: Entity, second: Entity) -> Entity:
    full, other = sorted((first, second), key=lambda entity: -len(entity.name))
    mentions = sorted({*first.mentions, *second.mentions}, key=lambda m: (m.start, m.end))
    aliases = dict.fromkeys((*full.aliases, other.name, *other.aliases))
    aliases.pop(full.name, None)
    return replace(
        full,
        mentions=tuple(mentions),
        aliases=tuple(aliases),
        confidence=max(first.confidence, second.confidence),
    )


def _relinked(fact: Fact, ids: dict[str, str]) -> Fact:
    return replace(fact, head=ids[fact.head], tail=ids[fact.tail])


def _of_subject(measure: Measure, ids: dict[str, str]) -> Measure:
    return replace(measure, subject=ids[measure.subject])
