"""Points and flow lines by longitude and latitude. No boundaries, unless an operator gives a file of them."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from api.charts.looks import TYPES, Look, Row, plain, rgba, told
from api.previews.layout import Edges, Grid
from api.previews.places import centre, place
from kg.errors import DataError

Line = list[tuple[float, float]]

WIDE, HIGH = 640.0, 640
"""Pixels of the picture that labels are placed for."""
BEND = 0.16
STEPS = 24
LETTER = 13
LABELS = 40
"""Names on the map at most; a tooltip has each."""


def flow_map(places: Sequence[Row], flows: Sequence[Row], look: Look | None = None, borders: str = "") -> go.Figure:
    """From the rows of `places` and `flows_by_city`: a dot for each place, larger where more is located, and an arrow
    for each flow, as broad as its count.

    `customdata` of a dot is [id, tooltip], of a flow [origin, destination, edge type]. `borders` is an operator's own
    GeoJSON file, its coordinates longitude and latitude.

    Raises `DataError` when that file cannot be read.
    """
    look = look or Look()
    known = [row for row in flows if centre(row["origin"]) and centre(row["destination"])]
    if not places and not known:
        return look.nothing()
    box = _box([(row["lon"], row["lat"]) for row in places], known)
    figure = look.figure(
        HIGH + 60,
        margin={"l": 8, "r": 8, "t": 8, "b": 60},
        hovermode="closest",
        showlegend=bool(known),
        xaxis={"visible": False, "range": box[:2], "constrain": "domain"},
        yaxis={"visible": False, "range": box[2:], "scaleanchor": "x", "scaleratio": _stretch(box)},
    )
    if borders:
        figure.add_trace(_borders(Path(borders), look))
    for trace in _flows(known, look):
        figure.add_trace(trace)
    if places:
        figure.add_trace(_dots(places, box, look))
    return figure


def _box(points: Sequence[tuple[float, float]], flows: Sequence[Row]) -> list[float]:
    """West, east, south, north of all that is drawn, with a margin."""
    ends = [centre(row[side]) for row in flows for side in ("origin", "destination")]
    every = [*points, *(end for end in ends if end)]
    west, east = min(x for x, _ in every), max(x for x, _ in every)
    south, north = min(y for _, y in every), max(y for _, y in every)
    aside = max(0.25, 0.07 * max(east - west, north - south))
    return [west - aside, east + aside, south - aside, north + aside]


def _stretch(box: list[float]) -> float:
    """How many degrees of longitude are as long as one of latitude, in the middle of the map."""
    return 1 / math.cos(math.radians((box[2] + box[3]) / 2))


def _dots(places: Sequence[Row], box: list[float], look: Look) -> go.Scatter:
    named = _named(places, box)
    most = max(row["entities"] for row in places)
    return go.Scatter(
        x=[row["lon"] for row in places],
        y=[row["lat"] for row in places],
        mode="markers+text",
        marker={
            "size": [_size(row, most) for row in places],
            "color": [look.node(row["type"]) for row in places],
            "line": {"color": look.paper, "width": 1},
            "opacity": 0.9,
        },
        text=[plain(row["name"]) if row["id"] in named else "" for row in places],
        textposition="middle right",
        textfont={"size": LETTER - 1, "color": look.ink},
        customdata=[[row["id"], _about(row, look)] for row in places],
        hovertemplate="%{customdata[1]}<extra></extra>",
        showlegend=False,
        cliponaxis=False,
    )


def _size(row: Row, most: int) -> float:
    return round(7 + 19 * math.sqrt(row["entities"] / most), 1)


def _about(row: Row, look: Look) -> str:
    count = told(look, row["entities"], row["planned"] or 0)
    return f"{plain(row['name'])}　{look.texts.name(TYPES.nodes[row['type']])}<br>{count}"


def _named(places: Sequence[Row], box: list[float]) -> set[str]:
    """Ids of the places whose names fit beside their dots without touching another dot or name; larger ones first."""
    scale = min(WIDE / ((box[1] - box[0]) / _stretch(box)), HIGH / (box[3] - box[2]))
    grid, found, most = Grid(), set(), max(row["entities"] for row in places)
    spots = [((row["lon"] / _stretch(box)) * scale, -row["lat"] * scale, _size(row, most) / 2) for row in places]
    dots = [(x - size, y - size, x + size, y + size) for x, y, size in spots]
    for number, (row, (x, y, size)) in enumerate(zip(places, spots, strict=True)):
        text: Edges = (x + size + 1, y - LETTER * 0.7, x + size + 4 + _length(row["name"]), y + LETTER * 0.7)
        others = (dot for place, dot in enumerate(dots) if place != number)
        if len(found) < LABELS and grid.free(text) and not any(_touch(text, dot) for dot in others):
            grid.add(text)
            found.add(row["id"])
    return found


def _length(name: str) -> float:
    return sum(LETTER if ord(sign) > 0x2E80 else LETTER * 0.6 for sign in name)


def _touch(one: Edges, other: Edges) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _flows(rows: Sequence[Row], look: Look) -> Iterator[go.Scatter]:
    """An arrow for each flow; the first of each edge type stands in the legend for all."""
    shown: set[str] = set()
    between: Counter[tuple[str, str]] = Counter()
    for row in rows:
        start, goal = centre(row["origin"]), centre(row["destination"])
        if start is None or goal is None:
            continue
        pair = (row["origin"], row["destination"])
        between[pair] += 1
        yield _arrow(row, _arc(start, goal, BEND * between[pair]), look, first=row["type"] not in shown)
        shown.add(row["type"])


def _arrow(row: Row, line: Line, look: Look, *, first: bool) -> go.Scatter:
    planned = row["planned"] == row["count"]
    width = min(1.2 + 1.1 * math.sqrt(row["count"]), 9)
    colour = look.edge(row["type"])
    kind = look.texts.name(TYPES.edges[row["type"]])
    ends = f"{place(row['origin'])} → {place(row['destination'])}"
    return go.Scatter(
        x=[x for x, _ in line],
        y=[y for _, y in line],
        mode="lines+markers",
        line={"color": rgba(colour, 0.75), "width": width, "dash": "dash" if planned else "solid"},
        marker={
            "symbol": "arrow",
            "angleref": "previous",
            "size": [0] * (len(line) - 1) + [7 + 1.6 * width],
            "color": colour,
            "opacity": 1,
        },
        name=kind,
        legendgroup=row["type"],
        showlegend=first,
        customdata=[[row["origin"], row["destination"], row["type"]]] * len(line),
        hovertemplate=plain(f"{ends}　{kind}　{told(look, row['count'], row['planned'] or 0)}") + "<extra></extra>",
    )


def _arc(start: tuple[float, float], goal: tuple[float, float], bend: float) -> Line:
    """A quadratic Bézier curve that leaves the straight line to its right and ends short of the goal's dot."""
    (x, y), (u, v) = start, goal
    middle = ((x + u) / 2 + bend * (v - y), (y + v) / 2 - bend * (u - x))
    shares = [0.96 * step / STEPS for step in range(STEPS + 1)]
    return [
        (
            round((1 - t) ** 2 * x + 2 * t * (1 - t) * middle[0] + t * t * u, 4),
            round((1 - t) ** 2 * y + 2 * t * (1 - t) * middle[1] + t * t * v, 4),
        )
        for t in shares
    ]


def _borders(path: Path, look: Look) -> go.Scatter:
    try:
        rings = list(_rings(json.loads(path.read_text(encoding="utf-8"))))
        points = [point for ring in rings for point in [*((float(x), float(y)) for x, y, *_ in ring), (None, None)]]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DataError(f"{path}: no GeoJSON that can be drawn: {error}; see KG_MAP_GEOJSON") from error
    return go.Scatter(
        x=[x for x, _ in points],
        y=[y for _, y in points],
        mode="lines",
        line={"color": look.line, "width": 1},
        hoverinfo="skip",
        showlegend=False,
    )


def _rings(found: Any) -> Iterator[list[Any]]:
    """The lines of a GeoJSON object (RFC 7946), whatever holds them."""
    kind = found["type"]
    if kind == "FeatureCollection":
        for feature in found["features"]:
            yield from _rings(feature)
    elif kind == "Feature":
        yield from _rings(found["geometry"]) if found["geometry"] else ()
    elif kind == "GeometryCollection":
        for part in found["geometries"]:
            yield from _rings(part)
    elif kind == "LineString":
        yield found["coordinates"]
    elif kind in ("Polygon", "MultiLineString"):
        yield from found["coordinates"]
    elif kind == "MultiPolygon":
        for polygon in found["coordinates"]:
            yield from polygon
