"""Plans told from what is done, after all is weighed."""

from __future__ import annotations

import pytest

from kg.relating import examples, relate
from kg.training.tense import fit


def statuses(text: str) -> dict[tuple[str, str, str], str | None]:
    example = examples.parse(f"{text} ⇒")
    return {(f.head, f.type, f.tail): f.status for f in relate(example.article, example.entities)[0]}


@pytest.mark.parametrize(
    ("text", "edge", "status"),
    [
        ("[甲科技|Company]已入驻[天津乙产业园|Park]。", ("甲科技", "LOCATED_IN", "天津乙产业园"), None),
        ("[甲科技|Company]计划入驻[天津乙产业园|Park]。", ("甲科技", "LOCATED_IN", "天津乙产业园"), "planned"),
        (
            "行动方案\n二、重点任务\n3.支持[甲科技|Company]与[丙大学|University]共建[丁联合实验室|Institute]，2027年底前投用。",
            ("丁联合实验室", "ESTABLISHED_BY", "丙大学"),
            "planned",
        ),
        (
            "[甲科技|Company]与[丙大学|University]共建的[丁联合实验室|Institute]去年3月揭牌，现有研究人员40名。",
            ("丁联合实验室", "ESTABLISHED_BY", "丙大学"),
            None,
        ),
    ],
)
def test_status_by_the_words_around(text: str, edge: tuple[str, str, str], status: str | None) -> None:
    assert statuses(text)[edge] == status


def test_the_weights_are_those_that_tell_the_places_apart() -> None:
    places = [(frozenset({"any", "said planned"}), True), (frozenset({"any", "said done"}), False)] * 20
    weights = fit([*places, (frozenset({"any", "seldom"}), True)])
    assert weights["said planned"] > 0 > weights["said done"]
    assert "seldom" not in weights
