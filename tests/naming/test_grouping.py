"""Grouping: which forms are one thing."""

from collections.abc import Iterable

import pytest

from kg.naming.definitions import find_definitions
from kg.naming.grouping import Forms, group, is_subsequence
from kg.records import Entity, Mention

FORMS = Forms(frozenset({"天津", "天津市", "北京", "河北", "廊坊", "秦皇岛", "沧州", "雄安", "雄安新区"}))


def grouped(
    text: str, names: Iterable[tuple[str, str]], known: dict[tuple[str, str], str] | None = None
) -> list[Entity]:
    mentions = [Mention(text.index(form), text.index(form) + len(form), form, kind) for form, kind in names]
    return list(group(mentions, find_definitions(text), FORMS, known or {}))


@pytest.mark.parametrize(
    ("full", "short", "kind"),
    [
        ("天津渤锐汽车电子股份有限公司", "渤锐", "Company"),
        ("天津渤锐汽车电子股份有限公司", "渤锐电子", "Company"),
        ("渤锐热控（廊坊）有限公司", "廊坊渤锐", "Company"),
        ("VecTorq维拓克", "维拓克", "Company"),
        ("沧州临港经济技术开发区", "沧州临港经开区", "Park"),
        ("京石中医药转化研究院", "京石研究院", "Institute"),
        ("京津冀汽车轻量化产业联盟", "汽车轻量化产业联盟", "Cluster"),
        ("天津国际生物医药联合研究院", "联合研究院", "Institute"),
    ],
)
def test_grouping_short_forms_join_their_full_name(full: str, short: str, kind: str) -> None:
    text = f"{full}在建。据悉，{short}负责。"
    at = text.rindex(short)
    mentions = [Mention(0, len(full), full, kind), Mention(at, at + len(short), short, kind)]
    assert [entity.name for entity in group(mentions, (), FORMS, {})] == [full]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("天津大学", "天津医科大学", "University"),
        ("中关村海淀园", "中关村海淀园秦皇岛分园", "Park"),
        ("渤锐车电", "渤锐车电沧州分公司", "Company"),
        ("天津港", "天津机场", "Company"),
    ],
)
def test_grouping_different_things_stay_apart(one: str, other: str, kind: str) -> None:
    text = f"{other}揭牌，此前{one}表示支持。"
    mentions = [
        Mention(text.index(other), text.index(other) + len(other), other, kind),
        Mention(text.rindex(one), text.rindex(one) + len(one), one, kind),
    ]
    assert {e.name for e in group(mentions, (), FORMS, {})} == {one, other}


def test_grouping_a_definition_joins_what_looks_different() -> None:
    text = "优冻智链科技有限公司（曾用名“津北冷藏”）成立，津北冷藏是老厂。"
    [entity] = grouped(text, [("优冻智链科技有限公司", "Company"), ("津北冷藏", "Company")])
    assert entity.aliases == ("津北冷藏",)


def test_grouping_the_gazetteer_joins_its_own_forms() -> None:
    known = {("天津经开区", "Park"): "teda", ("泰达", "Park"): "teda"}
    [entity] = grouped("天津经开区今天公布，泰达再添三家。", [("天津经开区", "Park"), ("泰达", "Park")], known)
    assert entity.lexicon_id == "teda"


def test_grouping_subsequence() -> None:
    assert is_subsequence("清华电子院", "清华大学天津电子信息研究院")
    assert not is_subsequence("电子清华", "清华大学天津电子信息研究院")
