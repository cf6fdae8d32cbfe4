"""Forms that stand for an entity without naming it: 该公司, 园区, 其, 双方, 前者.

`resolve_anaphors` adds them to the entities as mentions with `anaphor`. A noun phrase (该院, 这家企业, 平台) takes the
entity of its type that the text speaks of; 其 the subject before it; 前者 and 后者 the two last named;
双方 and 两家 every entity of the last pair.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kg.naming.punctuation import wide
from kg.records import Article, Entity, Mention

ORGANISATIONS = frozenset({"Company", "University", "Institute", "Platform", "Agency", "Park", "Cluster"})


@dataclass(frozen=True, slots=True)
class Place:
    """A named mention and its entity, in order of the text."""

    start: int
    end: int
    entity: Entity


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of anaphor from anaphora.yaml."""

    pattern: re.Pattern[str]
    types: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    text = (files("kg.naming") / "anaphora.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


@cache
def _nouns() -> tuple[Noun, ...]:
    return tuple(Noun(re.compile(n["pattern"]), tuple(n["types"])) for n in _data()["nouns"])


def resolve_anaphors(article: Article, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """The entities with the anaphors that stand for them added to their mentions."""
    places = sorted(
        (Place(m.start, m.end, e) for e in entities for m in e.mentions if not m.anaphor),
        key=lambda p: (p.start, -p.end),
    )
    if not places:
        return tuple(entities)
    added: dict[str, list[Mention]] = {}
    for start, end, targets in sorted(_resolve(article, places), key=lambda r: (r[0], -r[1])):
        for entity in targets:
            mention = Mention(start, end, article.text[start:end], entity.type, ("anaphora",), 0.8, anaphor=True)
            added.setdefault(entity.id, []).append(mention)
    return tuple(replace(e, mentions=(*e.mentions, *added.get(e.id, ()))) for e in entities)


def _resolve(article: Article, places: list[Place]) -> Iterator[tuple[int, int, tuple[Entity, ...]]]:
    text = article.text
    covered = [False] * len(text)
    for place in places:
        covered[place.start : place.end] = [True] * (place.end - place.start)
    known = list(places)
    for start, end, noun in _occurrences(article, covered):
        targets = _targets(article, known, start, noun)
        if not targets:
            continue
        yield start, end, targets
        if len(targets) == 1 and noun.types:
            at = bisect_left(known, start, key=lambda p: p.start)
            known.insert(at, Place(start, end, targets[0]))


def _occurrences(article: Article, covered: list[bool]) -> list[tuple[int, int, Noun]]:
    found = []
    taken = list(covered)
    text = wide(article.text)
    for noun in _nouns():
        for match in noun.pattern.finditer(text):
            start, end = match.span("form") if "form" in noun.pattern.groupindex else match.span()
            if start < end and not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                found.append((start, end, noun))
    return sorted(found, key=lambda f: f[0])


def _targets(article: Article, places: list[Place], start: int, noun: Noun) -> tuple[Entity, ...]:
    form = noun.types[0] if noun.types and noun.types[0].startswith("=") else ""
    before = places[: bisect_left(places, start, key=lambda p: p.start)]
    section = next((s for s in article.sections if s.start <= start < s.end), None)
    if section is not None:
        before = [p for p in before if p.start >= section.start]
    if form == "=former":
        return _of_pair(article, before, start, 0)
    if form == "=latter":
        return _of_pair(article, before, start, 1)
    if form == "=both":
        return _both(article, before, start)
    if form == "=its":
        return _its(article, before, start)
    return _noun(article, before, start, frozenset(noun.types))


def _sentence_start(article: Article, offset: int, back: int = 0) -> int:
    at = bisect_left(article.sentences, offset + 1, key=lambda s: s.start) - 1
    return article.sentences[max(0, at - back)].start


def _noun(article: Article, before: list[Place], start: int, types: frozenset[str]) -> tuple[Entity, ...]:
    """The subject of this sentence or the nearest one before that has a fitting entity."""
    fitting = [p for p in before if p.entity.type in types]
    if not fitting:
        return ()
    for back in range(4):
        first = _sentence_start(article, start, back)
        here = [p for p in fitting if p.start >= first]
        if here:
            return (_leading(article.text, here, start if back == 0 else None).entity,)
    return (fitting[-1].entity,)


_GOVERNED = re.compile(r"(?:在|由|自|向|从|与|和|同|跟|对|为|给|被|把|将|于|至|到|、|及|位于)[“‘「]?$")


def _leading(text: str, places: list[Place], _before: int | None) -> Place:
    """The first that no preposition governs, else the last."""
    free = [p for p in places if not _GOVERNED.search(text[max(0, p.start - 3) : p.start])]
    return free[0] if free else places[-1]


def _of_pair(article: Article, before: list[Place], start: int, which: int) -> tuple[Entity, ...]:
    first = _sentence_start(article, start, 1)
    here = [p for p in before if p.start >= first and p.entity.type in ORGANISATIONS]
    if not here:
        return ()
    last = here[-1]
    if which == 1:
        return (last.entity,)
    others = [p for p in here if p.entity.id != last.entity.id and p.entity.type == last.entity.type]
    if not others:
        others = [p for p in here if p.entity.id != last.entity.id]
    return (others[-1].entity,) if others else ()


def _both(article: Article, before: list[Place], start: int) -> tuple[Entity, ...]:
    for back in range(3):
        first = _sentence_start(article, start, back)
        here = [p for p in before if p.start >= first and p.entity.type in ORGANISATIONS]
        entities = list(dict.fromkeys(p.entity.id for p in here))
        if len(entities) >= 2:
            by_id = {p.entity.id: p.entity for p in here}
            return by_id[entities[0]], by_id[entities[1]]
    return ()


def _its(article: Article, before: list[Place], start: int) -> tuple[Entity, ...]:
    for back in range(2):
        first = _sentence_start(article, start, back)
        here = [p for p in before if p.start >= first and p.entity.type in ORGANISATIONS | {"Project"}]
        if here:
            return (_leading(article.text, here, None).entity,)
    return ()
