"""Names that the vote considered and refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.explaining.records import Reason, Refused, cut, shortfall
from kg.naming import namer, vote
from kg.naming.candidates import Candidate
from kg.naming.definitions import find_definitions
from kg.naming.vote import Ballot
from kg.records import Graph, Mention


def refused_names(graph: Graph, heard: Sequence[Candidate] = ()) -> Iterator[Refused]:
    """Ballots of the vote that became no mention, with the reason; not those that lost against a name around them."""
    text = graph.article.text
    kept = [m for e in graph.entities for m in e.mentions if not m.anaphor]
    exact = {(m.start, m.end, m.type) for m in kept}
    for ballot in _in_order(graph, heard):
        if (ballot.start, ballot.end, ballot.type) not in exact and not _lost_within(ballot, kept):
            form = text[ballot.start : ballot.end]
            reason, detail = _reason(ballot, form, kept)
            what, by = f"{form} {ballot.type}", "+".join(ballot.voices)
            yield Refused(ballot.start, ballot.end, what, by, reason, detail, confidence=cut(ballot.weight))


def _lost_within(ballot: Ballot, kept: Sequence[Mention]) -> bool:
    inside = any(m.start <= ballot.start and ballot.end <= m.end for m in kept)
    return inside and ballot.weight < vote.threshold()


def _reason(ballot: Ballot, form: str, kept: Sequence[Mention]) -> tuple[Reason, str]:
    if vote.is_generic(form):
        return Reason.GENERIC, ""
    if ballot.weight < vote.threshold():
        return Reason.THRESHOLD, shortfall(ballot.weight, vote.threshold())
    rival = next((m for m in kept if m.start < ballot.end and ballot.start < m.end), None)
    return (Reason.OVERLAP, f"{rival.text} {rival.type}") if rival else (Reason.UNSUPPORTED, "")


def _in_order(graph: Graph, heard: Sequence[Candidate]) -> list[Ballot]:
    text = graph.article.text
    found = namer.ballots(text, namer.load(), find_definitions(text), heard)
    return sorted(found, key=lambda b: (b.start, b.end, b.type))
