"""The server's store: Neo4j 5.26 or newer over Bolt.

How it keeps its promises:

- `put` and `remove` are one transaction each; the driver repeats it when the server asks for that or is away for less
  than `KG_NEO4J_RETRY_SECONDS`. `put_all` puts several articles in one transaction. What has returned is on the disk.
- Writers take turns, also those of other processes and machines: each transaction first locks the node that records
  the schema's version.
- Views read what is committed, never half an article; two queries of one view may see different states.
- The server stops a query that runs too long, but not one that it still compiles: thousands of operators in one text
  can keep it busy for minutes. Do not pass on queries of strangers.
- Only nodes with our labels are ever read or written. Other applications may keep other nodes in the same database.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import neo4j

from kg.errors import StoreError
from kg.records import Graph
from kg.settings import Settings
from loaders import cypher_text, neo4j_faults, neo4j_schema, writing
from loaders.base import Rows, Store
from loaders.groups import groups
from loaders.neo4j_values import plain
from loaders.rows import ArticleRows, article_rows

CONNECT_SECONDS = 10.0
ACQUIRE_SECONDS = 30.0
"""How long one waits for a connection, when all are in use or the other side is silent."""
IDLE_SECONDS = 60.0
"""Connections that rested longer are tried before they are used."""

T = TypeVar("T")
Run = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]


def open_server(url: str, settings: Settings, read_only: bool) -> Store:
    """Connects to the database at a bolt:// or neo4j:// address; an empty one gets the schema, unless only read."""
    _check_address(url)
    try:
        driver = neo4j.GraphDatabase.driver(
            url,
            auth=(settings.neo4j_user, settings.neo4j_password.get_secret_value()),
            user_agent="jjj-kg",
            connection_timeout=CONNECT_SECONDS,
            connection_acquisition_timeout=ACQUIRE_SECONDS,
            liveness_check_timeout=IDLE_SECONDS,
            max_transaction_retry_time=settings.neo4j_retry_seconds,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
        )
    except neo4j_faults.FAULTS as error:
        raise neo4j_faults.opening(url, error) from error
    store = Neo4jStore(url, driver, settings.neo4j_database or None, read_only)
    try:
        with store.session(neo4j.READ_ACCESS if read_only else neo4j.WRITE_ACCESS) as session:
            neo4j_schema.prepare(url, session, read_only)
    except neo4j_faults.FAULTS as error:
        store.close()
        raise neo4j_faults.opening(url, error) from error
    except StoreError:
        store.close()
        raise
    return store


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if "@" in url:
        raise StoreError(
            f"{parts.scheme}://…: leave name and password out of the address, where logs would show them; "
            f"{neo4j_faults.ACCESS}"
        )
    if parts.path not in ("", "/"):
        raise StoreError(
            f"{url}: an address is {parts.scheme}://HOST:PORT; the database's name goes into KG_NEO4J_DATABASE"
        )


class Neo4jStore:
    """One database of a server."""

    def __init__(self, url: str, driver: neo4j.Driver, database: str | None, read_only: bool) -> None:
        self.url = url
        self._driver = driver
        self._database = database
        self._read_only = read_only
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        self._writing = threading.Lock()

    @contextmanager
    def writer(self) -> Iterator[Neo4jWriter]:
        if self._read_only:
            raise StoreError(f"{self.url}: opened for reading only")
        with self._writing, self.session(neo4j.WRITE_ACCESS) as session:
            yield Neo4jWriter(self.url, session)

    @contextmanager
    def view(self) -> Iterator[Neo4jView]:
        with self.session(neo4j.READ_ACCESS) as session:
            yield Neo4jView(self.url, session)

    def state(self) -> Hashable:
        with self.view() as view:
            return tuple(row["writes"] for row in view.query(neo4j_schema.WRITES).rows)

    def session(self, access: str) -> neo4j.Session:
        """A session that sees all that this store wrote before, in a cluster too."""
        return self._driver.session(
            database=self._database, default_access_mode=access, bookmark_manager=self._bookmarks
        )

    @contextmanager
    def held(self) -> Iterator[Callable[[], object]]:
        yield lambda: None

    def checkpoint(self) -> None:
        """What is committed is there for all."""

    def close(self) -> None:
        self._driver.close()


class Neo4jWriter:
    """Writes articles, one or several in a transaction."""

    def __init__(self, url: str, session: neo4j.Session) -> None:
        self._url = url
        self._session = session

    def put(self, graph: Graph) -> bool:
        return self._put_one(article_rows(graph))

    def put_all(self, graphs: Iterable[Graph]) -> Iterator[bool]:
        return self.put_rows(map(article_rows, graphs))

    def put_rows(self, articles: Iterable[ArticleRows]) -> Iterator[bool]:
        for group in groups(articles):
            try:
                changed = self._put(group)
            except (*neo4j_faults.FAULTS, StoreError) as error:
                if neo4j_faults.is_away(error):
                    raise neo4j_faults.storing(self._url, group[0].id, error) from error
                yield from map(self._put_one, group)
            else:
                yield from changed

    def remove(self, article_id: str) -> bool:
        def work(run: Run) -> bool:
            steps = writing.remove_steps(run, article_id)
            return _do(run, steps)

        try:
            return self._transact(work)
        except neo4j_faults.FAULTS as error:
            raise neo4j_faults.storing(self._url, article_id, error) from error

    def _put_one(self, rows: ArticleRows) -> bool:
        try:
            [changed] = self._put([rows])
        except neo4j_faults.FAULTS as error:
            raise neo4j_faults.storing(self._url, rows.id, error) from error
        return changed

    def _put(self, articles: list[ArticleRows]) -> list[bool]:
        def work(run: Run) -> list[bool]:
            plan = writing.put_plan(run, articles)
            _do(run, plan.steps)
            return [rows.id in plan.changed for rows in articles]

        return self._transact(work)

    def _transact(self, work: Callable[[Run], T]) -> T:
        """Does the work in one transaction, after the other writers; maybe several times, until one succeeds."""

        def locked(transaction: neo4j.ManagedTransaction) -> T:
            def run(cypher: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
                return transaction.run(cypher.replace("// USING", "USING"), dict(params)).data()

            neo4j_schema.lock(self._url, run)
            return work(run)

        return self._session.execute_write(locked)


class Neo4jView:
    """What is committed, read only."""

    def __init__(self, url: str, session: neo4j.Session) -> None:
        self._url = url
        self._session = session

    def query(
        self,
        cypher: str,
        params: Mapping[str, object] | None = None,
        *,
        timeout: float = 10.0,
        max_rows: int = 10_000,
    ) -> Rows:
        cypher_text.check(cypher)
        cypher_text.check_calls(cypher)
        values = dict(params or {})
        began = time.monotonic()
        try:
            try:
                return self._answer(cypher, values, timeout, max_rows)
            except neo4j_faults.AWAY:  # the connection may be of before the server was started again
                if time.monotonic() - began > timeout:
                    raise
                return self._answer(cypher, values, timeout, max_rows)
        except neo4j_faults.FAULTS as error:
            raise neo4j_faults.asking(self._url, timeout, error) from error

    def _answer(self, cypher: str, params: dict[str, object], timeout: float, max_rows: int) -> Rows:
        transaction = self._session.begin_transaction(timeout=max(timeout, 0.001))
        try:
            result = transaction.run(cypher, params)
            columns = tuple(result.keys())
            records = itertools.islice(result, max_rows + 1)
            rows = [{name: plain(record[name]) for name in columns} for record in records]
        finally:
            transaction.close()
        return Rows(columns, rows[:max_rows], len(rows) > max_rows)


def _do(run: Run, steps: list[writing.Step]) -> bool:
    for step in steps:
        run(step.cypher, {"rows": step.rows})
    return bool(steps)
