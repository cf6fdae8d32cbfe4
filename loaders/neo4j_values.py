"""Values of the Neo4j driver as values that `json.dumps` takes."""

from __future__ import annotations

import math
from typing import Any

import neo4j.graph
import neo4j.spatial
import neo4j.time

from kg import ontology
from loaders.rows import EDGE_PROPERTIES, MENTION_PROPERTIES, PROPERTIES

DECLARED = (*PROPERTIES.values(), EDGE_PROPERTIES, MENTION_PROPERTIES)
ORDER = {name: place for place, name in enumerate(dict.fromkeys(name for names in DECLARED for name in names))}


def plain(value: Any) -> Any:
    """A value of the driver in the form that `Rows` describes: nodes and edges flat, times as ISO text.

    A duration is `{months, days, seconds}`, a point its coordinates; what is no number (1.0/0) is nothing.
    """
    if isinstance(value, neo4j.graph.Node):
        return {**_properties(value), "labels": _labels(value)}
    if isinstance(value, neo4j.graph.Relationship):
        return {**_properties(value), "type": value.type}
    if isinstance(value, neo4j.graph.Path):
        return {"nodes": [plain(node) for node in value.nodes], "edges": [_step(edge) for edge in value.relationships]}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, neo4j.time.Duration):
        return {"months": value.months, "days": value.days, "seconds": value.seconds}
    if isinstance(value, neo4j.spatial.Point):
        return dict(zip(_axes(value), value, strict=True))
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, neo4j.time.Date | neo4j.time.DateTime | neo4j.time.Time):
        return value.to_native().isoformat()
    return value.hex() if isinstance(value, bytes | bytearray) else str(value)


def _properties(thing: neo4j.graph.Entity) -> dict[str, Any]:
    """In the order in which they are declared: Neo4j keeps none."""
    return {key: plain(item) for key, item in sorted(thing.items(), key=lambda item: ORDER.get(item[0], len(ORDER)))}


def _labels(node: neo4j.graph.Node) -> list[str]:
    """Those of an entity in the order of the ontology (Neo4j keeps none), others by their names."""
    own = node.get("type")
    known = ontology.load().labels(own) if own in ontology.load().nodes else ()
    return sorted(node.labels, key=lambda label: (known.index(label) if label in known else len(known), label))


def _step(edge: neo4j.graph.Relationship) -> dict[str, Any]:
    head, tail = edge.nodes
    return {**plain(edge), "head": head and head.get("id"), "tail": tail and tail.get("id")}


def _axes(point: neo4j.spatial.Point) -> tuple[str, ...]:
    names = ("longitude", "latitude", "height") if point.srid in (4326, 4979) else ("x", "y", "z")
    return names[: len(point)]
