"""A whole graph out of a view, a batch at a time in the order of ids: what exports and copies read.

The store should not be written meanwhile: a view of a server sees each batch as it is when it comes to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loaders import writing
from loaders.base import View
from loaders.merging import Version, version
from loaders.rows import (
    EDGE_PROPERTIES,
    MENTION_PROPERTIES,
    PROPERTIES,
    ArticleRows,
    MeasureRow,
    MentionRow,
    Properties,
    StatementRow,
)

PAGE = 50_000
"""How many ids are held in memory. A store without an ordered index looks through all of them for each page."""
BATCH = 200
"""Of how many nodes the properties and edges are held in memory."""
SECONDS = 600.0
ROWS = 2**31 - 2
"""What one query may take and give: it reads one page or one batch."""

IDS = "MATCH (n:{label}) WHERE n.id > $after RETURN n.id AS id ORDER BY n.id LIMIT $page"
COUNT = "MATCH (n:{label}) RETURN count(n) AS n"


def _columns(variable: str, names: Iterable[str]) -> str:
    return ", ".join(f"{variable}.`{name}` AS `{name}`" for name in names)


ENTITIES = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) RETURN {_columns('n', PROPERTIES['Entity'])}"
EDGES = f"""UNWIND $ids AS id MATCH (h:Entity {{id: id}})-[e]->(t:Entity)
RETURN h.id AS head, type(e) AS type, t.id AS tail, {_columns("e", EDGE_PROPERTIES)}"""
ARTICLES = f"UNWIND $ids AS id MATCH (a:Article {{id: id}}) RETURN {_columns('a', PROPERTIES['Article'])}"
MENTIONS = f"""UNWIND $ids AS id MATCH (a:Article {{id: id}})-[m:MENTIONS]->(n:Entity)
RETURN a.id AS article, a.date AS date, n.id AS entity, {_columns("m", MENTION_PROPERTIES)}"""
STATEMENTS = f"""UNWIND $ids AS id MATCH (a:Article {{id: id}})<-[:FROM]-(s:Statement)
MATCH (s)-[:SUBJECT]->(h:Entity) MATCH (s)-[:OBJECT]->(t:Entity)
RETURN a.id AS article, h.id AS head, t.id AS tail, {_columns("s", PROPERTIES["Statement"])}"""
MEASURES = f"""UNWIND $ids AS id MATCH (a:Article {{id: id}})<-[:FROM]-(m:Measure)<-[:HAS_MEASURE]-(n:Entity)
RETURN a.id AS article, n.id AS entity, {_columns("m", PROPERTIES["Measure"])}"""


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """An edge between two entities."""

    head: str
    type: str
    tail: str
    properties: Properties


def batches(view: View, label: str) -> Iterator[list[str]]:
    """The ids of all nodes of a label (Entity or Article), in their order."""
    after = ""
    while page := _ask(view, IDS.format(label=label), after=after, page=PAGE):
        ids: list[str] = [row["id"] for row in page]
        yield from (ids[place : place + BATCH] for place in range(0, len(ids), BATCH))
        after = ids[-1]


def count(view: View, label: str) -> int:
    """How many nodes of a label there are."""
    [row] = _ask(view, COUNT.format(label=label))
    number: int = row["n"]
    return number


def entities(view: View, ids: Sequence[str]) -> list[Properties]:
    """The entities of a batch."""
    return sorted(map(_stored, _ask(view, ENTITIES, ids=ids)), key=lambda row: row["id"])


def edges(view: View, ids: Sequence[str]) -> list[EdgeRow]:
    """The edges that go out from the entities of a batch to any others, by head."""
    found = map(_stored, _ask(view, EDGES, ids=ids))
    rows = [EdgeRow(row.pop("head"), row.pop("type"), row.pop("tail"), row) for row in found]
    return sorted(rows, key=lambda row: (row.head, row.properties["id"]))


def versions(view: View, ids: Sequence[str]) -> dict[str, Version]:
    """Of those articles of a batch that are there, which version it is."""
    return {row["id"]: version(row) for row in _ask(view, writing.VERSIONS, articles=ids)}


def articles(view: View, ids: Sequence[str]) -> list[ArticleRows]:
    """All that the articles of a batch say: what `article_rows` made when they were stored."""
    mentions, statements, measures = (_by_article(view, cypher, ids) for cypher in (MENTIONS, STATEMENTS, MEASURES))
    found = sorted(map(_stored, _ask(view, ARTICLES, ids=ids)), key=lambda row: row["id"])
    return [
        ArticleRows(
            article=row,
            mentions=tuple(sorted(map(MentionRow.of, mentions[row["id"]]), key=lambda mention: mention.entity)),
            statements=tuple(_statement(said) for said in _by_id(statements[row["id"]])),
            measures=tuple(_measure(figure) for figure in _by_id(measures[row["id"]])),
        )
        for row in found
    ]


def _ask(view: View, cypher: str, **params: Any) -> list[Properties]:
    return view.query(cypher, params, timeout=SECONDS, max_rows=ROWS).rows


def _by_article(view: View, cypher: str, ids: Sequence[str]) -> Mapping[str, list[Properties]]:
    found: dict[str, list[Properties]] = defaultdict(list)
    for row in _ask(view, cypher, ids=ids):
        found[row["article"]].append(_stored(row))
    return found


def _by_id(rows: Iterable[Properties]) -> list[Properties]:
    return sorted(rows, key=lambda row: str(row["id"]))


def _statement(row: Properties) -> StatementRow:
    return StatementRow(row.pop("head"), row.pop("tail"), row.pop("article"), row)


def _measure(row: Properties) -> MeasureRow:
    del row["article"]
    return MeasureRow(row.pop("entity"), row)


def _stored(row: Properties) -> Properties:
    return {key: value for key, value in row.items() if value is not None}
