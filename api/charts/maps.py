"""Points and flow lines by longitude and latitude. No boundaries, unless an operator gives a file of them."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from api.charts.looks import SIZE, TYPES, Look, Row, length, plain, rgba, told
from api.previews.layout import Edges, Grid
from api.previews.places import centre, place
from kg.errors import DataError

Line = list[tuple[float, float]]

HIGH = 640
"""Pixels from top to bottom, at most."""
BEND = 0.16
STEPS = 24
SYMBOLS = {"Park": "hexagon2", "Region": "square"}
"""Types are told apart by shape too, as in the pictures of the graph."""
NARROW = 600
"""Pixels of width below which dots are smaller."""
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
    places = [row for row in places if _city(row)]
    known = [row for row in flows if centre(row["origin"]) and centre(row["destination"])]
    if not places and not known:
        return look.nothing()
    box = _box([(row["lon"], row["lat"]) for row in places], known)
    kinds = [type for type in TYPES.edges if any(row["type"] == type for row in known)]
    below = look.legend(look.texts.name(TYPES.edges[type]) for type in kinds)
    figure = look.figure(
        _high(box, look) + 8 + below,
        margin={"l": 8, "r": 8, "t": 8, "b": below},
        hovermode="closest",
        showlegend=bool(known),
        xaxis={"visible": False, "range": box[:2], "constrain": "domain"},
        yaxis={"visible": False, "range": box[2:], "scaleanchor": "x", "scaleratio": _stretch(box)},
    )
    if borders:
        figure.add_trace(_borders(Path(borders), look))
    for trace in (*_flows(known, look), *(_key(type, look) for type in kinds)):
        figure.add_trace(trace)
    if places:
        figure.add_trace(_dots(places, box, look))
    return figure


def _high(box: list[float], look: Look) -> int:
    """As high as the map needs in the width that it has."""
    return min(HIGH, round((look.width - 16) * (box[3] - box[2]) * _stretch(box) / (box[1] - box[0])))


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
    named = _named(places, box, look)
    most = max(row["entities"] for row in places)
    return go.Scatter(
        x=[row["lon"] for row in places],
        y=[row["lat"] for row in places],
        mode="markers+text",
        marker={
            "size": [_size(row, most, look) for row in places],
            "color": [look.node(row["type"]) for row in places],
            "symbol": [SYMBOLS.get(row["type"], "circle") for row in places],
            "line": {"color": look.paper, "width": 1},
            "opacity": 0.9,
        },
        text=[plain(row["name"]) if row["id"] in named else "" for row in places],
        textposition=[named.get(row["id"], SIDES[0]) for row in places],
        textfont={"size": SIZE, "color": look.ink, "shadow": f"0 0 3px {look.paper}, 0 0 3px {look.paper}"},
        customdata=[[row["id"], _about(row, look)] for row in places],
        hovertemplate="%{customdata[1]}<extra></extra>",
        showlegend=False,
        cliponaxis=False,
    )


def _size(row: Row, most: int, look: Look) -> float:
    """Pixels across; in little room dots are smaller, lest they cover each other."""
    return round(min(1, look.width / NARROW) * (7 + 19 * math.sqrt(row["entities"] / most)), 1)


def _about(row: Row, look: Look) -> str:
    count = told(look, row["entities"], row["planned"] or 0)
    return f"{plain(row['name'])}　{look.texts.name(TYPES.nodes[row['type']])}<br>{count}"


def _named(places: Sequence[Row], box: list[float], look: Look) -> dict[str, str]:
    """On which side of its dot each name stands that fits there without touching another dot or name.

    Cities come first, since they tell readers where they are, then the larger ones; 北京 and 天津 may touch dots.
    """
    scale = min((look.width - 16) * _stretch(box) / (box[1] - box[0]), _high(box, look) / (box[3] - box[2]))
    middle = (box[0] + box[1]) / 2 * scale / _stretch(box)
    left, right = middle - look.width / 2 + 2, middle + look.width / 2 - 2
    most = max(row["entities"] for row in places)
    grid, found = Grid(), dict[str, str]()
    dots = {row["id"]: _spot(row, scale, _stretch(box), _size(row, most, look) / 2) for row in places}
    for row in sorted(places, key=_rank):
        others = [dot for id, dot in dots.items() if id != row["id"]]
        sides = [(side, _text(dots[row["id"]], row["name"], side)) for side in SIDES]
        free = [(side, text) for side, text in sides if left <= text[0] and text[2] <= right and grid.free(text)]
        touched = {side: sum(_touch(text, dot) for dot in others) for side, text in free}
        side, text = min(free, key=lambda one: touched[one[0]], default=("", None))
        if text and (_capital(row) or not touched[side]):
            grid.add(text)
            found[row["id"]] = side
        if len(found) == LABELS:
            break
    return found


def _rank(row: Row) -> tuple[bool, bool, int]:
    return not _capital(row), not (row["type"] == "Region" and (row["region"] or "").endswith("00")), -row["entities"]


def _capital(row: Row) -> bool:
    return row["type"] == "Region" and (row["region"] or "").endswith("0000")


def _spot(row: Row, scale: float, stretch: float, radius: float) -> Edges:
    x, y = row["lon"] * scale / stretch, -row["lat"] * scale
    return x - radius, y - radius, x + radius, y + radius


def _text(dot: Edges, name: str, side: str) -> Edges:
    """Left, top, right, bottom of a name beside its dot."""
    broad, (left, top, right, bottom) = length(name), dot
    middle, level, half = (left + right) / 2, (top + bottom) / 2, SIZE * 0.7
    return {
        "middle right": (right + 1, level - half, right + 4 + broad, level + half),
        "middle left": (left - 4 - broad, level - half, left - 1, level + half),
        "top center": (middle - broad / 2, top - 2 * half - 2, middle + broad / 2, top - 1),
        "bottom center": (middle - broad / 2, bottom + 1, middle + broad / 2, bottom + 2 * half + 2),
    }[side]


SIDES = ("middle right", "middle left", "top center", "bottom center")


def _touch(one: Edges, other: Edges) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _city(row: Row) -> bool:
    """Whether a place is narrower than a province: of one known to be in 河北 a dot would be a wrong one."""
    code = row["region"] or ""
    return row["type"] != "Region" or not code.endswith("0000") or code[:2] in MUNICIPALITIES


MUNICIPALITIES = ("11", "12", "31", "50")


def _flows(rows: Sequence[Row], look: Look) -> Iterator[go.Scatter]:
    """An arrow for each flow."""
    between: Counter[tuple[str, str]] = Counter()
    for row in rows:
        start, goal = centre(row["origin"]), centre(row["destination"])
        if start is None or goal is None:
            continue
        pair = (row["origin"], row["destination"])
        between[pair] += 1
        yield _arrow(row, _arc(start, goal, BEND * between[pair]), look)


def _arrow(row: Row, line: Line, look: Look) -> go.Scatter:
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
        showlegend=False,
        customdata=[[row["origin"], row["destination"], row["type"]]] * len(line),
        hovertemplate=plain(f"{ends}　{kind}　{told(look, row['count'], row['planned'] or 0)}") + "<extra></extra>",
    )


def _key(type: str, look: Look) -> go.Scatter:
    """An edge type in the legend, which hides and shows its arrows."""
    line = {"color": look.edge(type), "width": 3}
    name = look.texts.name(TYPES.edges[type])
    return go.Scatter(x=[None], y=[None], mode="lines", line=line, name=name, legendgroup=type, hoverinfo="skip")


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
    points = [point for line in borders_of(path) for point in [*line, (None, None)]]
    return go.Scatter(
        x=[x for x, _ in points],
        y=[y for _, y in points],
        mode="lines",
        line={"color": look.line, "width": 1},
        hoverinfo="skip",
        showlegend=False,
    )


def borders_of(path: Path) -> list[Line]:
    """The lines of a GeoJSON file, as longitudes and latitudes.

    Raises `DataError` when it cannot be read, is no GeoJSON, holds no line, or its coordinates are no degrees.
    """
    hint = f"KG_MAP_GEOJSON={path}: {{}}; name a GeoJSON file (RFC 7946) with lines or polygons, or set it to nothing"
    try:
        rings = _rings(json.loads(path.read_text(encoding="utf-8")))
        lines = [[(float(x), float(y)) for x, y, *_ in ring] for ring in rings]
    except OSError as error:
        raise DataError(hint.format(error.strerror or error)) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DataError(hint.format(f"not GeoJSON: {error!r}")) from error
    if not lines:
        raise DataError(hint.format("no line or polygon in it"))
    far = next((point for line in lines for point in line if abs(point[0]) > 180 or abs(point[1]) > 90), None)
    if far:
        raise DataError(hint.format(f"{far[0]:g}, {far[1]:g} is no longitude and latitude in degrees (EPSG:4326)"))
    return lines


KINDS = {
    "FeatureCollection", "Feature", "GeometryCollection",
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
}  # fmt: skip
"""The types of RFC 7946; points are not drawn."""


def _rings(found: Any) -> Iterator[list[Any]]:
    """The lines of a GeoJSON object (RFC 7946), whatever holds them."""
    kind = found["type"]
    if kind not in KINDS:
        raise ValueError(f"type {kind!r}")
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
