"""Facts that rules and networks considered and refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg import ontology
from kg.explaining.records import Reason, Refused, cut, shortfall
from kg.gold import triple
from kg.records import Article, Fact, Graph
from kg.relating import engine, pairs, places
from kg.relating.candidates import Discourse
from kg.relating.contexts import View
from kg.relating.engine import Refusal
from kg.relating.lines import Line

FAINT = 0.1
"""Pairs less likely than this are not worth a line, unless a rule claims them."""
NETWORKS = "networks"
_REASONS = {
    "hearsay": Reason.HEARSAY,
    "denied": Reason.DENIED,
    "subject": Reason.SUBJECT,
    "claim": Reason.CLAIM,
    "types": Reason.TYPES,
}
Triple = tuple[str, str, str]


def refused_facts(graph: Graph, text: Discourse, views: Sequence[View]) -> list[Refused]:
    """What rules matched and networks weighed and is no fact of the graph, in order of place."""
    article = graph.article
    names = {e.id: e.name for e in graph.entities}
    told = {triple(f.head, f.type, f.tail) for f in graph.facts}
    matches: list[Refusal] = []
    claims = list(engine.facts(article, text, refused=matches))
    said = places.by_sentence(claims)
    weighed: dict[Triple, Refused] = {}
    limits = dict.fromkeys(ontology.load().edges, 0.0)
    claimed = {triple(c.head, c.type, c.tail) for c in claims}
    for instance, output, sure in pairs.weighed(article, text, views, said, limits):
        head, tail = output.ends(instance.a, instance.b)
        key = triple(head, output.edge, tail)
        if key in told or (sure < FAINT and key not in claimed):
            continue
        known = weighed.get(key)
        if known is None or sure > (known.confidence or 0.0):
            view = views[instance.number]
            fact = pairs.told(article, view, instance, output, sure, said)
            weighed[key] = _weighed(view, fact, (head, output.edge, tail), sure, names)
    refused = [*weighed.values(), *_unmatched(article, matches, graph.facts, claims)]
    return sorted(refused, key=lambda r: (r.start, r.reason.name, r.what))


def _weighed(view: View, fact: Fact | None, key: Triple, sure: float, names: Mapping[str, str]) -> Refused:
    sentence = view.line.sentence
    limit = pairs.thresholds()[key[1]]
    reason, detail = Reason.THRESHOLD, shortfall(sure, limit)
    if sure >= limit:
        reason, detail = (Reason.HEARSAY if view.doubts else Reason.DENIED), ""
    by = NETWORKS if fact is None or fact.rule == pairs.RULE else fact.rule
    what = f"{names[key[0]]} —{key[1]}→ {names[key[2]]}"
    return Refused(sentence.start, sentence.end, what, by, reason, detail, fact.trigger if fact else "", cut(sure))


def _unmatched(
    article: Article, matches: Sequence[Refusal], facts: Sequence[Fact], claims: Sequence[Fact]
) -> Iterator[Refused]:
    """Each rule's refusals, once a place; not where another rule has found the same type of edge by the same word."""
    found = {(f.end, f.type, f.trigger) for f in (*facts, *claims)}
    seen: set[tuple[int, str]] = set()
    for refusal in matches:
        start, end = _trigger(refusal.line, refusal)
        word, edge = article.text[start:end], refusal.rule.edge
        if (refusal.line.sentence.end, edge, word) in found or (start, edge) in seen:
            continue
        seen.add((start, edge))
        ends = (_named(refusal, role) for role in ("head", "tail"))
        what = f"—{edge}→".join(f" {name} " for name in ends).strip()
        yield Refused(start, end, what, refusal.rule.data.name, _REASONS[refusal.reason], trigger=word)


def _trigger(line: Line, refusal: Refusal) -> tuple[int, int]:
    first, last = refusal.match.span("trigger")
    return line.origin(first), line.origin(max(last - 1, first)) + 1


def _named(refusal: Refusal, role: str) -> str:
    match = refusal.match
    slot = refusal.line.slots.get(match.start(role)) if role in match.re.groupindex else None
    return slot.text if slot else "?"
