"""An article's lines laid side by side: what `kg.relating.encoder` reads. Pairs in them: `kg.relating.spots`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kg import ontology
from kg.relating.contexts import View, senses
from kg.relating.lines import SYMBOL
from kg.relating.networks import Array

Rows = NDArray[np.int64]
BLANK = "\0"
MARGIN = 4
"""Blanks before, between and behind the lines: as far as one convolution of the encoder reaches."""
FLAGS = ("denied", "doubted", "planned", "done", "hearsay", "question")
AT, FIRST, LAST, START, END, CLAUSE, LINE, LEAD, ANAPHOR, RANK, SIZE, BRACKET, APART, LED, PART, EACH, TYPE = range(17)
"""What is known of a mention: its place, the first and last of its list, its clause and that one's number, its
sentence, whether it may be a subject, is an anaphor, which one of how many in its list, whether it stands in brackets
or outside running text, whether a subject stands before it in its line, the number of its paragraph, how often 分别
stands before it in its sentence, its type."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of an article, one after the other."""

    text: str
    senses: Rows
    """Of each character the sense of the word that begins there, by its number in `signs`, else 0."""
    triggers: Array
    """(characters, edge types): 1 where a trigger stands."""
    flags: Array
    """(characters, FLAGS): of the clause, or of the line."""
    mentions: Mapping[tuple[int, int], int]
    """The row in `marks` of a line and a position in it."""
    marks: Rows
    """(mentions, 17)."""
    owners: Rows
    """(mentions,): the number of the entity that each most likely stands for."""
    numbers: Mapping[str, int]
    """Of each entity by its id."""
    names: tuple[str, ...]
    """Of the entities, in the order of their numbers."""
    counted: Rows
    """(types + 1, characters + 1): mentions of each type, and of all, before a character."""
    sure: Mapping[tuple[int, str], float]
    """Of a row of `marks` and the id of an entity: how likely that is meant."""


@cache
def signs() -> dict[str, int]:
    """A number for each sense."""
    return {sign: number for number, sign in enumerate(sorted(set(senses()[1].values())), start=1)}


@cache
def types() -> dict[str, int]:
    """A number for each node type."""
    return {name: number for number, name in enumerate(ontology.load().nodes)}


def sheet(views: Sequence[View]) -> Sheet:
    """Lays out the lines of an article."""
    starts, size = [], MARGIN
    for view in views:
        starts.append(size)
        size += len(view.text) + MARGIN
    text = BLANK * MARGIN + "".join(view.text + BLANK * MARGIN for view in views)
    mentions: dict[tuple[int, int], int] = {}
    marks: list[tuple[int, ...]] = []
    owners: list[int] = []
    named: dict[str, str] = {}
    numbers: dict[str, int] = {}
    sure: dict[tuple[int, str], float] = {}
    for number, (view, start) in enumerate(zip(views, starts, strict=True)):
        for position in sorted(view.line.slots):
            mentions[number, position] = len(marks)
            marks.append(_mark(view, position, start))
            slot = view.line.slots[position]
            for entity, share in slot.meant:
                numbers.setdefault(entity.id, len(numbers))
                named.setdefault(entity.id, entity.name)
                sure[len(owners), entity.id] = share
            owners.append(numbers[slot.entities[0].id])
    table, owned = np.array(marks, np.int64).reshape(-1, TYPE + 1), np.array(owners, np.int64)
    names, counted = tuple(named.values()), _counted(text)
    return Sheet(text, *_wording(views, starts, size), mentions, table, owned, numbers, names, counted, sure)


def _wording(views: Sequence[View], starts: Sequence[int], size: int) -> tuple[Rows, Array, Array]:
    """Senses, triggers and flags of each character."""
    edges = {name: number for number, name in enumerate(ontology.load().edges)}
    sensed = np.zeros(size, np.int64)
    triggers, flags = np.zeros((size, len(edges)), np.float32), np.zeros((size, len(FLAGS)), np.float32)
    for view, start in zip(views, starts, strict=True):
        for at, sign in enumerate(view.senses):
            if sign:
                sensed[start + at] = signs()[sign]
        for at, word, kinds in view.triggers:
            triggers[start + at : start + at + len(word), [edges[kind] for kind in kinds]] = 1
        for (first, last), raised in zip(view.line.clauses, view.flags, strict=True):
            flags[start + first : start + last, [FLAGS.index(flag) for flag in raised if flag in FLAGS]] = 1
        flags[start : start + len(view.text), [FLAGS.index(doubt) for doubt in view.doubts]] = 1
    return sensed, triggers, flags


def _mark(view: View, position: int, start: int) -> tuple[int, ...]:
    line, slot = view.line, view.line.slots[position]
    group = line.groups.get(position, (position,))
    first, last = min(group), max(group)
    clause = line.clause_at(position)
    begin, end = line.clauses[clause]
    return (
        start + position, start + first, start + last, start + begin, start + end, clause, line.index,
        position in view.leads, slot.anaphor, group.index(position) if position in group else 0, len(group),
        bool(line.bracket), line.sentence.kind != "text", any(lead < first for lead in view.leads),
        line.sentence.paragraph, sum(at < line.origin(position) for at in view.each), types()[slot.type],
    )  # fmt: skip


def _counted(text: str) -> Rows:
    codes = np.array([ord(char) for char in text], np.int64) - ord(min(SYMBOL.values()))
    here = codes[None, :] == np.arange(len(SYMBOL))[:, None]
    counted = np.zeros((len(SYMBOL) + 1, len(text) + 1), np.int64)
    counted[:-1, 1:] = here.cumsum(axis=1)
    counted[-1] = counted[:-1].sum(axis=0)
    return counted
