"""Articles as they come, several at a time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from kg.records import Graph

ARTICLES = 200
ROWS = 8_000
"""How many articles a group has at most, and how many entities, facts and measures in all of them."""
SECONDS = 5.0
"""How long an article waits for others; looked at whenever one comes."""


def groups(graphs: Iterable[Graph]) -> Iterator[list[Graph]]:
    """Groups of articles, each of another id. What came before a fault in the source is given before the fault."""
    group: list[Graph] = []
    ids: set[str] = set()
    rows, began = 0, 0.0
    try:
        for graph in graphs:
            if group and (_full(group, rows, began) or graph.article.id in ids):
                yield group
                group, ids, rows = [], set(), 0
            began = began if group else time.monotonic()
            group.append(graph)
            ids.add(graph.article.id)
            rows += len(graph.entities) + len(graph.facts) + len(graph.measures)
    except Exception:
        if group:
            yield group
        raise
    if group:
        yield group


def _full(group: list[Graph], rows: int, began: float) -> bool:
    return len(group) >= ARTICLES or rows >= ROWS or time.monotonic() - began >= SECONDS
