"""Files, folders and standard input → documents; every fault is named, none stops the rest."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ReadingError
from kg.reading.documents import Document
from kg.reading.faults import Fault
from kg.reading.formats import READERS, read_text
from kg.settings import Settings

STDIN = "-"
_STDIN_NAME = "stdin"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read."""

    path: Path
    name: str
    """What its articles are called: the file's name, inside a folder with the way to it."""


def find(paths: Iterable[str | Path]) -> Iterator[Source | Fault]:
    """The files that these paths mean, folders walked in sorted order; "-" is standard input."""
    for path in map(Path, paths):
        if str(path) == STDIN or path.is_file():
            yield Source(path, _STDIN_NAME if str(path) == STDIN else path.name)
        elif path.is_dir():
            yield from _walk(path)
        elif path.exists():
            yield Source(path, path.name)
        else:
            yield Fault(str(path), None, "does not exist; check the path")


def _walk(folder: Path) -> Iterator[Source | Fault]:
    empty = True
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if path.suffix.lower() in READERS and not name.startswith("."):
                empty = False
                yield Source(path, path.relative_to(folder).as_posix())
    if empty:
        yield Fault(str(folder), None, f"holds no article; looked for {_suffixes()}")


def read(source: Source, settings: Settings) -> Iterator[Document | Fault]:
    """The documents of one file; what cannot be read comes as a fault."""
    place = str(source.path)
    try:
        data = _bytes(source.path, settings.max_file_bytes)
        reader = read_text if place == STDIN else READERS.get(source.path.suffix.lower())
        if reader is None:
            raise ReadingError(f"has a form that is not read; give {_suffixes()}")
        for document in reader(data, place):
            if isinstance(document, Document) and not document.raw.strip():
                yield Fault(place, document.line, "is empty; give a file with the article's text")
            else:
                yield document
    except ReadingError as error:
        yield Fault(place, None, str(error))
    except OSError as error:
        yield Fault(place, None, f"cannot be opened ({error.strerror or error}); check its permissions")


def _bytes(path: Path, limit: int) -> bytes:
    if str(path) == STDIN:
        data = sys.stdin.buffer.read(limit + 1)
    else:
        if path.stat().st_size > limit:
            raise _too_large(path.stat().st_size, limit)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    if len(data) > limit:
        raise _too_large(len(data), limit)
    if not data.strip():
        raise ReadingError("is empty; give a file with the article's text")
    return data


def _too_large(size: int, limit: int) -> ReadingError:
    return ReadingError(
        f"is larger than {limit // 1_000_000} MB ({size // 1_000_000} MB); split it, or raise KG_MAX_FILE_BYTES"
    )


def _suffixes() -> str:
    return ", ".join(READERS)
