"""`kg.client` with a real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.cli.serving import running
from kg.client import Client
from kg.errors import KgError
from kg.settings import Settings
from tests.api.stores import ODD_ID, filled, hub, markup
from tests.loaders.graphs import graphs


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    store = str(tmp_path_factory.mktemp("client") / "graph.kgl")
    filled(store, (*graphs(), hub(700), markup())).close()
    with running(Settings(store=store)) as address, Client(address) as found:
        yield found


def test_from_a_name_to_the_sentences(client: Client) -> None:
    found = client.search("星澜", type="Company")[0]
    around = list(client.adjacent(found["id"], edge="LOCATED_IN"))
    assert {row["type"] for row in around} == {"LOCATED_IN"}
    assert client.statements(around[0]["edgeId"])[0]["sentence"]
    assert client.entity(found["id"])["name"] == found["name"]


def test_lists_come_whole_however_long(client: Client) -> None:
    best = client.run("top_hubs", limit=1)[0]
    edges = [row["edgeId"] for row in client.adjacent(best["id"])]
    assert len(edges) == len(set(edges)) >= 700
    assert list(client.articles())


def test_paths_queries_and_lists_of_names(client: Client) -> None:
    way = client.path("haihe-park", "jingjin-university")
    assert way is not None
    assert way["nodes"][0]["id"] == "haihe-park"
    assert {"top_hubs"} <= {query["name"] for query in client.queries()}
    assert client.query("MATCH (n:Park) RETURN count(n) AS n")[0]["n"] > 0
    assert client.query("RETURN $x AS x", {"x": 3}) == [{"x": 3}]
    assert len(client.match(["星澜半导体", "没有"])) == 2
    assert list(client.changes("2000-01-01"))


def test_texts_are_read_without_being_stored(client: Client) -> None:
    before = len(list(client.articles()))
    found = client.extract("清微智能由清华大学孵化，落户天开高教科创园。", date="2025-01-01")
    assert {"INCUBATED_BY", "LOCATED_IN"} & {fact["type"] for fact in found["relations"]}
    assert len(list(client.articles())) == before


def test_ids_of_any_form_arrive(client: Client) -> None:
    assert client.entity(ODD_ID)["id"] == ODD_ID


def test_faults_are_errors_with_what_the_service_says(client: Client) -> None:
    with pytest.raises(KgError, match="404"):
        client.entity("nobody")
    with pytest.raises(KgError, match="DELETE"):
        client.query("MATCH (n) DELETE n")
    with pytest.raises(KgError, match="is `kg serve` running"), Client("http://127.0.0.1:9") as nowhere:
        nowhere.queries()
