"""What commands share: consoles, progress, faults, files to write to."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from kg.records import Article
from kg.settings import Settings

PIPE_WIDTH = 160
"""Columns of a table that goes to no terminal."""


def say(message: str) -> None:
    """One line for people, on standard error."""
    Console(stderr=True).print(message, markup=False, highlight=False, emoji=False, soft_wrap=True)


def settings(**changes: Any) -> Settings:
    """The settings of the environment, with what the command line gave."""
    try:
        return Settings(**{name: value for name, value in changes.items() if value is not None})
    except ValidationError as error:
        lines = (f"KG_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise typer.BadParameter("; ".join(lines)) from error


class Faults:
    """Articles go through, faults are named on standard error and counted."""

    def __init__(self) -> None:
        self.count = 0

    def aside(self, found: Iterable[Any]) -> Iterator[Article]:
        """The articles among what was read."""
        for item in found:
            if isinstance(item, Article):
                yield item
            else:
                self.count += 1
                say(str(item))

    @property
    def exit_code(self) -> int:
        """1 when some input could not be read, else 0."""
        return int(self.count > 0)


@contextmanager
def progress(what: str, total: int, *, visible: bool = True) -> Iterator[Progress]:
    """A bar on standard error; none when that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # rich would send standard output through the bar's console, also when it is a pipe
    bar = Progress(
        *columns,
        console=console,
        disable=not (visible and console.is_terminal),
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with bar:
        bar.add_task(what, total=total)
        yield bar


def by_file(bar: Progress, articles: Iterable[Article]) -> Iterator[Article]:
    """Moves the bar by one whenever the articles of another file begin."""
    last = None
    for article in articles:
        if article.file != last:
            last = article.file
            bar.advance(bar.task_ids[0])
        yield article


@contextmanager
def writing(output: Path | None) -> Iterator[TextIO]:
    """The file to write to, else standard output."""
    if output is None:
        yield sys.stdout
        return
    try:
        stream = output.open("w", encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise typer.BadParameter(f"{output}: {error.strerror}", param_hint="--output") from error
    with stream:
        yield stream


def print_json(stream: TextIO, value: Any, indent: int | None = None) -> None:
    """One JSON value and a line's end; Chinese as Chinese."""
    stream.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")


def print_csv(stream: TextIO, columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows as RFC 4180 has them; lists and mappings in a cell are JSON."""
    names = list(columns)
    table = csv.writer(stream, lineterminator="\r\n")
    table.writerow(names)
    table.writerows([cell(row.get(name)) for name in names] for row in rows)


def print_table(stream: TextIO, columns: Iterable[str], rows: Iterable[Mapping[str, Any]], title: str = "") -> None:
    """Rows for people: as wide as the terminal, or `PIPE_WIDTH`."""
    names = list(columns)
    table = Table(*names, title=title or None, title_justify="left")
    for row in rows:
        table.add_row(*(cell(row.get(name)) for name in names))
    console = Console(
        file=stream, markup=False, emoji=False, highlight=False, width=None if stream.isatty() else PIPE_WIDTH
    )
    console.print(table)


def cell(value: Any) -> str:
    """A value in a table's cell."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
