"""The library of named queries over HTTP."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request

from api import errors
from api.deps import Ask
from api.models import QueryAnswer, QueryInfo
from loaders import queries as library

router = APIRouter(tags=["查询 queries"], responses=errors.documented(400, 404, 503))


@router.get("/queries", summary="具名查询 (the named queries)")
def queries() -> list[QueryInfo]:
    """cypher/ 中的全部查询：各回答什么，要什么参数，给出哪些列。"""
    return [QueryInfo.model_validate(asdict(query)) for query in library.load().values()]


@router.get("/queries/{name}", summary="运行一个具名查询 (run a named query)")
def query(name: str, request: Request, ask: Ask) -> QueryAnswer:
    """运行一个查询；它的参数写在地址中，如 `/queries/top_hubs?type=Park&limit=5`。"""
    if name not in library.load():
        raise errors.not_found(f"没有名为 {name} 的查询 (no such query); 全部查询见 /queries")
    rows = ask.rows(name, **dict(request.query_params))
    return QueryAnswer(columns=list(rows.columns), items=rows.rows, truncated=rows.truncated)
