"""Strings that an article repeats in changing surroundings: a sign of a name that no dictionary holds.

The idea is accessor variety (Feng, Chen, Deng and Zheng, Computational Linguistics 30(1), 2004): what stands
for one thing is met between different neighbours.
"""

from __future__ import annotations

from collections import Counter, defaultdict

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
    known: dict[str, list[int]] = defaultdict(list)
    ends = BREAKS | {""}
    starts: list[int] = [i for i, char in enumerate(text) if char not in BREAKS]
    for size in range(2, LONGEST + 1):
        units = [(text[i : i + size], i) for i in starts if text[i + size - 1 : i + size] not in ends]
        counts = Counter(unit for unit, _ in units)
        starts = []
        for unit, i in units:
            if counts[unit] > 1:
                known[unit].append(i)
                starts.append(i)
    return known


def _varied(text: str, size: int, places: list[int]) -> bool:
    left = {text[i - 1 : i] for i in places}
    right = {text[i + size : i + size + 1] for i in places}
    return len(left) > 1 and len(right) > 1
