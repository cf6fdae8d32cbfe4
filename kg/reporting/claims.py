"""What rules alone say, for the report's table of rules."""

from __future__ import annotations

from dataclasses import replace

from kg import relating
from kg.gold import Record
from kg.output import article_record
from kg.records import Graph


def with_claims(graph: Graph) -> Record:
    """An article as `kg extract` prints it, and under `claims` its relations as rules claim them before weighing."""
    facts, _ = relating.claims(graph.article, graph.entities)
    return {**article_record(graph), "claims": article_record(replace(graph, facts=facts))["relations"]}
