"""The pages of one entity, of one article, and of the API itself."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import TYPES, Ask, Id
from api.previews import reference
from api.previews.drawing import draw
from api.previews.pages import RendererDep
from api.previews.surroundings import Node, gather, groups

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/preview/{id:path}")
def preview(id: Id, ask: Ask, render: RendererDep) -> HTMLResponse:
    """一个实体的关系图、逐条依据和数据。"""
    around = gather(ask.all, id)
    if around is None:
        return render("missing.html", status=404, title="missing_title", id=id)
    return render(
        "preview.html",
        around=around,
        network=draw(around, render.texts),
        direct=list(groups(around.direct, tuple(TYPES.edges))),
        others=list(groups(around.around, tuple(TYPES.edges))),
    )


@router.get("/read/{id:path}")
def read(id: Id, ask: Ask, render: RendererDep) -> HTMLResponse:
    """一篇文章读出的关系和提到的实体。"""
    found = ask.one("article", id=id)
    if found is None:
        return render("missing.html", status=404, title="missing_article", id=id)
    facts = ask.all("facts_of_article", id=id)
    return render("read.html", article=found, facts=facts, nodes=_ends(facts), named=ask.all("article_entities", id=id))


@router.get("/docs")
def docs(request: Request, render: RendererDep) -> HTMLResponse:
    """接口说明，由 OpenAPI 文档生成。"""
    return render("docs.html", sections=reference.sections(request.app.openapi()))


def _ends(facts: list[dict[str, Any]]) -> dict[str, Node]:
    """The entities at the ends of an article's facts, by id."""
    ends = [(row[f"{end}Id"], row[f"{end}Name"], row[f"{end}Type"]) for row in facts for end in ("head", "tail")]
    return {id: Node(id, name, type, 0) for id, name, type in ends}
