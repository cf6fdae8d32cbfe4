"""How good the facts are: a floor under the figures of the README, and texts in which there is nothing to find."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import evaluation, pipeline
from kg.gold import gold_files
from kg.output import article_record
from kg.reading import from_text
from kg.segmentation import Units

GOLD = Path(__file__).parent / "gold"
UNITS: Units = "characters"

POEM = "春江花月夜\n春江潮水连海平，海上明月共潮生。滟滟随波千万里，何处春江无月明。江流宛转绕芳甸，月照花林皆似霰。"
RECIPE = (
    "红烧肉的做法\n五花肉500克切块，冷水下锅焯水。锅中放油，加入冰糖30克炒出糖色，放入肉块翻炒均匀，"
    "加入生抽2勺、老抽1勺、料酒50毫升，倒入没过肉的热水，小火炖1个小时。"
)
LAW = (
    "第一条 为了规范公司的组织和行为，保护公司、股东、职工和债权人的合法权益，制定本法。\n"
    "第十三条 公司可以设立子公司。子公司具有法人资格，依法独立承担民事责任。公司可以设立分公司。"
)
ENGLISH = (
    "A new battery\nScientists at a laboratory reported on Monday that a new battery, made by a startup spun out of a "
    "university, lasts twice as long. The company plans to build a plant next year."
)
TABLE = "年份\t一季度\t二季度\n2021\t123.4\t234.5\n2022\t133.4\t244.5\n合计\t256.8\t479.0\n"


def test_facts_on_the_gold_articles_do_not_fall_behind() -> None:
    nlp = pipeline.load(UNITS)
    articles = [from_text(p.with_suffix(".txt").read_text(encoding="utf-8"), file=p.stem) for p in gold_files(GOLD)]
    found = [article_record(graph) for graph in pipeline.extract_all(articles, nlp)]
    figures = evaluation.report(evaluation.evaluate(GOLD, found))
    assert figures["nodes"]["f1"] >= 0.95
    assert figures["edges"]["f1"] >= 0.77
    assert figures["edges"]["precision"] >= 0.85
    assert figures["measures"]["f1"] >= 0.75
    assert figures["links"]["f1"] >= 0.95
    assert figures["status_right"] >= 0.90
    assert figures["evidence_in_text"] == 1.0
    assert figures["offsets_right"] == 1.0


@pytest.mark.parametrize("text", [POEM, RECIPE, LAW, ENGLISH, TABLE], ids=["poem", "recipe", "law", "english", "table"])
def test_texts_about_something_else_give_no_edges(text: str) -> None:
    graph = pipeline.extract(from_text(text, file="x.txt"), pipeline.load(UNITS))
    assert graph.facts == ()
    assert graph.measures == ()
