"""What every test can count on: under KG_TEST_ALL=1 nothing is skipped in silence; a Neo4j server for who asks."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator

import pytest

from kg.records import Article, Graph
from kg.settings import Settings
from tests.loaders import neo4j_server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With KG_TEST_ALL=1 a skipped test is a failed one: the machine lacks what the whole suite needs."""
    report = yield
    if report.skipped and os.environ.get("KG_TEST_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped under KG_TEST_ALL=1: {call.excinfo.value if call.excinfo else item.nodeid}"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first: where several processes share the files, none is left with a long one."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def neo4j_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[neo4j_server.Server]:
    """A Neo4j server, started once a session; skipped where there is no Java or Maven. Ask for `neo4j_database`."""
    server = neo4j_server.found()
    if server is not None:
        yield server
        server.forget()
        return
    own = neo4j_server.started(tmp_path_factory.mktemp("neo4j") / "home")
    yield own
    own.stop()


@pytest.fixture
def neo4j_database(neo4j_session: neo4j_server.Server) -> Iterator[neo4j_server.Server]:
    """The session's Neo4j server, its database empty before and after the test."""
    neo4j_session.empty()
    yield neo4j_session
    neo4j_session.empty()


@pytest.fixture(scope="session")
def sample_graphs() -> tuple[Graph, ...]:
    """What is extracted from the sample articles, once a session."""
    from kg import pipeline, reading, sample  # two seconds, which tests of single modules shall not wait for

    found = list(reading.read_paths([str(path) for path in sample.paths()], Settings()))
    articles = [article for article in found if isinstance(article, Article)]
    assert len(articles) == len(found)
    return tuple(pipeline.extract_all(articles, pipeline.load("characters")))
