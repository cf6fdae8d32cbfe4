"""Errors as problem+json (RFC 9457): what went wrong, in words that say the way out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi_problem.error import Problem, StatusProblem
from fastapi_problem.handler import ExceptionHandler, add_exception_handler, new_exception_handler
from rfc9457.openapi import problem_response

from kg.errors import QueryError, StoreError

EXAMPLES: dict[int, dict[str, Any]] = {
    400: {
        "type": "bad-query",
        "title": "查询有误 (bad query)",
        "status": 400,
        "detail": "unknown parameter x",
    },
    404: {"type": "not-found", "title": "没有找到 (not found)", "status": 404, "detail": "图中没有标识为 x 的实体"},
    503: {"type": "store-unavailable", "title": "图库不可用 (store unavailable)", "status": 503, "detail": "kg.kgl: …"},
}


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
    """Makes every error of the application a problem+json answer."""
    handler = new_exception_handler(
        unhandled_wrappers={"default": InternalProblem},
        handlers={QueryError: _query, StoreError: _store},
    )
    add_exception_handler(app, handler, generic_swagger_defaults=False)
    # Foreseen: answered without a trace in the log, which a handler of Exception alone would leave.
    for kind in (QueryError, StoreError):
        app.add_exception_handler(kind, handler)


def _query(_handler: ExceptionHandler, _request: Request, error: Exception) -> Problem:
    return Problem("查询有误 (bad query)", type_="bad-query", status=400, detail=str(error))


def _store(_handler: ExceptionHandler, _request: Request, error: Exception) -> Problem:
    return Problem("图库不可用 (store unavailable)", type_="store-unavailable", status=503, detail=str(error))
