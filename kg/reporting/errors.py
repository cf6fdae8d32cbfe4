"""Each error with the sentence that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from kg import ontology
from kg.evaluation import Outcome
from kg.gold import Record

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”’」]?")
SHOWN = 300
"""Characters of evidence that are shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An error as the report shows it."""

    outcome: Outcome
    what: str
    sentence: Markup
    """The text it is about, its names marked; empty where no sentence holds them."""
    note: str = ""


def shown(outcomes: Iterable[Outcome], found: Record, gold: Record, text: str) -> Iterator[Shown]:
    """The errors of one article; `found` is what was extracted from it."""
    ours = {e["id"]: (e["name"], [e["name"], *(m["text"] for m in e["mentions"])]) for e in found.get("entities", [])}
    theirs = {e["key"]: (e["name"], [e["name"], *e.get("mentions", [])]) for e in gold["entities"]}
    for outcome in outcomes:
        if outcome.verdict == "extra" and outcome.found:
            yield _extra(outcome, outcome.found, ours, text)
        elif outcome.verdict == "miss" and outcome.gold:
            yield _missed(outcome, outcome.gold, theirs, text)


Names = Mapping[str, tuple[str, list[str]]]
"""Id or key → name and all forms."""


def _extra(outcome: Outcome, found: Record, names: Names, text: str) -> Shown:
    if outcome.part == "node":
        note = str(outcome.gold["type"]) if outcome.gold else ""
        forms = [found["name"], *(m["text"] for m in found["mentions"])]
        return Shown(outcome, found["name"], _quoted(text, [forms]), note)
    ends = [names.get(found[end], (found[end], [])) for end in _ends(outcome)]
    sentence = marked((found.get("evidence") or "")[-SHOWN:], [form for _, forms in ends for form in forms])
    sure = f"{found['confidence']:.2f}" if "confidence" in found else ""
    note = " ".join(part for part in (found.get("rule"), found.get("trigger"), sure) if part)
    return Shown(outcome, _what(outcome, found, ends), sentence, note)


def _missed(outcome: Outcome, gold: Record, names: Names, text: str) -> Shown:
    if outcome.part == "node":
        forms = [gold["name"], *gold.get("mentions", [])]
        return Shown(outcome, gold["name"], _quoted(text, [forms]))
    ends = [names[gold[end]] for end in _ends(outcome)]
    wanted = [forms for _, forms in ends]
    if outcome.part == "measure":
        wanted = [*wanted, [f"{gold['value']:g}"]]
    return Shown(outcome, _what(outcome, gold, ends), _quoted(text, wanted), gold.get("status") or "")


def _ends(outcome: Outcome) -> tuple[str, ...]:
    return ("head", "tail") if outcome.part == "edge" else ("subject",)


def _what(outcome: Outcome, record: Record, ends: Sequence[tuple[str, list[str]]]) -> str:
    if outcome.part == "edge":
        return f"{ends[0][0]} —{ontology.load().edges[outcome.kind].zh}→ {ends[1][0]}"
    return f"{ends[0][0]} {ontology.load().measures[outcome.kind].zh} {record['value']:g}{record['unit']}"


def _quoted(text: str, wanted: Sequence[Sequence[str]]) -> Markup:
    """The sentence that holds a form of each end, else the shortest run of sentences that does."""
    sentences = [m[0].strip() for m in _SENTENCE.finditer(text) if m[0].strip()]
    holds = [[any(form in s for form in forms) for forms in wanted] for s in sentences]
    runs = []
    for last in range(len(sentences)):
        for first in range(last, -1, -1):
            if all(any(holds[i][end] for i in range(first, last + 1)) for end in range(len(wanted))):
                runs.append((last - first, first, last))
                break
    if not runs:
        return Markup("")
    _, first, last = min(runs)
    between = (
        [sentences[first]]
        if first == last
        else [sentences[first], *(["…"] if last - first > 1 else []), sentences[last]]
    )
    return marked(" ".join(between)[:SHOWN], [form for forms in wanted for form in forms])


def marked(text: str, forms: Iterable[str]) -> Markup:
    """A text, escaped, with the forms marked, the longest first."""
    ordered = sorted({form for form in forms if form}, key=lambda form: (-len(form), form))
    if not ordered:
        return escape(text)
    pattern = re.compile("|".join(map(re.escape, ordered)))
    parts, at = Markup(""), 0
    for match in pattern.finditer(text):
        parts += escape(text[at : match.start()]) + Markup("<mark>") + escape(match[0]) + Markup("</mark>")
        at = match.end()
    return parts + escape(text[at:])
