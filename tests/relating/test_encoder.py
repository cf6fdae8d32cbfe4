"""The network that reads whole lines: what it sees of a pair, and that training and use compute the same."""

from __future__ import annotations

from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from kg.errors import DataError
from kg.records import Entity, Fact
from kg.relating import attention, contexts, encoder, pairs, places, sheets
from kg.relating import spots as standing
from kg.relating.candidates import discourse
from kg.relating.examples import parse
from kg.relating.lines import Slot, lines
from kg.relating.networks import Array
from kg.relating.spots import Spots, likeness
from kg.training import encoder as training

TEXT = (
    "[澄光科技|Company]落户[南湖科技园|Park]，为[远图仪器|Company]、[津和电子|Company]供货。"
    "去年还与[津和大学|University]共建[传感器研究院|Institute]。 ⇒"
)
SURE = slice(standing.SURE, standing.CLAIMED)
LATER = "[津和电子|Company]位于[南湖科技园|Park]，向[澄光科技|Company]供应芯片。"


def laid(text: str) -> tuple[sheets.Sheet, Spots, list[tuple[str, str]]]:
    """A text's sheet, the spots of its pairs, and their names."""
    example = parse(text)
    article = example.article
    names = {entity.id: entity.name for entity in example.entities}
    spoken = discourse(list(lines(article, example.entities)))
    views = [contexts.view(article, line) for line in spoken.lines]
    found = list(places.instances(spoken, views, {}))
    seen = sheets.sheet(views)
    return seen, standing.spots(seen, found, spoken.counts), [(names[i.a], names[i.b]) for i in found]


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


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("网传[澄光科技|Company]落户[南湖科技园|Park]，两家未作回应。 ⇒", "hearsay"),
        ("[澄光科技|Company]会不会落户[南湖科技园|Park]，谁说了算？ ⇒", "question"),
    ],
)
def test_line_that_is_doubtful_is_marked_from_end_to_end(text: str, flag: str) -> None:
    seen, _, _ = laid(text)
    column = sheets.FLAGS.index(flag)
    written = [char != sheets.BLANK for char in seen.text]
    assert seen.flags[:, column].tolist() == [float(here) for here in written]


def test_pairs_with_whoever_an_anaphor_may_stand_for_tell_how_sure_that_is() -> None:
    _, spots, names = laid(
        "供应[澄光科技|Company]的是[远图仪器|Company]。[北方大学|University]和它合建了一座实验室。 ⇒"
    )
    sure = {other: spots.dense[row, SURE].tolist() for row, (one, other) in enumerate(names) if one == "北方大学"}
    assert set(sure) == {"澄光科技", "远图仪器"}
    assert all(own == 1 and 0.2 <= other < 1 for own, other in sure.values())
    assert spots.dense[names.index(("澄光科技", "远图仪器")), SURE].tolist() == [1, 1]


def test_of_two_anaphors_not_both_stand_for_what_they_less_likely_mean() -> None:
    def slot(at: int, likeliest: str, rival: str) -> Slot:
        one, other = (Entity(name, name, "Company", ()) for name in (likeliest, rival))
        return Slot(at, at + 1, (one,), anaphor=True, text="它", sure=0.6, rivals=((other, 0.3),))

    first, second = slot(0, "澄光", "远图"), slot(5, "津和", "北辰")
    together = {(a.name, b.name) for a, b in places.meant_together(first, second)}
    assert together == {("澄光", "津和"), ("澄光", "北辰"), ("远图", "津和")}
    assert not list(places.meant_together(slot(0, "澄光", "远图"), slot(5, "澄光", "远图")))


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
    assert likeness(one, other) == found


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
    nothing = np.zeros((sum(sizes), len(places.outputs())), np.int64)
    lessons = training.Lessons([seen for seen, _ in each], [spots for _, spots in each], nothing, nothing + 0.0)
    batch = training.batched(lessons, model.vocabulary, [0, 1], lessons.starts())
    odds = np.asarray(encoder.odds(model.layers, batch, jnp))[: sum(sizes)]
    used = np.concatenate([model.probabilities(*one) for one in each])
    assert np.allclose(1 / (1 + np.exp(-odds)), used, atol=1e-5)


def test_what_gold_has_is_numbered_anew_in_each_batch() -> None:
    each = [laid(text)[:2] for text in (TEXT, LATER + " ⇒")]
    sizes = [len(spots.bounds) for _, spots in each]
    stated = np.zeros((sum(sizes), len(places.outputs())), np.int64)
    stated[0, 0], stated[1, 1], stated[sizes[0], 0] = 7, 7, 9
    lessons = training.Lessons([seen for seen, _ in each], [spots for _, spots in each], stated, stated + 0.0)
    batch = training.batched(lessons, {}, [1, 0], lessons.starts())
    assert batch["stated"][0, 0] == 2
    assert batch["stated"][sizes[1], 0] == batch["stated"][sizes[1] + 1, 1] == 1
    assert np.count_nonzero(batch["stated"]) == 3


def test_claims_of_rules_are_seen_where_they_are_made() -> None:
    example = parse(TEXT)
    spoken = discourse(list(lines(example.article, example.entities)))
    views = [contexts.view(example.article, line) for line in spoken.lines]
    names = {entity.name: entity.id for entity in example.entities}
    head, tail = names["澄光科技"], names["远图仪器"]
    claim = Fact(head, "SUPPLIES_TO", tail, views[0].line.sentence.start, views[0].line.sentence.end, "rule", "供货")
    found = list(places.instances(spoken, views, places.by_sentence([claim])))
    seen = sheets.sheet(views)
    dense = standing.spots(seen, found, spoken.counts).dense[:, standing.CLAIMED :]
    rows = [row for row, i in enumerate(found) if {i.a, i.b} == {head, tail} and i.number == 0]
    column = places.outputs().index(places.Output("SUPPLIES_TO", "f"))
    assert np.argwhere(dense).tolist() == [[row, column] for row in rows] != []


def test_missing_weights_name_the_command_that_makes_them(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"kg\.training pairs"):
        encoder.load(tmp_path)


def test_lists_of_one_length_pair_their_members() -> None:
    _, spots, names = laid("[澄光科技|Company]、[津和电子|Company]分别落户[南湖园|Park]、[北辰园|Park]。 ⇒")
    ranked = {
        pair: tuple(row[standing.RANKED : standing.BETWEEN]) for pair, row in zip(names, spots.dense, strict=True)
    }
    assert ranked["澄光科技", "南湖园"] == ranked["津和电子", "北辰园"] == (1, 1)
    assert ranked["澄光科技", "北辰园"] == ranked["津和电子", "南湖园"] == (-1, 1)
    assert ranked["澄光科技", "津和电子"] == (0, 0)


def test_subjects_between_two_mentions_are_counted() -> None:
    _, spots, names = laid("[澄光科技|Company]建厂。[津和电子|Company]扩产。去年供应[远图仪器|Company]。 ⇒")
    rivals = {pair: tuple(row[standing.BETWEEN : standing.ALIKE]) for pair, row in zip(names, spots.dense, strict=True)}
    assert rivals["澄光科技", "远图仪器"] == (0.5, 0.5, 0.5, 0.5, 0.5, 0, 1, 0)
    assert rivals["津和电子", "远图仪器"] == (0, 0, 0, 0, 0, 1, 1, 0)
