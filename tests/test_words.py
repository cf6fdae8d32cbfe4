"""Common words: where a text has them, which are alike, and how their file is made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from kg import words
from kg.errors import DataError
from kg.naming import crf, features
from kg.training import commands, tagger

SIZE = 8
KINDS = {"沧州": 0, "保定": 0, "唐山": 0, "供货": 1, "采购": 1, "订购": 1}


@pytest.fixture
def vectors(tmp_path: Path) -> Path:
    """Six words of two kinds, with one that is not Chinese, in word2vec's binary form."""
    random = np.random.default_rng(0)
    rows = [(word, np.eye(SIZE)[kind] * 3 + random.normal(scale=0.1, size=SIZE)) for word, kind in KINDS.items()]
    rows.insert(1, ("wiki", np.ones(SIZE)))
    path = tmp_path / "words.vector"
    lines = [word.encode() + b" " + row.astype(np.float32).tobytes() + b"\n" for word, row in rows]
    path.write_bytes(f"{len(rows)} {SIZE}\n".encode() + b"".join(lines))
    return path


def near(word: str, other: str) -> float:
    known = words.shipped()
    one, two = (known.vectors[next(known.cut(text))[2]] for text in (word, other))
    return float(one @ two / np.linalg.norm(one) / np.linalg.norm(two))


def test_the_longest_word_is_taken_from_the_left_and_the_rest_passed_over() -> None:
    text = "ABC有限公司落户，𠀀产业园区"
    assert [text[start:end] for start, end, _ in words.shipped().cut(text)] == ["有限公司", "落户", "产业园区"]


def test_text_without_words_has_none() -> None:
    assert not list(words.shipped().cut("")) + list(words.shipped().cut("GT-200 ·\n"))


def test_like_words_lie_near_each_other() -> None:
    assert near("采购", "订购") > near("采购", "沧州") + 0.2
    assert near("沧州", "保定") > near("沧州", "采购") + 0.2


def test_what_is_no_word_has_no_vector() -> None:
    read = words.laid("A采购")
    assert not read[0].any()
    assert read[1:, -2].tolist() == [1, 1]
    assert read[:, -1].tolist() == [0, 1, 0]


def test_tagger_sees_the_group_of_a_word_and_of_the_words_beside_it() -> None:
    known = words.shipped()
    group = {text: known.groups[next(known.cut(text))[2]] for text in ("采购", "协议")}
    found = set(features.alike("采购协议"))
    assert {(0, 2, f"V{group['采购']}"), (2, 4, f"X{group['采购']}"), (0, 2, f"W{group['协议']}")} <= found
    assert (0, 1, f"V<{group['采购']}") in found
    assert (3, 4, f"V>{group['协议']}") in found


def test_command_makes_a_file_that_is_read(vectors: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands.common.train, "__defaults__", (6, 4, 2))
    done = CliRunner().invoke(commands.app, ["words", str(vectors), "--output", str(tmp_path / "made.npz")])
    assert done.exit_code == 0, done.output
    made = words.load(tmp_path / "made.npz")
    numbers = {"保定采购"[start:end]: number for start, end, number in made.cut("保定采购")}
    assert numbers.keys() == {"保定", "采购"}
    assert made.vectors.shape == (7, 4)
    cities, deals = (
        {made.groups[number] for _, _, number in made.cut(text)} for text in ("沧州保定唐山", "供货采购订购")
    )
    assert len(cities) == len(deals) == 1
    assert cities != deals


def test_file_of_another_form_is_named(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("供货 0.1 0.2\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"words\.txt.*word2vec"):
        commands.common.train(path, tmp_path / "made.npz")


def test_file_that_breaks_off_is_named(vectors: Path, tmp_path: Path) -> None:
    vectors.write_bytes(vectors.read_bytes()[:-20])
    with pytest.raises(DataError, match=r"words\.vector.*word 7 of 7"):
        commands.common.train(vectors, tmp_path / "made.npz")


def test_missing_file_names_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"kg\.training words"):
        words.load(tmp_path / "words.npz")


def test_training_and_use_see_the_same_words() -> None:
    """What the trainer reads as strings are the features that the tagger looks up as numbers."""
    ((_, rows),) = tagger._lines("采购协议", ())
    assert {feature for _, _, feature in features.alike("采购协议")} <= {feature for row in rows for feature in row}


@pytest.mark.parametrize("text", ["采购协议", "", "A采购，B在沧州订购\n供货"])
def test_groups_of_words_are_the_same_as_strings_and_as_numbers(text: str) -> None:
    as_numbers = zip(*(part.tolist() for part in features.alike_keys(text)), strict=True)
    assert sorted(as_numbers) == sorted((start, end, crf.key(name)) for start, end, name in features.alike(text))
