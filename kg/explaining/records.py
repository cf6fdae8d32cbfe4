"""What an explanation consists of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kg.records import Article, Entity, Fact, Measure, Mention, Sentence


def cut(value: float, digits: int = 3) -> float:
    """Rounded down: what misses a threshold by a hair is not shown as reaching it."""
    scale = float(10**digits)
    return math.floor(value * scale) / scale


def shortfall(value: float, limit: float) -> str:
    """By how much a threshold is missed: 0.14 < 0.15."""
    return f"{cut(value, 2):.2f} < {limit:.2f}"


class Reason(Enum):
    """Why something that was considered is no part of the graph; the value is what users read."""

    THRESHOLD = "可能性低于阈值 (below the threshold)"
    OVERLAP = "与更可信的名称重叠 (overlaps a name that weighs more)"
    GENERIC = "通用词，不是名称 (a common word, no name by itself)"
    UNSUPPORTED = "被后续步骤改写 (changed by a definition or left out when names were grouped)"
    HEARSAY = "传闻或疑问 (a rumour, taken back, or a question)"
    DENIED = "否认、存疑或终止 (denied, doubted or ended)"
    SUBJECT = "找不到合适的主语 (nobody fits as the end that is not named)"
    CLAIM = "规则的主张权重不足 (the rule's claim weighs too little)"
    TYPES = "类型约束不允许 (the types do not allow it)"
    QUOTE = "引文不在原文中 (its quotation is not in the text)"
    FORM = "格式或类型无效 (not of the form or types asked for)"
    ENDS = "两端不是文中认出的实体 (an end is no entity of the article)"
    KNOWN = "已有同一事实 (the fact is there already)"


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that was considered at a place of the article's text."""

    start: int
    end: int
    what: str
    """The name with its type, or the fact with the names of its ends, as far as they are known."""
    by: str
    """The voices, the rule, or the networks that proposed it."""
    reason: Reason
    detail: str = ""
    trigger: str = ""
    confidence: float | None = None
    """Its probability, where it came so far as to be weighed."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence: what was found in it and what was refused."""

    sentence: Sentence
    names: tuple[tuple[Mention, Entity], ...]
    """Names and anaphors, in order."""
    facts: tuple[Fact, ...]
    """Those whose evidence ends with this sentence."""
    measures: tuple[Measure, ...]
    refused_names: tuple[Refused, ...]
    refused_facts: tuple[Refused, ...]
    """Facts and figures."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """An article, sentence by sentence, and its entities by id."""

    article: Article
    entities: Mapping[str, Entity]
    sentences: tuple[Explained, ...]
    unplaced: tuple[Refused, ...] = ()
    """What a voice from outside proposed and cannot be placed in the text: `start` and `end` are 0."""
