"""Words that make a plan of what a clause says."""

from __future__ import annotations

import pytest

from kg.reading import from_text
from kg.relating import stance
from kg.relating.examples import parse
from kg.relating.lines import lines


@pytest.mark.parametrize(
    ("clause", "planned"),
    [
        ("企业将在天津设立总部", True),
        ("公司将把总部迁往雄安", True),
        ("公司计划将总部迁至天津", True),
        ("将于年底投产", True),
        ("2024年，梅卡曼德将总部从北京迁至雄安", False),
        ("公司去年将生产线整体搬到固安", False),
        ("领军企业落户天津", False),
    ],
)
def test_plans_are_told_from_what_is_moved(clause: str, planned: bool) -> None:
    assert ("planned" in stance.flags(clause)) is planned


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("澄光科技将落户南湖科技园。该公司予以否认。", True),
        ("澄光科技将落户南湖科技园。双方否认这一消息。", True),
        ("澄光科技向远图仪器供应储能柜。双方否认将在雄安新区设厂。", False),
        ("澄光科技向远图仪器供应储能柜。要纠正一个谣言：津和药业没有迁走。", False),
    ],
)
def test_next_sentence_takes_back_what_it_speaks_of_alone(text: str, doubtful: bool) -> None:
    article = from_text(text, file="a.txt")
    assert stance.hearsay_in(article, article.sentences[0]) is doubtful


@pytest.mark.parametrize(
    ("text", "word", "free"),
    [
        ("[澄光科技|Company]未能落户[南湖科技园|Park]。 ⇒", "落户", False),
        ("[澄光科技|Company]有可能落户[南湖科技园|Park]。 ⇒", "落户", False),
        ("没能谈拢价钱的[澄光科技|Company]最后落户[南湖科技园|Park]。 ⇒", "落户", True),
        ("[澄光科技|Company]落户[南湖科技园|Park]。 ⇒", "落户", True),
    ],
)
def test_denial_just_before_a_word_is_of_that_word(text: str, word: str, free: bool) -> None:
    example = parse(text)
    (line,) = lines(example.article, example.entities)
    assert stance.free(example.article, line, line.text.index(word)) is free
