"""The evaluation's report: counted by hand on a small set, and as a page on the gold articles."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kg import cli, evaluation
from kg.evaluation import Outcome
from kg.gold import gold_files, read_gold
from kg.reporting import errors, figures, page, render

GOLD = Path(__file__).parents[1] / "gold"


def edge(
    verdict: Any, confidence: float = 0.9, rule: str = "settled", kind: str = "LOCATED_IN", name: str = "a"
) -> Outcome:
    found = None if verdict == "miss" else {"confidence": confidence, "rule": rule}
    return Outcome(name, "edge", kind, verdict, found)


def test_calibration_is_counted_by_tenths() -> None:
    found = [*(edge("hit", 0.95) for _ in range(8)), edge("extra", 0.95), edge("extra", 1.0)]
    found += [edge("hit", 0.25), edge("extra", 0.25), edge("optional", 0.25), edge("miss")]
    made = figures.calibration(found)
    assert made.count == 12
    assert [(b.low, b.count, round(b.confidence, 3), b.right) for b in made.bins] == [
        (0.2, 2, 0.25, 0.5),
        (0.9, 10, 0.955, 0.8),
    ]
    assert made.error == pytest.approx((2 * 0.25 + 10 * 0.155) / 12)


def test_calibration_of_nothing() -> None:
    assert figures.calibration([edge("miss")]) == figures.Calibration((), 0, 0.0)


def test_rules_are_counted_and_ordered() -> None:
    found = [
        edge("hit", rule="x"),
        edge("hit", rule="y"),
        edge("extra", rule="y"),
        edge("optional", rule="z"),
        edge("miss"),
    ]
    found.append(edge("hit", rule="x", kind="MEMBER_OF"))
    claims = [edge("extra", rule="x"), edge("hit", rule="x"), edge("extra", rule="bad")]
    uses = figures.rules(found, claims)
    assert [(u.edge, u.rule, u.facts.count, u.facts.precision, u.claims.count, u.claims.precision) for u in uses] == [
        ("LOCATED_IN", "y", 2, 0.5, 0, None),
        ("LOCATED_IN", "x", 1, 1.0, 2, 0.5),
        ("LOCATED_IN", "z", 1, None, 0, None),
        ("LOCATED_IN", "bad", 0, None, 1, 0.0),
        ("MEMBER_OF", "x", 1, 1.0, 0, None),
    ]


def test_registers_are_what_stands_in_brackets() -> None:
    assert page.register("written for this set (newswire)") == "newswire"
    assert page.register("天津日报") == "天津日报"
    assert page.register("") == "—"
    found = figures.by_register([edge("hit", name="a"), edge("miss", name="b")], {"a": "x", "b": "y"})
    assert (found["x"]["edge"].hit, found["y"]["edge"].miss) == (1, 1)


GOLD_RECORD = {
    "entities": [
        {"key": "a", "name": "甲公司", "mentions": ["甲公司", "甲"]},
        {"key": "b", "name": "乙园", "mentions": ["乙园"]},
    ]
}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("今天。甲公司落户乙园。完。", "<mark>甲公司</mark>落户<mark>乙园</mark>。"),
        ("甲公司来了。它很大。乙园欢迎它。", "<mark>甲公司</mark>来了。 … <mark>乙园</mark>欢迎它。"),
        ("甲<b>&乙园。", "<mark>甲</mark>&lt;b&gt;&amp;<mark>乙园</mark>。"),
        ("丙公司。", ""),
    ],
)
def test_missed_edges_are_shown_in_the_sentence_that_names_both_ends(text: str, sentence: str) -> None:
    missed = Outcome("x", "edge", "LOCATED_IN", "miss", None, {"head": "a", "type": "LOCATED_IN", "tail": "b"})
    [shown] = errors.shown([missed], {}, GOLD_RECORD, text)
    assert shown.what == "甲公司 —位于→ 乙园"
    assert str(shown.sentence) == sentence


def perfect() -> list[dict[str, Any]]:
    """What an extraction would print that finds just what gold has."""
    articles = []
    for path in gold_files(GOLD):
        gold = read_gold(path)
        entities = [
            {"id": e["key"], "name": e["name"], "type": e["type"].split("|")[0], "mentions": [], "confidence": 1.0}
            for e in gold["entities"]
        ]
        told = {"confidence": 1.0, "rule": "r", "trigger": "t", "evidence": ""}
        articles.append(
            {
                "file": f"{path.stem}.txt",
                "entities": entities,
                "relations": [{**r, **told} for r in gold["relations"]],
                "measures": [{**m, **told} for m in gold.get("measures", [])],
            }
        )
    return articles


class Page(HTMLParser):
    """Cells of the tables by id, tags, and addresses."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str | None] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_outcomes_agree_with_the_figures() -> None:
    found = perfect()
    found[0]["relations"] = found[0]["relations"][1:]
    found[1]["entities"][0]["type"] = "Industry"
    score = evaluation.evaluate(GOLD, found)
    for part, tallies in (("node", score.nodes), ("edge", score.edges)):
        made = figures.counted((o for o in score.outcomes if o.part == part), lambda o: o.kind)
        kept = {kind: t for kind, t in tallies.items() if t.hit or t.miss or t.extra}
        assert {kind: t for kind, t in made.items() if t.hit or t.miss or t.extra} == kept
    [measures] = figures.counted((o for o in score.outcomes if o.part == "measure"), lambda o: o.part).values()
    assert measures == score.measures


def test_page_of_a_perfect_extraction_lists_no_error() -> None:
    found = perfect()
    source = render(GOLD, found, evaluation.evaluate(GOLD, found))
    assert "误 extra</span>" not in source
    assert "漏 miss</span>" not in source
    assert "ECE 0.000" in source


def test_command_writes_a_page_that_loads_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.html"
    with pytest.raises(SystemExit) as ended:
        cli.main(["eval", str(GOLD), "--json", "--errors", "--report", str(report)])
    assert not ended.value.code
    printed = capsys.readouterr().out
    lines, figures_text = printed[: printed.index("\n{")], printed[printed.index("\n{") :]
    source = report.read_text(encoding="utf-8")
    shown = Page(source)
    for part in ("nodes", "edges", "measures", "links"):
        assert f"<b>{json.loads(figures_text)[part]['f1']:.3f}</b>" in source
    assert shown.tags.count("svg") == 3
    assert shown.addresses == []
    assert {"script", "link", "img"}.isdisjoint(shown.tags)
    assert "context" in shown.text
    assert "newswire" in shown.text
    count = len(re.findall(r": (?:missed|extra|type of) ", lines))
    twice = len(re.findall(r": type of ", lines))  # a wrong type is shown as what is missed and as what is too much
    assert len(re.findall(r'<li><span class="(?:miss|extra)">', source)) == count + twice


def test_predictions_of_others_need_no_confidence_and_no_rule() -> None:
    here = Path(__file__).parents[1] / "evaluation"
    lines = (here / "predicted.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    source = render(here / "gold", found, evaluation.evaluate(here / "gold", found))
    assert source.count('<li><span class="extra">') > 3
