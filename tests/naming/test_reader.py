"""The network that reads beside the tagger: pieces, labels, and that training and use compute the same."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from kg.errors import DataError
from kg.naming import reader, tagger
from kg.naming.candidates import TAGGER, Candidate
from kg.training import reader as training
from kg.training.annotations import Annotated, read_annotated

GOLD = Path(__file__).parents[1] / "gold"
TEXT = "澄光科技落户南湖科技园。\n远图仪器与天津大学共建传感器研究院，由天津经开区支持。"
CLUES = [
    Candidate(0, 4, "Company", "shape"),
    Candidate(6, 11, "Park", "shape"),
    Candidate(6, 11, "X", "nobody"),
    Candidate(18, 22, "University", "gazetteer"),
]


@pytest.fixture(scope="module")
def model() -> reader.Model:
    return reader.load()


def test_labels_come_in_the_order_wanted(model: reader.Model) -> None:
    labels = ["O", "X", *(label for label in model.labels if label != "O")]
    found, steps = model.scores(TEXT, CLUES, labels), model.steps(labels)
    assert found.shape == (len(TEXT), len(labels))
    assert set(found[:, 1]) == {reader.NEVER}
    assert labels[found[TEXT.index("天津大学")].argmax()] == "B-University"
    assert steps.shape == (len(labels), len(labels))
    begun = labels.index("B-Park")
    assert steps[begun, labels.index("I-Park")] > steps[begun, labels.index("I-Company")]
    assert not steps[1].any()


def test_what_both_find_sums_to_one_and_has_no_label_that_the_network_never_met(model: reader.Model) -> None:
    known = tagger.load()
    seen = tagger.page(TEXT)
    labels = [label for label in model.labels if not label.endswith("-Park")]
    less = replace(model, labels=tuple(label if label in labels else f"{label}?" for label in model.labels))
    told = tagger.beside(less, seen, TEXT, CLUES, known.labels)
    found = tagger.marginals(known, seen, tagger.read(known, seen, CLUES), 0, told)
    assert np.allclose(found.sum(axis=1), 1)
    assert found[:, known.labels.index("B-Park")].max() < 1e-3


def test_a_text_in_pieces_is_read_as_one(model: reader.Model, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join([TEXT] * 3)
    whole = model.scores(text, CLUES, model.labels)
    monkeypatch.setattr(reader, "PIECE", len(TEXT) + 1)  # a word is never cut
    assert np.allclose(model.scores(text, CLUES, model.labels), whole, atol=1e-5)


@pytest.mark.parametrize("size", range(1, 9))
def test_short_texts_are_read(model: reader.Model, size: int) -> None:
    assert model.scores(TEXT[:size], [], model.labels).shape == (size, len(model.labels))


def test_no_text_has_no_labels(model: reader.Model) -> None:
    assert model.scores("", [], model.labels).shape == (0, len(model.labels))


def test_clues_mark_where_a_name_begins_and_goes_on() -> None:
    marks = reader.marked(CLUES, {"shape Company": 0, "shape Park": 1})
    assert marks.tolist() == [[0, 0], *([at, 1] for at in (1, 2, 3)), [6, 2], *([at, 3] for at in (7, 8, 9, 10))]


def test_the_network_is_heard_with_the_tagger(model: reader.Model) -> None:
    asked = [Candidate(0, 4, "Company", "shape")]
    alone, both = (tagger.read_twice(tagger.load(), TEXT, CLUES, asked, network) for network in (None, model))
    spans = [{(c.start, c.end, c.type): c.score for c in found} for found in (alone, both)]
    assert {c.voice for c in (*alone, *both)} == {TAGGER}
    assert spans[0][0, 4, "Company"] != spans[1][0, 4, "Company"]
    assert spans[1][TEXT.index("天津大学"), TEXT.index("共建"), "University"] > 0.9


def test_training_and_use_compute_the_same(model: reader.Model) -> None:
    seen = reader.inputs(TEXT, reader.marked(CLUES, model.clues), model.vocabulary, len(model.clues))
    assert np.allclose(reader.odds(model.layers, seen), reader.odds(model.layers, seen, jnp), atol=1e-3)


def test_training_learns_the_names_of_its_articles_and_comes_back_from_a_file(tmp_path: Path) -> None:
    articles = some(tmp_path)
    trained = training.train(articles, lambda text: CLUES[:0], lambda line: None, training.Effort(rounds=400, units=32))
    training.save(trained, tmp_path)
    again = reader.load(tmp_path)
    wanted = tagger.labelled(len(articles[0].article.text), [(s.start, s.end, s.type) for s in articles[0].spans])
    found = again.scores(articles[0].article.text, [], again.labels).argmax(axis=1)
    assert again.steps(["B-Company", "I-Company"])[0, 1] > 0 > again.steps(["O", "I-Company"])[0, 1]
    names = [at for at, label in enumerate(wanted) if label != "O"]
    assert np.mean([again.labels[found[at]] == wanted[at] for at in names]) > 0.6


def some(folder: Path) -> list[Annotated]:
    for suffix in (".json", ".txt"):
        shutil.copy(GOLD / f"d01{suffix}", folder)
    return list(read_annotated(folder))


def test_weights_that_are_missing_are_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"reader.npz: no weights; make them with `python -m kg.training reader DIR`"):
        reader.load(tmp_path)
