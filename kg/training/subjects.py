"""Fits the weights by which `kg.relating.subjects` tells who a clause is about.

Every time a rule or a figure looks for its subject in an annotated article is a decision: among the candidates
those that make a gold relation (or own the gold figure) are right; where there is none, nobody is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from kg.gold import triple
from kg.naming.anaphora import resolve_anaphors
from kg.records import Entity
from kg.relating import engine, measures, subjects
from kg.relating.candidates import Candidate, Discourse, Wanted, candidates, discourse
from kg.relating.lines import lines
from kg.relating.subjects import Claim, Found
from kg.training import referents
from kg.training.annotations import Annotated, named_entities
from kg.training.choices import Decision, fit
from kg.training.tagger import folds


def gold_entities(annotated: Annotated, weights: Mapping[str, float] | None = None) -> tuple[Entity, ...]:
    """The gold entities of an article with their names and anaphors in place, these by the weights given."""
    return resolve_anaphors(annotated.article, named_entities(annotated), weights)


class Recorder:
    """A judge that accepts nothing and notes what there was to decide."""

    def __init__(self, gold: dict[str, Any]) -> None:
        self.made: list[Decision] = []
        self._edges = {triple(r["head"], r["type"], r["tail"]) for r in gold["relations"]}
        self._figures = gold.get("measures", [])

    def subject(self, text: Discourse, number: int, before: int, wanted: Wanted) -> Found | None:
        """Notes the candidates."""
        found = list(candidates(text, number, before, wanted))
        if found:
            others = [e.id for p in wanted.taken for e in text.lines[number].slots[p].entities]
            right = tuple(i for i, c in enumerate(found) if _is_right(c, wanted, others, self._edges, self._figures))
            options = (*(c.features for c in found), subjects.nobody_features(wanted, len(found)))
            self.made.append(Decision(options, right or (len(found),)))
        return None

    def claim(self, claim: Claim) -> float:
        """Notes whether most of the pairs are in gold."""
        right = sum(triple(head, claim.edge, tail) in self._edges for head, tail in claim.pairs)
        self.made.append(Decision(subjects.claim_features(claim), (0 if right * 2 > len(claim.pairs) else 1,)))
        return 0.0


def decisions(annotated: Annotated) -> list[Decision]:
    """Each search for a subject and each claim in one article."""
    recorder = Recorder(annotated.gold)
    text = discourse(list(lines(annotated.article, gold_entities(annotated))))
    for _ in engine.facts(annotated.article, text, recorder):
        pass
    for _ in measures.measures(annotated.article, text, recorder):
        pass
    return recorder.made


def judged(
    articles: Sequence[Annotated], parts: int, say: Callable[[str], None]
) -> Iterator[tuple[Annotated, tuple[Entity, ...], subjects.Model]]:
    """Each article with its gold entities and a judge of subjects.

    The judge, and what tells whom an anaphor among the entities stands for, have not seen the article's writer.
    """
    threshold = subjects.model().threshold
    for number, (known, unseen) in enumerate(folds(articles, parts), start=1):
        judge = subjects.Model(fit([d for article in known for d in decisions(article)]), threshold)
        _, standing = referents.fitted(known)
        yield from ((article, gold_entities(article, standing), judge) for article in unseen)
        say(f"part {number} of {parts} of the writers read")


def _is_right(
    candidate: Candidate,
    wanted: Wanted,
    others: Sequence[str],
    edges: set[tuple[str, str, str]],
    figures: Sequence[dict[str, object]],
) -> bool:
    keys = [e.id for p in candidate.positions for e in candidate.line.slots[p].entities]
    edge, _, end = wanted.role.partition(".")
    if edge == "measure":
        value, unit = wanted.figure
        return any(m["subject"] in keys and m["value"] == value and m["unit"] == unit for m in figures)
    if end == "head":
        made = [triple(key, edge, other) in edges for key in keys for other in others]
    else:
        made = [triple(other, edge, key) in edges for key in keys for other in others if other != key]
    if end == "partner":
        return any(made)
    return bool(made) and sum(made) * 2 > len(made)


def train(articles: Iterable[Annotated], output: Path, threshold: float) -> int:
    """Writes subjects.yaml; gives the number of decisions that it rests on."""
    made = [decision for article in articles for decision in decisions(article)]
    data = {"threshold": threshold, "weights": fit(made)}
    head = "# Weights of kg.relating.subjects, made by `python -m kg.training subjects`.\n"
    output.write_text(head + yaml.safe_dump(data, allow_unicode=True, sort_keys=True), encoding="utf-8")
    return len(made)
