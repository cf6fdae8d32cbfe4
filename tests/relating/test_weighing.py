"""What becomes of claims and of pairs that no rule claims: the networks that the package ships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kg import ontology
from kg.errors import DataError
from kg.reading import from_text
from kg.records import Fact, Measure
from kg.relating import networks, pairs, places, relate
from kg.relating.examples import parse
from tests.relating.marked import weighed


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "近日，[澄光科技|Company]的新厂房在[南湖科技园|Park]正式启用，公司总经理说，这里离客户更近。",
            ("澄光科技", "LOCATED_IN", "南湖科技园"),
        ),
        (
            "[澄光科技|Company]脱胎于[津和大学|University]的一个课题组，如今员工过百。",
            ("澄光科技", "INCUBATED_BY", "津和大学"),
        ),
        (
            "[远图仪器|Company]所用的芯片，九成由[澄光科技|Company]供货。",
            ("澄光科技", "SUPPLIES_TO", "远图仪器"),
        ),
        (
            "[传感器研究院|Institute]由[津和大学|University]与[北塘区政府|Agency]共建，去年揭牌。",
            ("传感器研究院", "ESTABLISHED_BY", "北塘区政府"),
        ),
        (
            "[澄光科技|Company]完成新一轮融资，由[海河产业基金|Platform]领投。",
            ("海河产业基金", "INVESTS_IN", "澄光科技"),
        ),
    ],
)
def test_pairs_that_the_text_relates_become_facts(text: str, fact: tuple[str, str, str]) -> None:
    assert fact in weighed(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "[澄光科技|Company]未能落户[南湖科技园|Park]。",
        "网传[澄光科技|Company]将落户[南湖科技园|Park]，公司予以否认。",
        "[澄光科技|Company]会落户[南湖科技园|Park]吗？",
        "[澄光科技|Company]不再是[远图仪器|Company]的供应商。",
        "[澄光科技|Company]可能落户[南湖科技园|Park]。",
    ],
)
def test_denied_doubted_and_rumoured_dealings_stay_out(text: str) -> None:
    assert weighed(text)[0] == set()


def test_every_fact_has_evidence_rule_and_a_trigger_of_the_text() -> None:
    text = (
        "[澄光科技|Company]迁入[南湖科技园|Park]，与[津和大学|University]共建[传感器研究院|Institute]，"
        "并向[远图仪器|Company]供货。 ⇒"
    )
    example = parse(text)
    facts, _ = relate(example.article, example.entities)
    assert len(facts) >= 3
    for fact in facts:
        assert fact.rule
        assert fact.trigger
        assert fact.trigger in example.article.text[fact.start : fact.end]
        assert 0 < fact.confidence <= 1


def test_a_fact_and_a_figure_are_as_likely_as_whom_they_name() -> None:
    example = parse("[澄光科技|Company]落户[南湖科技园|Park]，去年营收3.76亿元。 ⇒")

    def told(company: float) -> tuple[Sequence[Fact], Sequence[Measure]]:
        sure = {"澄光科技": company, "南湖科技园": 0.9}
        return relate(example.article, [replace(e, confidence=sure[e.name]) for e in example.entities])

    ([fact], [figure]), ([less], [smaller]) = told(1), told(0.8)
    assert less.confidence == pytest.approx(0.8 * fact.confidence, abs=2e-3)
    assert smaller.confidence == pytest.approx(0.8 * figure.confidence, abs=2e-3)
    assert fact.confidence <= 0.9
    assert told(0.1) == ((), ())


def test_figures_go_to_their_owners() -> None:
    text = "[南湖科技园|Park]占地1200亩，已有企业350家。[澄光科技|Company]去年营收3.76亿元，现有员工120人。"
    assert weighed(text)[1] >= {
        ("南湖科技园", "area", 1200, "亩"),
        ("南湖科技园", "registered_companies", 350, "家"),
        ("澄光科技", "revenue", 3.76, "亿元"),
        ("澄光科技", "employees", 120, "人"),
    }


def test_text_without_names_gives_nothing() -> None:
    assert relate(from_text("春风又绿江南岸，明月何时照我还。"), ()) == ((), ())


def test_every_edge_type_has_an_output_and_a_threshold() -> None:
    edges = set(ontology.load().edges)
    assert {output.edge for output in places.outputs()} == edges
    assert all(0 < pairs.thresholds()[edge] < 1 for edge in edges)


def test_probabilities_are_those_of_the_trained_networks(tmp_path: Path) -> None:
    np.savez(
        tmp_path / "measures.npz",
        names=np.frombuffer(b"x\x00y", dtype=np.uint8),
        table=np.array([[127], [0]], np.int8),
        scale=np.array([1 / 127], np.float32),
        hidden=np.zeros((1, 1)),
        weights=np.ones((1, 1, 2)),
        bias=np.array([[0.0, -8.0]]),
    )
    model = networks.load("measures", tmp_path)
    known, unknown = model.encode(["x"]), model.encode(["z"])
    found = model.probabilities([known, unknown])
    assert found[0] == pytest.approx([1 / (1 + np.exp(-8)), 0.5], abs=1e-4)
    assert found[1] == pytest.approx([0.5, 1 / (1 + np.exp(8))], abs=1e-4)


def test_missing_weights_name_the_command_that_makes_them(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"kg\.training measures"):
        networks.load("measures", tmp_path)
