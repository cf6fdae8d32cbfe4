"""Sentences in the form that rules match, and what a broken rule file says."""

from __future__ import annotations

import pytest

from kg.errors import DataError
from kg.records import Entity, Mention
from kg.relating import evidence, examples, lines, rules
from kg.relating.lines import AMOUNT, SYMBOL, Line

C, P = SYMBOL["Company"], SYMBOL["Park"]


def _lines(text: str) -> list[Line]:
    example = examples.parse(f"{text} ⇒")
    return list(lines.lines(example.article, example.entities))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("[澄光科技|Company]落户[南湖园|Park]。", f"{C}落户{P}。"),
        ("2021年6月，[澄光科技|Company]已经正式落户“[南湖园|Park]”。", f"，{C}落户{P}。"),
        ("[澄光科技|Company]投资约2.5亿元建厂。", f"{C}投资{AMOUNT}建厂。"),
        ("[澄光科技|Company]、[远图仪器|Company]等12家企业落户[南湖园|Park]。", f"{C}、{C}落户{P}。"),
        ("[澄光科技|Company](成立于北京)落户[南湖园|Park]。", f"{C}落户{P}。"),
    ],
)
def test_mentions_are_one_character_and_fillers_are_gone(text: str, form: str) -> None:
    assert _lines(text)[0].text == form


def test_what_stands_in_brackets_is_a_line_about_the_name_before() -> None:
    bracket = _lines("[澄光科技|Company](位于[南湖园|Park])昨日投产。")[1]
    assert bracket.bracket
    assert bracket.text == f"{C}：位于{P}"


def test_every_character_leads_back_to_the_text() -> None:
    example = examples.parse("2021年，[澄光科技|Company]和[远图仪器|Company]陆续落户[南湖园|Park]。 ⇒")
    (line,) = lines.lines(example.article, example.entities)
    for position, slot in line.slots.items():
        assert example.article.text[line.origin(position) :].startswith(slot.text)
    assert example.article.text[line.origin(line.text.index("落")) :].startswith("落户")
    assert line.origin(len(line.text) + 5) == line.sentence.end


def test_listed_names_form_a_group_and_a_modifier_is_no_member() -> None:
    (line,) = _lines("[澄光科技|Company]、位于[南湖园|Park]的[远图仪器|Company]和[津和药业|Company]参展。")
    names = [line.slots[p].text for p in line.groups[0]]
    assert names == ["澄光科技", "远图仪器", "津和药业"]


def test_an_anaphor_keeps_whom_else_it_may_stand_for() -> None:
    def entity(name: str, sure: float, *, rival: bool = False) -> Entity:
        return Entity(name, name, "Company", (Mention(0, 1, "它", "Company", (), sure, anaphor=True, rival=rival),))

    (slot,) = lines.outermost([entity("远图", 0.3, rival=True), entity("澄光", 0.6)])
    assert [e.name for e in slot.entities] == ["澄光"]
    assert [(e.name, sure) for e, sure in slot.meant] == [("澄光", 0.6), ("远图", 0.3)]
    assert lines.outermost([entity("远图", 0.3, rival=True)]) == []


def test_longest_of_overlapping_names_counts_and_a_name_before_a_reference() -> None:
    long = Entity("a", "津和大学研究院", "Institute", (Mention(0, 7, "津和大学研究院", "Institute"),))
    short = Entity("b", "津和大学", "University", (Mention(0, 4, "津和大学", "University"),))
    other = Entity("c", "远图", "Company", (Mention(3, 9, "学研究院公司", "Company", anaphor=True),))
    assert [slot.entities[0].id for slot in lines.outermost([short, other, long])] == ["a"]


def test_evidence_does_not_reach_further_than_four_sentences() -> None:
    example = examples.parse("[澄光科技|Company]开业。" + "天晴。" * 6 + "公司扩产。 ⇒")
    article = example.article
    names = evidence.names(article, example.entities)
    first, last = article.sentences[0], article.sentences[-1]
    assert names.evidence(last.start, last.end, ["澄光科技"]) == last.start
    third = article.sentences[3]
    assert names.evidence(third.start, third.end, ["澄光科技"]) == first.start
    assert names.evidence(first.start, first.end, ["澄光科技", "unknown"]) == first.start


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"name": "r", "patterns": ["{head}<落户>{tail"]}, "no such end"),
        ({"name": "r", "patterns": ["{head}(<落户>{tail}"]}, "cannot compile"),
        ({"name": "r", "patterns": ["{head}<$nosuchlist>{tail}"]}, "nosuchlist"),
        ({"name": "r", "patterns": []}, "patterns"),
        ({"name": "r", "patterns": ["<落户>{tail}"], "colour": "red"}, "colour"),
    ],
)
def test_broken_rule_is_named_with_its_file(rule: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=said) as caught:
        rules.parse({"edge": "LOCATED_IN", "rules": [rule]}, "rules/mine.yaml")
    assert "kg/relating/rules/mine.yaml" in str(caught.value)


def test_unknown_edge_is_an_error() -> None:
    with pytest.raises(DataError, match="MARRIED_TO"):
        rules.parse({"edge": "MARRIED_TO", "rules": [{"name": "r", "patterns": ["<落户>{tail}"]}]}, "rules/mine.yaml")
