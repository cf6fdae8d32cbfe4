"""An entity's figures over time, a small chart for each metric and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

import plotly.graph_objects as go

from api.charts.looks import LINE, TYPES, Look, Row, folded, plain

SCALE = re.compile(r"^[万亿]+")
"""Powers of ten before a unit: `amount` is without them."""
TIME = re.compile(r"\d{4}(-\d{2}){0,2}")
EACH, BETWEEN = 150, 62
"""Pixels of one small chart, and between two."""
POWERS = ((100_000_000, "亿"), (10_000, "万"))
"""How Chinese readers write large amounts."""


def measures(rows: Sequence[Row], look: Look | None = None) -> go.Figure:
    """From the rows of `measures_over_time`: dots joined by a line, each with its article in the tooltip.

    Figures without any time are left out. `customdata` of a dot is [article's id, tooltip].
    """
    look = look or Look()
    timed = sorted((row for row in rows if TIME.fullmatch(row["time"] or "")), key=_group)
    panels = [(key, sorted(own, key=lambda row: row["time"])) for key, own in groupby(timed, _group)]
    if not panels:
        return look.nothing()
    figure = look.figure(
        (EACH + BETWEEN) * len(panels) + 20, showlegend=False, margin={"l": 56, "r": 28, "t": 40, "b": 34}
    )
    span = _span(timed)
    for number, ((_, metric, unit), own) in enumerate(panels):
        _panel(figure, number, len(panels), metric, unit, own, look, span)
    return figure


def _group(row: Row) -> tuple[int, str, str]:
    """Metrics in the ontology's order, then by unit."""
    return list(TYPES.measures).index(row["metric"]), row["metric"], SCALE.sub("", row["unit"] or "")


def _span(rows: Sequence[Row]) -> list[str]:
    """The first and the last year of all rows, so that the small charts have one time."""
    years = [int(row["time"][:4]) for row in rows]
    return [f"{min(years)}-01-01", f"{max(years) + 1}-01-01"]


def _panel(
    figure: go.Figure, number: int, of: int, metric: str, unit: str, rows: Sequence[Row], look: Look, span: list[str]
) -> None:
    axis = "" if number == 0 else str(number + 1)
    whole = (EACH + BETWEEN) * of - BETWEEN
    top = 1 - number * (EACH + BETWEEN) / whole
    power, word = next((found for found in POWERS if max(row["amount"] for row in rows) >= found[0]), (1, ""))
    ticks = look.axis(type="date", range=span, anchor=f"y{axis}", showgrid=False, tickformatstops=STOPS, nticks=8)
    figure.update_layout({
        f"xaxis{axis}": ticks,
        f"yaxis{axis}": look.axis(
            domain=[max(0, top - EACH / whole), top], anchor=f"x{axis}", rangemode="tozero", nticks=4
        ),
    })  # fmt: skip
    title = (
        f"{look.texts.name(TYPES.measures[metric])}（{word}{unit}）"
        if word + unit
        else look.texts.name(TYPES.measures[metric])
    )
    figure.add_annotation(
        text=plain(title), x=0, y=top, xref="paper", yref="paper", xanchor="left", yanchor="bottom",
        yshift=8, showarrow=False, font={"color": look.ink, "size": 14},
    )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=[(row["time"] + "-01-01")[:10] for row in rows],
            y=[row["amount"] / power for row in rows],
            mode="lines+markers+text" if _distinct(rows) else "markers+text",
            text=[f"{row['amount'] / power:,.6g}" for row in rows],
            textposition="top center",
            textfont={"size": 12, "color": look.soft},
            line={"color": look.node("Park"), "width": 1.5, "shape": "linear"},
            marker={"size": 9, "color": look.node("Park")},
            cliponaxis=False,
            xaxis=f"x{axis}",
            yaxis=f"y{axis}",
            customdata=[[row["articleId"], _tooltip(row)] for row in rows],
            hovertemplate="%{customdata[1]}<extra></extra>",
        )
    )


def _distinct(rows: Sequence[Row]) -> bool:
    """Whether a line through the dots is a course in time: several figures of one time are of different things."""
    return len({row["time"] for row in rows}) == len(rows)


STOPS = [{"dtickrange": ["M12", None], "value": "%Y"}, {"dtickrange": [None, "M12"], "value": "%Y-%m"}]


def _tooltip(row: Row) -> str:
    title = row["articleTitle"] or row["articleId"]
    pieces = [title[place : place + LINE] for place in range(0, len(title), LINE)]
    value = f"{row['time']}　{row['value']:,.10g} {row['unit'] or ''}"
    return f"{plain(value)}<br>{folded(pieces, between='')}"
