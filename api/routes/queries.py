"""The library of named queries, and queries that analysts write, over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api import errors, guard, identity
from api.deps import Ask, RunnerDep
from api.models import CypherQuery, QueryAnswer, QueryInfo
from api.tables import CSV, answer
from loaders import queries as library

Name = Annotated[str, Path(description="查询的名称，见 /queries (its name)", examples=["top_hubs"])]
router = APIRouter(tags=["查询 queries"], responses=errors.documented(400, 404, 503))


@router.get("/queries", summary="具名查询 (the named queries)")
def queries() -> list[QueryInfo]:
    """cypher/ 中的全部查询：各回答什么，要什么参数，给出哪些列。"""
    return [QueryInfo.model_validate(asdict(query)) for query in library.load().values()]


@router.get(
    "/queries/{name}", summary="运行一个具名查询 (run a named query)", response_model=QueryAnswer, responses=CSV
)
def query(name: Name, request: Request, ask: Ask) -> QueryAnswer | Response:
    """运行一个查询；参数写在地址中，如 `/queries/top_hubs?type=Park&limit=5`；`Accept: text/csv` 得 CSV。

    已并入别处的标识，答它现在所属的实体的。
    """
    if name not in library.load():
        raise errors.not_found(f"没有名为 {name} 的查询 (no such query); 全部查询见 /queries")
    given = dict(request.query_params)
    rows = ask.rows(name, **given)
    moved = {} if rows.rows or name == "merged" else identity.moved(ask, given)
    return answer(request, ask.rows(name, **given | moved) if moved else rows)


@router.post(
    "/query",
    summary="运行自己写的 Cypher (run a query of one's own)",
    response_model=QueryAnswer,
    responses={**CSV, **errors.documented(413)},
)
def cypher(asked: CypherQuery, request: Request, runner: RunnerDep) -> QueryAnswer | Response:
    """只读：MATCH、WITH、UNWIND、WHERE、RETURN、ORDER BY、SKIP、LIMIT、UNION 与子查询；写入、过程、LOAD CSV 一律拒绝。

    用时、行数、答案大小都有上限；`truncated` 为真时还有更多行。`Accept: text/csv` 得 CSV。
    """
    guard.check_params(asked.params)
    return answer(request, runner.run(guard.check(asked.cypher), asked.params, asked.limit))
