"""Keys, scopes and rates; and that a machine by itself needs none."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api import access
from api.app import create_app
from kg import cli
from kg.errors import DataError
from kg.settings import Settings
from loaders.base import Store

READER, ANALYST = "reader-密钥", "analyst-key"


def line(name: str, scopes: str, key: str) -> str:
    return f"{name} {scopes} {hashlib.sha256(key.encode()).hexdigest()}"


KEYS = f"{line('portal', 'read', READER)}; {line('office', 'read,query,ingest', ANALYST)}"


def client(store: Store, **settings: object) -> TestClient:
    return TestClient(create_app(Settings.model_validate(settings), store), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def guarded(store: Store) -> TestClient:
    return client(store, host="0.0.0.0", api_keys=SecretStr(KEYS))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.5.0.1", "::1", "[::1]", "localhost"])
def test_this_machine_by_itself_needs_no_key(store: Store, host: str) -> None:
    assert client(store, host=host).get("/parks").status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "kg.example"])
def test_every_other_address_does(store: Store, host: str) -> None:
    answer = client(store, host=host).get("/parks")
    assert (answer.status_code, answer.json()["type"]) == (401, "key-needed")
    assert "KG_API_KEYS" in answer.json()["detail"]
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "0"])
def test_nothing_is_served_to_others_where_nobody_could_ask(
    host: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KG_API_KEYS", "KG_API_KEYS_FILE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--host", host, "--store", "memory:"])
    assert ended.value.code == 1
    assert "KG_API_KEYS" in capsys.readouterr().err


def test_keys_that_are_set_are_asked_for_everywhere(store: Store) -> None:
    assert client(store, api_keys=SecretStr(KEYS)).get("/parks").status_code == 401


def basic(key: str) -> str:
    return "Basic " + base64.b64encode(f"any:{key}".encode()).decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {ANALYST}"},
        {"Authorization": f"bearer  {ANALYST} "},
        {"X-API-Key": ANALYST},
        {"Authorization": basic(ANALYST)},
        {"Authorization": basic(READER)},
    ],
)
def test_a_key_lets_in(guarded: TestClient, headers: dict[str, str]) -> None:
    assert guarded.get("/parks", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-Key": ""},
        {"X-API-Key": ANALYST[:-1]},
        {"X-API-Key": hashlib.sha256(ANALYST.encode()).hexdigest()},
        {"Authorization": "Basic ???"},
        {"Authorization": "Bearer"},
        {"Authorization": basic("")},
    ],
)
def test_anything_else_does_not(guarded: TestClient, headers: dict[str, str]) -> None:
    for address in ("/parks", "/", "/docs", "/openapi.json", "/nothing"):
        assert guarded.get(address, headers=headers).status_code == 401


def test_scopes(guarded: TestClient) -> None:
    asked = {"cypher": "RETURN 1 AS x"}
    reader, analyst = {"Authorization": basic(READER)}, {"X-API-Key": ANALYST}
    for address, body in (("/query", asked), ("/extract", {"text": "无"}), ("/query/", asked)):
        answer = guarded.post(address, json=body, headers=reader)
        assert (answer.status_code, answer.json()["type"]) == (403, "scope-needed")
    assert guarded.post("/query", json=asked, headers=analyst).json()["items"] == [{"x": 1}]
    assert guarded.post("/match", json={"names": ["x"]}, headers=reader).status_code == 200


def test_life_signs_need_no_key(guarded: TestClient) -> None:
    assert guarded.get("/healthz").status_code == guarded.get("/readyz").status_code == 200


def test_too_many_requests(store: Store) -> None:
    asking = client(store, host="0.0.0.0", api_keys=SecretStr(KEYS), requests_per_minute=3)
    codes = [asking.get("/parks", headers={"X-API-Key": ANALYST}).status_code for _ in range(8)]
    # The window of a minute may end once while these are asked.
    assert codes[:3] == [200, 200, 200]
    assert 429 in codes
    assert asking.get("/parks", headers={"Authorization": basic(READER)}).status_code == 200


def test_keys_from_a_file(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"# 门户\n{line('portal', 'read', READER)}\n\n", encoding="utf-8")
    asking = client(store, api_keys_file=str(file))
    assert asking.get("/parks", headers={"Authorization": basic(READER)}).status_code == 200


@pytest.mark.parametrize("entry", ["portal read", "portal write " + "0" * 64, "secret-key", "a read,,x " + "0" * 64])
def test_a_wrong_entry_is_named_without_its_text(entry: str) -> None:
    with pytest.raises(DataError, match="KG_API_KEYS:1: a key is NAME SCOPES SHA256") as found:
        access.load(Settings(api_keys=SecretStr(entry)))
    assert entry not in str(found.value)
    with pytest.raises(DataError, match="cannot be read"):
        access.load(Settings(api_keys_file="/nowhere/keys"))
