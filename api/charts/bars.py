"""Bars: the members of a cluster by city, the statements of articles by month."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from api.charts.looks import TYPES, Look, Row, folded, plain
from api.previews.places import place

BAR = 30
"""Pixels from bar to bar."""
UNKNOWN = "#8A8D91"


def cluster_cities(rows: Sequence[Row], look: Look | None = None) -> go.Figure:
    """From the rows of `members_by_city`: a bar for each city, most members first; the members' names in its tooltip.

    `customdata` of a bar is [code, names]; its code is empty for members whose place is not reported.
    """
    look = look or Look()
    if not rows:
        return look.nothing()
    labels = [plain(place(row["code"]) or row["city"] or row["code"] or look.texts("chart_no_place")) for row in rows]
    colours = [look.node("Cluster") if row["code"] else look.shade(UNKNOWN) for row in rows]
    figure = look.figure(
        90 + BAR * len(rows),
        xaxis=look.axis(title=look.texts("chart_members"), dtick=_step(rows), rangemode="tozero"),
        yaxis=look.axis(autorange="reversed", type="category", showgrid=False, ticklabelstandoff=6),
        bargap=0.35,
    )
    figure.add_trace(
        go.Bar(
            orientation="h",
            x=[row["members"] for row in rows],
            y=labels,
            text=[str(row["members"]) for row in rows],
            textposition="outside",
            cliponaxis=False,
            marker={"color": colours},
            customdata=[[row["code"] or "", folded(row["names"])] for row in rows],
            hovertemplate="%{y}　%{x}<br>%{customdata[1]}<extra></extra>",
        )
    )
    return figure


def _step(rows: Sequence[Row]) -> int | None:
    """Whole numbers on the axis where a few would do."""
    return 1 if max(row["members"] for row in rows) <= 8 else None


def activity(rows: Sequence[Row], look: Look | None = None) -> go.Figure:
    """From the rows of the query `activity`: statements of each month's articles, stacked by edge type.

    `customdata` of a bar is [edge type, month, planned].
    """
    look = look or Look()
    if not rows:
        return look.nothing()
    kinds = {type: kind for type, kind in TYPES.edges.items() if any(row["type"] == type for row in rows)}
    below = look.legend(map(look.texts.name, kinds.values()))
    figure = look.figure(
        290 + below,
        barmode="stack",
        bargap=0.1,
        xaxis=look.axis(type="date", range=_span(rows), ticks="outside", showgrid=False, tickformatstops=YEARS),
        yaxis=look.axis(title=look.texts("chart_statements"), rangemode="tozero", tickformat="d"),
        margin={"l": 16, "r": 16, "t": 16, "b": below + 24},
        showlegend=True,
    )
    for type, kind in kinds.items():
        own = [row for row in rows if row["type"] == type]
        figure.add_trace(_months(own, look.texts.name(kind), look.edge(type)))
    return figure


def _span(rows: Sequence[Row]) -> list[str]:
    """From the first month to a while after the last."""
    first, last = min(row["month"] for row in rows), max(row["month"] for row in rows)
    year, month = int(last[:4]), int(last[5:] or 12)
    return [f"{first}-01"[:10], f"{year + month // 12}-{month % 12 + 1:02}-15"]


YEARS = [{"dtickrange": ["M12", None], "value": "%Y"}, {"dtickrange": [None, "M12"], "value": "%Y-%m"}]


def _months(rows: Sequence[Row], name: str, colour: str) -> go.Bar:
    whole = [row for row in rows if len(row["month"]) == 7]
    return go.Bar(
        name=name,
        x=[f"{row['month']}-01" for row in whole],
        y=[row["statements"] for row in whole],
        width=MONTH,
        offset=0,
        marker={"color": colour},
        customdata=[[row["type"], row["month"], row["planned"] or 0] for row in whole],
        hovertemplate="%{customdata[1]}　%{y}<extra>" + plain(name) + "</extra>",
    )


MONTH = 26 * 24 * 3600 * 1000
"""Width of a bar in the milliseconds of its axis."""
