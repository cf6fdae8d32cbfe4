"""The names of a store, kept as articles come: what links a new article to the things that are there.

Unlike the memory of one run over many articles, this one depends on the store's content alone, not on when the process
began: an article taken in after a cut gets the ids that it would have had without.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable
from typing import Any

from kg import linking
from kg.records import Entity
from loaders.base import Store

COLUMNS = "n.id AS id, n.name AS name, n.type AS type, n.aliases AS aliases"
ALL = f"MATCH (n:Entity) RETURN {COLUMNS}"
SOME = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) RETURN {COLUMNS}"
MENTIONED = "MATCH (:Article {id: $id})-[:MENTIONS]->(n:Entity) RETURN n.id AS id"
SECONDS, MANY = 600.0, 100_000_000

Form = tuple[str, str]


class Names:
    """Which entities of a store bear a form; the smallest id where several do."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._bearers: dict[Form, set[str]] = {}
        self._forms: dict[str, frozenset[Form]] = {}
        self._first: dict[Form, str] = {}
        self._take(self._rows(ALL))

    def known(self) -> linking.Known:
        """The names for one article; what linking adds to them is forgotten with it."""
        return ChainMap({}, self._first)

    def mentioned(self, article: str) -> set[str]:
        """The entities that an article in the store names."""
        return {row["id"] for row in self._rows(MENTIONED, id=article)}

    def look_again(self, ids: Iterable[str]) -> None:
        """Takes note of what the store now says of some entities."""
        wanted = sorted(set(ids))
        for id in wanted:
            for form in self._forms.pop(id, ()):
                self._bearers[form].discard(id)
                self._choose(form)
        self._take(self._rows(SOME, ids=wanted))

    def _take(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            forms: dict[Form, str] = {}
            linking.recall([Entity(row["id"], row["name"], row["type"], (), tuple(row["aliases"] or ()))], forms)
            self._forms[row["id"]] = frozenset(forms)
            for form in forms:
                self._bearers.setdefault(form, set()).add(row["id"])
                self._choose(form)

    def _choose(self, form: Form) -> None:
        if bearers := self._bearers[form]:
            self._first[form] = min(bearers)
        else:
            self._first.pop(form, None)
            del self._bearers[form]

    def _rows(self, cypher: str, **params: Any) -> list[dict[str, Any]]:
        with self._store.view() as view:
            return view.query(cypher, params, timeout=SECONDS, max_rows=MANY).rows
