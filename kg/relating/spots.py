"""Where pairs of mentions stand in the lines of `kg.relating.sheets`: what `kg.relating.encoder` knows of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.relating.contexts import FAR, REACH
from kg.relating.networks import Array
from kg.relating.places import Instance, outputs
from kg.relating.sheets import (
    ANAPHOR,
    APART,
    AT,
    BRACKET,
    CLAUSE,
    EACH,
    END,
    FIRST,
    LAST,
    LEAD,
    LED,
    LINE,
    PART,
    RANK,
    SIZE,
    START,
    TYPE,
    Rows,
    Sheet,
    types,
)

BEFORE, AHEAD, BEHIND = REACH[0], FAR, REACH[1] + 1
"""Characters read before two mentions, before a mention whose subject stands in another line, and behind."""
RANKED, BETWEEN, ALIKE, TOPICS, PLACED, SURE, CLAIMED = 24, 26, 34, 40, 46, 63, 65
"""Numbers that tell how two mentions stand to each other: from where on they tell whether they take the same places in
two lists of one length, what else stands between them, how alike their names are, what the article is about, and what
else is named where they stand; in the end how sure it is that both are meant."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Where pairs of mentions stand."""

    bounds: Rows
    """(pairs, 8): both mentions; start and end of what stands before, between and behind them."""
    dense: Array
    """(pairs, `width()`)."""
    kinds: Rows
    """(pairs, 2): types."""
    mentions: Rows
    """(pairs, 2): rows of `marks`; 0 where only a rule has seen the two together."""
    entities: Rows
    """(pairs, 2): numbers of the entities."""


def width() -> int:
    """How many numbers tell how two mentions stand to each other."""
    return CLAIMED + len(outputs())


def spots(seen: Sheet, found: Sequence[Instance], counts: Mapping[str, int]) -> Spots:
    """Where the pairs of instances stand; `counts`: how often the article names each entity."""
    places = [(i.number, i.spots) for i in found]
    rows = [
        (seen.mentions[place[0], place[1]], seen.mentions[number, place[2]]) if place else (0, 0)
        for number, place in places
    ]
    named = np.array([(counts.get(i.a, 0), counts.get(i.b, 0)) for i in found], np.float32).reshape(-1, 2)
    kinds = np.array([[types()[kind] for kind in i.kinds] for i in found], np.int64).reshape(-1, 2)
    mentions = np.array(rows, np.int64).reshape(-1, 2)
    entities = np.array([(seen.numbers[i.a], seen.numbers[i.b]) for i in found], np.int64).reshape(-1, 2)
    one, other = seen.marks[mentions[:, 0]], seen.marks[mentions[:, 1]]
    here = np.array([number == place[0] if place else False for number, place in places], bool)
    bounds = _bounds(one, other, here)
    dense = _dense(seen, one, other, here, bounds)
    dense[:, 16:18] = np.minimum(named, 6) / 4
    dense[:, RANKED:BETWEEN] = _ranked(one, other, here)
    dense[:, BETWEEN:ALIKE] = _between(seen, mentions, here)
    lost = np.array([place is None for _, place in places], bool)
    bounds[lost], dense[lost] = 0, 0
    dense[lost, 0] = 1
    alike = [likeness(seen.names[a], seen.names[b]) for a, b in entities.tolist()]
    dense[:, ALIKE:TOPICS] = np.array(alike, np.float32).reshape(-1, TOPICS - ALIKE)
    dense[:, TOPICS:SURE] = _topics(seen, mentions, entities)
    dense[lost, PLACED:SURE] = 0
    sure = [
        (seen.sure.get((row, i.a), 1), seen.sure.get((other, i.b), 1))
        for (row, other), i in zip(rows, found, strict=True)
    ]
    dense[:, SURE:CLAIMED] = np.array(sure, np.float32).reshape(-1, 2)
    for row, instance in enumerate(found):
        for column in instance.claims:
            dense[row, CLAIMED + column] = 1
    return Spots(bounds, dense, kinds, mentions, entities)


@lru_cache(maxsize=20_000)
def likeness(one: str, other: str) -> tuple[float, ...]:
    """Whether two names hold each other, and how much they share: parts of a company are often called after it."""
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    shared = len({*pairwise(one)} & {*pairwise(other)})
    return (
        one in other, other in one, min(start, 4) / 2, min(shared, 4) / 2, not shared,
        len(one) > 1 and one[:2] in other[2:],
    )  # fmt: skip


def _alike(one: Rows, other: Rows, here: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether two mentions stand in one list."""
    found: NDArray[np.bool_] = here & (one[:, FIRST] == other[:, FIRST]) & (one[:, LAST] == other[:, LAST])
    return found


def _bounds(one: Rows, other: Rows, here: NDArray[np.bool_]) -> Rows:
    a, b = one[:, AT], other[:, AT]
    same = _alike(one, other, here)
    left = np.where(~same & (one[:, LAST] < b), one[:, LAST], a)
    right = np.where(~same & (other[:, FIRST] > a), other[:, FIRST], b)
    begin = np.where(here, left + 1, np.maximum(other[:, START], other[:, FIRST] - AHEAD))
    end = np.where(here, right, other[:, FIRST])
    before = np.maximum(one[:, START], one[:, FIRST] - BEFORE)
    after = np.minimum(other[:, END], other[:, LAST] + BEHIND)
    return np.stack([a, b, before, one[:, FIRST], begin, end, other[:, LAST] + 1, after], axis=1)


def _dense(seen: Sheet, one: Rows, other: Rows, here: NDArray[np.bool_], bounds: Rows) -> Array:
    dense = np.zeros((len(bounds), width()), np.float32)
    same = _alike(one, other, here)
    begin, end = bounds[:, 4], bounds[:, 5]
    steps = np.where(here, other[:, CLAUSE] - one[:, CLAUSE], 0)
    between = seen.counted[:, end] - seen.counted[:, begin]
    rows = np.arange(len(bounds))
    dense[:, 1], dense[:, 2] = ~here, same
    dense[:, 3] = np.minimum(np.maximum(end - begin, 0), 40) / 10
    dense[:, 4], dense[:, 5] = np.minimum(steps, 4) / 2, here & (steps == 0)
    dense[:, 6] = np.minimum(other[:, LINE] - one[:, LINE], 5) / 2
    for column, (side, mark) in enumerate([(one, LEAD), (other, LEAD)], start=7):
        dense[:, column] = side[:, mark]
    dense[:, 9], dense[:, 10] = (np.minimum(side[:, RANK], 3) / 2 for side in (one, other))
    dense[:, 11], dense[:, 12] = one[:, ANAPHOR], other[:, ANAPHOR]
    dense[:, 13] = np.minimum(between[-1], 4) / 2
    dense[:, 14], dense[:, 15] = (between[side[:, TYPE], rows] > 0 for side in (one, other))
    dense[:, 18], dense[:, 19] = other[:, BRACKET], other[:, APART]
    dense[:, 20] = np.minimum(other[:, CLAUSE], 3) / 2
    dense[:, 21], dense[:, 22], dense[:, 23] = one[:, SIZE] > 1, other[:, SIZE] > 1, other[:, LED]
    return dense


def _ranked(one: Rows, other: Rows, here: NDArray[np.bool_]) -> Array:
    """(pairs, 2): 1 where both take the same places in two lists of one length, -1 where not; whether 分别 is said."""
    lists = here & ~_alike(one, other, here) & (one[:, SIZE] > 1) & (one[:, SIZE] == other[:, SIZE])
    same = np.where(one[:, RANK] == other[:, RANK], 1, -1)
    return np.stack([lists * same, lists & (one[:, EACH] < other[:, EACH])], axis=1, dtype=np.float32)


def _topics(seen: Sheet, mentions: Rows, entities: Rows) -> Array:
    """(pairs, 23): how far the article is about each of the two, how far the first lies back, and what else the clause
    and the line of the second, and the line of the first, name.

    Of each of the two: how often it is named beside the most named of its type, whether the first line names it,
    whether it is the only one of its type.
    """
    marks, number = seen.marks, len(seen.names)
    types_of = np.zeros(number, np.int64)
    types_of[seen.owners] = marks[:, TYPE]
    often = np.bincount(seen.owners, minlength=number)
    most, kinds = np.ones(len(types()), np.int64), np.zeros(len(types()), np.int64)
    np.maximum.at(most, types_of, often)
    np.add.at(kinds, types_of, often > 0)
    first = np.zeros(number, bool)
    first[seen.owners[marks[:, LINE] == marks[:1, LINE]]] = True
    about = np.stack([often / most[types_of], first, kinds[types_of] == 1], axis=1)
    one, other = marks[mentions[:, 0]], marks[mentions[:, 1]]
    lines = np.zeros((marks[:, LINE].max(initial=0) + 1, len(types())), np.int64)
    np.add.at(lines, (marks[:, LINE], marks[:, TYPE]), 1)
    apart = other[:, LINE] - one[:, LINE]
    clause = seen.counted[:, other[:, END]] - seen.counted[:, other[:, START]]
    columns = [
        *about[entities].reshape(-1, 6).T,
        np.log1p(np.maximum(apart, 0)) / 2,
        np.log1p(np.maximum(other[:, LINE] - _latest(seen, mentions, entities[:, 0]), 0)) / 2,
        np.minimum(lines[other[:, LINE], one[:, TYPE]], 3) / 2,
        np.minimum(lines[one[:, LINE], other[:, TYPE]], 3) / 2,
        kinds[one[:, TYPE]] / 8,
        *np.minimum(clause, 3) / 2,
    ]
    return np.stack(columns, axis=1, dtype=np.float32)


def _latest(seen: Sheet, mentions: Rows, wanted: Rows) -> Rows:
    """(pairs,): the last line up to that of the second mention which names the wanted entity."""
    number = len(seen.owners)
    keys = seen.owners * number + np.arange(number)
    order = np.argsort(keys)
    at = order[np.searchsorted(keys, wanted * number + mentions[:, 1], side="right", sorter=order) - 1]
    found: Rows = np.where((seen.owners[at] == wanted) & (at <= mentions[:, 1]), seen.marks[at, LINE], -1)
    return found


def _between(seen: Sheet, mentions: Rows, here: NDArray[np.bool_]) -> Array:
    """(pairs, 8): possible subjects between two mentions, of any type and of theirs; mentions of their types; whether
    the first is the nearest subject before the other's line; whether it is named there first; paragraphs apart."""
    marks = seen.marks
    kinds = np.eye(len(types()), dtype=np.int64)[marks[:, TYPE]]
    named, leading = (np.pad(of.cumsum(axis=0), ((1, 0), (0, 0))) for of in (kinds, kinds * marks[:, LEAD, None]))
    first, last = mentions.min(axis=1), mentions.max(axis=1)
    after = np.minimum(first + 1, last)
    one, other = marks[mentions[:, 0], TYPE], marks[mentions[:, 1], TYPE]
    leads = leading[last].sum(axis=1) - leading[after].sum(axis=1)
    met = np.full(len(seen.names), len(marks), np.int64)
    np.minimum.at(met, seen.owners, np.arange(len(marks)))
    apart = marks[mentions[:, 1], PART] - marks[mentions[:, 0], PART]
    columns = [np.minimum(leads, 5) / 2]
    columns += [np.minimum(of[last, kind] - of[after, kind], 5) / 2 for of in (leading, named) for kind in (one, other)]
    columns += [~here & (leads == 0), met[seen.owners[mentions[:, 0]]] == mentions[:, 0], np.minimum(apart, 3) / 2]
    return np.stack(columns, axis=1, dtype=np.float32)
