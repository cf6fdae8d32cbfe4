"""Who may be the subject of a clause: the mentions to its left, each with the features of its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.relating.lines import TYPE, Line

_PREPOSITION = re.compile(
    r"(?:在|由|自|向|从|与|和|同|跟|对|为|给|被|把|将|经|于|至|到|受|让|随着|以|因|除|据|替|靠|凭|来自|位于|坐落|例如|比如|关于|获)$"
)
_COPULA = re.compile(r"(?:是|系|即|为)$")
_SAYING = re.compile(r"^[^，。；]{0,10}(?:总经理|董事长|负责人|创始人|主任|院长|总监|厂长|相关人士|表示|介绍|说|透露)")
_OBJECT = re.compile(
    r"(?:供|供应|采购|收购|投资|并入|加入|建设|共建|设立|成立|组建|引进|孵化|培育|入驻|落户|签约|吸引|了|给|予)[^，。；、]{0,6}$"
)
_HEAD_NOUN = re.compile(
    r"(?:的|旗下|所属|下属|全资子公司|控股子公司|子公司|分公司)[^，。；、：在由向与为给被把对从]{0,12}—?$"
)
_FOUNDING = re.compile(
    r"(?:建设|共建|合建|新建|建起|建立|设立|成立|组建|创办|打造|合办|开设|设了|建了|兴建|搭建|投建|设)[^，。；、]{0,10}$"
)
_LABEL = re.compile(r"^[^，。；]{0,4}[^，。；：]{2,12}：")
_NEVER = frozenset({"Region", "Industry"})
"""Types that are seldom who acts: only patterns that name them find them."""
_REACH = 4
"""Sentences to look back."""
_FAR = 12
"""Candidates at most."""


@dataclass(frozen=True, slots=True)
class Discourse:
    """The lines of an article, and how often each entity is named."""

    lines: Sequence[Line]
    counts: Mapping[str, int]
    main: Mapping[str, tuple[int, int]]
    """The entity of each type that the article names most, with the line and position that name it first."""
    opening: frozenset[str]
    """Entities of the first two lines."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a subject must be, and for what."""

    role: str
    """The edge and end, or the metric, that it fills: LOCATED_IN.head, measure.area."""
    rule: str
    types: frozenset[str]
    trigger: str = ""
    taken: frozenset[int] = field(default_factory=frozenset)
    """Positions in the line that are other ends of the edge."""
    skip: re.Pattern[str] | None = None
    """What must not follow the mention (甲领投: 甲 is not who receives)."""
    figure: tuple[float, str] = (0.0, "")
    """Value and unit, where a figure looks for its owner."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A list of mentions that may be the subject."""

    line: Line
    positions: tuple[int, ...]
    features: tuple[str, ...]


def discourse(lines: Sequence[Line]) -> Discourse:
    """Counts the entities of an article's lines."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[int, int]] = {}
    best: dict[str, str] = {}
    for number, line in enumerate(lines):
        for position, slot in sorted(line.slots.items()):
            for entity in slot.entities:
                counts[entity.id] += 1
                first.setdefault(entity.id, (number, position))
    for key, _ in counts.most_common():
        number, position = first[key]
        best.setdefault(lines[number].slots[position].type, key)
    opening = frozenset(e.id for line in lines[:2] for s in line.slots.values() for e in s.entities)
    return Discourse(lines, counts, {key: first[key] for key in best.values()}, opening)


def candidates(text: Discourse, number: int, before: int, wanted: Wanted) -> Iterator[Candidate]:
    """The candidates from the nearest clause backwards, at most a dozen."""
    line = text.lines[number]
    rank = 0
    passed = 0
    met: set[str] = set()
    current = line.clause_at(max(before - 1, 0))
    for other in [line, *_previous(text, number)]:
        limit = before if other is line else len(other.text)
        clauses = range(current, -1, -1) if other is line else range(len(other.clauses) - 1, -1, -1)
        for clause in clauses:
            for positions in _groups(other, clause, limit, wanted, other is line):
                features = _features(text, line, before, other, clause, positions, wanted, passed)
                yield Candidate(other, positions, features)
                met.add(other.slots[positions[0]].entities[0].id)
                rank += 1
                if rank >= _FAR:
                    return
            passed += 1
    yield from _absent(text, number, wanted, met)


def _absent(text: Discourse, number: int, wanted: Wanted, met: set[str]) -> Iterator[Candidate]:
    """What the whole article is about, though the sentences before do not name it."""
    taken = {e.id for p in wanted.taken for e in text.lines[number].slots[p].entities}
    for key, (first, position) in text.main.items():
        line = text.lines[first]
        kind = line.slots[position].type
        if key in met or key in taken or kind not in wanted.types or kind in _NEVER or first >= number:
            continue
        often = min(text.counts[key] * 10 // max(sum(text.counts.values()), 1), 4)
        names = ("absent", f"absent {wanted.role}", f"absent {often}", f"{wanted.role} {kind}")
        yield Candidate(line, (position,), (*names, "in opening") if key in text.opening else names)


def _previous(text: Discourse, number: int) -> Iterator[Line]:
    line = text.lines[number]
    for previous in reversed(text.lines[max(0, number - 12) : number]):
        if previous.sentence.section != line.sentence.section or line.index - previous.index > _REACH:
            return
        if previous.index != line.index and not previous.bracket:
            yield previous


def _groups(line: Line, clause: int, limit: int, wanted: Wanted, own: bool) -> Iterator[tuple[int, ...]]:
    start, end = line.clauses[clause]
    seen: set[int] = set()
    for position in sorted(p for p in line.slots if start <= p < min(end, limit)):
        if position in seen or (own and position in wanted.taken):
            continue
        kind = line.slots[position].type
        group = [p for p in line.groups[position] if p < limit and not (own and p in wanted.taken)]
        seen.update(group)
        if kind in wanted.types and kind not in _NEVER:
            yield tuple(p for p in group if line.slots[p].type in wanted.types)


def _features(
    text: Discourse,
    line: Line,
    before: int,
    other: Line,
    clause: int,
    positions: tuple[int, ...],
    wanted: Wanted,
    passed: int,
) -> tuple[str, ...]:
    first, last = positions[0], positions[-1]
    start, end = other.clauses[clause]
    ahead, behind = other.text[start:first], other.text[last + 1 : end]
    slot = other.slots[first]
    edge = wanted.role
    features = [f"{edge} {slot.type}"]
    if other is line:
        back = line.clause_at(max(before - 1, 0)) - clause
        where = f"clause-{min(back, 4)}"
    else:
        where = f"sentence-{line.index - other.index}" + (" opening" if clause == 0 else "")
        if other.sentence.paragraph != line.sentence.paragraph:
            features.append("other paragraph")
        if _LABEL.match(other.text):
            features.append("labelled line")
        if other.text.endswith("？"):
            features.append("question")
    features += [where, f"passed-{min(passed, 6)}"]
    governed = _PREPOSITION.search(ahead) is not None
    features += _place(ahead, behind, governed, where, first == min(p for p in other.slots if start <= p))
    if wanted.skip and wanted.skip.match(behind):
        features.append("skipped")
    if _FOUNDING.search(ahead):
        features.append(f"founded {edge}")
    if slot.anaphor:
        features += ["anaphor", f"anaphor {where}"]
    if len(positions) > 1:
        features.append(f"list {edge}")
    entity = slot.entities[0].id
    if entity in text.main:
        features += ["main", f"main {where}"]
    if entity in text.opening:
        features.append("in opening")
    if text.counts[entity] > 2:
        features.append("often")
    return tuple(features)


def _place(ahead: str, behind: str, governed: bool, where: str, first: bool) -> Iterator[str]:
    if governed:
        yield "governed"
        yield f"governed {where}"
    elif first:
        yield "leads"
        yield f"leads {where}"
        if not ahead:
            yield "at start"
    if any(char in TYPE for char in ahead):
        yield "after another"
        if _HEAD_NOUN.search(ahead):
            yield "head noun"
            yield f"head noun {where}"
    elif ahead.endswith("的"):
        yield "modified"
    if _COPULA.search(ahead):
        yield "copula"
    if _OBJECT.search(ahead):
        yield "object"
        yield f"object {where}"
    if behind.startswith("的") or behind[:2] in ("旗下", "所属", "下属"):
        yield "possessor"
        if any(char in TYPE for char in behind[:14]):
            yield "possessor of mention"
    elif behind[:1] in ("，", ""):
        yield "ends clause"
    if _SAYING.match(behind):
        yield "speaks"
