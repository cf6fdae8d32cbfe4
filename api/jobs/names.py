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
from loaders import deciding, streaming
from loaders.base import Store

SOME = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) RETURN {deciding.COLUMNS}"
MENTIONED = "MATCH (:Article {id: $id})-[:MENTIONS]->(n:Entity) RETURN n.id AS id"
MERGED = "MATCH (a:Article) WHERE a.unmerged IS NOT NULL RETURN a.id AS id, a.unmerged AS kept"
MERGED_IN = "MATCH (a:Article {id: $id}) WHERE a.unmerged IS NOT NULL RETURN a.id AS id, a.unmerged AS kept"

Form = tuple[str, str]
"""As linking knows it: type and folded form."""


class Shelf:
    """Forms with the ids that they stand for, by who says so; the smallest id where several are said."""

    def __init__(self) -> None:
        self.first: dict[Form, str] = {}
        self._bearers: dict[Form, set[tuple[str, str]]] = {}
        self._said: dict[str, list[tuple[Form, str]]] = {}

    def put(self, owner: str, things: Iterable[Entity]) -> None:
        """What one owner says, in place of what it said before."""
        for form, id in self._said.pop(owner, ()):
            self._bearers[form].discard((id, owner))
            self._choose(form)
        forms: dict[Form, str] = {}
        linking.recall(things, forms)
        if forms:
            self._said[owner] = list(forms.items())
        for form, id in forms.items():
            self._bearers.setdefault(form, set()).add((id, owner))
            self._choose(form)

    def _choose(self, form: Form) -> None:
        if bearers := self._bearers[form]:
            self.first[form] = min(bearers)[0]
        else:
            del self.first[form], self._bearers[form]


class Names:
    """What articles of a store call its things; those that reviewers merged by their own ids, and before the others."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._things, self._merged = Shelf(), Shelf()
        for row in self._rows(deciding.ALL_ENTITIES):
            self._things.put(row["id"], [deciding.entity(row)])
        for row in self._rows(MERGED):
            self._merged.put(row["id"], deciding.replaced(row["kept"]))

    def known(self) -> linking.Known:
        """The names for one article; what linking adds to them is forgotten with it."""
        return ChainMap({}, self._merged.first, self._things.first)

    def mentioned(self, article: str) -> set[str]:
        """The entities that an article in the store names."""
        return {row["id"] for row in self._rows(MENTIONED, id=article)}

    def look_again(self, article: str, ids: Iterable[str]) -> None:
        """Takes note of what the store now says of an article and some entities."""
        wanted = sorted(set(ids))
        found = {row["id"]: deciding.entity(row) for row in self._rows(SOME, ids=wanted)}
        for id in wanted:
            self._things.put(id, [found[id]] if id in found else [])
        rows = self._rows(MERGED_IN, id=article)
        self._merged.put(article, deciding.replaced(rows[0]["kept"]) if rows else [])

    def _rows(self, cypher: str, **params: Any) -> list[dict[str, Any]]:
        with self._store.view() as view:
            return view.query(cypher, params, timeout=streaming.SECONDS, max_rows=streaming.ROWS).rows
