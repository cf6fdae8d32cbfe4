"""The whole graph as a file for other programs, sent while it is read."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Literal, TextIO, cast

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from api import errors
from loaders import exports
from loaders.base import Store, View

router = APIRouter(tags=["导出 export"], responses=errors.documented(503))

Format = Literal["graphml", "jsonld"]
WRITERS: dict[Format, tuple[Callable[[View, TextIO], Iterator[int]], str]] = {
    "graphml": (exports.graphml, "application/xml"),
    "jsonld": (exports.jsonld, "application/ld+json"),
}


@router.get("/export/{format}", summary="导出全图 (the whole graph as a file)", response_class=StreamingResponse)
def export(format: Format, request: Request) -> StreamingResponse:
    """graphml：实体与关系（Gephi、Cytoscape、networkx）；jsonld：全部，含原句（RDF）。CSV 用 `kg export`。"""
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
