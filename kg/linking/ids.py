"""Ids: the gazetteer's where it knows the thing, else made of type and name.

Names and defined short forms of earlier articles lead to the ids that these gave. Then decisions of reviewers replace
ids by others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import replace

from kg.linking.decisions import Decisions
from kg.naming.grouping import folded
from kg.naming.vote import is_generic
from kg.records import Article, Entity, Fact, Graph, Measure

Known = MutableMapping[tuple[str, str], str]
"""(type, folded form) → id: what earlier articles called a thing. Grows as articles are linked."""

SCOPED = frozenset({"CompanyGroup"})
"""Types whose names say nothing outside their article (30 companies)."""
DISTINCT = {"Company": 2, "University": 2, "Region": 2, "Industry": 2, "Agency": 4, "Project": 6}
"""How many characters a form needs to stand for the same thing in another article; others need 4."""


NONE = Decisions()
"""Every id stays what it is."""


def link(graph: Graph, known: Known, decisions: Decisions = NONE) -> Graph:
    """The graph with ids in place of `e0`, `e1` …; entities that turn out to be one are merged.

    `known` is read and extended, so articles linked with the same mapping share ids. It knows nothing of the
    decisions: they come last, so that taking one back gives what there would be without it.
    """
    ids = {entity.id: identify(entity, graph.article, known) for entity in graph.entities}
    for entity in graph.entities:
        _remember(replace(entity, id=ids[entity.id]), known)
    return decide(_renamed(graph, ids), decisions)


def decide(graph: Graph, decisions: Decisions) -> Graph:
    """The graph with the ids that reviewers decided on; it keeps the one before it as `unmerged`."""
    chains = decisions.chains(entity.id for entity in graph.entities)
    if not chains:
        return graph
    ids = {entity.id: chains[entity.id][-1] if entity.id in chains else entity.id for entity in graph.entities}
    return replace(_renamed(graph, ids), unmerged=graph, chains=chains)


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


def _renamed(graph: Graph, ids: Mapping[str, str]) -> Graph:
    """The graph with other ids; entities with one id are one, what is said of a thing and itself goes."""
    groups: dict[str, list[Entity]] = defaultdict(list)
    for entity in graph.entities:
        groups[ids[entity.id]].append(entity)
    return Graph(
        graph.article,
        tuple(_joined(id, group) for id, group in groups.items()),
        tuple(dict.fromkeys(_relinked(fact, ids) for fact in graph.facts if ids[fact.head] != ids[fact.tail])),
        tuple(_of_subject(measure, ids) for measure in graph.measures),
    )


def _joined(id: str, group: Sequence[Entity]) -> Entity:
    """One entity for several: it is called as the one that has this id already, else as the longest."""
    full, *others = sorted(group, key=lambda entity: (entity.id != id, -len(entity.name)))
    mentions = {mention for entity in group for mention in entity.mentions}
    aliases = dict.fromkeys((*full.aliases, *(form for entity in others for form in (entity.name, *entity.aliases))))
    aliases.pop(full.name, None)
    return replace(
        full,
        id=id,
        mentions=tuple(sorted(mentions, key=lambda m: (m.start, m.end))) if others else full.mentions,
        aliases=tuple(aliases) if others else full.aliases,
        confidence=max(entity.confidence for entity in group),
    )


def _relinked(fact: Fact, ids: Mapping[str, str]) -> Fact:
    return replace(fact, head=ids[fact.head], tail=ids[fact.tail])


def _of_subject(measure: Measure, ids: Mapping[str, str]) -> Measure:
    return replace(measure, subject=ids[measure.subject])
