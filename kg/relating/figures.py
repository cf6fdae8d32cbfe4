"""Whose a figure is and what it measures: every figure with every entity around, weighed by trained networks.

As in `kg.relating.pairs`, with the figure in the place of one mention: the outputs are the metrics, and the claims of
`kg.relating.measures` are among the features. Each figure goes to the likeliest entity with the likeliest metric.
`python -m kg.training measures DIR` fits the networks to annotated articles.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from kg import ontology
from kg.naming.punctuation import wide
from kg.records import Article, Entity, Measure
from kg.relating import contexts, measures, networks, surroundings, wording
from kg.relating.candidates import Discourse
from kg.relating.contexts import View
from kg.relating.lines import AMOUNT, Line, Slot, outermost, with_amounts
from kg.relating.measures import FIGURE
from kg.relating.networks import Encode, Model
from kg.relating.places import subjects_before
from kg.relating.rules import load_yaml
from kg.relating.subjects import Judge

NOT_OWNERS = frozenset({"Region", "Industry"})
"""Their figures are not asked for."""


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as written: value and unit, and where it stands in the article's text."""

    value: float
    unit: str
    bare: str
    """The unit without 万 and 亿."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Instance:
    """A figure and an entity that it may belong to."""

    number: Number
    subject: str
    encoded: list[int]


@cache
def shipped() -> Model:
    """The networks of the package, loaded once."""
    return networks.load("measures")


@cache
def threshold() -> float:
    """The probability from which on a figure is a measure."""
    return float(load_yaml("pairs.yaml")["measures"])


@cache
def metrics() -> tuple[str, ...]:
    """The outputs of the networks."""
    return tuple(ontology.load().measures)


def find(
    article: Article,
    text: Discourse,
    views: Sequence[View],
    entities: Sequence[Entity],
    model: Model | None = None,
    judge: Judge | None = None,
) -> Iterator[Measure]:
    """The measures of an article, at most one for each figure."""
    for number, (sure, subject, metric) in likeliest(article, text, views, entities, model, judge).items():
        if sure >= threshold():
            yield _measure(article, number, subject, metric, sure)


def likeliest(
    article: Article,
    text: Discourse,
    views: Sequence[View],
    entities: Sequence[Entity],
    model: Model | None = None,
    judge: Judge | None = None,
) -> dict[Number, tuple[float, str, str]]:
    """Of each figure the probability of its likeliest measure, its owner and its metric.

    It is as likely as its owner is a name, too.
    """
    model = model or shipped()
    named = {entity.id: entity.confidence for entity in entities}
    claims = list(measures.measures(article, text, judge))
    found = list(instances(article, text, views, entities, claims, model.encode))
    if not found:
        return {}
    best: dict[Number, tuple[float, str, str]] = {}
    for instance, row in zip(found, model.probabilities(i.encoded for i in found), strict=True):
        column = int(row.argmax())
        sure = float(row[column]) * named[instance.subject]
        if sure > best.get(instance.number, (0.0, "", ""))[0]:
            best[instance.number] = (sure, instance.subject, metrics()[column])
    return best


def _measure(article: Article, number: Number, subject: str, metric: str, sure: float) -> Measure:
    sentence = next(s for s in article.sentences if s.start <= number.start < s.end)
    dated = measures.as_of(
        article,
        wide(article.text[sentence.start : sentence.end]),
        number.start - sentence.start,
        number.end - sentence.start,
    )
    return Measure(subject, metric, number.value, number.unit, sentence.start, sentence.end, dated, round(sure, 3))


def instances(
    article: Article,
    text: Discourse,
    views: Sequence[View],
    entities: Sequence[Entity],
    claims: Iterable[Measure],
    encode: Encode,
) -> Iterator[Instance]:
    """Each figure with each entity of its sentence and each subject of the sentences before."""
    said = _claimed(claims)
    starts = [line.sentence.start for line in text.lines]
    slots = outermost(entities)
    whole = wide(article.text)
    for index, sentence in enumerate(article.sentences):
        figures = {n.start: n for n in _numbers(whole, sentence.start, sentence.end)}
        if not figures:
            continue
        here = [slot for slot in slots if sentence.start <= slot.start and slot.end <= sentence.end]
        ends = {start: figure.end for start, figure in figures.items()}
        at = bisect_left(starts, sentence.start)
        for line in with_amounts(article, sentence, index, here, ends):
            yield from _of_line(article, text, views, at, line, figures, said, encode)


def _numbers(whole: str, start: int, end: int) -> Iterator[Number]:
    for match in FIGURE.finditer(whole, start, end):
        value = float(match["value"].replace(",", ""))
        yield Number(value, match["scale"] + match["unit"], match["unit"], match.start(), match.end())


def _claimed(claims: Iterable[Measure]) -> Mapping[tuple[int, float, str], list[Measure]]:
    found: dict[tuple[int, float, str], list[Measure]] = defaultdict(list)
    for claim in claims:
        found[claim.start, claim.value, claim.unit].append(claim)
    return found


def _of_line(
    article: Article,
    text: Discourse,
    views: Sequence[View],
    number: int,
    line: Line,
    figures: Mapping[int, Number],
    said: Mapping[tuple[int, float, str], list[Measure]],
    encode: Encode,
) -> Iterator[Instance]:
    seen = contexts.view(article, line)
    sides = _outside(seen, encode)
    positions = [i for i, char in enumerate(line.text) if char == AMOUNT and line.origins[i] in figures]
    for order, position in enumerate(positions):
        figure = figures[line.origins[position]]
        marked = _marked(seen, position, figure)
        claims = said.get((line.sentence.start, figure.value, figure.unit), ())
        own = encode(_of_figure(article, seen, position, figure, order))
        for subject, encoded in chain(
            _beside(marked, position, sides, encode), _earlier(text, views, number, marked, position, encode)
        ):
            yield Instance(figure, subject, encoded + own + encode(_claims(subject, figure, claims)))


def _marked(seen: View, position: int, figure: Number) -> View:
    """The view with the figure as one more mention, of no entity."""
    slot = Slot(figure.start, figure.end, (), False, str(figure.value))
    line = seen.line
    slots, groups = {**line.slots, position: slot}, {**line.groups, position: (position,)}
    return replace(seen, line=replace(line, slots=slots, groups=groups))


def _beside(
    seen: View, position: int, sides: Callable[[int, int], list[int]], encode: Encode
) -> Iterator[tuple[str, list[int]]]:
    for other in sorted(seen.line.slots):
        if other == position or seen.line.slots[other].type in NOT_OWNERS:
            continue
        a, b = sorted((other, position))
        encoded = encode(surroundings.within(seen, a, b)) + sides(a, b) + encode(wording.beside(seen, a, b))
        for entity in seen.line.slots[other].entities:
            yield entity.id, encoded


def _outside(view: View, encode: Encode) -> Callable[[int, int], list[int]]:
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
    "before": (surroundings.before, surroundings.typed_before),
    "behind": (surroundings.behind, surroundings.typed_behind),
}


def _earlier(
    text: Discourse, views: Sequence[View], number: int, seen: View, position: int, encode: Encode
) -> Iterator[tuple[str, list[int]]]:
    here = frozenset(entity.id for slot in seen.line.slots.values() for entity in slot.entities)
    plain: list[int] | None = None
    for rank, (other, a) in enumerate(subjects_before(text, views, seen.line, number, here)):
        back = views[other]
        if back.line.slots[a].type in NOT_OWNERS:
            continue
        kinds = back.text[a] + seen.text[position]
        if plain is None:
            plain = encode(chain(surroundings.around(seen, position), wording.around(seen, position)))
        parts = chain(
            surroundings.across(text, back, a, seen, position, rank),
            surroundings.typed_around(seen, position, kinds),
            wording.typed_around(seen, position, kinds),
        )
        encoded = plain + encode(parts)
        for entity in back.line.slots[a].entities:
            yield entity.id, encoded


def _of_figure(article: Article, seen: View, position: int, figure: Number, order: int) -> Iterator[str]:
    """The figure itself: its unit, what cues say, the words at it."""
    yield f"unit{figure.bare}"
    yield f"scale{figure.unit}"
    yield f"size{len(str(int(figure.value)))}{figure.bare}"
    yield f"order{min(order, 3)}"
    ahead, rest = seen.text[max(0, position - 6) : position], seen.text[position + 1 : position + 7]
    for size in (1, 2, 3, 4):
        yield f"a{figure.bare}{ahead[-size:]}"
        yield f"b{figure.bare}{rest[:size]}"
    start = seen.line.clauses[seen.line.clause_at(position)][0]
    own = re.sub(r"[\ue000-\uf8ff]", "", seen.text[start:position])
    for i in range(len(own) - 1):
        yield f"d{figure.bare}{own[i : i + 2]}"
    for metric, distance in measures.cued(article, seen.line, figure.start, figure.end):
        yield f"cue{metric}{min(distance // 6, 5)}"


def _claims(subject: str, figure: Number, claims: Iterable[Measure]) -> Iterator[str]:
    yield "noclaim" if not claims else "claimed"
    for claim in claims:
        mine = "own" if claim.subject == subject else "other"
        yield f"claim{mine}"
        yield f"claim{mine}{claim.metric}"
        yield f"claim{mine}{int(claim.confidence * 5)}"
