"""Strings that an article repeats in changing surroundings: a sign of a name that no dictionary holds.

The idea is accessor variety (Feng, Chen, Deng and Zheng, Computational Linguistics 30(1), 2004): what stands
for one thing is met between different neighbours.
"""

from __future__ import annotations

from collections import defaultdict

from kg.naming.candidates import Candidate

LONGEST = 12
BREAKS = frozenset("，。、；：！？“”‘’（）()《》【】 \t\n")


def repeated(text: str) -> list[Candidate]:
    """Each occurrence of each string of 2 to 12 characters that occurs with two left and two right neighbours.

    The candidate's type is the string's length (at most 6), its voice tells how often it occurs (at most 4).
    """
    found: list[Candidate] = []
    for unit, places in _recurring(text).items():
        if _varied(text, len(unit), places):
            voice, kind = f"unit{min(len(places), 4)}", str(min(len(unit), 6))
            found.extend(Candidate(i, i + len(unit), kind, voice) for i in places)
    return found


def _recurring(text: str) -> dict[str, list[int]]:
    alive: dict[str, list[int]] = {}
    known: dict[str, list[int]] = {}
    starts: list[int] = [i for i, char in enumerate(text) if char not in BREAKS]
    for size in range(2, LONGEST + 1):
        longer: dict[str, list[int]] = defaultdict(list)
        for i in starts:
            if i + size <= len(text) and text[i + size - 1] not in BREAKS:
                longer[text[i : i + size]].append(i)
        alive = {unit: places for unit, places in longer.items() if len(places) > 1}
        starts = sorted(i for places in alive.values() for i in places)
        known.update(alive)
    return known


def _varied(text: str, size: int, places: list[int]) -> bool:
    left = {text[i - 1 : i] for i in places}
    right = {text[i + size : i + size + 1] for i in places}
    return len(left) > 1 and len(right) > 1
