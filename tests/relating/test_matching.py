"""Which patterns are tried on a line: none that matches is left out."""

from __future__ import annotations

import pytest

from kg.relating import rules
from kg.relating.candidates import discourse
from kg.relating.examples import parse
from kg.relating.lines import SYMBOL, lines
from kg.relating.matching import Matcher, matcher, needs

EXAMPLES = [example for rule in rules.load() for example in rule.data.examples]
COMPANY, PARK, REGION = (SYMBOL[name] for name in ("Company", "Park", "Region"))


def rule(pattern: str) -> rules.Rule:
    """A rule of one pattern."""
    data = {"edge": "LOCATED_IN", "rules": [{"name": "x", "patterns": [pattern]}]}
    return rules.parse(data, "x.yaml")[0]


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ("落户|入驻", {"落户", "入驻"}),
        ("所属的?|装备了?", {"所属", "装备"}),
        (r"天使轮|[A-D]\+?轮", {"天使轮", "轮"}),
        ("控股(?!子公司|股东)|出资", {"控股", "出资"}),
        ("(?=园区)", set()),
        ("落户|→", set()),
        ("(?:落|入)户", set()),
        ("(?:正式)?落户", set()),
    ],
)
def test_words_that_a_trigger_needs(trigger: str, words: set[str]) -> None:
    assert needs(rule(f"{{head}}<{trigger}>{{tail}}"), 0).words == words


def test_mentions_that_a_pattern_needs() -> None:
    assert needs(rule("{head:Company}<落户>{tail:Park,Region}"), 0).mentions == ({COMPANY}, {PARK, REGION})


def test_pattern_is_tried_where_trigger_and_mentions_stand() -> None:
    found = Matcher([rule("{head:Company}~<落户>~{tail:Park}")])
    assert [len(list(found.possible(text))) for text in (f"{COMPANY}落户{PARK}", f"{COMPANY}入驻{PARK}", "落户")] == [
        1,
        0,
        0,
    ]


def test_no_rules_match_nothing() -> None:
    assert list(Matcher([]).possible("落户")) == []


def test_every_pattern_that_matches_is_tried_in_the_order_of_the_rules() -> None:
    every = [(rule, pattern) for rule in rules.load() for pattern in rule.patterns]
    tried = 0
    for text in EXAMPLES:
        example = parse(text)
        for line in discourse(list(lines(example.article, example.entities))).lines:
            matching = [pair for pair in every if pair[1].search(line.text)]
            possible = list(matcher().possible(line.text))
            assert [pair for pair in possible if pair[1].search(line.text)] == matching
            tried += len(possible)
    assert tried < len(every) * len(EXAMPLES) / 8
