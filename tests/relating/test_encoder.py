"""The network that reads whole lines: what it sees of a pair, and that training and use compute the same."""

from __future__ import annotations

from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from kg.errors import DataError
from kg.relating import contexts, encoder, pairs, sheets
from kg.relating.candidates import discourse
from kg.relating.examples import parse
from kg.relating.lines import lines
from kg.relating.networks import Array
from kg.training import encoder as training

TEXT = (
    "[澄光科技|Company]落户[南湖科技园|Park]，为[远图仪器|Company]、[津和电子|Company]供货。"
    "去年还与[津和大学|University]共建[传感器研究院|Institute]。 ⇒"
)


def laid(text: str) -> tuple[sheets.Sheet, sheets.Spots, list[tuple[str, str]]]:
    """A text's sheet, the spots of its pairs, and their names."""
    example = parse(text)
    article = example.article
    names = {entity.id: entity.name for entity in example.entities}
    spoken = discourse(list(lines(article, example.entities)))
    views = [contexts.view(article, line) for line in spoken.lines]
    found = list(pairs.instances(article, spoken, views, {}, lambda features: list(map(len, features))))
    seen = sheets.sheet(views)
    return seen, sheets.spots(seen, (i.pair for i in found), spoken.counts), [(names[i.a], names[i.b]) for i in found]


def weighed(text: str) -> dict[tuple[str, str], Array]:
    seen, spots, names = laid(text)
    return dict(zip(names, pairs.shipped().lines.probabilities(seen, spots), strict=True))


def test_stretches_before_between_and_behind_a_pair() -> None:
    seen, spots, names = laid(TEXT)
    bounds = spots.bounds[names.index(("南湖科技园", "远图仪器"))]
    before, between, behind = (seen.text[bounds[i] : bounds[i + 1]] for i in (2, 4, 6))
    assert (before[1:], between, behind) == ("落户", "，为", "供货。")


def test_pair_over_two_sentences_is_read_where_the_second_stands() -> None:
    seen, spots, names = laid(TEXT)
    row = names.index(("澄光科技", "传感器研究院"))
    assert spots.dense[row, 1] == 1
    assert seen.text[spots.bounds[row, 4] : spots.bounds[row, 5]].endswith("共建")


def test_names_play_no_part() -> None:
    one, other = weighed(TEXT), weighed(TEXT.replace("澄光科技", "甲乙丙丁").replace("远图仪器", "天地"))
    assert np.allclose(np.stack(list(one.values())), np.stack(list(other.values())), atol=1e-6)


def test_other_lines_play_no_part() -> None:
    alone = weighed("[澄光科技|Company]落户[南湖科技园|Park]。 ⇒")
    among = weighed("春天来了。[澄光科技|Company]落户[南湖科技园|Park]。秋天也来了。 ⇒")
    pair = ("澄光科技", "南湖科技园")
    columns = [i for i, output in enumerate(pairs.outputs()) if output.edge == "LOCATED_IN"]
    assert np.abs(alone[pair] - among[pair])[columns].max() < 0.05
    assert alone[pair][columns].max() > 0.7


def test_article_without_pairs_is_no_fault() -> None:
    seen, spots, _ = laid("[澄光科技|Company]。 ⇒")
    assert pairs.shipped().lines.probabilities(seen, spots).shape == (0, len(pairs.outputs()))


def test_training_computes_what_is_used() -> None:
    seen, spots, _ = laid(TEXT)
    model, size = pairs.shipped().lines, len(spots.bounds)
    nothing = np.zeros((size, len(pairs.outputs())), np.float32)
    lessons = training.Lessons([seen], [spots], nothing, nothing, ())
    batch = training.batched(lessons, nothing, model.vocabulary, [0], lessons.starts())
    odds = np.asarray(encoder.odds(model.layers, batch, jnp))[:size]
    assert np.allclose(1 / (1 + np.exp(-odds)), model.probabilities(seen, spots), atol=1e-5)


def test_missing_weights_name_the_command_that_makes_them(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"kg\.training pairs"):
        encoder.load(tmp_path)
