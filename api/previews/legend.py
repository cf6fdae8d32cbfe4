"""What stands in the legend of a picture."""

from __future__ import annotations

from collections import Counter
from typing import Any

from api.previews.surroundings import Surroundings
from kg import ontology

TYPES = ontology.load()


def legend(around: Surroundings) -> dict[str, Any]:
    """The types of the picture with their counts, in the order of the ontology, and whether any edge is a plan."""
    nodes = Counter(node.type for node in around.nodes.values())
    edges = Counter(fact.type for fact in around.facts)
    return {
        "nodes": [(type, nodes[type]) for type in TYPES.nodes if type in nodes],
        "edges": [(type, edges[type]) for type in TYPES.edges if type in edges],
        "planned": any(fact.status == "planned" for fact in around.facts),
    }
