"""What the second look sees of an article's proposals, and what it makes of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kg.errors import DataError
from kg.relating import verdicts
from kg.relating.verdicts import FAINT, Proposal
from kg.training import verdicts as training

COMPANY_PARK = ("Company", "Park")


def located(head: str, tail: str, sure: float, kinds: tuple[str, str] = COMPANY_PARK) -> Proposal:
    return Proposal((head, "LOCATED_IN", tail), kinds, sure)


def test_faint_places_propose_nothing() -> None:
    assert verdicts.weigh([located("a", "p", FAINT / 2)], {}) == {}
    assert verdicts.weigh([], {}) == {}


def test_each_edge_is_weighed_once_in_the_order_of_its_first_place() -> None:
    proposed = [located("a", "p", 0.3), located("b", "p", 0.9), located("a", "p", 0.5)]
    edges, rows = verdicts.inputs(proposed, {"a": 4, "b": 1, "p": 9})
    assert edges == [("a", "LOCATED_IN", "p"), ("b", "LOCATED_IN", "p")]
    assert len(rows) == 2
    assert list(verdicts.weigh(proposed, {})) == edges


def test_two_places_say_more_than_one() -> None:
    once = verdicts.weigh([located("a", "p", 0.5)], {})
    twice = verdicts.weigh([located("a", "p", 0.5), located("a", "p", 0.5)], {})
    assert twice["a", "LOCATED_IN", "p"] > once["a", "LOCATED_IN", "p"]


def test_an_edge_gives_way_to_a_likelier_one_between_the_same_ends() -> None:
    kinds = ("Company", "Company")
    alone = [Proposal(("a", "SUPPLIES_TO", "b"), kinds, 0.4)]
    rival = [*alone, Proposal(("b", "SUPPLIES_TO", "a"), kinds, 0.95)]
    key = ("a", "SUPPLIES_TO", "b")
    assert verdicts.weigh(rival, {})[key] < verdicts.weigh(alone, {})[key]


def test_the_region_of_its_park_is_no_seat_of_its_own() -> None:
    direct = located("a", "r", 0.4, ("Company", "Region"))
    through = [direct, located("a", "p", 0.9), located("p", "r", 0.9, ("Park", "Region"))]
    key = ("a", "LOCATED_IN", "r")
    assert verdicts.weigh(through, {})[key] < verdicts.weigh([direct], {})[key]


def test_the_likelier_the_place_the_likelier_the_edge() -> None:
    found = [verdicts.weigh([located("a", "p", sure)], {})["a", "LOCATED_IN", "p"] for sure in (0.1, 0.3, 0.6, 0.9)]
    assert found == sorted(found)
    assert found[0] < 0.3 < found[-1]


def test_training_learns_what_gold_says_and_can_be_read_again(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    articles: list[tuple[list[Proposal], dict[str, int], dict[verdicts.Triple, bool]]] = []
    for number in range(60):
        sures = chance.uniform(0.05, 0.95, 8)
        proposed = [located(f"c{i}", f"p{number}", float(sure)) for i, sure in enumerate(sures)]
        gold = {p.edge: True for p in proposed if p.sure > 0.5}
        articles.append((proposed, {}, gold))
    training.save(training.fit(articles), tmp_path)
    model = verdicts.load(tmp_path)
    found = verdicts.weigh([located("x", "y", 0.9), located("z", "w", 0.1)], {}, model)
    assert found["x", "LOCATED_IN", "y"] > 0.7
    assert found["z", "LOCATED_IN", "w"] < 0.3


def test_missing_weights_name_the_file_and_the_command(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"verdicts\.npz: no weights; make them with"):
        verdicts.load(tmp_path)
