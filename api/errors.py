"""Errors as problem+json (RFC 9457): what went wrong, in words that say the way out."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi_problem.error import Problem, StatusProblem
from fastapi_problem.handler import ExceptionHandler, add_exception_handler, new_exception_handler
from rfc9457.openapi import problem_response
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.deps import nonce
from api.previews.pages import Renderer
from api.texts import load, texts
from kg.errors import QueryError, StoreError

EXAMPLES: dict[int, dict[str, Any]] = {
    400: {
        "type": "bad-query",
        "title": "查询有误 (bad query)",
        "status": 400,
        "detail": "unknown parameter x",
    },
    401: {"type": "key-needed", "title": "需要密钥 (key needed)", "status": 401, "detail": "…"},
    403: {"type": "ingest-off", "title": "不接收文章 (no articles taken)", "status": 403, "detail": "…"},
    404: {"type": "not-found", "title": "没有找到 (not found)", "status": 404, "detail": "图中没有标识为 x 的实体"},
    413: {"type": "body-too-large", "title": "请求太大 (content too large)", "status": 413, "detail": "…"},
    421: {"type": "foreign-host", "title": "主机名不是本机 (not this machine's name)", "status": 421, "detail": "…"},
    429: {"type": "queue-full", "title": "排队的文章太多 (too many wait)", "status": 429, "detail": "…"},
    503: {"type": "store-unavailable", "title": "图库不可用 (store unavailable)", "status": 503, "detail": "kg.kgl: …"},
}


MOVED: dict[int | str, dict[str, Any]] = {
    308: {
        "description": "已并入另一个实体 (merged into another entity)",
        "headers": {
            "Location": {"description": "同一地址，现在的标识 (with its id now)", "schema": {"type": "string"}}
        },
    }
}
"""What the OpenAPI document says of an id that reviewers merged into another."""


class MovedError(Exception):
    """The entity of this address was merged into another."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id
        """Of the entity that it is part of now."""


class InternalProblem(StatusProblem):
    """An error nobody foresaw; its text stays in the log."""

    type_ = "internal-error"
    title = "服务器内部错误 (internal error)"
    status = 500

    def __init__(self, detail: str | None = None, **kwargs: Any) -> None:
        super().__init__("请求没有完成，请查看服务器日志 (see the server's log)", **kwargs)


def unknown(what: str, id: str) -> Problem:
    """404 for an id that the graph does not hold."""
    return not_found(f"图中没有标识为 {id} 的{what} (no such id in the graph); 可用 /search?q=名称 查找")


def not_found(detail: str) -> Problem:
    """404, saying what was looked for and where else to look."""
    return Problem("没有找到 (not found)", type_="not-found", status=404, detail=detail)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What the OpenAPI document says of these errors."""
    return {status: problem_response(HTTPStatus(status).phrase, examples=[EXAMPLES[status]]) for status in statuses}


def install(app: FastAPI) -> None:
    """Makes every error of the application a problem+json answer, or a page for a browser that asks for one."""
    handler = new_exception_handler(
        unhandled_wrappers={"default": InternalProblem},
        http_exception_handler=_http,
        request_validation_handler=_invalid,
        handlers={QueryError: _query, StoreError: _store},
        post_hooks=[_page],
    )
    add_exception_handler(app, handler, generic_swagger_defaults=False)
    app.add_exception_handler(MovedError, _moved)
    # Foreseen: answered without a trace in the log, which a handler of Exception alone would leave.
    for kind in (QueryError, StoreError):
        app.add_exception_handler(kind, handler)


def _moved(request: Request, error: Exception) -> Response:
    """The same address with the id that an entity has now. Not to be kept: a merge may be taken back."""
    assert isinstance(error, MovedError)
    path = request.scope["route"].path.replace("{id:id}", quote(error.id, safe=""))
    query = f"?{request.url.query}" if request.url.query else ""
    headers = {"Location": f"{request.scope.get('root_path', '')}{path}{query}", "Cache-Control": "no-cache"}
    return Response(status_code=HTTPStatus.PERMANENT_REDIRECT, headers=headers)


BOTH = re.compile(r"(?P<zh>[^()]*[\u4e00-\u9fff][^()]*?) \((?P<en>[^()\u4e00-\u9fff]+)\)")

HTTP = {
    404: ("没有这个地址 (not found)", "接口一览见 /docs (all addresses are at /docs)"),
    405: ("此地址不接受这个方法 (method not allowed)", "可用的方法见 Allow (the header Allow names those that are)"),
}
"""What the framework itself refuses, and the way out."""


def _http(_handler: ExceptionHandler, _request: Request, error: Exception) -> Problem:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    title, detail = HTTP.get(status, (status.phrase, error.detail))
    type_ = f"http-{status.phrase.lower().replace(' ', '-')}"
    return Problem(title, type_=type_, status=status, detail=detail, headers=dict(error.headers or {}))


def _invalid(_handler: ExceptionHandler, _request: Request, error: Exception) -> Problem:
    """What is wrong where; what was sent is not repeated: it may hold what no answer can, such as NaN."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    errors = [{"loc": list(map(_text, row["loc"])), "msg": _text(row["msg"]), "type": row["type"]} for row in found]
    places = "、".join(dict.fromkeys(".".join(map(str, row["loc"])) for row in errors))
    detail = f"不合要求之处：{places}；原因见 errors (what is wrong where is under errors)"
    return Problem(
        "请求有误 (invalid request)", type_="request-validation-failed", status=422, detail=detail, errors=errors
    )


def _text(part: int | str) -> int | str:
    return part if isinstance(part, int) else part.encode("utf-8", "replace").decode()


def _query(_handler: ExceptionHandler, _request: Request, error: Exception) -> Problem:
    return Problem("查询有误 (bad query)", type_="bad-query", status=400, detail=str(error))


def _store(_handler: ExceptionHandler, _request: Request, error: Exception) -> Problem:
    return Problem("图库不可用 (store unavailable)", type_="store-unavailable", status=503, detail=str(error))


def _page(content: dict[str, Any], request: Request, response: Response) -> tuple[dict[str, Any], Response]:
    """The same error for a reader instead of a program."""
    if "text/html" not in request.headers.get("accept", ""):
        return content, response
    render = Renderer(texts(request, request.query_params.get("lang", "")), nonce(request))
    if content["type"] == "http-not-found":
        about = render.texts("missing_page_about")
        return content, render("missing.html", status=404, title="missing_page", about=about, near=[])
    way, detail = f"trouble_{content['type']}", str(content.get("detail") or "")
    if content.get("errors"):
        detail = "; ".join(f"{'.'.join(map(str, row['loc']))}: {row['msg']}" for row in content["errors"])
    return content, render(
        "error.html",
        status=response.status_code,
        title=_in(render.texts.language, content["title"]),
        way=render.texts(way if way in load()["pages"] else "trouble"),
        detail=_in(render.texts.language, detail),
    )


def _in(language: str, text: str) -> str:
    """The part of 中文 (English) in one language; all of a text that is not of this form."""
    both = BOTH.fullmatch(text)
    if both is None:
        return text
    return both["zh"] if language == "zh" else both["en"][0].upper() + both["en"][1:]
