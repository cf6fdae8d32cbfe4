"""How far a statement's evidence reaches back: to the sentence that names what the last one only refers to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.records import Article, Entity, Sentence

REACH = 4
"""Sentences that evidence may reach back."""


@dataclass(frozen=True, slots=True)
class Names:
    """Where an article names its entities; what merely refers (该公司, 双方) is no name."""

    sentences: Sequence[Sentence]
    starts: Sequence[int]
    """Starts of the sentences."""
    places: Mapping[str, Sequence[int]]
    """Starts of an entity's names, in order."""

    def evidence(self, start: int, end: int, entities: Iterable[str]) -> int:
        """Where evidence starts that ends with a sentence and should name all the entities.

        One that is named further back than `REACH` sentences, or in another article of the page, stays unnamed.
        """
        last = self._number(start)
        first = last
        for entity in entities:
            places = self.places.get(entity, ())
            before = bisect_left(places, end)
            if not before or places[before - 1] >= start:
                continue
            number = self._number(places[before - 1])
            near = last - number <= REACH and self.sentences[number].section == self.sentences[last].section
            first = min(first, number) if near else first
        return self.starts[first]

    def _number(self, offset: int) -> int:
        return max(bisect_right(self.starts, offset) - 1, 0)


def names(article: Article, entities: Sequence[Entity]) -> Names:
    """The index for one article."""
    places = {e.id: sorted(m.start for m in e.mentions if not m.anaphor) for e in entities}
    return Names(article.sentences, [s.start for s in article.sentences], places)
