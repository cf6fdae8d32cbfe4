"""The explorer: one page, whose picture the browser unfolds, folds up and filters from what the API answers."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, JSONResponse

from api.deps import TYPES, Ask
from api.initials import asks_for_pinyin
from api.previews.drawing import SHAPES
from api.previews.pages import RendererDep
from api.texts import Texts

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

REGIONS = {"北京": "110000", "天津": "120000", "河北": "130000"}
"""As the query `corridor` names them, with their codes."""
EXAMPLES = 6
"""Parks that are offered to begin with."""
SAID = {
    "hint": "explore_hint",
    "trouble": "explore_trouble",
    "confidence": "explore_confidence",
    "fold": "explore_fold",
    "unfold": "explore_unfold",
    "path_from": "explore_path_from",
    "path_to": "explore_path_to",
    "no_path": "explore_no_path",
    "page": "panel_open",
    "evidence": "panel_title",
    "aliases": "aliases",
    "legend_nodes": "legend_nodes",
    "legend_edges": "legend_edges",
    "legend_about": "legend_about",
}
"""What the script says, by the names of texts.yaml."""


@router.get("/explore")
def explore(ask: Ask, render: RendererDep) -> HTMLResponse:
    """图的探索页；看什么写在地址里，由脚本读。"""
    parks = [row for row in ask.all("parks", limit=EXAMPLES) if row["companies"]]
    return render("explore.html", examples=parks, words=_words(render.texts))


@router.get("/flows")
def flows(ask: Ask, render: RendererDep) -> HTMLResponse:
    """跨地区流向：图、表、地图，表里的每个数可以打开。"""
    sums = Counter[tuple[str, str]]()
    for row in ask.all("corridor"):
        sums[row["origin"], row["destination"]] += row["count"]
    return render("flows.html", regions=REGIONS, sums=sums, words=_words(render.texts))


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


def _words(texts: Texts) -> dict[str, Any]:
    """All that the script shows of its own, in the reader's language."""
    return {
        **{name: texts(key) for name, key in SAID.items()},
        "facts_count": texts("explore_count", count="{count}"),
        "of_total": texts("explore_of_total", total="{total}", shown="{shown}"),
        "planned": texts.name(TYPES.status["planned"]),
        "nodes": {key: texts.name(kind) for key, kind in TYPES.nodes.items()},
        "edges": {
            key: {"name": texts.name(kind), "symmetric": kind.symmetric, "sentence": list(texts.sentence(key))}
            for key, kind in TYPES.edges.items()
        },
        "status": {key: texts.name(kind) for key, kind in TYPES.status.items() if key != "done"},
        "shapes": SHAPES,
    }
