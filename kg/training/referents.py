"""Fits the weights by which `kg.naming.referents` tells whom an anaphor stands for.

Annotated articles do not say it, but what they say of edges tells: whoever is related to something that the anaphor's
sentence names is a likely referent. Where several are, any of them may be it; what the clear cases teach decides.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.naming.anaphora import anaphors, named_places
from kg.naming.referents import Anaphor, Place, candidates, clause_start, named
from kg.training.annotations import Annotated, named_entities
from kg.training.choices import Decision, fit

ROUNDS, RATE = 2, 0.05
"""In the first round nobody knows what earlier anaphors stand for. Larger steps learn the noise."""


def train(articles: Iterable[Annotated], output: Path) -> int:
    """Writes the weights; gives the number of decisions that they rest on."""
    made, weights = fitted(list(articles))
    output.write_text(json.dumps(weights, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")
    return made


def fitted(articles: Iterable[Annotated]) -> tuple[int, Mapping[str, float]]:
    """The number of decisions, and the weights."""
    listed, made = list(articles), list[Decision]()
    weights: dict[str, float] = {}
    for _ in range(ROUNDS):
        made = [decision for annotated in listed for decision in decisions(annotated, weights)]
        weights = fit(made, rate=RATE)
    return len(made), weights


def decisions(annotated: Annotated, weights: Mapping[str, float]) -> Iterator[Decision]:
    """The anaphors of an article with who may be meant; earlier ones are resolved by the weights, if there are any."""
    article, related = annotated.article, _related(annotated)
    places = named_places(named_entities(annotated))
    seen, names = named(article, places), list(places)
    for anaphor in (found for found in anaphors(article, places) if found.types):
        before = places[: bisect_left(places, anaphor.start, key=lambda p: p.start)]
        found = list(candidates(article, seen, before, anaphor))
        if not found:
            continue
        here = _beside(annotated, names, anaphor)
        right = tuple(i for i, (entity, _) in enumerate(found) if related[entity.id] & (here - {entity.id}))
        if right and len(found) > 1:
            yield Decision(tuple(features for _, features in found), right)
        if weights:
            best = max(found, key=lambda option: sum(weights.get(feature, 0.0) for feature in option[1]))[0]
            places.insert(len(before), Place(anaphor.start, anaphor.start + len(anaphor.form), best, anaphor=True))


def _related(annotated: Annotated) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for relation in annotated.gold["relations"]:
        if relation["type"] != "IN_INDUSTRY":
            found[relation["head"]].add(relation["tail"])
            found[relation["tail"]].add(relation["head"])
    return found


def _beside(annotated: Annotated, names: list[Place], anaphor: Anaphor) -> set[str]:
    """What the anaphor's sentence names in its clause and behind: what stands before has subjects of its own."""
    sentences = annotated.article.sentences
    sentence = sentences[bisect_right(sentences, anaphor.start, key=lambda s: s.start) - 1]
    first = clause_start(annotated.article.text, anaphor.start)
    return {place.entity.id for place in names if first <= place.start < sentence.end}
