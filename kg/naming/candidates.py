"""A candidate: one voice's claim that a stretch of text names a thing of some type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

TAGGER = "tagger"
"""The voice that gives every span a probability of its own."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Offsets into the article's cleaned text.

    `score`: the probability that the tagger gives; for a voice that vote.yaml does not know (a plug-in)
    the log-odds that it adds.
    """

    start: int
    end: int
    type: str
    voice: str
    score: float = 1.0


def places(text: str, form: str) -> Iterator[tuple[int, int]]:
    """Start and end of each occurrence of a form in a text, none overlapping the one before."""
    at = text.find(form)
    while at >= 0:
        yield at, at + len(form)
        at = text.find(form, at + len(form))
