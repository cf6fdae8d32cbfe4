"""Lists of names against the graph, and what a text says without storing it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints
from starlette.responses import Response

from api import errors, tables
from api.deps import ExtractorDep, IndexDep, NodeTypeName
from api.matching import Candidate, Index
from api.models import Found, Model
from loaders.base import Rows

router = APIRouter(responses=errors.documented(400, 413, 503))

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
LONGEST_TEXT = 200_000
"""Characters of a text: more than any article has."""


COLUMNS = ("id", "name", "type", "region", "score", "match")
"""Of a candidate in a table."""


class Names(Model):
    """A list of names to be found in the graph."""

    names: list[Name] = Field(min_length=1, max_length=500, description="名单 (names)", examples=[["天开园", "清华"]])
    type: NodeTypeName | None = Field(None, description="只要这一类型 (of this type only)")
    region: str | None = Field(None, pattern=r"^\d{6}$", description="行政区划代码 (administrative code)")
    limit: int = Field(5, ge=1, le=50, description="每个名称最多几个候选 (candidates for each)")


class Scored(Found):
    """An entity that a name may mean."""

    score: float = Field(description="0–100，100 为名称完全相同 (100: the very name)")
    match: bool = Field(description="是否无需人工判断 (no other comes near)")


class Matched(Model):
    """A name with its candidates, best first."""

    name: str
    candidates: list[Scored]


class Matches(Model):
    """The candidates for each name of a list, in its order."""

    items: list[Matched]


class Text(Model):
    """A text to be read."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT, examples=["清微智能由清华大学孵化。"])
    title: str = Field("", max_length=500, description="题目 (title)")
    date: dt.date | None = Field(None, description="报道日期，“去年”等据此推算 (publication date)")


def scored(found: Candidate) -> Scored:
    """A candidate as the API gives it."""
    return Scored.model_validate({**found.entity, "score": found.score, "match": found.match})


def matches(index: Index, asked: Names) -> Matches:
    """The candidates for every name; a name that comes again is compared once."""
    known = {name: index.find(name, asked.type, asked.region, asked.limit) for name in dict.fromkeys(asked.names)}
    return Matches(items=[Matched(name=name, candidates=list(map(scored, known[name]))) for name in asked.names])


@router.post(
    "/match",
    tags=["查找 search"],
    summary="名单比对 (match a list of names)",
    response_model=Matches,
    responses=tables.CSV,
)
def match(asked: Names, index: IndexDep, request: Request) -> Matches | Response:
    """每个名称在图中可能指谁：全称、别名、标识（含已并入的）、不计空格括号大小写、互相包含、字形相近，各有分数。

    `Accept: text/csv` 时每个候选一行，没有候选的名称也占一行。
    """
    found = matches(index, asked)
    return tables.table(_rows(found)) if tables.wanted(request) else found


def _rows(found: Matches) -> Rows:
    """A row for each candidate, and one for each name without any."""
    rows: list[dict[str, Any]] = []
    for row in found.items:
        told = [candidate.model_dump(by_alias=True) for candidate in row.candidates] or [dict.fromkeys(COLUMNS)]
        rows += ({"query": row.name, **{name: one[name] for name in COLUMNS}} for one in told)
    return Rows(("query", *COLUMNS), rows)


@router.post("/extract", tags=["抽取 extraction"], summary="读一段文字 (what a text says; nothing is stored)")
def extract(asked: Text, extractor: ExtractorDep) -> dict[str, Any]:
    """一段文字中的实体、关系和数据，形式同 `kg extract`；不入库。"""
    return extractor(asked.text, asked.title, asked.date)
