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


def test_types_are_enumerated(document: dict[str, Any]) -> None:
    (kind,) = (row for row in document["paths"]["/search"]["get"]["parameters"] if row["name"] == "type")
    assert "Park" in kind["schema"]["anyOf"][0]["enum"]


def test_each_model_shows_an_example_of_an_entity(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["Ref"]["properties"]["name"]["examples"] == ["天开高教科创园"]


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
