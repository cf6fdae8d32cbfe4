"""Articles and what was drawn from each."""

from __future__ import annotations

from fastapi import APIRouter

from api import errors
from api.deps import ArticleId, Ask, Limit, Offset
from api.models import Article, ArticleDetail, Page
from api.tables import Tabular

router = APIRouter(tags=["文章 articles"], route_class=Tabular, responses=errors.documented(400, 404, 503))


@router.get("/articles", summary="文章 (articles, newest first)")
def articles(ask: Ask, limit: Limit = 50, offset: Offset = 0) -> Page[Article]:
    """全部文章，新者在先，各有几条依据、几个实体。"""
    items = ask.all("articles", limit=limit, offset=offset)
    total = ask.all("stats_totals")[0]["articles"]
    return Page.of(Article, items, total, limit, offset)


@router.get("/articles/{id:id}", summary="一篇文章 (one article with its entities and facts)")
def article(ask: Ask, id: ArticleId) -> ArticleDetail:
    """一篇文章提到的实体，和它所说的每条关系及其句子。"""
    found = ask.one("article", id=id)
    if found is None:
        raise errors.unknown("文章", id)
    drawn = {"mentions": ask.all("article_entities", id=id), "facts": ask.all("facts_of_article", id=id)}
    return ArticleDetail.model_validate({**found, **drawn})
