"""Forms that stand for an entity without naming it: 该公司, 园区, 其, 双方, 前者.

`resolve_anaphors` adds them to the entities as mentions with `anaphor`. A noun phrase (该院, 这家企业, 平台) takes the
likeliest entity of its type, 其 and 我们 that of any type (`kg.naming.referents`), and a second one that is nearly as
likely as its rival; 前者 and 后者 the last pair that is
listed or named; 双方 and 两家 every entity of the last pair, 三家 of the last three.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from kg.naming.punctuation import wide
from kg.naming.referents import Anaphor, Place, named, referents
from kg.records import Article, Entity, Mention

RIVAL = 0.2
"""A second candidate as likely as this is kept beside the first."""
LISTED = 0.8
"""How sure 双方 and the like are."""
SPEAKERS = frozenset({"Company", "University", "Institute", "Park"})
PAIR, THREE = 2, 3
PLACE = "Park"
_JOINED = re.compile(r"[”」』》]?(?:\([^()]{1,12}\))?[”」』》]?(?:、|和|与|及|以及|×)[^，。；、\n]{0,6}?[“「『《]?")
"""What stands between members of a list; a few words may lead the next (固安的甲、霸州的乙)."""
ORGANISATIONS = frozenset({"Company", "University", "Institute", "Platform", "Agency", "Park", "Cluster"})
_ANY: Mapping[str, frozenset[str]] = {"=its": ORGANISATIONS | {"Project"}, "=self": SPEAKERS}
"""Types of what 其 and 我们 may stand for."""


class Target(NamedTuple):
    """An entity that an anaphor may stand for."""

    entity: Entity
    sure: float
    rival: bool = False
    """Whether another one is likelier."""


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
    data = _data()
    patterns = (n["pattern"].replace("THIS", data["this"]).replace("OPEN", data["open"]) for n in data["nouns"])
    return tuple(Noun(re.compile(p), tuple(n["types"])) for p, n in zip(patterns, data["nouns"], strict=True))


def resolve_anaphors(
    article: Article, entities: Sequence[Entity], weights: Mapping[str, float] | None = None
) -> tuple[Entity, ...]:
    """The entities with the anaphors that stand for them added to their mentions."""
    added: dict[str, list[Mention]] = {}
    for anaphor, targets in sorted(_resolve(article, entities, weights), key=lambda r: (r[0].start, -len(r[0].form))):
        for entity, sure, rival in targets:
            mention = Mention(
                start=anaphor.start,
                end=anaphor.start + len(anaphor.form),
                text=anaphor.form,
                type=entity.type,
                voices=("anaphora",),
                confidence=round(sure, 3),
                anaphor=True,
                rival=rival,
            )
            added.setdefault(entity.id, []).append(mention)
    return tuple(replace(e, mentions=(*e.mentions, *added.get(e.id, ()))) for e in entities)


def _resolve(
    article: Article, entities: Sequence[Entity], weights: Mapping[str, float] | None
) -> Iterator[tuple[Anaphor, list[Target]]]:
    places = named_places(entities)
    if not places:
        return
    seen = named(article, places)
    for anaphor in anaphors(article, places):
        before = places[: bisect_left(places, anaphor.start, key=lambda p: p.start)]
        if anaphor.kind in _PAIRS:
            yield anaphor, [Target(entity, LISTED) for entity in _PAIRS[anaphor.kind](article, before, anaphor.start)]
        elif found := referents(article, seen, before, anaphor, weights):
            best, sure = found[0]
            rivals = [Target(entity, share, rival=True) for entity, share in found[1:2] if share >= RIVAL]
            yield anaphor, [Target(best, sure), *rivals]
            stood = Place(anaphor.start, anaphor.start + len(anaphor.form), best, anaphor=True)
            places.insert(len(before), stood)


def named_places(entities: Iterable[Entity]) -> list[Place]:
    """Where entities are named, in order of the text."""
    places = (Place(m.start, m.end, e) for e in entities for m in e.mentions if not m.anaphor)
    return sorted(places, key=lambda p: (p.start, -p.end))


def anaphors(article: Article, places: Iterable[Place]) -> list[Anaphor]:
    """The anaphors of an article outside of names, in order of the text."""
    found: list[Anaphor] = []
    taken = bytearray(len(article.text))
    for place in places:
        taken[place.start : place.end] = b"\x01" * (place.end - place.start)
    text = wide(article.text)
    for noun in _nouns():
        for match in noun.pattern.finditer(text):
            start, end = match.span("form") if "form" in noun.pattern.groupindex else match.span()
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                kind = noun.types[0]
                types = frozenset() if kind in _PAIRS else _ANY.get(kind) or frozenset(noun.types)
                found.append(Anaphor(start, article.text[start:end], kind, types))
    return sorted(found, key=lambda anaphor: anaphor.start)


def _sentence_start(article: Article, offset: int, back: int = 0) -> int:
    at = bisect_left(article.sentences, offset + 1, key=lambda s: s.start) - 1
    return article.sentences[max(0, at - back)].start


def _near(article: Article, before: Iterable[Place], start: int) -> list[Place]:
    """Where organisations are named in the sentence of an anaphor and the one before."""
    first = _sentence_start(article, start, 1)
    return [p for p in before if p.start >= first and p.entity.type in ORGANISATIONS]


def _pair(article: Article, before: list[Place], start: int) -> tuple[Entity, ...]:
    """The last list of just two organisations of one type, else the two last named of one type, in their order."""
    here = _near(article, before, start)
    for listed in reversed(_lists(article, here)):
        if len(listed) == PAIR and listed[0].type == listed[1].type:
            return listed
    if not here:
        return ()
    last = here[-1].entity
    others = [p.entity for p in here if p.entity.id != last.id]
    alike = [e for e in others if e.type == last.type]
    first = (alike or others)[-1:]
    return (*first, last) if first else ()


def _lists(article: Article, places: Sequence[Place]) -> list[tuple[Entity, ...]]:
    """The entities of places that are joined to each other: 甲、乙; 甲和乙."""
    lists: list[list[Entity]] = []
    end = 0
    for place in places:
        if place.start < end:
            continue
        if not lists or not _JOINED.fullmatch(wide(article.text[end : place.start])):
            lists.append([])
        if place.entity not in lists[-1]:
            lists[-1].append(place.entity)
        end = place.end
    return [tuple(listed) for listed in lists]


def _latter(article: Article, before: list[Place], start: int) -> tuple[Entity, ...]:
    """The second of the pair whose first an earlier 前者 took, else the last named: of a pair rather than its place."""
    former = article.text.rfind("前者", max(0, start - 120), start)
    if former >= 0:
        pair = _pair(article, [p for p in before if p.start < former], former)
        return pair[1:]
    here = _near(article, before, start)
    if here and here[-1].entity.type == PLACE:
        pairs = [listed for listed in _lists(article, here) if len(listed) == PAIR and listed[1].type != PLACE]
        return (pairs[-1][1] if pairs else here[-1].entity,)
    return (here[-1].entity,) if here else ()


def _both(article: Article, before: list[Place], start: int) -> tuple[Entity, ...]:
    if before and before[-1].end == start:
        return ()
    for back in range(3):
        first = _sentence_start(article, start, back)
        by_id = {p.entity.id: p.entity for p in before if p.start >= first and p.entity.type in ORGANISATIONS}
        if len(by_id) >= 2:
            return tuple(by_id.values())[:2]
    return ()


def _three(article: Article, before: list[Place], start: int) -> tuple[Entity, ...]:
    """The three last named organisations, of one type where three are."""
    by_id = {p.entity.id: p.entity for p in reversed(_near(article, before, start))}
    listed = list(by_id.values())
    alike = [entity for entity in listed if entity.type == listed[0].type]
    found = alike if len(alike) >= THREE else listed
    return tuple(reversed(found[:THREE])) if len(found) >= THREE else ()


_PAIRS: Mapping[str, Callable[[Article, list[Place], int], tuple[Entity, ...]]] = {
    "=former": lambda article, before, start: _pair(article, before, start)[:1],
    "=latter": _latter,
    "=both": _both,
    "=three": _three,
}
