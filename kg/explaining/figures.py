"""Figures that the networks considered as measures and refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kg import ontology
from kg.explaining.records import Reason, Refused
from kg.records import Graph
from kg.relating import figures, measures
from kg.relating.candidates import Discourse
from kg.relating.contexts import View
from kg.relating.figures import Number

FAINT = 0.05
"""Figures whose likeliest owner and metric are less likely than this are not worth a line."""


def refused_figures(graph: Graph, text: Discourse, views: Sequence[View]) -> Iterator[Refused]:
    """Figures that are no measure, each with its likeliest owner and metric."""
    article, model = graph.article, figures.shipped()
    claims = list(measures.measures(article, text))
    found = list(figures.instances(article, text, views, graph.entities, claims, model.encode))
    if not found:
        return
    rows = model.probabilities(np.stack([instance.encoded for instance in found]))
    best: dict[Number, tuple[float, str, str]] = {}
    for instance, row in zip(found, rows, strict=True):
        column = int(row.argmax())
        weighed = float(row[column]), instance.subject, figures.metrics()[column]
        best[instance.number] = max(weighed, best.get(instance.number, weighed))
    names = {e.id: e.name for e in graph.entities}
    told = {(m.subject, m.value, m.unit) for m in graph.measures}
    limit = figures.threshold()
    for number, (sure, subject, metric) in sorted(best.items(), key=lambda item: item[0].start):
        known = (subject, number.value, number.unit) in told
        if known or sure < FAINT:
            continue
        what = f"{names[subject]} {ontology.load().measures[metric].zh} {number.value:g}{number.unit}"
        detail = f"{sure:.2f} < {limit:.2f}"
        yield Refused(number.start, number.end, what, "networks", Reason.THRESHOLD, detail, confidence=round(sure, 3))
