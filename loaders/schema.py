"""The schema of a store: cypher/schema.cypher, what follows from the ontology, and what Neo4j alone takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg import ontology
from loaders.rows import PROPERTIES

VERSION = 1
"""To be raised when a program of this version could not use a graph that an earlier one wrote."""
RECORD = "KgSchema"
"""The label of the node that keeps the version in a server's database: `(:KgSchema {id: 'schema', version: 1})`."""
IMPORTED = "imported"
"""What stands for the version in the record as long as a bulk import is not finished."""
LABELS = tuple(PROPERTIES)
"""The labels that are ours: no other application's nodes in the same database may have them."""

COMMAND = re.compile(r"CREATE (?:FULLTEXT )?(CONSTRAINT|INDEX) (\w+) IF NOT EXISTS FOR .*?:(\w+)\b")
PROPERTY = re.compile(r"\b[ne]\.(\w+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A constraint or an index: a Cypher command that may be run again, and what it is on."""

    kind: str
    name: str
    label: str
    properties: tuple[str, ...]
    command: str


@cache
def rules() -> dict[str, Rule]:
    """Every constraint and index that all stores have, by name."""
    edges = (
        f"CREATE CONSTRAINT {name.lower()}_id IF NOT EXISTS FOR ()-[e:{name}]-() REQUIRE e.id IS UNIQUE"
        for name in ontology.load().edges
    )
    return {rule.name: rule for rule in map(_rule, (*_commands("schema.cypher"), *edges))}


@cache
def neo4j_rules() -> dict[str, Rule]:
    """Every constraint and index of a Neo4j database, by name."""
    return rules() | {rule.name: rule for rule in map(_rule, _commands("schema_neo4j.cypher"))}


def _commands(name: str) -> Iterator[str]:
    text = (files("cypher") / name).read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//"))
    return (part.strip() for part in lines.split(";") if part.strip())


def _rule(command: str) -> Rule:
    found = COMMAND.match(command)
    assert found, command
    return Rule(found[1], found[2], found[3], tuple(PROPERTY.findall(command)), command)
