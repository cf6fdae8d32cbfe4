"""Figures: whose they are, what they measure, number and unit as written, date."""

from __future__ import annotations

import datetime as dt

import pytest

from kg import ontology
from kg.relating import measures
from tests.relating.marked import read

Row = tuple[str, str, float, str]


def _rows(text: str, today: dt.date | None = None) -> set[Row]:
    return {(m.subject, m.metric, m.value, m.unit) for m in read(text, today)[2]}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("[南湖科技园|Park]占地1200亩。", ("南湖科技园", "area", 1200, "亩")),
        ("[南湖科技园|Park]累计注册企业350家。", ("南湖科技园", "registered_companies", 350, "家")),
        ("[澄光科技|Company]去年营收3.76亿元。", ("澄光科技", "revenue", 3.76, "亿元")),
        ("[澄光科技|Company]现有员工120人。", ("澄光科技", "employees", 120, "人")),
        ("[澄光科技|Company]拥有专利86项。", ("澄光科技", "patents", 86, "项")),
        ("[澄光科技|Company]最新估值20亿元。", ("澄光科技", "valuation", 20, "亿元")),
        ("[北塘电池项目|Project]总投资15亿元。", ("北塘电池项目", "investment", 15, "亿元")),
        ("[北塘电池项目|Project]年产电池5万套。", ("北塘电池项目", "capacity", 5, "万套")),
        ("[检测平台|Platform]已服务客户1,280家。", ("检测平台", "customers", 1280, "家")),
        ("[澄光科技|Company]市场份额占35.5%。", ("澄光科技", "share", 35.5, "%")),
    ],
)
def test_metric_number_and_unit(text: str, row: Row) -> None:
    assert row in _rows(text)


@pytest.mark.parametrize(
    "amount", ["1200亩", "约1200亩", "近1200亩", "超过1200亩", "不少于1200亩", "1200余亩", "1200多亩", "１２００亩"]
)
def test_approximate_and_at_least_keep_the_number(amount: str) -> None:
    assert _rows(f"[南湖科技园|Park]占地{amount}。") == {("南湖科技园", "area", 1200, "亩")}


def test_several_figures_of_one_subject() -> None:
    text = "[澄光科技|Company]去年营收3.76亿元，员工120余人，拥有专利86项。"
    assert _rows(text) == {
        ("澄光科技", "revenue", 3.76, "亿元"),
        ("澄光科技", "employees", 120, "人"),
        ("澄光科技", "patents", 86, "项"),
    }


def test_figure_of_the_sentence_after_belongs_to_what_it_refers_to() -> None:
    text = "[南湖科技园|Park]去年开园。园区累计注册企业350家。"
    (figure,) = read(text)[2]
    assert (figure.subject, figure.metric, figure.value) == ("南湖科技园", "registered_companies", 350)
    assert read(text)[0].text[figure.start : figure.end] == "南湖科技园去年开园。园区累计注册企业350家。"


def test_money_belongs_to_who_receives_it() -> None:
    assert _rows("[海河基金|Platform]向[澄光科技|Company]投资3000万元。") == {("澄光科技", "investment", 3000, "万元")}


def test_what_the_money_builds_owns_the_figure() -> None:
    rows = _rows("[澄光科技|Company]投资15亿元建设[北塘电池项目|Project]。")
    assert rows == {("北塘电池项目", "investment", 15, "亿元")}


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("截至2025年3月，[算力中心|Platform]运行平稳，算力达到3000P。", "2025-03"),
        ("2024年，[算力中心|Platform]算力达到3000P。", "2024"),
        ("[算力中心|Platform]2021年投用，算力达到3000P。", ""),
        ("[算力中心|Platform]截至2025年3月算力达到3000P。", "2025-03"),
        ("[算力中心|Platform]去年算力达到3000P。", "2024"),
        ("[算力中心|Platform]算力达到3000P。", ""),
    ],
)
def test_date_stands_in_the_clause_of_the_figure_or_heads_the_sentence(text: str, as_of: str) -> None:
    (figure,) = read(text, dt.date(2025, 6, 1))[2]
    assert (figure.metric, figure.as_of) == ("capacity", as_of)


@pytest.mark.parametrize(
    "text",
    [
        "[澄光科技|Company]签下合同2亿元。",
        "[澄光科技|Company]获得银行贷款2亿元。",
        "[澄光科技|Company]的展位在3号馆第12排。",
        "昨日气温降到2度，道路结冰。",
    ],
)
def test_other_numbers_are_no_measures(text: str) -> None:
    assert read(text)[2] == ()


def test_repeated_figure_counts_once() -> None:
    text = "[南湖科技园|Park]占地1200亩。记者看到，占地1200亩的[南湖科技园|Park]里道路已经修好。"
    assert len(read(text)[2]) == 1


def test_kinds_name_metrics_and_types_of_the_ontology() -> None:
    known = ontology.load()
    for kind in measures.kinds():
        assert kind.metric in known.measures
        assert set(kind.subjects) <= set(known.nodes)
