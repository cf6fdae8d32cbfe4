"""Figures that the networks considered as measures and refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg import ontology
from kg.explaining.records import Reason, Refused, cut, shortfall
from kg.records import Graph
from kg.relating import figures
from kg.relating.candidates import Discourse
from kg.relating.contexts import View

FAINT = 0.05
"""Figures whose likeliest owner and metric are less likely than this are not worth a line."""


def refused_figures(graph: Graph, text: Discourse, views: Sequence[View]) -> Iterator[Refused]:
    """Figures that are no measure, each with its likeliest owner and metric."""
    best = figures.likeliest(graph.article, text, views, graph.entities)
    names = {e.id: e.name for e in graph.entities}
    told = {(m.subject, m.value, m.unit) for m in graph.measures}
    limit = figures.threshold()
    for number, (sure, subject, metric) in sorted(best.items(), key=lambda item: item[0].start):
        known = (subject, number.value, number.unit) in told
        if known or sure < FAINT:
            continue
        what = f"{names[subject]} {ontology.load().measures[metric].zh} {number.value:g}{number.unit}"
        detail = shortfall(sure, limit)
        yield Refused(number.start, number.end, what, "networks", Reason.THRESHOLD, detail, confidence=cut(sure))
