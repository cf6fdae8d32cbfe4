"""What an article as a whole makes of each edge that its places propose.

The network of `kg.relating.encoder` sees one place at a time. Here every proposed edge is weighed once, by how likely
its places make it and by what else the article proposes: other edges between the two, other tails of the head and
heads of the tail, where parts and partners stand (stacking, as in Wolpert, Neural Networks 5(2), 1992). It makes the
probability one of the edge: what is given as a fact's confidence.
`python -m kg.training pairs DIR` fits the weights on articles that the network had not seen.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kg import ontology
from kg.relating import networks
from kg.relating.networks import Array, squashed
from kg.relating.places import Triple

FAINT = 0.04
"""Places that make an edge less likely than this do not propose it."""
FILE = "verdicts"
LAYERS = ("inner", "inner_bias", "outer", "outer_bias")


class Proposal(NamedTuple):
    """One place's probability of an edge."""

    edge: Triple
    kinds: tuple[str, str]
    """Types of head and tail."""
    sure: float


@dataclass(frozen=True, slots=True)
class Model:
    """Networks of one hidden layer, side by side; what they see is scaled by their first layer."""

    inner: Array
    """(networks, inputs, units)."""
    inner_bias: Array
    outer: Array
    """(networks, units)."""
    outer_bias: Array

    def probabilities(self, rows: Array) -> Array:
        """One for each row of `inputs`."""
        hidden = np.maximum(np.einsum("ri,niu->rnu", rows, self.inner) + self.inner_bias, 0)
        found: Array = squashed(np.einsum("rnu,nu->rn", hidden, self.outer) + self.outer_bias).mean(axis=1)
        return found


def load(folder: Path | None = None) -> Model:
    """The model in a folder, else the one that the package ships."""
    with networks.weights(FILE, "pairs", folder) as saved:
        return Model(*(saved[layer].astype(np.float32) for layer in LAYERS))


shipped = cache(load)
"""The model of the package, loaded once."""


def weigh(proposed: Iterable[Proposal], counts: Mapping[str, int], model: Model | None = None) -> dict[Triple, float]:
    """The probability of each proposed edge; `counts`: how often the article names each entity."""
    edges, rows = inputs(proposed, counts)
    if not edges:
        return {}
    found = (model or shipped()).probabilities(rows)
    return {edge: float(sure) for edge, sure in zip(edges, found, strict=True)}


@dataclass(frozen=True, slots=True)
class _Article:
    """The proposed edges of one article by their ends, each with the best probability of its places."""

    places: dict[Triple, list[float]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[Triple, tuple[str, str]] = field(default_factory=dict)
    tails: dict[tuple[str, str], dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    """Of head and edge type."""
    heads: dict[tuple[str, str], dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    """Of tail and edge type."""
    between: dict[frozenset[str], dict[Triple, float]] = field(default_factory=lambda: defaultdict(dict))
    sums: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def inputs(proposed: Iterable[Proposal], counts: Mapping[str, int]) -> tuple[list[Triple], Array]:
    """The proposed edges and what the model sees of each: (edges, inputs)."""
    article = _gathered(proposed)
    rows = [_row(article, edge, counts) for edge in article.places]
    return list(article.places), np.array(rows, np.float32)


def _gathered(proposed: Iterable[Proposal]) -> _Article:
    article = _Article()
    for edge, kinds, sure in proposed:
        if sure >= FAINT:
            article.places[edge].append(sure)
            article.kinds[edge] = kinds
    symmetric = {name for name, kind in ontology.load().edges.items() if kind.symmetric}
    for (head, name, tail), places in article.places.items():
        best = max(places)
        article.between[frozenset((head, tail))][head, name, tail] = best
        article.sums[name] += best
        for one, other in ((head, tail), (tail, head)) if name in symmetric else ((head, tail),):
            article.tails[one, name][other] = best
            article.heads[other, name][one] = best
    return article


def _row(article: _Article, edge: Triple, counts: Mapping[str, int]) -> list[float]:
    head, name, tail = edge
    places = sorted(article.places[edge], reverse=True)
    tails = [sure for other, sure in article.tails[head, name].items() if other != tail]
    heads = [sure for other, sure in article.heads[tail, name].items() if other != head]
    rivals = [sure for other, sure in article.between[frozenset((head, tail))].items() if other != edge]
    return [
        _log_odds(places[0]), _log_odds(places[1] if len(places) > 1 else 0), min(len(places), 6), sum(places),
        _log_odds(max(tails, default=0)), min(sum(tails), 4), _log_odds(max(heads, default=0)), min(sum(heads), 6),
        _log_odds(max(rivals, default=0)), sum(rivals),
        _through(article.tails[head, "LOCATED_IN"], article.tails, "LOCATED_IN", tail),
        _through(article.heads[head, "ESTABLISHED_BY"], article.heads, "ESTABLISHED_BY", tail, turned=True),
        _through(article.tails[head, "PART_OF"], article.tails, name, tail),
        _through(article.heads[head, "PART_OF"], article.tails, name, tail),
        min(article.sums[name] / 10, 2), min(counts.get(head, 0), 20) / 10, min(counts.get(tail, 0), 20) / 10,
        *_hot(name, article.kinds[edge]),
    ]  # fmt: skip


def _log_odds(sure: float) -> float:
    bounded = min(max(sure, 0.005), 0.995)
    return math.log(bounded / (1 - bounded))


def _through(
    middle: Mapping[str, float],
    onward: Mapping[tuple[str, str], Mapping[str, float]],
    name: str,
    goal: str,
    *,
    turned: bool = False,
) -> float:
    """How likely the goal is reached by two edges over something else, the weaker of the two counting.

    `turned`: the second edge is looked up from the goal.
    """
    best = 0.0
    for other, sure in middle.items():
        known = onward.get((goal, name), {}).get(other, 0.0) if turned else onward.get((other, name), {}).get(goal, 0.0)
        best = max(best, min(sure, known))
    return best


@cache
def _hot(name: str, kinds: tuple[str, str]) -> tuple[float, ...]:
    types = ontology.load()
    groups: Sequence[tuple[str, Iterable[str]]] = (
        (name, types.edges),
        (kinds[0], types.nodes),
        (kinds[1], types.nodes),
    )
    return tuple(float(mine == one) for mine, names in groups for one in names)
