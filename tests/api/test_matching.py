"""Lists of names, the reconciliation API, and texts that are read without being stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.settings import Settings
from loaders import Store


def match(client: TestClient, *names: str, **more: Any) -> list[list[dict[str, Any]]]:
    answer = client.post("/match", json={"names": names, **more})
    assert answer.status_code == 200, answer.text
    found = answer.json()["items"]
    assert [row["name"] for row in found] == list(names)
    return [row["candidates"] for row in found]


@pytest.mark.parametrize(
    ("name", "id", "score"),
    [
        ("海河智谷科技园", "haihe-park", 100),
        ("星澜半导体有限公司", "xinglan", 98),
        ("海河智谷 科技园", "haihe-park", 95),
        ("（京津大学）", "jingjin-university", 95),
    ],
)
def test_the_same_name(client: TestClient, name: str, id: str, score: float) -> None:
    ((first, *_),) = match(client, name)
    assert (first["id"], first["score"], first["match"]) == (id, score, True)


@pytest.mark.parametrize(
    ("name", "id"),
    [("海河智谷", "haihe-park"), ("海河知谷科技园", "haihe-park"), ("保定新材股份有限公司", "baoding-xincai")],
)
def test_names_that_are_alike_leave_the_choice(client: TestClient, name: str, id: str) -> None:
    ((first, *_),) = match(client, name)
    assert first["id"] == id
    assert 55 <= first["score"] < 95
    assert not first["match"]


def test_narrowed_by_type_and_region(client: TestClient) -> None:
    (found,) = match(client, "津南", type="Institute")
    assert [row["id"] for row in found] == ["jinnan-institute"]
    (found,) = match(client, "海淀区", region="120000")
    assert all(row["region"].startswith("12") for row in found)


def test_nothing_alike_and_nothing_left_of_a_name(client: TestClient) -> None:
    assert match(client, "火星研究站", "（）", "火星研究站") == [[], [], []]


def test_a_list_has_a_bound(client: TestClient) -> None:
    assert client.post("/match", json={"names": ["x"] * 501}).status_code == 422
    assert client.post("/match", json={"names": []}).status_code == 422


def test_manifest(client: TestClient) -> None:
    found = client.get("/reconcile").json()
    assert found["versions"] == ["0.2"]
    assert {row["id"] for row in found["defaultTypes"]} >= {"Company", "Park"}
    assert found["view"]["url"].endswith("/preview/{{id}}")
    for suggest in found["suggest"].values():
        assert client.get(suggest["service_path"], params={"prefix": "x"}).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_batch(client: TestClient, method: str) -> None:
    queries = json.dumps(
        {
            "q0": {"query": "海河智谷科技园", "type": "Park"},
            "q1": {"query": "津南", "type": ["Institute", "Agency"], "limit": 2},
            "q2": {"query": "津南区", "properties": [{"pid": "region", "v": "110000"}]},
        }
    )
    data = {"params": {"queries": queries}} if method == "get" else {"data": {"queries": queries}}
    found = getattr(client, method)("/reconcile", **data).json()
    (park,) = (row for row in found["q0"]["result"] if row["match"])
    assert park["id"] == "haihe-park"
    assert park["type"] == [{"id": "Park", "name": "园区"}]
    assert {row["id"] for row in found["q1"]["result"]} == {"jinnan-institute", "jinnan-government"}
    assert found["q2"]["result"] == []


@pytest.mark.parametrize("queries", ["", "[]", "{", '{"q0": {}}', '{"q0": {"query": "x", "limit": 0}}', "[" * 9000])
def test_odd_batches_are_problems(client: TestClient, queries: str) -> None:
    answer = client.post("/reconcile", data={"queries": queries})
    assert (answer.status_code, answer.json()["type"]) == (400, "bad-batch")


def test_suggest_and_flyout(client: TestClient) -> None:
    found = client.get("/reconcile/suggest/entity?prefix=海河").json()["result"]
    assert [row["id"] for row in found] == ["haihe-park", "haihe-phase-2"]
    assert [row["id"] for row in client.get("/reconcile/suggest/type?prefix=园").json()["result"]] == ["Park"]
    html = client.get("/reconcile/flyout?id=script-co").json()["html"]
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert client.get("/reconcile/flyout?id=nobody").status_code == 404


def test_as_openrefine_goes_about_it(client: TestClient) -> None:
    """Its page asks for the manifest, its server sends batches, its page suggests and shows previews in a frame."""
    here = {"Origin": "http://127.0.0.1:3333"}
    answer = client.get("/reconcile", headers=here)
    manifest = answer.json()
    assert answer.headers["access-control-allow-origin"] == here["Origin"]
    assert {"versions", "name", "identifierSpace", "schemaSpace"} <= manifest.keys()
    assert all(isinstance(manifest[key], str) for key in ("name", "identifierSpace", "schemaSpace", "documentation"))
    assert {"id", "name"} == manifest["defaultTypes"][0].keys()
    assert {"url", "width", "height"} == manifest["preview"].keys()
    assert "{{id}}" in manifest["preview"]["url"]
    assert "{{id}}" in manifest["view"]["url"]
    assert "${id}" in manifest["suggest"]["entity"]["flyout_service_path"]

    names = ["海河智谷科技园", "星澜半导体有限公司", "京津大学", "保定新材", "没有这个"] * 10
    asked = {f"q{place}": {"query": name, "type": "", "type_strict": "should"} for place, name in enumerate(names)}
    found = client.post("/reconcile", data={"queries": json.dumps(asked)}).json()
    assert found.keys() == asked.keys()
    for batch in found.values():
        for row in batch["result"]:
            assert {"id", "name", "score", "match", "type"} == row.keys()
            assert isinstance(row["score"], float)
            assert row["match"] in (True, False)
            assert all({"id", "name"} == kind.keys() for kind in row["type"])
    assert [row["id"] for row in found["q45"]["result"] if row["match"]] == ["haihe-park"]
    assert found["q49"]["result"] == []

    for kind, prefix in {"entity": "海河", "type": "园", "property": "地"}.items():
        path = manifest["suggest"][kind]["service_path"]
        suggested = client.get(path, params={"prefix": prefix}, headers=here).json()["result"]
        assert {"id", "name"} <= suggested[0].keys()
    page = client.get(manifest["preview"]["url"].replace("{{id}}", "script-co"))
    assert page.headers["content-type"].startswith("text/html")
    assert "http://127.0.0.1:*" in page.headers["content-security-policy"]
    assert "x-frame-options" not in page.headers
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text
    assert client.get("/reconcile/preview?id=nobody").status_code == 404


def test_pages_of_other_machines_may_not_ask_unless_they_are_named(store: Store) -> None:
    elsewhere = {"Origin": "https://desk.example"}
    preflight = elsewhere | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-api-key"}
    for named, shown in (("", None), ("https://desk.example http://x.example", elsewhere["Origin"])):
        asking = TestClient(create_app(Settings(origins=named), store))
        for path in ("/reconcile", "/search?q=x", "/stats"):
            assert asking.get(path, headers=elsewhere).headers.get("access-control-allow-origin") == shown
        assert asking.options("/query", headers=preflight).is_success == bool(shown)
    this_machine = {"Origin": "http://127.0.0.1:3333"}
    assert "access-control-allow-origin" not in asking.get("/search?q=x", headers=this_machine).headers
    alike = {"Origin": "http://127.0.0.1.evil.example"}
    assert "access-control-allow-origin" not in asking.get("/reconcile", headers=alike).headers


def test_a_list_as_a_table_has_a_row_for_each_name(client: TestClient) -> None:
    asked = {"names": ["海河智谷科技园", "没有这个"], "limit": 1}
    answer = client.post("/match", json=asked, headers={"Accept": "text/csv"})
    assert answer.text.removeprefix("\ufeff").splitlines() == [
        "query,id,name,type,region,score,match",
        "海河智谷科技园,haihe-park,海河智谷科技园,Park,120112,100.0,true",
        "没有这个,,,,,,",
    ]


def test_a_text_is_read_and_not_stored(client: TestClient) -> None:
    before = client.get("/stats").json()
    text = "清微智能由清华大学孵化，2023年落户天开高教科创园。"
    found = client.post("/extract", json={"text": text, "title": "消息", "date": "2024-05-01"}).json()
    assert found["date"] == "2024-05-01"
    names = {row["id"]: row["name"] for row in found["entities"]}
    assert ("清微智能", "INCUBATED_BY", "清华大学") in {
        (names[row["head"]], row["type"], names[row["tail"]]) for row in found["relations"]
    }
    assert all(row["evidence"] in text for row in found["relations"])
    assert client.get("/stats").json() == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "x" * 200_001}, 422),
        ({"text": "x", "date": "gestern"}, 422),
        ({"text": "\n"}, 200),
    ],
    ids=["empty", "long", "date", "blank"],
)
def test_odd_texts(client: TestClient, body: dict[str, str], status: int) -> None:
    assert client.post("/extract", json=body).status_code == status
