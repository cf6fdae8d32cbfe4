"""What a page lists, as a table for spreadsheets: UTF-8 with a mark, one row a sentence, no cell a formula."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from starlette.responses import Response

from api.deps import Asker
from api.tables import TYPE, as_csv
from loaders.base import Rows

Row = dict[str, Any]

SAID = ("sentence", "articleSource", "articleDate", "articleTitle", "articleUrl", "articleId", "statementId")
"""The columns of a sentence, which come last."""
FORMULA = re.compile(r"[=+\-@\t\r]")
"""What a cell must not begin with: spreadsheets would run it."""
EACH = 500
"""Edges whose sentences are asked for at once."""


def sheet(name: str, columns: Sequence[str], rows: Iterable[Row]) -> Response:
    """The rows as a file of this name; a column that a row lacks stays empty, a text that looks like a formula gets an
    apostrophe before it."""
    told = [{key: _cell(row.get(key)) for key in columns} for row in rows]
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(as_csv(Rows(tuple(columns), told)), media_type=TYPE, headers=headers)


def said(ask: Asker, edges: Iterable[str]) -> dict[str, list[Row]]:
    """The sentences of edges by the edge's id, newest first; all asked for together."""
    ids, found = list(dict.fromkeys(edges)), defaultdict[str, list[Row]](list)
    for start in range(0, len(ids), EACH):
        for row in ask.all("sentences", edges="|".join(ids[start : start + EACH])):
            found[row["edgeId"]].append(row)
    return found


def spoken(ask: Asker, rows: Sequence[Row]) -> Iterator[Row]:
    """Each row, which has an `edgeId`, once for every sentence of its edge, or once without any."""
    sentences = said(ask, (row["edgeId"] for row in rows))
    for row in rows:
        for one in sentences.get(row["edgeId"]) or [{}]:
            yield {**row, **{key: one.get(key) for key in SAID}, "statementId": one.get("id")}


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
