"""The charts by name, with the named queries that their rows come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from api.charts import industries
from api.charts.bars import activity, cluster_cities
from api.charts.chains import ROWS, chain
from api.charts.courses import deals
from api.charts.looks import Look
from api.charts.maps import flow_map
from api.charts.measures import measures
from api.charts.sankey import corridor
from kg.errors import QueryError

Rows = list[dict[str, Any]]
Ask = Callable[..., Rows]
"""Runs a named query: its name, then its parameters by name."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: the query whose parameters it takes, and how it is drawn from what `Ask` gives."""

    query: str
    draw: Callable[[Ask, Mapping[str, Any], Look, str], go.Figure]


def _of(query: str, figure: Callable[[Rows, Look], go.Figure]) -> Chart:
    return Chart(query, lambda ask, params, look, _borders: figure(ask(query, **params), look))


def _map(ask: Ask, params: Mapping[str, Any], look: Look, borders: str) -> go.Figure:
    return flow_map(ask("places"), ask("flows_by_city", **params), look, borders)


def _chain(ask: Ask, params: Mapping[str, Any], look: Look, _borders: str) -> go.Figure:
    """Of an industry with its parts, unless others are named."""
    wanted = {"also": "|".join(industries.family(params.get("id", ""))[1:]), "limit": ROWS, **params}
    return chain(ask("chain_members", **wanted), ask("chain_partners", **wanted), look)


def _deals(ask: Ask, params: Mapping[str, Any], look: Look, _borders: str) -> go.Figure:
    """`at` is the chart's own: the year or month that is shown."""
    wanted = {key: value for key, value in params.items() if key != "at"}
    return deals([*ask("deal_courses", **wanted), *ask("signed_courses", **wanted)], look, params.get("at", ""))


CHARTS: dict[str, Chart] = {
    "corridor": _of("corridor", corridor),
    "cluster_cities": _of("members_by_city", cluster_cities),
    "measures": _of("measures_over_time", measures),
    "activity": _of("activity", activity),
    "chain": Chart("chain_members", _chain),
    "deals": Chart("deal_courses", _deals),
    "map": Chart("flows_by_city", _map),
}


def chart(name: str, ask: Ask, params: Mapping[str, Any], look: Look | None = None, borders: str = "") -> go.Figure:
    """The chart of that name; `params` are those of its query, `borders` is the map's own GeoJSON file.

    Raises `QueryError` for an unknown chart or what its query does not take.
    """
    found = CHARTS.get(name)
    if found is None:
        raise QueryError(f"no chart is called {name}; there are: {', '.join(CHARTS)}")
    return found.draw(ask, params, look or Look(), borders)
