"""Sentences as rules see them: every mention is one character, and what says nothing about relations is gone.

A `Line` is a sentence, or what stands in brackets within one. In its text each mention is the
single private-use character of its type (`SYMBOL`), dates, fillers and quotation marks are left out,
and each amount is `AMOUNT`. `origins` leads from every character back to the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kg import ontology
from kg.naming.punctuation import wide
from kg.records import Article, Entity, Mention, Sentence

SYMBOL = {name: chr(0xE000 + i) for i, name in enumerate(ontology.load().nodes)}
TYPE = {symbol: name for name, symbol in SYMBOL.items()}
ANY = "[" + "".join(TYPE) + "]"
AMOUNT = chr(0xE0F0)
"""Stands for a figure with its unit."""

_DATE = (
    r"(?:(?:(?:19|20)\d\d|今|去|明|前|后|翌|次|同|当|是|本|上|近|近两|近三)年|(?:今|去|明|前|昨|当|同|次|近)[天日晚]"
    r"|(?:本|上|下|当|同|次|这个|上个|下个)[月周]|\d{1,2}月(?!台)|\d{1,2}日)"
)
_DATES = re.compile(
    rf"(?:自|从|于|到|截至|至|早在)?{_DATE}"
    rf"(?:{_DATE}|[初末底中春夏秋冬]|[上中下]旬|[上下]半年|以来|起|[、至-](?={_DATE}|\d)|第?[一二三四]季度)*"
    r"(?:前后|之前|以前|之后|以后|前|后|内|里|期间)?"
)
_AMOUNT = re.compile(
    r"(?:近|约|超|逾|超过|不少于)?\d[\d.,]*(?:多|余)?(?:[万亿千百]|万亿)?(?:多|余)?"
    r"(?:美元|欧元|元|%|股|平方米|亩|公顷|万?吨|[Gg]?[Ww]h|台|套|辆|件|项|个百分点|颗|架|支|片|人|名)"
)
_COUNTED = re.compile(
    rf"(?<={ANY})(?:等|这|那|在内的)*\s*(?:近|约|超)?(?:[两二三四五六七八九十]|\d+|多|数)(?:余|多)?(?:家|户|方|个|所|校|地|只)"
    r"(?:成员|单位|企业|公司|机构|高校|院校|品牌|客户|用户|车企|厂商|基金|伙伴|药企|医院|研究机构|初创企业|科技企业|科研院所)*"
    rf"|(?<={ANY})等(?:一批|多家|数家)?(?:[^，。；：、的{''.join(TYPE)}]{{0,6}}?)(?:单位|企业|公司|机构|高校|院校|品牌|客户|用户|车企|厂商|基金|药企)"
    rf"|(?<={ANY})等(?![于级待候着])"
)
_QUOTES = re.compile(r"[“”‘’\"「」『』《》〈〉]")
_WORDS = re.compile(
    r"先后|陆续|日前|近日|目前|眼下|如今|现已|已经|正式|随后|同时|此外|另外|此次|当前|相继|双双|纷纷|进一步|成功|顺利|率先|同步|继续|首批|首家|早早|悄悄|主动"
    rf"|(?<=[，。；：、—{''.join(TYPE)}])(?:[都还也又均则就便才仍刚现已并]|均已|也已|现在|最近|一直|长期|常年|分别|一并|一同|一起|一道|共同|联合(?=出资|投资))+"
)
_DASHES = re.compile("—+")
_SPACES = re.compile(r"[ \t\u3000]+")
_BRACKETS = re.compile(r"[（【\[][^（）【】\[\]]*[）】\]]")
_DEFINITION = re.compile(r"^（?(?:以?下?后?文?简?[简下又合]?称|原名|曾用名|英文|全称|即)")
_ENUMERATION = (
    r"(?:、|和|与|及|以及|还有|或|/|同|跟|拉着|会同|偕同|协同|×|携手|联手|联合|，以及|，还有|\+)"
    rf"(?:[^，。；：、{''.join(TYPE)}]{{0,6}}(?={ANY}))?"
)
_PLACE = f"(?:{SYMBOL['Region']}的?(?={ANY}))?"
_GROUP = re.compile(
    rf"{ANY}(?:{_ENUMERATION}(?:{_PLACE}{ANY}(?!的[^，。；：、]{{0,8}}{ANY})|[^，。；：、]{{1,16}}?的{ANY}))+"
)
_CLAUSE = re.compile(r"[，。；：！？—\n｜]+")


@dataclass(frozen=True, slots=True)
class Slot:
    """A mention in a line; a plural anaphor (双方) stands for several entities."""

    start: int
    end: int
    entities: tuple[Entity, ...]
    anaphor: bool
    text: str
    sure: float = 1.0
    """Of an anaphor, how likely it stands for them."""
    rivals: tuple[tuple[Entity, float], ...] = ()
    """Other entities that it may stand for, and how likely."""

    @property
    def type(self) -> str:
        """Node type of the mention."""
        return self.entities[0].type

    @property
    def meant(self) -> tuple[tuple[Entity, float], ...]:
        """All that it may stand for, and how likely."""
        return (*((entity, self.sure) for entity in self.entities), *self.rivals)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence in the form that rules match."""

    text: str
    origins: tuple[int, ...]
    slots: dict[int, Slot]
    """Position in `text` → mention."""
    groups: dict[int, tuple[int, ...]]
    """Position of a mention → positions of all that are listed with it, itself included."""
    clauses: tuple[tuple[int, int], ...]
    sentence: Sentence
    index: int
    """Running number of the sentence in the article."""
    bracket: bool = False

    def clause_at(self, position: int) -> int:
        """Index of the clause that holds a position."""
        for i, (_, end) in enumerate(self.clauses):
            if position < end:
                return i
        return len(self.clauses) - 1

    def origin(self, position: int) -> int:
        """Offset in the article's text; the sentence's end for a position past the last character."""
        return self.origins[position] if position < len(self.origins) else self.sentence.end


class _Buffer:
    """Text with the origin of each character, under deletion and replacement."""

    def __init__(self, text: str, origins: list[int]) -> None:
        self.text, self.origins = text, origins

    def replace(self, pattern: re.Pattern[str], by: str = "") -> None:
        if not pattern.search(self.text):
            return
        parts, origins, last = [], [], 0
        for match in pattern.finditer(self.text):
            parts += [self.text[last : match.start()], by]
            origins += self.origins[last : match.start()] + [self.origins[match.start()]] * len(by)
            last = match.end()
        parts.append(self.text[last:])
        self.text, self.origins = "".join(parts), origins + self.origins[last:]


def lines(article: Article, entities: Sequence[Entity]) -> Iterator[Line]:
    """The lines of an article, in order; a bracket's line follows that of its sentence."""
    slots = outermost(entities)
    text = wide(article.text)
    cursor = 0
    for index, sentence in enumerate(article.sentences):
        while cursor < len(slots) and slots[cursor].start < sentence.start:
            cursor += 1
        here = []
        while cursor < len(slots) and slots[cursor].end <= sentence.end:
            here.append(slots[cursor])
            cursor += 1
        if here:
            yield from _sentence_lines(text, sentence, index, here)


def with_amounts(
    article: Article, sentence: Sentence, index: int, slots: Sequence[Slot], amounts: Mapping[int, int]
) -> list[Line]:
    """The lines of one sentence in which each stretch of `amounts` (start → end) is one `AMOUNT`."""
    here = [slot for slot in slots if not any(start < slot.end and slot.start < end for start, end in amounts.items())]
    return list(_sentence_lines(wide(article.text), sentence, index, here, amounts))


def outermost(entities: Sequence[Entity]) -> list[Slot]:
    """Mentions in order of place; of overlapping ones the longest, names before anaphors."""
    spans: dict[tuple[int, int], list[tuple[Entity, Mention]]] = {}
    for entity in entities:
        for mention in entity.mentions:
            spans.setdefault((mention.start, mention.end), []).append((entity, mention))
    ranked = sorted(spans.items(), key=lambda item: (item[1][0][1].anaphor, item[0][0] - item[0][1], item[0][0]))
    taken: set[int] = set()
    slots = []
    for (start, end), found in ranked:
        if not taken.isdisjoint(range(start, end)):
            continue
        taken.update(range(start, end))
        meant = tuple(entity for entity, mention in found if not mention.rival)
        rivals = tuple((entity, mention.confidence) for entity, mention in found if mention.rival)
        first = next((mention for _, mention in found if not mention.rival), None)
        if first is not None:
            sure = first.confidence if first.anaphor else 1.0
            slots.append(Slot(start, end, meant, first.anaphor, first.text, sure, rivals))
    return sorted(slots, key=lambda s: s.start)


def _sentence_lines(
    text: str, sentence: Sentence, index: int, slots: list[Slot], amounts: Mapping[int, int] = MappingProxyType({})
) -> Iterator[Line]:
    by_origin = {s.start: s for s in slots}
    chars, origins, at = [], [], sentence.start
    while at < sentence.end:
        slot = by_origin.get(at)
        chars.append(SYMBOL[slot.type] if slot else AMOUNT if at in amounts else text[at])
        origins.append(at)
        at = slot.end if slot else amounts.get(at, at + 1)
    buffer = _Buffer("".join(chars), origins)
    buffer.replace(_QUOTES)
    brackets = _brackets(buffer)
    buffer.replace(_BRACKETS)
    yield _line(buffer, by_origin, sentence, index)
    for inner in brackets:
        yield _line(inner, by_origin, sentence, index, bracket=True)


def _brackets(buffer: _Buffer) -> list[_Buffer]:
    """What stands in brackets after a mention, led by that mention: 甲(乙旗下) → 甲:乙旗下."""
    found = []
    for match in _BRACKETS.finditer(buffer.text):
        start, end = match.start() + 1, match.end() - 1
        inner = buffer.text[start:end]
        before = match.start() - 1
        if before >= 0 and buffer.text[before] in TYPE and len(inner) > 2 and not _DEFINITION.match(inner):
            text = buffer.text[before] + "：" + inner
            origins = [buffer.origins[before], buffer.origins[match.start()], *buffer.origins[start:end]]
            found.append(_Buffer(text, origins))
    return found


def _line(buffer: _Buffer, by_origin: dict[int, Slot], sentence: Sentence, index: int, bracket: bool = False) -> Line:
    buffer.replace(_SPACES)
    buffer.replace(_DATES)
    buffer.replace(_AMOUNT, AMOUNT)
    buffer.replace(_COUNTED)
    buffer.replace(_WORDS)
    buffer.replace(_DASHES, "—")
    text = buffer.text
    slots = {i: by_origin[buffer.origins[i]] for i, char in enumerate(text) if char in TYPE}
    groups: dict[int, tuple[int, ...]] = {i: (i,) for i in slots}
    for match in _GROUP.finditer(text):
        members = _members(text, match)
        groups.update((m, members) for m in members)
    return Line(text, tuple(buffer.origins), slots, groups, _clauses(text), sentence, index, bracket)


_SEPARATOR = re.compile(r"、|和|与|及|还有|或|/|同|跟|携手|联手|联合|拉着|会同|偕同|协同|×|\+")


def _members(text: str, match: re.Match[str]) -> tuple[int, ...]:
    """Positions of a group's members, without the mentions inside their modifiers (位于乙的甲 → 甲)."""
    start, end = match.span()
    positions = [i for i in range(start, end) if text[i] in TYPE]
    kept = [i for i in positions if text[i + 1 : i + 2] != "的" or i + 1 >= end]
    members: list[int] = []
    for i in kept:
        between = text[members[-1] + 1 : i] if members else ""
        if members and not _SEPARATOR.search(between):
            members[-1] = i  # 甲、在乙的丙: the later of two without a separator is the head noun
        else:
            members.append(i)
    return tuple(members)


def _clauses(text: str) -> tuple[tuple[int, int], ...]:
    spans, last = [], 0
    for match in _CLAUSE.finditer(text):
        if match.start() > last:
            spans.append((last, match.end()))
            last = match.end()
    if last < len(text):
        spans.append((last, len(text)))
    return tuple(spans) or ((0, len(text)),)
