"""The OpenAPI document against a live server: whatever it allows to be asked, no answer is a server's error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.app import create_app
from kg.cli.serving import running
from kg.settings import Settings
from loaders import open_store
from tests.api.stores import filled
from tests.loaders.graphs import graphs

EXAMPLES = 8
"""Requests made up for each operation, the same in every run."""


def operations() -> list[tuple[str, str]]:
    """Path and method of everything that the document describes."""
    store = open_store("memory:", Settings())
    document = create_app(Settings(), store).openapi()
    store.close()
    return [(path, method) for path, methods in document["paths"].items() for method in methods]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("schema") / "store.kgl"
    filled(str(path), graphs()).close()
    with running(Settings(store=str(path), query_timeout=1.0, ingest=True)) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


@pytest.mark.parametrize(("path", "method"), operations())
def test_no_answer_is_a_servers_error(document: Any, path: str, method: str) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        answer = data.draw(document[path][method].as_strategy()).call()
        assert answer.status_code < 500, answer.text

    ask()
