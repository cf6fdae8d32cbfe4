"""The scorer: what was extracted, against gold files.

A gold file NAME.json stands beside its text NAME.txt. Nodes are matched by name, edges by the nodes that their ends
were matched to, measures by subject and size. What gold marks optional counts neither as hit nor as miss.
Figures and messages are those of the reference scorer of the annotation guideline.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kg import ontology
from kg.gold import Record, gold_files, normal, read_gold, read_text, triple

SCALE = {"百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8}
LOOSELY_NAMED = {"Project", "CompanyGroup"}
"""Their names have no one right form: half of the characters in common will do."""
UNSCORED_SUBJECTS = {"Region", "Industry"}
"""Their figures may be extracted, but finding them is not asked for."""


@dataclass(slots=True)
class Tally:
    """Things found that gold has, gold things not found, things found that gold has not."""

    hit: int = 0
    miss: int = 0
    extra: int = 0

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1, with the counts behind them."""
        precision = self.hit / (self.hit + self.extra) if self.hit + self.extra else 0.0
        recall = self.hit / (self.hit + self.miss) if self.hit + self.miss else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        figures = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
        return {**figures, "hit": self.hit, "miss": self.miss, "extra": self.extra}


def _tallies() -> defaultdict[str, Tally]:
    return defaultdict(Tally)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing found or missed, for reports: what was found, what gold has of it, and how it counted."""

    article: str
    part: Literal["node", "edge", "measure"]
    kind: str
    """Type or metric."""
    verdict: Literal["hit", "miss", "extra", "optional"]
    found: Record | None = None
    gold: Record | None = None


@dataclass(slots=True)
class Score:
    """The counts over all articles, and a line for each error."""

    nodes: defaultdict[str, Tally] = field(default_factory=_tallies)
    edges: defaultdict[str, Tally] = field(default_factory=_tallies)
    measures: Tally = field(default_factory=Tally)
    status: Counter[bool] = field(default_factory=Counter)
    metric: Counter[bool] = field(default_factory=Counter)
    evidence: Counter[bool] = field(default_factory=Counter)
    offsets: Counter[bool] = field(default_factory=Counter)
    placed: list[tuple[str, str]] = field(default_factory=list)
    """Gold key and found id of each matched entity: what linking is judged by."""
    errors: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


def evaluate(gold_dir: Path, found: Iterable[Record]) -> Score:
    """Scores articles against the gold files of a folder, paired by the stem of their file's name.

    A gold file that no article answers to counts as one in which nothing was found.
    """
    by_stem = {Path(article["file"]).stem: article for article in found}
    score = Score()
    for path in gold_files(gold_dir):
        article = by_stem.get(path.stem, {"entities": [], "relations": []})
        add_article(score, path.stem, read_gold(path), article, read_text(path))
    return score


def add_article(score: Score, name: str, gold: Record, found: Record, text: str) -> None:
    """Adds one article to the counts."""
    to_gold = _add_entities(score, name, gold["entities"], found.get("entities", []), text)
    _add_relations(score, name, gold["relations"], found.get("relations", []), to_gold, text)
    _add_measures(score, name, gold, found.get("measures", []), to_gold)


def _add_entities(score: Score, name: str, gold: list[Record], found: list[Record], text: str) -> dict[str, str]:
    """Counts nodes and gives the gold key of each found id. A wrong type is both a miss and an extra."""
    for mention in (m for entity in found for m in entity.get("mentions", [])):
        score.offsets[text[mention["start"] : mention["end"]] == mention["text"]] += 1
    matches = dict(_matches(gold, found))
    to_gold: dict[str, str] = {}
    for i, j in matches.items():
        to_gold[found[i]["id"]] = gold[j]["key"]
        score.placed.append((gold[j]["key"], found[i]["id"]))
        _add_match(score, name, gold[j], found[i])
    for entity in (e for j, e in enumerate(gold) if j not in matches.values() and not e.get("optional")):
        score.nodes[_kind(entity)].miss += 1
        score.errors.append(f"{name}: missed {entity['type']} {entity['name']}")
        score.outcomes.append(Outcome(name, "node", _kind(entity), "miss", None, entity))
    for entity in (e for i, e in enumerate(found) if i not in matches):
        same = next((e for e in gold if _found_forms(entity) & _gold_forms(e)), None)
        if same:  # an alias that was not resolved: its edges still count for the thing that it names
            to_gold.setdefault(entity["id"], same["key"])
        score.nodes[entity["type"]].extra += 1
        score.errors.append(f"{name}: extra {entity['type']} {entity['name']}")
        score.outcomes.append(Outcome(name, "node", entity["type"], "extra", entity))
    return to_gold


def _add_match(score: Score, name: str, gold: Record, found: Record) -> None:
    counted, kind = not gold.get("optional"), found["type"]
    if kind in gold["type"].split("|"):
        score.nodes[_kind(gold)].hit += counted
        score.outcomes.append(Outcome(name, "node", _kind(gold), "hit" if counted else "optional", found, gold))
    else:
        score.outcomes.append(Outcome(name, "node", kind, "extra" if counted else "optional", found, gold))
        if counted:
            score.outcomes.append(Outcome(name, "node", _kind(gold), "miss", None, gold))
        score.nodes[_kind(gold)].miss += counted
        score.nodes[kind].extra += counted
        score.errors.append(f"{name}: type of {gold['name']}: {kind} for {gold['type']}")


def _matches(gold: list[Record], found: list[Record]) -> Iterator[tuple[int, int]]:
    """Pairs of positions (found, gold), one to one: equal types first, then the most forms in common."""
    gold_forms = [_gold_forms(entity) for entity in gold]
    pairs = []
    for i, entity in enumerate(found):
        forms = _found_forms(entity)
        for j, (wanted, names) in enumerate(zip(gold, gold_forms, strict=True)):
            if normal(entity["name"]) in names or normal(wanted["name"]) in forms or alike(entity, wanted):
                other_type = entity["type"] not in wanted["type"].split("|")
                pairs.append((other_type, -len(forms & names) / len(forms | names), i, j))
    taken_found, taken_gold = set(), set()
    for _, _, i, j in sorted(pairs):
        if i not in taken_found and j not in taken_gold:
            taken_found.add(i)
            taken_gold.add(j)
            yield i, j


def _add_relations(
    score: Score, name: str, gold: list[Record], found: list[Record], to_gold: Mapping[str, str], text: str
) -> None:
    flat = re.sub(r"\s+", "", text)
    wanted = {triple(r["head"], r["type"], r["tail"]): r for r in gold}
    seen = set()
    for relation in found:
        evidence = relation.get("evidence") or ""
        quote = re.sub(r"\s+", "", evidence)
        score.evidence[bool(quote) and quote in flat] += 1
        head, tail = (to_gold.get(relation[end], "?" + relation[end]) for end in ("head", "tail"))
        key = triple(head, relation["type"], tail)
        if key in seen:
            continue
        seen.add(key)
        if key in wanted:
            counted = not wanted[key].get("optional")
            score.edges[relation["type"]].hit += counted
            verdict: Literal["hit", "optional"] = "hit" if counted else "optional"
            score.outcomes.append(Outcome(name, "edge", relation["type"], verdict, relation, wanted[key]))
            score.status[_planned(wanted[key]) == _planned(relation)] += 1
        else:
            score.edges[relation["type"]].extra += 1
            score.outcomes.append(Outcome(name, "edge", relation["type"], "extra", relation))
            score.errors.append(f"{name}: extra edge {key} « {evidence[:60]} »")
    for key in (k for k, relation in wanted.items() if k not in seen and not relation.get("optional")):
        score.edges[key[1]].miss += 1
        score.outcomes.append(Outcome(name, "edge", key[1], "miss", None, wanted[key]))
        score.errors.append(f"{name}: missed edge {key}")


def _add_measures(score: Score, name: str, gold: Record, found: list[Record], to_gold: Mapping[str, str]) -> None:
    wanted: list[Record] = list(gold.get("measures", []))
    unscored = {entity["key"] for entity in gold["entities"] if _kind(entity) in UNSCORED_SUBJECTS}
    for measure in found:
        subject = to_gold.get(measure["subject"])
        match = next((w for w in wanted if w["subject"] == subject and same_size(w, measure)), None)
        if match:
            wanted.remove(match)
            counted = not match.get("optional")
            score.measures.hit += counted
            verdict: Literal["hit", "optional"] = "hit" if counted else "optional"
            score.outcomes.append(Outcome(name, "measure", measure["metric"], verdict, measure, match))
            score.metric[match["metric"] == measure["metric"]] += 1
        elif subject not in unscored:
            score.measures.extra += 1
            score.outcomes.append(Outcome(name, "measure", measure["metric"], "extra", measure))
            score.errors.append(f"{name}: extra measure {measure}")
    for w in (w for w in wanted if not w.get("optional")):
        score.measures.miss += 1
        score.outcomes.append(Outcome(name, "measure", w["metric"], "miss", None, w))
        score.errors.append(f"{name}: missed measure {w['subject']} {w['metric']} {w['value']}{w['unit']}")


def magnitude(value: float, unit: str) -> tuple[float, str]:
    """A figure with 万, 亿 … taken from the unit into the value."""
    unit = unicodedata.normalize("NFKC", unit or "")
    while unit and unit[0] in SCALE:
        value, unit = value * SCALE[unit[0]], unit[1:]
    return value, unit


def alike(found: Record, gold: Record) -> bool:
    """Whether two loosely named things share half of their characters."""
    if found["type"] not in LOOSELY_NAMED or LOOSELY_NAMED.isdisjoint(gold["type"].split("|")):
        return False
    ours = set(normal(found["name"]))
    forms = (set(normal(form)) for form in (gold["name"], *gold.get("mentions", [])))
    return any(len(ours & form) >= 0.5 * len(ours | form) for form in forms)


def _gold_forms(entity: Record) -> set[str]:
    return {normal(form) for form in (entity["name"], *entity.get("mentions", []))}


def _found_forms(entity: Record) -> set[str]:
    return {normal(mention["text"]) for mention in entity.get("mentions", [])} | {normal(entity["name"])}


def _kind(gold: Record) -> str:
    """The preferred type."""
    kind: str = gold["type"].split("|")[0]
    return kind


def _planned(relation: Record) -> bool:
    return bool(relation.get("status") == "planned")


def same_size(gold: Record, found: Record) -> bool:
    """Whether two figures are one amount in one unit: 3.76 亿元 and 37600 万元."""
    (wanted, unit), (value, found_unit) = (magnitude(float(m["value"]), m["unit"]) for m in (gold, found))
    return abs(wanted - value) <= 1e-3 * abs(wanted) and unit == found_unit


def links(placed: Iterable[tuple[str, str]]) -> Tally:
    """Of every two matched entities of the set: does sharing an id agree with being the same thing?"""
    placed = list(placed)
    both, same_thing, same_id = _pairs(placed), _pairs(key for key, _ in placed), _pairs(i for _, i in placed)
    return Tally(hit=both, miss=same_thing - both, extra=same_id - both)


def _pairs(things: Iterable[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(things).values())


def report(score: Score) -> Record:
    """All figures, as JSON takes them; types set apart in the ontology stay out of the headline."""
    types = ontology.load()
    return {
        "nodes": _total(score.nodes, {name for name, node in types.nodes.items() if node.apart}),
        "edges": _total(score.edges, {name for name, edge in types.edges.items() if edge.apart}),
        "measures": score.measures.figures(),
        "links": links(score.placed).figures(),
        "status_right": _rate(score.status),
        "metric_right": _rate(score.metric),
        "evidence_in_text": _rate(score.evidence),
        "offsets_right": _rate(score.offsets),
        "nodes_by_type": {kind: tally.figures() for kind, tally in sorted(score.nodes.items())},
        "edges_by_type": {kind: tally.figures() for kind, tally in sorted(score.edges.items())},
    }


def _total(tallies: Mapping[str, Tally], apart: set[str]) -> dict[str, float]:
    counted = [tally for kind, tally in tallies.items() if kind not in apart]
    return Tally(*(sum(getattr(t, part) for t in counted) for part in ("hit", "miss", "extra"))).figures()


def _rate(counts: Counter[bool]) -> float | None:
    return round(counts[True] / counts.total(), 4) if counts.total() else None


def render(figures: Record) -> str:
    """The report as lines of text."""
    lines = []
    for part in ("nodes", "edges", "measures", "links"):
        f = figures[part]
        counts = f"({f['hit']} hit, {f['miss']} missed, {f['extra']} extra)"
        lines.append(f"{part:9} {_percentages(f)}   {counts}")
    for part in ("nodes_by_type", "edges_by_type"):
        for kind, f in figures[part].items():
            lines.append(f"  {kind:18} {_percentages(f)}   ({f['hit']}/{f['miss']}/{f['extra']})")
    rates = ("status_right", "metric_right", "evidence_in_text", "offsets_right")
    return "\n".join([*lines, "  " + "  ".join(f"{name} {figures[name]}" for name in rates)])


def _percentages(figures: Mapping[str, float]) -> str:
    return f"P {figures['precision']:.3f}  R {figures['recall']:.3f}  F1 {figures['f1']:.3f}"
