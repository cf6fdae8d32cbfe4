"""What an operator sees of requests, and answers that a caller has already."""

from __future__ import annotations

import json
import logging

import pytest
from fastapi.testclient import TestClient


def test_each_answer_carries_an_id(client: TestClient) -> None:
    one, two = (client.get("/stats").headers["x-request-id"] for _ in range(2))
    assert one != two
    assert client.get("/stats", headers={"X-Request-ID": "desk-7.a"}).headers["x-request-id"] == "desk-7.a"
    assert client.get("/nowhere").headers["x-request-id"]


@pytest.mark.parametrize("given", ["a b", "x" * 65, "甲".encode().decode("latin-1"), '{"a":1}', ""])
def test_ids_that_are_not_plain_are_replaced(client: TestClient, given: str) -> None:
    found = client.get("/healthz", headers=[(b"X-Request-ID", given.encode("latin-1"))]).headers["x-request-id"]
    assert found != given
    assert found.isalnum()


def test_a_line_of_log_tells_the_route_and_no_secret(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="kg.api"):
        client.get("/entities/xinglan?token=hidden", headers={"Authorization": "Bearer secret", "X-Request-ID": "r1"})
    line = json.loads(caplog.records[-1].message)
    assert line["id"] == "r1"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/entities/{id:id}", 200)
    assert line["ms"] >= 0
    assert not {"hidden", "secret", "xinglan"} & set(caplog.text.replace("/", " ").split())


def test_metrics_count_requests_by_route(client: TestClient) -> None:
    client.get("/entities/xinglan")
    client.get("/entities/nobody")
    found = client.get("/metrics")
    assert found.headers["content-type"].startswith("text/plain")
    assert 'kg_requests_total{method="GET",route="/entities/{id:id}",status="404"}' in found.text
    assert "kg_request_seconds_bucket" in found.text
    assert "xinglan" not in found.text


@pytest.mark.parametrize("path", ["/entities/xinglan", "/stats", "/search?q=星", "/queries", "/openapi.json"])
def test_an_answer_that_the_caller_has_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    assert client.get(path).headers["etag"] == tag
    again = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    other = client.get(path, headers={"If-None-Match": 'W/"other"'})
    assert other.status_code == 200
    assert other.json() == first.json()


def test_csv_has_a_tag_of_its_own(client: TestClient) -> None:
    csv = client.get("/parks", headers={"Accept": "text/csv"})
    assert csv.headers["etag"] != client.get("/parks").headers["etag"]
    assert csv.headers["vary"].startswith("Accept")
    again = client.get("/parks", headers={"Accept": "text/csv", "If-None-Match": csv.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/healthz", "/search?q=星", "/entities/nobody", "/export/graphml"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert head.status_code == whole.status_code
    assert head.content == b""
    for name in ("content-type", "content-length", "etag"):
        assert head.headers.get(name) == whole.headers.get(name), name
    assert client.get("/metrics").text.count('method="HEAD"')


def test_faults_pages_and_posts_have_no_tag(client: TestClient) -> None:
    for answer in (client.get("/entities/nobody"), client.get("/"), client.post("/match", json={"names": ["星澜"]})):
        assert "etag" not in answer.headers
