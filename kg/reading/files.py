"""Files, folders and standard input → documents; every fault is named, none stops the rest."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ReadingError
from kg.reading.documents import EMPTY, MAX_CHARS, TOO_LONG, Document
from kg.reading.faults import Fault
from kg.reading.formats import READERS, read_text
from kg.settings import Settings

STDIN = "-"
_STDIN_NAME = "stdin"
_SUFFIXES = " ".join(READERS)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read."""

    path: Path
    name: str
    """What its articles are called: the file's name, inside a folder with the way to it."""


def find(paths: Iterable[str | Path]) -> Iterator[Source | Fault]:
    """The files that these paths mean, folders walked in sorted order; "-" is standard input."""
    for path in map(Path, paths):
        try:
            if str(path) == STDIN:
                yield Source(path, _STDIN_NAME)
            elif stat.S_ISDIR(path.stat().st_mode):
                yield from _walk(path)
            else:
                yield Source(path, path.name)
        except (OSError, ValueError) as error:
            yield Fault(str(path), None, _cannot_open(error))


def _walk(folder: Path) -> Iterator[Source | Fault]:
    """The files of the kinds that are read; a folder that cannot be looked into is a fault."""
    closed: list[OSError] = []
    empty = True
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if path.suffix.lower() in READERS and not name.startswith("."):
                empty = False
                yield Source(path, path.relative_to(folder).as_posix())
    for error in closed:
        yield Fault(str(error.filename), None, _cannot_open(error))
    if empty and not closed:
        yield Fault(str(folder), None, f"没有可读的文章；能读 {_SUFFIXES} (holds no article; looked for {_SUFFIXES})")


def read(source: Source, settings: Settings) -> Iterator[Document | Fault]:
    """The documents of one file; what cannot be read comes as a fault."""
    place = str(source.path)
    try:
        reader = read_text if place == STDIN else READERS.get(source.path.suffix.lower())
        if reader is None:
            raise ReadingError(f"不是能读的文件；能读 {_SUFFIXES} (has a form that is not read; give {_SUFFIXES})")
        for document in reader(_bytes(source.path, settings.max_file_bytes), place):
            if isinstance(document, Document) and not document.raw.strip():
                yield Fault(place, document.line, EMPTY)
            elif isinstance(document, Document) and len(document.raw) > MAX_CHARS:
                yield Fault(place, document.line, TOO_LONG)
            else:
                yield document
    except ReadingError as error:
        yield Fault(place, None, str(error))
    except OSError as error:
        yield Fault(place, None, _cannot_open(error))


def _bytes(path: Path, limit: int) -> bytes:
    if str(path) == STDIN:
        data = sys.stdin.buffer.read(limit + 1)
    else:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ReadingError("不是普通文件；请给出文件 (is no regular file; give a file)")
        if found.st_size > limit:
            raise _too_large(found.st_size, limit)
        data = path.read_bytes()
    if len(data) > limit:
        raise _too_large(len(data), limit)
    if not data.strip():
        raise ReadingError(EMPTY)
    return data


def _too_large(size: int, limit: int) -> ReadingError:
    most, mega = limit // 1_000_000, size // 1_000_000
    return ReadingError(
        f"有 {mega} MB，超过 {most} MB；请拆开，或调大 KG_MAX_FILE_BYTES "
        f"(is larger than {most} MB: {mega} MB; split it, or raise KG_MAX_FILE_BYTES)"
    )


def _cannot_open(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "不存在；请检查路径 (does not exist; check the path)"
    if isinstance(error, PermissionError):
        return "没有读取权限；请检查权限 (cannot be opened; check its permissions)"
    reason = error.strerror if isinstance(error, OSError) else None
    return f"打不开；请检查路径 (cannot be opened, {reason or error}; check the path)"
