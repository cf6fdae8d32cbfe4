"""Stages of deals and of chains, from rows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.charts import Look, chain, courses, deals, industries
from api.charts.chains import matrix
from api.previews.places import OUTSIDE, WHOLE, city
from tests.api.stores import MARKUP

PLAN: dict[str, Any] = {
    "type": "INVESTS_IN",
    "signed": "2018",
    "built": None,
    "running": None,
    "ended": None,
    "named": ["2018", "2021"],
}
MADE: dict[str, Any] = {"type": "LOCATED_IN", "built": "2019", "running": "2021", "ended": "2023"}


@pytest.mark.parametrize(
    ("deal", "expected"),
    [
        (PLAN, [None, "signed", "silent", "silent", "signed", "silent", "silent"]),
        ({**PLAN, "running": "2020"}, [None, "signed", "silent", "running", "running", "running", "running"]),
        (MADE, [None, None, "built", "built", "running", "running", "ended"]),
        ({**MADE, "ended": "2020"}, [None, None, "built", "ended", "running", "running", "running"]),
    ],
)
def test_a_deal_goes_from_stage_to_stage(deal: dict[str, Any], expected: list[str | None]) -> None:
    assert [courses.stage(deal, str(year)) for year in range(2017, 2024)] == expected


def test_of_months_twelve_make_silence() -> None:
    deal = {**PLAN, "signed": "2018-03", "named": ["2018-03"]}
    assert courses.stage(deal, "2019-02") == "signed"
    assert courses.stage(deal, "2019-03") == "silent"
    rows = [{**deal, "deals": 1}, {**MADE, "built": None, "running": "2019-12", "ended": None, "deals": 2}]
    assert courses.changes(rows) == ["2018-03", "2019-03", "2019-12"]
    assert len(courses.times(rows)) == 22


def test_bars_stand_for_the_deals_at_the_end_of_each_year() -> None:
    figure = json.loads(deals([{**PLAN, "deals": 2}, {**MADE, "deals": 3}], at="2019").to_json())
    bars = {trace["customdata"][0][0]: trace for trace in figure["data"]}
    assert bars["silent"]["y"] == [0, 2, 2, 0, 2, 2]
    assert bars["built"]["y"] == [0, 3, 3, 0, 0, 0]
    assert bars["built"]["marker"]["opacity"] == [1, 1, courses.LATER, courses.LATER, courses.LATER, courses.LATER]
    assert len({trace["marker"]["pattern"]["shape"] for trace in figure["data"]}) == len(bars)
    assert figure["layout"]["annotations"][0]["x"] == 1


def member(id: str, **changes: Any) -> dict[str, Any]:
    row = {
        "industryId": "ind-hydrogen", "industry": "氢能产业", "id": id, "name": id, "type": "Company", "region": None,
        "edgeId": f"e-{id}", "status": "done", "placeEdgeId": None, "placeStatus": None, "placeId": None,
        "placeName": None, "placeType": None, "placeRegion": None,
    }  # fmt: skip
    return {**row, **changes}


def placed(edge: str, region: str | None, status: str = "done", id: str = "p") -> dict[str, Any]:
    return {
        "placeEdgeId": edge,
        "placeStatus": status,
        "placeId": id,
        "placeName": id,
        "placeType": "Park",
        "placeRegion": region,
    }


def test_members_stand_in_each_of_their_cities() -> None:
    rows = [
        member("甲", **placed("l1", "120112")),
        member("甲", **placed("l2", "130608", "planned")),
        member("甲", **placed("l3", "130000")),
        member("乙"),
        member("丙", region="130000"),
        member("园", type="Park", region="310000"),
        member("丁", **placed("l4", None, id="xiongan-start")),
    ]
    ends = {
        "memberId": "甲",
        "memberName": "甲",
        "memberType": "Company",
        "edgeType": "INCUBATED_BY",
        "outgoing": False,
    }
    partners = [member("大学", role="research", region="110108", type="University", **ends)]
    found = matrix(rows, partners)
    core = found.stage("core:ind-hydrogen")
    assert core
    assert {key: [one.id for one in named] for key, named in core.cells.items()} == {
        "120000": ["甲"], "130600": ["甲"], "": ["乙"], WHOLE: ["丙"], "xiongan": ["丁"],
    }  # fmt: skip
    assert (core.industry, core.covered) == ("氢能", 3)
    (one,) = core.cells["130600"]
    assert one.planned("130600")
    assert not one.planned("120000")
    assert [edge.id for edge in one.evidence("130600")] == ["e-甲", "l2"]
    research = found.stage("research")
    assert research
    (edge,) = research.cells["110000"][0].edges.values()
    assert (edge.head.id, edge.type, edge.tail.id) == ("甲", "INCUBATED_BY", "大学")
    assert [stage.kind for stage in found.stages] == ["research", "upstream", "core", "downstream", "host"]
    assert found.columns[-3:] == (WHOLE, OUTSIDE, "")


@pytest.mark.parametrize(
    ("code", "id", "expected"),
    [
        ("110108", None, "110000"),
        ("130629", None, "xiongan"),
        (None, "xiongan-rongdong", "xiongan"),
        ("131022", None, "131000"),
        ("130000", None, WHOLE),
        ("440300", None, OUTSIDE),
        (None, "unheard", ""),
    ],
)
def test_codes_and_ids_have_a_city(code: str | None, id: str | None, expected: str) -> None:
    assert city(code, id) == expected


def test_industries_have_families() -> None:
    assert "ind-reducer" in industries.family("ind-equipment")
    assert industries.root("ind-reducer") == "ind-equipment"
    assert industries.family("industry-unheard") == ("industry-unheard",)


def test_gaps_are_crosses_and_names_are_text() -> None:
    rows = [member(MARKUP[0], industryId="x", industry=MARKUP[1], region="110000")]
    for look in (Look(), Look(dark=True, width=390)):
        squares, gaps = json.loads(chain(rows, [], look).to_json())["data"]
        assert squares["text"] == ["1"]
        assert len(gaps["x"]) == 14 * 5 - 1
        assert "<img" not in json.dumps(squares)
        assert "<script" not in json.dumps(squares)
