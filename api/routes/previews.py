"""The pages of one entity, of one article, and of the API itself."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api import identity
from api.deps import TYPES, Ask, Asker, Id, NonceDep
from api.previews import reference, subjects
from api.previews.drawing import draw
from api.previews.files import preview as preview_file
from api.previews.legend import legend
from api.previews.pages import Renderer, RendererDep
from api.previews.surroundings import Node, gather, groups

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Rows = list[dict[str, Any]]
VIEWS = {"park": subjects.park, "chain": subjects.chain}


@router.get("/preview/{id:id}")
def preview(id: Id, ask: Ask, render: RendererDep) -> HTMLResponse:
    """一个实体的关系图、逐条依据和数据。"""
    around = gather(ask.all, id)
    if around is None:
        identity.check_moved(ask, id)
        return _missing(render, "missing_title", id, _near(ask, id))
    picture = draw(around, render.texts)
    return render(
        "preview.html",
        around=around,
        direct=list(groups(around.direct, tuple(TYPES.edges))),
        legend=legend(around),
        network={"nodes": picture.nodes, "edges": picture.edges, "options": picture.options},
        named=ask.all("entity_articles", id=id),
        all_edges=f"/entities/{quote(id, safe='')}/adjacent?limit=1000",
    )


@router.get("/picture/{id:id}")
def picture(id: Id, ask: Ask, render: RendererDep, nonce: NonceDep, view: str = "", to: str = "") -> HTMLResponse:
    """一个实体的周边、园区（`view=park`）、供应链（`view=chain`），或两地之间（`to`）的关系图：一个自足的文件。"""
    ends = [found[0] for found in (ask.all("entity", id=end) for end in (id, to) if end) if found]
    if to:
        drawn = subjects.corridor(ask.all, *ends) if len(ends) == 2 else None
    else:
        drawn = VIEWS.get(view, subjects.surroundings)(ask.all, id)
    if drawn is None:
        if ask.one("entity", id=id) is None:
            identity.check_moved(ask, id)
        return _missing(render, "missing_title", id, _near(ask, id))
    made = preview_file(drawn, render.texts, nonce=nonce)
    return HTMLResponse(made.html, headers={"Vary": "Accept-Language", "Content-Language": render.texts.language})


@router.get("/read/{id:id}")
def read(id: Id, ask: Ask, render: RendererDep) -> HTMLResponse:
    """一篇文章读出的关系和提到的实体。"""
    found = ask.one("article", id=id)
    if found is None:
        return _missing(render, "missing_article", id, [])
    facts = ask.all("facts_of_article", id=id)
    passages = [list(rows) for _, rows in groupby(sorted(facts, key=_span), key=_span)]
    named = ask.all("article_entities", id=id)
    return render("read.html", article=found, passages=passages, nodes=_ends(facts), named=named)


@router.get("/docs")
def docs(request: Request, render: RendererDep) -> HTMLResponse:
    """接口说明，由 OpenAPI 文档生成。"""
    return render("docs.html", sections=reference.sections(request.app.openapi()))


def _missing(render: Renderer, title: str, id: str, near: Rows) -> HTMLResponse:
    return render("missing.html", status=404, title=title, about=render.texts("missing_about", id=id), near=near)


def _span(row: dict[str, Any]) -> tuple[int, int]:
    """Where a statement stands in its article."""
    return row["start"], row["end"]


def _near(ask: Asker, id: str) -> Rows:
    """Entities whose names hold what stands in an address that nothing has."""
    return ask.names.search(id.strip(), limit=5)[0] if id.strip() else []


def _ends(facts: Rows) -> dict[str, Node]:
    """The entities at the ends of an article's facts, by id."""
    ends = [(row[f"{end}Id"], row[f"{end}Name"], row[f"{end}Type"]) for row in facts for end in ("head", "tail")]
    return {id: Node(id, name, type, 0) for id, name, type in ends}
