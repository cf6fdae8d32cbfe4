"""Errors are problem+json, say the way out, and keep the server's insides to itself."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.errors import StoreError
from kg.settings import Settings
from loaders.base import Store, View


@pytest.mark.parametrize(
    ("address", "status", "type"),
    [
        ("/entities/nobody", 404, "not-found"),
        ("/entities/nobody/adjacent", 404, "not-found"),
        ("/edges/none", 404, "not-found"),
        ("/edges/none/statements", 404, "not-found"),
        ("/articles/none", 404, "not-found"),
        ("/paths?from=xinglan&to=nobody", 404, "not-found"),
        ("/queries/none", 404, "not-found"),
        ("/queries/top_hubs?colour=red", 400, "bad-query"),
        ("/queries/top_hubs?limit=many", 400, "bad-query"),
        ("/queries/entity", 400, "bad-query"),
        ("/search", 422, "request-validation-failed"),
        ("/search?q=x&type=Planet", 422, "request-validation-failed"),
        ("/search?q=x&limit=0", 422, "request-validation-failed"),
        ("/search?q=x&region=12", 422, "request-validation-failed"),
        ("/entities/xinglan/adjacent?direction=up", 422, "request-validation-failed"),
        ("/nothing/here", 404, "http-not-found"),
    ],
)
def test_each_error_is_a_problem(client: TestClient, address: str, status: int, type: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["type"]) == (status, type)
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_way_out_is_named(client: TestClient) -> None:
    assert "/search" in client.get("/entities/nobody").json()["detail"]
    assert "limit" in client.get("/queries/top_hubs?colour=red").json()["detail"]


@pytest.mark.parametrize("id", ["%00", "%F0%28%8C%28", "%ED%A0%80", "a" * 400, "../../etc/passwd", "'%20OR%201=1"])
def test_strange_ids_are_just_unknown(client: TestClient, id: str) -> None:
    assert client.get(f"/entities/{id}").status_code == 404


def test_an_id_too_long_is_refused(client: TestClient) -> None:
    assert client.get(f"/entities/{'a' * 501}").status_code == 422


class Away:
    """A store whose server has gone."""

    url = "bolt://127.0.0.1:1"

    def __init__(self, error: Exception) -> None:
        self._error = error

    @contextmanager
    def view(self) -> Iterator[View]:
        raise self._error
        yield

    writer = view

    def state(self) -> Hashable:
        raise self._error

    def close(self) -> None: ...


@pytest.mark.parametrize("address", ["/readyz", "/search?q=x", "/entities/x"])
def test_a_store_out_of_reach(address: str) -> None:
    store: Store = Away(StoreError("kg.kgl: gone"))  # type: ignore[assignment]
    answer = TestClient(create_app(Settings(), store)).get(address)
    assert (answer.status_code, answer.json()["detail"]) == (503, "kg.kgl: gone")


def test_alive_without_the_store() -> None:
    store: Store = Away(StoreError("gone"))  # type: ignore[assignment]
    assert TestClient(create_app(Settings(), store)).get("/healthz").json() == {"status": "ok"}


def test_what_nobody_foresaw_stays_in_the_log() -> None:
    store: Store = Away(RuntimeError("password=hunter2"))  # type: ignore[assignment]
    answer = TestClient(create_app(Settings(), store), raise_server_exceptions=False).get("/stats")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "hunter2" not in answer.text


def test_no_store_yet_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kg build"):
        create_app(Settings(store=str(tmp_path / "none.kgl")))
