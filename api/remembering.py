"""Answers that need the whole graph and that pages ask for again and again: kept until the graph changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import cache
from typing import Annotated, Any, cast

from fastapi import Depends, Request

from api.deps import Ask
from loaders import Store

Rows = list[dict[str, Any]]

COURSES = ("deal_courses", "signed_courses")
SIZES = ("stats_totals", "stats_nodes", "stats_edges")
WHOLE = (*COURSES, *SIZES, "top_hubs", "park_feeders_by_park", "park_feeders_count")
"""The queries whose answers are kept: they read all of the graph, and have few rows and few parameters."""
MOST = 64
"""Answers at most."""


class Remembered:
    """Answers of one store, by query and parameters."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guard = threading.Lock()
        self._state: Hashable = None
        self._answers: dict[Hashable, Rows] = {}

    def recalling(self, asking: Callable[..., Rows]) -> Callable[..., Rows]:
        """For one request: the answer at hand, else what `asking` gives; only of queries in `WHOLE` it is kept."""
        state = cache(self._store.state)  # once, before the request's view: never newer than what that shows

        def answer(name: str, /, **params: Any) -> Rows:
            return self._answer(state(), asking, name, params) if name in WHOLE else asking(name, **params)

        return answer

    def _answer(self, state: Hashable, asking: Callable[..., Rows], name: str, params: dict[str, Any]) -> Rows:
        key = (name, *sorted(params.items()))
        with self._guard:
            if state != self._state or len(self._answers) >= MOST:
                self._state, self._answers = state, {}
            found = self._answers.get(key)
        if found is None:
            found = asking(name, **params)
            with self._guard:
                if state == self._state:
                    self._answers[key] = found
        return found


async def recall(request: Request, ask: Ask) -> Callable[..., Rows]:
    """Asks a named query, as `Asker.all` does, or remembers its answer."""
    return cast(Remembered, request.app.state.remembered).recalling(ask.all)


Recall = Annotated[Callable[..., Rows], Depends(recall)]
