"""Matches the rules against an article's lines and makes facts of what they find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from kg import ontology
from kg.records import Article, Entity, Fact, Status
from kg.relating import matching, stance, subjects
from kg.relating.candidates import Discourse, Wanted
from kg.relating.dates import since
from kg.relating.lines import ANY, Line
from kg.relating.rules import Rule
from kg.relating.subjects import Claim, Judge


@dataclass(frozen=True, slots=True)
class End:
    """One side of an edge: entities, and where the text names them."""

    entities: tuple[Entity, ...]
    line: Line
    positions: tuple[int, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A place where a rule's pattern matched and no fact came of it."""

    rule: Rule
    line: Line
    match: re.Match[str]
    reason: Literal["hearsay", "denied", "subject", "claim", "types"]
    """Rumour or question; denied, doubted or ended; nobody fits as the end that the pattern leaves out; the claim
    weighs too little; the ontology forbids the edge, or both ends are one."""


def facts(
    article: Article,
    text: Discourse,
    judge: Judge | None = None,
    among: Sequence[Rule] | None = None,
    refused: list[Refusal] | None = None,
) -> Iterator[Fact]:
    """All facts that the rules (all, or those given) find, the same one possibly several times.

    A list `refused` is filled with the matches that made none.
    """
    judge = judge or subjects.model()
    known = matching.matcher(among)
    for number, line in enumerate(text.lines):
        quiet = any(stance.doubts(article, line))
        done: set[tuple[str, int]] = set()
        for rule, pattern in known.possible(line.text):
            if quiet and rule.data.doubtful:
                if refused is not None:
                    refused += (Refusal(rule, line, match, "hearsay") for match in pattern.finditer(line.text))
                continue
            for match in pattern.finditer(line.text):
                key = (rule.edge, match.start("trigger"))
                if key in done:
                    continue
                reasons: list[Refusal] = []
                found = list(_apply(article, text, number, rule, match, judge, reasons))
                if found:
                    done.add(key)
                elif refused is not None:
                    refused += reasons or [Refusal(rule, line, match, "types")]
                yield from found


def _apply(
    article: Article,
    text: Discourse,
    number: int,
    rule: Rule,
    match: re.Match[str],
    judge: Judge,
    reasons: list[Refusal],
) -> Iterator[Fact]:
    line = text.lines[number]
    trigger = match.start("trigger")
    status: Status = rule.data.status
    if rule.data.doubtful:
        verdict = stance.stance(article, line, match.start(), match.end(), trigger)
        if verdict == "none":
            reasons.append(Refusal(rule, line, match, "denied"))
            return
        if verdict == "planned" and not rule.data.done:
            status = "planned"
    roles = [role for role in ("head", "tail") if role in match.re.groupindex]
    named = {role: _named(line, match, role, trigger) for role in roles}
    for role in ("head", "tail"):
        if f"{role}2" in match.re.groupindex:
            named[role] = _joined(named[role], _named(line, match, f"{role}2", trigger))
    sure = 1.0
    if rule.data.within:
        pairs = _inside(named["head"])
        if pairs:
            sure = judge.claim(_claim(line, rule, match, pairs, named["head"], named["head"]))
    else:
        ends = _ends(text, number, rule, match, named, judge)
        if ends is None:
            reasons.append(Refusal(rule, line, match, "subject"))
            return
        pairs = _across(*ends)
        if len(named) == 2:
            sure = judge.claim(_claim(line, rule, match, pairs, *ends))
        if rule.data.joint and sure:
            yield from _partners(article, line, rule, match, ends[1], status)
    if sure:
        yield from _make(article, line, rule.edge, rule, match, pairs, status, sure)
    else:
        reasons.append(Refusal(rule, line, match, "claim"))


def _named(line: Line, match: re.Match[str], role: str, trigger: int) -> End:
    position = match.start(role)
    if position > trigger:
        position = _nearest(line, position, match, role)
    group = line.groups[position]
    if position > trigger or line.text[max(0, position - 1)] in "与同跟":
        group = tuple(p for p in group if p >= position)
    return _end(line, group)


def _joined(first: End, second: End) -> End:
    entities = (*first.entities, *(e for e in second.entities if e not in first.entities))
    return End(entities, first.line, (*first.positions, *second.positions))


def _claim(
    line: Line,
    rule: Rule,
    match: re.Match[str],
    pairs: Sequence[tuple[Entity, Entity, End, End]],
    head: End,
    tail: End,
) -> Claim:
    first, last = min(*head.positions, *tail.positions), max(*head.positions, *tail.positions)
    between = line.text[first:last]
    ids = tuple((h.id, t.id) for h, t, _, _ in pairs)
    types = f"{head.entities[0].type} {tail.entities[-1].type}"
    return Claim(rule.edge, rule.data.name, match["trigger"], ids, types, len(between), "，" in between)


_OWNER = re.compile(rf"(?:的|旗下的?|下属的?|所属的?)?[^，。；、：在由向与和为给被把对从{ANY[1:-1]}]{{0,6}}({ANY})")


def _nearest(line: Line, position: int, match: re.Match[str], role: str) -> int:
    """In 静海区的丙 and 乙旗下的丙, after the trigger, the end is 丙 where its type fits as well."""
    allowed = {line.slots[position].type} | ({"Park"} if role == "tail" else {"Company"})
    while following := _OWNER.match(line.text, position + 1):
        after = following.start(1)
        owns = line.text[position + 1] in "的旗下所" and line.slots[position].type in {"Region", "Company", "Park"}
        joined = after == position + 1 and line.slots[position].type == "Region"
        if not (owns or joined) or line.slots[after].type not in allowed:
            break
        position = after
    return position


def _end(line: Line, positions: Sequence[int], confidence: float = 1.0) -> End:
    entities: list[Entity] = []
    for position in positions:
        entities += [e for e in line.slots[position].entities if e not in entities]
    return End(tuple(entities), line, tuple(positions), confidence)


def _ends(
    text: Discourse, number: int, rule: Rule, match: re.Match[str], named: dict[str, End], judge: Judge
) -> tuple[End, End] | None:
    taken = frozenset(p for end in named.values() for p in end.positions)
    ends = []
    for role, types in (("head", rule.head), ("tail", rule.tail)):
        if role in named:
            ends.append(named[role])
            continue
        found = _subject(text, number, rule, match, role, types, taken, judge)
        if found is None:
            return None
        ends.append(found)
    if rule.data.also:
        partner = _subject(text, number, rule, match, "partner", rule.tail, taken, judge)
        if partner is not None:
            entities = (*partner.entities, *(e for e in ends[1].entities if e not in partner.entities))
            ends[1] = End(entities, partner.line, partner.positions, partner.confidence)
    return ends[0], ends[1]


def _subject(
    text: Discourse,
    number: int,
    rule: Rule,
    match: re.Match[str],
    role: str,
    types: frozenset[str],
    taken: frozenset[int],
    judge: Judge,
) -> End | None:
    """The end that a pattern leaves out: in 甲与乙 the part before 与, else the subject."""
    line = text.lines[number]
    if rule.data.subject:
        types = frozenset(rule.data.subject) & types
    if line.text[match.start()] in "与同和跟":
        partners = [p for p in line.groups[min(taken)] if p < match.start() and line.slots[p].type in types]
        if partners:
            return _end(line, partners)
    wanted = Wanted(f"{rule.edge}.{role}", rule.data.name, types, match["trigger"], taken, rule.skip)
    found = judge.subject(text, number, match.start(), wanted)
    return _end(found.line, found.positions, found.confidence) if found else None


def _across(head: End, tail: End) -> list[tuple[Entity, Entity, End, End]]:
    return [(h, t, head, tail) for h in head.entities for t in tail.entities]


def _inside(group: End) -> list[tuple[Entity, Entity, End, End]]:
    return [(a, b, group, group) for a, b in combinations(group.entities, 2)]


def _partners(
    article: Article, line: Line, rule: Rule, match: re.Match[str], tail: End, status: Status
) -> Iterator[Fact]:
    if len(tail.entities) > 1:
        yield from _make(article, line, "COLLABORATES_WITH", rule, match, _inside(tail), status)


def _make(
    article: Article,
    line: Line,
    edge: str,
    rule: Rule,
    match: re.Match[str],
    pairs: Sequence[tuple[Entity, Entity, End, End]],
    status: Status,
    sure: float = 1.0,
) -> Iterator[Fact]:
    trigger = match.start("trigger")
    spot = line.origin(trigger), line.origin(max(match.end("trigger") - 1, trigger)) + 1
    for head, tail, first, second in pairs:
        name = rule.tail_names.get(tail.type)
        if head.id == tail.id or not ontology.load().allows(head.type, edge, tail.type):
            continue
        if name and not name.search(tail.name):
            continue
        clause = line.clauses[line.clause_at(trigger)]
        yield Fact(
            head=head.id,
            type=edge,
            tail=tail.id,
            start=line.sentence.start,
            end=line.sentence.end,
            rule=rule.data.name,
            trigger=article.text[spot[0] : spot[1]],
            status=status,
            since=since(article.text[line.origin(clause[0]) : line.origin(clause[1])], article.date),
            confidence=round(sure * first.confidence * second.confidence, 3),
        )
