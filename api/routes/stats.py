"""How large the graph is, and which types it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api import errors
from api.deps import TYPES, Ask, EdgeTypeName, Limit, MetricName, Offset
from api.models import Change, EntityMeasure, Flow, Page, Stats
from api.tables import Tabular
from kg.ontology import Ontology

Asking = Callable[..., list[dict[str, Any]]]
DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"
Kind = Annotated[EdgeTypeName | None, Query(alias="type", description="只要这一类关系 (edges of this type only)")]
Metric = Annotated[MetricName | None, Query(description="只要这一项 (this measure only)")]
Since = Annotated[str, Query(pattern=DAY, description="起始日期，含 (first day)", examples=["2024-01-01"])]
Across = Annotated[bool, Query(description="只要跨省市的 (between the three only)")]
Until = Annotated[str, Query(pattern=DAY, description="截止日期，不含 (day after the last)")]

router = APIRouter(tags=["统计 statistics"], route_class=Tabular, responses=errors.documented(400, 503))


@router.get("/stats", summary="统计 (how many of what)")
def stats(ask: Ask) -> Stats:
    """实体、关系、依据、文章、数据各有多少，按类型列出。"""
    return sizes(ask.all)


def sizes(asking: Asking) -> Stats:
    """How many of what, by who asks the named queries."""
    by_type = {"nodes_by_type": asking("stats_nodes"), "edges_by_type": asking("stats_edges")}
    return Stats.model_validate({**asking("stats_totals")[0], **by_type})


@router.get("/ontology", summary="类型 (types of nodes, edges, measures)")
def ontology() -> Ontology:
    """实体、关系、指标的类型：中英文名称、颜色、关系两端允许的类型。"""
    return TYPES


@router.get("/changes", summary="两个日期之间的变化 (what changed between two dates)")
def changes(
    ask: Ask, since: Since, until: Until = "9999", kind: Kind = None, limit: Limit = 200, offset: Offset = 0
) -> Page[Change]:
    """报道日期在其间的关系，新者在先；`new` 为真者此前没有报道过。"""
    period = {"since": since, "until": until, "type": kind}
    rows = ask.all("changes", **period, limit=limit, offset=offset)
    return Page.of(Change, rows, ask.all("changes_count", **period)[0]["total"], limit, offset)


@router.get("/corridor", summary="跨地区流向 (flows between regions)")
def corridor(ask: Ask, kind: Kind = None, across: Across = True) -> Page[Flow]:
    """京、津、冀之间孵化、搬迁、供应、投资的条数；`across` 为假时含省市内部的。

    按产业与年份见 `/queries/corridor_by_industry`，城市之间见 `/queries/flows_by_city`。
    """
    rows = ask.all("corridor", type=kind, across=across)
    return Page.of(Flow, rows, len(rows), len(rows), 0)


@router.get("/measures", summary="数据 (figures of all entities)")
def measures(ask: Ask, metric: Metric = None, limit: Limit = 200, offset: Offset = 0) -> Page[EntityMeasure]:
    """文章给出的数字，新者在先，各带实体和原句。"""
    rows = ask.all("all_measures", metric=metric, limit=limit, offset=offset)
    return Page.of(EntityMeasure, rows, ask.all("all_measures_count", metric=metric)[0]["total"], limit, offset)
