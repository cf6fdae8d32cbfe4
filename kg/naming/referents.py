"""Whom an anaphor stands for: of the entities named before it that fit, the likeliest.

Each candidate is weighed by where it was last named and how, how often the article names it, and whether its name ends
as the anaphor does (产业园: 崔黄口地毯产业园). The weights are those of a conditional log-linear model (Denis and
Baldridge, EMNLP 2008), fitted by `python -m kg.training referents` from who is related to what stands in the sentence.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.records import Article, Entity, Sentence

FAR, OFTEN, RANKS = 5, 8, 4
"""Sentences back, times named and candidates since, beyond which all is alike."""
_GOVERNED = re.compile(r"(?:在|由|自|向|从|与|和|同|跟|对|为|给|被|把|将|于|至|到|、|及|位于)[“‘「]?$")
_DETERMINER = re.compile(r"该|本|此|上述|前述|这[个家座所片处间只支一]|那[个家座]|我")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entity is named, or an anaphor stands for it."""

    start: int
    end: int
    entity: Entity
    anaphor: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """What an article names, as far as candidates are told apart by it."""

    counts: Mapping[str, int]
    """By id of the entity."""
    forms: Mapping[str, frozenset[str]]
    opening: frozenset[str]
    """Ids of those in the first line."""
    first: Mapping[str, str]
    """The id of the first of each type."""


@dataclass(frozen=True, slots=True)
class Anaphor:
    """An anaphor and what it may stand for."""

    start: int
    form: str
    kind: str
    """The kind of noun, for which there are weights of its own."""
    types: frozenset[str]


def named(article: Article, places: Sequence[Place]) -> Named:
    """Counts the names of an article; `places` in order of the text."""
    forms: dict[str, set[str]] = defaultdict(set)
    first: dict[str, str] = {}
    for place in places:
        forms[place.entity.id].add(article.text[place.start : place.end])
        first.setdefault(place.entity.type, place.entity.id)
    head = max(article.text.find("\n"), 1)
    opening = frozenset(place.entity.id for place in places if place.start < head)
    counts = Counter(place.entity.id for place in places)
    return Named(counts, {entity: frozenset(found) for entity, found in forms.items()}, opening, first)


@cache
def weights() -> Mapping[str, float]:
    """The weights of the package."""
    found: dict[str, float] = json.loads((files("kg") / "weights" / "referents.json").read_text(encoding="utf-8"))
    return found


def referent(
    article: Article, seen: Named, places: Sequence[Place], anaphor: Anaphor, by: Mapping[str, float] | None = None
) -> Entity | None:
    """The likeliest entity, none where nothing fits; `places`: all before the anaphor, in order."""
    by = weights() if by is None else by
    found = list(candidates(article, seen, places, anaphor))
    scored = [(sum(by.get(feature, 0.0) for feature in features), -i) for i, (_, features) in enumerate(found)]
    return found[-max(scored)[1]][0] if scored else None


def candidates(
    article: Article, seen: Named, places: Sequence[Place], anaphor: Anaphor
) -> Iterator[tuple[Entity, tuple[str, ...]]]:
    """Each entity that the anaphor may stand for, in the order of first mention, with its features."""
    last = {place.entity.id: place for place in places if place.entity.type in anaphor.types}
    here = _sentence(article, anaphor.start)
    clause = clause_start(article.text, anaphor.start)
    recent = sorted((place.start for place in last.values()), reverse=True)
    most = sorted((seen.counts[entity] for entity in last), reverse=True)
    for place in last.values():
        number = _sentence(article, place.start)
        where = f"{min(here - number, FAR)}{'c' if place.start >= clause else ''}"
        features = [
            *_place(article, places, place, article.sentences[number], anaphor, where),
            *_distance(article.sentences[number], article.sentences[here], recent.index(place.start), anaphor, where),
            *_weight(seen, place.entity, most, anaphor, where),
            *_likeness(seen.forms[place.entity.id], anaphor, where),
        ]
        yield place.entity, tuple(features)


def _sentence(article: Article, offset: int) -> int:
    return bisect_right(article.sentences, offset, key=lambda s: s.start) - 1


def clause_start(text: str, offset: int) -> int:
    """Where the clause begins that an offset lies in."""
    return max(text.rfind(mark, 0, offset) for mark in "，。；：！？,;:\n") + 1


def _parts(form: str) -> tuple[str, str]:
    """What stands before the noun, by its first character, and the noun: 这·园区, ·产业园."""
    found = _DETERMINER.match(form)
    return (found[0][0], form[found.end() :]) if found and found.end() < len(form) else ("", form)


def _distance(then: Sentence, now: Sentence, rank: int, anaphor: Anaphor, where: str) -> Iterator[str]:
    kind = f"{anaphor.kind} {_parts(anaphor.form)[0]}"
    yield f"back {where}"
    yield f"{kind} back {where}"
    yield f"rank {min(rank, RANKS)}"
    if rank == 0:
        yield f"{kind} latest"
    if then.paragraph == now.paragraph:
        yield "paragraph"
    if then.section == now.section:
        yield "section"


def _place(
    article: Article, places: Sequence[Place], place: Place, sentence: Sentence, anaphor: Anaphor, where: str
) -> Iterator[str]:
    """How it was last named."""
    text = article.text
    begin = bisect_left(places, sentence.start, key=lambda p: p.start)
    beside = places[begin : bisect_left(places, sentence.end, key=lambda p: p.start)]
    yield ("governed " if governed(text, place) else "free ") + where
    for name, among in (("leads", beside), ("leads its kind", [p for p in beside if p.entity.type in anaphor.types])):
        if leading(text, among).entity.id == place.entity.id:
            yield f"{name} {where}"
            yield f"{anaphor.kind} {name} {where[0]}"
    if text.startswith("的", place.end):
        yield f"possessor {where}"
    if place.anaphor:
        yield "anaphor"


def governed(text: str, place: Place) -> bool:
    """Whether a preposition stands before it."""
    return _GOVERNED.search(text[max(0, place.start - 3) : place.start]) is not None


def leading(text: str, places: Sequence[Place]) -> Place:
    """The first that no preposition governs, else the last."""
    return next((place for place in places if not governed(text, place)), places[-1])


def _weight(seen: Named, entity: Entity, most: Sequence[int], anaphor: Anaphor, where: str) -> Iterator[str]:
    kind, count = f"{anaphor.kind} {_parts(anaphor.form)[0]}", seen.counts[entity.id]
    yield f"named {min(count, OFTEN)}"
    yield f"share {count * 5 // sum(most)}"
    yield f"{anaphor.kind} is {entity.type}"
    if count == most[0]:
        yield f"{kind} most"
        yield f"most {where}"
        if most[1:2] != [count]:
            yield "most by far" if count > 2 * sum(most[1:2]) else "most alone"
    if entity.id in seen.opening:
        yield "opening"
        yield f"{kind} opening"
    if seen.first.get(entity.type) == entity.id:
        yield f"{kind} first"


def _likeness(forms: frozenset[str], anaphor: Anaphor, where: str) -> Iterator[str]:
    """How the name ends, beside how the anaphor does."""
    _, head = _parts(anaphor.form)
    shared = next((n for n in range(min(len(head), 3), 0, -1) if any(form.endswith(head[-n:]) for form in forms)), 0)
    whole = "whole" if shared == len(head) else str(shared)
    yield f"ends alike {whole}"
    yield f"{anaphor.kind} ends alike {whole}"
    yield f"ends alike {whole} {where[0]}"
    yield from sorted(f"{head} {ending}" for ending in {form[-2:] for form in forms})
