"""What a line shows: triggers of rules, senses of words (senses.yaml), denial, plans, doubt, and possible subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.naming.punctuation import wide
from kg.records import Article
from kg.relating import rules, stance
from kg.relating.lines import TYPE, Line

FAR = 26
"""Characters between two mentions that are read, from both ends."""
REACH = 14, 16
"""Characters of a clause that are read before the first mention and behind the last."""
EACH = re.compile("分别|依次|各自")
GOVERNED = re.compile(
    r"(?:在|由|自|向|从|与|和|同|跟|对|为|给|被|把|将|经|于|至|到|受|让|随着|以|因|除|据|替|靠|凭|例如|关于|获)$"
)
CHINESE = re.compile(r"[一-鿿]{2,6}")
COMMA, STOP = "，", "；"
"""How a row of senses shows punctuation."""


@dataclass(frozen=True, slots=True)
class View:
    """A line with what those who read it need, gathered once."""

    line: Line
    text: str
    triggers: tuple[tuple[int, str, tuple[str, ...]], ...]
    """Position, word, and the edge types of which it is a trigger."""
    senses: tuple[str, ...]
    """Of each position the sense of the word that begins there, else empty."""
    flags: tuple[frozenset[str], ...]
    """Of each clause: denied, doubted, planned, done."""
    leads: tuple[int, ...]
    """Positions of mentions that may be subjects: first in their clause, under no preposition."""
    each: tuple[int, ...]
    """Where in the article the sentence says that members of two lists belong together one by one (分别)."""
    doubts: tuple[str, ...]
    """What makes the whole line doubtful: hearsay, question."""


@cache
def triggers() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """The words between < and > in the rules' patterns, as one pattern, and the edge types of each."""
    found: dict[str, set[str]] = {}
    for rule in rules.load():
        for pattern in rule.data.patterns:
            for alternatives in rules.TRIGGER.findall(pattern):
                for word in CHINESE.findall(re.sub(r"\$[a-z]+", "", alternatives)):
                    found.setdefault(word, set()).add(rule.edge)
    known = {word: tuple(sorted(edges)) for word, edges in found.items()}
    return _any(known), known


@cache
def senses() -> tuple[re.Pattern[str], dict[str, str]]:
    """The words of senses.yaml as one pattern, and the sense of each; mentions and punctuation stand for themselves."""
    known = {word: sense for sense, words in rules.load_yaml("senses.yaml").items() for word in words}
    known |= {symbol: symbol for symbol in TYPE} | dict.fromkeys("，、", COMMA) | dict.fromkeys("。；：！？—\n｜", STOP)
    return _any(known), known


def _any(words: dict[str, str] | dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))


def view(article: Article, line: Line) -> View:
    """Reads one line."""
    pattern, edges = triggers()
    found = tuple((m.start(), m[0], edges[m[0]]) for m in pattern.finditer(line.text))
    clauses = [wide(article.text[line.origin(start) : line.origin(end)]) for start, end in line.clauses]
    flags = tuple(stance.flags(clause) for clause in clauses)
    each = tuple(m.start() for m in EACH.finditer(article.text, line.sentence.start, line.sentence.end))
    doubts = tuple(stance.doubts(article, line))
    return View(line, line.text, found, _sensed(line.text), flags, tuple(_leads(line)), each, doubts)


def _sensed(text: str) -> tuple[str, ...]:
    pattern, known = senses()
    found = [""] * len(text)
    for match in pattern.finditer(text):
        found[match.start()] = known[match[0]]
    return tuple(found)


def _leads(line: Line) -> Iterator[int]:
    for start, end in line.clauses:
        for position in sorted(p for p in line.slots if start <= p < end):
            if not GOVERNED.search(line.text[start:position]) and position == min(line.groups[position]):
                yield position
                break
