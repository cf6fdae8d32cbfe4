"""The OpenAPI document against a live server over each store: whatever it allows to be asked, no answer is a server's
error, and every answer has a status, a type, headers and a shape that the document tells of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from api.app import create_app
from kg.cli.serving import running
from kg.settings import Settings
from loaders import open_store
from tests.api.stores import filled
from tests.loaders.conftest import fill
from tests.loaders.graphs import graphs

CHECKS = (
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
)
EXAMPLES = 8
"""Requests made up for each operation, the same in every run."""


def operations() -> list[tuple[str, str]]:
    """Path and method of everything that the document describes."""
    store = open_store("memory:", Settings())
    document = create_app(Settings(), store).openapi()
    store.close()
    return [(path, method) for path, methods in document["paths"].items() for method in methods]


@pytest.fixture(scope="module", params=["file", "neo4j"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("schema")
    server = request.getfixturevalue("neo4j_session") if request.param == "neo4j" else None
    if server is None:
        filled(str(folder / "store.kgl"), graphs()).close()
        settings = Settings(store=str(folder / "store.kgl"))
    else:
        server.empty()
        settings = server.settings().model_copy(update={"store": server.uri, "jobs": str(folder / "jobs")})
        with closing(open_store(server.uri, settings)) as store:
            fill(store, *graphs())
    with running(settings.model_copy(update={"query_timeout": 1.0, "ingest": True})) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")
    if server is not None:
        server.empty()


@pytest.mark.parametrize(("path", "method"), operations())
def test_every_answer_is_as_the_document_says(document: Any, path: str, method: str) -> None:
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
        case = data.draw(document[path][method].as_strategy())
        case.validate_response(case.call(), checks=CHECKS)

    ask()
