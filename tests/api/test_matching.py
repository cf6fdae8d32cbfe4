"""Lists of names, the reconciliation API, and texts that are read without being stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient


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
