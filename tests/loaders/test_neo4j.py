"""What the Neo4j store promises beyond the contract, against a real server."""

from __future__ import annotations

from tests.loaders.neo4j_server import Server


def test_server_of_the_tests_answers(neo4j_database: Server) -> None:
    assert neo4j_database.run("RETURN 1 AS one") == [{"one": 1}]
