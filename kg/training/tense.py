"""Fits the weights by which `kg.relating.tense` tells plans from what is done: logistic regression with L2.

Learnt from: every place at which the networks find an edge that gold has, with gold's status.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from kg.gold import triple
from kg.relating import contexts, engine, pairs
from kg.relating.candidates import discourse
from kg.relating.lines import lines
from kg.relating.places import by_sentence
from kg.relating.tense import features
from kg.training.annotations import Annotated
from kg.training.subjects import gold_entities

OFTEN, L2, STEPS, LEAST = 6, 10.0, 150, 0.03
"""Times that a feature must be met, the cost of weights, steps of the search, weights that are left out."""

Place = tuple[frozenset[str], bool]
"""The features of a place, and whether gold has its edge as planned."""


def train(articles: Iterable[Annotated], output: Path) -> int:
    """Writes the weights; gives the number of places that they rest on."""
    found = [place for annotated in articles for place in places(annotated)]
    weights = fit(found)
    output.write_text(json.dumps(weights, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")
    return len(found)


def fit(found: Sequence[Place]) -> dict[str, float]:
    """The weights under which the statuses are likeliest."""
    from scipy.optimize import minimize  # needed for training alone
    from scipy.sparse import csr_matrix

    met = Counter(feature for seen, _ in found for feature in seen)
    columns = {feature: i for i, feature in enumerate(sorted(f for f, count in met.items() if count >= OFTEN))}
    rows = [sorted(columns[feature] for feature in seen if feature in columns) for seen, _ in found]
    ends = np.cumsum([0, *map(len, rows)])
    seen = csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), len(columns)))
    right = np.array([planned for _, planned in found], float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = seen @ weights
        slopes = seen.T @ (1 / (1 + np.exp(-odds)) - right) + L2 * weights
        return float(np.logaddexp(0, odds).sum() - right @ odds + L2 / 2 * weights @ weights), slopes

    best = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return {feature: round(float(best[i]), 3) for feature, i in columns.items() if abs(best[i]) >= LEAST}


def places(annotated: Annotated) -> Iterator[Place]:
    """The places of one article's edges."""
    article = annotated.article
    text = discourse(list(lines(article, gold_entities(annotated))))
    views = [contexts.view(article, line) for line in text.lines]
    said = by_sentence(engine.facts(article, text))
    gold = {triple(r["head"], r["type"], r["tail"]): r.get("status") for r in annotated.gold["relations"]}
    for instance, output, _ in pairs.weighed(article, text, views, said, pairs.thresholds()):
        edge, _ = output.of(instance)
        if triple(*edge) in gold:
            view = views[instance.number]
            at, _, cues = pairs.stated(article, view, instance, output, said)
            yield frozenset(features(article, view, at, output.edge, cues)), gold[triple(*edge)] == "planned"
