"""The tables of the pages: what they list, with the sentences, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.routes.feeders import LISTED
from kg.records import Graph
from kg.settings import Settings
from tests.api.stores import filled
from tests.loaders.graphs import article, entity, fact, graphs

EVIL = ('=HYPERLINK("http://elsewhere.example")', "@SUM(1)", "+1", "-1")


def fed(count: int) -> Graph:
    """Parks with a company each and one with a hundred, all of one university; names that look like formulas."""
    names = [*EVIL, *(f"企业{number}号" for number in range(count))]
    text = article(
        "fed",
        "".join(f"{name}由清北大学孵化，落户园区{min(at, 2)}。" for at, name in enumerate(names)),
        EVIL[0],
        source=EVIL[1],
    )
    school = entity(text, "school", "清北大学", "University", region="110000")
    companies = [entity(text, f"fed-{number}", name, "Company") for number, name in enumerate(names)]
    parks = [entity(text, f"fed-park-{number}", f"园区{number}", "Park", region="120000") for number in range(3)]
    facts = [
        fact(text, company.id, type, tail, company.name)
        for number, company in enumerate(companies)
        for type, tail in (("INCUBATED_BY", "school"), ("LOCATED_IN", f"fed-park-{min(number, 2)}"))
    ]
    return Graph(text, (school, *companies, *parks), tuple(facts))


@pytest.fixture(scope="module")
def many() -> Iterator[TestClient]:
    store = filled("memory:", (*graphs(), fed(100)))
    with TestClient(create_app(Settings(), store)) as client:
        yield client
    store.close()


def table(client: TestClient, address: str) -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_feeders_are_all_in_the_table_with_their_sentences(many: TestClient) -> None:
    rows = table(many, "/feeders.csv?origin=110000&area=120000")
    assert len({row["edgeId"] for row in rows if row["feeder"] == "清北大学"}) == 104
    row = next(row for row in rows if row["name"] == "企业7号")
    assert row["sentence"] == "企业7号由清北大学孵化，落户园区2。"
    assert (row["how"], row["park"], row["feederType"]) == ("INCUBATED_BY", "园区2", "University")
    assert len(table(many, "/feeders.csv?origin=110000&area=120000&page=2")) == len(rows) - LISTED


def test_pages_of_feeders_follow_each_other(many: TestClient) -> None:
    """Each relation stands on one page, and those of a park that is cut say how many there are."""
    pages = [many.get(f"/feeders?origin=110000&kind=all&area=120000&page={number}").text for number in (1, 2, 9)]
    assert [page.count('class="feed"') for page in pages[:2]] == [LISTED, relations(many) - LISTED]
    assert pages[1].split("<main")[1] == pages[2].split("<main")[1]
    assert "条，共 102 条" in pages[0]
    assert 'rel="next"' in pages[0]
    assert 'rel="prev"' in pages[1]


def relations(client: TestClient) -> int:
    rows = table(client, "/feeders.csv?origin=110000&kind=all&area=120000")
    return len({(row["parkId"], row["edgeId"]) for row in rows})


@pytest.mark.parametrize(
    "address",
    ["/feeders.csv?origin=all&kind=all&area=all", "/timeline.csv", "/chain.csv", "/flows.csv?from=110000&to=120000"],
)
def test_no_cell_is_a_formula(many: TestClient, address: str) -> None:
    for row in table(many, address):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_a_name_that_looks_like_a_formula_keeps_its_letters(many: TestClient) -> None:
    names = {row["name"] for row in table(many, "/feeders.csv?origin=110000&area=120000")}
    assert {f"'{name}" for name in EVIL} <= names


def test_flows_as_sums_and_as_relations(many: TestClient) -> None:
    sums = table(many, "/flows.csv")
    assert sums
    for row in sums:
        codes = {"北京": "110000", "天津": "120000", "河北": "130000"}
        asked = f"from={codes[row['origin']]}&to={codes[row['destination']]}&type={row['type']}"
        told = table(many, f"/flows.csv?{asked}")
        assert len({one["edgeId"] for one in told}) == int(row["count"])
        assert all(one["sentence"] for one in told)
        planned = table(many, f"/flows.csv?{asked}&state=planned")
        assert len({one["edgeId"] for one in planned}) == int(row["planned"])


def test_a_chain_whole_and_one_cell(many: TestClient) -> None:
    rows = table(many, "/chain.csv")
    assert rows
    assert all(row["stage"] and row["sentence"] for row in rows)
    page = many.get("/chain").text
    address = page.split('class="cell')[1].split('href="')[1].split("#")[0].replace("&amp;", "&")
    cell = table(many, address.replace("/chain?", "/chain.csv?"))
    assert cell
    assert len({(row["stage"], row["city"]) for row in cell}) == 1
    assert [row for row in rows if (row["stage"], row["city"]) == (cell[0]["stage"], cell[0]["city"])] == cell


def test_what_moved_at_a_time(many: TestClient) -> None:
    rows = table(many, "/timeline.csv?by=month")
    assert rows
    assert len({row["time"] for row in rows}) == 1
    assert {row["stage"] for row in rows} <= {"signed", "built", "running", "silent", "ended"}
    assert table(many, f"/timeline.csv?by=month&at={rows[0]['time']}") == rows


def test_tables_of_an_empty_graph_have_their_heads() -> None:
    store = filled("memory:", ())
    with TestClient(create_app(Settings(), store)) as client:
        for name in ("feeders", "flows", "chain", "timeline"):
            assert table(client, f"/{name}.csv") == []
    store.close()


@pytest.mark.parametrize(
    ("page", "link"),
    [("/feeders", "/feeders.csv"), ("/flows", "/flows.csv"), ("/chain", "/chain.csv"), ("/timeline", "/timeline.csv")],
)
def test_pages_lead_to_their_tables(many: TestClient, page: str, link: str) -> None:
    text = many.get(page).text
    assert f'href="{link}' in text
    assert "导出 CSV" in text
