"""All names of a graph at hand: the search that `cypher/search.cypher` describes, answered from memory.

A store reads every entity for each search, a tenth of a second for 100,000. Here all names stand in one array of code
points, in which a text is found in a millisecond or two. Rows and their order are those of the query.
"""

from __future__ import annotations

import gc
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.initials import Spelled
from api.matching import Index, area
from loaders import Store, queries

Row = dict[str, Any]

END = 0xFFFFFFFF
"""Stands before and after each form; no code point."""
EQUAL, BEGINS, HOLDS, NONE = range(4)
"""How an entity goes with a text, the best first."""
WHOLE_SECONDS, WHOLE_ROWS = 120.0, 5_000_000
"""Limits of reading all entities."""
SOON, REST = 1.0, 10
"""Where reading takes longer than so many seconds, so many times the rest passes before they are read again: a graph
that is being loaded changes all the time.
"""


@dataclass(frozen=True, slots=True)
class Forms:
    """Names and aliases of all entities, in small letters, one after the other."""

    signs: NDArray[np.uint32]
    owners: NDArray[np.int32]
    """Of each sign, the place of the entity whose form it is in."""

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Forms:
        """The forms of rows with the columns of the query `all_entities`."""
        owned = [(place, form.lower()) for place, row in enumerate(rows) for form in (row["name"], *row["aliases"])]
        lengths = np.array([1, *(len(form) + 1 for _, form in owned)])
        signs = _codes("".join(["\0", *(form + "\0" for _, form in owned)])).copy()
        signs[lengths.cumsum() - 1] = END
        return cls(signs, np.array([0, *(place for place, _ in owned)], np.int32).repeat(lengths))

    def ranks(self, text: str, count: int) -> NDArray[np.uint8]:
        """How each of `count` entities goes with a text."""
        wanted = _codes(text.lower())
        at = np.flatnonzero(self.signs == wanted[0]) if len(wanted) else np.flatnonzero(self.signs[:-1] == END) + 1
        for step, sign in enumerate(wanted[1:], start=1):
            at = at[self.signs[at + step] == sign]
        begins = at[self.signs[at - 1] == END]
        equal = begins[self.signs[begins + len(wanted)] == END]
        ranks = np.full(count, NONE, np.uint8)
        for rank, found in ((HOLDS, at), (BEGINS, begins), (EQUAL, equal)):
            ranks[self.owners[found]] = rank
        return ranks


@dataclass(frozen=True, slots=True)
class Labels:
    """A property of all entities that has few values."""

    numbers: dict[str, int]
    of_each: NDArray[np.int32]

    @classmethod
    def of(cls, values: Iterable[str]) -> Labels:
        numbers: dict[str, int] = {}
        return cls(numbers, np.fromiter((numbers.setdefault(value, len(numbers)) for value in values), np.int32))

    def are(self, wanted: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Which entities have a value that is wanted."""
        return np.isin(self.of_each, [number for value, number in self.numbers.items() if wanted(value)])


class Names:
    """The entities of one state of a graph, by their names."""

    def __init__(self, rows: list[Row]) -> None:
        """From the rows of the query `all_entities`."""
        self.rows = sorted(rows, key=lambda row: (-row["articleCount"], row["id"]))
        self._forms = Forms.of(self.rows)
        self._types = Labels.of(row["type"] for row in self.rows)
        self._regions = Labels.of(row["region"] or "" for row in self.rows)

    def search(
        self, text: str, type: str | None = None, region: str | None = None, limit: int = 20, offset: int = 0
    ) -> tuple[list[Row], int]:
        """What the query `search` gives for these parameters, and how many rows there are in all."""
        ranks = self._forms.ranks(text, len(self.rows))
        if type is not None:
            ranks[~self._types.are(lambda value: value == type)] = NONE
        if region is not None:
            ranks[~self._regions.are(lambda value: value.startswith(area(region)))] = NONE
        found = np.flatnonzero(ranks < NONE)
        order = found[ranks[found].argsort(kind="stable")]
        return [self.rows[place] for place in order[offset : offset + limit]], len(found)

    def types(self, text: str) -> Counter[str]:
        """How many entities of each type a search finds."""
        found = np.flatnonzero(self._forms.ranks(text, len(self.rows)) < NONE)
        counts = np.bincount(self._types.of_each[found], minlength=len(self._types.numbers))
        return Counter({type: int(counts[number]) for type, number in self._types.numbers.items() if counts[number]})

    @cached_property
    def index(self) -> Index:
        """For lists of names, and for names that are only alike."""
        return Index.of(self.rows)

    def pinyin(self, text: str, limit: int) -> list[Row]:
        """The entities that have a name or alias whose initials or syllables begin with a text."""
        return [self.rows[place] for place in self._spelled.find(text)[:limit]]

    @cached_property
    def _spelled(self) -> Spelled:
        return Spelled.of(self.rows)


class Kept:
    """The names in a store; read again when it has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reading = threading.Lock()
        self._state: Hashable = None
        self._names: Names | None = None
        self._rest_until = 0.0

    def get(self) -> Names:
        """The names as they are now; raises `StoreError` or `QueryError` where the store cannot be read.

        Who finds that the store has changed reads them; meanwhile the others go on with those before.
        """
        found = self.at_hand()
        if found is not None:
            return found
        with self._reading:
            return self._fresh()

    def at_hand(self) -> Names | None:
        """As `get`, but None while another thread reads them for the first time."""
        if not self._reading.acquire(blocking=False):
            return self._names
        try:
            return self._fresh()
        finally:
            self._reading.release()

    def _fresh(self) -> Names:
        if self._names is not None and time.monotonic() < self._rest_until:
            return self._names
        state, start = self._store.state(), time.monotonic()
        if self._names is None or self._state != state:
            with self._store.view() as view:
                rows = queries.run(view, "all_entities", {}, timeout=WHOLE_SECONDS, max_rows=WHOLE_ROWS).rows
            self._names, self._state = Names(rows), state
            gc.freeze()  # or each full collection would stop all requests to look at every row
            end = time.monotonic()
            self._rest_until = end + REST * max(0.0, end - start - SOON)
        return self._names


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
