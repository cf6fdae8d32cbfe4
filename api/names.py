"""All names of a graph at hand: the search that `cypher/search.cypher` describes, answered from memory.

A store reads every entity for each search, a tenth of a second for 100,000. Here all names stand in one array of code
points, in which a text is found in a millisecond or two. Rows and their order are those of the query.

Requests go on while names are read again, so nothing here holds the interpreter for long: entities are kept as columns,
which the garbage collector passes over, and what takes long is done entity by entity or by numpy.
"""

from __future__ import annotations

import gc
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from api.initials import Spelled
from api.matching import Index, area
from kg.errors import KgError
from loaders import Store, queries

Row = dict[str, Any]

END = 0xFFFFFFFF
"""Stands before and after each form; no code point."""
EQUAL, BEGINS, HOLDS, NONE = range(4)
"""How an entity goes with a text, the best first."""
WHOLE_SECONDS, WHOLE_ROWS = 120.0, 5_000_000
"""Limits of reading all entities."""
STEP = 1000
"""Rows let go of at a time."""
BRIEF = 0.1
"""Seconds that a request may spend on reading the names."""
SOON, REST = 1.0, 10
"""Where reading takes longer than so many seconds, so many times the rest passes before they are read again: a graph
that is being loaded changes all the time.
"""


class Entities(Sequence[Row]):
    """Rows with the columns of the query `search`, kept by columns; a row is made when it is asked for."""

    def __init__(self, rows: list[Row]) -> None:
        """From the rows of the query `all_entities`, in their order; the list is empty afterwards."""
        self._ids: list[str] = []
        self._names: list[str] = []
        self._aliases: list[tuple[str, ...]] = []
        types: list[str] = []
        regions: list[str] = []
        counts: list[int] = []
        self.merged: dict[str, int] = {}
        """The ids that reviewers merged into an entity, each with its place."""
        for row in _let_go(rows):
            self.merged.update(dict.fromkeys(row["mergedIds"], len(self._ids)))
            self._ids.append(row["id"])
            self._names.append(row["name"])
            self._aliases.append(tuple(row["aliases"]))
            types.append(row["type"])
            regions.append(row["region"] or "")
            counts.append(row["articleCount"])
        self.types, self.regions = Labels.of(types), Labels.of(regions)
        self.counts = np.array(counts, np.int64)

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self[each] for each in range(len(self))[place]]
        return {
            "id": self._ids[place],
            "name": self._names[place],
            "type": self.types[place],
            "region": self.regions[place] or None,
            "aliases": list(self._aliases[place]),
            "articleCount": int(self.counts[place]),
        }

    def forms(self) -> Iterator[tuple[int, str]]:
        """Each name and alias with the place of its entity."""
        for place, (name, aliases) in enumerate(zip(self._names, self._aliases, strict=True)):
            yield place, name
            for alias in aliases:
                yield place, alias


@dataclass(frozen=True, slots=True)
class Forms:
    """Names and aliases of all entities, in small letters, one after the other."""

    signs: NDArray[np.uint32]
    owners: NDArray[np.int32]
    """Of each sign, the place of the entity whose form it is in."""

    @classmethod
    def of(cls, entities: Entities) -> Forms:
        """The forms of the entities."""
        forms = [form.lower() for _, form in entities.forms()]
        places = np.fromiter((place for place, _ in entities.forms()), np.int32, len(forms))
        lengths = np.fromiter((len(form) + 1 for form in forms), np.int64, len(forms))
        signs = _codes("".join(["\0", *(form + "\0" for form in forms)])).copy()
        signs[np.append(0, lengths.cumsum())] = END
        return cls(signs, np.append(np.int32(0), places.repeat(lengths)))

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

    values: tuple[str, ...]
    of_each: NDArray[np.int32]

    @classmethod
    def of(cls, given: Iterable[str]) -> Labels:
        numbers: dict[str, int] = {}
        of_each = np.fromiter((numbers.setdefault(value, len(numbers)) for value in given), np.int32)
        return cls(tuple(numbers), of_each)

    def __getitem__(self, place: int) -> str:
        return self.values[int(self.of_each[place])]

    def are(self, wanted: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Which entities have a value that is wanted."""
        return np.isin(self.of_each, [number for number, value in enumerate(self.values) if wanted(value)])


class Names:
    """The entities of one state of a graph, by their names."""

    def __init__(self, rows: list[Row]) -> None:
        """From the rows of the query `all_entities`, which is in the order of ids; the list is empty afterwards."""
        self.rows = Entities(rows)
        self._forms = Forms.of(self.rows)

    def search(
        self, text: str, type: str | None = None, region: str | None = None, limit: int = 20, offset: int = 0
    ) -> tuple[list[Row], int]:
        """What the query `search` gives for these parameters, and how many rows there are in all."""
        ranks = self._forms.ranks(text, len(self.rows))
        if type is not None:
            ranks[~self.rows.types.are(lambda value: value == type)] = NONE
        if region is not None:
            ranks[~self.rows.regions.are(lambda value: value.startswith(area(region)))] = NONE
        found = np.flatnonzero(ranks < NONE)
        order = found[np.lexsort((-self.rows.counts[found], ranks[found]))]
        return [self.rows[place] for place in order[offset : offset + limit]], len(found)

    def types(self, text: str) -> Counter[str]:
        """How many entities of each type a search finds."""
        found = np.flatnonzero(self._forms.ranks(text, len(self.rows)) < NONE)
        types = self.rows.types
        counts = np.bincount(types.of_each[found], minlength=len(types.values))
        return Counter({type: int(count) for type, count in zip(types.values, counts, strict=True) if count})

    @cached_property
    def index(self) -> Index:
        """For lists of names, and for names that are only alike."""
        return Index.of(self.rows, self.rows.merged)

    def pinyin(self, text: str, limit: int) -> list[Row]:
        """The entities that have a name or alias whose initials or syllables begin with a text."""
        places = np.array(self._spelled.find(text), np.int64)
        order = places[np.argsort(-self.rows.counts[places], kind="stable")]
        return [self.rows[place] for place in order[:limit]]

    @cached_property
    def _spelled(self) -> Spelled:
        return Spelled.of(self.rows.forms())

    def prepared_as(self, other: Names | None) -> Names:
        """With what was made for another by requests made here as well, so that none has to wait for it again."""
        for made in {"index", "_spelled"} & vars(other or self).keys():
            getattr(self, made)
        return self


class Kept:
    """The names in a store; read again when it has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reading = threading.Lock()
        self._state: Hashable = None
        self._names: Names | None = None
        self._rest_until = self._took = 0.0

    def get(self) -> Names:
        """The names as they are now; raises `StoreError` or `QueryError` where the store cannot be read.

        Where reading them takes long, they are read aside when the store has changed; meanwhile requests go on with
        those before.
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
            if self._names is not None and self._took > BRIEF:
                if self._stale():
                    threading.Thread(target=self._read_aside, name="kg-names", daemon=True).start()
                return self._names
            return self._fresh()
        finally:
            self._reading.release()

    def renew(self, surely: bool) -> Names:
        """As `get`, for who knows that the store has changed; `surely`: even if they were read a moment ago."""
        with self._reading:
            if surely:
                self._rest_until = 0.0
            return self._fresh()

    def _read_aside(self) -> None:
        with suppress(KgError):  # the next request tries again, and tells
            self.renew(False)

    def _stale(self) -> bool:
        return time.monotonic() >= self._rest_until and self._state != self._store.state()

    def _fresh(self) -> Names:
        if self._names is None or self._stale():
            state, start = self._store.state(), time.monotonic()
            with self._store.view() as view, _no_collections():
                rows = queries.run(view, "all_entities", {}, timeout=WHOLE_SECONDS, max_rows=WHOLE_ROWS).rows
                self._names, self._state = Names(rows).prepared_as(self._names), state
            end = time.monotonic()
            self._took = end - start
            self._rest_until = end + REST * max(0.0, self._took - SOON)
        return self._names


@contextmanager
def _no_collections() -> Iterator[None]:
    """A collection among so many new rows would stop all requests for a quarter of a second."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _let_go(rows: list[Row]) -> Iterator[Row]:
    """The rows in their order, each let go of soon after: to free all of them at once takes long."""
    rows.reverse()
    while rows:
        yield from reversed(rows[-STEP:])
        del rows[-STEP:]


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
