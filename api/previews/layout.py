"""Where the entities of a picture stand: computed before drawing, the same on every machine.

The entity asked for is in the middle. Every leaf has an equal share of the circle and every parent stands before its
children. If that can be had on a few regular rings, it is (`_rings`); if there are too many, each takes the free place
nearest to its own (`_packed`). No two boxes (dot and label) touch.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Point = tuple[float, float]
Edges = tuple[float, float, float, float]

GAP = 12.0
"""Least distance between two boxes, in pixels at scale 1 as all lengths here."""
RINGS = (1, 2, 3, 4)
RADII = (150, 180, 210, 240, 280, 320, 370, 430)
STEPS = (64.0, 84.0, 110.0)
"""Distances from ring to ring."""
FIRST = 170.0
"""Distance of the nearest packed box from the middle."""
BEHIND = 84.0
"""Distance of a child from its parent, at least."""
MOVES = sorted((out + 0.6 * abs(aside), out, aside) for out in range(0, 4000, 28) for aside in range(-240, 280, 40))
"""Where a packed box is tried, nearest first: a cost, then steps outward and aside."""
BACK = 160.0
"""Where one box found no nearer place, the next, a little further round, need not try much nearer ones."""
CELL = 160.0
FILE = 14
"""Boxes below each other, at most."""
BETWEEN = 170.0
"""Distance between two columns."""
WORTH = 1.3
"""Rings may take so much more room than packing before order costs too much."""


@dataclass(frozen=True, slots=True)
class Box:
    """A dot with its label below, both centred at x."""

    id: str
    parent: str
    """Id of the box that this one stands behind; empty for the middle and its neighbours."""
    radius: float
    width: float
    height: float
    """Of the label."""

    def edges(self, x: float, y: float) -> Edges:
        """Left, top, right, bottom with the dot's centre at a point, half the gap included."""
        half = max(self.width / 2, self.radius) + GAP / 2
        return x - half, y - self.radius - GAP / 2, x + half, y + self.radius + self.height + GAP / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line between two boxes with a text of this size at its middle."""

    id: str
    head: str
    tail: str
    width: float
    height: float

    def edges(self, placed: dict[str, Point]) -> Edges:
        """Left, top, right, bottom of the text."""
        (x, y), (u, v) = placed[self.head], placed[self.tail]
        middle, level = (x + u) / 2, (y + v) / 2
        return middle - self.width / 2, level - self.height / 2, middle + self.width / 2, level + self.height / 2


@dataclass(slots=True)
class Grid:
    """Boxes by the cells that they lie in: only those of the same cell can touch."""

    cells: dict[tuple[int, int], list[Edges]] = field(default_factory=dict)

    def free(self, edges: Edges) -> bool:
        return not any(_overlap(edges, other) for cell in _cells(edges) for other in self.cells.get(cell, ()))

    def add(self, edges: Edges) -> None:
        for cell in _cells(edges):
            self.cells.setdefault(cell, []).append(edges)


def place(boxes: Sequence[Box], aspect: float) -> dict[str, Point]:
    """Centres of the dots; the first box stands in the middle, the others in their order clockwise from the top.

    `aspect` is the width of the picture divided by its height. A parent comes before its children.
    """
    if not boxes:
        return {}
    angles, stretch = _angles(boxes), math.sqrt(aspect)
    packed = _packed(boxes, angles, stretch)
    rings = _rings(boxes, angles, stretch)
    return rings if rings and _room(rings) < WORTH * _room(packed) else packed


def in_columns(boxes: Mapping[str, Box], columns: Sequence[Sequence[str]]) -> dict[str, Point]:
    """Centres of the dots of boxes that stand in columns from left to right, long columns in several files."""
    placed, x = dict[str, Point](), 0.0
    for ids in columns:
        files = math.ceil(len(ids) / FILE)
        rows = math.ceil(len(ids) / files)
        wide = max(boxes[id].width for id in ids) + 2 * GAP
        step = max(2 * boxes[id].radius + boxes[id].height for id in ids) + GAP
        for number, id in enumerate(ids):
            at, row = divmod(number, rows)
            # the next file stands between the rows of the first, lest lines to it run through names
            down = (row - (min(rows, len(ids)) - 1) / 2 + (at % 2) / 2) * step
            placed[id] = round(x + (at + 0.5) * wide, 1), round(down, 1)
        x += files * wide + BETWEEN
    middle = (x - BETWEEN) / 2
    return {id: (round(across - middle, 1), down) for id, (across, down) in placed.items()}


def stretched(placed: dict[str, Point], aspect: float, most: float = 2.2) -> dict[str, Point]:
    """The same picture drawn out across or down, at most so much, until its width is `aspect` times its height."""
    spans = [max(at) - min(at) for at in zip(*placed.values(), strict=True)] if placed else [1, 1]
    wide, high = (max(span, 60) for span in spans)
    across, down = (min(most, max(1.0, share)) for share in (aspect * high / wide, wide / aspect / high))
    return {id: (round(x * across, 1), round(y * down, 1)) for id, (x, y) in placed.items()}


def apart(boxes: Iterable[Box], placed: dict[str, Point]) -> bool:
    """Whether no two boxes touch."""
    grid = Grid()
    for box in boxes:
        edges = box.edges(*placed[box.id])
        if not grid.free(edges):
            return False
        grid.add(edges)
    return True


def free_middles(boxes: Iterable[Box], placed: dict[str, Point], lines: Iterable[Line]) -> set[str]:
    """Ids of the lines whose text fits at their middle without touching a box or the text of a line before."""
    grid, found = Grid(), set()
    for box in boxes:
        grid.add(box.edges(*placed[box.id]))
    for line in lines:
        edges = line.edges(placed)
        if grid.free(edges):
            grid.add(edges)
            found.add(line.id)
    return found


def _angles(boxes: Sequence[Box]) -> dict[str, float]:
    """The angle of each box but the first, 0 pointing right, growing clockwise."""
    children: dict[str, list[Box]] = {}
    for box in boxes[1:]:
        children.setdefault(box.parent, []).append(box)
    order: list[tuple[str, float]] = []
    slot = 0.0
    for box in children.get("", []):
        own = children.get(box.id, [])
        span = max(1.0, 0.8 * len(own))
        order += [(child.id, slot + span * (number + 0.5) / len(own)) for number, child in enumerate(own)]
        order.append((box.id, slot + span / 2))
        slot += span
    turn = 2 * math.pi / max(slot, 1.0)
    return {id: position * turn - math.pi / 2 for id, position in order}


def _rings(boxes: Sequence[Box], angles: dict[str, float], stretch: float) -> dict[str, Point]:
    """The smallest regular arrangement in which no boxes touch; empty when there is none."""
    levels = 2 if any(box.parent for box in boxes) else 1
    trials = [(radius, step, rings) for rings in RINGS for step in STEPS for radius in RADII]
    for radius, step, rings in sorted(trials, key=lambda trial: trial[0] + trial[1] * trial[2] * levels):
        placed, counts = {boxes[0].id: (0.0, 0.0)}, [0, 0]
        for box in boxes[1:]:
            level = int(bool(box.parent))
            distance = radius + level * (rings * step + step / 2) + counts[level] % rings * step
            counts[level] += 1
            placed[box.id] = _point(angles[box.id], distance, stretch)
        if apart(boxes, placed):
            return placed
    return {}


def _packed(boxes: Sequence[Box], angles: dict[str, float], stretch: float) -> dict[str, Point]:
    """Each box at the free place nearest to the middle and to its angle."""
    placed, far, grid = {boxes[0].id: (0.0, 0.0)}, {"": FIRST - BEHIND}, Grid()
    grid.add(boxes[0].edges(0, 0))
    last = dict.fromkeys((False, True), 0.0)
    for box in boxes[1:]:
        start, inner = far[box.parent] + BEHIND, not box.parent
        for cost, out, aside in MOVES[bisect(MOVES, (last[inner] - BACK,)) :]:
            distance = start + out
            point = _point(angles[box.id] + aside / distance, distance, stretch)
            edges = box.edges(*point)
            if grid.free(edges):
                last[inner] = cost
                break
        grid.add(edges)
        placed[box.id], far[box.id] = point, distance
    return placed


def _point(angle: float, distance: float, stretch: float) -> Point:
    return round(distance * math.cos(angle) * stretch, 1), round(distance * math.sin(angle) / stretch, 1)


def _room(placed: dict[str, Point]) -> float:
    """Area that an arrangement takes."""
    return (max(abs(x) for x, _ in placed.values()) + 80) * (max(abs(y) for _, y in placed.values()) + 40)


def _cells(edges: Edges) -> list[tuple[int, int]]:
    columns = range(int(edges[0] // CELL), int(edges[2] // CELL) + 1)
    rows = range(int(edges[1] // CELL), int(edges[3] // CELL) + 1)
    return [(column, row) for column in columns for row in rows]


def _overlap(one: Edges, other: Edges) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
