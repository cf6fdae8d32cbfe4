"""Flows between regions as a Sankey diagram."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from api.charts.looks import PLANNED, TYPES, Look, Row, plain, rgba, told

BUILT = 0.75
SIDES = ("origin", "destination")


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
    ends = [list(dict.fromkeys(str(band.row[side]) for band in bands)) for side in SIDES]
    figure = look.figure(max(300, 110 * max(map(len, ends)) + 60), margin={"l": 12, "r": 12, "t": 28, "b": 48})
    figure.add_trace(_diagram(bands, ends, look))
    _legend(figure, bands, look)
    return figure


def _parts(row: Row) -> tuple[tuple[bool, int], tuple[bool, int]]:
    planned = row["planned"] or 0
    return (False, row["count"] - planned), (True, planned)


def _diagram(bands: Sequence[Band], ends: list[list[str]], look: Look) -> go.Sankey:
    return go.Sankey(
        arrangement="fixed",
        node={
            "label": [plain(name) for side in ends for name in side],
            "color": [look.node("Region")] * sum(map(len, ends)),
            "pad": 26,
            "thickness": 14,
            "line": {"width": 0},
            "hovertemplate": "%{label}　%{value:d}<extra></extra>",
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
        textfont={"color": look.ink, "size": 15, "shadow": "none"},
        valueformat="d",
    )


def _label(band: Band, look: Look) -> str:
    kind = look.texts.name(TYPES.edges[band.row["type"]])
    count = told(look, band.count, band.count if band.planned else 0)
    return plain(f"{band.row['origin']} → {band.row['destination']}　{kind}　{count}")


def _legend(figure: go.Figure, bands: Sequence[Band], look: Look) -> None:
    """Squares with the edge types' names: a Sankey has no legend of its own."""
    used = {band.row["type"] for band in bands}
    names = [(look.texts.name(kind), rgba(look.edge(key), BUILT)) for key, kind in TYPES.edges.items() if key in used]
    if any(band.planned for band in bands):
        names.append((look.texts("chart_planned"), rgba("#8A8D91", PLANNED)))
    for name, colour in names:
        mark = {"symbol": "square", "size": 13, "color": colour}
        figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers", marker=mark, name=name, hoverinfo="skip"))
    figure.update_layout(
        xaxis={"visible": False},
        yaxis={"visible": False},
        showlegend=True,
        legend={"itemclick": False, "itemdoubleclick": False},
    )
