"""Whom an anaphor stands for."""

from __future__ import annotations

import re

import pytest

from kg.naming.anaphora import resolve_anaphors
from kg.reading import from_text
from kg.records import Entity, Mention

MARKED = re.compile(r"\[([^|\]]+)\|(\w+)\]")


def stood_for(marked: str) -> dict[str, list[str]]:
    """What each anaphor of a text stands for; names stand in brackets with their types."""
    kinds = dict(MARKED.findall(marked))
    article = from_text(MARKED.sub(r"\1", marked), file="x")
    entities = [
        Entity(
            name, name, kind, tuple(Mention(m.start(), m.end(), name, kind) for m in re.finditer(name, article.text))
        )
        for name, kind in kinds.items()
    ]
    found: dict[str, list[str]] = {}
    for entity in resolve_anaphors(article, entities):
        for mention in entity.mentions:
            if mention.anaphor:
                found.setdefault(mention.text, []).append(entity.name)
    return found


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
