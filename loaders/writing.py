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
    EDGE_PROPERTIES,
    MENTION_PROPERTIES,
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


def _from_row(names: Iterable[str]) -> str:
    """A map of properties taken from `row`. Creating a node with them is twice as fast as setting them afterwards."""
    return "{" + ", ".join(f"`{name}`: row.`{name}`" for name in names) + "}"


SHA256 = "MATCH (a:Article {id: $id}) RETURN a.sha256 AS sha256"
ENTITIES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN " + ", ".join(
    f"n.{name} AS {name}" for name in PROPERTIES["Entity"]
)
MENTIONS = """
UNWIND $ids AS id MATCH (n:Entity {id: id})<-[m:MENTIONS]-(a:Article) WHERE a.id <> $article
RETURN n.id AS entity, a.id AS article, a.date AS date, m.count AS count, m.name AS name, m.type AS type,
       m.aliases AS aliases, m.region AS region, m.lon AS lon, m.lat AS lat
"""
MENTIONED = "MATCH (:Article {id: $article})-[:MENTIONS]->(n:Entity) RETURN n.id AS id"
SAID = "MATCH (s:Statement)-[:FROM]->(:Article {id: $article}) RETURN s.edgeId AS edge"
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
DELETE_ARTICLE = "MATCH (a:Article {id: $article}) DETACH DELETE a"
DELETE_ENTITIES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) DETACH DELETE n"
WRITE_ARTICLE = "MERGE (a:Article {id: $id}) SET a = $properties"
UPDATE_ENTITIES = "UNWIND $rows AS row MATCH (n:Entity {id: row.id}) SET n += row.changes"
CREATE_MENTIONS = f"""
MATCH (a:Article {{id: $article}})
UNWIND $rows AS row MATCH (n:Entity {{id: row.entity}})
CREATE (a)-[:MENTIONS {_from_row(MENTION_PROPERTIES)}]->(n)
"""
CREATE_STATEMENTS = f"""
MATCH (a:Article {{id: $article}})
UNWIND $rows AS row MATCH (h:Entity {{id: row.head}}) MATCH (t:Entity {{id: row.tail}})
CREATE (h)<-[:SUBJECT]-(s:Statement {_from_row(PROPERTIES["Statement"])})-[:OBJECT]->(t), (s)-[:FROM]->(a)
"""
CREATE_MEASURES = f"""
MATCH (a:Article {{id: $article}})
UNWIND $rows AS row MATCH (n:Entity {{id: row.entity}})
CREATE (n)-[:HAS_MEASURE]->(:Measure {_from_row(PROPERTIES["Measure"])})-[:FROM]->(a)
"""


# Labels and edge types cannot be parameters in Cypher; these come from the ontology alone.


def create_entities(labels: Sequence[str]) -> str:
    return f"UNWIND $rows AS row CREATE (:{':'.join(labels)} {_from_row(PROPERTIES['Entity'])})"


def relabel_entities(old: Sequence[str], new: Sequence[str]) -> str:
    return f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) REMOVE n:{':'.join(old)} SET n:{':'.join(new)}"


def create_edges(edge: str) -> str:
    return f"""
    UNWIND $rows AS row MATCH (h:Entity {{id: row.head}}) MATCH (t:Entity {{id: row.tail}})
    CREATE (h)-[:{edge} {_from_row(EDGE_PROPERTIES)}]->(t)
    """


def update_edges(edge: str) -> str:
    return f"UNWIND $rows AS row MATCH ()-[e:{edge} {{id: row.id}}]->() SET e += row.changes"


def delete_edges(edge: str) -> str:
    return f"UNWIND $ids AS id MATCH ()-[e:{edge} {{id: id}}]->() DELETE e"


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
    statements = _statements(run, before.edges | {row.edge for row in said})
    if before.entities or before.edges:
        for statement in FORGET:
            run(statement, {"article": article})
    if rows:
        run(WRITE_ARTICLE, {"id": article, "properties": rows.article})
    _write_entities(run, entities, stored)
    if rows:
        _write_evidence(run, article, rows)
    _write_edges(run, statements, [*(row for row in statements if row.article != article), *said])
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


def _statements(run: Run, edges: Iterable[str]) -> list[StatementRow]:
    found = run(STATEMENTS, {"edges": sorted(edges)})
    return [StatementRow(row.pop("head"), row.pop("tail"), row.pop("article"), row) for row in found]


def _write_entities(run: Run, entities: Mapping[str, Properties], stored: Mapping[str, Properties]) -> None:
    """Creates what is new and, of what is there, writes only what changed: rewriting an indexed name is dear."""
    types = ontology.load()
    created: dict[str, list[Properties]] = defaultdict(list)
    retyped: dict[tuple[str, str], list[str]] = defaultdict(list)
    updated: list[Properties] = []
    for entity, now in sorted(entities.items()):
        held = stored.get(entity)
        if held is None:
            created[now["type"]].append(now)
            continue
        if held["type"] != now["type"]:
            retyped[held["type"], now["type"]].append(entity)
        changes = {name: now.get(name) for name in PROPERTIES["Entity"] if now.get(name) != held.get(name)}
        if changes:
            updated.append({"id": entity, "changes": changes})
    for name, rows in created.items():
        run(create_entities(types.labels(name)), {"rows": rows})
    for (old, new), ids in retyped.items():
        run(relabel_entities(types.labels(old)[1:], types.labels(new)[1:]), {"ids": ids})
    if updated:
        run(UPDATE_ENTITIES, {"rows": updated})


def _write_evidence(run: Run, article: str, rows: ArticleRows) -> None:
    mentions = [{"entity": row.entity, **row.properties()} for row in rows.mentions]
    statements = [{"head": row.head, "tail": row.tail, **row.properties} for row in rows.statements]
    measures = [{"entity": row.entity, **row.properties} for row in rows.measures]
    for statement, batch in (
        (CREATE_MENTIONS, mentions),
        (CREATE_STATEMENTS, statements),
        (CREATE_MEASURES, measures),
    ):
        if batch:
            run(statement, {"article": article, "rows": batch})


def _write_edges(run: Run, before: Sequence[StatementRow], now: Sequence[StatementRow]) -> None:
    """Sums up anew the edges of the statements that stood before and that stand now."""
    held = {row.edge: row.properties["edgeType"] for row in before}
    standing: dict[str, list[StatementRow]] = defaultdict(list)
    for row in now:
        standing[row.edge].append(row)
    created: dict[str, list[Properties]] = defaultdict(list)
    updated: dict[str, list[Properties]] = defaultdict(list)
    for edge, rows in sorted(standing.items()):
        name, total = rows[0].properties["edgeType"], edge_properties(edge, rows)
        if edge in held:
            updated[name].append({"id": edge, "changes": {key: total.get(key) for key in EDGE_PROPERTIES[1:]}})
        else:
            created[name].append({"head": rows[0].head, "tail": rows[0].tail, **total})
    for name, batch in created.items():
        run(create_edges(name), {"rows": batch})
    for name, batch in updated.items():
        run(update_edges(name), {"rows": batch})
    for name in sorted({held[edge] for edge in held.keys() - standing.keys()}):
        gone = sorted(edge for edge in held.keys() - standing.keys() if held[edge] == name)
        run(delete_edges(name), {"ids": gone})
