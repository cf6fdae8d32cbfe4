"""The page that plays deals over the years: what was signed, built, carried out, fell silent or ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.charts import courses
from api.deps import TYPES, Ask, Asker
from api.previews.pages import RendererDep
from api.previews.surroundings import Node
from api.remembering import COURSES, Recall
from api.sheets import SAID, sheet, spoken
from api.texts import Texts

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

READ, LISTED = 2_000, 200
"""Deals of one time that are looked at, and that are listed."""
WAYS = ("year", "month")
COLUMNS = (
    "time", "stage", "type", "headId", "headName", "headType", "tailId", "tailName", "tailType",
    *courses.TOLD, "edgeId", *SAID,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Course:
    """What the address asks for, and how many deals of the kind took which course."""

    way: str
    kind: str
    kinds: Counter[str]
    kept: list[dict[str, Any]]
    stops: list[str]
    now: str


@router.get("/timeline")
def timeline(
    ask: Ask, recall: Recall, render: RendererDep, at: str = "", by: str = "year", type: str = ""
) -> HTMLResponse:
    """合作的进程；`at` 是显示的年或月，`by` 按年还是按月，`type` 只看一类关系。"""
    course = _course(recall, at, by, type)
    if not course.stops:
        return render("timeline.html", stops=[])
    way, kind, kinds, now = course.way, course.kind, course.kinds, course.now
    return render(
        "timeline.html",
        way=way,
        kind=kind,
        asked={"by": way if way != WAYS[0] else "", "type": kind},
        kinds={key: kinds[key] for key in TYPES.edges if kinds[key]},
        sums=courses.counts(course.kept, now),
        total=sum(row["deals"] for row in course.kept if courses.changed(row, now)),
        signs=courses.SIGNS,
        words=_words(render.texts),
        **_place(course.stops, now),
        **_moved(ask, now, way, kind),
    )


@router.get("/timeline.csv", response_class=Response)
def table(ask: Ask, recall: Recall, at: str = "", by: str = "year", type: str = "") -> Response:
    """那一年或月走到下一步的合作，每句一行。"""
    course = _course(recall, at, by, type)
    rows = _changed(ask, course.now, course.way, course.kind) if course.stops else []
    told = [{**row, "time": course.now, "stage": row["now"]} for row in rows]
    return sheet("timeline", COLUMNS, spoken(ask, told))


def _course(recall: Recall, at: str, by: str, type: str) -> Course:
    way = by if by in WAYS else WAYS[0]
    every = [row for name in COURSES for row in recall(name, by=way)]
    kinds = Counter[str]()
    for row in every:
        kinds[row["type"]] += row["deals"]
    kind = type if type in kinds else ""
    kept = [row for row in every if not kind or row["type"] == kind]
    stops = courses.times(kept) if way == "year" else courses.changes(kept)
    first, last = (stops[0], stops[-1]) if stops else ("", "")
    now = max((stop for stop in stops if stop[: len(at)] <= at), default=first) if at else last
    return Course(way, kind, kinds, kept, stops, now)


def _place(stops: list[str], now: str) -> dict[str, Any]:
    """The time shown among those that can be, with the one before and the one after it."""
    place = stops.index(now)
    before, after = stops[max(0, place - 1) : place], stops[place + 1 : place + 2]
    return {"stops": stops, "at": now, "place": place, "before": "".join(before), "after": "".join(after)}


def _moved(ask: Asker, at: str, way: str, kind: str) -> dict[str, Any]:
    """The deals that came to another stage at this time, by that stage."""
    told = _changed(ask, at, way, kind)
    listed = [{**row, **_ends(row), "steps": _steps(row, at)} for row in told[:LISTED]]
    return {
        "listed": len(listed),
        "moved": [(stage, list(group)) for stage, group in groupby(listed, key=lambda row: row["now"])],
    }


def _changed(ask: Asker, at: str, way: str, kind: str) -> list[dict[str, Any]]:
    """The deals that came to another stage at this time, those signed first; `now` is the stage."""
    before = courses.shifted(at, -courses.QUIET)
    wanted = {"at": at, "by": way, "type": kind or None, "limit": READ}
    rows = [*ask.all("deals", **wanted), *ask.all("signed_deals", before=before, **wanted)]
    order = list(courses.STAGES)
    told = [{**row, "now": courses.stage(row, at)} for row in rows if courses.changed(row, at)]
    return sorted((row for row in told if row["now"]), key=lambda row: order.index(row["now"]))


def _ends(row: dict[str, Any]) -> dict[str, Node]:
    return {end: Node(row[f"{end}Id"], row[f"{end}Name"], row[f"{end}Type"], 0) for end in ("head", "tail")}


def _steps(row: dict[str, Any], at: str) -> list[tuple[str, str]]:
    """The stages that a deal had gone through by this time, each with when; for a silent one when it was last named."""
    steps = [(row[key], key) for key in courses.TOLD if row.get(key) and row[key] <= at]
    found = sorted(steps, key=lambda step: step[0])
    heard = max((time for time in row.get("named", ()) if time <= at), default="")
    return [*found, (heard, "silent")] if row["now"] == "silent" and heard else found


def _words(texts: Texts) -> dict[str, str]:
    """What the script says of its own."""
    return {
        "play": texts("timeline_play"),
        "pause": texts("timeline_pause"),
        "trouble": texts("explore_trouble"),
        "confidence": texts("explore_confidence"),
    }
