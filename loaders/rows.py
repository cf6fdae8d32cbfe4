"""From the records of one article to the rows of a property graph: the same for every store.

`article_rows` is what one article says, with the ids that linking gave; what decisions of reviewers make of it, is
done when it is stored (`loaders.merging`). `loaders.sums` adds up what all articles say.

Dates are ISO text, in full or in part (2024-02-26, 2023-06, 2023): they sort and compare as they stand.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kg import ontology
from kg.errors import StoreError
from kg.records import Article, Entity, Fact, Graph, Measure

Properties = dict[str, Any]

PROPERTIES: dict[str, tuple[str, ...]] = {
    "Entity": (
        "id", "name", "aliases", "type", "region", "lon", "lat", "firstSeen", "lastSeen", "articleCount", "mergedIds",
    ),
    "Article": ("id", "title", "source", "date", "url", "file", "sha256", "unmerged"),
    "Statement": (
        "id", "edgeId", "edgeType", "sentence", "start", "end",
        "rule", "trigger", "status", "since", "date", "confidence",
    ),
    "Measure": ("id", "metric", "value", "unit", "amount", "asOf", "sentence", "start", "end", "confidence"),
}  # fmt: skip
"""Every kind of node and what is stored on it; what is not known is not stored."""

EDGE_PROPERTIES = ("id", "status", "since", "firstSeen", "lastSeen", "sources", "confidence")
"""What is stored on an edge between entities; `id` first."""
MENTION_PROPERTIES = ("count", "name", "type", "aliases", "region", "lon", "lat", "linkedIds")
"""What is stored on an article's MENTIONS of an entity: how often, and what it says of the entity itself."""

DONE, PLANNED, ENDED = "done", "planned", "ended"
MAGNITUDES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
MAGNITUDE = re.compile(r"[十百千]?[万亿]+")


@dataclass(frozen=True, slots=True)
class MentionRow:
    """What one article says of an entity itself: the evidence from which the entity's properties are summed up."""

    article: str
    date: str | None
    entity: str
    count: int
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    region: str | None = None
    lon: float | None = None
    lat: float | None = None
    linked_ids: tuple[str, ...] = ()
    """Where decisions of reviewers replaced ids: those that lead to this entity here, its own too if it is named."""

    @classmethod
    def of(cls, properties: Properties) -> MentionRow:
        """From what a store gives: `article`, `date`, `entity` and the properties of the MENTIONS edge."""
        own = {name: value for name, value in properties.items() if name not in ("aliases", "linkedIds")}
        aliases, linked = (tuple(properties.get(name) or ()) for name in ("aliases", "linkedIds"))
        return cls(**{"date": None, **own}, aliases=aliases, linked_ids=linked)

    @property
    def own(self) -> bool:
        """Whether the article names the entity itself, not only what reviewers took to be the same."""
        return not self.linked_ids or self.entity in self.linked_ids

    def properties(self) -> Properties:
        """What is stored on the MENTIONS edge."""
        lists = {"aliases": list(self.aliases), "linkedIds": list(self.linked_ids) or None}
        return stored({name: getattr(self, name, None) for name in MENTION_PROPERTIES} | lists)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One claim in one place of one article."""

    head: str
    tail: str
    article: str
    properties: Properties

    @property
    def edge(self) -> str:
        edge: str = self.properties["edgeId"]
        return edge


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One figure for one entity."""

    entity: str
    properties: Properties


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """All rows that one article gives."""

    article: Properties
    mentions: tuple[MentionRow, ...]
    statements: tuple[StatementRow, ...]
    measures: tuple[MeasureRow, ...]
    chains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What decisions of reviewers make of its ids when it is stored; see `kg.records.Graph.chains`."""

    @property
    def id(self) -> str:
        name: str = self.article["id"]
        return name

    @property
    def size(self) -> int:
        """How many rows they are."""
        return 1 + len(self.mentions) + len(self.statements) + len(self.measures)


def article_rows(graph: Graph) -> ArticleRows:
    """The rows of one article; offsets and quotations are those of the file as it was read."""
    article, chains = graph.article, graph.chains
    graph = graph.unmerged or graph
    _check(graph)
    # Linking may make one thing of both ends: then the fact says nothing.
    statements = [_statement(article, fact) for fact in graph.facts if fact.head != fact.tail]
    measures = [_measure(article, measure) for measure in graph.measures]
    return ArticleRows(
        article=_article(article),
        mentions=tuple(_mention(article, entity) for entity in _unique(graph.entities)),
        statements=tuple({row.properties["id"]: row for row in statements}.values()),
        measures=tuple({row.properties["id"]: row for row in measures}.values()),
        chains=chains,
    )


def edge_id(head: str, edge: str, tail: str) -> str:
    """The id of an edge; a symmetric one has the same id from both ends."""
    return _digest("e", head, edge, tail)


def statement_row(article: str, head: str, tail: str, said: Properties) -> StatementRow:
    """A claim of two things, with the ids that follow from what it says, of what, and where."""
    if ontology.load().edges[said["edgeType"]].symmetric:
        head, tail = sorted((head, tail))
    place = _digest("", said["sentence"]), said["start"], said["end"]
    ids = {
        "id": _digest("s", article, *place, head, said["edgeType"], tail, said["status"]),
        "edgeId": edge_id(head, said["edgeType"], tail),
    }
    return StatementRow(head, tail, article, {**said, **ids})


def measure_row(article: str, entity: str, figure: Properties) -> MeasureRow:
    """A figure of a thing, with the id that follows from it."""
    what = (figure[name] for name in ("metric", "value", "unit"))
    id = _digest("m", article, figure["start"], figure["end"], entity, *what)
    return MeasureRow(entity, {**figure, "id": id})


def amount(value: float, unit: str) -> tuple[float, str]:
    """A figure as a plain number and its unit without 万 and 亿: (3.76, 亿元) → (376000000.0, 元)."""
    match = MAGNITUDE.match(unit)
    if match is None:
        return float(value), unit
    factor = 1
    for sign in match[0]:
        factor *= MAGNITUDES[sign]
    return float(Decimal(str(value)) * factor), unit[match.end() :]


def _check(graph: Graph) -> None:
    """Every fact and measure is about entities of the graph: a store would lose it without a word."""
    known = {entity.id for entity in graph.entities}
    used = {end for fact in graph.facts for end in (fact.head, fact.tail)} | {row.subject for row in graph.measures}
    if used - known:
        missing = ", ".join(sorted(used - known))
        raise StoreError(f"{graph.article.id}: facts or measures about unknown entities: {missing}")


def _article(article: Article) -> Properties:
    return stored(
        {
            "id": article.id,
            "title": article.title or article.file,
            "source": article.source or None,
            "date": article.date.isoformat() if article.date else None,
            "url": article.url or None,
            "file": article.file,
            "sha256": article.sha256,
        }
    )


def _mention(article: Article, entity: Entity) -> MentionRow:
    named = [mention for mention in entity.mentions if not mention.anaphor]
    forms = {mention.text for mention in named} | set(entity.aliases)
    return MentionRow(
        article=article.id,
        date=article.date.isoformat() if article.date else None,
        entity=entity.id,
        count=len(named),
        name=entity.name,
        type=entity.type,
        aliases=tuple(sorted(forms - {entity.name})),
        region=entity.region or None,
        lon=entity.lon,
        lat=entity.lat,
    )


def _unique(entities: Iterable[Entity]) -> list[Entity]:
    """Entities that share an id after linking become one."""
    groups: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        groups[entity.id].append(entity)
    return [group[0] if len(group) == 1 else _joined(group) for group in groups.values()]


def _joined(group: list[Entity]) -> Entity:
    first = group[0]
    return Entity(
        id=first.id,
        name=first.name,
        type=first.type,
        mentions=tuple(mention for entity in group for mention in entity.mentions),
        aliases=tuple(form for entity in group for form in (entity.name, *entity.aliases)),
        region=next((entity.region for entity in group if entity.region), ""),
        lon=first.lon,
        lat=first.lat,
    )


def _statement(article: Article, fact: Fact) -> StatementRow:
    start, end = article.raw_span(fact.start, fact.end)
    properties = {
        "edgeType": fact.type,
        "sentence": article.raw[start:end],
        "start": start,
        "end": end,
        "rule": fact.rule,
        "trigger": fact.trigger,
        "status": fact.status or DONE,
        "since": fact.since or None,
        "date": article.date.isoformat() if article.date else None,
        "confidence": round(float(fact.confidence), 4),
    }
    return statement_row(article.id, fact.head, fact.tail, stored(properties))


def _measure(article: Article, measure: Measure) -> MeasureRow:
    start, end = article.raw_span(measure.start, measure.end)
    number, _ = amount(measure.value, measure.unit)
    properties = {
        "metric": measure.metric,
        "value": float(measure.value),
        "unit": measure.unit,
        "amount": number,
        "asOf": measure.as_of or None,
        "sentence": article.raw[start:end],
        "start": start,
        "end": end,
        "confidence": round(float(measure.confidence), 4),
    }
    return measure_row(article.id, measure.subject, stored(properties))


def stored(properties: Properties) -> Properties:
    """The properties that are known."""
    return {key: value for key, value in properties.items() if value is not None}


def _digest(prefix: str, *parts: object) -> str:
    """A short stable name; of 80 bits, so that two of a hundred million things share one once in a hundred million."""
    text = "\x1f".join(str(part) for part in parts)
    return prefix + hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
