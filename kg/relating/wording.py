"""What is said around a figure and a mention, word for word: features beside those of `kg.relating.surroundings`.

They are n-grams of the line before, between and behind the two, and how these stand to others of their kind, for
networks that do not read the line in order, as `kg.relating.encoder` does.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.relating.contexts import FAR, REACH, View
from kg.relating.lines import TYPE
from kg.relating.surroundings import CLAUSE_END, clause_of, row

NEAR = 10
"""Characters between two mentions that are taken as they are."""


def beside(seen: View, a: int, b: int) -> Iterator[str]:
    """Of two mentions of one line."""
    one, other = seen.line.groups.get(a, (a,)), seen.line.groups.get(b, (b,))
    same, kinds = b in one, seen.text[a] + seen.text[b]
    yield from _before(seen, min(one), kinds, "L" if same else "l")
    yield from _behind(seen, max(other), kinds, "R" if same else "r")
    yield from _within(seen, a, b, kinds)
    if a in seen.leads:
        yield "lead"
        yield f"lead{kinds}"


def _before(seen: View, first: int, kinds: str, prefix: str) -> Iterator[str]:
    text = seen.text
    start = seen.line.clauses[seen.line.clause_at(first)][0]
    for size in (1, 2, 3):
        yield f"{prefix}<{text[max(0, first - size) : first]}"
    yield from _grams(prefix, text[max(start, first - REACH[0]) : first])
    yield f"{prefix}<{kinds}{text[max(0, first - 1) : first]}"


def _behind(seen: View, last: int, kinds: str, prefix: str) -> Iterator[str]:
    text = seen.text
    end = seen.line.clauses[seen.line.clause_at(last)][1]
    for size in (1, 2, 3, 4):
        yield f"{prefix}>{text[last + 1 : last + 1 + size]}"
    yield from _grams(prefix, text[last + 1 : min(end, last + 1 + REACH[1])])
    yield f"{prefix}>{kinds}{text[last + 1 : last + 3]}"


def _within(seen: View, a: int, b: int, kinds: str) -> Iterator[str]:
    text, one, other = seen.text, seen.line.groups[a], seen.line.groups[b]
    if b in one:
        between = text[a + 1 : b]
        yield from ("list", f"list{kinds}", f"lw{between[:4]}", f"ln{min(len(one), 6)}")
    else:
        between = text[max(p for p in one if p < b) + 1 : min(p for p in other if p > a)]
        yield from _between(between, kinds)
    yield f"len{min(len(between) // 4, 8)}"
    inner = [char for char in between if char in TYPE]
    if text[a] in inner:
        yield "rival1"
    if text[b] in inner:
        yield "rival2"


def _between(between: str, kinds: str) -> Iterator[str]:
    if len(between) <= NEAR:
        yield f"m={between}"
        yield f"m={kinds}{between}"
    for size in (1, 2, 3):
        yield f"m<{between[:size]}"
        yield f"m>{between[-size:]}"
    yield f"m<{kinds}{between[:2]}"
    yield f"m>{kinds}{between[-2:]}"
    if not CLAUSE_END.search(between):
        yield from _grams("m", _clipped(between))


def around(seen: View, b: int) -> Iterator[str]:
    """Of a mention whose clause may be about something named earlier."""
    text = seen.text
    first, last, start, end = clause_of(seen.line, b)
    ahead = text[start:first]
    yield from _grams("y", _clipped(ahead))
    yield from _grams("z", _clipped(text[last + 1 : end]))
    for size in (1, 2, 3):
        yield f"y>{text[max(0, first - size) : first]}"
        yield f"z<{text[last + 1 : last + 1 + size]}"
    if len(ahead) <= NEAR:
        yield f"y={ahead}"
    yield from row("ys", "".join(seen.senses[start:first])[-6:])
    yield from row("zs", "".join(seen.senses[last + 1 : end])[:6])


def typed_around(seen: View, b: int, kinds: str) -> Iterator[str]:
    """The same with the types of the two."""
    text = seen.text
    first, last, start, _ = clause_of(seen.line, b)
    ahead = text[start:first]
    yield f"y>{kinds}{text[max(0, first - 2) : first]}"
    yield f"z<{kinds}{text[last + 1 : last + 3]}"
    if len(ahead) <= NEAR:
        yield f"y={kinds}{ahead}"


def _clipped(text: str) -> str:
    return text if len(text) <= FAR else text[: FAR // 2] + "…" + text[-FAR // 2 :]


def _grams(prefix: str, text: str) -> list[str]:
    return [prefix + text[i : i + 2] for i in range(len(text) - 1)]
