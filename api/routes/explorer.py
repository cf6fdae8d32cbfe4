"""What the explorer alone asks for: suggestions while one writes."""

from __future__ import annotations

from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request

from api.deps import Ask, state
from api.initials import Spellings, asks_for_pinyin

router = APIRouter(include_in_schema=False)


@router.get("/suggestions")
def suggestions(
    request: Request,
    ask: Ask,
    q: Annotated[str, Query(max_length=200)],
    limit: Annotated[int, Query(ge=1, le=50)] = 8,
) -> dict[str, list[dict[str, Any]]]:
    """实体的建议：名称或别名含有所给文字者，其后是拼音或拼音首字母以之开头者。"""
    text = q.strip()
    found: list[dict[str, Any]] = ask.all("search", text=text, limit=limit) if text else []
    if len(found) < limit and asks_for_pinyin(text):
        kept = cast(Spellings, request.app.state.spellings)
        spelled = kept.get(state(request, ask), lambda: ask.everything("all_entities"))
        there = {row["id"] for row in found}
        found += [row for row in spelled.find(text, limit + len(found)) if row["id"] not in there]
    items = [{**{key: row[key] for key in ("id", "name", "type")}, "aliases": row["aliases"] or []} for row in found]
    return {"items": items[:limit]}
