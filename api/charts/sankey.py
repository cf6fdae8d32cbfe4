"""Flows between regions as a Sankey diagram."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from api.charts.looks import PLANNED, TYPES, Look, Row, plain, rgba, told

BUILT = 0.75
PAD = 26
"""Pixels between two names."""
TOP = 16
SIDES = ("origin", "destination")
ORDER = ("北京", "天津", "河北")
"""Names of the query's regions from top to bottom; others follow."""


@dataclass(frozen=True, slots=True)
class Band:
    """One band of the diagram: a row's relations that are planned, or those that are not."""

    row: Row
    count: int
    planned: bool


def corridor(rows: Sequence[Row], look: Look | None = None) -> go.Figure:
    """From the rows of the query `corridor`: origins on the left, destinations on the right, a band for each edge type.

    Planned relations are a paler band of their own. `customdata` of a band is [origin, destination, type, planned].
    """
    look = look or Look()
    bands = [Band(row, count, planned) for row in rows for planned, count in _parts(row) if count]
    if not bands:
        return look.nothing()
    ends = [sorted({str(band.row[side]) for band in bands}, key=_rank) for side in SIDES]
    room = max(240, 110 * max(map(len, ends)))
    names = _names(bands, look)
    below = look.legend(names)
    figure = look.figure(room + TOP + below, margin={"l": 12, "r": 12, "t": TOP, "b": below})
    figure.add_trace(_diagram(bands, ends, room, look))
    _legend(figure, names)
    return figure


def _rank(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER)), name


def _totals(bands: Sequence[Band], side: str, names: list[str]) -> list[int]:
    """How many relations begin or end at each name."""
    return [sum(band.count for band in bands if band.row[side] == name) for name in names]


def _labels(bands: Sequence[Band], side: str, names: list[str]) -> list[str]:
    return [plain(f"{name}  {count}") for name, count in zip(names, _totals(bands, side, names), strict=True)]


def _middles(bands: Sequence[Band], side: str, names: list[str], room: int) -> list[float]:
    """Where the names stand from top to bottom, in shares of the height; plotly alone would not keep their order."""
    counts = _totals(bands, side, names)
    scale = (room - PAD * (len(ORDER))) / sum(counts)
    tops = [sum(counts[:at]) * scale + PAD * at for at in range(len(names))]
    return [(top + count * scale / 2) / room for top, count in zip(tops, counts, strict=True)]


def _parts(row: Row) -> tuple[tuple[bool, int], tuple[bool, int]]:
    planned = row["planned"] or 0
    return (False, row["count"] - planned), (True, planned)


def _diagram(bands: Sequence[Band], ends: list[list[str]], room: int, look: Look) -> go.Sankey:
    return go.Sankey(
        arrangement="fixed",
        node={
            "label": [name for side, names in zip(SIDES, ends, strict=True) for name in _labels(bands, side, names)],
            "color": look.soft,
            "x": [place for place, names in zip((0.001, 0.999), ends, strict=True) for _ in names],
            "y": [y for side, names in zip(SIDES, ends, strict=True) for y in _middles(bands, side, names, room)],
            "pad": PAD,
            "thickness": 14,
            "line": {"width": 0},
            "hovertemplate": "%{label}<extra></extra>",
        },
        link={
            "source": [ends[0].index(band.row["origin"]) for band in bands],
            "target": [len(ends[0]) + ends[1].index(band.row["destination"]) for band in bands],
            "value": [band.count for band in bands],
            "color": [rgba(look.edge(band.row["type"]), PLANNED if band.planned else BUILT) for band in bands],
            "label": [_label(band, look) for band in bands],
            "customdata": [[*(band.row[key] for key in (*SIDES, "type")), band.planned] for band in bands],
            "hovertemplate": "%{label}<extra></extra>",
        },
        textfont={"color": look.ink, "size": 16, "shadow": "none"},
        valueformat="d",
    )


def _label(band: Band, look: Look) -> str:
    kind = look.texts.name(TYPES.edges[band.row["type"]])
    count = told(look, band.count, band.count if band.planned else 0)
    return plain(f"{band.row['origin']} → {band.row['destination']}　{kind}　{count}")


def _names(bands: Sequence[Band], look: Look) -> dict[str, str]:
    """What the legend says, with its colours."""
    used = {band.row["type"] for band in bands}
    names = {look.texts.name(kind): rgba(look.edge(key), BUILT) for key, kind in TYPES.edges.items() if key in used}
    if any(band.planned for band in bands):
        names[look.texts("chart_planned")] = rgba("#8A8D91", PLANNED)
    return names


def _legend(figure: go.Figure, names: dict[str, str]) -> None:
    """Squares with the edge types' names: a Sankey has no legend of its own."""
    for name, colour in names.items():
        mark = {"symbol": "square", "size": 13, "color": colour}
        figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers", marker=mark, name=name, hoverinfo="skip"))
    figure.update_layout(
        xaxis={"visible": False},
        yaxis={"visible": False},
        showlegend=True,
        legend={"itemclick": False, "itemdoubleclick": False},
    )
