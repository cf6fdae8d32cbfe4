"""Whom an anaphor stands for."""

from __future__ import annotations

import re

import pytest

from kg.naming.anaphora import resolve_anaphors
from kg.reading import from_text
from kg.records import Entity, Mention

MARKED = re.compile(r"\[([^|\]]+)\|(\w+)\]")


def stood_for(marked: str) -> dict[str, list[str]]:
    """What each anaphor of a text stands for."""
    found: dict[str, list[str]] = {}
    for name, mention in anaphors(marked):
        if not mention.rival:
            found.setdefault(mention.text, []).append(name)
    return found


def anaphors(marked: str) -> list[tuple[str, Mention]]:
    """The anaphors of a text with the names that they may stand for; names stand in brackets with their types."""
    kinds = dict(MARKED.findall(marked))
    article = from_text(MARKED.sub(r"\1", marked), file="x")
    entities = [
        Entity(
            name, name, kind, tuple(Mention(m.start(), m.end(), name, kind) for m in re.finditer(name, article.text))
        )
        for name, kind in kinds.items()
    ]
    return [(e.name, m) for e in resolve_anaphors(article, entities) for m in e.mentions if m.anaphor]


@pytest.mark.parametrize(
    ("text", "anaphor", "entity"),
    [
        (
            "[崔黄口地毯产业园|Park]今年迎来三家织厂。染料来自开在[沧州临港经济技术开发区|Park]的[晖色新材|Company]。\n"
            "产业园占地1100亩。",
            "产业园",
            "崔黄口地毯产业园",
        ),
        (
            "[北京芯岭真空技术股份有限公司|Company]完成C轮融资\n[北京芯岭真空技术股份有限公司|Company]今天宣布完成融资，"
            "由[海河产业基金|Company]领投、[顺义科创集团|Company]跟投。\n公司2015年成立于北京。",
            "公司",
            "北京芯岭真空技术股份有限公司",
        ),
        (
            "[北京大学|University]与[天津市科技局|Agency]共建的[滨海研究院|Institute]上月启用。"
            "[国家超算中心|Institute]为其提供算力。该院已孵化企业12家。",
            "该院",
            "滨海研究院",
        ),
    ],
)
def test_an_anaphor_stands_for_what_the_text_is_about(text: str, anaphor: str, entity: str) -> None:
    assert stood_for(text)[anaphor] == [entity]


def test_three_stand_for_the_last_three() -> None:
    text = (
        "[甲科技|Company]在[乙园|Park]。"
        "[丙大学|University]、[丁大学|University]和[戊大学|University]签约，三方将共建实验室。"
    )
    assert stood_for(text)["三方"] == ["丙大学", "丁大学", "戊大学"]


def test_nobody_is_meant_where_nobody_fits() -> None:
    assert stood_for("[天津大学|University]今年扩招。园区很大，该公司也很大。") == {}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("[储鑫|Company]、[氢途|Company]入盟，联盟由[冀北电力|Company]发起。前者扩产，后者迁出。", ("储鑫", "氢途")),
        ("“[储鑫|Company]”和固安的“[氢途|Company]”都在[正定园|Park]。前者扩产，后者迁出。", ("储鑫", "氢途")),
        ("[储鑫|Company]、[氢途|Company]、[云弈|Company]入盟。前者扩产，后者迁出。", ("氢途", "云弈")),
        ("[储鑫|Company]收购了[氢途|Company]，前者扩产，后者迁出。", ("储鑫", "氢途")),
    ],
)
def test_former_and_latter_are_the_last_pair_that_is_listed_else_named(text: str, pair: tuple[str, str]) -> None:
    assert stood_for(text) == {"前者": [pair[0]], "后者": [pair[1]]}


def test_latter_without_former_is_the_last_named() -> None:
    assert stood_for("[储鑫|Company]和[氢途|Company]合资设立[云弈|Company]，后者已投产。") == {"后者": ["云弈"]}


def test_latter_without_former_is_of_the_pair_rather_than_its_place() -> None:
    text = "[储鑫|Company]、[氢途|Company]均落户[正定园|Park]，后者与[天津大学|University]共建实验室。"
    assert stood_for(text) == {"后者": ["氢途"]}


def test_noun_behind_a_phrase_with_names_is_the_anaphor() -> None:
    text = (
        "[数能热控|Company]上月签下新订单。这家脱胎于[天津商业大学|University]的公司主营液冷，"
        "总部设在[滨海高新区|Park]。"
    )
    assert stood_for(text) == {"公司": ["数能热控"]}


def test_plant_of_which_a_text_speaks_stands_for_its_owner() -> None:
    assert stood_for("[沧海铸造|Company]去年停了一条线。厂子搬到[黄骅|Region]以后，订单多了。")["厂子"] == ["沧海铸造"]


def test_how_likely_each_is_meant_is_kept_with_the_second_likeliest() -> None:
    text = "供应[澄光科技|Company]的是[远图仪器|Company]。[北方大学|University]和它合建了一座实验室。"
    found = sorted((m.rival, m.confidence, name) for name, m in anaphors(text) if m.text == "它")
    assert [rival for rival, _, _ in found] == [False, True]
    assert {name for _, _, name in found} == {"澄光科技", "远图仪器"}
    assert found[0][1] >= found[1][1] >= 0.2
    assert found[0][1] + found[1][1] <= 1


def test_second_is_not_kept_where_one_is_clearly_meant() -> None:
    text = "[澄光科技|Company]2019年成立。该公司位于[南湖科技园|Park]。"
    assert [(m.rival, m.confidence) for _, m in anaphors(text)] == [(False, 1.0)]
