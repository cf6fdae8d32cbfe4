"""Common words that an article makes stand for one thing: X（以下简称“公司”）… 公司与Y签订合同."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.naming.definitions import Definition
from kg.records import Entity, Mention

VOICE = "role"
NOT_AFTER = r"(?<![子分母总该家限的标])"
NOT_BEFORE = r"(?![一-鿿]{0,2}(?:法|章程|治理|债券)|股份|有限)"


def add_roles(text: str, entities: Sequence[Entity], definitions: Iterable[Definition]) -> tuple[Entity, ...]:
    """The entities with each use of a word that the article defined for them, as anaphors.

    Where another entity has been given the same place, the definition is right.
    """
    spans = [(m.start, m.end) for e in entities for m in e.mentions if not m.anaphor]
    ends = {m.end: e.id for e in entities for m in e.mentions if not m.anaphor}
    roles: dict[str, list[tuple[int, int]]] = {}
    for d in definitions:
        target = next((ends[at] for at in range(d.anchor, d.anchor - 3, -1) if at in ends), None)
        if d.role_word and target is not None:
            roles.setdefault(target, []).extend(_uses(text, text[d.start : d.end], spans))
    taken = {span for places in roles.values() for span in places}
    return tuple(_with(entity, roles.get(entity.id, ()), taken, text) for entity in entities)


def _uses(text: str, word: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    pattern = re.compile(f"{NOT_AFTER}{re.escape(word)}{NOT_BEFORE}")
    found = [match.span() for match in pattern.finditer(text)]
    return [(start, end) for start, end in found if not any(s < end and start < e for s, e in spans)]


def _with(entity: Entity, places: Iterable[tuple[int, int]], taken: set[tuple[int, int]], text: str) -> Entity:
    kept = [m for m in entity.mentions if not (m.anaphor and _overlaps(m, taken))]
    new = [Mention(s, e, text[s:e], entity.type, (VOICE,), 0.9, anaphor=True) for s, e in sorted(set(places))]
    return replace(entity, mentions=(*kept, *new))


def _overlaps(mention: Mention, taken: set[tuple[int, int]]) -> bool:
    return any(start < mention.end and mention.start < end for start, end in taken)
