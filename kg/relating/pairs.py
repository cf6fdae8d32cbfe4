"""Which pairs of entities a text relates: every pair that the types allow, weighed by a trained model.

A rule sees one phrase; the model sees all that surrounds two mentions, the rules' claims among it, and says how
likely each edge type is, in each direction (`kg.relating.networks`). A pair is worth the best of its places.
`python -m kg.training pairs DIR` fits the networks to annotated articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from kg import ontology
from kg.records import Article, Fact
from kg.relating import contexts, encoder, networks, stance, tense, verdicts
from kg.relating.candidates import Discourse
from kg.relating.contexts import View
from kg.relating.dates import since
from kg.relating.lines import TYPE, Line
from kg.relating.networks import Array, Encode, Model
from kg.relating.rules import load_yaml
from kg.relating.sheets import Pair, sheet, spots

RULE = "context"
"""The rule of a fact that no rule has claimed."""
BACK, LEADS, WINDOW, NEAREST = 3, 3, 9, 3
"""Sentences that a subject may lie back, subjects taken from each, lines looked through, subjects in all."""
LISTED = "Cluster"
LEAST = 1e-4
"""No model is surer than this, either way."""
LINES = 2 / 3
"""What the network that reads lines counts beside the one that reads features, by F1 on writers left out."""
LIKELY = 0.3
"""From this probability on a place may state an edge though another does so more likely."""


class Weights(NamedTuple):
    """What weighs places, by what rules make of them and by reading their lines, and what weighs what they propose."""

    places: Model
    lines: encoder.Model
    edges: verdicts.Model


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

    def of(self, instance: Instance) -> tuple[verdicts.Triple, tuple[str, str]]:
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
    types = ontology.load()
    ends = [(i, output.edge, *output.ends(one, other)) for i, output in enumerate(outputs())]
    return tuple(i for i, edge, head, tail in ends if types.allows(head, edge, tail))


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
    encoded: list[int]

    @property
    def pair(self) -> Pair:
        """What `kg.relating.sheets` needs to know of it."""
        return self.a, self.b, self.kinds, self.number, self.spots


@cache
def shipped() -> Weights:
    """The models of the package, loaded once."""
    return Weights(networks.load("pairs"), encoder.load(), verdicts.shipped())


@cache
def thresholds() -> Mapping[str, float]:
    """For each edge type the probability from which on a pair is a fact."""
    data: dict[str, Any] = load_yaml("pairs.yaml")
    return {edge: float(data["thresholds"].get(edge, data["threshold"])) for edge in ontology.load().edges}


def facts(
    article: Article, text: Discourse, views: Sequence[View], claims: Sequence[Fact], weights: Weights | None = None
) -> Iterator[Fact]:
    """The facts of an article: pairs whose probability reaches the threshold of an edge type."""
    said = by_sentence(claims)
    for instance, output, sure in weighed(article, text, views, said, thresholds(), weights):
        fact = told(article, views[instance.number], instance, output, sure, said)
        if fact is not None:
            yield fact


def weighed(
    article: Article,
    text: Discourse,
    views: Sequence[View],
    said: Said,
    limits: Mapping[str, float],
    weights: Weights | None = None,
) -> Iterator[tuple[Instance, Output, float]]:
    """The places that state an edge whose probability reaches the limit of its type, with that probability.

    These are the places that are likely by themselves, or else the likeliest one.
    """
    weights = weights or shipped()
    found = list(instances(article, text, views, said, weights.places.encode))
    if not found:
        return
    least = min(verdicts.FAINT, *limits.values())
    proposed = list(proposals(found, _probabilities(found, views, text, weights), least))
    sure = verdicts.weigh((proposal for _, _, proposal in proposed), text.counts, weights.edges)
    best: dict[verdicts.Triple, float] = defaultdict(float)
    for _, _, proposal in proposed:
        best[proposal.edge] = max(best[proposal.edge], proposal.sure)
    for instance, output, proposal in proposed:
        likely = sure.get(proposal.edge, best[proposal.edge])
        if likely >= limits[output.edge] and proposal.sure >= min(best[proposal.edge], LIKELY):
            yield instance, output, likely


def _probabilities(found: Sequence[Instance], views: Sequence[View], text: Discourse, weights: Weights) -> Array:
    by_grams = weights.places.probabilities(i.encoded for i in found)
    seen = sheet(views)
    return together(by_grams, weights.lines.probabilities(seen, spots(seen, (i.pair for i in found), text.counts)))


def together(by_features: Array, by_lines: Array) -> Array:
    """What two models find, as probabilities: the mean of their log odds, reading lines counting more."""
    odds = [np.log(found / (1 - found)) for found in (np.clip(p, LEAST, 1 - LEAST) for p in (by_features, by_lines))]
    return networks.squashed((1 - LINES) * odds[0] + LINES * odds[1])


def proposals(
    found: Sequence[Instance], probabilities: Array, least: float = verdicts.FAINT
) -> Iterator[tuple[Instance, Output, verdicts.Proposal]]:
    """What each place proposes: the outputs that its types allow and that are not less likely than `least`."""
    for instance, row in zip(found, probabilities.tolist(), strict=True):
        for column in allowed(*instance.kinds):
            if row[column] >= least:
                output = outputs()[column]
                edge, kinds = output.of(instance)
                yield instance, output, verdicts.Proposal(edge, kinds, row[column])


def instances(
    article: Article, text: Discourse, views: Sequence[View], said: Said, encode: Encode
) -> Iterator[Instance]:
    """All pairs of mentions that some edge type allows, with their features."""
    covered: set[tuple[int, frozenset[str]]] = set()
    for number, view in enumerate(views):
        doubted = tuple(_doubts(article, view))
        doubt = encode(doubted)
        for instance in chain(_of_line(views, number, encode), _of_earlier(text, views, number, encode)):
            key = (view.line.sentence.start, frozenset((instance.a, instance.b)))
            covered.add(key)
            claims = said.get(key)
            if doubted or claims:
                encoded = instance.encoded + doubt if doubted else instance.encoded
                instance = replace(
                    instance, encoded=encoded + encode(_claims(instance.a, claims)) if claims else encoded
                )
            yield instance
    yield from _claimed_only(text, said, covered, encode)


def by_sentence(claims: Iterable[Fact]) -> dict[tuple[int, frozenset[str]], list[Fact]]:
    """The claims of rules, ordered so that a pair finds its own."""
    found: dict[tuple[int, frozenset[str]], list[Fact]] = defaultdict(list)
    for fact in claims:
        found[fact.start, frozenset((fact.head, fact.tail))].append(fact)
    return found


def _doubts(article: Article, view: View) -> Iterator[str]:
    if stance.hearsay(article, view.line):
        yield "hearsay"
    if view.text.endswith("？"):
        yield "question"


def _of_line(views: Sequence[View], number: int, encode: Encode) -> Iterator[Instance]:
    """Pairs of mentions of one line."""
    view = views[number]
    line, text = view.line, view.text
    sides = outside(view, encode)
    positions = sorted(line.slots)
    for i, b in enumerate(positions):
        for a in positions[:i]:
            if allowed(TYPE[text[a]], TYPE[text[b]]):
                encoded = encode(contexts.within(view, a, b)) + sides(a, b)
                place = (a, line.clauses[line.clause_at(b)][1])
                yield from _pairs(views, (number, a), (number, b), place, encoded)


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
        plain: list[int] | None = None
        typed: dict[str, list[int]] = {}
        for rank, (other, a) in enumerate(far):
            back = views[other]
            kinds = back.text[a] + view.text[b]
            if not allowed(TYPE[kinds[0]], TYPE[kinds[1]]):
                continue
            if plain is None:
                plain = encode(contexts.around(view, b))
            if kinds not in typed:
                typed[kinds] = plain + encode(contexts.typed_around(view, b, kinds))
            encoded = encode(contexts.across(text, back, a, view, b, rank)) + typed[kinds]
            yield from _pairs(views, (other, a), (number, b), clause, encoded)


def _pairs(
    views: Sequence[View], one: tuple[int, int], other: tuple[int, int], place: tuple[int, int], encoded: list[int]
) -> Iterator[Instance]:
    """One instance for each pair of entities of two mentions, each its line and position: 双方 stands for several."""
    (first, a), (number, b) = one, other
    for head in views[first].line.slots[a].entities:
        for tail in views[number].line.slots[b].entities:
            if head.id != tail.id:
                kinds = (head.type, tail.type)
                yield Instance(head.id, tail.id, kinds, number, place, (first, a, b), encoded)


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
    types = {e.id: e.type for line in text.lines for slot in line.slots.values() for e in slot.entities}
    numbers = {line.sentence.start: i for i, line in reversed(list(enumerate(text.lines)))}
    for start, ends in sorted(said.keys() - covered, key=lambda place: (place[0], sorted(place[1]))):
        stated: Sequence[Fact] = said[start, ends]
        one: str = stated[0].head
        other: str = stated[0].tail
        number: int = numbers[start]
        encoded = encode(["far", *_claims(one, stated)])
        place = (0, len(text.lines[number].text))
        yield Instance(one, other, (types[one], types[other]), number, place, None, encoded)


def told(article: Article, view: View, instance: Instance, output: Output, sure: float, said: Said) -> Fact | None:
    """The fact with the rule and trigger of the claim for it, else with the word that says most; None where denied."""
    line = view.line
    head, tail = output.ends(instance.a, instance.b)
    at, word, cues = stated(article, view, instance, output, said)
    own = _own(view, instance, output, said)
    if own is None and (cues == "none" or stance.hearsay(article, line) or view.text.endswith("？")):
        return None
    clause = line.clauses[line.clause_at(at)]
    return Fact(
        head=head,
        type=output.edge,
        tail=tail,
        start=own.start if own else line.sentence.start,
        end=own.end if own else line.sentence.end,
        rule=own.rule if own else RULE,
        trigger=own.trigger if own else word,
        status="planned" if tense.planned(article, view, at, output.edge, cues) else None,
        since=own.since if own else since(article.text[line.origin(clause[0]) : line.origin(clause[1])], article.date),
        confidence=round(sure, 3),
    )


def stated(
    article: Article, view: View, instance: Instance, output: Output, said: Said
) -> tuple[int, str, stance.Stance]:
    """Where the word stands that says most of an edge, the word, and what cues make of it: done, planned or none."""
    at, word = _trigger(view, output.edge, *instance.place)
    own = _own(view, instance, output, said)
    if own is not None:
        return at, word, "planned" if own.status else "done"
    return at, word, stance.stance(article, view.line, at, at + 1, at)


def _own(view: View, instance: Instance, output: Output, said: Said) -> Fact | None:
    """The claim of a rule for just this edge."""
    head, tail = output.ends(instance.a, instance.b)
    claims = said.get((view.line.sentence.start, frozenset((head, tail))), ())
    return next((c for c in claims if c.type == output.edge and (output.way == "s" or c.head == head)), None)


def _trigger(view: View, edge: str, start: int, end: int) -> tuple[int, str]:
    """The word that says most: a trigger of this edge type, else of any, else the word of a sense, else nothing."""
    near = [(at, word, edge in edges) for at, word, edges in view.triggers if start <= at < end]
    if near:
        at, word, _ = max(near, key=lambda found: (found[2], -found[0]))
        return at, word
    for match in contexts.senses()[0].finditer(view.text, start, end):
        if len(match[0]) > 1:
            return match.start(), match[0]
    return start, ""
