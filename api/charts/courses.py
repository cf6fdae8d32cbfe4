"""Deals over the years: signed, built, carried out, silent, ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import plotly.graph_objects as go

from api.charts.looks import Look, Row

STAGES = {"signed": "#B8860B", "built": "#1E9AA8", "running": "#2E8B57", "silent": "#8A8D91", "ended": "#A8322D"}
"""What a deal can have come to, with its colour, from what is promised to what is over."""
SHAPES = {"signed": "/", "built": "x", "running": "", "silent": ".", "ended": "\\"}
"""Hatchings, for who sees no colours."""
SIGNS = {"signed": "◇", "built": "◐", "running": "●", "silent": "○", "ended": "✕"}
TOLD = ("signed", "built", "running", "ended")
"""The columns with the times at which articles first say so."""
QUIET = 12
"""Months without a word after which what was promised is silent."""
LATER = 0.25
"""Opacity of what comes after the time shown."""


def stage(deal: Row, at: str) -> str | None:
    """What a deal has come to by a year or month, its end included; None before all.

    A row of `deal_courses` or `deals`; of `signed_courses` or `signed_deals`, if a plan or an agreement was reported.
    """
    signed, built, running, ended = (_by(deal.get(key), at) for key in TOLD)
    if ended and ended >= max(built, running):
        return "ended"
    if running or built:
        return "running" if running else "built"
    if not signed:
        return None
    heard = max((time for time in deal.get("named", ()) if time <= at), default=signed)
    return "silent" if _months(max(heard, signed), at) >= QUIET else "signed"


def _by(time: str | None, at: str) -> str:
    return time if time and time <= at else ""


def shifted(time: str, months: int) -> str:
    """A year or month so many months later; of a year, whole years."""
    if len(time) == 4:
        return f"{int(time) + months // 12:04}"
    whole = int(time[:4]) * 12 + int(time[5:7]) - 1 + months
    return f"{whole // 12:04}-{whole % 12 + 1:02}"


def _months(one: str, other: str) -> int:
    years = int(other[:4]) - int(one[:4])
    return 12 * years + (int(other[5:7]) - int(one[5:7]) if len(one) > 4 else 0)


def next_after(time: str, steps: int = 1) -> str:
    """The year after a year, the month after a month; earlier ones for steps below zero."""
    return shifted(time, steps * (12 if len(time) == 4 else 1))


def times(courses: Sequence[Row]) -> list[str]:
    """All years or months from the first word to the last."""
    every = {time for row in courses for time in (*_told(row), *row.get("named", ()))}
    found, last = [min(every)] if every else [], max(every, default="")
    while found and found[-1] < last:
        found.append(next_after(found[-1]))
    return found


def _told(row: Row) -> Iterable[str]:
    return (row[key] for key in TOLD if row.get(key))


def _quiet(row: Row) -> Iterable[str]:
    """When a deal may fall silent, or be heard of again."""
    return (time for heard in row.get("named", ()) for time in (heard, shifted(heard, QUIET)))


def changes(courses: Sequence[Row]) -> list[str]:
    """The times at which something changed."""
    possible = {time for row in courses for time in (*_told(row), *_quiet(row))}
    return [time for time in times(courses) if time in possible and any(changed(row, time) for row in courses)]


def changed(deal: Row, at: str) -> bool:
    """Whether a deal came to another stage at this time."""
    return stage(deal, at) != stage(deal, next_after(at, -1))


def counts(courses: Sequence[Row], at: str) -> dict[str, int]:
    """How many deals stand in each stage at the end of a year or month."""
    found = dict.fromkeys(STAGES, 0)
    for row in courses:
        now = stage(row, at)
        if now:
            found[now] += row["deals"]
    return found


def deals(courses: Sequence[Row], look: Look | None = None, at: str = "") -> go.Figure:
    """From the rows of `deal_courses` and `signed_courses`: deals in each stage, year by year or by month.

    What comes after `at` is pale. `customdata` of a bar is [stage, time].
    """
    look = look or Look()
    every = times(courses)
    if not every:
        return look.nothing()
    sums = [counts(courses, time) for time in every]
    names = {key: f"{SIGNS[key]} {look.texts(f'deal_{key}')}" for key in STAGES}
    below = look.legend(names.values())
    figure = look.figure(
        300 + below,
        barmode="stack",
        bargap=0.25 if len(every[0]) == 4 else 0,
        xaxis=look.axis(type="category", showgrid=False, **_ticks(every, look)),
        yaxis=look.axis(title=look.texts("timeline_deals"), rangemode="tozero", tickformat="d"),
        margin={"l": 16, "r": 16, "t": 28, "b": below + 24},
        showlegend=True,
    )
    opacity = [LATER if at and time > at else 1 for time in every]
    for key, name in names.items():
        if any(row[key] for row in sums):
            figure.add_trace(_bars(key, name, every, [row[key] for row in sums], opacity, look))
    if at in every:
        place = every.index(at)
        line = {"color": look.ink, "width": 1, "dash": "dot"}
        figure.add_shape(type="line", x0=place, x1=place, y0=0, y1=1, yref="paper", line=line, layer="below")
        figure.add_annotation(x=place, y=1, yref="paper", text=f"▼ {at}", showarrow=False, yanchor="bottom")
    return figure


def _ticks(every: Sequence[str], look: Look) -> dict[str, object]:
    """Years that stand under the bars without touching; by their places, for a number is no category."""
    years = [place for place, time in enumerate(every) if len(time) == 4 or time.endswith("-01")]
    nth = max(1, -(-len(years) * 46 // look.width))
    return {"tickvals": years[::nth], "ticktext": [every[place][:4] for place in years[::nth]], "tickangle": 0}


def _bars(key: str, name: str, every: list[str], sums: list[int], opacity: list[float], look: Look) -> go.Bar:
    colour = look.shade(STAGES[key])
    pattern = {
        "shape": SHAPES[key],
        "fillmode": "overlay",
        "fgcolor": look.paper,
        "fgopacity": 0.7,
        "size": 6,
        "solidity": 0.25,
    }
    return go.Bar(
        name=name,
        x=every,
        y=sums,
        marker={"color": colour, "opacity": opacity, "pattern": pattern, "line": {"width": 0}},
        customdata=[[key, time] for time in every],
        hovertemplate="%{x}　%{y}<extra>" + name + "</extra>",
    )
