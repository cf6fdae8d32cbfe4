"""The CRFs as numpy reads them, beside python-crfsuite's own reading of the same model."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pycrfsuite
import pytest

from kg.errors import DataError
from kg.naming import crf, features, tagger
from kg.naming.candidates import Candidate

ALPHABET = "甲乙丙公司在的，。A1 "


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[pycrfsuite.Tagger, crf.Model]:
    folder = tmp_path_factory.mktemp("crf")
    trainer = pycrfsuite.Trainer(verbose=False, params={"c1": 0.0, "c2": 0.1, "max_iterations": 30})
    chance = random.Random(1)
    for _ in range(60):
        line = "".join(chance.choices(ALPHABET, k=12))
        at = line.find("公")
        labels = tagger.labelled(len(line), [(at, min(at + 2, len(line)), "Company")] if at >= 0 else [])
        trainer.append(features.windows(line), labels)
    trainer.train(str(folder / "model.crfsuite"))
    theirs = pycrfsuite.Tagger()
    theirs.open(str(folder / "model.crfsuite"))
    found = theirs.info()
    crf.save([(found.state_features, found.transitions)], folder / tagger.FILE)
    return theirs, tagger.load(folder)


@pytest.mark.parametrize("line", ["甲公司在乙的A1", "公", "丙丙丙丙丙公司司公"])
def test_marginals_are_those_of_crfsuite(trained: tuple[pycrfsuite.Tagger, crf.Model], line: str) -> None:
    theirs, model = trained
    theirs.set(features.windows(line))
    seen = tagger.page(line)
    found = tagger.marginals(model, seen, read_windows(model, seen), 0)
    expected = [[theirs.marginal(label, i) for label in model.labels] for i in range(len(line))]
    assert np.allclose(found, expected, atol=0.02)  # weights are kept in two bytes, the faintest not at all


def test_stretches_of_many_lengths_are_read_as_each_alone(trained: tuple[pycrfsuite.Tagger, crf.Model]) -> None:
    _, model = trained
    lines = ["甲公司", "在乙的公司，丙丙公司", "", "公", "   ", "甲乙丙公司在的A1公司公司公司"]
    whole = tagger.page("\n".join(lines))
    together = tagger.marginals(model, whole, read_windows(model, whole), 0)
    pages = [tagger.page(line) for line in lines if line.strip()]
    alone = [tagger.marginals(model, page, read_windows(model, page), 0) for page in pages]
    assert np.allclose(together, np.concatenate(alone))


def read_windows(model: crf.Model, seen: tagger.Page) -> crf.Scores:
    keys = features.window_keys(seen.lines)
    return crf.scores(model, np.tile(np.arange(seen.size), len(keys)), keys.ravel(), seen.size)


def test_numbers_of_windows_are_those_of_their_strings() -> None:
    lines = ["甲公司在北京，A1 ", "𠮷野家", "一"]
    keys = features.window_keys(lines)
    strings = [row for line in lines for row in features.windows(line)]
    assert keys.T.tolist() == [[crf.key(feature) for feature in row] for row in strings]


@pytest.mark.parametrize("size", [1, 7, 1000, 30_000])
def test_index_finds_what_it_holds_and_nothing_else(size: int) -> None:
    chance = np.random.default_rng(size)
    keys = np.unique(chance.integers(1, 2**63, size * 2, dtype=np.uint64))
    known, others = keys[::2], keys[1::2]
    table = crf.index(known)
    assert crf.find(table, known).tolist() == list(range(len(known)))
    assert set(crf.find(table, others).tolist()) <= {-1}


def test_index_survives_numbers_that_fall_together() -> None:
    step = pow(0x9E3779B97F4A7C15, -1, 1 << 64)
    close = np.array([(n * step) % (1 << 64) for n in range(1, 200)], np.uint64)  # all have the same home
    table = crf.index(close)
    assert crf.find(table, close).tolist() == list(range(len(close)))


@pytest.mark.parametrize("text", ["", "\n", "  \n \n"])
def test_texts_without_characters_have_no_names(text: str) -> None:
    assert tagger.read_twice(tagger.load(), text, [], []) == []


def test_spans_asked_about_are_weighed() -> None:
    article = "天士力集团在天津设立研究院。"
    asked = [Candidate(*span, "shape") for span in ((0, 5, "Company"), (5, 6, "Company"), (6, 8, "X"))]
    proposed, opinions = (tagger.read_twice(tagger.load(), article, [], spans) for spans in ([], asked))
    by_span = {(o.start, o.end, o.type): o.score for o in opinions}
    assert by_span.keys() == {(c.start, c.end, c.type) for c in (*proposed, *asked)}
    assert by_span[0, 5, "Company"] > 0.5 > by_span[5, 6, "Company"]
    assert by_span[6, 8, "X"] == 0
    assert {(c.start, c.end) for c in proposed} >= {(0, 5)}


def test_far_features_reach_back_to_the_ending_before() -> None:
    found = [
        (first, last, name) for first, last, name in features.words("他们在甲乙丙公司") if name.startswith("n公司")
    ]
    covered: Sequence[int] = sorted(at for first, last, _ in found for at in range(first, last))
    assert covered == list(range(8))
    assert (5, 8, "n公司0") in found


def test_missing_weights_name_the_file_and_the_command(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"tagger\.npz: no tagger weights; make them with"):
        tagger.load(tmp_path)


def test_numbers_of_marks_are_those_of_their_strings() -> None:
    text = "天津大学与甲公司合作，推动 𠮷 新能源汽车产业园"
    clues = [Candidate(0, 4, "University", "gazetteer"), Candidate(5, 8, "Name", "defined")]
    as_numbers = zip(*(part.tolist() for part in features.mark_keys(text, clues)), strict=True)
    as_strings = [(start, end, crf.key(name)) for start, end, name in features.marks(text, clues)]
    assert sorted(as_numbers) == sorted(as_strings)


@pytest.mark.parametrize("text", ["", "一", "合作"])
def test_short_texts_have_marks_as_well(text: str) -> None:
    assert len(features.mark_keys(text, [])[0]) == len(list(features.marks(text, [])))
