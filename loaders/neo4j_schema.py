"""Making a Neo4j database ours: its version is known, its labels are not another application's, its rules hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import neo4j
from neo4j.exceptions import Neo4jError

from kg.errors import StoreError
from loaders import neo4j_faults, schema

Run = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]

OLDEST_SERVER = (5, 7)
"""The first that keeps properties of edges unique."""
POPULATION_SECONDS = 3600
VERSION = f"MATCH (s:{schema.RECORD} {{id: 'schema'}}) RETURN s.version AS version"
LOCK = (
    f"MATCH (s:{schema.RECORD} {{id: 'schema'}}) SET s.writes = coalesce(s.writes, 0) + 1 RETURN s.version AS version"
)
WRITES = f"MATCH (s:{schema.RECORD} {{id: 'schema'}}) RETURN s.writes AS writes"
RECORD = f"MERGE (s:{schema.RECORD} {{id: 'schema'}}) ON CREATE SET s.version = $version"
OTHERS = "RETURN " + ", ".join(f"COUNT {{ (:{label}) }} AS {label}" for label in schema.LABELS)
HELD = """
SHOW {kind} YIELD name, labelsOrTypes, properties
WHERE labelsOrTypes IS NOT NULL AND properties IS NOT NULL RETURN name, labelsOrTypes, properties
"""


def prepare(url: str, session: neo4j.Session, read_only: bool) -> None:
    """Checks the version of the graph in a database; makes and records the schema where there is none yet.

    Raises `StoreError` before anything is changed when the graph is of another version, when other nodes bear our
    labels, or when there is nothing to read; and when a constraint cannot be made.
    """
    _check_server(url, session)
    found = session.run(VERSION).data()
    if found:
        check_version(url, found[0]["version"])
    else:
        _check_free(url, session)
        if read_only:
            raise StoreError(f"{url}: there is no graph yet; make one with: kg build ARTICLES --store {url}")
    if not read_only:
        _apply(url, session)
        session.run(RECORD, version=schema.VERSION).consume()
        session.run(LOCK).consume()


def lock(url: str, run: Run) -> None:
    """Makes other writers wait until the transaction ends."""
    found = run(LOCK, {})
    if not found:
        raise StoreError(f"{url}: the database was emptied meanwhile; open it again")
    check_version(url, found[0]["version"])


def check_version(url: str, version: Any) -> None:
    """Raises `StoreError` unless the graph is of the version that this program reads and writes."""
    if version == schema.VERSION:
        return
    if version == schema.IMPORTED:
        raise StoreError(
            f"{url}: its import is not finished; in the folder of the export: cypher-shell -f finish.cypher"
        )
    if isinstance(version, int) and version > schema.VERSION:
        way = "install a newer one: pip install -U jjj-kg"
    else:
        way = "build the graph again from its articles, in an empty database"
    raise StoreError(f"{url}: a graph of schema version {version}; this program needs {schema.VERSION}: {way}")


def _check_server(url: str, session: neo4j.Session) -> None:
    with session.begin_transaction() as transaction:
        agent = transaction.run("RETURN 1").consume().server.agent
    name, _, version = agent.partition("/")
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if name == "Neo4j" and numbers and numbers < OLDEST_SERVER:
        wanted = ".".join(map(str, OLDEST_SERVER))
        raise StoreError(f"{url}: the server is {agent}; Neo4j {wanted} or newer is needed")


def _check_free(url: str, session: neo4j.Session) -> None:
    [counts] = session.run(OTHERS).data()
    taken = [label for label, count in counts.items() if count]
    if taken:
        raise StoreError(
            f"{url}: the database holds nodes labelled {', '.join(taken)} that are not of this program; "
            f"nothing was changed: {neo4j_faults.ELSEWHERE}"
        )


def _apply(url: str, session: neo4j.Session) -> None:
    """Makes the constraints and indexes that are missing, and waits until they are filled."""
    held = _held(session)
    missing = [rule for name, rule in schema.neo4j_rules().items() if held.get(name) != _on(rule)]
    for rule in missing:
        if rule.name in held:
            label, properties = held[rule.name]
            raise StoreError(
                f"{url}: a constraint or index called {rule.name} is there already, on {label} "
                f"({', '.join(properties)}): drop it, or {neo4j_faults.ELSEWHERE}"
            )
        try:
            session.run(rule.command).consume()
        except Neo4jError as error:
            raise StoreError(
                f"{url}: cannot make the {rule.kind.lower()} {rule.name} on {rule.label} "
                f"({', '.join(rule.properties)}): {neo4j_faults.reason(error)}; {neo4j_faults.ELSEWHERE}"
            ) from error
    if missing:
        session.run(f"CALL db.awaitIndexes({POPULATION_SECONDS})").consume()


def _held(session: neo4j.Session) -> dict[str, tuple[str, tuple[str, ...]]]:
    rows = [row for kind in ("CONSTRAINTS", "INDEXES") for row in session.run(HELD.format(kind=kind)).data()]
    return {row["name"]: ("|".join(row["labelsOrTypes"]), tuple(row["properties"])) for row in rows}


def _on(rule: schema.Rule) -> tuple[str, tuple[str, ...]]:
    return rule.label, rule.properties
