"""Why an article gave these facts and no others: every sentence with what was found and what was considered.

The extraction itself keeps nothing of what it refuses; here its steps are taken once more, in the open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from kg.explaining.facts import refused_facts
from kg.explaining.figures import refused_figures
from kg.explaining.names import refused_names
from kg.explaining.records import Explained, Explanation, Reason, Refused
from kg.naming.candidates import Candidate
from kg.records import Graph
from kg.relating.candidates import discourse
from kg.relating.contexts import view
from kg.relating.lines import lines

__all__ = ["Explained", "Explanation", "Reason", "Refused", "explain"]

T = TypeVar("T")


def explain(graph: Graph, heard: Sequence[Candidate] = (), others: Iterable[Refused] = ()) -> Explanation:
    """Explains a graph as it is before linking.

    `heard`: candidates of voices from outside; `others`: what such voices proposed and was not taken.
    """
    article, others = graph.article, list(others)
    text = discourse(list(lines(article, graph.entities)))
    views = [view(article, line) for line in text.lines]
    starts = [sentence.start for sentence in article.sentences]
    mentions = sorted(
        ((m, e) for e in graph.entities for m in e.mentions if not m.rival), key=lambda found: found[0].start
    )
    named = _by(starts, mentions, lambda found: found[0].start)
    facts = _by(starts, graph.facts, lambda fact: fact.end - 1)
    measures = _by(starts, graph.measures, lambda measure: measure.end - 1)
    names = _by(starts, refused_names(graph, heard), lambda refused: refused.start)
    stated = (*refused_facts(graph, text, views), *refused_figures(graph, text, views))
    refused = _by(starts, (*stated, *(r for r in others if r.end)), lambda refused: refused.start)
    explained = (
        Explained(s, tuple(named[i]), tuple(facts[i]), tuple(measures[i]), tuple(names[i]), tuple(refused[i]))
        for i, s in enumerate(article.sentences)
    )
    entities = {e.id: e for e in graph.entities}
    return Explanation(article, entities, tuple(explained), tuple(r for r in others if not r.end))


def _by(starts: Sequence[int], found: Iterable[T], place: Callable[[T], int]) -> Mapping[int, list[T]]:
    """Things by the number of the sentence that their place lies in."""
    by: dict[int, list[T]] = defaultdict(list)
    for thing in found:
        by[max(bisect_right(starts, place(thing)) - 1, 0)].append(thing)
    return by
