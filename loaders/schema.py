"""The schema of a store: cypher/schema.cypher and what follows from the ontology."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from kg import ontology

NAME = re.compile(r"CREATE (?:CONSTRAINT|INDEX) (\w+)")


@cache
def statements() -> dict[str, str]:
    """Every constraint and index by its name, each a Cypher statement that may be run again."""
    text = (files("cypher") / "schema.cypher").read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//"))
    found = [part.strip() for part in lines.split(";") if part.strip()]
    found += [
        f"CREATE CONSTRAINT {name.lower()}_id IF NOT EXISTS FOR ()-[e:{name}]-() REQUIRE e.id IS UNIQUE"
        for name in ontology.load().edges
    ]
    return {NAME.match(statement)[1]: statement for statement in found}  # type: ignore[index]
