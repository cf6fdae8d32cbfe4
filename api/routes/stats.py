"""How large the graph is, and which types it has."""

from __future__ import annotations

from fastapi import APIRouter

from api import errors
from api.deps import TYPES, Ask
from api.models import Stats
from kg.ontology import Ontology

router = APIRouter(tags=["统计 statistics"], responses=errors.documented(503))


@router.get("/stats", summary="统计 (how many of what)")
def stats(ask: Ask) -> Stats:
    """实体、关系、依据、文章、数据各有多少，按类型列出。"""
    by_type = {"nodes_by_type": ask.all("stats_nodes"), "edges_by_type": ask.all("stats_edges")}
    return Stats.model_validate({**ask.all("stats_totals")[0], **by_type})


@router.get("/ontology", summary="类型 (types of nodes, edges, measures)")
def ontology() -> Ontology:
    """实体、关系、指标的类型：中英文名称、颜色、关系两端允许的类型。"""
    return TYPES
