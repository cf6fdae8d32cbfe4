"""The records that the steps hand on: articles, mentions, entities, facts, measures.

All offsets count characters, start inclusive and end exclusive. Inside the pipeline they refer to
`Article.text`, the cleaned text; `Article.raw_span` takes them back to the file's text as it was read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["planned", "ended"] | None
SentenceKind = Literal["text", "title", "heading", "caption", "item", "cell"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, heading, list item or table cell of the cleaned text."""

    start: int
    end: int
    kind: SentenceKind = "text"
    paragraph: int = 0
    """Running number of the paragraph within the article."""
    section: int = 0
    """Index into `Article.sections`."""


@dataclass(frozen=True, slots=True)
class Section:
    """One of the articles on a page: reference and short forms do not cross its borders."""

    start: int
    end: int
    title: str = ""
    dateline: str = ""
    """The place at the head of a dispatch (本报天津6月8日讯 → 天津), or empty."""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One file, or one line of a .jsonl file, ready for naming."""

    id: str
    """Stable name of the article in a store: its URL, else its file's name."""
    file: str
    raw: str
    """The text as read: universal newlines, no byte-order mark."""
    text: str
    """The cleaned text: no page furniture, paragraphs in one line each, half-width letters and digits."""
    offsets: Sequence[int]
    """For each character of `text` its position in `raw`; as long as `text`."""
    sentences: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    title: str = ""
    source: str = ""
    date: dt.date | None = None
    url: str = ""
    sha256: str = ""
    """Of `raw` in UTF-8: a changed text is a new version of the article."""

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The place in `raw` of a non-empty stretch of `text`."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def quote(self, start: int, end: int) -> str:
        """A stretch of `text` as it stands in the file."""
        first, last = self.raw_span(start, end)
        return self.raw[first:last]


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that stands for an entity."""

    start: int
    end: int
    text: str
    """The form matched, as in `Article.text`."""
    type: str
    voices: tuple[str, ...] = ()
    """Who proposed it: gazetteer, shape, tagger, enumeration, definition, repetition …"""
    confidence: float = 1.0
    anaphor: bool = False
    """True for 该公司, 园区, 双方 and the like: it refers, but it is no name and not printed as a mention."""
    rival: bool = False
    """True for an anaphor that more likely stands for another entity."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that an article names."""

    id: str
    """Within an article `e0`, `e1` …; after linking the id that every article shares."""
    name: str
    type: str
    mentions: tuple[Mention, ...]
    aliases: tuple[str, ...] = ()
    lexicon_id: str = ""
    """Id of the gazetteer's entry, or empty."""
    region: str = ""
    """Administrative code, where known."""
    lon: float | None = None
    lat: float | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation that a stretch of text states."""

    head: str
    type: str
    tail: str
    start: int
    end: int
    """The evidence: the sentence, or the run of sentences, in `Article.text`."""
    rule: str
    trigger: str
    status: Status = None
    since: str = ""
    """ISO date or part of one (2023, 2023-06), or empty."""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that the text gives for an entity; `value` in the unit as written (3.76, 亿元)."""

    subject: str
    metric: str
    value: float
    unit: str
    start: int
    end: int
    as_of: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Graph:
    """All that one article says."""

    article: Article
    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()
    measures: tuple[Measure, ...] = field(default=())
    unmerged: Graph | None = None
    """The same with the ids that linking gave, where decisions of reviewers replaced some."""
    chains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of each id that decisions replaced, the ids that they lead to, one after the other."""
