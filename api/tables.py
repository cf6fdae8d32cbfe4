"""The answer to a query as JSON, or as CSV for who asks for `text/csv`."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from fastapi import Request
from starlette.responses import Response

from api.models import QueryAnswer
from loaders.base import Rows

CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
"""What the OpenAPI document says of the other form."""


def answer(request: Request, rows: Rows) -> QueryAnswer | Response:
    """The rows in the form that the request accepts; `X-Truncated` says of a CSV what `truncated` says in JSON."""
    if "text/csv" not in request.headers.get("accept", ""):
        return QueryAnswer(columns=list(rows.columns), items=rows.rows, truncated=rows.truncated)
    headers = {"X-Truncated": str(rows.truncated).lower(), "Vary": "Accept"}
    return Response(as_csv(rows), media_type="text/csv; charset=utf-8", headers=headers)


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
