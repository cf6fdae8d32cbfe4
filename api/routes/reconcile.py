"""The Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group), as OpenRefine speaks it."""

from __future__ import annotations

import json
from html import escape
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from fastapi_problem.error import Problem
from jinja2 import Environment
from pydantic import Field, TypeAdapter, ValidationError
from starlette.responses import HTMLResponse

from api import errors, identity
from api.deps import TYPES, Ask, IndexDep, SettingsDep
from api.matching import Index
from api.models import Model

router = APIRouter(prefix="/reconcile", tags=["比对 reconciliation"], responses=errors.documented(400, 404, 503))

MOST = 200
"""Queries of one batch."""
PREVIEW = {"width": 420, "height": 260}
PREVIEWED = 6
"""Edges in a preview."""
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self' http://127.0.0.1:* http://localhost:* {origins}"
)
PAGE = """<!doctype html>
<html lang="zh"><meta charset="utf-8"><title>{{ entity.name }}</title>
<style>body { font: 14px/1.5 sans-serif; margin: 8px } h1 { font-size: 16px; margin: 0 } p, ul { margin: 4px 0 }</style>
<h1>{{ entity.name }}</h1>
<p>{{ type }}{% if entity.region %} · {{ entity.region }}{% endif %} · {{ entity.articleCount }} 篇报道</p>
{% if entity.aliases %}<p>又名 {{ entity.aliases | join("、") }}</p>{% endif %}
<ul>{% for edge in edges %}<li>{{ edge }}</li>{% endfor %}</ul></html>
"""
PROPERTIES = {"region": "地区代码 (administrative code)", "type": "类型 (type)"}
Prefix = Annotated[str, Query(max_length=200, description="开头几个字 (first characters)", examples=["天开"])]


class Asked(Model):
    """One query of a batch."""

    query: str = Field(max_length=200)
    type: str | list[str] | None = None
    limit: int = Field(5, ge=1, le=50)
    properties: list[dict[str, Any]] = Field(default_factory=list)


Batch = Annotated[
    str | None, Query(description="一批查询，JSON (a batch)", examples=['{"q0": {"query": "天开园", "type": "Park"}}'])
]
Known = Annotated[str, Query(max_length=500, description="实体的标识 (id)", examples=["tiankai-park"])]
BATCH: TypeAdapter[dict[str, Asked]] = TypeAdapter(dict[str, Asked])


@router.get("", summary="服务说明，或一批查询 (manifest, or a batch of queries)")
def manifest(request: Request, index: IndexDep, queries: Batch = None) -> dict[str, Any]:
    """没有 `queries` 时给出服务说明；OpenRefine 里添加本地址即可使用。"""
    if queries is not None:
        return _answers(index, queries)
    base = str(request.base_url).rstrip("/")
    suggest = {
        kind: {"service_url": base, "service_path": f"/reconcile/suggest/{kind}"}
        for kind in ("entity", "type", "property")
    }
    suggest["entity"]["flyout_service_path"] = "/reconcile/flyout?id=${id}"
    return {
        "versions": ["0.2"],
        "name": "京津冀产业协同知识图谱",
        "identifierSpace": f"{base}/entities/",
        "schemaSpace": f"{base}/ontology",
        "defaultTypes": [{"id": name, "name": node.zh} for name, node in TYPES.nodes.items()],
        "documentation": f"{base}/docs",
        "preview": {"url": f"{base}/reconcile/preview?id={{{{id}}}}", **PREVIEW},
        "view": {"url": f"{base}/preview/{{{{id}}}}"},
        "suggest": suggest,
        "batchSize": 50,
    }


@router.post(
    "",
    summary="一批查询 (a batch of queries)",
    openapi_extra={
        "requestBody": {
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "queries": {
                                "type": "string",
                                "description": "编号到查询的 JSON (queries by their keys, as JSON)",
                                "examples": ['{"q0": {"query": "天开园", "type": "Park", "limit": 3}}'],
                            }
                        },
                    }
                }
            }
        }
    },
)
async def batch(request: Request, index: IndexDep) -> dict[str, Any]:
    """表单字段 `queries`：编号到查询的 JSON，各得候选实体与分数。"""
    fields = parse_qs((await request.body()).decode("utf-8", "replace"))
    return _answers(index, fields.get("queries", [""])[0])


@router.get("/suggest/entity", summary="补全实体 (suggest entities)")
def suggest_entity(ask: Ask, prefix: Prefix) -> dict[str, Any]:
    """名称以所给文字开头或含有它的实体。"""
    found, _ = ask.names.search(prefix, limit=20)
    items = [{"id": row["id"], "name": row["name"], "notable": [_type(row["type"])]} for row in found]
    return {"result": items}


@router.get("/suggest/type", summary="补全类型 (suggest types)")
def suggest_type(prefix: Prefix) -> dict[str, Any]:
    """名称以所给文字开头的类型，中英文都可以。"""
    found = [(name, node.zh) for name, node in TYPES.nodes.items() if _starts(prefix, name, node.zh)]
    return {"result": [{"id": id, "name": name} for id, name in found]}


@router.get("/suggest/property", summary="补全属性 (suggest properties)")
def suggest_property(prefix: Prefix) -> dict[str, Any]:
    """查询可以附带的属性。"""
    return {"result": [{"id": id, "name": name} for id, name in PROPERTIES.items() if _starts(prefix, id, name)]}


@router.get("/flyout", summary="一个实体的简介 (a few words on an entity)")
def flyout(ask: Ask, id: Known) -> dict[str, str]:
    """补全时浮出的简介。"""
    found = identity.meant(ask, id)
    also = "、".join(found["aliases"] or ())
    lines: list[str] = [found["name"], _type(found["type"])["name"], also, f"{found['articleCount']} 篇报道"]
    return {"id": id, "html": "".join(f"<p>{escape(line)}</p>" for line in lines if line)}


@router.get("/preview", summary="一个实体的预览 (an entity as a small page)", response_class=HTMLResponse)
def preview(ask: Ask, id: Known, settings: SettingsDep) -> HTMLResponse:
    """名称、类型、别名与几条关系，供 OpenRefine 嵌在它的页面里；不含脚本。"""
    found = identity.meant(ask, id)
    page = (
        Environment(autoescape=True)
        .from_string(PAGE)
        .render(
            entity=found,
            type=TYPES.nodes[found["type"]].zh,
            edges=[_line(found["name"], row) for row in ask.all("adjacent", id=found["id"], limit=PREVIEWED)],
        )
    )
    return HTMLResponse(page, headers={"Content-Security-Policy": POLICY.format(origins=settings.origins)})


def _line(name: str, edge: dict[str, Any]) -> str:
    ends = (edge["otherName"], name) if edge["direction"] == "in" else (name, edge["otherName"])
    return f"{ends[0]} — {TYPES.edges[edge['type']].zh} → {ends[1]}"


def _answers(index: Index, text: str) -> dict[str, Any]:
    try:
        asked = BATCH.validate_python(json.loads(text))
    except (ValueError, ValidationError, RecursionError) as error:
        detail = 'queries 应为 {"q0": {"query": "名称"}} 形式的 JSON (must be JSON of this form)'
        raise Problem("请求有误 (bad request)", type_="bad-batch", status=400, detail=detail) from error
    if len(asked) > MOST:
        raise Problem("请求有误 (bad request)", type_="bad-batch", status=400, detail=f"一批最多 {MOST} 个 (at most)")
    return {key: {"result": _candidates(index, query)} for key, query in asked.items()}


def _candidates(index: Index, asked: Asked) -> list[dict[str, Any]]:
    given = {str(row.get("pid")): row.get("v") for row in asked.properties}
    kinds: list[Any] = [asked.type] if isinstance(asked.type, str) else asked.type or [given.get("type")]
    region = given.get("region") if isinstance(given.get("region"), str) else None
    found = [
        candidate
        for kind in kinds
        for candidate in index.find(asked.query, kind if isinstance(kind, str) and kind else None, region, asked.limit)
    ]
    found.sort(key=lambda candidate: -candidate.score)
    return [
        {
            "id": row.entity["id"],
            "name": row.entity["name"],
            "type": [_type(row.entity["type"])],
            "score": row.score,
            "match": row.match and len(kinds) == 1,
        }
        for row in found[: asked.limit]
    ]


def _type(name: str) -> dict[str, str]:
    return {"id": name, "name": TYPES.nodes[name].zh}


def _starts(prefix: str, *names: str) -> bool:
    return any(name.lower().startswith(prefix.lower()) for name in names)
