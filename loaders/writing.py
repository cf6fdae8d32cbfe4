"""What articles change in a property graph, as steps of Cypher that every store runs.

First what the articles touch is read, then sums are made in Python, then all changes are given as a list of steps.
A store runs them together or not at all: in one transaction, or `joined` in one statement. Several articles planned
together cost hardly more round trips than one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg import ontology
from loaders import merging
from loaders.rows import (
    EDGE_PROPERTIES,
    MENTION_PROPERTIES,
    PROPERTIES,
    ArticleRows,
    MentionRow,
    Properties,
    StatementRow,
)
from loaders.sums import edge_properties, entity_properties, extended

# A line `// USING …` is a hint for a planner that has to choose before it knows the graph; kglite takes no hints.
Read = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Step:
    """One batch of changes: `UNWIND $rows AS row` and then `body` for each row."""

    body: str
    rows: list[Properties]

    @property
    def cypher(self) -> str:
        return f"UNWIND $rows AS row {self.body}"


def joined(steps: Sequence[Step]) -> tuple[str, dict[str, Any]]:
    """All steps as one statement with its parameters, for a store whose statements are cheaper than transactions."""
    parts = [f"UNWIND $rows{number} AS row {step.body}" for number, step in enumerate(steps)]
    return "\nWITH count(*) AS done\n".join(parts), {f"rows{number}": step.rows for number, step in enumerate(steps)}


def _from_row(names: Iterable[str]) -> str:
    """A map of properties taken from `row`. Creating a node with them is twice as fast as setting them afterwards."""
    return "{" + ", ".join(f"`{name}`: row.`{name}`" for name in names) + "}"


VERSIONS = """UNWIND $articles AS id MATCH (a:Article {id: id})
RETURN a.id AS id, a.sha256 AS sha256, a.unmerged AS unmerged"""
ENTITIES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN " + ", ".join(
    f"n.{name} AS {name}" for name in PROPERTIES["Entity"]
)
MENTIONS = """
UNWIND $ids AS id MATCH (n:Entity {id: id})<-[m:MENTIONS]-(a:Article) WHERE NOT a.id IN $articles
RETURN n.id AS entity, a.id AS article, a.date AS date, m.count AS count, m.name AS name, m.type AS type,
       m.aliases AS aliases, m.region AS region, m.lon AS lon, m.lat AS lat, m.linkedIds AS linkedIds
"""
MENTIONED = "UNWIND $articles AS id MATCH (:Article {id: id})-[:MENTIONS]->(n:Entity) RETURN n.id AS id"
SAID = "UNWIND $articles AS id MATCH (s:Statement)-[:FROM]->(:Article {id: id}) RETURN s.edgeId AS edge"
STATEMENTS = """
UNWIND $edges AS edge MATCH (s:Statement {edgeId: edge})
// USING INDEX SEEK s:Statement(edgeId)
MATCH (s)-[:FROM]->(a:Article), (s)-[:SUBJECT]->(h:Entity), (s)-[:OBJECT]->(t:Entity)
RETURN a.id AS article, h.id AS head, t.id AS tail, s.edgeId AS edgeId, s.edgeType AS edgeType,
       s.sentence AS sentence, s.status AS status, s.since AS since, s.date AS date, s.confidence AS confidence
"""

CREATE_ARTICLE = f"CREATE (:Article {_from_row(PROPERTIES['Article'])})"
UPDATE_ARTICLE = "MATCH (a:Article {id: row.id}) SET a = row"
DELETE_ARTICLE = "MATCH (a:Article {id: row.id}) DETACH DELETE a"
FORGET = (
    "MATCH (:Article {id: row.id})-[m:MENTIONS]->(:Entity) DELETE m",
    "MATCH (m:Measure)-[:FROM]->(:Article {id: row.id}) DETACH DELETE m",
    "MATCH (s:Statement)-[:FROM]->(:Article {id: row.id}) DETACH DELETE s",
)
UPDATE_ENTITIES = "MATCH (n:Entity {id: row.id}) SET n += row.changes"
DELETE_ENTITIES = "MATCH (n:Entity {id: row.id}) DETACH DELETE n"
CREATE_MENTIONS = f"""MATCH (a:Article {{id: row.article}}) MATCH (n:Entity {{id: row.entity}})
CREATE (a)-[:MENTIONS {_from_row(MENTION_PROPERTIES)}]->(n)"""
CREATE_STATEMENTS = f"""MATCH (a:Article {{id: row.article}})
MATCH (h:Entity {{id: row.head}}) MATCH (t:Entity {{id: row.tail}})
CREATE (h)<-[:SUBJECT]-(s:Statement {_from_row(PROPERTIES["Statement"])})-[:OBJECT]->(t), (s)-[:FROM]->(a)"""
CREATE_MEASURES = f"""MATCH (a:Article {{id: row.article}}) MATCH (n:Entity {{id: row.entity}})
CREATE (n)-[:HAS_MEASURE]->(:Measure {_from_row(PROPERTIES["Measure"])})-[:FROM]->(a)"""

# Labels and edge types cannot be parameters in Cypher; these come from the ontology alone.
CREATE_ENTITIES = f"CREATE (:{{labels}} {{{_from_row(PROPERTIES['Entity'])}}})"
RELABEL_ENTITIES = "MATCH (n:Entity {{id: row.id}}) REMOVE n:{old} SET n:{new}"
CREATE_EDGES = f"""MATCH (h:Entity {{{{id: row.head}}}}) MATCH (t:Entity {{{{id: row.tail}}}})
CREATE (h)-[:{{edge}} {{{_from_row(EDGE_PROPERTIES)}}}]->(t)"""
UPDATE_EDGES = "MATCH ()-[e:{edge} {{id: row.id}}]->() SET e += row.changes"
DELETE_EDGES = "MATCH ()-[e:{edge} {{id: row.id}}]->() DELETE e"


@dataclass(frozen=True, slots=True)
class Before:
    """What the store holds of articles that go or get a new version: what has to be summed up anew."""

    articles: tuple[str, ...] = ()
    entities: frozenset[str] = frozenset()
    edges: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What it takes to store some articles."""

    steps: list[Step]
    changed: frozenset[str]
    """The ids of the articles that are not there yet in this version."""


def put_plan(read: Read, articles: Sequence[ArticleRows]) -> Plan:
    """The changes that store articles, each of another id; none for those that are there already in this version."""
    held = {row["id"]: merging.version(row) for row in read(VERSIONS, {"articles": [rows.id for rows in articles]})}
    changed = [rows for rows in map(merging.merged, articles) if held.get(rows.id) != merging.version(rows.article)]
    if not changed:
        return Plan([], frozenset())
    themselves = [rows.article for rows in changed]
    steps = _replace(
        read,
        _before(read, [rows.id for rows in changed if rows.id in held]),
        changed,
        Step(UPDATE_ARTICLE, [article for article in themselves if article["id"] in held]),
        Step(CREATE_ARTICLE, [article for article in themselves if article["id"] not in held]),
    )
    return Plan(steps, frozenset(rows.id for rows in changed))


def remove_steps(read: Read, article: str) -> list[Step]:
    """The changes that take an article out, with what only it supports; none when it is not there."""
    if not read(VERSIONS, {"articles": [article]}):
        return []
    return _replace(read, _before(read, [article]), [], Step(DELETE_ARTICLE, [{"id": article}]))


def _before(read: Read, articles: Sequence[str]) -> Before:
    if not articles:
        return Before()
    mentioned = read(MENTIONED, {"articles": articles})
    said = read(SAID, {"articles": articles})
    return Before(tuple(articles), frozenset(row["id"] for row in mentioned), frozenset(row["edge"] for row in said))


def _replace(read: Read, before: Before, rows: Sequence[ArticleRows], *themselves: Step) -> list[Step]:
    """Puts `rows` in the place of all that the articles said before."""
    mentions = [mention for row in rows for mention in row.mentions]
    said = [statement for row in rows for statement in row.statements]
    stored = _stored_entities(read, before.entities | {row.entity for row in mentions})
    entities = _entities(read, before, stored, mentions)
    statements = _statements(read, before.edges | {row.edge for row in said})
    others = [row for row in statements if row.article not in before.articles]
    forget = [Step(body, [{"id": article} for article in before.articles]) for body in FORGET]
    gone = [{"id": entity} for entity in sorted(before.entities - entities.keys())]
    steps = [
        *forget,
        *themselves,
        *_entity_steps(entities, stored),
        *_evidence_steps(rows),
        *_edge_steps(statements, [*others, *said]),
        Step(DELETE_ENTITIES, gone),
    ]
    return [step for step in steps if step.rows]


def _stored_entities(read: Read, ids: Iterable[str]) -> dict[str, Properties]:
    found = read(ENTITIES, {"ids": sorted(ids)})
    return {row["id"]: {key: value for key, value in row.items() if value is not None} for row in found}


def _entities(
    read: Read, before: Before, stored: Mapping[str, Properties], mentions: Sequence[MentionRow]
) -> dict[str, Properties]:
    """The properties of every entity touched that some article still mentions.

    Most articles agree with what is stored: then one more is added to the sum, however many there are already.
    """
    entities: dict[str, Properties] = {}
    again = set(before.entities)
    for mention in mentions:
        if mention.entity in again:
            continue
        held = entities.get(mention.entity) or stored.get(mention.entity)
        total = entity_properties(mention.entity, [mention]) if held is None else extended(held, mention)
        if total is None:
            again.add(mention.entity)
        else:
            entities[mention.entity] = total
    return entities | _summed_up(read, before, again, mentions)


def _summed_up(read: Read, before: Before, entities: set[str], mentions: Sequence[MentionRow]) -> dict[str, Properties]:
    """The properties of entities from all that is said of them: the articles in the store and the new mentions."""
    if not entities:
        return {}
    evidence: dict[str, list[MentionRow]] = defaultdict(list)
    for row in read(MENTIONS, {"ids": sorted(entities), "articles": list(before.articles)}):
        evidence[row["entity"]].append(MentionRow.of(row))
    for mention in mentions:
        if mention.entity in entities:
            evidence[mention.entity].append(mention)
    return {entity: entity_properties(entity, rows) for entity, rows in evidence.items()}


def _statements(read: Read, edges: Iterable[str]) -> list[StatementRow]:
    found = read(STATEMENTS, {"edges": sorted(edges)})
    return [StatementRow(row.pop("head"), row.pop("tail"), row.pop("article"), row) for row in found]


def _entity_steps(entities: Mapping[str, Properties], stored: Mapping[str, Properties]) -> list[Step]:
    """Creates what is new and, of what is there, writes only what changed: rewriting an indexed name is dear."""
    types = ontology.load()
    created: dict[str, list[Properties]] = defaultdict(list)
    retyped: dict[tuple[str, str], list[Properties]] = defaultdict(list)
    updated: list[Properties] = []
    for entity, now in sorted(entities.items()):
        held = stored.get(entity)
        if held is None:
            created[now["type"]].append(now)
            continue
        if held["type"] != now["type"]:
            retyped[held["type"], now["type"]].append({"id": entity})
        changes = {name: now.get(name) for name in PROPERTIES["Entity"] if now.get(name) != held.get(name)}
        if changes:
            updated.append({"id": entity, "changes": changes})
    return [
        *(Step(CREATE_ENTITIES.format(labels=":".join(types.labels(name))), rows) for name, rows in created.items()),
        *(Step(_relabel(old, new), rows) for (old, new), rows in retyped.items()),
        Step(UPDATE_ENTITIES, updated),
    ]


def _relabel(old: str, new: str) -> str:
    labels = ontology.load().labels
    return RELABEL_ENTITIES.format(old=":".join(labels(old)[1:]), new=":".join(labels(new)[1:]))


def _evidence_steps(articles: Sequence[ArticleRows]) -> list[Step]:
    mentions, statements, measures = [], [], []
    for rows in articles:
        here = {"article": rows.article["id"]}
        mentions += [{"entity": row.entity, **here, **row.properties()} for row in rows.mentions]
        statements += [{"head": row.head, "tail": row.tail, **here, **row.properties} for row in rows.statements]
        measures += [{"entity": row.entity, **here, **row.properties} for row in rows.measures]
    return [Step(CREATE_MENTIONS, mentions), Step(CREATE_STATEMENTS, statements), Step(CREATE_MEASURES, measures)]


def _edge_steps(before: Sequence[StatementRow], now: Sequence[StatementRow]) -> list[Step]:
    """Sums up anew the edges of the statements that stood before and that stand now."""
    held = {row.edge: row.properties["edgeType"] for row in before}
    standing: dict[str, list[StatementRow]] = defaultdict(list)
    for row in now:
        standing[row.edge].append(row)
    created: dict[str, list[Properties]] = defaultdict(list)
    updated: dict[str, list[Properties]] = defaultdict(list)
    deleted: dict[str, list[Properties]] = defaultdict(list)
    for edge, rows in sorted(standing.items()):
        name, total = rows[0].properties["edgeType"], edge_properties(edge, rows)
        if edge in held:
            updated[name].append({"id": edge, "changes": {key: total.get(key) for key in EDGE_PROPERTIES[1:]}})
        else:
            created[name].append({"head": rows[0].head, "tail": rows[0].tail, **total})
    for edge in sorted(held.keys() - standing.keys()):
        deleted[held[edge]].append({"id": edge})
    return [
        Step(template.format(edge=name), rows)
        for template, batches in ((CREATE_EDGES, created), (UPDATE_EDGES, updated), (DELETE_EDGES, deleted))
        for name, rows in batches.items()
    ]
