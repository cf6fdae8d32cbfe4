"""The page that answers who feeds the parks: whose companies they are, where those come from, and what says so."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.deps import Ask, Asker
from api.previews.pages import RendererDep
from api.previews.surroundings import Node

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Row = dict[str, Any]

REGIONS = ("110000", "120000", "130000")
"""The regions that can be chosen, by their codes."""
KINDS = {"research": "University|Institute", "companies": "Company|CompanyGroup", "all": ""}
"""Who can be chosen to feed, with the types that are meant."""
ALL = "all"
READ, LISTED = 1_000, 60
"""Relations that are counted, and that are listed with their sentences."""


@router.get("/feeders")
def feeders(
    ask: Ask, render: RendererDep, origin: str = "", area: str = "", kind: str = "", park: str = ""
) -> HTMLResponse:
    """谁支撑园区里的企业；`origin` 和 `area` 是支撑方与园区的地区，`kind` 是支撑方的类别，`park` 只看一个园区。"""
    own = ask.one("entity", id=park) if park else None
    asked = {
        "origin": _one_of(origin, (*REGIONS, ALL), ALL if own else REGIONS[0]),
        "kind": _one_of(kind, tuple(KINDS), ALL if own else "research"),
        "area": ALL if own else _one_of(area, (*REGIONS, ALL), REGIONS[1]),
        "park": park if own else "",
    }
    wanted = {
        "from": _region(asked["origin"]), "to": _region(asked["area"]), "park": park if own else None,
        "types": KINDS[asked["kind"]] or None, "limit": READ,
    }  # fmt: skip
    rows = ask.all("park_feeders", **wanted)
    shown = [_told(ask, row) for row in rows[:LISTED]]
    return render(
        "feeders.html",
        asked=asked,
        own=own,
        unknown=bool(park) and own is None,
        regions=(*REGIONS, ALL),
        kinds=tuple(KINDS),
        counts={key: len({row[key] for row in rows}) for key in ("feederId", "id", "parkId")},
        parks=[list(group) for _, group in groupby(shown, key=lambda row: row["parkId"])],
        further=len(rows) - len(shown),
        cut=len(rows) == READ,
    )


def _one_of(value: str, known: tuple[str, ...], otherwise: str) -> str:
    return value if value in known else otherwise


def _region(choice: str) -> str | None:
    return None if choice == ALL else choice


def _told(ask: Asker, row: Row) -> Row:
    """A relation with its two ends in their order, and the sentences of it and of where the fed one is."""
    fed, feeder = (
        Node(row["id"], row["name"], row["type"], 0),
        Node(row["feederId"], row["feeder"], row["feederType"], 0),
    )
    head, tail = (feeder, fed) if row["how"] == "INVESTS_IN" else (fed, feeder)
    said, located = (ask.all("statements", edge=row[key]) for key in ("edgeId", "locatedId"))
    return {**row, "fed": fed, "from": feeder, "head": head, "tail": tail, "said": said, "located": located}
