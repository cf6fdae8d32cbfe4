"""Where an article may relate two entities: every pair of mentions that some edge type allows.

Two mentions of one line, or a mention and what its sentence may be about though it does not name it: a subject of the
sentences before, what the whole article is about. `kg.relating.pairs` weighs them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain, product

from kg import ontology
from kg.records import Entity, Fact
from kg.relating.candidates import Discourse
from kg.relating.contexts import View
from kg.relating.lines import TYPE, Line, Slot

BACK, LEADS, WINDOW, NEAREST = 3, 3, 9, 3
"""Sentences that a subject may lie back, subjects taken from each, lines looked through, subjects in all."""
LISTED = "Cluster"
"""Of this type the main one of an article may stand however far before."""

Triple = tuple[str, str, str]
"""Head, edge type, tail."""
Said = Mapping[tuple[int, frozenset[str]], Sequence[Fact]]
"""Claims of rules by the start of their sentence and the two ends."""


@dataclass(frozen=True, slots=True)
class Output:
    """An edge type and a direction: `f` when the earlier mention is the head, `b` when it is the tail, `s` for none."""

    edge: str
    way: str

    def ends(self, a: str, b: str) -> tuple[str, str]:
        """Head and tail, from the earlier and the later mention."""
        return (b, a) if self.way == "b" else (a, b)

    def of(self, instance: Instance) -> tuple[Triple, tuple[str, str]]:
        """The edge and the types of its ends; one without direction begins with the lesser id."""
        (head, tail), kinds = self.ends(instance.a, instance.b), self.ends(*instance.kinds)
        if self.way == "s" and head > tail:
            return (tail, self.edge, head), (kinds[1], kinds[0])
        return (head, self.edge, tail), kinds


@cache
def outputs() -> tuple[Output, ...]:
    """All outputs of the model, in the ontology's order."""
    edges = ontology.load().edges
    return tuple(Output(name, way) for name, edge in edges.items() for way in ("s" if edge.symmetric else "fb"))


@lru_cache(maxsize=256)
def allowed(one: str, other: str) -> tuple[int, ...]:
    """Which outputs the types of an earlier and a later mention allow."""
    ends = [(i, output.edge, *output.ends(one, other)) for i, output in enumerate(outputs())]
    return tuple(i for i, edge, head, tail in ends if ontology.load().allows(head, edge, tail))


@dataclass(frozen=True, slots=True)
class Instance:
    """Two mentions in the order of the text, and what surrounds them."""

    a: str
    b: str
    """Ids of the entities."""
    kinds: tuple[str, str]
    number: int
    """Of the line that holds `b`."""
    place: tuple[int, int]
    """Positions in that line between which a trigger stands."""
    spots: tuple[int, int, int] | None
    """The line that holds `a`, and the positions of both; None where only a rule has seen the two together."""
    claims: tuple[int, ...] = ()
    """The outputs that rules claim of the two in this sentence."""


def instances(text: Discourse, views: Sequence[View], said: Said) -> Iterator[Instance]:
    """All pairs of mentions that some edge type allows."""
    covered: set[tuple[int, frozenset[str]]] = set()
    for number, view in enumerate(views):
        for instance in chain(_of_line(views, number), _of_earlier(text, views, number)):
            key = (view.line.sentence.start, frozenset((instance.a, instance.b)))
            covered.add(key)
            claims = said.get(key)
            yield replace(instance, claims=_claimed(instance.a, claims)) if claims else instance
    yield from _claimed_only(text, said, covered)


def by_sentence(claims: Iterable[Fact]) -> dict[tuple[int, frozenset[str]], list[Fact]]:
    """The claims of rules, ordered so that a pair finds its own."""
    found: dict[tuple[int, frozenset[str]], list[Fact]] = defaultdict(list)
    for fact in claims:
        found[fact.start, frozenset((fact.head, fact.tail))].append(fact)
    return found


def _of_line(views: Sequence[View], number: int) -> Iterator[Instance]:
    """Pairs of mentions of one line."""
    line, text = views[number].line, views[number].text
    positions = sorted(line.slots)
    for i, b in enumerate(positions):
        for a in positions[:i]:
            if allowed(TYPE[text[a]], TYPE[text[b]]):
                place = (a, line.clauses[line.clause_at(b)][1])
                yield from _pairs(views, (number, a), (number, b), place)


def _of_earlier(text: Discourse, views: Sequence[View], number: int) -> Iterator[Instance]:
    """Pairs of a mention and a subject of the sentences before, or what the article is about."""
    line = views[number].line
    if line.bracket:
        return
    here = frozenset(entity.id for slot in line.slots.values() for entity in slot.entities)
    far = subjects_before(text, views, line, number, here)
    for b in sorted(line.slots):
        clause = line.clauses[line.clause_at(b)]
        for other, a in far:
            if allowed(TYPE[views[other].text[a]], TYPE[line.text[b]]):
                yield from _pairs(views, (other, a), (number, b), clause)


def _pairs(
    views: Sequence[View], one: tuple[int, int], other: tuple[int, int], place: tuple[int, int]
) -> Iterator[Instance]:
    """One instance for each pair of entities of two mentions, each its line and position: 双方 stands for several."""
    (first, a), (number, b) = one, other
    for head, tail in meant_together(views[first].line.slots[a], views[number].line.slots[b]):
        kinds = (head.type, tail.type)
        if allowed(*kinds):
            yield Instance(head.id, tail.id, kinds, number, place, (first, a, b))


def meant_together(one: Slot, other: Slot) -> Iterator[tuple[Entity, Entity]]:
    """Whom two mentions may stand for at once: one of them for what it likeliest does.

    Where an anaphor stands for its rival, the other mention does not stand for what the anaphor likeliest does.
    """
    for head, tail in product(one.entities, other.entities):
        if head.id != tail.id:
            yield head, tail
    for (head, _), tail in product(one.rivals, other.entities):
        if tail.id not in (head.id, *(entity.id for entity in one.entities)):
            yield head, tail
    for head, (tail, _) in product(one.entities, other.rivals):
        if head.id not in (tail.id, *(entity.id for entity in other.entities)):
            yield head, tail


def subjects_before(
    text: Discourse, views: Sequence[View], line: Line, number: int, here: frozenset[str]
) -> list[tuple[int, int]]:
    """Possible subjects of a line that does not name them: those of the sentences before, then the article's main ones.

    Each as the number of its line and its position there. `number` lines stand before it; `here`: ids of the entities
    that it names. What an article lists may be far from the alliance that it lists the members of: that is one, too.
    """
    found = list(_subjects_before(text, views, line, number, here))
    topics = [place for place in text.main.values() if text.lines[place[0]].slots[place[1]].type == LISTED]
    return found[:NEAREST] + [place for place in found[NEAREST:] if place in topics]


def _subjects_before(
    text: Discourse, views: Sequence[View], line: Line, number: int, here: frozenset[str]
) -> Iterator[tuple[int, int]]:
    met: set[str] = set()
    for other in range(number - 1, max(-1, number - 1 - WINDOW), -1):
        back = text.lines[other]
        if back.sentence.section != line.sentence.section or line.index - back.index > BACK:
            break
        if back.bracket or back.index == line.index:
            continue
        for lead in views[other].leads[:LEADS]:
            for position in back.groups[lead]:
                ids = {e.id for e in back.slots[position].entities}
                if not ids & met and not ids <= here:
                    met |= ids
                    yield other, position
    for key, (first, position) in text.main.items():
        if key not in met and key not in here and first < number:
            yield first, position


def _claimed(a: str, claims: Iterable[Fact]) -> tuple[int, ...]:
    """The outputs that claims of two entities are, `a` being named first."""
    found = {(claim.type, claim.head == a) for claim in claims}
    return tuple(
        column
        for column, output in enumerate(outputs())
        if any(edge == output.edge and (output.way == "s" or ahead == (output.way == "f")) for edge, ahead in found)
    )


def _claimed_only(text: Discourse, said: Said, covered: set[tuple[int, frozenset[str]]]) -> Iterator[Instance]:
    """Pairs that only a rule has found, as it looked further back."""
    kinds = {e.id: e.type for line in text.lines for slot in line.slots.values() for e in slot.entities}
    numbers = {line.sentence.start: i for i, line in reversed(list(enumerate(text.lines)))}
    for start, ends in sorted(said.keys() - covered, key=lambda place: (place[0], sorted(place[1]))):
        stated: Sequence[Fact] = said[start, ends]
        one: str = stated[0].head
        other: str = stated[0].tail
        number: int = numbers[start]
        place = (0, len(text.lines[number].text))
        yield Instance(one, other, (kinds[one], kinds[other]), number, place, None, _claimed(one, stated))
