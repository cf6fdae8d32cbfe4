"""A candidate: one voice's claim that a stretch of text names a thing of some type."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """Offsets into the article's cleaned text; `score` is the voice's own, from 0 to 1."""

    start: int
    end: int
    type: str
    voice: str
    score: float = 1.0
