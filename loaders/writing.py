"""What one article changes in a property graph, in Cypher that every store runs.

The functions work inside a transaction that the store opens: `run` is how it runs one statement. First they read
what the article touches, then sums are made in Python, then rows are written in batches, one batch a label or type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg import ontology
from kg.records import Graph
from loaders.rows import (
    PROPERTIES,
    ArticleRows,
    MentionRow,
    Properties,
    StatementRow,
    article_rows,
    edge_properties,
    entity_properties,
    extended,
)

Run = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]

SHA256 = "MATCH (a:Article {id: $id}) RETURN a.sha256 AS sha256"
ENTITIES = (
    "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN "
    + ", ".join(f"n.{name} AS {name}" for name in PROPERTIES["Entity"])
)  # fmt: skip
MENTIONS = """
UNWIND $ids AS id MATCH (n:Entity {id: id})<-[m:MENTIONS]-(a:Article) WHERE a.id <> $article
RETURN n.id AS entity, a.id AS article, a.date AS date, m.count AS count, m.name AS name, m.type AS type,
       m.aliases AS aliases, m.region AS region, m.lon AS lon, m.lat AS lat
"""
MENTIONED = "MATCH (:Article {id: $article})-[:MENTIONS]->(n:Entity) RETURN n.id AS id"
SAID = "MATCH (s:Statement)-[:FROM]->(:Article {id: $article}) RETURN s.id AS id, s.edgeId AS edge"
STATEMENTS = """
UNWIND $edges AS edge MATCH (s:Statement {edgeId: edge})
MATCH (s)-[:FROM]->(a:Article), (s)-[:SUBJECT]->(h:Entity), (s)-[:OBJECT]->(t:Entity)
RETURN a.id AS article, h.id AS head, t.id AS tail, s.edgeId AS edgeId, s.edgeType AS edgeType,
       s.sentence AS sentence, s.status AS status, s.since AS since, s.date AS date, s.confidence AS confidence
"""
FORGET = (
    "MATCH (:Article {id: $article})-[m:MENTIONS]->(:Entity) DELETE m",
    "MATCH (m:Measure)-[:FROM]->(:Article {id: $article}) DETACH DELETE m",
    "MATCH (s:Statement)-[:FROM]->(:Article {id: $article}) DETACH DELETE s",
)
"""What one article said; in this order each can be run alone."""
DELETE_ARTICLE = "MATCH (a:Article {id: $article}) DETACH DELETE a"
DELETE_ENTITIES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) DETACH DELETE n"
WRITE_ARTICLE = "MERGE (a:Article {id: $id}) SET a = $properties"
WRITE_MENTIONS = """
MATCH (a:Article {id: $article})
UNWIND $rows AS row MATCH (n:Entity {id: row.entity})
CREATE (a)-[m:MENTIONS]->(n) SET m = row.properties
"""
WRITE_STATEMENTS = """
MATCH (a:Article {id: $article})
UNWIND $rows AS row MATCH (h:Entity {id: row.head}) MATCH (t:Entity {id: row.tail})
CREATE (s:Statement {id: row.properties.id}) SET s = row.properties
CREATE (s)-[:FROM]->(a) CREATE (s)-[:SUBJECT]->(h) CREATE (s)-[:OBJECT]->(t)
"""
WRITE_MEASURES = """
MATCH (a:Article {id: $article})
UNWIND $rows AS row MATCH (n:Entity {id: row.entity})
CREATE (m:Measure {id: row.properties.id}) SET m = row.properties
CREATE (n)-[:HAS_MEASURE]->(m) CREATE (m)-[:FROM]->(a)
"""
# Labels and edge types cannot be parameters in Cypher; these come from the ontology alone.
WRITE_ENTITIES = "UNWIND $rows AS row MERGE (n:Entity {{id: row.id}}) SET n = row SET n:{labels}"
UNLABEL = "UNWIND $ids AS id MATCH (n:Entity {{id: id}}) REMOVE n:{labels}"
WRITE_EDGES = """
UNWIND $rows AS row MATCH (h:Entity {{id: row.head}}) MATCH (t:Entity {{id: row.tail}})
MERGE (h)-[e:{type} {{id: row.id}}]->(t) SET e = row.properties
"""
DELETE_EDGES = "UNWIND $rows AS row MATCH (:Entity {{id: row.head}})-[e:{type} {{id: row.id}}]->() DELETE e"


@dataclass(frozen=True, slots=True)
class Before:
    """What the store holds of an article: the things that have to be summed up anew when it goes."""

    entities: frozenset[str] = frozenset()
    edges: frozenset[str] = frozenset()


def put(run: Run, graph: Graph) -> bool:
    """Stores one article; False when this very text is there already."""
    held = run(SHA256, {"id": graph.article.id})
    if held and held[0]["sha256"] == graph.article.sha256:
        return False
    rows = article_rows(graph)
    _replace(run, graph.article.id, _before(run, graph.article.id) if held else Before(), rows)
    return True


def remove(run: Run, article: str) -> bool:
    """Takes one article out, with what only it supports; False when it is not there."""
    if not run(SHA256, {"id": article}):
        return False
    _replace(run, article, _before(run, article), None)
    run(DELETE_ARTICLE, {"article": article})
    return True


def _before(run: Run, article: str) -> Before:
    mentioned = run(MENTIONED, {"article": article})
    said = run(SAID, {"article": article})
    return Before(frozenset(row["id"] for row in mentioned), frozenset(row["edge"] for row in said))


def _replace(run: Run, article: str, before: Before, rows: ArticleRows | None) -> None:
    """Puts `rows` in the place of all that the article said before."""
    mentions = rows.mentions if rows else ()
    said = rows.statements if rows else ()
    stored = _stored_entities(run, before.entities | {row.entity for row in mentions})
    entities = _entities(run, article, before, stored, mentions)
    statements = _statements(run, article, before.edges | {row.edge for row in said})
    ends = {row.edge: row for rows_ in (statements, said) for row in rows_}
    if before.entities or before.edges:
        for statement in FORGET:
            run(statement, {"article": article})
    if rows:
        run(WRITE_ARTICLE, {"id": article, "properties": rows.article})
    _write_entities(run, entities, stored)
    if rows:
        _write_evidence(run, article, rows)
    kept = [row for row in statements if row.article != article]
    _write_edges(run, [*kept, *said], ends)
    gone = sorted(before.entities - entities.keys())
    if gone:
        run(DELETE_ENTITIES, {"ids": gone})


def _stored_entities(run: Run, ids: Iterable[str]) -> dict[str, Properties]:
    found = run(ENTITIES, {"ids": sorted(ids)})
    return {row["id"]: {key: value for key, value in row.items() if value is not None} for row in found}


def _entities(
    run: Run, article: str, before: Before, stored: Mapping[str, Properties], mentions: Sequence[MentionRow]
) -> dict[str, Properties]:
    """The properties of every entity touched that some article still mentions.

    Most articles agree with what is stored: then one more is added to the sum, however many there are already.
    """
    entities: dict[str, Properties] = {}
    again = set(before.entities)
    for mention in mentions:
        held = stored.get(mention.entity)
        total = entity_properties(mention.entity, [mention]) if held is None else extended(held, mention)
        if total is None or mention.entity in before.entities:
            again.add(mention.entity)
        else:
            entities[mention.entity] = total
    evidence: dict[str, list[MentionRow]] = defaultdict(list)
    if again:
        for row in run(MENTIONS, {"ids": sorted(again), "article": article}):
            evidence[row["entity"]].append(MentionRow(**{**row, "aliases": tuple(row["aliases"] or ())}))
        for mention in mentions:
            if mention.entity in again:
                evidence[mention.entity].append(mention)
    return entities | {entity: entity_properties(entity, rows) for entity, rows in evidence.items()}


def _statements(run: Run, article: str, edges: Iterable[str]) -> list[StatementRow]:
    found = run(STATEMENTS, {"edges": sorted(edges)})
    return [StatementRow(row.pop("head"), row.pop("tail"), row.pop("article"), row) for row in found]


def _write_entities(run: Run, entities: Mapping[str, Properties], stored: Mapping[str, Properties]) -> None:
    types = ontology.load()
    changed: dict[str, list[str]] = defaultdict(list)
    written: dict[str, list[Properties]] = defaultdict(list)
    for entity, properties in sorted(entities.items()):
        written[properties["type"]].append(properties)
        if entity in stored and stored[entity]["type"] != properties["type"]:
            changed[stored[entity]["type"]].append(entity)
    for old, ids in changed.items():
        run(UNLABEL.format(labels=":".join(types.labels(old)[1:])), {"ids": ids})
    for new, rows in written.items():
        run(WRITE_ENTITIES.format(labels=":".join(types.labels(new)[1:])), {"rows": rows})


def _write_evidence(run: Run, article: str, rows: ArticleRows) -> None:
    mentions = [{"entity": row.entity, "properties": row.properties()} for row in rows.mentions]
    statements = [{"head": row.head, "tail": row.tail, "properties": row.properties} for row in rows.statements]
    measures = [{"entity": row.entity, "properties": row.properties} for row in rows.measures]
    for statement, batch in (
        (WRITE_MENTIONS, mentions),
        (WRITE_STATEMENTS, statements),
        (WRITE_MEASURES, measures),
    ):
        if batch:
            run(statement, {"article": article, "rows": batch})


def _write_edges(run: Run, statements: Sequence[StatementRow], ends: Mapping[str, StatementRow]) -> None:
    """Sums up every edge in `ends` anew; one without statements goes."""
    found: dict[str, list[StatementRow]] = defaultdict(list)
    for row in statements:
        found[row.edge].append(row)
    written: dict[str, list[Properties]] = defaultdict(list)
    deleted: dict[str, list[Properties]] = defaultdict(list)
    for edge, row in sorted(ends.items()):
        place: Properties = {"id": edge, "head": row.head, "tail": row.tail}
        if edge in found:
            place["properties"] = edge_properties(edge, found[edge])
            written[row.properties["edgeType"]].append(place)
        else:
            deleted[row.properties["edgeType"]].append(place)
    for template, batches in ((WRITE_EDGES, written), (DELETE_EDGES, deleted)):
        for name, rows in batches.items():
            run(template.format(type=name), {"rows": rows})
