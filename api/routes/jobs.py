"""Articles taken in and taken out over HTTP: each request becomes a job, to be asked for until it is finished."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Path, Request
from fastapi.routing import APIRoute
from fastapi_problem.error import Problem
from starlette.datastructures import MutableHeaders
from starlette.responses import Response

from api import errors
from api.deps import ArticleId, Limit, Offset, SettingsDep
from api.jobs.models import Articles, Job, JobDetail
from api.jobs.queue import Item
from api.jobs.service import Jobs
from api.models import Page
from api.tables import Tabular
from kg.errors import ReadingError
from kg.reading.decoding import decode

BARE = {"text/plain": "text", "text/html": "html"}
"""Content types of a single article, and the field that takes it."""
ABOUT = ("id", "title", "source", "date", "url")
POLL_SECONDS = "1"
ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "已排队 (queued)",
        "headers": {
            "Location": {"description": "任务地址 (where to ask for the job)", "schema": {"type": "string"}},
            "Retry-After": {"description": "几秒后再问 (seconds)", "schema": {"type": "string"}},
        },
    }
}
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Bare(APIRoute):
    """Takes a bare text or web page as well: it becomes the one article of a request in JSON."""

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()

        async def wrapped(request: Request) -> Response:
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            return await handler(await _wrapped(request, BARE[kind]) if kind in BARE else request)

        return wrapped


async def _wrapped(request: Request, field: str) -> Request:
    try:
        text = decode(await request.body())
    except ReadingError as error:
        errors = [{"loc": ["body"], "msg": str(error), "type": "unreadable_text"}]
        raise Problem(
            "请求有误 (invalid request)", type_="unreadable-text", status=422, detail=str(error), errors=errors
        ) from error
    about = {name: request.query_params[name] for name in ABOUT if request.query_params.get(name)}
    body = json.dumps({"articles": [{**about, field: text}]}).encode()
    scope = {**request.scope, "headers": list(request.scope["headers"])}
    MutableHeaders(scope=scope)["content-type"] = "application/json"

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(scope, receive)


def jobs(request: Request) -> Jobs:
    """The jobs of this server."""
    return cast(Jobs, request.app.state.jobs)


def own_page(request: Request) -> None:
    """Refuses what a page of another site sends: a browser would add the password that it knows for this one."""
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        detail = "请求来自别的网站 (the request comes from a page of another site)"
        raise Problem("来源不符 (foreign origin)", type_="foreign-origin", status=403, detail=detail)


JobsDep = Annotated[Jobs, Depends(jobs)]
JobId = Annotated[
    str, Path(min_length=1, max_length=100, description="任务标识 (id of the job)", examples=["5f2c9d1e0a7b4c36"])
]
router = APIRouter(tags=["入库 ingest"], route_class=Tabular, responses=errors.documented(503))
WRITING: dict[str, Any] = {
    "status_code": 202,
    "responses": {**ACCEPTED, **errors.documented(403, 429)},
    "dependencies": [Depends(own_page)],
}
bare = APIRouter(route_class=Bare)


@bare.post(
    "/articles",
    summary="送入文章 (take articles in)",
    openapi_extra={
        "requestBody": {"content": {kind: {"schema": {"type": "string", "minLength": 1}} for kind in BARE}},
    },
    **{**WRITING, "responses": {**WRITING["responses"], **errors.documented(413)}},
)
def ingest(asked: Articles, jobs: JobsDep, settings: SettingsDep, response: Response) -> JobDetail:
    """抽取并入库，异步：答 202 和任务，进度见 `Location`。同一篇再送不变，改动过的替换旧版；有误的各自记下，其余照常。

    也收单独一篇 `text/plain` 或 `text/html`，其余字段写在地址里：`POST /articles?title=…&date=…&url=…`。
    """
    if len(asked.articles) > settings.ingest_articles:
        detail = f"一次最多 {settings.ingest_articles} 篇，请分几次送 (articles in one request; send them in parts)"
        raise Problem("请求太大 (content too large)", type_="too-many-articles", status=413, detail=detail)
    return _accepted(jobs, jobs.submit("ingest", asked.items()), response)


router.include_router(bare)


@router.delete("/articles/{id:id}", summary="撤回一篇文章 (take an article out)", **WRITING)
def remove(id: ArticleId, jobs: JobsDep, response: Response) -> JobDetail:
    """删除一篇文章和只由它支持的一切，异步：答 202 和任务。"""
    return _accepted(jobs, jobs.submit("remove", [Item(id, "")]), response)


@router.get("/jobs", summary="任务 (jobs, newest first)")
def all_jobs(jobs: JobsDep, limit: Limit = 50, offset: Offset = 0) -> Page[Job]:
    """入库与撤回的任务，新者在先；只留最近一千个。"""
    rows, total = jobs.jobs(limit, offset)
    return Page.of(Job, rows, total, limit, offset)


@router.get("/jobs/{id}", summary="一个任务 (a job)", responses=errors.documented(404))
def job(id: JobId, jobs: JobsDep, response: Response) -> JobDetail:
    """做到哪里了，哪几篇没有成、为什么；没有做完时带 `Retry-After`。完成后即可查到。"""
    found = jobs.job(id)
    if found is None:
        raise errors.not_found(f"没有任务 {id} (no such job); 全部任务见 /jobs")
    if found["state"] in ("queued", "running"):
        response.headers["Retry-After"] = POLL_SECONDS
    return JobDetail.model_validate(found)


def _accepted(jobs: Jobs, id: str, response: Response) -> JobDetail:
    response.headers["Location"] = f"/jobs/{id}"
    response.headers["Retry-After"] = POLL_SECONDS
    return JobDetail.model_validate(jobs.job(id))
