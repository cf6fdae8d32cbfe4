"""Whether a stated edge is done or planned: a logistic model over the words around it.

Cues (将, 拟, 计划) tell a part of it; the rest lies in the kind of text (支持甲与乙共建… in an action plan), in what
follows (…, 明年投用) and in the word itself. `python -m kg.training tense DIR` fits the weights to annotated articles.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from kg.records import Article
from kg.relating.contexts import View

AHEAD, BEHIND, GRAMS = 12, 14, (1, 2, 3)
"""Characters read before and behind the word that states an edge, and sizes of n-grams."""
FROM = -0.4
"""Log odds from which on an edge is planned: those missed by cues and those given wrongly then weigh alike."""
_YEAR = re.compile(r"(20\d\d)年")
_PLAN = re.compile(r"计划|方案|意见|规划|要点|部署|目标|任务|清单|举措|下一步|打算|拟|将|推进|签约")
_OPENING = re.compile(r"^[\d一二三四五六七八九十()（）.、．·—●■◆▍\-\s]*")


@cache
def weights() -> Mapping[str, float]:
    """The weights of the package."""
    found: dict[str, float] = json.loads((files("kg") / "weights" / "tense.json").read_text(encoding="utf-8"))
    return found


def planned(article: Article, view: View, at: int, edge: str, said: str, by: Mapping[str, float] | None = None) -> bool:
    """Whether the edge that the word at a position of a line states is planned; `said`: what cues alone make of it."""
    by = weights() if by is None else by
    return sum(by.get(feature, 0.0) for feature in dict.fromkeys(features(article, view, at, edge, said))) > FROM


def features(article: Article, view: View, at: int, edge: str, said: str) -> Iterator[str]:
    """What the model sees."""
    line, text = view.line, view.text
    number = line.clause_at(at)
    first, last = line.clauses[number]
    yield "any"
    yield f"edge {edge}"
    yield f"said {said}"
    yield f"said {said} {edge}"
    for name, numbers in (("own", (number,)), ("before", range(number)), ("after", range(number + 1, len(view.flags)))):
        yield from {f"{name} {flag}" for each in numbers for flag in view.flags[each]}
    yield from _grams("a", text[max(first, at - AHEAD) : at])
    yield from _grams("b", text[at : min(last, at + BEHIND)])
    if number + 1 < len(line.clauses):
        start, end = line.clauses[number + 1]
        yield from _grams("n", text[start : min(end, start + BEHIND)])
    if number:
        yield from _grams("p", text[max(line.clauses[number - 1][0], first - AHEAD) : first])
    opening = text[_OPENING.match(text).end() :]  # type: ignore[union-attr]
    yield from (f"o {opening[:size]}" for size in (1, 2, 3))
    yield from _time(article, line.sentence.start, line.sentence.end, line.origin(first), line.origin(last))
    yield from _genre(article, line.sentence.start, line.sentence.kind)


def _grams(name: str, text: str) -> Iterator[str]:
    for size in GRAMS:
        yield from (f"{name} {text[i : i + size]}" for i in range(len(text) - size + 1))


def _time(article: Article, start: int, end: int, first: int, last: int) -> Iterator[str]:
    """Years in the sentence and in the clause, against the article's own."""
    if article.date is None:
        return
    for name, stretch in (("sentence", article.text[start:end]), ("clause", article.text[first:last])):
        for year in _YEAR.findall(stretch):
            ahead = int(year) - article.date.year
            yield f"{name} year {'later' if ahead > 0 else 'now' if ahead == 0 else 'past'}"


def _genre(article: Article, start: int, kind: str) -> Iterator[str]:
    """What kind of text it stands in: by the title, and by the heading above."""
    title = article.title or article.text[: max(article.text.find("\n"), 0)]
    yield f"kind {kind}"
    yield from (f"title {word}" for word in set(_PLAN.findall(title)))
    above = next((s for s in reversed(article.sentences) if s.start < start and s.kind == "heading"), None)
    if above is not None:
        yield from (f"heading {word}" for word in set(_PLAN.findall(article.text[above.start : above.end])))
