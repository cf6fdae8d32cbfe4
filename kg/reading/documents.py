"""What the readers of all formats hand on, and what they share."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kg.reading.cleaning import NOTHING_KNOWN, Known
from kg.reading.strands import Strand

MAX_CHARS = 200_000
"""Characters that one article may have: more is a book, or several articles in one."""
TOO_LONG = (
    f"正文超过 {MAX_CHARS // 10_000} 万字；请按文章拆开 "
    f"(its text is longer than {MAX_CHARS:,} characters; split it by articles)"
)
EMPTY = "是空的；请给出文章正文 (is empty; give the article's text)"


@dataclass(frozen=True, slots=True)
class Document:
    """One article's raw text as its file gives it, before cleaning."""

    raw: str
    known: Known = NOTHING_KNOWN
    flat: Strand | None = None
    """The folded text, where the format's own marks were taken out of it."""
    line: int | None = None
    """The line of a .jsonl file that it stands in."""


@contextmanager
def quiet(*loggers: str) -> Iterator[None]:
    """Keeps libraries from writing their warnings beside our own messages."""
    levels = [(logging.getLogger(name), logging.getLogger(name).level) for name in loggers]
    try:
        for logger, _ in levels:
            logger.setLevel(logging.CRITICAL)
        yield
    finally:
        for logger, level in levels:
            logger.setLevel(level)
