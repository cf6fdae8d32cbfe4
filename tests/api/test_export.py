"""The whole graph as a file."""

from __future__ import annotations

import codecs
import csv
import io
import json

import networkx as nx
import pytest
from fastapi.testclient import TestClient

from loaders import exports


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


@pytest.mark.parametrize("table", exports.CSV_TABLES)
def test_tables_are_csv_that_spreadsheets_know(client: TestClient, table: str) -> None:
    answer = client.get(f"/export/csv/{table}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(codecs.BOM_UTF8)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == exports.CSV_TABLES[table]
    if table in ("entities", "edges", "articles", "statements", "measures"):
        assert len(rows) == client.get("/stats").json()[table]


def test_a_table_that_is_not_there_is_refused(client: TestClient) -> None:
    assert client.get("/export/csv/secrets").status_code == 422


def test_other_forms_are_refused(client: TestClient) -> None:
    assert client.get("/export/xlsx").status_code == 422
