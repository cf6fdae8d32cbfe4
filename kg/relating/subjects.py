"""Who a clause is about, when a rule's pattern does not name it.

Chinese news names its subject once and then lets clause after clause lean on it. The search goes
leftwards clause by clause to the start of the sentence, then back through the sentences before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.relating.lines import TYPE, Line

_PREPOSITION = re.compile(
    r"(?:在|由|自|向|从|与|和|同|跟|对|为|给|被|把|将|经|于|至|到|受|让|随着|以|因|除|据|替|至于|靠|凭|来自|位于|坐落|例如|比如|关于|是|系|即"
    r"|供|供应|采购|收购|投资|并入|获|称|说|表示|介绍)$"
)
_HEAD_NOUN = re.compile(r"(?:的|旗下|所属|下属|全资子公司|控股子公司|子公司|分公司)[^，。；、：在由向与为给被把对从]{0,12}—?$")
_FOUNDING = re.compile(r"(?:建设|共建|合建|新建|建起|建立|设立|成立|组建|创办|打造|合办|开设|设了|建了|兴建|搭建|投建|设)[^，。；、]{0,10}$")
_LABEL = re.compile(r"^[^，。；]{0,4}[^，。；：]{2,12}：")
_NEVER = frozenset({"Region", "Industry"})
"""Types that are seldom who acts: only patterns that name them find them."""
_REACH = 4
"""Sentences to look back."""


@dataclass(frozen=True, slots=True)
class Found:
    """A subject: the line that names it and the positions of its mentions there."""

    line: Line
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a subject must be."""

    types: frozenset[str]
    taken: frozenset[int] = frozenset()
    """Positions in the rule's own line that are other ends of the edge."""
    skip: re.Pattern[str] | None = None
    """What must not follow the mention (甲领投: 甲 is not who receives)."""
    new: bool = False
    """A thing that the clause before founds comes first: 共建丙，选址丁."""


def within(line: Line, before: int, wanted: Wanted) -> Found | None:
    """The subject as the sentence itself names it, left of a position."""
    current = line.clause_at(max(before - 1, 0))
    for clause in range(current, -1, -1):
        start, end = line.clauses[clause]
        positions = [p for p in line.slots if start <= p < min(end, before) and p not in wanted.taken]
        if wanted.new and clause < current and positions:
            last = positions[-1]
            if line.slots[last].type in wanted.types and _FOUNDING.search(line.text[start:last]):
                return Found(line, (last,))
        found = _leading(line, positions, wanted, start, before)
        if found:
            return found
    return None


def earlier(line: Line, wanted: Wanted, history: Sequence[Line]) -> Found | None:
    """The topic of the nearest sentence before that has one, in the same section."""
    wanted = Wanted(wanted.types, frozenset(), wanted.skip, wanted.new)
    for previous in reversed(history):
        if previous.sentence.section != line.sentence.section or line.index - previous.index > _REACH:
            return None
        if previous.index == line.index or previous.bracket or _LABEL.match(previous.text):
            continue
        for start, end in previous.clauses:
            positions = [p for p in previous.slots if start <= p < end]
            found = _leading(previous, positions, wanted, start, len(previous.text))
            if found:
                return found
    return None


def _leading(line: Line, positions: list[int], wanted: Wanted, start: int, before: int) -> Found | None:
    for position in positions:
        group = [p for p in line.groups[position] if p < before]
        kind = line.slots[position].type
        if kind not in wanted.types or kind in _NEVER or _governed(line, min(group), start):
            continue
        if wanted.skip and wanted.skip.match(line.text[max(group) + 1 :]):
            continue
        position = _head_noun(line, max(group), positions, wanted) or position
        group = [p for p in line.groups[position] if p < before]
        return Found(line, tuple(p for p in group if p in positions and line.slots[p].type in wanted.types))
    return None


def _governed(line: Line, position: int, start: int) -> bool:
    """Whether a preposition stands right before a mention."""
    return _PREPOSITION.search(line.text[start:position]) is not None


def _head_noun(line: Line, first: int, positions: list[int], wanted: Wanted) -> int | None:
    """In 甲旗下的乙 and 甲与丙共建的乙 the head noun is 乙."""
    found = None
    for position in positions:
        if position > first and line.slots[position].type in wanted.types and position not in wanted.taken:
            between = line.text[(found or first) + 1 : position]
            if not _HEAD_NOUN.search(between):
                break
            found = position
    return found
