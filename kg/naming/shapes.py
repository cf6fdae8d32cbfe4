"""Names by their looks: endings with a left boundary, enumerations under a head word, counted groups of companies.

Each function is one voice: text in, candidates out, by the words of shapes.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import ahocorasick
import yaml

from kg.naming.candidates import Candidate

BREAKS = frozenset("，。、；：！？“”‘’「」《》[]【】\n \t,;:!?…|/")
OPENERS, CLOSERS = "(（", ")）"
ENUMERATION = re.compile(
    r"((?<![^，。；：！？\n()（）、])[^，。；：！？\n()（）、]{2,200}(?:、[^，。；：！？\n、]{2,20})+?)"
    r"(?:和[^，。；：！？\n、]{2,16}?)?等"
)
ITEM = re.compile(r"[^、]+")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((files("kg.naming") / "shapes.yaml").read_text(encoding="utf-8"))
    return data


@cache
def _words() -> tuple[ahocorasick.Automaton, ahocorasick.Automaton, re.Pattern[str]]:
    """The endings with their types, the stop words, and the heads of enumerations."""
    endings, stops = ahocorasick.Automaton(), ahocorasick.Automaton()
    for kind, words in _data()["endings"].items():
        for word in words:
            endings.add_word(word, (len(word), kind))
    for word in _data()["stops"]:
        stops.add_word(word, len(word))
    endings.make_automaton()
    stops.make_automaton()
    heads = "|".join(f"(?P<{kind}>{'|'.join(words)})" for kind, words in _data()["heads"].items())
    return endings, stops, re.compile(rf"[^，。；：！？\n、]{{0,8}}?(?:{heads})")


def by_ending(text: str, known: Sequence[tuple[int, int]]) -> list[Candidate]:
    """Names that end in a typical word; `known` are spans of the gazetteer's, across which no stop word counts."""
    endings, stops, _ = _words()
    inner = bytearray(len(text) + 1)
    for start, end in known:
        inner[start + 1 : end] = b"\x01" * (end - start - 1)
    barrier = bytearray(len(text) + 1)
    for last, size in stops.iter(text):
        if not any(inner[last - size + 1 : last + 2]):
            barrier[last + 1] = 1
    longest: dict[int, tuple[int, str]] = {}
    for last, (size, kind) in endings.iter(text):
        longest[last] = max(longest.get(last, (0, "")), (size, kind))
    found = []
    for last, (size, kind) in longest.items():
        start = _left_border(text, last + 1 - size, barrier)
        if start < last + 1 - size:
            found.append(Candidate(start, last + 1, kind, "shape"))
    return found


def _left_border(text: str, at: int, barrier: bytearray) -> int:
    lowest = max(0, at - _data()["longest"])
    depth = 0
    while at > lowest and not barrier[at]:
        char = text[at - 1]
        if char in CLOSERS:
            depth += 1
        elif char in OPENERS:
            depth -= 1
        if depth < 0 or char in BREAKS:
            break
        at -= 1
    return at


def in_enumerations(text: str) -> list[Candidate]:
    """The items of X、Y、Z等…企业, typed by the head word."""
    heads = _words()[2]
    return [c for match in ENUMERATION.finditer(text) for c in _items(match, heads.match(text, match.end()))]


def _items(match: re.Match[str], head: re.Match[str] | None) -> Iterator[Candidate]:
    if head is None or head.lastgroup is None:
        return
    items = list(ITEM.finditer(match[1]))
    for i, item in enumerate(items):
        if i and len(item[0]) <= 16:
            yield Candidate(match.start() + item.start(), match.start() + item.end(), head.lastgroup, "enumeration")


def counted_groups(text: str) -> list[Candidate]:
    """近40家新能源汽车零部件企业: a set of unnamed companies with its number."""
    pattern = re.compile(_data()["group"])
    return [Candidate(m.start(), m.end(), "CompanyGroup", "group") for m in pattern.finditer(text)]


def ending_type(form: str) -> str | None:
    """The type that the longest typical ending of a name speaks for."""
    fitting = [(len(w), kind) for kind, words in _data()["endings"].items() for w in words if form.endswith(w)]
    return max(fitting)[1] if fitting else None
