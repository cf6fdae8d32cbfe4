"""What the Neo4j store promises beyond the contract, against a real server: messages, other data, writers, values."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator

import pytest
from neo4j.exceptions import DatabaseError
from pydantic import SecretStr

from kg.errors import QueryError, StoreError
from kg.settings import Settings
from loaders import Store, neo4j_faults, open_store, schema
from loaders.cypher_text import check_calls
from tests.loaders.conftest import dump, fill
from tests.loaders.graphs import cluster_article, corrected, graphs, park_article, project_article
from tests.loaders.neo4j_server import Server

OTHER = "CREATE (:Customer {id: 'x', name: '别家'})-[:BOUGHT {id: 1}]->(:Company {id: 'xinglan', name: '别家的公司'})"


def opened(server: Server, *, read_only: bool = False, **others: object) -> Store:
    return open_store(server.uri, server.settings(**others), read_only=read_only)


def refused(server: Server, message: str, *, read_only: bool = False, **others: object) -> str:
    """The message with which the store is not opened."""
    with pytest.raises(StoreError, match=message) as caught:
        opened(server, read_only=read_only, **others)
    assert "\n" not in str(caught.value)
    assert server.password not in str(caught.value)
    return str(caught.value)


def whole(server: Server) -> list[dict[str, object]]:
    """Every node of the database and how many edges it has, those of other applications too."""
    return server.run("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties, COUNT { (n)--() } AS edges")


@pytest.fixture
def bare(neo4j_database: Server) -> Server:
    """A database without data, constraints and indexes."""
    for kind in ("CONSTRAINT", "INDEX"):
        for row in neo4j_database.run(f"SHOW {kind} YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
            neo4j_database.run(f"DROP {kind} `{row['name']}` IF EXISTS")
    return neo4j_database


@pytest.fixture
def expected() -> list[str]:
    store = open_store("memory:", Settings())
    fill(store, *graphs())
    content = dump(store)
    store.close()
    return content


def test_server_that_is_away_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"bolt://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(StoreError, match=f"{address}: no Neo4j server answers there: start it"):
        open_store(address, Settings(neo4j_password=SecretStr("secret")))


def test_server_that_is_no_neo4j_is_named() -> None:
    def answer() -> None:
        asked, _ = listener.accept()
        with asked:
            asked.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer)
        thread.start()
        address = f"bolt://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(StoreError, match=f"{address}: .*HTTP"):
            open_store(address, Settings())
        thread.join()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("bolt://", "bolt://: "),
        ("bolt://127.0.0.1:port", "bolt://127.0.0.1:port: "),
        ("neo4j://127.0.0.1/kg", "an address is neo4j://HOST:PORT; the database's name goes into KG_NEO4J_DATABASE"),
    ],
)
def test_address_that_is_none_is_explained(address: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        open_store(address, Settings())


@pytest.mark.parametrize("password", ["wrong", ""])
def test_wrong_password_says_where_the_right_one_is_to_be_given(neo4j_database: Server, password: str) -> None:
    refused(neo4j_database, "KG_NEO4J_PASSWORD", neo4j_password=SecretStr(password))


def test_unknown_database_is_explained(neo4j_database: Server) -> None:
    refused(neo4j_database, "KG_NEO4J_DATABASE", neo4j_database="nowhere")


def test_database_may_be_named(neo4j_database: Server) -> None:
    store = opened(neo4j_database, neo4j_database="neo4j")
    fill(store, park_article())
    store.close()


def test_empty_database_gets_constraints_and_indexes_once(bare: Server) -> None:
    for _ in range(2):
        opened(bare).close()
        names = {row["name"] for kind in ("CONSTRAINTS", "INDEXES") for row in bare.run(f"SHOW {kind} YIELD name")}
        assert schema.neo4j_rules().keys() <= names
        assert bare.run(f"MATCH (n:{schema.RECORD}) RETURN n.version AS version") == [{"version": schema.VERSION}]


def test_full_text_index_finds_part_of_a_chinese_alias(neo4j_database: Server) -> None:
    store = opened(neo4j_database)
    fill(store, park_article())
    neo4j_database.run("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    cypher = "CALL db.index.fulltext.queryNodes('entity_text', $text) YIELD node RETURN node.id AS id"
    with store.view() as view:
        assert view.query(cypher, {"text": '"星澜半导体"'}).rows == [{"id": "xinglan"}]
        assert view.query(cypher, {"text": '"智谷科技"'}).rows == [{"id": "haihe-park"}]
    store.close()


@pytest.mark.parametrize(
    ("version", "way"), [(0, "build the graph again"), (None, "build the graph again"), (2, "install a newer one")]
)
@pytest.mark.parametrize("read_only", [True, False])
def test_graph_of_another_version_is_refused(
    neo4j_database: Server, version: int | None, way: str, read_only: bool
) -> None:
    store = opened(neo4j_database)
    fill(store, park_article())
    neo4j_database.run(f"MATCH (n:{schema.RECORD}) SET n.version = $version", version=version)
    before = whole(neo4j_database)
    refused(neo4j_database, f"schema version {version}; this program needs 1: {way}", read_only=read_only)
    with store.writer() as writer, pytest.raises(StoreError, match=way):
        writer.put(cluster_article())
    assert whole(neo4j_database) == before
    store.close()


def test_reading_an_empty_database_tells_how_to_fill_it_and_leaves_it(bare: Server) -> None:
    assert "kg build" in refused(bare, "no graph yet", read_only=True)
    assert bare.run("SHOW CONSTRAINTS") == []
    assert whole(bare) == []


def test_store_opened_for_reading_does_not_write(neo4j_database: Server) -> None:
    store = opened(neo4j_database)
    fill(store, park_article())
    store.close()
    reader = opened(neo4j_database, read_only=True)
    before = dump(reader)
    with pytest.raises(StoreError, match="reading only"), reader.writer() as writer:
        writer.put(cluster_article())
    assert dump(reader) == before
    reader.close()


def test_database_that_was_emptied_meanwhile_is_noticed(neo4j_database: Server) -> None:
    store = opened(neo4j_database)
    neo4j_database.empty()
    with store.writer() as writer, pytest.raises(StoreError, match="emptied meanwhile"):
        writer.put(park_article())
    assert whole(neo4j_database) == []
    store.close()


def test_other_data_of_the_database_is_left_alone(bare: Server, expected: list[str]) -> None:
    bare.run(OTHER)
    others = whole(bare)
    store = opened(bare)
    fill(store, *graphs())
    assert [row for row in dump(store) if "别家" not in row and "BOUGHT" not in row] == expected
    with store.view() as view:
        assert view.query("MATCH (n:Entity) RETURN count(n) AS n").rows == [{"n": 15}]
    with store.writer() as writer:
        assert writer.put(corrected(park_article()))
        assert all(writer.remove(graph.article.id) for graph in graphs())
    assert [row for row in whole(bare) if row["labels"] != [schema.RECORD]] == others
    store.close()


@pytest.mark.parametrize("read_only", [True, False])
def test_other_nodes_under_our_labels_are_refused_and_left_alone(bare: Server, read_only: bool) -> None:
    bare.run("CREATE (:Article {title: '别家的文章'})")
    before = whole(bare)
    refused(bare, "nodes labelled Article that are not of this program; nothing was changed", read_only=read_only)
    assert whole(bare) == before
    assert bare.run("SHOW CONSTRAINTS") == []


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (
            "CREATE CONSTRAINT entity_id FOR (n:Other) REQUIRE n.key IS UNIQUE",
            r"called entity_id is there already, on Ot",
        ),
        ("CREATE INDEX held FOR (n:Entity) ON (n.id)", r"cannot make the constraint entity_id on Entity \(id\): "),
        (
            "CREATE (a:Customer) CREATE (a)-[:LOCATED_IN {id: 1}]->(a), (a)-[:LOCATED_IN {id: 1}]->(a)",
            r"cannot make the constraint located_in_id on LOCATED_IN \(id\): ",
        ),
    ],
)
def test_schema_that_clashes_is_explained(bare: Server, command: str, message: str) -> None:
    bare.run(command)
    assert "KG_NEO4J_DATABASE" in refused(bare, message)
    assert bare.run(f"MATCH (n:{schema.RECORD}) RETURN n") == []


def test_constraint_under_another_name_will_do(bare: Server) -> None:
    bare.run("CREATE CONSTRAINT theirs FOR (n:Entity) REQUIRE n.id IS UNIQUE")
    for _ in range(2):
        store = opened(bare)
        store.close()


def test_writers_of_two_connections_take_turns(neo4j_database: Server, expected: list[str]) -> None:
    """Both load the same articles in opposite order and take them out again and again: sums must not get lost."""
    stores = [opened(neo4j_database), opened(neo4j_database)]
    faults: list[Exception] = []

    def work(store: Store, step: int) -> None:
        try:
            with store.writer() as writer:
                for _ in range(3):
                    for graph in graphs()[::step]:
                        writer.put(graph)
                    writer.remove("a2")
                list(writer.put_all(graphs()))
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(store, step)) for store, step in zip(stores, (1, -1), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    fill_again = opened(neo4j_database)
    with fill_again.writer() as writer:
        list(writer.put_all(graphs()))
    assert dump(fill_again) == expected
    for store in (*stores, fill_again):
        store.close()


class DiskFullError(DatabaseError):
    """What a server with a full disk answers from then on."""

    code = "Neo.DatabaseError.Transaction.TransactionStartFailed"
    message = "The database has encountered a critical error, and needs to be restarted."


def test_server_that_broke_down_is_no_fault_of_the_article_or_the_query() -> None:
    stored = neo4j_faults.storing("bolt://db", "a1", DiskFullError())
    asked = neo4j_faults.asking("bolt://db", 1.0, DiskFullError())
    assert isinstance(asked, StoreError)
    for error in (stored, asked):
        assert re.search(r"^bolt://db: .*needs to be restarted.*whether its disk is full", str(error))
    assert "all before it is stored" in str(stored)


@pytest.fixture
def store(neo4j_database: Server) -> Iterator[Store]:
    store = opened(neo4j_database)
    fill(store, project_article())
    yield store
    store.close()


@pytest.mark.parametrize(
    ("cypher", "value"),
    [
        ("RETURN datetime('2024-02-26T10:11:12.5+08:00') AS v", "2024-02-26T10:11:12.500000+08:00"),
        ("RETURN localdatetime('2024-02-26T10:11:12') AS v", "2024-02-26T10:11:12"),
        ("RETURN time('10:11:12Z') AS v", "10:11:12+00:00"),
        ("RETURN date('1000-01-01') AS v", "1000-01-01"),
        ("RETURN duration('P1Y2M3DT4H') AS v", {"months": 14, "days": 3, "seconds": 14400}),
        ("RETURN point({longitude: 117.2, latitude: 39.1}) AS v", {"longitude": 117.2, "latitude": 39.1}),
        ("RETURN point({x: 1, y: 2, z: 3}) AS v", {"x": 1.0, "y": 2.0, "z": 3.0}),
        ("RETURN [1.0 / 0, 0.0 / 0, -1.0 / 0, 1.5] AS v", [None, None, None, 1.5]),
        ("RETURN $bytes AS v", "00ff"),
        (
            "MATCH (n:Institute) RETURN [{inner: [n.name]}, true, null] AS v",
            [{"inner": ["津南智造研究院"]}, True, None],
        ),
    ],
)
def test_values_are_plain(store: Store, cypher: str, value: object) -> None:
    with store.view() as view:
        assert view.query(cypher, {"bytes": b"\x00\xff"}).rows == [{"v": value}]


def test_value_that_the_server_cannot_take_is_a_wrong_query(store: Store) -> None:
    with store.view() as view:
        for value in (2**70, "\ud800", object()):
            with pytest.raises(QueryError):
                view.query("RETURN $value", {"value": value})
        assert view.query("RETURN 1 AS one").rows == [{"one": 1}]


def test_rows_beyond_those_asked_for_are_not_fetched(store: Store) -> None:
    with store.view() as view:
        found = view.query("UNWIND range(1, 1000000000) AS x RETURN x", max_rows=3)
    assert (found.rows, found.truncated) == ([{"x": 1}, {"x": 2}, {"x": 3}], True)


@pytest.mark.parametrize(
    "cypher",
    [
        "CALL db.index.fulltext.queryNodes('entity_text', 'x') YIELD node RETURN node",
        "CALL db.labels() YIELD label RETURN count(label) AS n",
        "CALL `db`.`labels`",
        "MATCH (n) CALL (n) { RETURN 1 AS one } RETURN one",
        "MATCH (n) WHERE date.truncate('month', date()) > date() RETURN point.distance(n.a, n.b)",
        "RETURN 'CALL apoc.load.json(1)' AS text // CALL apoc.help('x')",
        "MATCH (n) WHERE n.name IN (['x']) RETURN n.list[0..size(n.list)], n {.name}",
        "RETURN '\\u4e2d' AS text",
        "SHOW INDEXES",
        "MATCH (show) RETURN show",
    ],
)
def test_calls_that_read_the_graph_are_allowed(cypher: str) -> None:
    check_calls(cypher)


@pytest.mark.parametrize(
    "cypher",
    [
        "CALL dbms.killConnections(['bolt-1'])",
        "call\n dbms . killConnections([$x])",
        "CALL apoc.load.json",
        "CALL `apoc`.`load`.`json`($url)",
        "MATCH (n) CALL /* c */ apoc.cypher.run($x, {}) YIELD value RETURN value",
        "RETURN apoc.cypher.runFirstColumnSingle('LOAD CSV …', {})",
        "RETURN `apoc`. /* c */ `util`.x($y)",
        "RETURN 1 AS a // \\u000a UNION LOAD CSV FROM 'file:///x' AS a RETURN a",
        "RETURN 'a\\u0027 AS a UNION CALL apoc.load.json('x')",
        "C\\u0041LL apoc.load.json($x)",
        "SHOW TRANSACTIONS",
        "show  current user",
        "CYPHER 5 TERMINATE TRANSACTION 'neo4j-transaction-1'",
    ],
)
def test_calls_that_do_more_are_refused(cypher: str) -> None:
    with pytest.raises(QueryError, match=r"not allowed|not as \\u"):
        check_calls(cypher)


def test_view_refuses_calls_that_do_more(store: Store) -> None:
    with store.view() as view, pytest.raises(QueryError, match=r"CALL db\.clearQueryCaches is not allowed"):
        view.query("CALL db.clearQueryCaches()")
