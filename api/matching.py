"""Names to entities: which entities of the graph a name of a list may mean, each with a score from 0 to 100.

A name is compared with all names and aliases of an entity, in this order: equal, or the entity's id, now or before a
merge; equal but for case, width, brackets and spaces (`kg.naming.grouping.folded`); one holds the other; alike by the
normalized edit similarity of Indel (rapidfuzz's `fuzz.ratio`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from kg.naming.grouping import folded

EQUAL, EQUAL_ALIAS, FOLDED = 100.0, 98.0, 95.0
HELD_LEAST, HELD_SPAN = 60.0, 30.0
"""A name that holds another scores from 60 to 90, by how much of the longer one the shorter one is."""
LEAST = 55.0
"""Names less alike than this are no candidates."""
SURE, AHEAD = 95.0, 5.0
"""A first candidate with such a score, so far before the second, is a match without a person's look."""
LOOKED_AT = 200
"""Forms taken from the comparison by edits."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name may mean."""

    entity: dict[str, Any]
    score: float
    match: bool = False
    """True when no other candidate comes near."""


@dataclass(frozen=True, slots=True)
class Index:
    """All names of a graph, folded, and all ids, with the entities that have them; `entities` by place."""

    entities: Sequence[dict[str, Any]]
    places: dict[str, tuple[int, ...]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    """Those of before a merge included."""

    @classmethod
    def of(cls, rows: Sequence[dict[str, Any]], merged: Mapping[str, int]) -> Index:
        """The index of rows with the columns of the query `search`; `merged`: ids merged into entities, by place."""
        index = cls(rows, ids=dict(merged))
        for place, row in enumerate(rows):
            index.ids[row["id"]] = place
            for form in {folded(form) for form in (row["name"], *(row["aliases"] or ()))} - {""}:
                index.places[form] = (*index.places.get(form, ()), place)
        return index

    def find(self, name: str, type: str | None = None, region: str | None = None, limit: int = 5) -> list[Candidate]:
        """The candidates for a name, best first; `region` is an administrative code, the whole of it counts."""
        wanted = folded(name)
        if not wanted:
            return []
        best: dict[int, float] = {}
        known = self.ids.get(name.strip())
        if known is not None and _fits(self.entities[known], type, region):
            best[known] = EQUAL
        for form, score in self._alike(wanted).items():
            for place in self.places[form]:
                if _fits(self.entities[place], type, region):
                    best[place] = max(best.get(place, 0.0), self._raised(place, name, score))
        order = sorted(best, key=lambda place: (-best[place], -(self.entities[place]["articleCount"] or 0), place))
        second = best[order[1]] if len(order) > 1 else 0.0
        return [
            Candidate(self.entities[place], round(best[place], 1), not n and _sure(best[place], second))
            for n, place in enumerate(order[:limit])
        ]

    def _alike(self, wanted: str) -> dict[str, float]:
        found = process.extract(wanted, self.places.keys(), scorer=fuzz.ratio, score_cutoff=LEAST, limit=LOOKED_AT)
        scores = {form: score * 0.9 for form, score, _ in found}
        if len(wanted) > 1:
            for form in self.places:
                if len(form) > 1 and (wanted in form or form in wanted):
                    share = min(len(form), len(wanted)) / max(len(form), len(wanted))
                    scores[form] = max(scores.get(form, 0.0), HELD_LEAST + HELD_SPAN * share)
        return {form: FOLDED if form == wanted else score for form, score in scores.items() if score >= LEAST}

    def _raised(self, place: int, name: str, score: float) -> float:
        if score != FOLDED:
            return score
        entity = self.entities[place]
        return EQUAL if name == entity["name"] else EQUAL_ALIAS if name in (entity["aliases"] or ()) else FOLDED


def _fits(entity: dict[str, Any], type: str | None, region: str | None) -> bool:
    if type is not None and entity["type"] != type:
        return False
    if region is None:
        return True
    return str(entity["region"] or "").startswith(area(region))


def area(region: str) -> str:
    """What the codes of all places in a region begin with: a province's has two digits, a city's four."""
    return region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region


def _sure(score: float, second: float) -> bool:
    return score >= SURE and score - second >= AHEAD
