"""Text that remembers where each of its characters came from."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Strand:
    """A stretch of text; `places[i]` is the position in the raw text of `text[i]`, ascending."""

    text: str
    places: Sequence[int]

    def __len__(self) -> int:
        return len(self.text)

    def cut(self, start: int, end: int | None = None) -> Strand:
        """The characters from `start` to `end`, without white space at either end."""
        part = self.text[start:end]
        first = start + len(part) - len(part.lstrip())
        part = part.strip()
        return Strand(part, self.places[first : first + len(part)])

    def without(self, spans: Iterable[tuple[int, int]]) -> Strand:
        """What is left when these spans, ascending and apart, are taken out; itself when there are none."""
        kept, last = [], 0
        for start, end in spans:
            kept.append(self._slice(last, start))
            last = end
        return self if last == 0 else join([*kept, self._slice(last, len(self))])

    def _slice(self, start: int, end: int) -> Strand:
        return Strand(self.text[start:end], self.places[start:end])


def join(strands: Iterable[Strand]) -> Strand:
    """One strand after the other, with nothing between."""
    parts = list(strands)
    places = array("l")
    for part in parts:
        places.extend(part.places)
    return Strand("".join(part.text for part in parts), places)
