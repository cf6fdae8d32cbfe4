"""Forms that stand for an entity without naming it: 该公司, 园区, 其, 双方, 前者.

`resolve_anaphors` adds them to the entities as mentions with `anaphor`. A noun phrase (该院, 这家企业, 平台) takes the
entity of its type that the text speaks of; 其 the subject before it; 前者 and 后者 the two last named;
双方 and 两家 every entity of the last pair.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kg.naming.punctuation import wide
from kg.records import Article, Entity, Mention

SPEAKERS = frozenset({"Company", "University", "Institute", "Park"})
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
    before = places[: bisect_left(places, start, key=lambda p: p.start)]
    section = next((s for s in article.sections if s.start <= start < s.end), None)
    if section is not None:
        before = [p for p in before if p.start >= section.start]
    if not before:
        return ()
    match noun.types[0]:
        case "=former":
            return _pair(article, before, start)[:1]
        case "=latter":
            return _latter(article, before, start)
        case "=both":
            return () if before[-1].end == start else _both(article, before, start)
        case "=its":
            return _its(article, before, start)
        case "=self":
            return _self(before)
    return _noun(article, before, start, frozenset(noun.types))


_GOVERNED = re.compile(r"(?:在|由|自|向|从|与|和|同|跟|对|为|给|被|把|将|于|至|到|、|及|位于)[“‘「]?$")
_OBLIQUE = re.compile(r"(?:由|给|向|从|被|对|与|和|替|是|到|把|靠|找|卖给|为|在用)$")


def _sentence_start(article: Article, offset: int, back: int = 0) -> int:
    at = bisect_left(article.sentences, offset + 1, key=lambda s: s.start) - 1
    return article.sentences[max(0, at - back)].start


def _clause_start(article: Article, offset: int) -> int:
    return max(article.text.rfind(mark, 0, offset) for mark in "，。；：！？,;:\n") + 1


def _noun(article: Article, before: list[Place], start: int, types: frozenset[str]) -> tuple[Entity, ...]:
    """The subject of this sentence or the nearest one before that has a fitting entity."""
    fitting = [p for p in before if p.entity.type in types]
    if not fitting:
        return ()
    for back in range(4):
        first = _sentence_start(article, start, back)
        here = [p for p in fitting if p.start >= first]
        if here:
            return (_leading(article.text, here).entity,)
    return (fitting[-1].entity,)


def _leading(text: str, places: list[Place]) -> Place:
    """The first that no preposition governs, else the last."""
    free = [p for p in places if not _GOVERNED.search(text[max(0, p.start - 3) : p.start])]
    return free[0] if free else places[-1]


def _pair(article: Article, before: list[Place], start: int) -> tuple[Entity, ...]:
    """The two last named organisations of one type, in the order of the text."""
    here = [p for p in before if p.start >= _sentence_start(article, start, 1) and p.entity.type in ORGANISATIONS]
    if not here:
        return ()
    last = here[-1].entity
    others = [p.entity for p in here if p.entity.id != last.id]
    alike = [e for e in others if e.type == last.type]
    first = (alike or others)[-1:]
    return (*first, last) if first else ()


def _latter(article: Article, before: list[Place], start: int) -> tuple[Entity, ...]:
    """The second of the pair whose first an earlier 前者 took, else the last named."""
    former = article.text.rfind("前者", max(0, start - 120), start)
    if former >= 0:
        pair = _pair(article, [p for p in before if p.start < former], former)
        return pair[1:]
    here = [p for p in before if p.start >= _sentence_start(article, start, 1) and p.entity.type in ORGANISATIONS]
    return (here[-1].entity,) if here else ()


def _both(article: Article, before: list[Place], start: int) -> tuple[Entity, ...]:
    for back in range(3):
        first = _sentence_start(article, start, back)
        by_id = {p.entity.id: p.entity for p in before if p.start >= first and p.entity.type in ORGANISATIONS}
        if len(by_id) >= 2:
            return tuple(by_id.values())[:2]
    return ()


def _its(article: Article, before: list[Place], start: int) -> tuple[Entity, ...]:
    """其产品: the subject before it; 由它, 是它的: the subject of the sentence before."""
    limit = start
    if _OBLIQUE.search(article.text[max(0, start - 3) : start]):
        limit = _clause_start(article, start)
    for back in range(3):
        first = _sentence_start(article, start, back)
        here = [p for p in before if first <= p.start < limit and p.entity.type in ORGANISATIONS | {"Project"}]
        if here:
            return (_leading(article.text, here).entity,)
    return ()


def _self(before: list[Place]) -> tuple[Entity, ...]:
    """Who speaks: the organisation named most so far."""
    speakers = [p.entity for p in before if p.entity.type in SPEAKERS]
    if not speakers:
        return ()
    counts = Counter(e.id for e in speakers)
    return (max(speakers, key=lambda e: counts[e.id]),)
