"""The jobs, in a file of SQLite that server and worker share: what was promised with 202 is on the disk.

A job is a list of items, articles to take in or to remove, done one after the other. Items done are marked one by one,
so a job that was cut goes on with the first that is not; whether an item was stored just before the cut and not marked
any more does not matter, because doing it again changes nothing.
"""

from __future__ import annotations

import datetime as dt
import secrets
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kg.errors import StoreError

Kind = Literal["ingest", "remove"]
Outcome = Literal["stored", "unchanged", "failed"]

VERSION = 1
SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS job (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    created TEXT NOT NULL, started TEXT, finished TEXT
);
CREATE TABLE IF NOT EXISTS item (
    job INTEGER NOT NULL REFERENCES job ON DELETE CASCADE, place INTEGER NOT NULL, name TEXT NOT NULL,
    content TEXT, state TEXT NOT NULL, reason TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job, place)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS waiting ON item (job, place) WHERE state = 'waiting';
PRAGMA user_version = {VERSION};
COMMIT;
"""
NEXT = """
SELECT item.job, item.place, job.kind, item.name, item.content, item.tries
FROM item JOIN job ON job.number = item.job WHERE item.state = 'waiting' ORDER BY item.job, item.place LIMIT 1
"""
ENDED = """
SELECT number FROM job WHERE finished IS NULL
AND NOT EXISTS (SELECT 1 FROM item WHERE item.job = job.number AND item.state = 'waiting')
"""
COUNTED = """
SELECT job.id, job.kind, job.created, job.started, job.finished, count(*) AS total,
       sum(item.state = 'stored') AS stored, sum(item.state = 'unchanged') AS unchanged,
       sum(item.state = 'failed') AS failed
FROM job JOIN item ON item.job = job.number
"""
FAILURES = """
SELECT item.place, item.name AS article, item.reason FROM item JOIN job ON job.number = item.job
WHERE job.id = ? AND item.state = 'failed' ORDER BY item.place
"""
FORGET = "DELETE FROM job WHERE finished IS NOT NULL AND number <= (SELECT max(number) FROM job) - ?"
KEPT = 1000
"""How many jobs are remembered."""
BUSY_SECONDS = 30.0
"""How long one waits for the other process to finish writing a line."""


@dataclass(frozen=True, slots=True)
class Item:
    """An article as it was sent, as JSON; with a reason when it is wrong from the start."""

    name: str
    content: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The item that is next."""

    job: int
    place: int
    kind: Kind
    name: str
    content: str
    tries: int
    """How often it was begun before."""


class FullError(Exception):
    """So many articles wait that no more are taken; `waiting` is their number."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} articles wait")
        self.waiting = waiting


class Queue:
    """The jobs in a file; the file is made with the first job. Every method raises `StoreError` when it cannot."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, kind: Kind, items: Sequence[Item], most: int = sys.maxsize) -> str:
        """A new job; gives its id. It is on the disk when this returns.

        Raises `FullError`, and adds nothing, where more than `most` articles would wait then.
        """
        id, now = secrets.token_hex(8), _now()
        over = all(item.reason for item in items)
        with self._open() as file:
            file.execute("PRAGMA synchronous = FULL")
            file.execute("BEGIN IMMEDIATE")
            waiting = _waiting(file)
            if waiting + sum(not item.reason for item in items) > most:
                file.execute("ROLLBACK")
                raise FullError(waiting)
            number = file.execute(
                "INSERT INTO job (id, kind, created, finished) VALUES (?, ?, ?, ?)",
                (id, kind, now, now if over else None),
            ).lastrowid
            file.executemany(
                "INSERT INTO item (job, place, name, content, state, reason) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (number, place, item.name, item.content, "failed" if item.reason else "waiting", item.reason)
                    for place, item in enumerate(items, start=1)
                ],
            )
            file.execute(FORGET, (KEPT,))
            file.execute("COMMIT")
        return id

    def job(self, id: str) -> dict[str, Any] | None:
        """A job with its counts and `failures`."""
        with self._reading() as file:
            found = _rows(file, f"{COUNTED} WHERE job.id = ? GROUP BY job.number", id)
            return {**found[0], "failures": _rows(file, FAILURES, id)} if found else None

    def jobs(self, limit: int, offset: int) -> tuple[list[dict[str, Any]], int]:
        """Some of the jobs with their counts, the newest first, and how many there are."""
        with self._reading() as file:
            rows = _rows(
                file, f"{COUNTED} GROUP BY job.number ORDER BY job.number DESC LIMIT ? OFFSET ?", limit, offset
            )
            return rows, file.execute("SELECT count(*) FROM job").fetchone()[0]

    def unfinished(self) -> bool:
        """Whether there is something to do."""
        with self._reading() as file:
            return bool(file.execute("SELECT EXISTS (SELECT 1 FROM job WHERE finished IS NULL)").fetchone()[0])

    def left(self) -> int:
        """How many articles wait."""
        with self._reading() as file:
            return _waiting(file)

    def next(self) -> Waiting | None:
        """The item that has waited longest."""
        with self._reading() as file:
            found = file.execute(NEXT).fetchone()
        return Waiting(*found) if found else None

    def begin(self, item: Waiting) -> None:
        """Notes that an item is tried now."""
        with self._open() as file:
            file.execute("BEGIN IMMEDIATE")
            file.execute("UPDATE job SET started = ? WHERE number = ? AND started IS NULL", (_now(), item.job))
            file.execute("UPDATE item SET tries = tries + 1 WHERE job = ? AND place = ?", (item.job, item.place))
            file.execute("COMMIT")

    def end(self, item: Waiting, outcome: Outcome, reason: str = "") -> None:
        """Notes what became of an item, and forgets its text."""
        change = "UPDATE item SET state = ?, reason = ?, content = NULL WHERE job = ? AND place = ?"
        with self._open() as file:
            file.execute(change, (outcome, reason, item.job, item.place))

    def ended(self) -> list[int]:
        """The jobs of which nothing waits any more and that are not marked as finished."""
        with self._reading() as file:
            return [number for (number,) in file.execute(ENDED)]

    def finish(self, numbers: Iterable[int]) -> None:
        """Marks jobs as finished."""
        with self._open() as file:
            file.execute("BEGIN IMMEDIATE")
            file.executemany(
                "UPDATE job SET finished = ? WHERE number = ? AND finished IS NULL",
                [(_now(), number) for number in numbers],
            )
            file.execute("COMMIT")

    @contextmanager
    def alone(self, stopped: Callable[[], bool]) -> Iterator[bool]:
        """Makes sure that one process at a time does the jobs; waits for another until `stopped()`; gives whether so.

        The lock is SQLite's on a file beside this one: it is gone with the process that held it.
        """
        path = self.path.with_name(self.path.name + "-lock")
        with self._faults(), closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as lock:
            while not (held := _locked(lock)):
                if stopped():
                    break
            with self._reading() as file:  # the last to close the file has to fold its log in: not after each line
                file.execute("SELECT count(*) FROM job").fetchone()
                yield held

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with self._faults(), closing(_connect(self.path)) as file:
            yield file

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The file; where there is none yet, an empty list of jobs in memory."""
        try:
            there = self.path.exists()
        except PermissionError as error:
            raise self._fault(error) from error
        if there:
            with self._open() as file:
                yield file
            return
        with closing(_connect(":memory:")) as file:
            yield file

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def _fault(self, error: Exception) -> StoreError:
        way = "name a file in a place that can be written with KG_JOBS"
        return StoreError(f"{self.path}: jobs cannot be kept there ({error}); {way}")


def _connect(path: Path | str) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    file.execute("PRAGMA journal_mode = WAL")
    file.execute("PRAGMA synchronous = NORMAL")  # a power cut may take marks, and what they mark is done again
    file.execute("PRAGMA foreign_keys = ON")
    if file.execute("PRAGMA user_version").fetchone()[0] < VERSION:
        file.executescript(SCHEMA)
    return file


def _waiting(file: sqlite3.Connection) -> int:
    return int(file.execute("SELECT count(*) FROM item WHERE state = 'waiting'").fetchone()[0])


def _locked(file: sqlite3.Connection) -> bool:
    try:
        file.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _rows(file: sqlite3.Connection, query: str, *values: object) -> list[dict[str, Any]]:
    found = file.execute(query, values)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
