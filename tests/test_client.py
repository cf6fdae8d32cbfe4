"""`kg.client` with a real server."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints, is_typeddict

import pytest

from api.document import document
from kg.cli.serving import running
from kg.client import Client, rows
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


def test_answers_have_the_keys_that_their_types_name(client: Client) -> None:
    """Both the document and what comes: a field that is renamed is noticed."""
    schemas = json.loads(document())["components"]["schemas"]
    held = {name: found for name, found in vars(rows).items() if is_typeddict(found)}
    names = {"Job": "JobDetail"}
    assert len(held) > 15
    for name, found in held.items():
        assert get_type_hints(found).keys() == schemas[names.get(name, name)]["properties"].keys(), name
    one = client.search("星澜")[0]
    assert one.keys() == get_type_hints(rows.Found).keys()
    assert client.entity(one["id"]).keys() == get_type_hints(rows.EntityDetail).keys()
    neighbour = next(client.adjacent(one["id"]))
    assert neighbour.keys() == get_type_hints(rows.Neighbour).keys()
    assert client.edge(neighbour["edgeId"]).keys() == get_type_hints(rows.EdgeDetail).keys()
    assert client.statements(neighbour["edgeId"])[0].keys() == get_type_hints(rows.Statement).keys()


def test_figures_flows_and_the_whole(client: Client, tmp_path: Path) -> None:
    totals = client.stats()
    assert len(list(client.measures())) == totals["measures"] > 0
    assert {row["metric"] for row in client.measures("registered_companies")} == {"registered_companies"}
    assert ("北京", "天津") in {(row["origin"], row["destination"]) for row in client.corridor()}
    assert len(client.corridor(across=False)) > len(client.corridor())
    assert client.article("a1")["facts"]
    client.export("csv/edges", tmp_path / "edges.csv")
    with (tmp_path / "edges.csv").open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == totals["edges"]
    with pytest.raises(KgError, match="422"):
        client.export("nothing", tmp_path / "nothing")


def test_lists_of_names_may_be_long(client: Client) -> None:
    names = [f"津冀第{number}装备制造有限公司" for number in range(600)]
    found = client.match(names, type="Company")
    assert [row["name"] for row in found] == names
    assert all(row["candidates"][0]["match"] for row in found)


def test_ids_of_any_form_arrive(client: Client) -> None:
    assert client.entity(ODD_ID)["id"] == ODD_ID


def test_faults_are_errors_with_what_the_service_says(client: Client) -> None:
    with pytest.raises(KgError, match="404"):
        client.entity("nobody")
    with pytest.raises(KgError, match="DELETE"):
        client.query("MATCH (n) DELETE n")
    with pytest.raises(KgError, match="is `kg serve` running"), Client("http://127.0.0.1:9") as nowhere:
        nowhere.queries()
