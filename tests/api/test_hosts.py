"""On this machine alone and without keys, only its own names are answered: pages of other sites stay out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.cli.serving import running
from kg.settings import Settings
from tests.api.stores import filled
from tests.loaders.graphs import graphs


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = str(tmp_path_factory.mktemp("hosts") / "graph.kgl")
    filled(path, graphs()).close()
    with running(Settings(store=path)) as found:
        yield found


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8000", "[::1]:8000", "127.0.0.1:1"])
def test_names_of_this_machine_are_answered(address: str, host: str) -> None:
    assert httpx.get(address + "/stats", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil", "[::1"]
)
def test_other_names_are_refused(address: str, host: str) -> None:
    answer = httpx.get(address + "/stats", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json()["type"] == "foreign-host"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "X-Real-IP"])
def test_what_a_proxy_sends_on_needs_a_key(address: str, header: str) -> None:
    answer = httpx.get(address + "/stats", headers={header: "192.0.2.7"})
    assert (answer.status_code, answer.json()["type"]) == (421, "forwarded")
    assert "KG_API_KEYS" in answer.json()["detail"]


def test_with_keys_any_name_is_answered(tmp_path: Path) -> None:
    path = str(tmp_path / "graph.kgl")
    filled(path, graphs()).close()
    keys = "a read 5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"
    with running(Settings.model_validate({"store": path, "api_keys": keys})) as address:
        headers = {"Host": "graph.example", "X-API-Key": "password", "X-Forwarded-For": "192.0.2.7"}
        assert httpx.get(address + "/stats", headers=headers).status_code == 200
