"""Whether a stretch of text states a fact, a plan, or nothing: denial, doubt, hearsay, future."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from kg.naming.punctuation import wide
from kg.records import Article, Sentence
from kg.relating.lines import Line
from kg.relating.rules import load_yaml

Stance = Literal["done", "planned", "none"]
NEAR = 4
"""Characters before a word in which denial and doubt are of that word."""


@cache
def _cues(name: str) -> re.Pattern[str]:
    return re.compile("|".join(load_yaml("cues.yaml")[name]))


def flags(clause: str) -> frozenset[str]:
    """Which of these kinds of words a clause holds: denied, doubted, planned, done, to_come."""
    return frozenset(name for name in ("denied", "doubted", "planned", "done", "to_come") if _cues(name).search(clause))


def doubts(article: Article, line: Line) -> Iterator[str]:
    """What makes a whole line doubtful: hearsay, question."""
    if hearsay_in(article, line.sentence):
        yield "hearsay"
    if line.text.endswith("？"):
        yield "question"


def hearsay_in(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence passes on a rumour, or the next one takes it back."""
    if _cues("rumour").search(wide(article.text[sentence.start : sentence.end])):
        return True
    following = wide(article.text[sentence.end : sentence.end + 30]).lstrip("”’」\n ")
    return bool(_cues("retracted").search(following))


def stance(article: Article, line: Line, start: int, end: int, trigger: int) -> Stance:
    """What the words around a match make of it; positions are the line's."""
    clause = line.clause_at(trigger)
    first = line.clause_at(start)
    last = line.clause_at(max(end - 1, start))
    whole = _raw(article, line, line.clauses[first][0], line.clauses[last][1])
    if _cues("denied").search(whole) or _cues("doubted").search(whole):
        return "none"
    if last + 1 < len(line.clauses) and _cues("undone").match(_raw(article, line, *line.clauses[last + 1])):
        return "none"
    return _tense(article, line, clause, trigger)


def free(article: Article, line: Line, trigger: int) -> bool:
    """Whether no word of denial or doubt stands just before a word: 未能落户 is denied, 放弃入股后落户 is not."""
    ahead = _raw(article, line, line.clauses[line.clause_at(trigger)][0], trigger)
    found = (match for name in ("denied", "doubted") for match in _cues(name).finditer(ahead))
    return all(match.end() < len(ahead) - NEAR for match in found)


def _tense(article: Article, line: Line, clause: int, trigger: int) -> Stance:
    own = _raw(article, line, *line.clauses[clause])
    ahead = _raw(article, line, line.clauses[clause][0], trigger + 1)
    if _cues("planned").search(ahead):
        return "planned"
    if _cues("done").search(own):
        return "done"
    if _cues("to_come").search(own):
        return "planned"
    for before in range(clause - 1, -1, -1):
        text = _raw(article, line, *line.clauses[before])
        if text.endswith(("。", "；", "：")):
            break
        if _cues("planned").search(text):
            return "planned"
        if _cues("done").search(text):
            break
    return "done"


def _raw(article: Article, line: Line, start: int, end: int) -> str:
    return wide(article.text[line.origin(start) : line.origin(end)])
