"""Where an article may relate two entities: every pair of mentions that some edge type allows.

Two mentions of one line, or a mention and what its sentence may be about though it does not name it: a subject of the
sentences before, what the whole article is about. `kg.relating.pairs` weighs them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import chain, product

from kg import ontology
from kg.records import Entity, Fact
from kg.relating import contexts
from kg.relating.candidates import Discourse
from kg.relating.contexts import View
from kg.relating.lines import TYPE, Line, Slot
from kg.relating.networks import Encode
from kg.relating.spots import Pair

BACK, LEADS, WINDOW, NEAREST = 3, 3, 9, 3
"""Sentences that a subject may lie back, subjects taken from each, lines looked through, subjects in all."""
DOUBTFUL = 0.75
"""Where an anaphor is less sure than this, the networks are told."""
LISTED = "Cluster"
"""Of this type the main one of an article may stand however far before."""

Read = Callable[[], list[int]]
"""Gives the features of a pair, encoded."""
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
    read: Read

    @property
    def pair(self) -> Pair:
        """What `kg.relating.spots` needs to know of it."""
        return self.a, self.b, self.kinds, self.number, self.spots


def instances(text: Discourse, views: Sequence[View], said: Said, encode: Encode) -> Iterator[Instance]:
    """All pairs of mentions that some edge type allows; their features are read when they are asked for."""
    covered: set[tuple[int, frozenset[str]]] = set()
    for number, view in enumerate(views):
        for instance in chain(_of_line(views, number, encode), _of_earlier(text, views, number, encode)):
            key = (view.line.sentence.start, frozenset((instance.a, instance.b)))
            covered.add(key)
            claims = said.get(key)
            if view.doubts or claims:
                more = (*view.doubts, *_claims(instance.a, claims or ()))
                instance = replace(instance, read=partial(_with, instance.read, encode, more))
            yield instance
    yield from _claimed_only(text, said, covered, encode)


def _with(read: Read, encode: Encode, more: Iterable[str]) -> list[int]:
    return read() + encode(more)


def by_sentence(claims: Iterable[Fact]) -> dict[tuple[int, frozenset[str]], list[Fact]]:
    """The claims of rules, ordered so that a pair finds its own."""
    found: dict[tuple[int, frozenset[str]], list[Fact]] = defaultdict(list)
    for fact in claims:
        found[fact.start, frozenset((fact.head, fact.tail))].append(fact)
    return found


def _of_line(views: Sequence[View], number: int, encode: Encode) -> Iterator[Instance]:
    """Pairs of mentions of one line."""
    view = views[number]
    line, text = view.line, view.text
    sides = outside(view, encode)

    def read(a: int, b: int) -> list[int]:
        return encode(contexts.within(view, a, b)) + sides(a, b)

    positions = sorted(line.slots)
    for i, b in enumerate(positions):
        for a in positions[:i]:
            if allowed(TYPE[text[a]], TYPE[text[b]]):
                place = (a, line.clauses[line.clause_at(b)][1])
                yield from _pairs(views, (number, a), (number, b), place, partial(read, a, b), encode)


def outside(view: View, encode: Encode) -> Callable[[int, int], list[int]]:
    """What stands before and behind two mentions of a line; what depends on one of them is read once."""
    plain: dict[tuple[str, int], list[int]] = {}
    typed: dict[tuple[str, int, str], list[int]] = {}

    def side(name: str, at: int, kinds: str) -> list[int]:
        read, read_typed = _SIDES[name]
        if (name, at) not in plain:
            plain[name, at] = encode(read(view, at))
        if (name, at, kinds) not in typed:
            typed[name, at, kinds] = plain[name, at] + encode(read_typed(view, at, kinds))
        return typed[name, at, kinds]

    def of(a: int, b: int) -> list[int]:
        one, other = view.line.groups.get(a, (a,)), view.line.groups.get(b, (b,))
        kinds = view.text[a] + view.text[b]
        return side("before", min(one), kinds) + side("behind", max(other), kinds)

    return of


_SIDES = {
    "before": (contexts.before, contexts.typed_before),
    "behind": (contexts.behind, contexts.typed_behind),
}


def _of_earlier(text: Discourse, views: Sequence[View], number: int, encode: Encode) -> Iterator[Instance]:
    """Pairs of a mention and a subject of the sentences before, or what the article is about."""
    view = views[number]
    line = view.line
    if line.bracket:
        return
    here = frozenset(entity.id for slot in line.slots.values() for entity in slot.entities)
    far = subjects_before(text, views, line, number, here)
    for b in sorted(line.slots):
        clause = line.clauses[line.clause_at(b)]
        around = _around(view, b, encode)
        for rank, (other, a) in enumerate(far):
            if allowed(TYPE[views[other].text[a]], TYPE[view.text[b]]):
                read = partial(_across, text, views[other], a, view, b, rank, encode, around)
                yield from _pairs(views, (other, a), (number, b), clause, read, encode)


def _across(
    text: Discourse,
    back: View,
    a: int,
    view: View,
    b: int,
    rank: int,
    encode: Encode,
    around: Callable[[str], list[int]],
) -> list[int]:
    return encode(contexts.across(text, back, a, view, b, rank)) + around(back.text[a] + view.text[b])


def _around(view: View, b: int, encode: Encode) -> Callable[[str], list[int]]:
    """What surrounds a mention, by the types of the two; read once."""
    plain: list[int] = []
    typed: dict[str, list[int]] = {}

    def of(kinds: str) -> list[int]:
        if kinds not in typed:
            plain[:] = plain or encode(contexts.around(view, b))
            typed[kinds] = plain + encode(contexts.typed_around(view, b, kinds))
        return typed[kinds]

    return of


def _pairs(
    views: Sequence[View],
    one: tuple[int, int],
    other: tuple[int, int],
    place: tuple[int, int],
    read: Read,
    encode: Encode,
) -> Iterator[Instance]:
    """One instance for each pair of entities of two mentions, each its line and position: 双方 stands for several."""
    (first, a), (number, b) = one, other
    slots = views[first].line.slots[a], views[number].line.slots[b]
    for head, tail, sure in meant_together(*slots):
        kinds = (head.type, tail.type)
        if allowed(*kinds):
            here = read if sure > DOUBTFUL else partial(_with, read, encode, (f"unsure{int(sure * 5)}",))
            yield Instance(head.id, tail.id, kinds, number, place, (first, a, b), here)


def meant_together(one: Slot, other: Slot) -> Iterator[tuple[Entity, Entity, float]]:
    """Whom two mentions may stand for at once, and how likely: one of them for what it likeliest does.

    Where an anaphor stands for its rival, the other mention does not stand for what the anaphor likeliest does.
    """
    for head, tail in product(one.entities, other.entities):
        if head.id != tail.id:
            yield head, tail, min(one.sure, other.sure)
    for (head, share), tail in product(one.rivals, other.entities):
        if tail.id not in (head.id, *(entity.id for entity in one.entities)):
            yield head, tail, min(share, other.sure)
    for head, (tail, share) in product(one.entities, other.rivals):
        if head.id not in (tail.id, *(entity.id for entity in other.entities)):
            yield head, tail, min(one.sure, share)


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


def _claims(a: str, claims: Iterable[Fact]) -> Iterator[str]:
    edges = ontology.load().edges
    for fact in claims:
        name = f"c{'s' if edges[fact.type].symmetric else 'f' if fact.head == a else 'b'}{fact.type}"
        yield name
        yield f"{name}{fact.rule}"
        yield f"{name}{min(int(fact.confidence * 5), 4)}"
        if fact.status:
            yield f"{name}{fact.status}"


def _claimed_only(
    text: Discourse, said: Said, covered: set[tuple[int, frozenset[str]]], encode: Encode
) -> Iterator[Instance]:
    """Pairs that only a rule has found, as it looked further back."""
    kinds = {e.id: e.type for line in text.lines for slot in line.slots.values() for e in slot.entities}
    numbers = {line.sentence.start: i for i, line in reversed(list(enumerate(text.lines)))}
    for start, ends in sorted(said.keys() - covered, key=lambda place: (place[0], sorted(place[1]))):
        stated: Sequence[Fact] = said[start, ends]
        one: str = stated[0].head
        other: str = stated[0].tail
        number: int = numbers[start]
        read = partial(encode, ("far", *_claims(one, stated)))
        place = (0, len(text.lines[number].text))
        yield Instance(one, other, (kinds[one], kinds[other]), number, place, None, read)
