"""What a preview shows of an entity: its neighbours, theirs, and the sentences behind every relation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

Row = dict[str, Any]
Ask = Callable[..., list[Row]]
"""Runs a named query: its name, then its parameters by name."""

NODES = 300
"""Entities on one picture; more of them nobody reads."""
CROWD = 60
"""With more neighbours than this, their own neighbours are left to their own pages."""
FAN = 6
"""A neighbour with more relations than this to others is a hub: unfolded, it would hide the entity asked for."""
FOLDED = ("Region", "Industry")
"""Types that say where and what; who else is there does not tell of the entity asked for."""
REACH = 100
"""Relations looked at of each neighbour."""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity of the picture: ring 0 is the one asked for, 1 its neighbours, 2 theirs."""

    id: str
    name: str
    type: str
    ring: int
    parent: str = ""
    """Id of the node of the ring before that led here."""
    further: int = 0
    """Relations that are not on the picture."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An edge of the picture."""

    id: str
    type: str
    head: str
    tail: str
    direction: str
    """As seen from the node that led to it: out, in, or both."""
    status: str | None
    since: str | None
    sources: int
    confidence: float
    statements: tuple[Row, ...] = ()
    """Rows of the query `statements`, newest first."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that a preview shows. The first node is the entity asked for; facts of it come before all others."""

    entity: Row
    nodes: dict[str, Node]
    facts: tuple[Fact, ...]
    total: int
    """Direct relations that the graph holds; those on the picture may be fewer."""
    measures: tuple[Row, ...] = ()

    @property
    def centre(self) -> Node:
        return self.nodes[self.entity["id"]]

    @property
    def direct(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if self.centre.id in (fact.head, fact.tail))

    @property
    def around(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if self.centre.id not in (fact.head, fact.tail))


def gather(ask: Ask, id: str) -> Surroundings | None:
    """The surroundings of an entity, best supported relations first; None for an id that the graph does not hold."""
    found = ask("entity", id=id)
    if not found:
        return None
    centre = Node(id, found[0]["name"], found[0]["type"], 0)
    rows = ask("adjacent", id=id, limit=NODES - 1)
    nodes = {id: centre} | {row["otherId"]: _node(row, 1, id) for row in rows if row["otherId"] != id}
    facts = {row["edgeId"]: _fact(id, row) for row in rows}
    if len(nodes) <= CROWD:
        for neighbour in [node for node in nodes.values() if node.ring == 1 and node.type not in FOLDED]:
            _unfold(ask, neighbour, nodes, facts)
    total = ask("adjacent_count", id=id)[0]["total"]
    told = tuple(replace(fact, statements=tuple(ask("statements", edge=fact.id))) for fact in facts.values())
    return Surroundings(found[0], nodes, told, total, tuple(ask("measures", id=id)))


def _unfold(ask: Ask, node: Node, nodes: dict[str, Node], facts: dict[str, Fact]) -> None:
    """Adds a neighbour's relations to entities of the picture, and to others unless there are too many."""
    rows = [row for row in ask("adjacent", id=node.id, limit=REACH) if row["edgeId"] not in facts]
    known = [row for row in rows if row["otherId"] in nodes]
    others = [row for row in rows if row["otherId"] not in nodes]
    if len(others) > FAN or len(nodes) + len(others) > NODES:
        nodes[node.id] = replace(node, further=len(others))
        others = []
    nodes.update((row["otherId"], _node(row, 2, node.id)) for row in others)
    facts.update((row["edgeId"], _fact(node.id, row)) for row in known + others)


def _node(row: Row, ring: int, parent: str) -> Node:
    return Node(row["otherId"], row["otherName"], row["otherType"], ring, parent)


def _fact(id: str, row: Row) -> Fact:
    """A row of `adjacent`, asked for `id`."""
    head, tail = (row["otherId"], id) if row["direction"] == "in" else (id, row["otherId"])
    kept = {key: row[key] for key in ("type", "direction", "status", "since", "sources", "confidence")}
    return Fact(id=row["edgeId"], head=head, tail=tail, **kept)


def groups(facts: tuple[Fact, ...], types: tuple[str, ...]) -> Iterator[tuple[str, str, list[Fact]]]:
    """The facts by edge type, in the order of `types`, and direction: the type, the direction, the facts."""
    for type in types:
        for direction in ("in", "both", "out"):
            chosen = [fact for fact in facts if (fact.type, fact.direction) == (type, direction)]
            if chosen:
                yield type, direction, chosen
