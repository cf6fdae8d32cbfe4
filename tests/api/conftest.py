"""The application over a small graph made by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.settings import Settings
from loaders import open_store
from loaders.base import Store
from tests.loaders.graphs import graphs


@pytest.fixture(scope="session")
def store() -> Iterator[Store]:
    opened = open_store("memory:", Settings())
    with opened.writer() as writer:
        for graph in graphs():
            writer.put(graph)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def client(store: Store) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), store), raise_server_exceptions=False) as found:
        yield found
