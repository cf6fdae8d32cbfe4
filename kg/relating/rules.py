"""Rules as data: one YAML file for each edge type, read, checked and compiled.

A pattern is a regular expression over a line's text (see `kg.relating.lines`) with these shorthands:

    {head} {tail}         a mention of a type that the edge allows there; {tail:Park,Region} narrows it
    {head2} {tail2}       a second list of that end (由甲牵头，乙、丙参与共建的丁)
    {other}               a mention of any type
    <落户|入驻>            the trigger
    ~                     up to twelve characters without mention and punctuation
    ≈                     up to forty characters of the same sentence, mentions and commas included
    $sign                 a word list from vocabulary.yaml
    ¤                     an amount with its unit

An end that a pattern does not name is the subject: of the clause, else of the sentence, else of the text before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg import ontology
from kg.errors import DataError
from kg.relating.lines import AMOUNT, ANY, SYMBOL

_MENTIONS = ANY[1:-1]
GAP = f"[^，。；：！？、—\\n{_MENTIONS}]{{0,12}}?"
LISTED = f"(?:(?:、|和|与|及|以及|，以及)(?:[^，。；、：{_MENTIONS}]{{0,12}}的)?{ANY})*"
PLACED = f"(?:{SYMBOL['Region']}(?:本地|当地|市|县|区|一带)?的?(?={ANY}))?"
"""Where the thing named next stands: 由沧州的甲供应."""
STRETCH = "[^。；！？\\n]{0,40}?"
_SLOT = re.compile(r"\{(head2?|tail2?|other)(?::([A-Za-z,]+))?\}")
TRIGGER = re.compile(r"(?<!\(\?)<([^<>]+)>")


class RuleData(BaseModel):
    """One rule as it stands in its YAML file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    patterns: tuple[str, ...] = Field(min_length=1)
    status: Literal["planned"] | None = None
    """Planned whatever the words around say; else the words decide."""
    done: bool = False
    """Done even in a clause about the future: a signature, an agreement."""
    within: bool = False
    """The edge runs between the members of the head's list."""
    joint: bool = False
    """Several tails found together also collaborate."""
    also: bool = False
    """The subject joins the tail that the pattern names (与甲共建乙: the subject and 甲)."""
    subject: tuple[str, ...] = ()
    """Types that the subject must have, where narrower than the edge's."""
    skip: str = ""
    """What must not follow the subject's mention."""
    new: bool = False
    """What the clause before founds is preferred as the subject."""
    near: bool = False
    """The subject must stand in the same sentence."""
    doubtful: bool = True
    """Words of doubt, denial and ending around the trigger prevent the fact."""
    examples: tuple[str, ...] = ()
    """Marked-up text, ⇒ and the facts that it states: see `kg.relating.examples`."""


class RuleFile(BaseModel):
    """The rules of one edge type."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edge: str
    tail_names: dict[str, str] = {}
    """For a node type, what a tail's name must contain (an Agency with members: 协会|商会)."""
    rules: tuple[RuleData, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready to match."""

    edge: str
    data: RuleData
    patterns: tuple[re.Pattern[str], ...]
    head: frozenset[str]
    tail: frozenset[str]
    skip: re.Pattern[str] | None
    tail_names: dict[str, re.Pattern[str]]


def load_yaml(name: str) -> Any:
    """A data file of this package."""
    return yaml.safe_load((files("kg.relating") / name).read_text(encoding="utf-8"))


@cache
def load() -> tuple[Rule, ...]:
    """All rules that the package ships, file by file in the ontology's order of edges."""
    rules: list[Rule] = []
    for edge in ontology.load().edges:
        name = f"rules/{edge.lower()}.yaml"
        rules += parse(load_yaml(name), name)
    return tuple(rules)


def parse(data: Any, name: str) -> list[Rule]:
    """Checks and compiles one rule file; `name` stands in the error's message."""
    try:
        file = RuleFile.model_validate(data)
        kind = ontology.load().edges[file.edge]
    except (ValidationError, KeyError) as error:
        raise DataError(f"kg/relating/{name}: {error}") from error
    head, tail = frozenset(kind.head), frozenset(kind.tail)
    names = {kind: re.compile(pattern) for kind, pattern in file.tail_names.items()}
    rules = []
    for rule in file.rules:
        patterns = tuple(_compile(p, head, tail, f"{name}: {rule.name}") for p in rule.patterns)
        skip = re.compile(rule.skip) if rule.skip else None
        rules.append(Rule(file.edge, rule, patterns, head, tail, skip, names))
    return rules


def parts(rule: Rule, number: int) -> tuple[str, tuple[frozenset[str], ...]]:
    """The trigger of one of a rule's patterns, word lists written out, and the mentions of which each match has one."""
    pattern = rule.data.patterns[number]
    trigger = re.sub(r"\$([a-z_]+)", lambda m: vocabulary()[m[1]][3:-1], "|".join(TRIGGER.findall(pattern)))
    slots = [(role, _kinds(role, types, rule.head, rule.tail)) for role, types in _SLOT.findall(pattern)]
    return trigger, tuple(frozenset(SYMBOL[t] for t in kinds) for role, kinds in slots if role in ("head", "tail"))


@cache
def vocabulary() -> dict[str, str]:
    """Word lists that patterns name with a dollar sign, as alternations."""
    return {name: "(?:" + "|".join(words) + ")" for name, words in load_yaml("vocabulary.yaml").items()}


def _kinds(role: str, types: str | None, head: frozenset[str], tail: frozenset[str]) -> list[str]:
    return types.split(",") if types else sorted(head if role.startswith("head") else tail)


def _compile(pattern: str, head: frozenset[str], tail: frozenset[str], place: str) -> re.Pattern[str]:
    def slot(match: re.Match[str]) -> str:
        role, types = match.group(1), match.group(2)
        if role == "other" and not types:
            return ANY
        kinds = f"[{''.join(SYMBOL[t] for t in _kinds(role, types, head, tail))}]"
        return kinds if role == "other" else f"{PLACED}(?P<{role}>{kinds}){LISTED}"

    def words(match: re.Match[str]) -> str:
        return vocabulary()[match.group(1)]

    try:
        text = re.sub(r"\$([a-z_]+)", words, pattern)
        text = TRIGGER.sub(r"(?P<trigger>\1)", text)
        text = _SLOT.sub(slot, text)
        if broken := re.search(r"\{[A-Za-z]\w*", text):
            raise re.error(f"no such end or type: {broken[0]}")
        text = text.replace("~", GAP).replace("≈", STRETCH).replace("¤", AMOUNT)
        return re.compile(text)
    except (re.error, KeyError) as error:
        raise DataError(f"kg/relating/{place}: cannot compile {pattern!r}: {error}") from error
