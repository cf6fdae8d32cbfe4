"""The explorer, which begins with what the graph holds; or what a search found."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import TYPES, Ask, Asker, SettingsDep
from api.models import Stats
from api.previews.leaves import leaf
from api.previews.pages import RendererDep
from api.previews.said import words
from api.remembering import Recall
from api.routes.stats import sizes

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

EXAMPLES = ("天开", "清华", "中关村", "宝坻", "氢能")
"""Searches offered beside the box, where the graph can answer them."""
HUBS = ("Company", "University", "Institute", "Platform", "Cluster")
"""Types whose best connected entities are shown: regions and industries are connected by nature."""
SHOWN = {"parks": 12, "hubs": 12, "articles": 8, "results": 20}
"""Rows of each list."""
LONGEST = 200
"""Characters of a search."""


@router.get("/")
def home(
    request: Request, ask: Ask, recall: Recall, render: RendererDep, settings: SettingsDep,
    q: str = "", type: str = "", page: str = "",
) -> HTMLResponse:  # fmt: skip
    """图的探索页，看什么写在地址里，由脚本读；`q` 或 `type` 给出时是搜索结果。"""
    text, kind = q.strip()[:LONGEST], type if type in TYPES.nodes else ""
    if text or kind:
        return render("results.html", q=text, kind=kind, **_results(ask, text, kind, page))
    size = sizes(recall)
    if not size.articles:
        return render("empty.html", command=render.texts("empty_command", store=settings.store))
    begun = any(map(request.query_params.get, ("open", "path")))
    return render("home.html", size=size, begun=begun, words=words(render.texts), **_overview(ask, recall, size))


def _overview(ask: Asker, recall: Recall, size: Stats) -> dict[str, Any]:
    """What the first page lists."""
    hubs = [row for kind in HUBS for row in recall("top_hubs", type=kind, limit=SHOWN["hubs"])]
    hubs.sort(key=lambda row: (-row["edges"], -row["articleCount"], row["id"]))
    return {
        "parks": [row for row in ask.all("parks", limit=SHOWN["parks"]) if row["companies"]],
        "hubs": hubs[: SHOWN["hubs"]],
        "articles": ask.all("articles", limit=SHOWN["articles"]),
        "counts": {row.type: row.count for row in size.nodes_by_type},
        "edge_counts": {row.type: row for row in size.edges_by_type},
        "examples": _examples(ask),
    }


def _results(ask: Asker, text: str, kind: str, page: str) -> dict[str, Any]:
    """One page of a search, and how many it found of each type."""
    counts = ask.names.types(text)
    total, each = counts[kind] if kind else counts.total(), SHOWN["results"]
    shown = leaf(page, each, total)
    found, _ = ask.names.search(text, kind or None, offset=shown.first, limit=each)
    examples = [] if total else _examples(ask)
    return {"found": found, "total": total, "counts": counts, "examples": examples, "leaf": shown}


def _examples(ask: Asker) -> list[str]:
    """Searches that find something in this graph."""
    return [text for text in EXAMPLES if ask.names.search(text, limit=1)[1]]
