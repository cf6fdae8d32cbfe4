"""The scorer against the figures that the reference scorer of the guideline gave for the same files.

`evaluation/` holds three small gold articles (their dealings are invented) and a prediction with every kind of error:
wrong types, an alias not resolved, an id shared by two things, a thing with two ids, turned and doubled edges, wrong
status, evidence and offsets that are not in the text, figures in another unit, an article left out.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kg import evaluation, gold
from kg.errors import DataError

HERE = Path(__file__).parent / "evaluation"
GOLD = HERE / "gold"


def predicted() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / "predicted.jsonl").read_text(encoding="utf-8").splitlines()]


def perfect() -> list[dict[str, Any]]:
    """The gold files as if they had been extracted."""
    articles = []
    for path in gold.gold_files(GOLD):
        wanted, text = gold.read_gold(path), gold.read_text(path)
        entities = [
            {
                "id": e["key"],
                "name": e["name"],
                "type": e["type"].split("|")[0],
                "mentions": [{"text": m, "start": text.index(m), "end": text.index(m) + len(m)} for m in e["mentions"]],
            }
            for e in wanted["entities"]
        ]
        relations = [{**r, "evidence": text} for r in wanted["relations"]]
        articles.append({"file": f"{path.stem}.txt", **wanted, "entities": entities, "relations": relations})
    return articles


def test_report_figures_of_reference() -> None:
    expected = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
    assert evaluation.report(evaluation.evaluate(GOLD, predicted())) == expected


def test_render_and_errors_text_of_reference() -> None:
    score = evaluation.evaluate(GOLD, predicted())
    lines = [*score.errors, evaluation.render(evaluation.report(score))]
    assert "\n".join(lines) + "\n" == (HERE / "expected.txt").read_text(encoding="utf-8")


def test_evaluate_gold_itself_is_perfect() -> None:
    score = evaluation.evaluate(GOLD, perfect())
    figures = evaluation.report(score)
    assert score.errors == []
    assert [figures[part]["f1"] for part in ("nodes", "edges", "measures", "links")] == [1.0] * 4
    assert [figures[k] for k in ("status_right", "metric_right", "evidence_in_text", "offsets_right")] == [1.0] * 4


def test_evaluate_nothing_found() -> None:
    figures = evaluation.report(evaluation.evaluate(GOLD, []))
    assert figures["nodes"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "hit": 0, "miss": 15, "extra": 0}
    assert figures["evidence_in_text"] is None


def test_evaluate_folder_without_gold_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no gold files"):
        evaluation.evaluate(tmp_path, [])


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(3.76, "亿元", (376000000.0, "元")), (5, "万亿元", (5e12, "元")), (140, "家", (140, "家")), (2, "", (2, ""))],
)
def test_magnitude(value: float, unit: str, expected: tuple[float, str]) -> None:
    size, rest = evaluation.magnitude(value, unit)
    assert (round(size, 3), rest) == expected


def test_links_counts_pairs() -> None:
    tally = evaluation.links([("a", "1"), ("a", "1"), ("a", "2"), ("b", "2"), ("c", "3")])
    assert (tally.hit, tally.miss, tally.extra) == (1, 2, 1)


def test_check_sound_files() -> None:
    assert gold.check(GOLD) == []


def test_check_names_each_fault(tmp_path: Path) -> None:
    shutil.copytree(GOLD, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "b.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    company, university = data["entities"][:2]
    company["mentions"] = ["不在文中"]
    university["type"] = "School"
    data["entities"].append(dict(university))
    data["relations"] += [data["relations"][0], {"head": "nobody", "type": "KNOWS", "tail": "nobody"}]
    data["measures"][0]["value"] = "12"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    faults = "\n".join(gold.check(tmp_path))
    for fault in (
        "key bohai stands 2 times",
        "two entities named 渤海大学",
        "unknown type School",
        "its name is not among its mentions",
        "mention 不在文中 is not in the text",
        "no entity nobody",
        "unknown edge KNOWS",
        "edge twice",
        "edge to itself",
        "measure",
    ):
        assert f"b.json: {fault}" in faults or f": {fault}" in faults
