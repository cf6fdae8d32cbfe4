"""Stores for the contract tests: every test that asks for `store` runs on each kind.

`fresh` opens an empty store of the kind under test as often as a test wants, and closes the one before: a server has
one database. `dump` gives all that a store holds.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.records import Graph
from kg.settings import Settings
from loaders import Store, open_store, schema
from tests.loaders.graphs import graphs
from tests.loaders.neo4j_server import OwnServer, Server

Fresh = Callable[..., Store]
EVERYTHING: dict[str, Any] = {"timeout": 600.0, "max_rows": 10_000_000}


@pytest.fixture(params=["memory", "file", "neo4j"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fresh]:
    """Opens an empty store filled with the graphs given, and closes and forgets the one opened before."""
    server = request.getfixturevalue("neo4j_database") if request.param == "neo4j" else None
    opened: list[Store] = []
    numbers = itertools.count()

    def open_fresh(*content: Graph) -> Store:
        while opened:
            opened.pop().close()
        if server is not None:
            server.empty()
            store = open_store(server.uri, server.settings())
        else:
            url = "memory:" if request.param == "memory" else str(tmp_path / f"store-{next(numbers)}.kgl")
            store = open_store(url, Settings())
        opened.append(store)
        fill(store, *content)
        return store

    yield open_fresh
    for store in opened:
        store.close()


@pytest.fixture
def own_server(neo4j_session: Server) -> Iterator[OwnServer]:
    """A server that the test may kill; it runs again afterwards."""
    if not isinstance(neo4j_session, OwnServer):
        pytest.skip("the server of KG_TEST_NEO4J is not the tests' own: they must not kill it")
    neo4j_session.empty()
    yield neo4j_session
    if not neo4j_session.runs():
        neo4j_session.start()
    neo4j_session.empty()


@pytest.fixture
def store(fresh: Fresh) -> Store:
    """A store with the three articles of `graphs`."""
    return fresh(*graphs())


def fill(store: Store, *content: Graph) -> None:
    with store.writer() as writer:
        for graph in content:
            assert writer.put(graph)


def dump(store: Store) -> list[str]:
    """Every node and every edge of a graph, in an order that does not depend on how they came there."""
    with store.view() as view:
        nodes = view.query(f"MATCH (n) WHERE NOT n:{schema.RECORD} RETURN n", **EVERYTHING).rows
        edges = view.query("MATCH (a)-[e]->(b) RETURN a.id AS head, e AS edge, b.id AS tail", **EVERYTHING).rows
    for row in nodes:
        row["n"]["labels"].sort()
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in (*nodes, *edges))
