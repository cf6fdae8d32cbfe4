"""The tables of the report, from the outcomes of a scoring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kg import ontology
from kg.evaluation import Outcome, Tally

BINS = 10
UNKNOWN = "—"
"""The rule of facts that came without one, in somebody else's predictions."""
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Bin:
    """Things found whose confidence lies in one tenth of the scale."""

    low: float
    high: float
    count: int
    confidence: float
    """Mean."""
    right: float
    """Share that gold has."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well confidences tell how often one is right."""

    bins: tuple[Bin, ...]
    """Those that hold something."""
    count: int
    error: float
    """Expected calibration error: the mean distance between confidence and share of right ones, weighed by count
    (Naeini, Cooper and Hauskrecht, AAAI 2015)."""


@dataclass(frozen=True, slots=True)
class Use:
    """How often something was used and right."""

    right: int = 0
    wrong: int = 0
    optional: int = 0

    @property
    def count(self) -> int:
        """All uses."""
        return self.right + self.wrong + self.optional

    @property
    def precision(self) -> float | None:
        """None where nothing counts."""
        counted = self.right + self.wrong
        return self.right / counted if counted else None


@dataclass(frozen=True, slots=True)
class RuleUse:
    """What a rule claims, and the facts that rest on it once claims are weighed; optional ones count neither way."""

    edge: str
    rule: str
    facts: Use
    claims: Use


def counted(outcomes: Iterable[Outcome], key: Callable[[Outcome], K]) -> dict[K, Tally]:
    """Tallies by a key."""
    tallies: dict[K, Tally] = defaultdict(Tally)
    for outcome in outcomes:
        tally = tallies[key(outcome)]
        tally.hit += outcome.verdict == "hit"
        tally.miss += outcome.verdict == "miss"
        tally.extra += outcome.verdict == "extra"
    return dict(tallies)


def headline(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes that headline figures count: not those of types that the ontology sets apart."""
    types = ontology.load()
    apart = {name for kinds in (types.nodes, types.edges) for name, kind in kinds.items() if kind.apart}
    return [o for o in outcomes if o.part == "measure" or o.kind not in apart]


def calibration(outcomes: Iterable[Outcome]) -> Calibration:
    """Of everything found that counts: is it as often right as its confidence says?"""
    counting = (o for o in outcomes if o.found and "confidence" in o.found and o.verdict != "optional")
    found = [(float(o.found["confidence"]), o.verdict == "hit") for o in counting if o.found]
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for sure, right in found:
        groups[min(int(sure * BINS), BINS - 1)].append((sure, right))
    bins = tuple(
        Bin(
            number / BINS,
            (number + 1) / BINS,
            len(group),
            sum(sure for sure, _ in group) / len(group),
            sum(right for _, right in group) / len(group),
        )
        for number, group in sorted(groups.items())
    )
    error = sum(b.count * abs(b.confidence - b.right) for b in bins) / len(found) if found else 0.0
    return Calibration(bins, len(found), error)


def rules(outcomes: Iterable[Outcome], claims: Iterable[Outcome] = ()) -> list[RuleUse]:
    """Every rule that facts rest on or that claims any, type by type, the most used first."""
    facts, claimed = _uses(outcomes), _uses(claims)
    order = list(ontology.load().edges)
    found = [RuleUse(*key, facts.get(key, Use()), claimed.get(key, Use())) for key in {**facts, **claimed}]
    return sorted(found, key=lambda u: (order.index(u.edge), -u.facts.count, -u.claims.count, u.rule))


def _uses(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], Use]:
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for outcome in outcomes:
        if outcome.part == "edge" and outcome.found:
            counts[outcome.kind, outcome.found.get("rule") or UNKNOWN][outcome.verdict] += 1
    return {key: Use(by["hit"], by["extra"], by["optional"]) for key, by in counts.items()}


def by_register(outcomes: Iterable[Outcome], sources: Mapping[str, str]) -> dict[str, dict[str, Tally]]:
    """Tallies of nodes, edges and measures of each source."""
    found: dict[str, dict[str, Tally]] = {}
    for (source, part), tally in counted(outcomes, lambda o: (sources[o.article], o.part)).items():
        found.setdefault(source, {})[part] = tally
    return dict(sorted(found.items()))
