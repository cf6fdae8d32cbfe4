"""Rows as JSON, or as CSV for who asks for `text/csv`: answers to queries, and every list."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, get_args, get_type_hints

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.responses import Response

from api.models import QueryAnswer
from loaders.base import Rows

TYPE = "text/csv; charset=utf-8"
CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
"""What the OpenAPI document says of the other form."""


def answer(request: Request, rows: Rows) -> QueryAnswer | Response:
    """The rows in the form that the request accepts; `X-Truncated` says of a CSV what `truncated` says in JSON."""
    if not wanted(request):
        return QueryAnswer(columns=list(rows.columns), items=rows.rows, truncated=rows.truncated)
    return table(rows, **{"X-Truncated": str(rows.truncated).lower()})


class Tabular(APIRoute):
    """A route that gives a list under `items`: as CSV, with the total in `X-Total-Count`, for who asks for it."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self._columns = _columns(get_type_hints(endpoint).get("return"))
        if self._columns:
            options["responses"] = {**(options.get("responses") or {}), **CSV}
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def wrapped(request: Request) -> Response:
            answer = await handler(request)
            if not self._columns or answer.status_code != HTTPStatus.OK:
                return answer
            answer.headers["Vary"] = "Accept"
            return _page(self._columns, bytes(answer.body)) if wanted(request) else answer

        return wrapped if self._columns else handler


def _columns(model: Any) -> tuple[str, ...]:
    """The names of the fields of the items of a list; nothing for what is no list."""
    if not (isinstance(model, type) and issubclass(model, BaseModel) and "items" in model.model_fields):
        return ()
    (item,) = get_args(model.model_fields["items"].annotation)
    return tuple(field.alias or name for name, field in item.model_fields.items())


def _page(columns: tuple[str, ...], body: bytes) -> Response:
    page = json.loads(body)
    return table(Rows(columns, page["items"]), **{"X-Total-Count": str(page["total"])})


def table(rows: Rows, **headers: str) -> Response:
    """Rows as the answer to who asks for a table."""
    return Response(as_csv(rows), media_type=TYPE, headers={**headers, "Vary": "Accept"})


def wanted(request: Request) -> bool:
    """Whether a table is asked for."""
    return "text/csv" in request.headers.get("accept", "")


def as_csv(rows: Rows) -> str:
    """RFC 4180, with a mark at its head by which spreadsheets know UTF-8; lists and maps as JSON."""
    stream = io.StringIO()
    stream.write("\ufeff")
    writer = csv.writer(stream)
    writer.writerow(rows.columns)
    writer.writerows([_cell(row[name]) for name in rows.columns] for row in rows.rows)
    return stream.getvalue()


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict | bool) else value
