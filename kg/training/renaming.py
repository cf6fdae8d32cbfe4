"""Annotated articles told again under other names.

A tagger that meets a name in ten sentences learns the name. Told again with the names of other articles, or with new
ones made of their parts, it learns what stands around names and how they are built (mention replacement: Dai and
Adel, COLING 2020). All forms of an entity change together.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.naming.features import endings
from kg.training.annotations import Annotated, Span

KEPT = frozenset({"Region", "Industry", "CompanyGroup"})
"""Types whose names are well known or common words: they stay."""
MADE, CHANGED = 0.4, 0.75
"""Shares: of companies that get a new core, of entities that get a new name of whatever kind."""
TRIES, APART = 20, 6
"""How often a name to borrow is looked for, and how many characters longer or shorter it may be."""
_CORE = re.compile(r"[一-鿿]{2,4}")

Entity = tuple[str, str]
"""Type and key."""
Forms = tuple[str, ...]
"""All forms of an entity, the longest first."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What new names are taken from."""

    names: Mapping[str, Sequence[Forms]]
    """By type."""
    regions: tuple[str, ...]
    """With which names of companies begin, the longest first."""
    halves: tuple[Sequence[str], Sequence[str]]
    """Beginnings and ends of cores, one or two characters each: 锐·驰, 云·岭."""


def retold(articles: Sequence[Annotated], times: int) -> list[Annotated]:
    """The articles, and each so many times again under other names."""
    return [*articles, *(again for seed in range(times) for again in renamed(articles, seed))]


def renamed(articles: Sequence[Annotated], seed: int = 0) -> Iterator[Annotated]:
    """Each article under other names, made from names of these articles; gold relations and measures stay."""
    chance, found = random.Random(seed), pool(articles)
    for annotated in articles:
        yield told(annotated, dict(_changes(annotated, found, chance)))


def pool(articles: Iterable[Annotated]) -> Pool:
    """The names of articles and their parts."""
    names: dict[str, list[Forms]] = defaultdict(list)
    for annotated in articles:
        for (kind, _), forms in _entities(annotated).items():
            names[kind].append(forms)
    listed = {form for forms in names["Region"] for form in forms if len(form) > 1}
    listed |= {form[:-1] for form in listed if len(form) > 2 and form[-1] in "省市区县"}
    regions = tuple(sorted(listed, key=lambda form: (-len(form), form)))
    cores = [found for forms in names["Company"] if (found := core(forms, regions))]
    return Pool(names, regions, ([c[: len(c) // 2] for c in cores], [c[len(c) // 2 :] for c in cores]))


def _entities(annotated: Annotated) -> dict[Entity, Forms]:
    found: dict[Entity, set[str]] = defaultdict(set)
    for span in annotated.spans:
        found[span.type, span.key].add(annotated.article.text[span.start : span.end])
    return {entity: tuple(sorted(forms, key=lambda form: (-len(form), form))) for entity, forms in found.items()}


def core(forms: Forms, regions: Iterable[str]) -> str:
    """What is particular in a company's name, without place and line of business; empty where there is nothing such."""
    name = forms[-1]
    place = next((r for r in regions if name.startswith(r) and len(name) - len(r) > 1), "")
    name = name[len(place) :]
    while ending := next((e for e in endings() if len(e) > 1 and name.endswith(e) and len(name) - len(e) > 1), ""):
        name = name[: -len(ending)]
    return name if _CORE.fullmatch(name) and name not in endings() else ""


def _changes(annotated: Annotated, found: Pool, chance: random.Random) -> Iterator[tuple[tuple[Entity, str], str]]:
    """New forms of some entities, by entity and old form."""
    for entity, forms in _entities(annotated).items():
        kind, share = entity[0], chance.random()
        old = core(forms, found.regions) if kind == "Company" and share < MADE else ""
        if old:
            new = _made(len(old), found, chance)
            yield from (((entity, form), form.replace(old, new)) for form in forms)
        elif kind not in KEPT and share < CHANGED:
            yield from _borrowed(entity, forms, found.names[kind], chance)


def _made(size: int, found: Pool, chance: random.Random) -> str:
    """A core of so many characters from halves of others."""
    for _ in range(TRIES):
        made = chance.choice(found.halves[0]) + chance.choice(found.halves[1])
        if len(made) == size:
            break
    return made


def _borrowed(
    entity: Entity, forms: Forms, names: Sequence[Forms], chance: random.Random
) -> Iterator[tuple[tuple[Entity, str], str]]:
    """The forms of another entity of the type that has as many or more: the longest for the longest."""
    for _ in range(TRIES):
        other = chance.choice(names)
        if len(other) >= len(forms) and abs(len(other[0]) - len(forms[0])) < APART:
            yield from (
                ((entity, form), new) for form, new in zip(forms, [*other[: len(forms) - 1], other[-1]], strict=True)
            )
            return


def told(annotated: Annotated, changes: Mapping[tuple[Entity, str], str]) -> Annotated:
    """The article with forms changed, and its spans moved."""
    text, spans = annotated.article.text, list[Span]()
    parts, behind, size = list[str](), 0, 0
    for span in annotated.spans:
        form = text[span.start : span.end]
        new = changes.get(((span.type, span.key), form), form)
        parts += [text[behind : span.start], new]
        size += span.start - behind
        spans.append(replace(span, start=size, end=size + len(new)))
        size, behind = size + len(new), span.end
    article = replace(annotated.article, text="".join([*parts, text[behind:]]))
    return replace(annotated, article=article, spans=tuple(spans))
