"""The page that answers who feeds the parks: whose companies they are, where those come from, and what says so."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.deps import Ask, Asker
from api.previews import leaves
from api.previews.pages import RendererDep
from api.previews.surroundings import Node
from api.remembering import Recall
from api.sheets import SAID, said, sheet, spoken

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Row = dict[str, Any]

REGIONS = ("110000", "120000", "130000")
"""The regions that can be chosen, by their codes."""
KINDS = {"research": "University|Institute", "companies": "Company|CompanyGroup", "all": ""}
"""Who can be chosen to feed, with the types that are meant."""
ALL = "all"
LISTED, WRITTEN = 60, 5_000
"""Relations of one page, and of one table."""
COLUMNS = (
    "parkId", "park", "parkRegion", "id", "name", "type", "status", "how", "feederId", "feeder", "feederType", "edgeId",
    *SAID,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for: regions of feeders and parks, the kind of feeder, one park alone."""

    own: Row | None
    origin: str
    kind: str
    area: str
    park: str

    @property
    def wanted(self) -> Row:
        """The same as parameters of the queries."""
        regions = {"from": self.origin, "to": self.area}
        found = {key: None if code == ALL else code for key, code in regions.items()}
        return {**found, "park": self.park or None, "types": KINDS[self.kind] or None}

    @property
    def address(self) -> dict[str, str]:
        return {key: getattr(self, key) for key in ("origin", "kind", "area", "park")}


@router.get("/feeders")
def feeders(
    ask: Ask, recall: Recall, render: RendererDep,
    origin: str = "", area: str = "", kind: str = "", park: str = "", page: str = "",
) -> HTMLResponse:  # fmt: skip
    """谁支撑园区里的企业；`origin` 和 `area` 是支撑方与园区的地区，`kind` 是支撑方的类别，`park` 只看一个园区。"""
    choice = _choice(ask, origin, area, kind, park)
    fed = recall("park_feeders_by_park", **choice.wanted)
    (counts,) = recall("park_feeders_count", **choice.wanted)
    total = sum(row["relations"] for row in fed)
    leaf = leaves.leaf(page, LISTED, total)
    shown = _told(ask, _rows(ask, choice, fed, leaf.first, LISTED))
    return render(
        "feeders.html",
        asked=choice.address,
        own=choice.own,
        unknown=bool(park) and choice.own is None,
        regions=(*REGIONS, ALL),
        kinds=tuple(KINDS),
        counts={**counts, "parks": len(fed)},
        parks=[list(group) for _, group in groupby(shown, key=lambda row: row["parkId"])],
        within={row["parkId"]: row["relations"] for row in fed},
        total=total,
        written=WRITTEN,
        leaf=leaf,
    )


@router.get("/feeders.csv", response_class=Response)
def table(
    ask: Ask, recall: Recall, origin: str = "", area: str = "", kind: str = "", park: str = "", page: str = ""
) -> Response:
    """同一选择的表：每句一行；`page` 给出时从那一页起。"""
    choice = _choice(ask, origin, area, kind, park)
    fed = recall("park_feeders_by_park", **choice.wanted)
    first = (leaves.asked(page) - 1) * LISTED
    return sheet("feeders", COLUMNS, spoken(ask, _rows(ask, choice, fed, first, WRITTEN)))


def _choice(ask: Asker, origin: str, area: str, kind: str, park: str) -> Choice:
    own = ask.one("entity", id=park) if park else None
    return Choice(
        own=own,
        origin=_one_of(origin, (*REGIONS, ALL), ALL if own else REGIONS[0]),
        kind=_one_of(kind, tuple(KINDS), ALL if own else "research"),
        area=ALL if own else _one_of(area, (*REGIONS, ALL), REGIONS[1]),
        park=park if own else "",
    )


def _one_of(value: str, known: tuple[str, ...], otherwise: str) -> str:
    return value if value in known else otherwise


def _rows(ask: Asker, choice: Choice, fed: list[Row], first: int, most: int) -> list[Row]:
    """So many relations from the first on; only the parks that they belong to are looked at."""
    parks, before, seen = [], 0, 0
    for row in fed:
        if seen < first + most and seen + row["relations"] > first:
            parks.append(row["parkId"])
        elif not parks:
            before += row["relations"]
        seen += row["relations"]
    if not parks:
        return []
    wanted = {**choice.wanted, "park": "|".join(parks), "offset": first - before, "limit": most}
    return ask.all("park_feeders", **wanted)


def _told(ask: Asker, rows: list[Row]) -> list[Row]:
    """Relations with their two ends in their order, and the sentences of them and of where the fed one is."""
    sentences = said(ask, (row[key] for row in rows for key in ("edgeId", "locatedId")))
    return [{**row, **_ends(row), **_sentences(row, sentences)} for row in rows]


def _ends(row: Row) -> dict[str, Node]:
    fed = Node(row["id"], row["name"], row["type"], 0)
    feeder = Node(row["feederId"], row["feeder"], row["feederType"], 0)
    head, tail = (feeder, fed) if row["how"] == "INVESTS_IN" else (fed, feeder)
    return {"fed": fed, "from": feeder, "head": head, "tail": tail}


def _sentences(row: Row, found: dict[str, list[Row]]) -> dict[str, list[Row]]:
    return {"said": found.get(row["edgeId"], []), "located": found.get(row["locatedId"], [])}
