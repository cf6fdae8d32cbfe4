"""Which of the facts that voices propose are facts: by quotation, types, ends, and what the words around say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from kg import ontology
from kg.explaining import Reason, Refused
from kg.gold import triple
from kg.naming.grouping import folded
from kg.naming.punctuation import wide
from kg.records import Article, Entity, Fact, Graph, Sentence
from kg.relating import stance
from kg.voices.heard import Proposed

REACH = 4
"""Sentences that a quotation may go over."""


def judge(graph: Graph, proposed: Iterable[Proposed]) -> tuple[list[Fact], list[Refused]]:
    """Facts to add to a graph, and the proposals that are none. What the graph states already is neither."""
    forms = _forms(graph.entities)
    told = {triple(f.head, f.type, f.tail) for f in graph.facts}
    facts: list[Fact] = []
    refused: list[Refused] = []
    for p in proposed:
        head, tail = (_entity(graph.article, forms, end, p) for end in (p.head, p.tail))
        if head and tail and triple(head.id, p.type, tail.id) in told:
            continue
        evidence = _sentences(graph.article, p)
        reason = _reason(graph.article, evidence, p, head, tail)
        if reason or head is None or tail is None:
            what = f"{p.head} —{p.type}→ {p.tail}"
            refused.append(Refused(p.start, p.end, what, p.voice, reason or Reason.ENDS, confidence=p.confidence))
            continue
        told.add(triple(head.id, p.type, tail.id))
        start, end = evidence[0].start, evidence[-1].end
        status = p.status or ("planned" if _planned(graph.article.text[p.start : p.end]) else None)
        facts.append(Fact(head.id, p.type, tail.id, start, end, p.voice, "", status, "", p.confidence))
    return facts, refused


def _forms(entities: Sequence[Entity]) -> Mapping[str, list[Entity]]:
    forms: dict[str, list[Entity]] = {}
    for entity in entities:
        for form in {
            folded(f) for f in (entity.name, *entity.aliases, *(m.text for m in entity.mentions if not m.rival))
        }:
            forms.setdefault(form, []).append(entity)
    return forms


def _entity(article: Article, forms: Mapping[str, list[Entity]], form: str, p: Proposed) -> Entity | None:
    """The entity of that form which the quoted sentences name or refer to, where it is the only one."""
    stretch = _sentences(article, p)
    start, end = stretch[0].start, stretch[-1].end
    found = [e for e in forms.get(folded(form), ()) if any(start <= m.start < end for m in e.mentions if not m.rival)]
    return found[0] if len(found) == 1 else None


def _sentences(article: Article, p: Proposed) -> tuple[Sentence, ...]:
    """The sentences that a quotation lies in."""
    starts = [s.start for s in article.sentences]
    first, last = (max(bisect_right(starts, at) - 1, 0) for at in (p.start, p.end - 1))
    return article.sentences[first : last + 1]


def _reason(
    article: Article, evidence: Sequence[Sentence], p: Proposed, head: Entity | None, tail: Entity | None
) -> Reason | None:
    if head is None or tail is None or len(evidence) > REACH:
        return Reason.ENDS
    if head.id == tail.id or not ontology.load().allows(head.type, p.type, tail.type):
        return Reason.TYPES
    text = wide(article.text[evidence[0].start : evidence[-1].end])
    if any(stance.hearsay_in(article, s) for s in evidence) or text.rstrip("”’」\n ").endswith("？"):
        return Reason.HEARSAY
    return Reason.DENIED if stance.flags(text) & {"denied", "doubted"} else None


def _planned(quotation: str) -> bool:
    flags = stance.flags(wide(quotation))
    return "planned" in flags and "done" not in flags
