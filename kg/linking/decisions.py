"""Decisions of reviewers on identity: which ids are one thing.

They are data, in a CSV file that only grows: `id,into,by,date,reason`. A row with `into` empty takes the decision on
`id` back; of several rows on one id the last one holds. Ids are those that linking gives, so a decision can be undone.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from typing import Literal

from kg import ontology
from kg.errors import DataError
from kg.naming import gazetteer


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the file."""

    id: str
    into: str
    """Empty: what `id` names stands for itself again."""
    by: str = ""
    date: str = ""
    """ISO date, or empty."""
    reason: str = ""


COLUMNS = tuple(column.name for column in fields(Decision))


@dataclass(frozen=True, slots=True)
class Decisions:
    """Those that hold: of each id merged the one that it was merged into. Without cycles."""

    into: Mapping[str, str] = field(default_factory=dict)

    def chain(self, id: str) -> tuple[str, ...]:
        """The ids that the decisions lead to from this one, the last one last; empty when it stands for itself."""
        found = []
        while id in self.into:
            id = self.into[id]
            found.append(id)
        return tuple(found)

    def chains(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Of those of the ids that are merged, their chains."""
        return {id: self.chain(id) for id in ids if id in self.into}


def read(path: Path) -> Decisions:
    """The decisions that a file holds; raises `DataError` with file and line for what cannot be."""
    return _held(path, _rows(path))


def _held(path: Path, rows: Iterable[tuple[int, Decision]]) -> Decisions:
    into: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, row in rows:
        if row.into:
            into[row.id] = row.into
        else:
            into.pop(row.id, None)
        lines[row.id] = line
    found = Decisions(into)
    _check_cycles(path, found, lines)
    return found


def make(path: Path, decisions: Iterable[Decision] = ()) -> None:
    """Makes a file that holds these decisions; raises `DataError` when it cannot be written, or is there already."""
    _write(path, "x", [COLUMNS, *map(astuple, decisions)])


def append(path: Path, decision: Decision) -> Decisions:
    """Writes one more row; gives the decisions that hold with it.

    Raises `DataError`, and leaves the file as it was, when the row does not go with those before it.
    """
    with _alone(path):
        rows = list(_rows(path))
        line = rows[-1][0] + 1 if rows else 2
        rows.append((line, _decision(f"{path}, line {line}", list(astuple(decision)))))
        found = _held(path, rows)
        _write(path, "a", [astuple(decision)], "" if path.read_bytes().endswith(b"\n") else "\n")
    return found


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Lets others append only afterwards, those on other machines too where the file system knows locks."""
    with ExitStack() as held:
        with suppress(ImportError, OSError):  # where it is missing or cannot be written, what comes next says so
            import fcntl

            fcntl.flock(held.enter_context(path.open("r+b")), fcntl.LOCK_EX)
        yield


def _write(path: Path, mode: Literal["a", "x"], rows: Iterable[Sequence[str]], first: str = "") -> None:
    try:
        with path.open(mode, encoding="utf-8", newline="") as stream:
            stream.write(first)
            csv.writer(stream, lineterminator="\n").writerows(rows)
    except (OSError, UnicodeEncodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise DataError(f"{path}: cannot be written: {reason}") from error


def _rows(path: Path) -> Iterator[tuple[int, Decision]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            table = csv.reader(stream, strict=True)
            if tuple(next(table, ())) != COLUMNS:
                raise DataError(f"{path}, line 1: the first line must be {','.join(COLUMNS)}")
            for row in table:
                if row:
                    yield table.line_num, _decision(f"{path}, line {table.line_num}", row)
    except FileNotFoundError as error:
        way = f"make it with: kg merge ID INTO, or as a text file with the line {','.join(COLUMNS)}"
        raise DataError(f"{path}: there is no such file of decisions; {way}") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: cannot be read as CSV in UTF-8: {error}") from error


def _decision(place: str, row: list[str]) -> Decision:
    if len(row) != len(COLUMNS):
        raise DataError(f"{place}: {len(row)} fields instead of {len(COLUMNS)}: {','.join(COLUMNS)}")
    found = Decision(*(value.strip() for value in row))
    if not found.id:
        raise DataError(f"{place}: the id is empty")
    if found.id == found.into:
        raise DataError(f"{place}: {found.id} is merged into itself; leave the line out, or into empty to take it back")
    if found.date and not _is_date(found.date):
        raise DataError(f"{place}: {found.date} is no date; write it as 2025-01-31, or leave it empty")
    kind, other = type_of(found.id), type_of(found.into)
    if kind and other and kind != other:
        raise DataError(f"{place}: {found.id} is a {kind} and {found.into} a {other}; only things of one type are one")
    return found


def type_of(id: str) -> str:
    """The type that an id tells: of the gazetteer's entry, else as it begins (company-…); empty when it tells none."""
    entry = gazetteer.load().entries.get(id)
    if entry:
        return entry.type
    start, dash, _ = id.partition("-")
    return next((name for name in ontology.load().nodes if dash and name.lower() == start), "")


def _check_cycles(path: Path, decisions: Decisions, lines: Mapping[str, int]) -> None:
    done: set[str] = set()
    for start in decisions.into:
        way = {start: None}
        id = start
        while id in decisions.into and id not in done:
            id = decisions.into[id]
            if id in way:
                around = [*way][[*way].index(id) :]
                line = max(lines[step] for step in around)
                raise DataError(f"{path}, line {line}: goes around in a circle: {' → '.join([*around, id])}")
            way[id] = None
        done |= way.keys()


def _is_date(text: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(text))
    except ValueError:
        return False
