"""What services ask for, and what they get."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kg import ontology
from loaders import queries
from tests.loaders.graphs import QUOTES, SCRIPT


def items(client: TestClient, address: str) -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def edge_id(client: TestClient, of: str, type: str) -> str:
    return str(next(row["edgeId"] for row in items(client, f"/entities/{of}/adjacent?edge={type}")))


class TestSearch:
    def test_names_and_aliases(self, client: TestClient) -> None:
        assert [row["id"] for row in items(client, "/search?q=海河智谷")] == ["haihe-park", "haihe-phase-2"]
        assert items(client, "/search?q=星澜半导体有限公司")[0]["id"] == "xinglan"

    def test_by_type_and_region(self, client: TestClient) -> None:
        assert [row["id"] for row in items(client, "/search?q=津南&type=Institute")] == ["jinnan-institute"]
        assert {row["region"][:2] for row in items(client, "/search?q=津&region=120000")} == {"12"}

    def test_pages_have_a_total(self, client: TestClient) -> None:
        first = client.get("/search", params={"q": "津", "limit": 2}).json()
        rest = client.get("/search", params={"q": "津", "limit": 100, "offset": 2}).json()
        assert (first["limit"], first["offset"]) == (2, 0)
        assert first["total"] == rest["total"] == len(first["items"]) + len(rest["items"])

    def test_nothing_found_is_an_empty_list(self, client: TestClient) -> None:
        empty = {"items": [], "total": 0, "limit": 20, "offset": 0, "similar": False}
        assert client.get("/search?q=没有这个").json() == empty

    @pytest.mark.parametrize("text", ["海河知谷科技园", "海河 智谷科技圆"])
    def test_a_slip_finds_what_is_alike(self, client: TestClient, text: str) -> None:
        found = client.get("/search", params={"q": text}).json()
        assert found["similar"] is True
        assert found["items"][0]["id"] == "haihe-park"
        assert client.get("/search", params={"q": text, "type": "Region"}).json()["total"] == 0
        assert client.get("/search", params={"q": text, "offset": 20}).json()["items"] == []

    def test_names_that_begin_with_the_text_stay_first(self, client: TestClient) -> None:
        found = client.get("/search?q=津南").json()
        assert (found["similar"], found["items"][0]["id"]) == (False, "jinnan-government")

    def test_parks_with_most_companies(self, client: TestClient) -> None:
        answer = client.get("/parks").json()
        assert answer["total"] == 1
        assert answer["items"][0] == {
            "id": "haihe-park", "name": "海河智谷科技园", "region": "120112", "companies": 3, "articleCount": 2
        }  # fmt: skip


class TestEntities:
    def test_an_entity_with_its_figures(self, client: TestClient) -> None:
        found = client.get("/entities/haihe-park").json()
        assert (found["name"], found["type"], found["region"]) == ("海河智谷科技园", "Park", "120112")
        companies = [
            (row["value"], row["asOf"]) for row in found["measures"] if row["metric"] == "registered_companies"
        ]
        assert companies == [(210.0, "2025-03"), (140.0, "2024-02")]
        assert all(row["sentence"] for row in found["measures"])

    def test_neighbours_by_edge_and_direction(self, client: TestClient) -> None:
        near = items(client, "/entities/haihe-park/adjacent?edge=LOCATED_IN&direction=in")
        assert {row["otherName"] for row in near} == {"星澜半导体", SCRIPT, QUOTES}
        assert {row["direction"] for row in near} == {"in"}

    def test_neighbours_in_pages(self, client: TestClient) -> None:
        whole = items(client, "/entities/xinglan/adjacent")
        parts = [items(client, f"/entities/xinglan/adjacent?limit=3&offset={start}") for start in (0, 3, 6)]
        assert [row for part in parts for row in part] == whole
        assert client.get("/entities/xinglan/adjacent?limit=3").json()["total"] == len(whole)

    def test_a_path_names_its_steps(self, client: TestClient) -> None:
        (way,) = items(client, "/paths?from=baoding-xincai&to=jingjin-university")
        assert [node["id"] for node in way["nodes"]][::2] == ["baoding-xincai", "jingjin-university"]
        assert [edge["type"] for edge in way["edges"]] == ["MEMBER_OF", "MEMBER_OF"]
        assert {way["edges"][0]["from"], way["edges"][0]["to"]} == {"baoding-xincai", "chip-cluster"}

    def test_no_path_is_an_empty_list(self, client: TestClient) -> None:
        assert items(client, "/paths?from=jinnan-government&to=xinglan") == []


class TestEdges:
    def test_every_edge_has_its_sentence(self, client: TestClient) -> None:
        found = client.get(f"/edges/{edge_id(client, 'xinglan', 'INCUBATED_BY')}").json()
        assert (found["headId"], found["tailId"]) == ("xinglan", "jingjin-university")
        (said,) = found["statements"]
        assert "脱胎于" in said["sentence"]
        assert said["articleTitle"] == "海河智谷迎来新企业"
        assert said["articleDate"] == "2024-02-26"

    def test_statements_of_several_articles_newest_first(self, client: TestClient) -> None:
        near = items(client, "/entities/script-co/adjacent?edge=LOCATED_IN")
        said = items(client, f"/edges/{near[0]['edgeId']}/statements")
        assert [row["status"] for row in said] == ["done", "planned"]
        assert [row["articleId"] for row in said] == ["a2", "a1"]


class TestArticles:
    def test_newest_first(self, client: TestClient) -> None:
        assert [row["id"] for row in items(client, "/articles")] == ["a2", "a1", "a3"]

    def test_an_article_with_what_was_drawn_from_it(self, client: TestClient) -> None:
        found = client.get("/articles/a1").json()
        assert {row["id"] for row in found["mentions"]} >= {"haihe-park", "xinglan", "script-co"}
        assert len(found["facts"]) == found["statements"] == 7


class TestWhole:
    def test_changes_of_a_period(self, client: TestClient) -> None:
        found = client.get("/changes?since=2025&limit=2").json()
        assert (len(found["items"]), found["total"]) == (2, len(items(client, "/changes?since=2025")))
        assert not items(client, "/changes?since=2025-03-02")
        assert {row["type"] for row in items(client, "/changes?since=2025&type=MEMBER_OF")} == {"MEMBER_OF"}
        assert client.get("/changes?since=lately").status_code == 422
        assert len(items(client, "/changes?since=2024&limit=1000")) == 13  # 7 + 8, two of them said in both

    def test_flows_between_regions(self, client: TestClient) -> None:
        (flow,) = items(client, "/corridor?type=RELOCATED_FROM")
        assert (flow["origin"], flow["destination"], flow["count"]) == ("北京", "天津", 1)

    def test_statistics_add_up(self, client: TestClient) -> None:
        found = client.get("/stats").json()
        assert found["entities"] == sum(row["count"] for row in found["nodesByType"])
        assert found["edges"] == sum(row["count"] for row in found["edgesByType"])
        assert found["articles"] == 3

    def test_the_ontology_is_the_one_of_the_graph(self, client: TestClient) -> None:
        found = client.get("/ontology").json()
        assert list(found["nodes"]) == list(ontology.load().nodes)
        assert found["edges"]["LOCATED_IN"]["zh"] == "位于"

    def test_every_named_query_is_listed(self, client: TestClient) -> None:
        assert [row["name"] for row in client.get("/queries").json()] == list(queries.load())

    @pytest.mark.parametrize("name", list(queries.load()))
    def test_every_named_query_runs_with_its_example(self, client: TestClient, name: str) -> None:
        query = queries.load()[name]
        answer = client.get(f"/queries/{name}", params=query.example_params)
        assert answer.status_code == 200, answer.text
        assert answer.json()["columns"] == list(query.columns)


def test_measures_of_all_entities_page_and_narrow(client: TestClient) -> None:
    everything = client.get("/measures").json()
    assert len(everything["items"]) == everything["total"] == client.get("/stats").json()["measures"]
    first = client.get("/measures", params={"limit": 1}).json()
    assert first["items"] == everything["items"][:1]
    metric = everything["items"][0]["metric"]
    same = [item for item in everything["items"] if item["metric"] == metric]
    assert client.get("/measures", params={"metric": metric}).json()["items"] == same
    assert client.get("/measures", params={"metric": "nothing"}).status_code == 422


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=津",
        "/parks",
        "/entities/xinglan/adjacent?limit=3",
        "/articles",
        "/changes?since=2024&limit=5&offset=2",
        "/corridor",
        "/measures?limit=2",
        "/paths?from=region-130600&to=haihe-park",
    ],
)
def test_lists_come_as_csv(client: TestClient, address: str) -> None:
    whole = client.get(address).json()
    answer = client.get(address, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["x-total-count"] == str(whole["total"])
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == len(whole["items"]) > 0
    assert list(rows[0]) == list(whole["items"][0])
    column = next(name for name, value in whole["items"][0].items() if isinstance(value, str | list))
    value = whole["items"][0][column]
    assert rows[0][column] == (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def test_an_empty_list_as_csv_still_names_its_columns(client: TestClient) -> None:
    answer = client.get("/search?q=没有这个", headers={"Accept": "text/csv"})
    assert answer.text == "\ufeffid,name,type,region,aliases,articleCount\r\n"
    assert client.get("/search", headers={"Accept": "text/csv"}).headers["content-type"] == "application/problem+json"
