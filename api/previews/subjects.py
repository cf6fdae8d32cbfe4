"""What a preview can show besides an entity's surroundings: a park, a supply chain, a corridor, a query's result.

Each function asks for rows and gives a `Picture`: the entities in columns from left to right, or around the first one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.previews.surroundings import Ask, Fact, Node, Row, Surroundings, gather

COLUMN = 60
"""Entities of one column; those with fewer relations are counted, not drawn."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A preview before it is drawn: `columns` of ids from left to right; none: around the first entity."""

    title: str
    around: Surroundings
    columns: tuple[tuple[str, ...], ...] = ()


def surroundings(ask: Ask, id: str) -> Picture | None:
    """An entity with its neighbours and theirs; None for an id that the graph does not hold."""
    around = gather(ask, id)
    return Picture(around.centre.name, around) if around else None


def park(ask: Ask, id: str) -> Picture | None:
    """A park at the right, its companies and whoever else is there in the middle, where they came from at the left."""
    centre = _entity(ask, id)
    if centre is None:
        return None
    here = ask("adjacent", id=id, edge="LOCATED_IN", direction="in", limit=1000)
    nodes, facts = {id: centre}, dict[str, Fact]()
    for row in here[:COLUMN]:
        _add(nodes, facts, id, row, 1)
        for type in ("INCUBATED_BY", "RELOCATED_FROM"):
            for origin in ask("adjacent", id=row["otherId"], edge=type, direction="out", limit=5):
                if origin["otherId"] != id:
                    _add(nodes, facts, row["otherId"], origin, 2)
    nodes[id] = replace(centre, further=len(here[COLUMN:]))
    return _columns(ask, centre, nodes, facts.values(), len(here))


def chain(ask: Ask, id: str) -> Picture | None:
    """A supply chain: an entity, its customers at the right, its suppliers and theirs at the left."""
    centre = _entity(ask, id)
    if centre is None:
        return None
    nodes, facts, level = {id: centre}, dict[str, Fact](), {id: 2}
    steps = (("in", id, 1), ("out", id, 3))
    total = sum(_tier(ask, nodes, facts, level, *step) for step in steps)
    for supplier in [key for key, at in level.items() if at == 1]:
        _tier(ask, nodes, facts, level, "in", supplier, 0)
    columns = tuple(tuple(key for key in nodes if level[key] == at) for at in range(4))
    return _picture(ask, centre.name, centre, nodes, facts.values(), columns, total)


def corridor(ask: Ask, origin: Row, goal: Row) -> Picture | None:
    """The relations between two regions (rows with `name` and `region`): one at the left, the other at the right."""
    rows = ask("corridor_edges", **{"from": origin["region"], "to": goal["region"]})
    sides: dict[str, list[str]] = {"from": [], "to": []}
    nodes, facts = dict[str, Node](), list[Fact]()
    for row in rows:
        other = "to" if row["headSide"] == "from" else "from"
        for end, side in (("head", row["headSide"]), ("tail", other)):
            node = Node(row[f"{end}Id"], row[f"{end}Name"], row[f"{end}Type"], 1)
            if node.id not in nodes:
                nodes[node.id] = node
                sides[side].append(node.id)
        facts.append(_edge(row))
    title = f"{origin['name']} — {goal['name']}"
    if not nodes:
        return None
    columns = (tuple(sides["from"]), tuple(sides["to"]))
    return _picture(ask, title, next(iter(nodes.values())), nodes, facts, columns, len(rows))


def result(ask: Ask, title: str, rows: Iterable[Row]) -> Picture | None:
    """The entities and relations among the values of a query's rows, paths included; None when there are none."""
    nodes, edges = dict[str, Node](), dict[str, None]()
    for value in _values(list(rows)):
        if "labels" in value and value.get("type") and value.get("name") is not None:
            nodes.setdefault(value["id"], Node(value["id"], value["name"], value["type"], 1))
        elif "id" in value and "sources" in value:
            edges.setdefault(value["id"])
    facts = [_edge(row) for id in edges for row in ask("edge", id=id)[:1]]
    for row in (row for id in edges for row in ask("edge", id=id)[:1]):
        for end in ("head", "tail"):
            id = row[f"{end}Id"]
            nodes.setdefault(id, Node(id, row[f"{end}Name"], row[f"{end}Type"], 1))
    if not nodes:
        return None
    degree = Counter(end for fact in facts for end in (fact.head, fact.tail))
    first = max(nodes.values(), key=lambda node: degree[node.id])
    ordered = {first.id: replace(first, ring=0), **{id: node for id, node in nodes.items() if id != first.id}}
    return _picture(ask, title, first, ordered, facts, (), len(facts))


def _values(value: Any) -> Iterable[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _values(part)
    elif isinstance(value, list):
        for part in value:
            yield from _values(part)


def _entity(ask: Ask, id: str) -> Node | None:
    found = ask("entity", id=id)
    return Node(id, found[0]["name"], found[0]["type"], 0) if found else None


def _tier(
    ask: Ask, nodes: dict[str, Node], facts: dict[str, Fact], level: dict[str, int], way: str, id: str, at: int
) -> int:
    """Adds those who supply an entity (`in`) or whom it supplies; how many there are."""
    rows = ask("adjacent", id=id, edge="SUPPLIES_TO", direction=way, limit=1000)
    for row in rows[:COLUMN]:
        _add(nodes, facts, id, row, 1)
        level.setdefault(row["otherId"], at)
    if len(rows) > COLUMN:
        nodes[id] = replace(nodes[id], further=nodes[id].further + len(rows) - COLUMN)
    return len(rows)


def _add(nodes: dict[str, Node], facts: dict[str, Fact], id: str, row: Row, ring: int) -> None:
    """A row of `adjacent`, asked for `id`."""
    nodes.setdefault(row["otherId"], Node(row["otherId"], row["otherName"], row["otherType"], ring))
    head, tail = (row["otherId"], id) if row["direction"] == "in" else (id, row["otherId"])
    facts.setdefault(row["edgeId"], _fact(row["edgeId"], head, tail, row))


def _edge(row: Row) -> Fact:
    return _fact(row["id"], row["headId"], row["tailId"], row)


def _fact(id: str, head: str, tail: str, row: Row) -> Fact:
    kept = {key: row[key] for key in ("type", "status", "since", "sources", "confidence")}
    return Fact(id=id, head=head, tail=tail, direction=row.get("direction", "out"), **kept)


def _columns(ask: Ask, centre: Node, nodes: dict[str, Node], facts: Iterable[Fact], total: int) -> Picture:
    """The entities by ring: the farthest at the left, the centre at the right."""
    columns = tuple(tuple(id for id, node in nodes.items() if node.ring == ring) for ring in (2, 1, 0))
    return _picture(ask, centre.name, centre, nodes, facts, columns, total)


def _picture(
    ask: Ask,
    title: str,
    first: Node,
    nodes: dict[str, Node],
    facts: Iterable[Fact],
    columns: Sequence[tuple[str, ...]],
    total: int,
) -> Picture:
    told = tuple(replace(fact, statements=tuple(ask("statements", edge=fact.id))) for fact in facts)
    around = Surroundings({"id": first.id, "name": first.name, "type": first.type}, nodes, told, total)
    return Picture(title, around, tuple(column for column in columns if column))
