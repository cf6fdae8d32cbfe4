"""Queries that would bring a server down end as errors, and the next query is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import guard
from api.app import create_app
from api.sandbox import Limits, Processes, Views, capped
from kg.errors import QueryError, StoreError
from kg.settings import Settings
from loaders import Rows, Store
from tests.api.stores import filled
from tests.loaders.graphs import graphs

LIMITS = Limits(seconds=1.0, rows=100, bytes=100_000, memory=600_000_000, processes=1)
HEAVY = {
    "product": "MATCH " + ", ".join(f"(a{number})" for number in range(10)) + " RETURN count(*) AS n",
    "long paths": "MATCH (a)-[*1..15]-(b) RETURN count(*) AS n",
    "long list": "UNWIND range(1, 1000000000) AS x RETURN count(x) AS n",
    "list collected": "UNWIND range(1, 1000000000) AS x RETURN collect(x) AS n",
    "lists of lists": "WITH range(1, 5000000) AS l UNWIND range(1, 100) AS i RETURN collect([i, l]) AS n",
    "text doubled": "RETURN reduce(s = 'ab', x IN range(1, 60) | s + s) AS n",
    "large row": "RETURN reduce(s = 'ab', x IN range(1, 18) | s + s) AS n",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = tmp_path_factory.mktemp("sandbox") / "store.kgl"
    filled(str(made), graphs()).close()
    return str(made)


@pytest.fixture(scope="module")
def processes(path: str) -> Iterator[Processes]:
    made = Processes(path, LIMITS)
    yield made
    made.close()


@pytest.mark.parametrize("name", list(HEAVY))
def test_survived(processes: Processes, name: str) -> None:
    with pytest.raises(QueryError):
        processes.run(guard.check(HEAVY[name]), {}, 10)
    assert processes.run("MATCH (n:Park) RETURN n.id AS id", {}, 10) == Rows(("id",), [{"id": "haihe-park"}])


def test_a_process_that_was_killed_is_started_again(path: str) -> None:
    processes = Processes(path, LIMITS)
    assert processes.run("RETURN $x AS x", {"x": "京津冀"}, 1).rows == [{"x": "京津冀"}]
    with processes._process() as process:
        process.kill()
    assert processes.run("RETURN 2 AS x", {}, 1).rows == [{"x": 2}]
    processes.close()


def test_all_places_taken(path: str) -> None:
    with pytest.raises(StoreError, match="all places"):
        Processes(path, replace(LIMITS, seconds=-1.9, processes=0)).run("RETURN 1 AS x", {}, 1)


def test_a_store_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        Processes(str(tmp_path / "none.kgl"), LIMITS).run("RETURN 1 AS x", {}, 1)


def test_rows_and_bytes_have_bounds(processes: Processes, store: Store) -> None:
    for runner in (processes, Views(store, LIMITS)):
        found = runner.run("UNWIND range(1, 1000) AS x RETURN x", {}, 5)
        assert ([row["x"] for row in found.rows], found.truncated) == ([1, 2, 3, 4, 5], True)
        assert len(runner.run("UNWIND range(1, 1000) AS x RETURN x", {}, 5000).rows) == LIMITS.rows
        with pytest.raises(QueryError, match="one row is larger"):
            runner.run("RETURN range(1, 100000) AS x", {}, 5)
    rows = Rows(("x",), [{"x": "园"}] * 10)
    each = len(json.dumps({"x": "园"}, ensure_ascii=False).encode())
    assert capped(rows, 3 * each) == Rows(("x",), [{"x": "园"}] * 3, True)
    assert capped(rows, 10 * each) == rows


@pytest.fixture(scope="module")
def client(path: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=path)), raise_server_exceptions=False) as found:
        yield found


def test_over_http(client: TestClient) -> None:
    asked = {
        "cypher": "MATCH (n:Entity {id: $id}) RETURN n.name AS `名称`, n.aliases AS a",
        "params": {"id": "xinglan"},
    }
    found = client.post("/query", json=asked).json()
    assert found["columns"] == ["名称", "a"]
    assert found["items"] == [{"名称": "星澜半导体", "a": ["星澜半导体有限公司"]}]
    assert found["truncated"] is False


def test_as_csv(client: TestClient) -> None:
    asked = {"cypher": "UNWIND [[1, '二'], 'a\"b'] AS x RETURN x, null AS y", "limit": 1}
    answer = client.post("/query", json=asked, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["x-truncated"] == "true"
    assert answer.text == '\ufeffx,y\r\n"[1, ""二""]",\r\n'
    named = client.get("/queries/parks", headers={"Accept": "text/csv"})
    assert named.text.splitlines()[1].startswith("haihe-park,海河智谷科技园,120112,3,")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"cypher": "CREATE (n)"}', 400),
        ('{"cypher": "RETURN $missing AS x"}', 400),
        ('{"cypher": "RETURN $p AS x", "params": {"p": NaN}}', 400),
        ('{"cypher": "RETURN $p AS x", "params": {"p": 1e999}}', 400),
        ('{"cypher": "RETURN $p AS x", "params": {"p": 99999999999999999999999}}', 400),
        ('{"cypher": "RETURN $p AS x", "params": {"p": "\\ud800"}}', 400),
        ('{"cypher": "RETURN \'\\ud800\' AS x"}', 422),
        ('{"cypher": "RETURN 1 AS x", "limit": NaN}', 422),
        ('{"cypher": "RETURN 1 AS x", "limit": 0}', 422),
        ('{"cypher": "\\u0000"}', 400),
        ('{"cypher": ""}', 422),
        ('{"cypher": 5}', 422),
        ('{"cypher', 422),
        ("[" * 100_000, 400),
        ('{"cypher": "RETURN 1 AS x", "params": {"p": ' + "[" * 500 + "]" * 500 + "}}", 400),
        (b"\xff\xfe\x00", 400),
        (b'{"cypher": "\xed\xa0\x80"}', 422),
    ],
    ids=lambda value: str(value)[:60],
)
def test_odd_bodies_are_problems(client: TestClient, body: str | bytes, status: int) -> None:
    answer = client.post("/query", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text


def test_a_body_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield b"x" * 100_000

    for content in (b"x" * 3_000_000, endless()):
        answer = client.post("/query", content=content, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["type"]) == (413, "body-too-large")
