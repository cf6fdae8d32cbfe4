"""Which mentions of an article speak of the same thing: mentions in, entities out.

Forms are joined when the article defines one by the other, when the gazetteer knows both as names of
one entry, and when one is plainly short for the other and for no other name in the article.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from kg.naming.definitions import Definition
from kg.records import Entity, Mention

DROP = re.compile(r"[\s\"'“”‘’「」『』《》()（）\[\]【】·•,，、.。\-—–_/]+")
UNIT = re.compile(r"(?:分公司|子公司|事业部|分部|分院|大队|车间|工厂|基地)$")
PARTED = re.compile(r"(?:大学|学院|研究院|医院|园区|开发区|高新区|保税区|科技园|产业园|示范区).")
REGION_TAILS = ("省", "市", "区", "县", "镇", "乡", "新区", "三地", "两地")
BRACKETED = re.compile(r"[(（]([^()（）]{1,8})[)）]")


@lru_cache(maxsize=1 << 14)
def folded(form: str) -> str:
    """A form without quotes, brackets, spaces and case: two spellings of one name become equal."""
    return DROP.sub("", unicodedata.normalize("NFKC", form)).lower()


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((files("kg.naming") / "grouping.yaml").read_text(encoding="utf-8"))
    return data


@dataclass(frozen=True)
class Forms:
    """What abbreviating needs to know beyond the two names."""

    regions: frozenset[str]
    """Forms of regions that may stand before a name or in its brackets (天津, 天津市, 廊坊 …)."""

    def core(self, form: str, kind: str) -> str:
        """The distinctive part of a name: 天津渤锐汽车电子股份有限公司 → 渤锐."""
        return _core(self.regions, form, kind)

    def bare(self, form: str) -> str:
        """The name without the regions before it."""
        return _bare(self.regions, form)

    def place(self, form: str) -> str:
        """The region in a name's brackets or before it: what tells two daughters of one house apart."""
        inner = BRACKETED.search(form)
        if inner and (inner[1] in self.regions):
            return inner[1]
        bare = self.bare(form)
        return form[: len(form) - len(bare)]

    def shortens(self, short: str, full: str, kind: str) -> float:
        """How surely `short` is short for `full`, both of `kind`; 0.0 for not at all."""
        if not 2 <= len(short) < len(full) or short in self.regions or len({*short} & {*full}) < 2:
            return 0.0
        if short == self.bare(full) and kind != "Region":
            return 1.0
        if kind == "Company":
            return self._shortens_company(short, full)
        if kind == "Region":
            return 0.9 if self._shortens_region(short, full) else 0.0
        if kind in ("Industry", "CompanyGroup"):
            return 0.0
        return self._shortens_place(short, full, kind)

    def _shortens_company(self, short: str, full: str) -> float:
        if UNIT.search(full) and not UNIT.search(short):
            return 0.0
        place, my_place = self.place(full), self.place(short)
        if my_place and my_place[:2] != place[:2] and my_place not in full:
            return 0.0
        if BRACKETED.search(full) and place and not my_place:
            return 0.5 if folded(self.core(full, "Company")) == folded(self.core(short, "Company")) else 0.0
        core, mine = folded(self.core(full, "Company")), folded(self.core(short, "Company"))
        if my_place and place and len(mine) > 1 and core.startswith(mine):
            return 0.7
        if mine and mine == core:
            return 0.9 if is_subsequence(folded(short), folded(full)) or my_place else 0.7
        return self._shortens_brand(folded(self.bare(short)), folded(self.bare(full)), core)

    def _shortens_brand(self, short: str, full: str, core: str) -> float:
        """A name's beginning or end: 翊安 ← 翊安座椅, 维拓克 ← VecTorq维拓克; never where another place follows."""
        if full.startswith(short):
            rest = full[len(short) :]
            return 0.0 if any(rest[i : i + 2] in self.regions for i in range(len(rest) - 1)) else 0.6
        if core.endswith(short) and core[: -len(short)].isascii():
            return 0.6
        return 0.6 if len(short) >= 3 and short[:2] == full[:2] and is_subsequence(short, full) else 0.0

    def _shortens_region(self, short: str, full: str) -> bool:
        bare, mine = self.bare(full), self.bare(short)
        return len(mine) >= 2 and bare.startswith(mine) and bare[len(mine) :] in ("", *REGION_TAILS)

    def _shortens_place(self, short: str, full: str, kind: str) -> float:
        """For parks, institutes and the like: an ordered choice of the full name's characters, its head word kept."""
        if short == self.core(full, kind):
            return 0.8
        if len(short) < 3 or not is_subsequence(short, full) or (kind == "University" and short.endswith("大学")):
            return 0.0
        if short[-1] != full[-1] or PARTED.search(full[:-1]):
            return 0.0
        if short in _data()["tails"].get(kind, ()):
            return 0.6
        if short in full:
            return 0.0 if full.startswith(short) else 0.85
        return 0.7 if short[0] == full[0] or short[0] == self.bare(full)[0] else 0.5


# asked for every pair of an article's names: without memory a list of a thousand names takes minutes
@lru_cache(maxsize=1 << 14)
def _core(regions: frozenset[str], form: str, kind: str) -> str:
    bare = _without(_bare(regions, BRACKETED.sub("", form)), _data()["tails"].get(kind, ()))
    return _without_trades(_without(bare, _data()["tails"]["Company"])) if kind == "Company" else bare


@lru_cache(maxsize=1 << 14)
def _bare(regions: frozenset[str], form: str) -> str:
    for length in range(min(9, len(form) - 2), 1, -1):
        if form[:length] in regions:
            return _bare(regions, form[length:].lstrip("·-—"))
    return form


def _without_trades(bare: str) -> str:
    changed = True
    while changed:
        changed = False
        for trade in _data()["trades"]:
            if bare.endswith(trade) and len(bare) >= len(trade) + 2:
                bare, changed = bare[: -len(trade)], True
    return bare


def _without(form: str, tails: Iterable[str]) -> str:
    """The form without the first of these endings that leaves two characters."""
    for tail in tails:
        if form.endswith(tail) and len(form) > len(tail) + 1:
            return form[: -len(tail)]
    return form


def is_subsequence(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in this order."""
    rest = iter(full)
    return all(char in rest for char in short)


@dataclass(frozen=True, slots=True)
class _Form:
    """All mentions of one spelling."""

    text: str
    type: str
    mentions: tuple[Mention, ...]
    lexicon_id: str


KnownId = Mapping[tuple[str, str], str]
SURE = 0.5


def group(
    mentions: Sequence[Mention], definitions: Iterable[Definition], forms: Forms, known: KnownId
) -> tuple[Entity, ...]:
    """Entities `e0`, `e1` … in order of first mention; `known` gives the gazetteer's id of (form, type)."""
    spelt = _spellings(mentions, known)
    parent = _parents(spelt, definitions, forms)
    families: dict[int, list[int]] = defaultdict(list)
    for i in range(len(spelt)):
        families[_root(i, parent)].append(i)
    entities = [_entity([spelt[i] for i in family]) for family in families.values()]
    entities.sort(key=lambda entity: entity[1][0].start)
    return tuple(_numbered(i, *entity) for i, entity in enumerate(entities))


def _spellings(mentions: Sequence[Mention], known: KnownId) -> list[_Form]:
    by_form: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_form[folded(mention.text)].append(mention)
    spelt = []
    for same in by_form.values():
        votes: dict[str, float] = defaultdict(float)
        for mention in same:
            votes[mention.type] += mention.confidence
        kind = max(votes, key=votes.__getitem__)
        text = same[0].text
        spelt.append(_Form(text, kind, tuple(same), known.get((text, kind), "")))
    return spelt


def _parents(spelt: Sequence[_Form], definitions: Iterable[Definition], forms: Forms) -> dict[int, int]:
    """For each form the form that it is short for; no cycles, for a parent is defined, known, or longer."""
    parent: dict[int, int] = {}
    for child, full in _defined(spelt, definitions):
        if child != full and _root(full, parent) != child:
            parent.setdefault(child, full)
    by_id: dict[str, int] = {}
    for i, form in sorted(enumerate(spelt), key=lambda item: -len(item[1].text)):
        if not form.lexicon_id:
            continue
        first = by_id.setdefault(form.lexicon_id, i)
        if first != i and i not in parent and _root(first, parent) != i:
            parent[i] = first
    for i in range(len(spelt)):
        if i not in parent:
            best = _best_full(i, spelt, parent, forms)
            if best is not None:
                parent[i] = best
    return parent


def _defined(spelt: Sequence[_Form], definitions: Iterable[Definition]) -> Iterable[tuple[int, int]]:
    by_start = {m.start: i for i, form in enumerate(spelt) for m in form.mentions}
    by_end = {m.end: i for i, form in enumerate(spelt) for m in form.mentions}
    for definition in definitions:
        child = by_start.get(definition.start)
        full = next((by_end[at] for at in range(definition.anchor, definition.anchor - 3, -1) if at in by_end), None)
        if child is not None and full is not None:
            yield child, full


def _best_full(i: int, spelt: Sequence[_Form], parent: Mapping[int, int], forms: Forms) -> int | None:
    short = spelt[i]
    scores: dict[int, float] = {}
    for j, full in enumerate(spelt):
        if len(short.text) >= len(full.text) or not _same_kind(short.type, full.type) or _root(j, parent) == i:
            continue
        if short.lexicon_id and full.lexicon_id and short.lexicon_id != full.lexicon_id:
            continue
        score = forms.shortens(short.text, full.text, full.type)
        if score >= SURE:
            root = _root(j, parent)
            scores[root] = max(scores.get(root, 0.0), score)
    if not scores:
        return None
    best = max(scores.values())
    winners = [root for root, score in scores.items() if score == best]
    if len(winners) > 1 and not any(BRACKETED.search(spelt[w].text) is None for w in winners):
        return None
    if len(winners) > 1:
        plain = [w for w in winners if BRACKETED.search(spelt[w].text) is None]
        return plain[0] if len(plain) == 1 else None
    return winners[0]


def _same_kind(one: str, other: str) -> bool:
    return one == other or (one, other) in _kin()


@cache
def _kin() -> frozenset[tuple[str, str]]:
    pairs = [tuple(pair) for pair in _data()["same_kind"]]
    return frozenset([*pairs, *((other, one) for one, other in pairs)])


def _root(i: int, parent: Mapping[int, int]) -> int:
    while i in parent:
        i = parent[i]
    return i


def _entity(family: Sequence[_Form]) -> tuple[_Form, list[Mention]]:
    full = max(family, key=lambda form: (len(form.text), form.lexicon_id != ""))
    mentions = sorted((m for form in family for m in form.mentions), key=lambda m: (m.start, m.end))
    return full, mentions


def _numbered(i: int, full: _Form, mentions: Sequence[Mention]) -> Entity:
    lexicon_id = full.lexicon_id
    aliases = tuple(dict.fromkeys(m.text for m in mentions if m.text != full.text))
    doubt = 1.0
    for mention in mentions:
        doubt *= 1 - mention.confidence
    return Entity(f"e{i}", full.text, full.type, tuple(mentions), aliases, lexicon_id, confidence=round(1 - doubt, 4))
