"""Graph stores: where the records of the extraction go, and how they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import StoreError
from kg.settings import Settings
from loaders import embedded
from loaders.base import Rows, Store, View, Writer

__all__ = ["Rows", "Store", "View", "Writer", "check_writable", "file_of", "is_in_memory", "open_store"]


def _neo4j(url: str, settings: Settings, read_only: bool) -> Store:
    from loaders import neo4j  # the driver takes half a second to import: who works on a file shall not wait for it

    return neo4j.open_server(url, settings, read_only)


OPENERS: dict[str, Callable[[str, Settings, bool], Store]] = {
    "": embedded.open_file,
    "file": embedded.open_file,
    "memory": embedded.open_memory,
    "bolt": _neo4j,
    "bolt+s": _neo4j,
    "bolt+ssc": _neo4j,
    "neo4j": _neo4j,
    "neo4j+s": _neo4j,
    "neo4j+ssc": _neo4j,
}


def open_store(url: str, settings: Settings, *, read_only: bool = False) -> Store:
    """Opens the store at a file path, at `memory:` (gone when closed), or at a server's address.

    Raises `StoreError` when the address is of no known kind, the store is out of reach, or another process writes it.
    """
    scheme = _scheme(url)
    if scheme not in OPENERS:
        known = ", ".join(f"{name}:" for name in OPENERS if name)
        raise StoreError(f"{_shown(url)}: unknown kind of store {scheme}: — give a file path or one of {known}")
    return OPENERS[scheme](url, settings, read_only)


def file_of(url: str) -> Path | None:
    """The file of a store that lives in one."""
    return embedded.file_path(url) if _scheme(url) in ("", "file") else None


def is_in_memory(url: str) -> bool:
    """Whether a store lives in the process that opened it, and nowhere else."""
    return _scheme(url) == "memory"


def check_writable(url: str) -> None:
    """Raises `StoreError` where it is plain before opening a store that this account may not write it."""
    if (path := file_of(url)) is not None:
        embedded.check_writable(path)


def _scheme(url: str) -> str:
    """The part before the colon; empty for a path, Windows' drive letters included."""
    head, colon, rest = url.partition(":")
    if not colon or len(head) < 2 or not (rest.startswith("//") or head in OPENERS):
        return ""
    return head.lower()


def _shown(url: str) -> str:
    """The address without a user's name and password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}" if parts.scheme and parts.netloc else url
