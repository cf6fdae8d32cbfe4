"""Charts say what their rows say; names are text; nothing and too little are drawn too."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.charts import CHARTS, Look, activity, cluster_cities, corridor, deals, flow_map, measures
from api.texts import Texts
from kg import ontology
from kg.errors import DataError
from kg.settings import Settings
from loaders import open_store

SCRIPT = "<script>alert(1)</script>"
PLACE = {"id": "p", "name": "海河园", "type": "Park", "region": "120112", "lon": 117.4, "lat": 38.9, "entities": 4}


def flow(origin: str, goal: str, type: str = "INVESTS_IN", count: int = 3, planned: int = 0) -> dict[str, Any]:
    return {"origin": origin, "destination": goal, "type": type, "count": count, "planned": planned}


def drawn(figure: go.Figure) -> list[dict[str, Any]]:
    """The traces as a page gets them."""
    found: list[dict[str, Any]] = json.loads(figure.to_json())["data"]
    return found


def test_bands_of_the_corridor_carry_counts_and_plans() -> None:
    rows = [flow("天津", "北京", count=2), flow("北京", "天津", count=5, planned=2)]
    sankey = next(trace for trace in drawn(corridor(rows)) if trace["type"] == "sankey")
    assert sankey["link"]["value"] == [2, 3, 2]
    assert sankey["link"]["customdata"][2] == ["北京", "天津", "INVESTS_IN", True]
    assert sankey["node"]["label"] == ["北京  5", "天津  2", "北京  2", "天津  5"]
    assert [sankey["link"]["source"], sankey["link"]["target"]] == [[1, 0, 0], [2, 3, 3]]
    assert sankey["node"]["y"] == sorted(sankey["node"]["y"][:2]) + sorted(sankey["node"]["y"][2:])


def test_members_stand_by_city_with_their_names() -> None:
    rows: list[dict[str, Any]] = [
        {"code": "130600", "city": "保定市", "members": 2, "names": ["甲", SCRIPT]},
        {"code": None, "city": None, "members": 1, "names": ["乙"]},
    ]
    bars = drawn(cluster_cities(rows))[0]
    assert bars["x"] == [2, 1]
    assert bars["y"] == ["河北省保定市", "所在地未报道"]
    assert "&lt;script&gt;" in bars["customdata"][0][1]
    assert SCRIPT not in json.dumps(bars)


def measure(time: str | None, amount: float, metric: str = "registered_companies", unit: str = "家") -> dict[str, Any]:
    named = {"articleId": "a", "articleTitle": SCRIPT}
    return {"metric": metric, "time": time, "amount": amount, "value": amount, "unit": unit, **named}


def test_measures_have_a_chart_for_each_metric_and_unit() -> None:
    rows = [
        measure("2024-05", 1745),
        measure("2023", 287),
        measure(None, 1),
        measure("2024", 6e9, "investment", "亿元"),
    ]
    companies, investment = drawn(measures(rows))
    assert list(zip(companies["x"], companies["y"], strict=True)) == [("2023-01-01", 287), ("2024-05-01", 1745)]
    assert investment["y"] == [60]
    assert SCRIPT not in json.dumps(companies)


def test_figures_of_one_time_are_not_joined() -> None:
    assert drawn(measures([measure("2024", 1), measure("2024", 9)]))[0]["mode"] == "markers+text"
    assert "lines" in drawn(measures([measure("2024", 1), measure("2025", 9)]))[0]["mode"]


def test_months_are_stacked_by_edge_type() -> None:
    rows = [
        {"month": "2024-02", "type": "LOCATED_IN", "statements": 3, "planned": 1},
        {"month": "2024-12", "type": "INVESTS_IN", "statements": 1, "planned": 0},
    ]
    figure = activity(rows)
    assert [trace["name"] for trace in drawn(figure)] == ["位于", "投资"]
    assert figure.layout.barmode == "stack"
    assert list(figure.layout.xaxis.range) == ["2024-02-01", "2025-01-15"]


def test_map_has_dots_flows_and_no_dot_for_a_whole_province() -> None:
    province = {**PLACE, "id": "hebei", "name": "河北", "type": "Region", "region": "130000", "planned": 0}
    rows = drawn(flow_map([{**PLACE, "planned": 1}, province], [flow("110000", "120000"), flow("110000", "999999")]))
    dots = next(trace for trace in rows if trace["mode"] == "markers+text")
    arrows = [trace for trace in rows if trace.get("customdata") and trace is not dots]
    assert [row[0] for row in dots["customdata"]] == ["p"]
    assert [trace["customdata"][0] for trace in arrows] == [["110000", "120000", "INVESTS_IN"]]


def test_operators_own_borders_are_drawn(tmp_path: Path) -> None:
    file = tmp_path / "own.geojson"
    ring = [[116, 39], [117, 39], [117, 40], [116, 39]]
    file.write_text(json.dumps({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}))
    assert drawn(flow_map([{**PLACE, "planned": 0}], [], borders=str(file)))[0]["x"] == [116, 117, 117, 116, None]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "not GeoJSON: KeyError"),
        ("<svg/>", "not GeoJSON: JSONDecodeError"),
        ('{"type": "Topology", "arcs": []}', "type 'Topology'"),
        ('{"type": "Point", "coordinates": [116, 39]}', "no line or polygon in it"),
        ('{"type": "LineString", "coordinates": [[116, 39], ["x", 39]]}', "not GeoJSON: ValueError"),
        ('{"type": "LineString", "coordinates": [[441000, 4427000]]}', "no longitude and latitude in degrees"),
        (None, "No such file"),
    ],
)
def test_a_map_that_is_none_stops_the_start(tmp_path: Path, text: str | None, message: str) -> None:
    file = tmp_path / "own.geojson"
    if text is not None:
        file.write_text(text)
    with closing(open_store("memory:", Settings())) as store, pytest.raises(DataError, match=message) as error:
        create_app(Settings(map_geojson=str(file)), store)
    assert str(error.value).startswith(f"KG_MAP_GEOJSON={file}: ")


def test_names_on_a_narrow_map_stay_within_it() -> None:
    look = Look(width=390)
    ends = ((115.0, 38, "甲地很长的一个园区名称"), (117.0, 39, "乙园"), (119.0, 40, "丙地很长的一个园区名称"))
    places = [{**PLACE, "id": name, "name": name, "lon": lon, "lat": lat, "planned": 0} for lon, lat, name in ends]
    figure = flow_map(places, [], look)
    dots = next(trace for trace in drawn(figure) if trace["mode"] == "markers+text")
    sides = dict(zip(dots["text"], dots["textposition"], strict=True))
    assert sides["甲地很长的一个园区名称"] == "middle right"
    assert sides["丙地很长的一个园区名称"] == "middle left"


@pytest.mark.parametrize(
    "draw", [corridor, cluster_cities, measures, activity, lambda rows: flow_map(rows, rows), deals]
)
def test_nothing_says_so(draw: Any) -> None:
    figure = draw([])
    assert not figure.data
    assert figure.layout.annotations[0].text == "没有可画的数据"


def test_language_and_theme() -> None:
    rows = [flow("北京", "天津")]
    english = json.dumps(drawn(corridor(rows, Look(Texts("en")))))
    assert "invests in" in english
    dark = json.loads(corridor(rows, Look(dark=True)).to_json())["layout"]["font"]["color"]
    assert dark != json.loads(corridor(rows).to_json())["layout"]["font"]["color"]


class TestOverHttp:
    def test_every_chart(self, client: TestClient) -> None:
        assert client.get("/charts").json() == {name: found.query for name, found in CHARTS.items()}
        asked = {
            "cluster_cities": {"id": "chip-cluster"},
            "measures": {"id": "haihe-park"},
            "chain": {"id": "ai"},
            "deals": {"at": "2025-03", "by": "month", "type": "LOCATED_IN"},
        }
        for name, params in asked.items():
            assert client.get(f"/charts/{name}", params=params).json()["data"]
        for name in ("corridor", "activity", "map"):
            assert client.get(f"/charts/{name}").json()["data"]

    def test_parameters_are_the_querys(self, client: TestClient) -> None:
        rows = client.get("/charts/activity", params={"type": "LOCATED_IN", "lang": "en"}).json()["data"]
        assert [row["name"] for row in rows] == [ontology.load().edges["LOCATED_IN"].en]
        assert client.get("/charts/measures").status_code == 400
        assert "nonsense" in client.get("/charts/corridor?nonsense=1").json()["detail"]
        assert client.get("/charts/none").status_code == 404
        assert client.get("/charts/corridor?theme=pink").status_code == 422
