"""Where the queries of analysts run: beside the server, in a process that can be killed.

A query on the embedded store may exhaust memory, or compute for long in a place where the engine does not look at the
clock. It therefore runs in a process of its own that opens the store's file for reading, has a bounded memory, and is
killed and started again when it does not answer. A Neo4j server bounds its transactions itself, and a store in memory
belongs to this process alone: their queries run through a view, under the same limits.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import queue
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from kg.errors import KgError, QueryError, StoreError
from kg.settings import Settings
from loaders import open_store
from loaders.base import Rows, Store

START_SECONDS = 60.0
"""How long a process may take to open the store."""
GRACE_SECONDS = 2.0
"""How long after its time a query may still answer before its process is killed."""
ENDED = "the query was stopped: it took longer than {:g} seconds or more memory than is allowed; narrow it"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use."""

    seconds: float
    rows: int
    bytes: int
    """Of the answer as JSON."""
    memory: int
    """Bytes of its process, what the store itself takes not counted."""
    processes: int = 2
    """How many queries run at the same time."""

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The operator's limits."""
        return cls(settings.query_timeout, settings.query_rows, settings.query_bytes, settings.query_memory)


class Runner(Protocol):
    """Runs queries that `api.guard` has let through."""

    def run(self, cypher: str, params: Mapping[str, Any], rows: int) -> Rows:
        """At most `rows` rows; raises `QueryError` for a wrong query and for one that uses too much."""
        ...

    def close(self) -> None: ...


def runner(store: Store, limits: Limits) -> Runner:
    """The runner for a kind of store."""
    return Processes(store.url, limits) if urlsplit(store.url).scheme in ("", "file") else Views(store, limits)


def capped(rows: Rows, most: int) -> Rows:
    """The rows that fit into `most` bytes of JSON; raises `QueryError` when not even one does."""
    left = most
    for place, row in enumerate(rows.rows):
        left -= len(json.dumps(row, ensure_ascii=False).encode())
        if left < 0:
            if not place:
                raise QueryError(f"one row is larger than {most:,} bytes; return fewer or shorter columns")
            return Rows(rows.columns, rows.rows[:place], truncated=True)
    return rows


class Views:
    """Runs queries through views of a store."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store = store
        self._limits = limits

    def run(self, cypher: str, params: Mapping[str, Any], rows: int) -> Rows:
        limits = self._limits
        with self._store.view() as view:
            found = view.query(cypher, params, timeout=limits.seconds, max_rows=min(rows, limits.rows))
        return capped(found, limits.bytes)

    def close(self) -> None:
        """The store is the caller's."""


class Processes:
    """Runs queries in processes, each started when it is first needed."""

    def __init__(self, url: str, limits: Limits) -> None:
        self._url = url
        self._limits = limits
        self._free: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        for _ in range(limits.processes):
            self._free.put(None)

    def run(self, cypher: str, params: Mapping[str, Any], rows: int) -> Rows:
        limits = self._limits
        with self._process() as process:
            return process.ask(cypher, params, min(rows, limits.rows))

    def close(self) -> None:
        """Ends the processes that are not at work."""
        with contextlib.suppress(queue.Empty):
            while True:
                process = self._free.get_nowait()
                if process is not None:
                    process.kill()

    @contextmanager
    def _process(self) -> Iterator[_Process]:
        try:
            free = self._free.get(timeout=self._limits.seconds + GRACE_SECONDS)
        except queue.Empty as error:
            raise StoreError("all places for queries are taken; try again in a moment") from error
        process = free
        try:
            if process is None or not process.alive:
                process = None
                process = _Process(self._url, self._limits)
            yield process
        finally:
            self._free.put(process if process is not None and process.alive else None)


class _Process:
    """One process with the store open, and the pipe to it."""

    def __init__(self, url: str, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self._limits = limits
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, url, limits), daemon=True)
        self._process.start()
        theirs.close()
        kind, text = self._answer(START_SECONDS)
        if kind != "ready":
            self.kill()
            raise StoreError(text)

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def ask(self, cypher: str, params: Mapping[str, Any], rows: int) -> Rows:
        try:
            self._pipe.send((cypher, dict(params), rows))
            kind, found = self._answer(self._limits.seconds + GRACE_SECONDS)
        except BaseException:
            self.kill()
            raise
        if kind == "rows":
            return Rows(tuple(found["columns"]), found["rows"], found["truncated"])
        raise (StoreError if kind == "store" else QueryError)(found)

    def kill(self) -> None:
        """Ends the process and waits until it is gone."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _answer(self, seconds: float) -> tuple[str, Any]:
        try:
            if self._pipe.poll(seconds):
                kind, text = self._pipe.recv_bytes().split(b"\n", 1)
                return kind.decode(), json.loads(text)
        except (EOFError, OSError):
            pass
        raise QueryError(ENDED.format(self._limits.seconds))


def _serve(pipe: Connection, url: str, limits: Limits) -> None:
    """What the process does: opens the store, then answers one query after the other until the pipe is closed."""
    try:
        store = open_store(url, Settings(store=url), read_only=True)
        with store.view() as view:
            view.query("RETURN 1 AS one", timeout=limits.seconds)
    except KgError as error:
        return _send(pipe, "store", str(error))
    _bound_memory(limits.memory)
    _send(pipe, "ready", "")
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            cypher, params, rows = pipe.recv()
            _send(pipe, *_ask(store, cypher, params, rows, limits))
    return None


def _ask(store: Store, cypher: str, params: dict[str, Any], rows: int, limits: Limits) -> tuple[str, Any]:
    try:
        with store.view() as view:
            found = capped(view.query(cypher, params, timeout=limits.seconds, max_rows=rows), limits.bytes)
    except (QueryError, StoreError) as error:
        return "store" if isinstance(error, StoreError) else "query", str(error)
    except MemoryError:
        return "query", ENDED.format(limits.seconds)
    return "rows", {"columns": found.columns, "rows": found.rows, "truncated": found.truncated}


def _send(pipe: Connection, kind: str, content: Any) -> None:
    pipe.send_bytes(kind.encode() + b"\n" + json.dumps(content).encode())


def _bound_memory(more: int) -> None:
    """Lets the process take so many bytes more than it has; where the system cannot, time alone bounds it."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + more
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
