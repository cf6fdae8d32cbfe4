"""The whole graph as a file for other programs, sent while it is read."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Literal, TextIO, cast

from fastapi import APIRouter, Path, Request
from starlette.responses import StreamingResponse

from api import errors
from loaders import exports
from loaders.base import Store, View

router = APIRouter(tags=["导出 export"], responses=errors.documented(400, 503))

Format = Literal["graphml", "jsonld"]
Table = Literal["entities", "edges", "articles", "mentions", "statements", "measures"]
FormatDep = Annotated[Format, Path(description="格式 (format)", examples=["graphml"])]
TableDep = Annotated[Table, Path(description="哪张表 (which table)", examples=["edges"])]
WRITERS: dict[Format, tuple[Callable[[View, TextIO], Iterator[int]], str]] = {
    "graphml": (exports.graphml, "application/xml"),
    "jsonld": (exports.jsonld, "application/ld+json"),
}


@router.get("/export/csv/{table}", summary="导出一张表 (one table as CSV)", response_class=StreamingResponse)
def table(table: TableDep, request: Request) -> StreamingResponse:
    """entities、edges、articles、mentions、statements、measures 之一，UTF-8 带 BOM，电子表格可直接打开。"""
    headers = {"Content-Disposition": f'attachment; filename="{table}.csv"'}
    write = partial(exports.table, table)
    store = cast(Store, request.app.state.store)
    return StreamingResponse(_parts(store, write), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/export/{format}", summary="导出全图 (the whole graph as a file)", response_class=StreamingResponse)
def export(format: FormatDep, request: Request) -> StreamingResponse:
    """graphml：实体与关系（Gephi、Cytoscape、networkx）；jsonld：全部，含原句（RDF）。CSV 见 `/export/csv/{table}`。"""
    write, media = WRITERS[format]
    headers = {"Content-Disposition": f'attachment; filename="kg.{format}"'}
    return StreamingResponse(_parts(cast(Store, request.app.state.store), write), media_type=media, headers=headers)


def _parts(store: Store, write: Callable[[View, TextIO], Iterator[int]]) -> Iterator[str]:
    stream = io.StringIO()
    with store.view() as view:
        for _ in write(view, stream):
            yield stream.getvalue()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue()
