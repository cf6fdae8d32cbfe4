"""Whom an anaphor stands for: of the entities named before it that fit, the likeliest.

Each candidate is weighed by where it was last named and how, how often the article names it, whether its name ends as
the anaphor does (产业园: 崔黄口地毯产业园), what follows the anaphor, and who speaks where it stands in a quotation.
The weights are those of a conditional log-linear model (Denis and Baldridge, EMNLP 2008), fitted by
`python -m kg.training referents` from who is related to what stands in the sentence.
"""

from __future__ import annotations

import json
import math
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
# Behind the name of an organisation: one of its people is going to be named.
_TITLE = re.compile(
    r"(?:的|联合|现任|原)?(?:创始人|创办人|董事长|总经理|总裁|负责人|掌门|老板|厂长|院长|校长|主任|副|首席|经理|书记|秘书长|教授|研究员|工程师|采访)"
)
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


def referents(
    article: Article, seen: Named, places: Sequence[Place], anaphor: Anaphor, by: Mapping[str, float] | None = None
) -> list[tuple[Entity, float]]:
    """The entities that fit and how likely each is meant, the likeliest first; `places`: all before the anaphor."""
    by = weights() if by is None else by
    found = list(candidates(article, seen, places, anaphor))
    scores = [sum(by.get(feature, 0.0) for feature in features) for _, features in found]
    most = max(scores, default=0.0)
    shares = [math.exp(score - most) for score in scores]
    total = sum(shares)
    listed = [(entity, share / total) for (entity, _), share in zip(found, shares, strict=True)]
    return sorted(listed, key=lambda one: -one[1])


def candidates(
    article: Article, seen: Named, places: Sequence[Place], anaphor: Anaphor
) -> Iterator[tuple[Entity, tuple[str, ...]]]:
    """Each entity that the anaphor may stand for, in the order of first mention, with its features."""
    last = {place.entity.id: place for place in places if place.entity.type in anaphor.types}
    here = _sentence(article, anaphor.start)
    clause = clause_start(article.text, anaphor.start)
    recent = sorted((place.start for place in last.values()), reverse=True)
    most = sorted((seen.counts[entity] for entity in last), reverse=True)
    role, speaker = _role(article.text, anaphor, clause), _speaker(article.text, places)
    for place in last.values():
        number = _sentence(article, place.start)
        where = f"{min(here - number, FAR)}{'c' if place.start >= clause else ''}"
        features = [
            *_spoken(article.text, place, anaphor, role, speaker),
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


@dataclass(frozen=True, slots=True)
class Role:
    """How an anaphor stands in its clause."""

    name: str
    """governed, opening or inside, and whether 的 follows."""
    behind: str
    """The two characters after it."""
    quote: int
    """Where the quotation that it stands in begins, -1 for none."""


def _role(text: str, anaphor: Anaphor, clause: int) -> Role:
    end = anaphor.start + len(anaphor.form)
    if _GOVERNED.search(text[max(0, anaphor.start - 3) : anaphor.start]):
        name = "governed"
    elif anaphor.start - clause <= 1:
        name = "opening"
    else:
        name = "inside"
    if text.startswith("的", end):
        name += " possessor"
    return Role(name, text[end : end + 2], _quotation(text, anaphor.start))


def _quotation(text: str, offset: int) -> int:
    """Where the quotation around an offset begins, -1 where there is none."""
    first = text.rfind("\n", 0, offset) + 1
    opened = max(text.rfind(mark, first, offset) for mark in "“「")
    closed = max(text.rfind(mark, first, offset) for mark in "”」")
    return opened if opened > closed else -1


def _speaker(text: str, places: Sequence[Place]) -> str:
    """The entity of whose people one was named last."""
    return next((p.entity.id for p in reversed(places) if _TITLE.match(text, p.end)), "")


def _spoken(text: str, place: Place, anaphor: Anaphor, role: Role, speaker: str) -> Iterator[str]:
    """Who speaks of whom, and from which place in the clause."""
    kind = f"{anaphor.kind} {role.name}"
    standing = "governed" if governed(text, place) else "free"
    yield f"{kind} {standing}"
    yield f"{kind} {place.entity.type}"
    yield f"{anaphor.kind} {role.behind} {place.entity.type}"
    yield f"{anaphor.kind} {role.behind[:1]} {standing}"
    quoted = "quoted" if role.quote >= 0 else "plain"
    if role.quote >= 0:
        quoted += " with it" if place.start > role.quote else " apart"
    yield f"{anaphor.kind} {quoted}"
    if speaker:
        yield f"{anaphor.kind} {quoted} {'speaker' if place.entity.id == speaker else 'not speaker'}"


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
