"""The page of industry chains: who stands in which stage and city, and where the articles name nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.charts import Look, industries
from api.charts.chains import ROWS, Edge, Matrix, Member, Stage, column_name, matrix, stage_name
from api.deps import Ask, Asker
from api.previews.pages import RendererDep
from api.previews.places import cities
from api.sheets import SAID, said, sheet, spoken
from api.texts import Texts, TextsDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

OFFERED, MORE = 24, 300
"""Industries that the chooser shows at once, and when it is opened."""
LISTED, WRITTEN = 60, 5_000
"""Members of a cell that are listed with their sentences; relations of a table."""
ENDS = ("head", "tail")
COLUMNS = (
    "stage", "city", "id", "name", "type", "planned", "edgeId", "edgeType", "status",
    "headId", "headName", "tailId", "tailName", *SAID,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """An industry of the chooser, with how many relations name it or a part of it."""

    id: str
    name: str
    count: int


@router.get("/chain")
def chain(ask: Ask, render: RendererDep, industry: str = "", stage: str = "", city: str = "") -> HTMLResponse:
    """产业链的环节与城市；`stage` 和 `city` 打开一格。"""
    counts, names = _industries(ask)
    if not counts:
        return render("chain.html", chosen=None)
    roots = _choices((industries.root(id) for id in counts), counts, names)
    id = _chosen(industry, roots, counts)
    found, cut = _matrix(ask, id)
    top = industries.root(id)
    return render(
        "chain.html",
        chosen=Choice(id, names.get(id) or industries.name(id), _count(id, counts)),
        unknown=bool(industry) and id != industry,
        cut=cut,
        top=top,
        roots=roots,
        offered=OFFERED,
        most=OFFERED + MORE,
        parts=_choices((part for part in industries.family(top) if part != top), counts, names),
        unnamed=[industries.name(part) for part in industries.parts().get(id, ()) if not _count(part, counts)],
        **_table(found, render.texts),
        **_opened(ask, found, stage, city, render.texts),
    )


@router.get("/chain.csv", response_class=Response)
def table(ask: Ask, texts: TextsDep, industry: str = "", stage: str = "", city: str = "") -> Response:
    """整条产业链或一格的主体，连同使其在那里的每条关系，每句一行。"""
    counts, names = _industries(ask)
    roots = _choices((industries.root(id) for id in counts), counts, names)
    found = _matrix(ask, _chosen(industry, roots, counts))[0] if roots else Matrix((), ())
    alone = bool(found.cell(stage, city))
    cells = [(each, key) for each in found.stages for key in found.columns]
    kept = [(each, key) for each, key in cells if not alone or (each.key, key) == (stage, city)]
    rows = (row for each, key in kept for one in each.cells.get(key, []) for row in _rows(each, key, one, texts))
    return sheet("chain", COLUMNS, spoken(ask, list(islice(rows, WRITTEN))))


def _rows(stage: Stage, key: str, member: Member, texts: Texts) -> Iterator[dict[str, Any]]:
    """What stands in a table of a member of a cell: each edge that puts it there."""
    look = Look(texts)
    own = {"id": member.id, "name": member.name, "type": member.type, "planned": member.planned(key)}
    where = {"stage": stage_name(stage, look), "city": column_name(key, look)}
    for edge in member.evidence(key):
        ends = {f"{end}{part.title()}": getattr(getattr(edge, end), part) for end in ENDS for part in ("id", "name")}
        yield {**where, **own, **ends, "edgeId": edge.id, "edgeType": edge.type, "status": edge.status}


def _industries(ask: Asker) -> tuple[dict[str, int], dict[str, str]]:
    """How many relations name each industry, and what it is called, by its id."""
    rows = ask.all("industries", limit=10_000)
    return (
        {row["id"]: row["entities"] for row in rows},
        {row["id"]: industries.name(row["id"], row["name"]) for row in rows},
    )


def _chosen(industry: str, roots: list[Choice], counts: dict[str, int]) -> str:
    """The industry asked for, if there is one, else the first."""
    known = {id for choice in roots for id in (choice.id, *industries.family(choice.id))} | counts.keys()
    return industry if industry in known else roots[0].id


def _count(id: str, counts: dict[str, int]) -> int:
    return sum(counts.get(part, 0) for part in industries.family(id))


def _choices(ids: Any, counts: dict[str, int], names: dict[str, str]) -> list[Choice]:
    """The industries that anybody is in, those with most relations first."""
    every = [Choice(id, names.get(id) or industries.name(id), _count(id, counts)) for id in dict.fromkeys(ids)]
    return sorted((choice for choice in every if choice.count), key=lambda choice: (-choice.count, choice.name))


def _matrix(ask: Asker, id: str) -> tuple[Matrix, int]:
    """The stages of an industry; and where not all rows could be read, so that a gap may be none, how many were."""
    wanted = {"id": id, "also": "|".join(industries.family(id)[1:]), "limit": ROWS}
    members, partners = ask.rows("chain_members", **wanted), ask.rows("chain_partners", **wanted)
    cut = max(
        (len(found.rows) for found in (members, partners) if found.truncated or len(found.rows) == ROWS), default=0
    )
    return matrix(members.rows, partners.rows), cut


def _table(found: Matrix, texts: Texts) -> dict[str, Any]:
    """What the table shows: names of rows and columns, of each cell how many there are and how many are planned."""
    look = Look(texts)
    cells = {
        (stage.key, key): (len(named), sum(member.planned(key) for member in named))
        for stage in found.stages
        for key, named in stage.cells.items()
    }
    return {
        "columns": {key: column_name(key, look) for key in found.columns},
        "gaps": cities(),
        "stages": [(stage, stage_name(stage, look)) for stage in found.stages],
        "cells": cells,
    }


def _opened(ask: Asker, found: Matrix, key: str, city: str, texts: Texts) -> dict[str, Any]:
    """The cell that the address asks for, if there is one: its members with the edges that put them there."""
    stage, named = found.stage(key), found.cell(key, city)
    if stage is None or not named:
        return {"opened": None}
    shown = named[:LISTED]
    sentences = said(ask, (edge.id for member in shown for edge in member.evidence(city)))
    return {
        "opened": (key, city),
        "title": (stage_name(stage, Look(texts)), column_name(city, Look(texts)), len(named)),
        "members": [(member, member.planned(city), _told(member.evidence(city), sentences)) for member in shown],
        "further": len(named) - len(shown),
        "others": sorted({end.name for one in shown for edge in one.evidence(city) for end in (edge.head, edge.tail)}),
    }


def _told(edges: list[Edge], sentences: dict[str, list[dict[str, Any]]]) -> list[tuple[Edge, list[dict[str, Any]]]]:
    """Edges with their sentences."""
    return [(edge, sentences.get(edge.id, [])) for edge in edges]
