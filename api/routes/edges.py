"""Edges and the sentences behind them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api import errors
from api.deps import Ask, Asker, EdgeId
from api.models import EdgeDetail, Page, Statement
from api.tables import Tabular

router = APIRouter(tags=["关系 edges"], route_class=Tabular, responses=errors.documented(400, 404, 503))


@router.get("/edges/{id}", summary="一条关系 (one edge with its evidence)")
def edge(ask: Ask, id: EdgeId) -> EdgeDetail:
    """一条关系的两端、状态、独立来源数、可信度，和说出它的每个句子。"""
    found = _edge(ask, id)
    return EdgeDetail.model_validate({**found, "statements": ask.all("statements", edge=id)})


@router.get("/edges/{id}/statements", summary="一条关系的依据 (statements behind an edge)")
def statements(ask: Ask, id: EdgeId) -> Page[Statement]:
    """说出一条关系的每个句子，新报道在先；`start` 和 `end` 是句子在原文件中的字符位置。"""
    _edge(ask, id)
    found = ask.all("statements", edge=id)
    return Page.of(Statement, found, len(found), len(found), 0)


def _edge(ask: Asker, id: str) -> dict[str, Any]:
    found = ask.one("edge", id=id)
    if found is None:
        raise errors.unknown("关系", id)
    return found
