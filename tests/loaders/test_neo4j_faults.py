"""The Neo4j server dies, comes back, may only read, runs out of disk, while articles are loaded and asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import neo4j
import pytest

from kg.errors import StoreError
from kg.settings import Settings
from loaders import Store, open_store
from tests.loaders.conftest import dump, fill
from tests.loaders.graphs import cluster_article, graphs, park_article, project_article
from tests.loaders.neo4j_server import FOR_TESTS, OwnServer, Server

pytestmark = pytest.mark.slow


@pytest.fixture
def server(own_server: OwnServer) -> OwnServer:
    return own_server


def opened(server: Server, retry_seconds: float = 0.0) -> Store:
    return open_store(server.uri, server.settings(neo4j_retry_seconds=retry_seconds))


def content(*articles: Any) -> list[str]:
    """What a store holds that never saw a fault."""
    store = open_store("memory:", Settings())
    fill(store, *articles)
    expected = dump(store)
    store.close()
    return expected


def at_statement(monkeypatch: pytest.MonkeyPatch, number: int, act: Callable[[], None]) -> None:
    """Has `act` done before the statement of that number within the next transaction that writes."""
    run = neo4j.ManagedTransaction.run
    counted = 0

    def counting(self: neo4j.ManagedTransaction, *given: Any, **named: Any) -> neo4j.Result:
        nonlocal counted
        counted += 1
        if counted == number:
            act()
        return run(self, *given, **named)

    monkeypatch.setattr(neo4j.ManagedTransaction, "run", counting)


def test_killed_within_an_article_and_started_again_the_load_is_finished_by_repeating(
    server: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(server)
    fill(store, park_article())
    at_statement(monkeypatch, 9, server.kill)
    stored: list[bool] = []
    with store.writer() as writer:
        with pytest.raises(StoreError, match=r"the server was lost at a2; .*repeat"):
            writer.put(cluster_article())
        with pytest.raises(StoreError, match="the server was lost at a3"):
            stored.extend(writer.put_all([project_article(), cluster_article()]))
    assert stored == []
    with store.view() as view, pytest.raises(StoreError, match="no Neo4j server answers there"):
        view.query("MATCH (n) RETURN n")
    server.start()
    assert dump(store) == content(park_article())  # over the connections of before
    with store.writer() as writer:
        assert list(writer.put_all(graphs())) == [False, True, True]
    assert dump(store) == content(*graphs())
    store.close()


def test_killed_within_a_group_and_back_in_time_the_load_goes_on(
    server: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def restart() -> None:
        server.kill()
        server.start()

    store = opened(server, retry_seconds=60.0)
    at_statement(monkeypatch, 9, restart)
    with store.writer() as writer:
        assert list(writer.put_all(graphs())) == [True, True, True]
    assert dump(store) == content(*graphs())
    store.close()


def test_full_disk_is_named_and_the_load_is_finished_when_there_is_room_again(server: OwnServer) -> None:
    store = opened(server)
    fill(store, park_article())
    server.fill_disk()
    with store.writer() as writer, pytest.raises(StoreError, match="whether its disk is full"):
        writer.put(cluster_article())
    store.close()
    server.kill()
    server.start()
    store = opened(server)
    assert dump(store) == content(park_article())
    with store.writer() as writer:
        assert list(writer.put_all(graphs())) == [False, True, True]
    assert dump(store) == content(*graphs())
    store.close()


def test_read_only_database_is_read_and_refuses_writers_at_once(server: OwnServer) -> None:
    store = opened(server)
    fill(store, project_article())
    store.close()
    server.stop()
    server.configure(f"{FOR_TESTS}server.databases.read_only=neo4j\n")
    server.start()
    try:
        with pytest.raises(StoreError, match="the database is read-only; make it writable"):
            opened(server, retry_seconds=60.0)
        reader = open_store(server.uri, server.settings(), read_only=True)
        assert dump(reader) == content(project_article())
        reader.close()
    finally:
        server.stop()
        server.configure(FOR_TESTS)
