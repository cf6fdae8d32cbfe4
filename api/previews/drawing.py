"""The picture of an entity's surroundings as a pyvis network: plain text and numbers, positions included."""

from __future__ import annotations

import json
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from pyvis.network import Network

from api.previews.layout import Box, Line, Point, free_middles, in_columns, place, stretched
from api.previews.paths import preview_path
from api.previews.surroundings import Fact, Node, Surroundings
from api.texts import Texts
from kg import ontology

TYPES = ontology.load()

SHAPES = {"Park": "hexagon", "Region": "square", "Project": "triangle", "Cluster": "diamond", "Industry": "diamond"}
"""Types that are no organisations are told apart by shape too, for readers who see no colours."""
SIZES = (24, 12, 8)
"""Radius of a dot by ring."""
FONTS = (16, 13, 13)
"""Size of its label."""
LEADING = 1.25
LINE = 18
"""Longest line of a label, in halves of a Chinese character."""
LINES = 3
WIDE, TALL = 1.45, 0.72
"""Width of a picture divided by its height: on a desk, on a phone."""
COLUMNS = 1.9
"""The same of a picture in columns on a desk, which has nothing beside it."""
EDGE_FONT = 13
NAMED_EDGES = 40
"""With more edges than this names on them would be noise; the legend's colours and a click tell them."""


def draw(around: Surroundings, texts: Texts, columns: Sequence[Sequence[str]] = ()) -> Network:
    """The network; `x`, `y` of a node are for a wide screen, `tall` for a narrow one, and so are the edges' labels.

    The entities stand around the first one, or in `columns` of their ids.
    """
    nodes = ordered(around)
    boxes = [_box(node) for node in nodes]
    if columns:
        placed = in_columns({box.id: box for box in boxes}, columns)
        wide, tall = stretched(placed, COLUMNS), stretched(placed, TALL)
    else:
        wide, tall = place(boxes, WIDE), place(boxes, TALL)
    picture = Network(directed=True)
    picture.set_options(json.dumps(OPTIONS))
    for node in nodes:
        _add_node(picture, node, wide[node.id], tall[node.id], texts, side=_side(node.id, columns))
    lines = list(_lines(around, texts))
    named = tuple(free_middles(boxes, placed, lines) for placed in (wide, tall))
    drawn = Counter[frozenset[str]]()
    for fact in around.facts:
        pair = frozenset((fact.head, fact.tail))
        labels = [texts.name(TYPES.edges[fact.type]) if fact.id in chosen else "" for chosen in named]
        _add_edge(picture, around, fact, texts, labels=labels, parallel=drawn[pair])
        drawn[pair] += 1
    return picture


def ordered(around: Surroundings) -> list[Node]:
    """The nodes as they stand around the middle: neighbours by edge type and node type, then those behind them."""
    edges, nodes = list(TYPES.edges), list(TYPES.nodes)
    led: dict[str, tuple[int, str]] = {}
    for fact in around.direct:
        other = fact.tail if fact.head == around.centre.id else fact.head
        led.setdefault(other, (edges.index(fact.type), fact.direction))

    def rank(node: Node) -> tuple[int, int, str, int]:
        first, direction = led.get(node.id, (0, ""))
        return (node.ring, first, direction, nodes.index(node.type)) if node.ring == 1 else (node.ring, 0, "", 0)

    return sorted(around.nodes.values(), key=rank)


def wrap(name: str) -> str:
    """A name as a label: lines of about equal width, at most `LINES` of them; brackets open a line where that fits."""
    plain = "".join(sign if sign.isprintable() else " " for sign in name).strip()
    count = min(LINES, max(1, math.ceil(width(plain) / LINE)))
    limit = max(4, math.ceil(width(plain) / count)) if width(plain) <= LINE * LINES else LINE
    lines = _broken(plain, limit, brackets=True)
    if len(lines) > LINES:
        lines = _broken(plain, limit, brackets=False)
    return "\n".join(lines) if len(lines) <= LINES else "\n".join(lines[:LINES])[:-1] + "…"


def _broken(text: str, limit: int, *, brackets: bool) -> list[str]:
    lines = [""]
    for sign in text:
        if lines[-1] and width(lines[-1] + sign) > limit + 1:
            kept, opened, rest = lines[-1].rpartition("（")
            moves = brackets and bool(kept) and width(rest) <= LINE / 3
            lines[-1] = kept if moves else lines[-1]
            lines.append(opened + rest if moves else "")
        lines[-1] += sign
    return lines


def width(text: str) -> int:
    """Width in halves of a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _box(node: Node) -> Box:
    lines = wrap(node.name).split("\n")
    font = FONTS[node.ring]
    broad = max(width(line) for line in lines) * font / 2
    parent = node.parent if node.ring == 2 else ""
    return Box(node.id, parent, SIZES[node.ring], broad + 4, len(lines) * font * LEADING + 6)


def _side(id: str, columns: Sequence[Sequence[str]]) -> int:
    """Where a name stands by choice: -1 left of the dots of the first column, 1 right of those of the last, 0 below."""
    if len(columns) < 2:
        return 0
    return int(id in columns[-1]) - int(id in columns[0])


def _add_node(picture: Network, node: Node, wide: Point, tall: Point, texts: Texts, *, side: int) -> None:
    kind = texts.name(TYPES.nodes[node.type])
    title = f"{node.name}\n{kind}"
    if node.further:
        title += "\n" + texts("further", count=node.further)
    picture.add_node(
        node.id,
        label=wrap(node.name) or " ",
        title=title,
        shape=SHAPES.get(node.type, "dot"),
        color=TYPES.nodes[node.type].colour,
        size=SIZES[node.ring],
        x=wide[0],
        y=wide[1],
        tall=tall,
        kind=node.type,
        ring=node.ring,
        further=node.further,
        side=side,
        name=node.name,
        page=texts.address(preview_path(node.id)),
    )


def _lines(around: Surroundings, texts: Texts) -> Iterator[Line]:
    """The edges that may be labelled, unless there are too many: the straight ones, the first of each pair."""
    if len(around.facts) > NAMED_EDGES:
        return
    first = {frozenset((fact.head, fact.tail)): fact for fact in reversed(around.facts)}
    for fact in first.values():
        if _aside(around, fact):
            continue
        broad = width(texts.name(TYPES.edges[fact.type])) * EDGE_FONT / 2
        yield Line(fact.id, fact.head, fact.tail, broad + 6, EDGE_FONT * LEADING + 4)


def _aside(around: Surroundings, fact: Fact) -> bool:
    """Whether an edge joins two neighbours of the middle; straight, it could run through the middle."""
    return around.nodes[fact.head].ring == around.nodes[fact.tail].ring == 1


def _add_edge(
    picture: Network, around: Surroundings, fact: Fact, texts: Texts, *, labels: list[str], parallel: int
) -> None:
    kind = TYPES.edges[fact.type]
    ends = {"head": around.nodes[fact.head].name, "tail": around.nodes[fact.tail].name}
    title = "".join(ends.get(part, part) for part in texts.sentence(fact.type))
    if fact.status in TYPES.status:
        title += f"（{texts.name(TYPES.status[fact.status])}）"
    bend = 0.18 * (parallel + _aside(around, fact))
    curve = {"enabled": bool(bend), "type": "curvedCW", "roundness": round(bend, 2)}
    picture.add_edge(
        fact.head,
        fact.tail,
        id=fact.id,
        title=title,
        color=kind.colour,
        dashes=[6, 5] if fact.status == "planned" else False,
        width=min(1.2 + 0.5 * fact.sources, 4),
        arrows="" if kind.symmetric else "to",
        smooth=curve,
        kind=fact.type,
        labels=labels,
    )


OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 120, "hideEdgesOnDrag": False, "multiselect": False},
    "nodes": {"borderWidth": 2, "font": {"size": 0}},
    "edges": {
        "selectionWidth": 2,
        "hoverWidth": 1,
        "arrows": {"to": {"scaleFactor": 0.55}},
    },
}
"""Options of vis-network; the page adds the colours of the reader's theme and writes the names."""
