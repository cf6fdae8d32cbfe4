"""Entities, what surrounds them, and paths between them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api import errors, identity
from api.deps import Ask, EdgeTypeName, Id, Limit, Offset
from api.models import EntityDetail, Neighbour, Page, Way
from api.tables import Tabular

router = APIRouter(tags=["实体 entities"], route_class=Tabular, responses=errors.documented(400, 404, 503))

Edge = Annotated[EdgeTypeName | None, Query(description="只要这一类关系 (edges of this type only)")]
Direction = Annotated[Literal["in", "out", "both"], Query(description="out：由它出发；in：指向它")]
Start = Annotated[
    str, Query(alias="from", min_length=1, max_length=500, description="起点的标识 (id)", examples=["tsinghua"])
]
Goal = Annotated[
    str, Query(alias="to", min_length=1, max_length=500, description="终点的标识 (id)", examples=["tiankai-park"])
]


# Before /entities/{id:id}, which would take the whole rest of the address as an id.
@router.get("/entities/{id:id}/adjacent", summary="相邻实体 (neighbours of an entity)", responses=errors.MOVED)
def adjacent(
    ask: Ask, id: Id, edge: Edge = None, direction: Direction = "both", limit: Limit = 50, offset: Offset = 0
) -> Page[Neighbour]:
    """一个实体的每条关系和另一端的实体；来源多、可信度高者在先。"""
    identity.entity(ask, id)
    items = ask.all("adjacent", id=id, edge=edge, direction=direction, limit=limit, offset=offset)
    total = ask.all("adjacent_count", id=id, edge=edge, direction=direction)[0]["total"]
    return Page.of(Neighbour, items, total, limit, offset)


@router.get("/entities/{id:id}", summary="一个实体 (one entity with its figures)", responses=errors.MOVED)
def entity(ask: Ask, id: Id) -> EntityDetail:
    """一个实体的名称、别名、类型、地区、坐标、报道情况，以及文章给出的数字。"""
    found = identity.entity(ask, id)
    return EntityDetail.model_validate({**found, "measures": ask.all("measures", id=id)})


@router.get("/paths", summary="两个实体之间的路径 (shortest path between two entities)")
def paths(
    ask: Ask,
    start: Start,
    goal: Goal,
    hops: Annotated[int, Query(ge=1, le=6, description="最多几步 (edges at most)")] = 6,
) -> Page[Way]:
    """两个实体之间一条最短的路径，不问关系的方向；没有时 `items` 为空。"""
    ends = {"from": identity.meant(ask, start)["id"], "to": identity.meant(ask, goal)["id"]}
    found = ask.all("path", **ends, hops=hops)
    return Page.of(Way, found, len(found), 1, 0)
