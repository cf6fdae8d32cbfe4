"""The process that does the jobs: reads the articles and writes them to the store, beside the server that reads it.

It opens the store while there is work and closes it afterwards, so that between jobs others may write. It ends by
itself after a while without work, and between two articles when the server has ended or tells it to.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import time
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from api.jobs.names import Names
from api.jobs.queue import Queue, Waiting
from kg.errors import DataError, KgError, ReadingError, StoreError
from kg.linking import NONE
from kg.settings import Settings
from loaders import deciding, open_store
from loaders.base import Store, Writer

LOG = logging.getLogger("kg.jobs")
IDLE_SECONDS = 60.0
SAVE_SECONDS = 20.0
"""How long readers wait at most to see what a long row of jobs has done so far."""
RETRY_SECONDS = 2.0
"""How often a store is tried that is out of reach, or that another process writes."""
TRIES = 5
"""How often an article may be with a process that ends before it is done with it."""
TOO_OFTEN = (
    f"处理它的进程 {TRIES} 次中途结束，已跳过 "
    f"(the process that read it ended {TRIES} times before it was done; left out)"
)
NOT_THERE = "图中没有这篇文章；用 GET /articles 列出 (no such article in the graph; list them with GET /articles)"
NICENESS = 5
"""Answers go before articles."""


class Line:
    """The pipe to the server."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._stopped = False

    def say(self, kind: str, what: object) -> None:
        """Tells the server something; that it has ended is noticed in `stopped`."""
        with contextlib.suppress(OSError):
            self._pipe.send((kind, what))

    def stopped(self, seconds: float = 0.0) -> bool:
        """Whether the server wants no more work or has ended; waits so long for it to say so."""
        while not self._stopped and self._pipe.poll(seconds):
            self._hear()
            seconds = 0.0
        return self._stopped

    def woken(self, seconds: float) -> bool:
        """Whether the server has work within so many seconds."""
        if self._stopped or not self._pipe.poll(seconds):
            return False
        self._hear()
        return not self._stopped

    def _hear(self) -> None:
        try:
            self._stopped = self._pipe.recv() == "stop"
        except (EOFError, OSError):
            self._stopped = True


def run(pipe: Connection, settings: Settings, path: Path) -> None:
    """What the process does, until nothing has come for a while."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C goes to the server, which then says stop
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICENESS)
    line, queue = Line(pipe), Queue(path)
    work = Work(line, queue, settings)
    with queue.alone(lambda: line.stopped(RETRY_SECONDS)) as alone:
        while alone:
            while queue.unfinished() and not line.stopped():
                work.do()
            if not line.woken(IDLE_SECONDS):
                return


class Work:
    """The extraction, loaded once, and the jobs one after the other."""

    def __init__(self, line: Line, queue: Queue, settings: Settings) -> None:
        self._line = line
        self._queue = queue
        self._settings = settings
        self._nlp: Any = None
        self._decisions = NONE

    def do(self) -> None:
        """Does what waits; where the store cannot be had, says why and waits a little."""
        try:
            with closing(open_store(self._settings.store, self._settings)) as store:
                self._line.say("waits", "")
                self._all(store)
                ended = self._queue.ended()
                self._line.say("saves", None)
        except (DataError, StoreError) as error:
            self._line.say("waits", str(error))
            self._line.stopped(RETRY_SECONDS)
        else:
            self._line.say("saved", ended)

    def _all(self, store: Store) -> None:
        names, saved = Names(store), time.monotonic()
        with store.view() as view:
            self._decisions = deciding.in_force(view, self._settings)
        with store.writer() as writer:
            while (item := self._queue.next()) and not self._line.stopped():
                self._one(item, store, writer, names)
                if time.monotonic() - saved > SAVE_SECONDS:
                    ended = self._queue.ended()
                    self._line.say("saves", None)
                    store.checkpoint()
                    self._line.say("saved", ended)
                    saved = time.monotonic()

    def _one(self, item: Waiting, store: Store, writer: Writer, names: Names) -> None:
        if item.tries >= TRIES:
            return self._queue.end(item, "failed", TOO_OFTEN)
        self._queue.begin(item)
        before = names.mentioned(item.name)
        try:
            touched = self._ingest(item, writer, names) if item.kind == "ingest" else _remove(item, writer)
        except StoreError as error:
            _check_reachable(store)
            return self._queue.end(item, "failed", str(error))
        except KgError as error:
            return self._queue.end(item, "failed", str(error))
        except Exception as error:  # whatever it is about this article, the others are not to suffer from it
            LOG.exception("%s: not taken in", item.name)
            return self._queue.end(item, "failed", f"处理时出错 (could not be read): {type(error).__name__}: {error}")
        if touched is None:
            return self._queue.end(item, "unchanged")
        names.look_again(item.name, before | touched)
        return self._queue.end(item, "stored")

    def _ingest(self, item: Waiting, writer: Writer, names: Names) -> set[str] | None:
        """Takes an article in; the entities that it names, None when it was there already."""
        from kg import pipeline, reading  # spaCy takes a second to import: removing does not need it

        self._nlp = self._nlp or pipeline.load("characters", self._settings)
        article = reading.from_object(json.loads(item.content), item.name)
        graph = pipeline.extract_linked(article, self._nlp, names.known(), self._decisions)
        return {entity.id for entity in graph.entities} if writer.put(graph) else None


def _remove(item: Waiting, writer: Writer) -> set[str]:
    """Takes an article out; one tried before may have been removed then."""
    if not writer.remove(item.name) and not item.tries:
        raise ReadingError(NOT_THERE)
    return set()


def _check_reachable(store: Store) -> None:
    """Raises when the store as a whole is out of reach, so that an article is not blamed for it."""
    try:
        with store.view() as view:
            view.query("RETURN 1 AS one")
    except KgError as error:
        raise StoreError(str(error)) from error
