"""What the page of flows lists, as a table: the sums, or the relations of one cell or band with their sentences."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.deps import TYPES, Ask
from api.sheets import SAID, sheet, spoken

router = APIRouter(include_in_schema=False)

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
