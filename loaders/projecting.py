"""The entities of a store and their edges in the embedded engine: for queries that need its graph algorithms.

Neo4j has such procedures in a plug-in alone, which is not assumed to be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kg import ontology
from loaders import embedded
from loaders.base import View

STEP = 10_000
"""Nodes or edges written at a time."""
MOST = 2**31 - 2
NODES = """MATCH (n:Entity) RETURN n.id AS id, n.name AS name, n.type AS type, n.region AS region,
n.articleCount AS articleCount ORDER BY id"""
EDGES = """MATCH (h:Entity)-[e]->(t:Entity) WHERE type(e) = $type
RETURN h.id AS head, t.id AS tail ORDER BY head, tail"""
NODE = """UNWIND $rows AS row
CREATE (:Entity {id: row.id, name: row.name, type: row.type, region: row.region, articleCount: row.articleCount})"""
EDGE = "UNWIND $rows AS row MATCH (h:Entity {{id: row.head}}), (t:Entity {{id: row.tail}}) CREATE (h)-[:{type}]->(t)"


@contextmanager
def with_procedures(view: View, timeout: float) -> Iterator[View]:
    """The view itself where its engine has the procedures, else one of a copy; `timeout` in seconds for each reading.

    Raises `QueryError` as `View.query` does.
    """
    if isinstance(view, embedded.EmbeddedView):
        yield view
        return
    with embedded.scratch() as session:
        rows = view.query(NODES, timeout=timeout, max_rows=MOST).rows
        for start in range(0, len(rows), STEP):
            session.execute(NODE, params={"rows": rows[start : start + STEP]})
        for type in ontology.load().edges:
            rows = view.query(EDGES, {"type": type}, timeout=timeout, max_rows=MOST).rows
            for start in range(0, len(rows), STEP):
                session.execute(EDGE.format(type=type), params={"rows": rows[start : start + STEP]})
        yield embedded.EmbeddedView(session)
