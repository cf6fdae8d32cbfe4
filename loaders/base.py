"""What every store offers: a writer, a read-only view, and the rows that a query gives."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from kg.records import Graph
from loaders.rows import ArticleRows


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query, made of values that `json.dumps` takes.

    A node is a mapping of its properties plus `labels`; an edge one of its properties plus `type`; a path
    `{"nodes": […], "edges": […]}` where each edge also has `head` and `tail`, the ids of its ends.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    truncated: bool = False
    """True when the query had more rows than were asked for."""


class Writer(Protocol):
    """Puts articles in and takes them out; each call is one transaction, all of it or nothing."""

    def put(self, graph: Graph) -> bool:
        """Stores what one article says; False when the same text (`sha256`) is there already.

        A new version of an article replaces all that the old one said.
        """
        ...

    def put_all(self, graphs: Iterable[Graph]) -> Iterator[bool]:
        """Stores articles as they come and tells of each what `put` would; only as many as are asked for.

        A store may put several in one transaction, all of them or none. Of those that cannot be stored together each
        is put alone, and the first that cannot be stored even so raises what `put` does; those before it are in.
        """
        ...

    def put_rows(self, articles: Iterable[ArticleRows]) -> Iterator[bool]:
        """As `put_all`, of articles in the form in which stores keep them: what `streaming.articles` reads from one."""
        ...

    def remove(self, article_id: str) -> bool:
        """Takes out an article and everything that only it supports; False when it is not there."""
        ...


class View(Protocol):
    """Reads one consistent state of the store."""

    def query(
        self,
        cypher: str,
        params: Mapping[str, object] | None = None,
        *,
        timeout: float = 10.0,
        max_rows: int = 10_000,
    ) -> Rows:
        """Runs a reading query; `timeout` in seconds.

        Raises `QueryError` when the query is wrong, wants to write or to read files, or takes too long.
        """
        ...


class Store(Protocol):
    """One graph, wherever it lives."""

    url: str

    def writer(self) -> AbstractContextManager[Writer]: ...

    def view(self) -> AbstractContextManager[View]: ...

    def state(self) -> Hashable:
        """Another one when a writer has changed the graph since; cheap to ask for."""
        ...

    def held(self) -> AbstractContextManager[Callable[[], object]]:
        """While it lasts, views show the state of before, until what it gives is called: that reads what came since.

        For who knows that another process is about to save: no view then has to wait for the reading.
        """
        ...

    def checkpoint(self) -> None:
        """Lets other processes read what was written so far; they do anyway once the store is closed."""
        ...

    def close(self) -> None: ...
