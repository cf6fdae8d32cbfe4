"""Ids that reviewers merged into others, over HTTP and on both stores."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from fastapi.testclient import TestClient

from api import mcp
from api.app import create_app
from api.sandbox import Limits, runner
from kg.cli.serving import running
from kg.client import Client
from kg.linking import Decisions
from kg.linking.ids import decide
from kg.settings import Settings
from loaders import Store, deciding, open_store
from tests.api.servers import finished
from tests.api.stores import ODD_ID
from tests.api.test_jobs import post
from tests.loaders.conftest import fill
from tests.loaders.graphs import graphs

MERGED = Decisions({"script-co": "obrien", "obrien": "xinglan", "jinnan-institute": ODD_ID})
ODD = "a%2Fb%3Fc%23d%20e%0A%22%3Ci%3E%27%26%3D%E7%94%B2"


@pytest.fixture(scope="module", params=["memory", "neo4j"])
def client(request: pytest.FixtureRequest) -> Iterator[TestClient]:
    server = request.getfixturevalue("neo4j_session") if request.param == "neo4j" else None
    settings = server.settings() if server else Settings()
    if server:
        server.empty()
    store = open_store(server.uri if server else "memory:", settings)
    fill(store, *(decide(graph, MERGED) for graph in graphs()))
    app = create_app(settings, store)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as found:
        yield found
    store.close()
    if server:
        server.empty()


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/entities/script-co", "/entities/xinglan"),
        ("/entities/obrien", "/entities/xinglan"),
        ("/entities/obrien/adjacent?edge=LOCATED_IN&limit=2", "/entities/xinglan/adjacent?edge=LOCATED_IN&limit=2"),
        ("/entities/jinnan-institute", f"/entities/{ODD}"),
        ("/entities/jinnan-institute/adjacent?offset=0", f"/entities/{ODD}/adjacent?offset=0"),
        ("/preview/script-co?lang=en", "/preview/xinglan?lang=en"),
        ("/picture/script-co?view=chain", "/picture/xinglan?view=chain"),
    ],
)
def test_an_old_id_leads_to_the_one_it_is_now(client: TestClient, asked: str, location: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["location"]) == (308, location)
    assert answer.headers["cache-control"] == "no-cache"
    assert client.get(location).status_code == 200


def test_what_follows_redirects_gets_the_entity(client: TestClient) -> None:
    found = client.get("/entities/script-co", follow_redirects=True).json()
    assert (found["id"], found["name"]) == ("xinglan", "星澜半导体")


def test_the_client_follows(client: TestClient) -> None:
    graph = Client("http://testserver", http=cast(Any, client))
    assert graph.entity("script-co")["id"] == "xinglan"
    assert list(graph.adjacent("script-co")) == list(graph.adjacent("xinglan")) != []


def test_an_id_that_nothing_ever_had_is_not_found(client: TestClient) -> None:
    assert client.get("/entities/never").status_code == 404
    assert client.get("/entities/never/adjacent").status_code == 404
    assert client.get("/preview/never").status_code == 404
    assert client.get("/picture/never").status_code == 404


def test_paths_and_flyouts_take_old_ids(client: TestClient) -> None:
    [way] = client.get("/paths", params={"from": "script-co", "to": "haihe-park"}).json()["items"]
    assert [node["id"] for node in way["nodes"]] == ["xinglan", "haihe-park"]
    assert "星澜半导体" in client.get("/reconcile/flyout", params={"id": "obrien"}).json()["html"]


@pytest.mark.parametrize(
    ("name", "old", "now"),
    [
        ("adjacent", {"id": "script-co"}, {"id": "xinglan"}),
        ("timeline", {"id": "obrien"}, {"id": "xinglan"}),
        ("path", {"from": "script-co", "to": "haihe-park"}, {"from": "xinglan", "to": "haihe-park"}),
    ],
)
def test_named_queries_take_old_ids(client: TestClient, name: str, old: dict[str, str], now: dict[str, str]) -> None:
    found = client.get(f"/queries/{name}", params=old).json()
    assert found == client.get(f"/queries/{name}", params=now).json()
    assert found["items"]
    assert client.get(f"/queries/{name}", params=old | {"id" if "id" in old else "from": "never"}).json()["items"] == []


def test_match_finds_what_is_merged_by_its_names(client: TestClient) -> None:
    [row] = client.post("/match", json={"names": [graphs()[0].entities[6].name]}).json()["items"]
    assert (row["candidates"][0]["id"], row["candidates"][0]["match"]) == ("xinglan", True)


@pytest.mark.parametrize("id", ["script-co", "obrien", "xinglan", " xinglan "])
def test_match_takes_ids_of_now_and_of_before(client: TestClient, id: str) -> None:
    [row] = client.post("/match", json={"names": [id]}).json()["items"]
    first = row["candidates"][0]
    assert (first["id"], first["score"], first["match"]) == ("xinglan", 100, True)
    [row] = client.post("/match", json={"names": [id], "type": "Park"}).json()["items"]
    assert "xinglan" not in {candidate["id"] for candidate in row["candidates"]}


def test_reconciliation_takes_old_ids(client: TestClient) -> None:
    asked = json.dumps({"q0": {"query": "obrien", "type": "Company"}})
    [first, *_] = client.post("/reconcile", data={"queries": asked}).json()["q0"]["result"]
    assert (first["id"], first["match"]) == ("xinglan", True)


def test_the_document_tells_of_it(client: TestClient) -> None:
    paths: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    told = {path for path, methods in paths.items() if "308" in methods.get("get", {}).get("responses", {})}
    assert told == {"/entities/{id}", "/entities/{id}/adjacent"}
    assert "Location" in paths["/entities/{id}"]["get"]["responses"]["308"]["headers"]


def test_articles_over_http_keep_to_the_decisions(tmp_path: Path) -> None:
    path, full, short = str(tmp_path / "graph.kgl"), "天津渤锐汽车电子股份有限公司", "渤锐车电"
    articles = [
        {"id": "one", "text": f"{full}落户天津经济技术开发区。"},
        {"id": "two", "text": f"{short}与清华大学签署合作协议。"},
        {"id": "three", "text": f"{short}与南开大学签署合作协议。"},
    ]
    same = Decisions({f"company-{short}": f"company-{full}"})
    with running(Settings(store=path, ingest=True)) as address:
        assert finished(address, post(address, articles[:2]))["done"] == 2
    update(path, same)
    with running(Settings(store=path, ingest=True)) as address:
        assert finished(address, post(address, articles[2:]))["done"] == 1
        assert httpx.get(f"{address}/entities/company-{full}").json()["articleCount"] == 3
        assert httpx.get(f"{address}/entities/company-{short}").status_code == 308
    update(path, Decisions())
    with closing(open_store(path, Settings(), read_only=True)) as store, store.view() as view:
        rows = view.query("MATCH (n:Company) RETURN n.name AS name, n.articleCount AS n ORDER BY n").rows
    assert rows == [{"name": full, "n": 1}, {"name": short, "n": 2}]


def update(path: str, decisions: Decisions) -> None:
    """Does to a store what `kg merge` and `kg split` do."""
    with closing(open_store(path, Settings())) as store:
        with store.view() as view:
            ids = deciding.articles(view, decisions)
        assert all(deciding.decide(store, ids, decisions))


def test_language_models_may_give_old_ids() -> None:
    store: Store = open_store("memory:", Settings())
    fill(store, *(decide(graph, MERGED) for graph in graphs()))
    graph = mcp.Graph(store, Settings(), runner(store, Limits.of(Settings())))
    assert graph.neighbours("script-co") == graph.neighbours("xinglan") != []
    graph.runner.close()
    store.close()
