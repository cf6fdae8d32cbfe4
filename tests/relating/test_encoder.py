"""The network that reads whole lines: what it sees of a pair, and that training and use compute the same."""

from __future__ import annotations

from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from kg.errors import DataError
from kg.relating import attention, contexts, encoder, pairs, places, sheets
from kg.relating.candidates import discourse
from kg.relating.examples import parse
from kg.relating.lines import lines
from kg.relating.networks import Array
from kg.training import encoder as training

TEXT = (
    "[澄光科技|Company]落户[南湖科技园|Park]，为[远图仪器|Company]、[津和电子|Company]供货。"
    "去年还与[津和大学|University]共建[传感器研究院|Institute]。 ⇒"
)
LATER = "[津和电子|Company]位于[南湖科技园|Park]，向[澄光科技|Company]供应芯片。"


def laid(text: str) -> tuple[sheets.Sheet, sheets.Spots, list[tuple[str, str]]]:
    """A text's sheet, the spots of its pairs, and their names."""
    example = parse(text)
    article = example.article
    names = {entity.id: entity.name for entity in example.entities}
    spoken = discourse(list(lines(article, example.entities)))
    views = [contexts.view(article, line) for line in spoken.lines]
    found = list(places.instances(article, spoken, views, {}, lambda features: list(map(len, features))))
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


def test_of_names_the_endings_are_seen_and_how_alike_two_are() -> None:
    one, same = weighed(TEXT), weighed(TEXT.replace("澄光科技", "临光科技").replace("远图仪器", "新图仪器"))
    other = weighed(TEXT.replace("澄光科技", "澄光基金"))
    assert np.allclose(np.stack(list(one.values())), np.stack(list(same.values())), atol=1e-6)
    assert not np.allclose(np.stack(list(one.values())), np.stack(list(other.values())), atol=1e-3)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("卓能股份", "卓能股份天津分公司", (True, False, 2, 1.5, False, False)),
        ("澄光科技", "南湖科技园", (False, False, 0, 0.5, False, False)),
        ("天津大学", "河北工业", (False, False, 0, 0, True, False)),
        ("京东", "北京京东方", (True, False, 0, 0.5, False, True)),
    ],
)
def test_likeness_of_names(one: str, other: str, found: tuple[float, ...]) -> None:
    assert sheets.likeness(one, other) == found


def test_lines_without_names_play_no_part() -> None:
    alone = weighed("[澄光科技|Company]落户[南湖科技园|Park]。 ⇒")
    among = weighed("春天来了。[澄光科技|Company]落户[南湖科技园|Park]。秋天也来了。 ⇒")
    pair = ("澄光科技", "南湖科技园")
    columns = [i for i, output in enumerate(places.outputs()) if output.edge == "LOCATED_IN"]
    assert np.abs(alone[pair] - among[pair])[columns].max() < 0.05
    assert alone[pair][columns].max() > 0.7


def test_what_is_said_elsewhere_of_an_entity_reaches_a_pair() -> None:
    line = "[澄光科技|Company]与[津和电子|Company]来往多年。"
    alone, among = (weighed(text + " ⇒")["澄光科技", "津和电子"] for text in (line, line + LATER))
    assert np.abs(alone - among).max() > 0.001


def test_text_of_very_many_names_is_read_in_parts() -> None:
    seen, spots, _ = laid("。".join(["[澄光科技|Company]落户[南湖科技园|Park]"] * attention.MOST) + "。 ⇒")
    assert len(seen.owners) == 2 * attention.MOST
    assert np.isfinite(pairs.shipped().lines.probabilities(seen, spots)).all()


def test_article_without_pairs_is_no_fault() -> None:
    seen, spots, _ = laid("[澄光科技|Company]。 ⇒")
    assert pairs.shipped().lines.probabilities(seen, spots).shape == (0, len(places.outputs()))


def test_training_computes_what_is_used_article_by_article() -> None:
    each = [laid(text)[:2] for text in (TEXT, LATER + " ⇒")]
    model = pairs.shipped().lines
    sizes = [len(spots.bounds) for _, spots in each]
    nothing = np.zeros((sum(sizes), len(places.outputs())), np.float32)
    lessons = training.Lessons([seen for seen, _ in each], [spots for _, spots in each], nothing, nothing, ())
    batch = training.batched(lessons, nothing, model.vocabulary, [0, 1], lessons.starts())
    odds = np.asarray(encoder.odds(model.layers, batch, jnp))[: sum(sizes)]
    assert np.allclose(1 / (1 + np.exp(-odds)), training.predict(model, *zip(*each, strict=True)), atol=1e-5)


def test_missing_weights_name_the_command_that_makes_them(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"kg\.training pairs"):
        encoder.load(tmp_path)


def test_lists_of_one_length_pair_their_members() -> None:
    _, spots, names = laid("[澄光科技|Company]、[津和电子|Company]分别落户[南湖园|Park]、[北辰园|Park]。 ⇒")
    ranked = {pair: tuple(row[sheets.RANKED : sheets.RIVALS]) for pair, row in zip(names, spots.dense, strict=True)}
    assert ranked["澄光科技", "南湖园"] == ranked["津和电子", "北辰园"] == (1, 1)
    assert ranked["澄光科技", "北辰园"] == ranked["津和电子", "南湖园"] == (-1, 1)
    assert ranked["澄光科技", "津和电子"] == (0, 0)


def test_subjects_between_two_mentions_are_counted() -> None:
    _, spots, names = laid("[澄光科技|Company]建厂。[津和电子|Company]扩产。去年供应[远图仪器|Company]。 ⇒")
    rivals = {pair: tuple(row[sheets.RIVALS : sheets.ALIKE]) for pair, row in zip(names, spots.dense, strict=True)}
    assert rivals["澄光科技", "远图仪器"] == (0.5, 0.5, 0.5, 0.5, 0.5, 0, 1, 0)
    assert rivals["津和电子", "远图仪器"] == (0, 0, 0, 0, 0, 1, 1, 0)
