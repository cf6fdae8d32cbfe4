"""The jobs of one server: takes them, keeps a process for them, and shows readers what it wrote.

The process is started with the first job and again whenever it ends with work left. A job counts as finished when this
server reads what it wrote.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from fastapi_problem.error import Problem

from api import access
from api.jobs import worker
from api.jobs.models import described
from api.jobs.queue import FullError, Item, Kind, Queue
from kg.errors import KgError, StoreError
from kg.settings import Settings
from loaders import check_writable, file_of, is_in_memory, open_store
from loaders.base import Store, View

LOG = logging.getLogger("kg.jobs")
STOP_SECONDS = 20.0
"""How long the process may take to end: it is in the middle of an article, and saves the store."""
DEATHS = 5
"""How often in a row the process may end without having done an article before one waits for the next job."""
BACK_OFF_SECONDS = 2.0
ENDS = "入库进程反复中途结束，见服务器日志 (the process ends again and again, see the server's log)"
OFF = (
    "本服务不接收文章；启动时加 --ingest，或设定有 ingest 权限的密钥 "
    "(articles are not taken here: start kg serve --ingest, or set a key of scope ingest)"
)
IN_MEMORY = "图库在内存中，不接收文章 (the store is in memory and takes no articles)"


def jobs_file(settings: Settings) -> Path:
    """Where the jobs are kept: KG_JOBS, else beside the store's file, else in the working folder."""
    if settings.jobs:
        return Path(settings.jobs).expanduser()
    store = file_of(settings.store)
    return Path("kg-jobs.sqlite") if store is None else store.with_name(store.name + "-jobs.sqlite")


def wanted(settings: Settings) -> bool:
    """Whether the operator lets articles come over HTTP."""
    return settings.ingest or any("ingest" in key.scopes for key in access.load(settings))


def open_for_reading(settings: Settings) -> Store:
    """The store of the settings; where articles may come and there is none yet, an empty one is made."""
    try:
        return open_store(settings.store, settings, read_only=True)
    except StoreError:
        if not wanted(settings):
            raise
        open_store(settings.store, settings).close()
        return open_store(settings.store, settings, read_only=True)


class Jobs:
    """The jobs of one application; `start` goes on with those of before, `close` ends the process."""

    def __init__(self, settings: Settings, store: Store, look_again: Callable[[bool], object]) -> None:
        """`look_again` is called after each save: it reads again what is kept of the store, surely where it is given
        True, because jobs are to count as finished; else only if that has not been done a moment ago."""
        self._settings = settings.model_copy(update={"store": store.url})
        self._store = store
        self._look_again = look_again
        self._renew: Callable[[], object] = lambda: None
        self._before: View | None = None
        self._on = wanted(settings)
        self.queue = Queue(jobs_file(self._settings))
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._closing = threading.Event()
        self._waiting_for = ""

    def start(self) -> None:
        """Goes on with what an earlier server left, if this one takes articles."""
        with contextlib.suppress(StoreError):  # reads go on without the file of jobs; who asks for jobs is told
            if self._on and not is_in_memory(self._settings.store) and self.queue.unfinished():
                self._wake()

    def submit(self, kind: Kind, items: Sequence[Item]) -> str:
        """A new job; gives its id. Raises `Problem` where no articles are taken, `StoreError` where none can be."""
        if not self._on or is_in_memory(self._settings.store):
            detail = IN_MEMORY if self._on else OFF
            raise Problem("不接收文章 (no articles taken)", type_="ingest-off", status=403, detail=detail)
        check_writable(self._settings.store)
        try:
            id = self.queue.add(kind, items, self._settings.ingest_waiting)
        except FullError as error:
            detail = f"已有 {error.waiting} 篇在等，请稍后再送 (so many articles wait; send these later)"
            raise Problem("排队的文章太多 (too many wait)", type_="queue-full", status=429, detail=detail) from error
        if self.queue.unfinished():
            self._wake()
        return id

    def job(self, id: str) -> dict[str, Any] | None:
        """One job as the API tells of it, with its failures."""
        row = self.queue.job(id)
        return described(row, self._at_work, self._waiting_for) if row else None

    def jobs(self, limit: int, offset: int) -> tuple[list[dict[str, Any]], int]:
        """Some jobs, the newest first, and how many there are."""
        rows, total = self.queue.jobs(limit, offset)
        return [described(row, self._at_work, self._waiting_for) for row in rows], total

    def close(self) -> None:
        """Lets the process finish its article and save, then ends it; the rest waits for the next start."""
        self._closing.set()
        with self._lock:
            thread, process = self._thread, self._process
            self._tell("stop")
        if thread is not None:
            thread.join(STOP_SECONDS)
            if thread.is_alive() and process is not None:
                process.kill()
                thread.join()

    @property
    def _at_work(self) -> bool:
        return self._thread is not None

    def _wake(self) -> None:
        with self._lock:
            if self._closing.is_set():
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep, name="kg-jobs", daemon=True)
                self._thread.start()
            else:
                self._tell("work")

    def _tell(self, word: str) -> None:
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.send(word)

    def _keep(self) -> None:
        """Runs the process for as long as there is work."""
        deaths, going_on = 0, True
        while going_on:
            self._closing.wait(min(deaths, 1) * BACK_OFF_SECONDS)
            try:
                before = self.queue.left()
                self._attend()
                deaths = deaths + 1 if self.queue.left() == before else 0
                with self._lock:
                    self._waiting_for = ENDS if deaths >= DEATHS else ""
                    going_on = not self._closing.is_set() and deaths < DEATHS and self.queue.unfinished()
                    self._thread = self._thread if going_on else None
            except Exception as error:  # such as the file with the jobs out of reach: the next job tries again
                LOG.exception("jobs are not attended to")
                with self._lock:
                    self._waiting_for, self._thread, going_on = str(error), None, False

    def _attend(self) -> None:
        """Runs one process to its end, and listens to it."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=worker.run, args=(theirs, self._settings, self.queue.path), name="kg-jobs", daemon=True
        )
        with self._lock:
            if self._closing.is_set():
                return
            process.start()
            theirs.close()
            self._pipe, self._process = ours, process
        try:
            with contextlib.suppress(EOFError, OSError), contextlib.ExitStack() as held:
                while True:
                    self._hear(held, *ours.recv())
        finally:  # a process that nobody listens to any more ends after its article
            with self._lock:
                self._pipe = self._before = None
                ours.close()
            process.join()

    def _hear(self, held: contextlib.ExitStack, kind: str, what: Any) -> None:
        if kind == "waits":
            held.close()
            self._waiting_for = what
        elif kind == "saves":
            self._before = held.enter_context(self._store.view())
            self._renew = held.enter_context(self._store.held())
        else:
            with contextlib.suppress(KgError):  # here, so that no request has to wait for it
                self._renew()
                self._look_again(bool(what))
            self._before = None  # the engine lets go of a large graph in one go: not in the midst of the rest
            held.close()
            self.queue.finish(what)
