"""What flows between regions: a page, and what it lists as a table: the sums, or the relations of a cell or band."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.deps import TYPES, Ask
from api.previews.pages import RendererDep
from api.previews.said import words
from api.sheets import SAID, sheet, spoken

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

REGIONS = {"北京": "110000", "天津": "120000", "河北": "130000"}
"""As the query `corridor` names them, with their codes."""
WRITTEN = 1_000
"""Relations of one table."""
BACKWARDS = ("INCUBATED_BY", "RELOCATED_FROM")
"""Types of which the edge's tail is where the flow begins."""
STATES = {"planned": True, "done": False}
SUMS = ("origin", "destination", "type", "count", "planned")
COLUMNS = (
    "edgeId", "type", "status", "since", "sources", "confidence",
    "headId", "headName", "headType", "tailId", "tailName", "tailType", *SAID,
)  # fmt: skip


@router.get("/flows")
def flows(ask: Ask, render: RendererDep) -> HTMLResponse:
    """跨地区流向：图、表、地图，表里的每个数可以打开。"""
    sums = Counter[tuple[str, str]]()
    for row in ask.all("corridor"):
        sums[row["origin"], row["destination"]] += row["count"]
    return render("flows.html", regions=REGIONS, sums=sums, backwards=BACKWARDS, words=words(render.texts))


@router.get("/flows.csv", response_class=Response)
def table(
    ask: Ask, start: Annotated[str, Query(alias="from")] = "", to: str = "", type: str = "", state: str = ""
) -> Response:
    """没有 `from` 和 `to` 时是各地之间的条数；有时是那一格的关系，每句一行，`type`、`state` 只要一条色带的。"""
    if not (start and to):
        return sheet("flows", SUMS, ask.all("corridor"))
    rows = ask.all("corridor_edges", **{"from": start, "to": to, "limit": WRITTEN})
    kept = [row for row in rows if _flows(row) and _wanted(row, type, state)]
    return sheet("flows", COLUMNS, spoken(ask, [{**row, "edgeId": row["id"]} for row in kept]))


def _flows(row: dict[str, Any]) -> bool:
    """Whether the flow of an edge goes the way that was asked for: from the one region to the other."""
    backwards: bool = row["type"] in BACKWARDS
    return (row["headSide"] == "to") is backwards


def _wanted(row: dict[str, Any], type: str, state: str) -> bool:
    planned = STATES.get(state)
    return (type not in TYPES.edges or row["type"] == type) and planned in (None, row["status"] == "planned")
