"""One vote over all voices: which candidates become mentions.

A span's weight is its probability of being a name, by a logistic regression over who named it (vote.yaml); of
overlapping spans those are kept which together weigh most.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kg.naming.candidates import TAGGER, Candidate
from kg.records import Mention

GAZETTEER = "gazetteer"
ANY_WORDS = frozenset({"Industry", "CompanyGroup"})
"""Types whose names may be made of any words."""
BRACKETS = ("（(", "）)"), ("“", "”"), ("‘", "’"), ("《", "》"), ("【", "】"), ("「", "」")
"""What opens and what closes."""
_MARK = re.compile("[" + "".join(map("".join, BRACKETS)) + "]")
NEVER = 1e-4
"""The tagger is never taken to be surer than this, either way."""


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((files("kg.naming") / "vote.yaml").read_text(encoding="utf-8"))
    data["generic"] = frozenset(data["generic"])
    data["never_inside"] = re.compile("|".join(map(re.escape, data["never_inside"])))
    for end in ("never_first", "never_last"):
        data[end] = tuple(data[end])
    return data


@dataclass(frozen=True, slots=True)
class Ballot:
    """A span with all voices for it and their common weight."""

    start: int
    end: int
    type: str
    voices: tuple[str, ...]
    weight: float


def is_generic(form: str) -> bool:
    """Whether a form is a common word that names nothing by itself (园区, 该院)."""
    return form in _data()["generic"]


def possible(candidate: Candidate, form: str) -> bool:
    """Whether a stretch of text can be one name at all: no mark and no half of a bracket within, no verb or abstract
    noun at its ends."""
    data = _data()
    if data["never_inside"].search(form) or not _closed(form):
        return False
    if candidate.type in ANY_WORDS or candidate.voice == GAZETTEER:
        return True
    return not form.startswith(data["never_first"]) and not form.endswith(data["never_last"])


def _closed(form: str) -> bool:
    marks = _MARK.findall(form)
    return not marks or all(
        sum(mark in opening for mark in marks) == sum(mark in closing for mark in marks)
        for opening, closing in BRACKETS
    )


def threshold() -> float:
    """The weight from which on a span is a mention."""
    value: float = _data()["threshold"]
    return value


def count(candidates: Iterable[Candidate]) -> list[Ballot]:
    """One ballot for each distinct span and type."""
    voices: dict[tuple[int, int, str], dict[str, float]] = defaultdict(dict)
    for c in candidates:
        mine = voices[c.start, c.end, c.type]
        mine[c.voice] = max(mine.get(c.voice, 0.0), c.score)
    return [Ballot(*span, tuple(sorted(by)), _weight(by)) for span, by in voices.items()]


def _weight(voices: Mapping[str, float]) -> float:
    data = _data()
    odds: float = data["bias"] + data["tagger"] * _log_odds(voices.get(TAGGER, 0.0))
    odds += sum(data["voices"].get(voice, score) for voice, score in voices.items() if voice != TAGGER)
    return 1 / (1 + math.exp(-odds))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, NEVER), 1 - NEVER)
    return math.log(bounded / (1 - bounded))


def choose(ballots: Iterable[Ballot]) -> list[Ballot]:
    """The non-overlapping ballots of greatest sum, each counted by its length and its weight above the threshold."""
    least = threshold()
    ranked = sorted((b for b in ballots if b.weight >= least), key=lambda b: (b.end, b.start))
    ends = [b.end for b in ranked]
    best: list[float] = [0.0]
    taken: list[bool] = []
    for i, ballot in enumerate(ranked):
        gain = (ballot.weight - least + 0.01) * (ballot.end - ballot.start) + best[
            bisect_right(ends, ballot.start, 0, i)
        ]
        taken.append(gain > best[-1])
        best.append(max(gain, best[-1]))
    return _walk_back(ranked, ends, taken)


def _walk_back(ranked: Sequence[Ballot], ends: Sequence[int], taken: Sequence[bool]) -> list[Ballot]:
    chosen, i = [], len(ranked)
    while i:
        if taken[i - 1]:
            chosen.append(ranked[i - 1])
            i = bisect_right(ends, ranked[i - 1].start, 0, i - 1)
        else:
            i -= 1
    return chosen[::-1]


def mentions(ballots: Iterable[Ballot], text: str) -> list[Mention]:
    """Chosen ballots as mentions; a common word only where it ends one single name of the article (保税区)."""
    found = [Mention(b.start, b.end, text[b.start : b.end], b.type, b.voices, round(b.weight, 4)) for b in ballots]
    names = {m.text for m in found if not is_generic(m.text)}
    return [m for m in found if not is_generic(m.text) or _ends_one(m.text, names)]


def _ends_one(word: str, names: Iterable[str]) -> bool:
    ending = sorted((name for name in names if name.endswith(word)), key=len)
    return bool(ending) and all(name.endswith(ending[0]) for name in ending)
