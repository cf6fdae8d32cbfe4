"""Which patterns of the rules may match a line at all: those whose trigger and types of mentions stand in it.

There are two hundred patterns, of which a line has the words of a few; looking for the words of all at once is cheap.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import ahocorasick

from kg.relating import rules
from kg.relating.rules import Rule

_NOT_NEEDED = re.compile(r"\(\?<?[=!][^()]*\)|\[[^\]]*\]|\\?[^()][?*]")
"""Parts of a trigger that a match may do without: lookarounds, classes of characters, what is optional."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Needs:
    """What a line must have for a pattern to match."""

    words: frozenset[str]
    """One of these; any will do where there is none."""
    mentions: tuple[frozenset[str], ...]
    """One of each."""


def needs(rule: Rule, number: int) -> Needs:
    """The needs of one of a rule's patterns."""
    trigger, mentions = rules.parts(rule, number)
    alternatives = _NOT_NEEDED.sub(" ", trigger).split("|")
    words = [max(_WORD.findall(alternative), key=len, default="") for alternative in alternatives]
    known = all(words) and not any("(" in alternative for alternative in alternatives)
    return Needs(frozenset(words if known else ()), mentions)


class Matcher:
    """Rules with an index of the words that their patterns need."""

    def __init__(self, among: Iterable[Rule]) -> None:
        self._patterns = [(rule, i) for rule in among for i in range(len(rule.patterns))]
        needed = [needs(rule, i) for rule, i in self._patterns]
        self._mentions = [need.mentions for need in needed]
        by_word: dict[str, list[int]] = defaultdict(list)
        for number, need in enumerate(needed):
            for word in need.words or ("",):
                by_word[word].append(number)
        self._always = by_word.pop("", [])
        self._words = ahocorasick.Automaton()
        for word, numbers in by_word.items():
            self._words.add_word(word, numbers)
        self._words.make_automaton()

    def possible(self, text: str) -> Iterator[tuple[Rule, re.Pattern[str]]]:
        """The patterns that may match a line's text, in the order of the rules."""
        chars = frozenset(text)
        found = self._words.iter(text) if len(self._words) else ()
        met = set(self._always).union(*(numbers for _, numbers in found))
        for number in sorted(met):
            if not any(chars.isdisjoint(symbols) for symbols in self._mentions[number]):
                rule, i = self._patterns[number]
                yield rule, rule.patterns[i]


@cache
def _shipped() -> Matcher:
    return Matcher(rules.load())


def matcher(among: Sequence[Rule] | None = None) -> Matcher:
    """For these rules, by default those that the package ships."""
    return _shipped() if among is None else Matcher(among)
