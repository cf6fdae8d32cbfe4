"""Which pairs of entities a text relates: every pair that the types allow, weighed by a trained model.

A rule sees one phrase; the models see all that surrounds two mentions and say how likely each edge type is, in each
direction: one reads whole lines (`kg.relating.encoder`) and has a veto; where it leaves hope, another sees the rules'
claims, too (`kg.relating.networks`). A pair is worth the best of its places.
`python -m kg.training pairs DIR` fits the networks to annotated articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from kg import ontology
from kg.records import Article, Fact
from kg.relating import contexts, encoder, networks, stance, tense, verdicts
from kg.relating.candidates import Discourse
from kg.relating.contexts import View
from kg.relating.dates import since
from kg.relating.networks import Array, Model
from kg.relating.places import Instance, Output, Said, Triple, allowed, by_sentence, instances, outputs
from kg.relating.rules import load_yaml
from kg.relating.sheets import sheet, types
from kg.relating.spots import spots

RULE = "context"
"""The rule of a fact that no rule has claimed."""
LEAST = 1e-4
"""No model is surer than this, either way."""
LINES = 2 / 3
"""What the network that reads lines counts beside the one that reads features, by F1 on writers left out."""
HOPELESS = 0.05
"""What the network that reads lines finds less likely than this, the other is not asked about."""
DOUBTED = 0.7
"""A clause that holds words of denial or doubt states a fact only where the models are as sure as this."""
LIKELY = 0.3
"""From this probability on a place may state an edge though another does so more likely."""


class Weights(NamedTuple):
    """What weighs places, by what rules make of them and by reading their lines, and what weighs what they propose."""

    places: Model
    lines: encoder.Model
    edges: verdicts.Model


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

    These are the places that are likely by themselves, or else the likeliest one. An edge is as likely as its ends
    are names, too.
    """
    weights = weights or shipped()
    found = list(instances(text, views, said, weights.places.encode))
    if not found:
        return
    least = min(verdicts.FAINT, *limits.values())
    proposed = list(proposals(found, _probabilities(found, views, text, weights), least))
    sure = verdicts.weigh((proposal for _, _, proposal in proposed), text.counts, weights.edges)
    best: dict[Triple, float] = defaultdict(float)
    for _, _, proposal in proposed:
        best[proposal.edge] = max(best[proposal.edge], proposal.sure)
    named = _named(text)
    for instance, output, proposal in proposed:
        likely = sure.get(proposal.edge, best[proposal.edge]) * named[instance.a] * named[instance.b]
        if likely >= limits[output.edge] and proposal.sure >= min(best[proposal.edge], LIKELY):
            yield instance, output, likely


def _named(text: Discourse) -> dict[str, float]:
    """How likely each entity is one."""
    slots = (slot for line in text.lines for slot in line.slots.values())
    return {entity.id: entity.confidence for slot in slots for entity, _ in slot.meant}


def _probabilities(found: Sequence[Instance], views: Sequence[View], text: Discourse, weights: Weights) -> Array:
    seen = sheet(views)
    places = spots(seen, (i.pair for i in found), text.counts)
    probabilities = weights.lines.probabilities(seen, places)
    hopeful = np.flatnonzero((probabilities * _allowed()[places.kinds[:, 0], places.kinds[:, 1]]).max(1) >= HOPELESS)
    if len(hopeful):
        by_features = weights.places.probabilities(found[row].read() for row in hopeful.tolist())
        probabilities[hopeful] = together(by_features, probabilities[hopeful])
    return probabilities


@cache
def _allowed() -> Array:
    """(types, types, outputs): 1 where the types of an earlier and a later mention allow an output."""
    kinds = types()
    table = np.zeros((len(kinds), len(kinds), len(outputs())), np.float32)
    for one, other in product(kinds, kinds):
        table[kinds[one], kinds[other], list(allowed(one, other))] = 1
    return table


def together(by_features: Array, by_lines: Array) -> Array:
    """What two models find, as probabilities: the mean of their log odds, reading lines counting more.

    What reading lines finds hopeless stays so.
    """
    odds = [np.log(found / (1 - found)) for found in (np.clip(p, LEAST, 1 - LEAST) for p in (by_features, by_lines))]
    both = networks.squashed((1 - LINES) * odds[0] + LINES * odds[1])
    return np.where(by_lines < HOPELESS, by_lines, both)


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
