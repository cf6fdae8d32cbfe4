"""The examples beside each rule: all rules together find exactly their facts, and the rule alone finds them."""

from __future__ import annotations

import pytest

from kg import ontology
from kg.errors import DataError
from kg.records import Fact
from kg.relating import candidates, claims, engine, examples, lines, rules
from kg.relating.examples import Example
from kg.relating.rules import Rule

RULES = rules.load()
CASES = [
    pytest.param(rule, text, id=f"{rule.edge} {rule.data.name} {number}")
    for rule in RULES
    for number, text in enumerate(rule.data.examples)
]
POSITIVE = [case for case in CASES if not str(case.values[1]).rstrip().endswith("⇒")]


def _stated(rule: Rule, found: list[Fact] | tuple[Fact, ...]) -> set[tuple[str, str, bool]]:
    return {_fact(rule, f.head, f.tail, f.status == "planned") for f in found if f.type == rule.edge}


def _fact(rule: Rule, head: str, tail: str, planned: bool) -> tuple[str, str, bool]:
    if ontology.load().edges[rule.edge].symmetric:
        head, tail = sorted((head, tail))
    return head, tail, planned


def _wanted(rule: Rule, example: Example) -> set[tuple[str, str, bool]]:
    return {_fact(rule, *fact) for fact in example.facts}


@pytest.mark.parametrize(("rule", "text"), CASES)
def test_text_states_exactly_the_facts_of_the_example(rule: Rule, text: str) -> None:
    example = examples.parse(text)
    found, _ = claims(example.article, example.entities)
    assert _stated(rule, found) == _wanted(rule, example)


@pytest.mark.parametrize(("rule", "text"), POSITIVE)
def test_rule_alone_finds_its_positive_examples(rule: Rule, text: str) -> None:
    example = examples.parse(text)
    discourse = candidates.discourse(list(lines.lines(example.article, example.entities)))
    found = list(engine.facts(example.article, discourse, among=[rule]))
    assert _stated(rule, found) == _wanted(rule, example)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.edge} {rule.data.name}")
def test_each_rule_has_two_positive_examples_and_a_negative_one(rule: Rule) -> None:
    stated = [bool(examples.parse(text).facts) for text in rule.data.examples]
    assert stated.count(True) >= 2
    assert stated.count(False) >= 1


def test_names_of_rules_are_unique_within_an_edge_and_every_edge_has_rules() -> None:
    names = [(rule.edge, rule.data.name) for rule in RULES]
    assert len(names) == len(set(names))
    assert {edge for edge, _ in names} == set(ontology.load().edges)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[海晟科技|Company]落户[南湖园|Park]。", "without ⇒"),
        ("[海晟科技|Company]落户[南湖园|Park]。 ⇒ 海晟科技在南湖园", "not head → tail"),
    ],
)
def test_unreadable_example_says_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        examples.parse(text)
