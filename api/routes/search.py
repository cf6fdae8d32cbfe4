"""Finding entities by name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import errors
from api.deps import Ask, Limit, NodeTypeName, Offset
from api.models import Found, FoundPage, Page, Park
from api.tables import Tabular

router = APIRouter(tags=["查找 search"], route_class=Tabular, responses=errors.documented(400, 503))

SIMILAR = 20
"""Entities with a name that is alike, offered when none holds the text."""

Text = Annotated[
    str, Query(max_length=200, description="名称或别名的一部分 (part of a name or alias)", examples=["天开"])
]
Kind = Annotated[NodeTypeName | None, Query(alias="type", description="只要这一类型 (of this type only)")]
Region = Annotated[
    str | None,
    Query(pattern=r"^\d{6}$", description="只要这一地区：行政区划代码 (administrative code)", examples=["120000"]),
]


@router.get("/search", summary="按名称查找实体 (find entities by name)")
def search(
    ask: Ask, q: Text, kind: Kind = None, region: Region = None, limit: Limit = 20, offset: Offset = 0
) -> FoundPage:
    """名称或别名含有所给文字的实体：完全相同者在先，其次以之开头者，再按报道篇数。

    一个也没有时给出名称相近者，`similar` 为真。
    """
    names = ask.names
    rows, total = names.search(q, kind, region, limit, offset)
    similar = not total and [row.entity for row in names.index.find(q, kind, region, SIMILAR)]
    if similar:
        rows, total = similar[offset : offset + limit], len(similar)
    items = [Found.model_validate(row) for row in rows]
    return FoundPage(items=items, total=total, limit=limit, offset=offset, similar=bool(similar))


@router.get("/parks", summary="园区 (parks, most companies first)")
def parks(ask: Ask, limit: Limit = 50, offset: Offset = 0) -> Page[Park]:
    """全部园区，入驻企业多者在先。"""
    items = ask.all("parks", limit=limit, offset=offset)
    total = next((row["count"] for row in ask.all("stats_nodes") if row["type"] == "Park"), 0)
    return Page.of(Park, items, total, limit, offset)
