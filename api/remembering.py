"""Answers that need the whole graph and that pages ask for again and again: kept until the graph changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Annotated, Any, cast

from fastapi import Depends, Request

from api.deps import Ask
from loaders import Store

Rows = list[dict[str, Any]]

WHOLE = ("deal_courses", "signed_courses")
"""The queries whose answers are kept: they take seconds where there are hundreds of thousands of statements, and few
rows and few parameters."""
MOST = 64
"""Answers at most."""


class Remembered:
    """Answers of one store, by query and parameters."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guard = threading.Lock()
        self._state: Hashable = None
        self._answers: dict[Hashable, Rows] = {}

    def answer(self, asking: Callable[..., Rows], name: str, params: dict[str, Any]) -> Rows:
        """The answer at hand, else what `asking` gives; only of queries in `WHOLE` it is kept."""
        if name not in WHOLE:
            return asking(name, **params)
        state, key = self._store.state(), (name, *sorted(params.items()))
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
    kept = cast(Remembered, request.app.state.remembered)
    return lambda name, /, **params: kept.answer(ask.all, name, params)


Recall = Annotated[Callable[..., Rows], Depends(recall)]
