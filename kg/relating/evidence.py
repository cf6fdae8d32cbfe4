"""How far a statement's evidence reaches back: to the sentence that names what the last one only refers to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.records import Article, Entity, Sentence

REACH = 4
"""Sentences that evidence may reach back."""
GAP = 40
"""Characters taken out in reading (front matter, furniture) over which evidence may reach: a quote shows them."""


@dataclass(frozen=True, slots=True)
class Names:
    """Where an article names its entities; what merely refers (该公司, 双方) is no name."""

    sentences: Sequence[Sentence]
    starts: Sequence[int]
    """Starts of the sentences."""
    gone: Sequence[int]
    """Characters of the file that were taken out before each sentence."""
    places: Mapping[str, Sequence[int]]
    """Starts of an entity's names, in order."""

    def evidence(self, start: int, end: int, entities: Iterable[str]) -> int:
        """Where evidence starts that ends with a sentence and should name all the entities.

        One that is named further back than `REACH` sentences, over a `GAP`, or in another article of the page, stays
        unnamed.
        """
        last = self._number(start)
        first = last
        for entity in entities:
            places = self.places.get(entity, ())
            before = bisect_left(places, end)
            if not before or places[before - 1] >= start:
                continue
            number = self._number(places[before - 1])
            first = min(first, number) if self._near(number, last) else first
        return self.starts[first]

    def _near(self, number: int, last: int) -> bool:
        same = self.sentences[number].section == self.sentences[last].section
        return same and last - number <= REACH and self.gone[last] - self.gone[number] <= GAP

    def _number(self, offset: int) -> int:
        return max(bisect_right(self.starts, offset) - 1, 0)


def names(article: Article, entities: Sequence[Entity]) -> Names:
    """The index for one article."""
    places = {e.id: sorted(m.start for m in e.mentions if not m.anaphor) for e in entities}
    starts = [s.start for s in article.sentences]
    return Names(article.sentences, starts, [article.offsets[start] - start for start in starts], places)
