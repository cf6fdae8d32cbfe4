"""POST /query on a real Neo4j: what is refused changes nothing, what is too heavy ends, what is allowed is answered."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api import guard
from api.app import create_app
from api.sandbox import Runner, runner
from kg.errors import KgError, QueryError
from loaders import Rows, Store, open_store
from tests.api.test_guard import ALLOWED, REFUSED
from tests.api.test_sandbox import HEAVY, LIMITS
from tests.loaders.conftest import dump, fill
from tests.loaders.graphs import graphs
from tests.loaders.neo4j_server import Server

# The server knows the number of all combinations without making them; their names it has to look at.
PRODUCT = HEAVY["product"].replace("count(*)", "max(a0.name + a9.name)")
PLANNED_IN_TIME = 200
"""Characters of a query that the server plans at once; the guard stands before longer ones."""


@pytest.fixture(scope="module")
def store(neo4j_session: Server) -> Iterator[Store]:
    neo4j_session.empty()
    opened = open_store(neo4j_session.uri, neo4j_session.settings())
    fill(opened, *graphs())
    yield opened
    opened.close()
    neo4j_session.empty()


@pytest.fixture(scope="module")
def expected(store: Store) -> list[str]:
    return dump(store)


@pytest.fixture(scope="module")
def client(neo4j_session: Server, store: Store) -> Iterator[TestClient]:
    with TestClient(create_app(neo4j_session.settings(), store), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(scope="module")
def queries(store: Store) -> Runner:
    return runner(store, LIMITS)


@pytest.mark.parametrize("cypher", REFUSED, ids=lambda text: text[:50])
def test_refused_over_http(client: TestClient, cypher: str) -> None:
    answer = client.post("/query", json={"cypher": cypher})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("cypher", ALLOWED, ids=lambda text: text[:50])
def test_allowed_over_http(client: TestClient, cypher: str) -> None:
    answer = client.post("/query", json={"cypher": cypher})
    assert answer.status_code == 200, answer.text
    assert answer.json()["items"]


def test_what_the_guard_refuses_changes_nothing_without_it(
    neo4j_session: Server, store: Store, expected: list[str]
) -> None:
    schema = [neo4j_session.run(f"SHOW {kind} YIELD name RETURN name") for kind in ("INDEXES", "CONSTRAINTS")]
    for cypher in REFUSED:
        if len(cypher) < PLANNED_IN_TIME:
            with store.view() as view, contextlib.suppress(KgError):
                view.query(cypher, timeout=LIMITS.seconds, max_rows=10)
    assert dump(store) == expected
    assert schema == [neo4j_session.run(f"SHOW {kind} YIELD name RETURN name") for kind in ("INDEXES", "CONSTRAINTS")]


@pytest.mark.parametrize("cypher", ({**HEAVY, "product": PRODUCT}).values(), ids=list(HEAVY))
def test_survived(queries: Runner, cypher: str) -> None:
    with pytest.raises(QueryError):
        queries.run(guard.check(cypher), {}, 10)
    assert queries.run("MATCH (n:Park) RETURN n.id AS id", {}, 10) == Rows(("id",), [{"id": "haihe-park"}])
