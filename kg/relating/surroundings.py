"""What an entity and a figure look like to the networks of `kg.relating.figures`: features of their places in the text.

Features are strings: the types of the two, trigger words and senses of words before, between and behind them, denial
and plans. The two are `a` and `b` in the order of the text. Features come in parts, so that what depends on one of them
alone is read once: `before`, `within`, `behind` for two of one line; `across`, `around` for a figure and the subject of
a line before it; `typed_…` the same with the types of both. The wording itself: `kg.relating.wording`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.relating.candidates import Discourse
from kg.relating.contexts import View
from kg.relating.lines import TYPE, Line

CLAUSE_END = re.compile(r"[，。；：！？—\n｜]")


def before(seen: View, first: int) -> Iterator[str]:
    """What stands in the clause before the first of two mentions (of its list)."""
    start = seen.line.clauses[seen.line.clause_at(first)][0]
    yield from row("v", "".join(seen.senses[start:first])[-4:])
    yield from _marks(seen, start, first, "0")


def typed_before(seen: View, first: int, kinds: str) -> Iterator[str]:
    """The same with the types of the two mentions."""
    start = seen.line.clauses[seen.line.clause_at(first)][0]
    yield from _typed_row("v", "".join(seen.senses[start:first])[-4:], kinds)
    yield from _marks(seen, start, first, "0", kinds)


def behind(seen: View, last: int) -> Iterator[str]:
    """What stands in the clause behind the second of two mentions (of its list)."""
    end = seen.line.clauses[seen.line.clause_at(last)][1]
    yield from row("u", "".join(seen.senses[last + 1 : end])[:4])
    yield from _marks(seen, last + 1, end, "2")


def typed_behind(seen: View, last: int, kinds: str) -> Iterator[str]:
    """The same with the types of the two mentions."""
    end = seen.line.clauses[seen.line.clause_at(last)][1]
    yield from _typed_row("u", "".join(seen.senses[last + 1 : end])[:4], kinds)
    yield from _marks(seen, last + 1, end, "2", kinds)


def within(seen: View, a: int, b: int) -> Iterator[str]:
    """What stands between two mentions of one line, and how the two stand to each other."""
    text, one, other = seen.text, seen.line.groups[a], seen.line.groups[b]
    same, kinds = b in one, text[a] + text[b]
    left = a if same else max(p for p in one if p < b)
    right = b if same else min(p for p in other if p > a)
    between = text[left + 1 : right]
    yield f"t{kinds}"
    if not same:
        sensed, where = "".join(seen.senses[left + 1 : right]), "3" if CLAUSE_END.search(between) else "1"
        yield from row("s", sensed)
        yield from _typed_row("s", sensed, kinds)
        yield from _marks(seen, left + 1, right, where)
        yield from _marks(seen, left + 1, right, where, kinds)
    inner = [char for char in between if char in TYPE]
    yield f"in{min(len(inner), 4)}"
    yield from (f"i{kind}" for kind in sorted(set(inner)))
    yield from _clauses(seen, a, b, kinds)
    yield from _mentions(seen, a, b, kinds)


def _clauses(seen: View, a: int, b: int, kinds: str) -> Iterator[str]:
    first, second = seen.line.clause_at(a), seen.line.clause_at(b)
    yield f"ca{min(first, 2)}"
    yield f"cd{min(second - first, 4)}"
    yield f"cd{min(second - first, 4)}{kinds}"
    yield from (f"f{flag}" for flag in sorted(seen.flags[first]))
    yield from (f"g{flag}" for flag in sorted(seen.flags[second]))


def _mentions(seen: View, a: int, b: int, kinds: str) -> Iterator[str]:
    line = seen.line
    yield f"one{min(line.groups[a].index(a), 3)}"
    yield f"other{min(line.groups[b].index(b), 3)}"
    if line.slots[a].anaphor:
        yield "an1"
    if line.slots[b].anaphor:
        yield "an2"
    if line.bracket:
        yield "bracket"
    if line.sentence.kind != "text":
        yield f"kind{line.sentence.kind}"
    if line.slots[a].text in line.slots[b].text:
        yield "inname"
        yield f"inname{kinds}"


def around(seen: View, b: int) -> Iterator[str]:
    """What surrounds a mention whose clause may be about something named earlier."""
    line = seen.line
    first, last, start, end = clause_of(line, b)
    yield f"xc{min(line.clause_at(b), 3)}"
    yield from _marks(seen, start, first, "x")
    yield from _marks(seen, last + 1, end, "y")
    yield from (f"xg{flag}" for flag in sorted(seen.flags[line.clause_at(b)]))
    if first == start == line.clauses[0][0]:
        yield "xfirst"


def typed_around(seen: View, b: int, kinds: str) -> Iterator[str]:
    """The same with the types of the two mentions."""
    first, last, start, end = clause_of(seen.line, b)
    yield from _marks(seen, start, first, "x", kinds)
    yield from _marks(seen, last + 1, end, "y", kinds)


def clause_of(line: Line, b: int) -> tuple[int, int, int, int]:
    """First and last position of a mention's list, start and end of its clause."""
    start, end = line.clauses[line.clause_at(b)]
    return min(line.groups[b]), max(line.groups[b]), start, end


def across(text: Discourse, back: View, a: int, seen: View, b: int, rank: int) -> Iterator[str]:
    """How an earlier mention stands to a later one; `rank` counts those that are nearer."""
    line, other = seen.line, back.line
    kinds, first = other.text[a] + line.text[b], min(line.groups[b])
    lead = next((line.text[p] for p in seen.leads if p < first), "")
    distance = min(line.index - other.index, 5)
    entity = other.slots[a].entities[0].id
    yield from (f"xt{kinds}", f"xd{distance}", f"xd{distance}{kinds}", f"xr{rank}")
    yield from (f"xo{lead}", f"xo{lead}{other.text[a]}", f"xo{lead}{kinds}")
    yield from (f"xl{min(other.clause_at(a), 3)}", f"xk{other.sentence.kind}", f"xn{min(len(other.groups[a]), 3)}")
    yield f"xcount{min(text.counts[entity], 5)}"
    yield "xmain" if entity in text.main else "xnot"
    if other.sentence.paragraph != line.sentence.paragraph:
        yield "xpar"
        yield f"xpar{distance}"
    if entity in text.opening:
        yield "xopen"


def row(prefix: str, sensed: str) -> Iterator[str]:
    """A row of senses: all of it, its ends and its members."""
    yield f"{prefix}={_short(sensed)}"
    yield f"{prefix}<{sensed[:1]}"
    yield f"{prefix}>{sensed[-1:]}"
    for sign in dict.fromkeys(sensed):
        yield f"{prefix}.{sign}"


def _typed_row(prefix: str, sensed: str, kinds: str) -> Iterator[str]:
    """The same with the types of the two mentions."""
    yield f"{prefix}={kinds}{_short(sensed)}"
    for sign in dict.fromkeys(sensed):
        yield f"{prefix}.{kinds}{sign}"


def _short(sensed: str) -> str:
    return sensed if len(sensed) <= 8 else sensed[:4] + "…" + sensed[-4:]


def _marks(seen: View, start: int, end: int, where: str, kinds: str = "") -> Iterator[str]:
    """The trigger words of a stretch, and the edge types they trigger, alone or with the types of the two mentions."""
    marked: dict[str, None] = {}
    for at, word, edges in seen.triggers:
        if start <= at < end:
            yield f"w{where}{word}{kinds}"
            marked |= dict.fromkeys(edges)
    for edge in marked:
        yield f"e{where}{edge}{kinds}"
