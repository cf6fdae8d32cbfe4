"""Numbers with a unit, the metric that the words around name, and whose they are, as far as cues tell.

`kg.relating.figures` weighs these claims among all else that surrounds a figure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import DataError
from kg.naming.punctuation import wide
from kg.records import Article, Measure
from kg.relating import subjects
from kg.relating.candidates import Discourse, Wanted
from kg.relating.dates import since
from kg.relating.lines import ANY, TYPE, Line
from kg.relating.rules import load_yaml
from kg.relating.subjects import Judge

FIGURE = re.compile(
    r"(?<![\d.A-Za-z第-])(?P<value>\d+(?:,\d{3})*(?:\.\d+)?)\s*(?:余|多|來|来)?(?P<scale>[百千万亿萬億]*)(?:余|多)?"
    r"(?P<unit>美元|欧元|億元|元|家次|家|户|間|人次|人|名|项|件|株|个百分点|个|亩|畝|平方米|平方公里|平米|㎡|公顷|吨|台套|台|套"
    r"|[EP][Ff]lops|PFLOPS|P|片|架|颗|只|[GM]Wh|[GM]W|吉瓦时?|兆瓦时?|瓦时|瓦|千瓦时?|辆|包|条|立方米|根|支|份|艘|单|%|升|瓶|座)(?![A-Za-z])"
)
_REACH = 30
_SKIPPED = re.compile(
    r"(?:合同|订单|货款|罚款|租金|补贴|授信|贷款|保证金|报价|中标|采购额|预算|注册资本|同比|增长|下降|提高到?)[^，。；]{0,12}$"
)
_CREATES = re.compile(
    rf"¤?[^，。；{ANY[1:-1]}]{{0,8}}(?:建设|新建|兴建|建|用于|投建|设立|组建|打造|成立|建成|改造)[^，。；{ANY[1:-1]}]{{0,14}}({ANY})"
)
_OF = re.compile(rf"[^，。；{ANY[1:-1]}]{{0,10}}的[^，。；{ANY[1:-1]}]{{0,10}}({ANY})")
_TO = re.compile(rf"(?:向|对|给|为|入股|注资|增资|领投|跟投|投资|投向)({ANY})[^，。；]{{0,14}}$")
_INVESTOR = re.compile(r"[^，。；]{0,6}(?:领投|跟投|参投|投资|出资|注资|入股|增资|追加|继续加码)")

_DATED = re.compile(
    r"(?:截至|截止到?)[^，。；]{2,14}，|(?:^|(?<=[，；。]))\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?[末底]?，"
)


class Kind(BaseModel):
    """One entry of measures.yaml; its patterns are compiled as they are read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    unit: re.Pattern[str]
    cue: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    bare: bool = False
    subjects: tuple[str, ...]
    created: bool = False
    receives: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a line."""

    value: float
    unit: str
    start: int
    """Offset in the article's text."""
    end: int
    position: int
    """Place in the line's text."""


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of measures.yaml, in the file's order."""
    try:
        return tuple(Kind.model_validate(item) for item in load_yaml("measures.yaml")["kinds"])
    except (ValidationError, KeyError) as error:
        raise DataError(f"kg/relating/measures.yaml: {error}") from error


def measures(article: Article, discourse: Discourse, judge: Judge | None = None) -> Iterator[Measure]:
    """All figures that the lines give for an entity."""
    judge = judge or subjects.model()
    for number, line in enumerate(discourse.lines):
        if line.bracket:
            continue
        text = wide(article.text[line.sentence.start : line.sentence.end])
        for match in FIGURE.finditer(text):
            figure = _figure(line, match)
            kind = _kind(text, match)
            if kind is None:
                continue
            owner = _subject(discourse, number, figure, kind, judge)
            if owner is None:
                continue
            for entity in owner.line.slots[owner.positions[0]].entities[:1]:
                yield Measure(
                    subject=entity.id,
                    metric=kind.metric,
                    value=figure.value,
                    unit=figure.unit,
                    start=line.sentence.start,
                    end=line.sentence.end,
                    as_of=as_of(article, text, match.start(), match.end()),
                    confidence=round(0.9 * owner.confidence, 3),
                )


def as_of(article: Article, text: str, first: int, last: int) -> str:
    """The date of the figure's clause, else one that stands before a comma for what follows (截至6月底，…)."""
    start = max(text.rfind(mark, 0, first) for mark in "，。；：！？") + 1
    end = min((at for mark in "，。；！？" if (at := text.find(mark, last)) >= 0), default=len(text))
    dated = since(text[start:end], article.date)
    if dated:
        return dated
    heads = [m[0] for m in _DATED.finditer(text, 0, start)]
    return since(heads[-1], article.date) if heads else ""


def _figure(line: Line, match: re.Match[str]) -> Figure:
    start = line.sentence.start + match.start()
    value = float(match["value"].replace(",", ""))
    position = max(bisect_right(line.origins, start) - 1, 0)
    return Figure(value, match["scale"] + match["unit"], start, line.sentence.start + match.end(), position)


def cued(article: Article, line: Line, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The metrics that the words around a figure (offsets in the article) name, with their distance."""
    first = line.sentence.start
    text = wide(article.text[first : line.sentence.end])
    match = FIGURE.match(text, start - first)
    if match is None or match.end() != end - first:
        return
    clause = max(text.rfind(mark, 0, match.start()) for mark in "，。；：！？") + 1
    own = text[clause : match.start()]
    if _SKIPPED.search(own):
        yield "skipped", 0
    for kind in kinds():
        if kind.unit.fullmatch(match["unit"]):
            distance = _distance(kind, text, own, clause, match)
            if distance is not None:
                yield kind.metric, distance


def _kind(text: str, match: re.Match[str]) -> Kind | None:
    """The kind whose cue is nearest; words of the clause before count when the own clause has none."""
    clause_start = max(text.rfind(mark, 0, match.start()) for mark in "，。；：！？") + 1
    own = text[clause_start : match.start()]
    if _SKIPPED.search(own):
        return None
    best: tuple[int, Kind] | None = None
    for kind in kinds():
        if not kind.unit.fullmatch(match["unit"]):
            continue
        distance = _distance(kind, text, own, clause_start, match)
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, kind)
    return best[1] if best else None


def _distance(kind: Kind, text: str, own: str, clause_start: int, match: re.Match[str]) -> int | None:
    if kind.after and kind.after.match(text, match.end()):
        return 1
    if kind.cue:
        ends = [m.end() for m in kind.cue.finditer(own)]
        if ends:
            return len(own) - ends[-1]
        before = text[max(0, clause_start - _REACH) : clause_start]
        ends = [m.end() for m in kind.cue.finditer(before)]
        if ends and kind.metric == "investment":
            return _REACH + len(before) - ends[-1]
    return 3 * _REACH if kind.bare else None


def _subject(discourse: Discourse, number: int, figure: Figure, kind: Kind, judge: Judge) -> subjects.Found | None:
    line = discourse.lines[number]
    types = frozenset(kind.subjects)
    at = figure.position
    for pattern in (_OF, _CREATES) if kind.created or kind.receives else (_OF,):
        following = pattern.match(line.text, at + 1)
        if following and TYPE[following[1]] in types:
            return subjects.Found(line, (following.start(1),))
    if kind.receives:
        clause_start = line.clauses[line.clause_at(at)][0]
        to = _TO.search(line.text, clause_start, at)
        if to and TYPE[to[1]] in types:
            return subjects.Found(line, (to.start(1),))
    role = f"measure.{kind.metric}"
    skip = _INVESTOR if kind.receives else None
    wanted = Wanted(role, role, types, skip=skip, figure=(figure.value, figure.unit))
    return judge.subject(discourse, number, at, wanted)
