"""What the engine makes of lists, word order, reference, tense and denial."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.relating import rules
from tests.relating.marked import only, read, triples


def test_lists_on_both_sides_give_every_pair() -> None:
    text = "[澄光科技|Company]、[远图仪器|Company]和[津和药业|Company]等落户[南湖科技园|Park]、[北塘新区|Park]。"
    companies, parks = ("澄光科技", "远图仪器", "津和药业"), ("南湖科技园", "北塘新区")
    assert triples(text, "LOCATED_IN") == {(c, p) for c in companies for p in parks}


@pytest.mark.parametrize(
    "text",
    [
        "[澄光科技|Company]为[远图仪器|Company]供应芯片。",
        "[远图仪器|Company]采购[澄光科技|Company]的芯片。",
        "[远图仪器|Company]的芯片由[澄光科技|Company]供应。",
        "[澄光科技|Company]被[远图仪器|Company]列为合格供应商。",
    ],
)
def test_seller_is_the_head_whoever_is_the_grammatical_subject(text: str) -> None:
    assert triples(text, "SUPPLIES_TO") == {("澄光科技", "远图仪器")}


@pytest.mark.parametrize(
    "text",
    [
        "[津和大学|University]设立[传感器研究院|Institute]。",
        "[传感器研究院|Institute]由[津和大学|University]设立。",
        "[津和大学|University]设立的[传感器研究院|Institute]揭牌。",
    ],
)
def test_active_passive_and_relative_clause_say_the_same(text: str) -> None:
    assert triples(text, "ESTABLISHED_BY") == {("传感器研究院", "津和大学")}


def test_founders_of_one_thing_collaborate() -> None:
    text = "[津和大学|University]与[澄光科技|Company]共建[传感器研究院|Institute]。"
    assert triples(text, "ESTABLISHED_BY") == {("传感器研究院", "津和大学"), ("传感器研究院", "澄光科技")}
    assert {frozenset(pair) for pair in triples(text, "COLLABORATES_WITH")} == {frozenset({"津和大学", "澄光科技"})}


@pytest.mark.parametrize(
    ("text", "edge", "fact"),
    [
        (
            "[澄光科技|Company]2019年成立。该公司与[津和大学|University]联合攻关传感器。",
            "COLLABORATES_WITH",
            ("澄光科技", "津和大学"),
        ),
        (
            "[南湖科技园|Park]去年开园。园区孵化了[澄光科技|Company]。",
            "INCUBATED_BY",
            ("澄光科技", "南湖科技园"),
        ),
        (
            "[澄光科技|Company]去年投产，其客户包括[远图仪器|Company]。",
            "SUPPLIES_TO",
            ("澄光科技", "远图仪器"),
        ),
        (
            "[澄光科技|Company]与[津和大学|University]昨日见面。双方签署合作协议。",
            "COLLABORATES_WITH",
            ("澄光科技", "津和大学"),
        ),
        (
            "[澄光科技|Company]成立于2019年。公司从[海淀区|Region]迁入[南湖科技园|Park]。",
            "RELOCATED_FROM",
            ("澄光科技", "海淀区"),
        ),
    ],
)
def test_words_that_refer_stand_for_what_was_named(text: str, edge: str, fact: tuple[str, str]) -> None:
    (found,) = triples(text, edge)
    assert sorted(found) == sorted(fact)
    if edge != "COLLABORATES_WITH":
        assert found == fact


def test_evidence_of_a_relation_over_two_sentences_is_both_sentences() -> None:
    text = "[北塘新区|Region]天气晴好。[澄光科技|Company]成立于2019年。公司从[海淀区|Region]迁入[南湖科技园|Park]。"
    article, facts, _ = read(text)
    moved = next(f for f in facts if f.type == "RELOCATED_FROM")
    assert article.text[moved.start : moved.end] == "澄光科技成立于2019年。公司从海淀区迁入南湖科技园。"


def test_every_fact_has_evidence_rule_trigger_and_confidence() -> None:
    text = (
        "[澄光科技|Company]、[远图仪器|Company]落户[南湖科技园|Park]。\n"
        "[津和大学|University]与[澄光科技|Company]共建[传感器研究院|Institute]，由[海河基金|Platform]投资3000万元。"
    )
    article, facts, _ = read(text)
    assert {f.type for f in facts} >= {"LOCATED_IN", "ESTABLISHED_BY", "COLLABORATES_WITH"}
    names = {rule.data.name for rule in rules.load()}
    for fact in facts:
        evidence = article.text[fact.start : fact.end]
        assert fact.head in evidence
        assert fact.tail in evidence
        assert fact.trigger
        assert fact.trigger in evidence
        assert fact.rule in names
        assert 0 < fact.confidence <= 1


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        ("[澄光科技|Company]计划明年落户[南湖科技园|Park]。", "LOCATED_IN"),
        ("[澄光科技|Company]将为[远图仪器|Company]供应芯片。", "SUPPLIES_TO"),
        ("[津和大学|University]拟设立[传感器研究院|Institute]。", "ESTABLISHED_BY"),
        ("[海河基金|Platform]拟向[澄光科技|Company]投资3000万元。", "INVESTS_IN"),
    ],
)
def test_what_is_to_come_is_planned(text: str, edge: str) -> None:
    assert only(text, edge).status == "planned"


def test_signed_agreement_is_done_and_what_it_promises_is_planned() -> None:
    text = (
        "[澄光科技|Company]与[津和大学|University]昨日签署合作协议，"
        "根据协议，[津和大学|University]将设立[传感器研究院|Institute]。"
    )
    assert only(text, "COLLABORATES_WITH").status is None
    assert only(text, "ESTABLISHED_BY").status == "planned"


def test_done_statement_wins_over_a_planned_one_of_the_same_edge() -> None:
    text = "[澄光科技|Company]去年宣布将落户[南湖科技园|Park]。今年5月，[澄光科技|Company]入驻[南湖科技园|Park]。"
    assert only(text, "LOCATED_IN").status is None


@pytest.mark.parametrize(
    "text",
    [
        "[澄光科技|Company]未能落户[南湖科技园|Park]。",
        "[澄光科技|Company]没有为[远图仪器|Company]供货。",
        "[澄光科技|Company]已终止为[远图仪器|Company]供货。",
        "[澄光科技|Company]不再是[远图仪器|Company]的供应商。",
        "[澄光科技|Company]并非[远图仪器|Company]的子公司。",
        "[澄光科技|Company]已退出[传感器产业联盟|Cluster]。",
        "网传[澄光科技|Company]将落户[南湖科技园|Park]，公司表示消息不属实。",
        "[澄光科技|Company]可能落户[南湖科技园|Park]。",
        "[澄光科技|Company]会落户[南湖科技园|Park]吗？",
    ],
)
def test_denied_ended_rumoured_and_doubtful_dealings_are_no_facts(text: str) -> None:
    assert read(text)[1] == ()


def test_date_of_the_clause_is_the_date_of_the_fact() -> None:
    assert only("[澄光科技|Company]2021年6月落户[南湖科技园|Park]。", "LOCATED_IN").since == "2021-06"
    today = dt.date(2025, 3, 1)
    assert only("[澄光科技|Company]去年落户[南湖科技园|Park]。", "LOCATED_IN", today).since == "2024"
    assert only("[澄光科技|Company]落户[南湖科技园|Park]。", "LOCATED_IN").since == ""


def test_nothing_is_related_to_itself() -> None:
    assert read("[澄光科技|Company]为[澄光科技|Company]供应芯片。")[1] == ()


def test_text_without_entities_states_nothing() -> None:
    assert read("昨日，京津冀多地迎来降雪，道路通行正常。")[1:] == ((), ())
