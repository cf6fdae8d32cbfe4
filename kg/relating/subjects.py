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
    r"(?:在|由|自|向|从|与|和|同|跟|对|为|给|被|把|经|于|至|到|受|让|随着|以|因|除|据|替|至于|靠|凭|来自|位于|坐落|例如|比如|对于|关于|供|供应|采购|收购|投资|及其|并入)$"
)
_OWNED = re.compile(r"^(?:的|旗下|所属|下属|控股|全资|投资|子公司|分公司|集团|园内|内|所办|那边)")
_OWNED_REACH = 14
_REACH = 4
"""Sentences to look back."""


@dataclass(frozen=True, slots=True)
class Found:
    """A subject: the line that names it and the positions of its mentions there."""

    line: Line
    positions: tuple[int, ...]


def subject(
    line: Line, before: int, types: frozenset[str], taken: frozenset[int], history: Sequence[Line]
) -> Found | None:
    """The subject that holds at a position of a line, or None; `taken` positions are other ends of the edge."""
    here = within(line, before, types, taken)
    return here or earlier(line, types, history)


def within(line: Line, before: int, types: frozenset[str], taken: frozenset[int]) -> Found | None:
    """The subject as the sentence itself names it, left of a position."""
    for clause in range(line.clause_at(max(before - 1, 0)), -1, -1):
        start, end = line.clauses[clause]
        positions = [p for p in line.slots if start <= p < min(end, before) and p not in taken]
        found = _leading(line, positions, types, start, before)
        if found:
            return found
    return None


def earlier(line: Line, types: frozenset[str], history: Sequence[Line]) -> Found | None:
    """The topic of the nearest sentence before that has one, in the same section."""
    for previous in reversed(history):
        if previous.sentence.section != line.sentence.section or line.index - previous.index > _REACH:
            return None
        if previous.index == line.index or previous.bracket:
            continue
        for start, end in previous.clauses:
            positions = [p for p in previous.slots if start <= p < end]
            found = _leading(previous, positions, types, start, len(previous.text))
            if found:
                return found
    return None


def _leading(line: Line, positions: list[int], types: frozenset[str], start: int, before: int) -> Found | None:
    for position in positions:
        group = [p for p in line.groups[position] if p < before]
        if line.slots[position].type not in types or _governed(line, min(group), start):
            continue
        owned = _owned(line, position, positions, types)
        if owned is not None:
            position = owned
            group = [p for p in line.groups[position] if p < before]
        members = tuple(p for p in group if line.slots[p].type in types and p in positions or p == position)
        return Found(line, members)
    return None


def _governed(line: Line, position: int, start: int) -> bool:
    """Whether a preposition stands right before a mention."""
    return _PREPOSITION.search(line.text[start:position]) is not None


def _owned(line: Line, owner: int, positions: list[int], types: frozenset[str]) -> int | None:
    """In 甲旗下的乙 the head noun is 乙."""
    if not _OWNED.match(line.text[owner + 1 :]):
        return None
    for position in positions:
        between = line.text[owner + 1 : position]
        if position > owner and line.slots[position].type in types and len(between) <= _OWNED_REACH:
            inside = any(char in TYPE for char in between) or re.search(r"[在由向与和为给被把对从]", between)
            return None if inside else position
    return None
