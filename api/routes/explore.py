"""The names that search boxes suggest, and where the explorer was before."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse

from api.deps import Ask
from api.initials import asks_for_pinyin

router = APIRouter(include_in_schema=False)


@router.get("/explore", response_class=RedirectResponse)
def explore(request: Request) -> RedirectResponse:
    """探索页从前的地址；其中写着的所见不变。"""
    return RedirectResponse(request.url.replace(path="/").components._replace(scheme="", netloc="").geturl(), 308)


@router.get("/suggestions", response_class=JSONResponse)
def suggestions(
    ask: Ask,
    q: Annotated[str, Query(max_length=200)],
    limit: Annotated[int, Query(ge=1, le=50)] = 8,
) -> dict[str, list[dict[str, Any]]]:
    """实体的建议：名称或别名含有所给文字者，其后是拼音或拼音首字母以之开头者。"""
    text, names = q.strip(), ask.names
    found = names.search(text, limit=limit)[0] if text else []
    if len(found) < limit and asks_for_pinyin(text):
        found += [row for row in names.pinyin(text, limit + len(found)) if row not in found]
    items = [{**{key: row[key] for key in ("id", "name", "type")}, "aliases": row["aliases"]} for row in found[:limit]]
    return {"items": items}
