"""The OpenAPI document and the headers: what clients generate code from and browsers obey."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

ASKED_BY_BODY = {"/query", "/match", "/extract", "/reconcile"}
"""Questions too long for an address."""
JOBS = {("post", "/articles"), ("delete", "/articles/{id}")}
"""What becomes a job that changes the graph."""


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_every_operation_is_described(document: dict[str, Any]) -> None:
    for address, methods in document["paths"].items():
        for operation in methods.values():
            assert operation.get("summary"), address
            assert operation["tags"], address


def test_only_jobs_change_the_graph(document: dict[str, Any]) -> None:
    asked = {(method, address) for address, methods in document["paths"].items() for method in methods} - JOBS
    assert {address for method, address in asked if method != "get"} == ASKED_BY_BODY
    assert {method for method, _ in asked} == {"get", "post"}


def test_errors_are_documented_as_problems(document: dict[str, Any]) -> None:
    for address, methods in document["paths"].items():
        for status, response in next(iter(methods.values()))["responses"].items():
            if status.startswith(("4", "5")):
                assert list(response["content"]) == ["application/problem+json"], (address, status)


def test_keys_scopes_and_refusals_are_documented(document: dict[str, Any]) -> None:
    assert {"bearer", "header", "basic"} == document["components"]["securitySchemes"].keys()
    for address, methods in document["paths"].items():
        for method, operation in methods.items():
            if address in ("/healthz", "/readyz"):
                assert "security" not in operation
                continue
            assert {} in operation["security"]
            assert {"401", "403", "421", "429"} <= operation["responses"].keys()
            wanted = {"/query": "query", "/extract": "ingest", "/jobs": "ingest"}.get(address, "read")
            if method == "get":
                assert operation["x-scope"] == ("ingest" if address.startswith("/jobs") else "read")
            elif address in ("/query", "/extract", "/match"):
                assert operation["x-scope"] == wanted


def test_every_parameter_is_described_and_what_must_be_given_has_an_example(document: dict[str, Any]) -> None:
    for address, methods in document["paths"].items():
        for operation in methods.values():
            assert operation.get("description"), address
            for row in operation.get("parameters", []):
                assert re.search(r"[\u4e00-\u9fff]", row.get("description", "")), (address, row["name"])
                assert not row["required"] or row["schema"].get("examples"), (address, row["name"])


def test_every_list_comes_as_csv_too(document: dict[str, Any]) -> None:
    for address, methods in document["paths"].items():
        for operation in methods.values():
            content = operation["responses"].get("200", {}).get("content", {})
            name = content.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
            fields = document["components"]["schemas"].get(name, {}).get("properties", {})
            assert not {"items", "total"} <= fields.keys() or "text/csv" in content, address


def test_types_are_enumerated(document: dict[str, Any]) -> None:
    (kind,) = (row for row in document["paths"]["/search"]["get"]["parameters"] if row["name"] == "type")
    assert "Park" in kind["schema"]["anyOf"][0]["enum"]


@pytest.mark.parametrize(
    "name", ["Ref", "Found", "Neighbour", "Statement", "Change", "Flow", "EntityMeasure", "Article", "Park", "Stats"]
)
def test_each_field_of_an_answer_shows_an_example(document: dict[str, Any], name: str) -> None:
    for field, schema in document["components"]["schemas"][name]["properties"].items():
        assert schema.get("examples") or "$ref" in str(schema.get("items")), field


def test_headers_keep_a_page_to_itself(client: TestClient) -> None:
    headers = client.get("/parks").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "strict-transport-security" not in headers
    assert "default-src 'none'" in headers["content-security-policy"]


def test_each_request_has_its_own_nonce(client: TestClient) -> None:
    policies = [client.get("/parks").headers["content-security-policy"] for _ in range(2)]
    nonces = [re.search(r"'nonce-([\w-]{20,})'", policy) for policy in policies]
    assert nonces[0]
    assert nonces[1]
    assert nonces[0][1] != nonces[1][1]


def test_nobody_elses_scripts_may_ask(client: TestClient) -> None:
    answer = client.get("/parks", headers={"Origin": "http://elsewhere.example"})
    assert "access-control-allow-origin" not in answer.headers
