"""Who a clause is about, when a rule's pattern does not name it.

Chinese news names its subject once and then lets clause after clause lean on it. Every mention to the left that
has a fitting type is a candidate; features of its place (clauses and sentences back, governed by a preposition,
head noun of a relative clause, topic of the article …) are weighed by the log-linear model of subjects.yaml,
in which `nobody` competes too. `python -m kg.training subjects DIR` fits the weights to annotated articles.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from kg.relating.candidates import Candidate, Discourse, Wanted, candidates
from kg.relating.lines import Line
from kg.relating.rules import load_yaml


@dataclass(frozen=True, slots=True)
class Found:
    """The subject: the line that names it, the positions of its mentions there, and how sure that is."""

    line: Line
    positions: tuple[int, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Claim:
    """An edge both of whose ends a rule's pattern names."""

    edge: str
    rule: str
    trigger: str
    pairs: tuple[tuple[str, str], ...]
    """Ids of heads and tails."""
    types: str
    apart: int
    """Characters between the ends."""
    across: bool
    """Whether a comma stands between them."""


class Judge(Protocol):
    """Decides on subjects and claims: `Model`, or what training puts in its place."""

    def subject(self, text: Discourse, number: int, before: int, wanted: Wanted) -> Found | None:
        """The subject that holds at a position of the line with this number, or None where nobody fits."""

    def claim(self, claim: Claim) -> float:
        """How likely an edge with both ends named is what the text says, or 0 when it is not."""


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted weights, and the least probability that a decision must have."""

    weights: Mapping[str, float]
    threshold: float

    def subject(self, text: Discourse, number: int, before: int, wanted: Wanted) -> Found | None:
        """The likeliest candidate; mentions of the same entities lend each other their weight."""
        found = list(candidates(text, number, before, wanted))
        if not found:
            return None
        scores = [self._weigh(c.features) for c in found]
        total = sum(scores) + self._weigh(nobody_features(wanted, len(found)))
        merged: dict[frozenset[str], float] = {}
        for candidate, score in zip(found, scores, strict=True):
            merged[_who(candidate)] = merged.get(_who(candidate), 0.0) + score / total
        best = max(merged, key=lambda who: merged[who])
        if merged[best] < self.threshold:
            return None
        chosen = next(c for c in found if _who(c) == best)
        return Found(chosen.line, chosen.positions, merged[best])

    def claim(self, claim: Claim) -> float:
        """Weighs the rule, its trigger and the ends' types and distance against there being no edge."""
        speaks, denies = claim_features(claim)
        weight = self._weigh(speaks)
        sure = weight / (weight + self._weigh(denies))
        return sure if sure >= self.threshold else 0.0

    def _weigh(self, features: Sequence[str]) -> float:
        return math.exp(sum(self.weights.get(name, 0.0) for name in features))


@cache
def model() -> Model:
    """The model that the package ships."""
    data = load_yaml("subjects.yaml")
    return Model(data["weights"], float(data["threshold"]))


def claim_features(claim: Claim) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What speaks for a claim, and what against it."""
    gap = "near" if claim.apart < 6 else "middle" if claim.apart < 16 else "far"
    speaks = ("named", f"named {claim.rule} {gap}", f"{claim.edge} {claim.types}")
    denies = (f"unnamed {claim.rule}", f"unnamed {claim.edge} {claim.trigger}", *(["across"] if claim.across else []))
    return speaks, denies


def _who(candidate: Candidate) -> frozenset[str]:
    return frozenset(e.id for p in candidate.positions for e in candidate.line.slots[p].entities)


def nobody_features(wanted: Wanted, count: int) -> tuple[str, ...]:
    """What speaks for there being no subject."""
    return (
        "nobody",
        f"nobody {wanted.role}",
        f"nobody {wanted.rule}",
        f"nobody {wanted.role} {wanted.trigger}",
        f"nobody of {min(count, 4)}",
    )
