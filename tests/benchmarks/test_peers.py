"""The table of peers counts as it says: names only, forms of one thing once, what nobody looks for left aside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from kg.gold import gold_files, read_gold
from tests.benchmarks import peers

GOLD = Path(__file__).parents[1] / "gold"
RECORD = {
    "entities": [
        {"key": "a", "name": "甲大学", "type": "University", "mentions": ["甲大学", "甲大"]},
        {"key": "b", "name": "乙园", "type": "Park|Platform", "mentions": ["乙园"]},
        {"key": "c", "name": "丙项目", "type": "Project", "mentions": ["丙项目"]},
    ]
}


def counts(tmp_path: Path, *names: str) -> tuple[int, int, int]:
    (tmp_path / "x.txt").write_text("甲大学（甲大）在乙园建丙项目。", encoding="utf-8")
    (tmp_path / "x.json").write_text(json.dumps(RECORD), encoding="utf-8")
    tally = peers.measure("x", lambda _: names, tmp_path).tally
    return tally.hit, tally.miss, tally.extra


def test_forms_of_one_thing_count_once_whatever_its_type(tmp_path: Path) -> None:
    assert counts(tmp_path, "甲大", "甲大学", "乙园") == (2, 0, 0)


def test_projects_need_not_be_found_and_are_no_error(tmp_path: Path) -> None:
    assert counts(tmp_path, "乙园", "丙项目") == (1, 1, 0)


def test_what_gold_has_not_is_too_much(tmp_path: Path) -> None:
    assert counts(tmp_path, "甲大学", "丁公司") == (1, 1, 1)


def test_names_of_several_words_are_joined() -> None:
    words, tags = ["甲", "大学", "在", "乙", "市"], ["B-ORG", "I-ORG", "O", "B-LOC", "B-PER"]
    assert list(peers._joined(words, tags)) == ["甲大学", "乙"]


def test_a_peer_is_measured_and_the_table_has_its_line(tmp_path: Path) -> None:
    path = gold_files(GOLD)[0]
    for suffix in (".json", ".txt"):
        shutil.copy(path.with_suffix(suffix), tmp_path)
    row = peers.measure("jieba", peers.jieba(), tmp_path)
    assert row.tally.hit + row.tally.miss <= len(read_gold(path)["entities"])
    assert row.tally.hit > 0
    assert row.speed > 0
    assert peers.render([row]).splitlines()[-1].startswith("| jieba | 0.")
