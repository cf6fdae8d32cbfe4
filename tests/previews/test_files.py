"""Previews as files: what is on them, where it stands, and that nothing in them is code but ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.desk import Desk
from api.previews import subjects
from api.previews.drawing import draw
from api.texts import Texts
from kg.cli import main
from kg.records import Graph
from tests.api.stores import MARKUP, ODD_ID, PARK, filled, hub, markup
from tests.loaders.graphs import graphs

DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def data(page: str) -> dict[str, Any]:
    found = DATA.search(page)
    assert found
    network: dict[str, Any] = json.loads(found[1])
    return network


@contextmanager
def desk_of(*found: Graph) -> Iterator[Desk]:
    with closing(filled("memory:", found)) as store:
        yield Desk(store)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with desk_of(*graphs()) as made:
        yield made


def test_physics_is_off_and_every_entity_has_its_place(desk: Desk) -> None:
    network = data(desk.preview("haihe-park").html)
    assert network["options"]["physics"] == {"enabled": False}
    places = [(node["x"], node["y"]) for node in network["nodes"]]
    assert len(set(places)) == len(places) > 3


def test_tooltips_have_the_sentence_and_its_source(desk: Desk) -> None:
    for edge in data(desk.preview("xinglan").html)["edges"]:
        claim, sentence, source = edge["title"].split("\n")
        assert claim
        assert sentence.startswith("“")
        assert source


def test_planned_edges_are_dashed(desk: Desk) -> None:
    edges = data(desk.preview("xinglan").html)["edges"]
    dashed = [edge for edge in edges if edge["dashes"]]
    assert dashed
    assert all("计划" in edge["title"].split("\n")[0] for edge in dashed)


def test_a_chain_goes_from_suppliers_to_customers(desk: Desk) -> None:
    picture = subjects.chain(desk.ask, "xinglan")
    assert picture
    assert picture.columns == (("baoding-xincai",), ("script-co",), ("xinglan",))
    placed = {node["id"]: node["x"] for node in draw(picture.around, Texts(), picture.columns).nodes}
    assert placed["baoding-xincai"] < placed["script-co"] < placed["xinglan"]


def test_a_park_stands_right_of_its_companies_and_their_origins(desk: Desk) -> None:
    picture = subjects.park(desk.ask, "haihe-park")
    assert picture
    assert picture.columns[-1] == ("haihe-park",)
    assert "xinglan" in picture.columns[1]
    assert {"region-110108", "jingjin-university"} <= set(picture.columns[0])


def test_a_corridor_has_a_side_for_each_region(desk: Desk) -> None:
    picture = subjects.corridor(desk.ask, {"name": "北京", "region": "110000"}, {"name": "天津", "region": "120000"})
    assert picture
    assert [set(column) for column in picture.columns] == [{"region-110108", "jingjin-university"}, {"xinglan"}]
    assert {fact.type for fact in picture.around.facts} == {"RELOCATED_FROM", "INCUBATED_BY"}


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH p = (:Entity {id: 'xinglan'})-[:LOCATED_IN]->() RETURN p",
        "MATCH (a:Entity {id: 'xinglan'})-[e:LOCATED_IN]->(b) RETURN a, e, b",
        "MATCH (:Entity {id: 'xinglan'})-[e:LOCATED_IN]->() RETURN collect(e) AS edges",
    ],
)
def test_a_querys_result(desk: Desk, cypher: str) -> None:
    network = data(desk.preview_query(cypher).html)
    assert {node["id"] for node in network["nodes"]} == {"xinglan", "haihe-park"}
    assert [edge["kind"] for edge in network["edges"]] == ["LOCATED_IN"]


def test_a_large_park_is_cut_and_says_how_many_are_left() -> None:
    with desk_of(hub(200)) as desk:
        network = data(desk.preview(PARK, view="park").html)
    centre = next(node for node in network["nodes"] if node["id"] == PARK)
    assert len(network["nodes"]) == subjects.COLUMN + 1
    assert f"{200 - subjects.COLUMN}" in centre["title"]


def test_markup_stays_text() -> None:
    with desk_of(markup()) as desk:
        page = desk.preview(ODD_ID).html
    body = page[: page.index("<script nonce")]
    for name in MARKUP:
        if "<" in name:
            assert name not in body
    assert body.count("<script") == 1
    assert {node["name"] for node in data(page)["nodes"]} >= set(MARKUP)


def test_in_a_notebook_it_stands_in_a_frame_that_reaches_nothing(desk: Desk) -> None:
    shown = desk.preview("xinglan")._repr_html_()
    assert shown.startswith('<iframe srcdoc="')
    assert 'sandbox="allow-scripts"' in shown
    assert shown.count("<") == 2


def test_command_writes_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, page = str(tmp_path / "kg.kgl"), tmp_path / "out.html"
    filled(store, graphs()).close()
    query = ["--query", "MATCH (n:Park) RETURN n"]
    for given in (["海河智谷科技园"], ["xinglan", "--as", "chain"], ["region-110108", "津南区"], query):
        with pytest.raises(SystemExit) as end:
            main(["preview", *given, "--store", store, "-o", str(page)])
        assert end.value.code == 0
        assert data(page.read_text(encoding="utf-8"))["nodes"]
        page.unlink()
    with pytest.raises(SystemExit) as end:
        main(["preview", "没有这个实体", "--store", store, "-o", str(page)])
    assert end.value.code == 1
    assert "没有这个实体" in capsys.readouterr().err
    assert not page.exists()


def test_an_empty_store_has_nothing_to_draw() -> None:
    with desk_of() as desk:
        assert subjects.corridor(desk.ask, {"name": "a", "region": "110000"}, {"name": "b", "region": "120000"}) is None
        assert subjects.park(desk.ask, "x") is None
        assert subjects.chain(desk.ask, "x") is None
