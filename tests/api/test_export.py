"""The whole graph as a file."""

from __future__ import annotations

import io
import json

import networkx as nx
from fastapi.testclient import TestClient


def test_graphml_holds_all_entities_and_edges(client: TestClient) -> None:
    answer = client.get("/export/graphml")
    assert answer.headers["content-disposition"] == 'attachment; filename="kg.graphml"'
    graph = nx.read_graphml(io.BytesIO(answer.content))
    size = client.get("/stats").json()
    assert (len(graph.nodes), len(graph.edges)) == (size["entities"], size["edges"])


def test_jsonld_is_json(client: TestClient) -> None:
    answer = client.get("/export/jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    assert "海河智谷科技园" in json.dumps(json.loads(answer.text), ensure_ascii=False)


def test_other_forms_are_refused(client: TestClient) -> None:
    assert client.get("/export/xlsx").status_code == 422
