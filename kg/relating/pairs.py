"""Which pairs of entities a text relates: every pair that the types allow, weighed by a trained model.

A rule sees one phrase; a network that reads whole lines and what rules claim there (`kg.relating.encoder`) says of each
place how likely it states each edge type, in each direction; another makes of an edge's places one probability
(`kg.relating.verdicts`). `python -m kg.training pairs DIR` fits both to annotated articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from kg import ontology
from kg.records import Article, Fact
from kg.relating import contexts, encoder, stance, tense, verdicts
from kg.relating.candidates import Discourse
from kg.relating.contexts import View
from kg.relating.dates import since
from kg.relating.networks import Array
from kg.relating.places import Instance, Output, Said, Triple, allowed, by_sentence, instances, outputs
from kg.relating.rules import load_yaml
from kg.relating.sheets import sheet
from kg.relating.spots import spots

RULE = "context"
"""The rule of a fact that no rule has claimed."""
DOUBTED = 0.7
"""A clause that holds words of denial or doubt states a fact only where the models are as sure as this."""
ALIKE = 0.7
"""A place may state an edge, too, that is this likely beside the likeliest one."""


class Weights(NamedTuple):
    """What weighs places, and what weighs the edges that they propose."""

    lines: encoder.Model
    edges: verdicts.Model


@cache
def shipped() -> Weights:
    """The models of the package, loaded once."""
    return Weights(encoder.load(), verdicts.shipped())


@cache
def thresholds() -> Mapping[str, float]:
    """For each edge type the probability from which on a pair is a fact."""
    data: dict[str, Any] = load_yaml("pairs.yaml")
    return {edge: float(data["thresholds"].get(edge, data["threshold"])) for edge in ontology.load().edges}


def facts(
    article: Article, text: Discourse, views: Sequence[View], claims: Sequence[Fact], weights: Weights | None = None
) -> Iterator[Fact]:
    """The facts of an article: pairs whose probability reaches the threshold of an edge type.

    Of one edge its places come up to the first that states it as done.
    """
    said, settled = by_sentence(claims), set[Triple]()
    for instance, output, sure in weighed(article, text, views, said, thresholds(), weights):
        edge, _ = output.of(instance)
        if edge in settled:
            continue
        fact = told(article, views[instance.number], instance, output, sure, said)
        if fact is None:
            continue
        yield fact
        if fact.status is None:
            settled.add(edge)


def weighed(
    article: Article,
    text: Discourse,
    views: Sequence[View],
    said: Said,
    limits: Mapping[str, float],
    weights: Weights | None = None,
) -> Iterator[tuple[Instance, Output, float]]:
    """The places that state an edge whose probability reaches the limit of its type, with that probability.

    These are the likeliest place of the edge and those hardly less likely. An edge is as likely as its ends are names,
    too.
    """
    weights = weights or shipped()
    found = list(instances(text, views, said))
    if not found:
        return
    seen, least = sheet(views), min(verdicts.FAINT, *limits.values())
    proposed = list(proposals(found, weights.lines.probabilities(seen, spots(seen, found, text.counts)), least))
    sure = verdicts.weigh((proposal for _, _, proposal in proposed), text.counts, weights.edges)
    best: dict[Triple, float] = defaultdict(float)
    for _, _, proposal in proposed:
        best[proposal.edge] = max(best[proposal.edge], proposal.sure)
    named = _named(text)
    for instance, output, proposal in proposed:
        likely = sure.get(proposal.edge, best[proposal.edge]) * named[instance.a] * named[instance.b]
        if likely >= limits[output.edge] and proposal.sure >= ALIKE * best[proposal.edge]:
            yield instance, output, likely


def _named(text: Discourse) -> dict[str, float]:
    """How likely each entity is one."""
    slots = (slot for line in text.lines for slot in line.slots.values())
    return {entity.id: entity.confidence for slot in slots for entity, _ in slot.meant}


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


def told(article: Article, view: View, instance: Instance, output: Output, sure: float, said: Said) -> Fact | None:
    """The fact with the rule and trigger of the claim for it, else with the word that says most; None where doubted."""
    line = view.line
    head, tail = output.ends(instance.a, instance.b)
    at, word, cues = stated(article, view, instance, output, said)
    own = _own(view, instance, output, said)
    if own is None and (view.doubts or (cues == "none" and not (sure >= DOUBTED and stance.free(article, line, at)))):
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
