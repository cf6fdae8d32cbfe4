"""Decisions of reviewers: the file, what holds, and what it makes of the ids of an article."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.linking import Decision, Decisions, Known, decisions, link
from kg.records import Fact, Graph, Measure
from tests.linking.test_ids import article, entity

HEADER = "id,into,by,date,reason\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "decisions.csv"


def written(path: Path, *lines: str) -> Path:
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_read_the_last_row_on_an_id_holds(path: Path) -> None:
    written(path, "a,b,me,2025-01-31,one", "c,d,,,", "", "a,,me,2025-02-01,no", "c,e,,,")
    assert decisions.read(path).into == {"c": "e"}


def test_read_takes_what_spreadsheets_write(path: Path) -> None:
    path.write_bytes(("\ufeff" + HEADER.replace("\n", "\r\n") + 'a , b,张三,2025-01-31,"同名，\r\n同址"\r\n').encode())
    assert decisions.read(path).into == {"a": "b"}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["a,b,,"], "line 2: 4 fields instead of 5"),
        (["x,y,,,", ",b,,,"], "line 3: the id is empty"),
        (["a,a,,,"], "line 2: a is merged into itself"),
        (["a,b,,31.1.2025,"], "line 2: 31.1.2025 is no date"),
        (["company-甲,park-甲,,,"], "line 2: company-甲 is a Company and park-甲 a Park"),
        (["tsinghua,teda,,,"], "line 2: tsinghua is a University and teda a Park"),
        (["region-120000,company-天津,,,"], "line 2: region-120000 is a Region and company-天津 a Company"),
        (["a,b,,,", "x,y,,,", "b,c,,,", "c,a,,,"], "line 5: goes around in a circle: a → b → c → a"),
        (["c,a,,,", "a,b,,,", "b,a,,,"], "line 4: goes around in a circle: a → b → a"),
        (['a,"b,,,'], "cannot be read as CSV"),
    ],
)
def test_read_names_file_and_line_of_what_cannot_be(path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        decisions.read(written(path, *lines))
    assert str(caught.value).startswith(str(path))


def test_reviewers_who_decide_at_the_same_time_lose_nothing(path: Path) -> None:
    written(path, "x,y,,,")

    def decide(number: int) -> None:
        if number % 2:
            decisions.append(path, Decision(f"a{number}", f"b{number}"))
        else:
            with pytest.raises(DataError, match="circle"):
                decisions.append(path, Decision("y", "x", reason="长" * number))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(decide, range(80)))
    assert decisions.read(path).into == {"x": "y"} | {f"a{n}": f"b{n}" for n in range(1, 80, 2)}


def test_read_wants_its_columns_and_a_file(path: Path) -> None:
    with pytest.raises(DataError, match="there is no such file"):
        decisions.read(path)
    path.write_text("from,to\na,b\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 1: the first line must be id,into,by,date,reason"):
        decisions.read(path)
    path.write_bytes(HEADER.encode() + "公司,企业,,,\n".encode("gb18030"))
    with pytest.raises(DataError, match="UTF-8"):
        decisions.read(path)


def test_a_circle_that_was_broken_is_none(path: Path) -> None:
    written(path, "a,b,,,", "a,,,,", "b,a,,,")
    assert decisions.read(path).into == {"b": "a"}


def test_chain_leads_to_the_last() -> None:
    found = Decisions({"a": "b", "b": "c"})
    assert found.chains(["a", "b", "c", "x"]) == {"a": ("b", "c"), "b": ("c",)}


def test_append_only_adds(path: Path) -> None:
    path.write_text(HEADER + "a,b,,,", encoding="utf-8")
    found = decisions.append(path, Decision("b", "c", "李四", "2025-01-31", '两个名称，"同一"企业'))
    assert found.into == {"a": "b", "b": "c"}
    assert path.read_text(encoding="utf-8") == HEADER + 'a,b,,,\nb,c,李四,2025-01-31,"两个名称，""同一""企业"\n'


def test_append_of_what_cannot_be_leaves_the_file(path: Path) -> None:
    before = written(path, "a,b,,,").read_bytes()
    with pytest.raises(DataError, match="circle"):
        decisions.append(path, Decision("b", "a"))
    with pytest.raises(DataError, match="cannot be written"):
        decisions.append(path, Decision("b", "c", reason="half of a pair: \ud800"))
    assert path.read_bytes() == before


def test_link_decides_last() -> None:
    known: Known = {}
    same = Decisions({"company-渤锐车电": "company-天津渤锐汽车电子"})
    full, short, park = entity("e0", "天津渤锐汽车电子"), entity("e1", "渤锐车电"), entity("e2", "天开园", "Park")
    facts = (
        Fact("e1", "LOCATED_IN", "e2", 0, 4, "settles", "落户"),
        Fact("e0", "SUPPLIES_TO", "e1", 0, 4, "supplies", "供货"),
    )
    measure = Measure("e1", "investment", 3.0, "亿元", 0, 4)
    graph = link(Graph(article("a"), (short, full, park), facts, (measure,)), known, same)
    company = graph.entities[0]
    assert (company.id, company.name, company.aliases) == (
        "company-天津渤锐汽车电子",
        "天津渤锐汽车电子",
        ("渤锐车电",),
    )
    assert len(company.mentions) == 2
    assert [(fact.head, fact.type) for fact in graph.facts] == [(company.id, "LOCATED_IN")]
    assert graph.measures[0].subject == company.id
    assert graph.unmerged == link(Graph(article("a"), (short, full, park), facts, (measure,)), {})
    assert known["Company", "渤锐车电"] == "company-渤锐车电"


def test_link_without_decisions_on_its_things_keeps_no_other_graph() -> None:
    graph = link(Graph(article("a"), (entity("e0", "渤锐车电"),)), {}, Decisions({"company-甲": "company-乙"}))
    assert (graph.unmerged, graph.chains) == (None, {})
