"""From the records of one article to the rows of a property graph: the same for every store.

`article_rows` is what one article says. `entity_properties` and `edge_properties` are sums over articles and over
statements: they do not depend on the order in which the articles came.

Dates are ISO text, in full or in part (2024-02-26, 2023-06, 2023): they sort and compare as they stand.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kg import ontology
from kg.errors import StoreError
from kg.records import Article, Entity, Fact, Graph, Measure

Properties = dict[str, Any]

PROPERTIES: dict[str, tuple[str, ...]] = {
    "Entity": (
        "id", "name", "aliases", "type", "region", "lon", "lat", "firstSeen", "lastSeen", "articleCount",
    ),
    "Article": ("id", "title", "source", "date", "url", "file", "sha256"),
    "Statement": (
        "id", "edgeId", "edgeType", "sentence", "start", "end",
        "rule", "trigger", "status", "since", "date", "confidence",
    ),
    "Measure": ("id", "metric", "value", "unit", "amount", "asOf", "sentence", "start", "end", "confidence"),
}  # fmt: skip
"""Every kind of node and what is stored on it; what is not known is not stored."""

EDGE_PROPERTIES = ("id", "status", "since", "firstSeen", "lastSeen", "sources", "confidence")
"""What is stored on an edge between entities; `id` first."""
MENTION_PROPERTIES = ("count", "name", "type", "aliases", "region", "lon", "lat")
"""What is stored on an article's MENTIONS of an entity: how often, and what it says of the entity itself."""

DONE, PLANNED, ENDED = "done", "planned", "ended"
CONFIDENCE_CAP = 0.99
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

    def properties(self) -> Properties:
        """What is stored on the MENTIONS edge."""
        return _stored({name: getattr(self, name) for name in MENTION_PROPERTIES} | {"aliases": list(self.aliases)})


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
    article = graph.article
    _check(graph)
    # Linking may make one thing of both ends: then the fact says nothing.
    statements = [_statement(article, fact) for fact in graph.facts if fact.head != fact.tail]
    measures = [_measure(article, measure) for measure in graph.measures]
    return ArticleRows(
        article=_article(article),
        mentions=tuple(_mention(article, entity) for entity in _unique(graph.entities)),
        statements=tuple({row.properties["id"]: row for row in statements}.values()),
        measures=tuple({row.properties["id"]: row for row in measures}.values()),
    )


def extended(stored: Properties, mention: MentionRow) -> Properties | None:
    """What `entity_properties` gives with one article more, from its last result; None when it takes all the evidence.

    An article that agrees with the majority cannot change it. This keeps the cost of an article that names a much
    named thing (天津市) independent of how many articles name it.
    """
    agreed = mention.name == stored["name"] and mention.type == stored["type"]
    agreed &= mention.region is None or mention.region == stored.get("region", mention.region)
    place = (mention.lon, mention.lat)
    agreed &= None in place or place == (stored.get("lon", place[0]), stored.get("lat", place[1]))
    if not agreed:
        return None
    dates = [date for date in (stored.get("firstSeen"), stored.get("lastSeen"), mention.date) if date]
    return stored | _stored(
        {
            "aliases": sorted({*stored["aliases"], *mention.aliases} - {stored["name"]}),
            "region": mention.region or stored.get("region"),
            "lon": stored.get("lon") if None in place else mention.lon,
            "lat": stored.get("lat") if None in place else mention.lat,
            "firstSeen": min(dates, default=None),
            "lastSeen": max(dates, default=None),
            "articleCount": stored["articleCount"] + 1,
        }
    )


def entity_properties(entity: str, mentions: Sequence[MentionRow]) -> Properties:
    """The sum of what articles say of an entity (at least one article).

    Name, type, region and place are what most articles give; between equals the longer, then the one first in
    code-point order. All other forms are its aliases.
    """
    name = _most([row.name for row in mentions])
    forms = {form for row in mentions for form in (row.name, *row.aliases)} - {name}
    places = [(row.lon, row.lat) for row in mentions if row.lon is not None and row.lat is not None]
    lon, lat = _most(places) if places else (None, None)
    dates = [row.date for row in mentions if row.date]
    return _stored(
        {
            "id": entity,
            "name": name,
            "aliases": sorted(forms),
            "type": _most([row.type for row in mentions]),
            "region": _most([row.region for row in mentions if row.region]),
            "lon": lon,
            "lat": lat,
            "firstSeen": min(dates, default=None),
            "lastSeen": max(dates, default=None),
            "articleCount": len({row.article for row in mentions}),
        }
    )


def edge_properties(edge: str, statements: Sequence[StatementRow]) -> Properties:
    """The sum of an edge's statements (at least one).

    status: ended if the latest statement says so, else done if any says so, else planned.
    since: the earliest date given by statements of that status.
    sources: independent articles; reprints that carry the very same sentences count as one.
    confidence: one minus the product of the doubts, one doubt a source (noisy-or), at most .99: no number of
    articles makes a machine's reading certain.
    """
    found = [row.properties for row in statements]
    status = _status(found)
    dates = [row["date"] for row in found if row.get("date")]
    since = [row["since"] for row in found if row.get("since") and row["status"] == status]
    doubt = 1.0
    sources = _sources(statements)
    for confidence in sources:
        doubt *= 1.0 - confidence
    return _stored(
        {
            "id": edge,
            "status": status,
            "since": min(since, default=None),
            "firstSeen": min(dates, default=None),
            "lastSeen": max(dates, default=None),
            "sources": len(sources),
            "confidence": round(min(1.0 - doubt, CONFIDENCE_CAP), 4),
        }
    )


def edge_id(head: str, edge: str, tail: str) -> str:
    """The id of an edge; a symmetric one has the same id from both ends."""
    return _digest("e", head, edge, tail)


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
    return _stored(
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
    head, tail = fact.head, fact.tail
    if ontology.load().edges[fact.type].symmetric:
        head, tail = sorted((head, tail))
    start, end = article.raw_span(fact.start, fact.end)
    sentence = article.raw[start:end]
    status = fact.status or DONE
    properties = {
        "id": _digest("s", article.id, _digest("", sentence), start, end, head, fact.type, tail, status),
        "edgeId": edge_id(head, fact.type, tail),
        "edgeType": fact.type,
        "sentence": sentence,
        "start": start,
        "end": end,
        "rule": fact.rule,
        "trigger": fact.trigger,
        "status": status,
        "since": fact.since or None,
        "date": article.date.isoformat() if article.date else None,
        "confidence": round(float(fact.confidence), 4),
    }
    return StatementRow(head, tail, article.id, _stored(properties))


def _measure(article: Article, measure: Measure) -> MeasureRow:
    start, end = article.raw_span(measure.start, measure.end)
    number, _ = amount(measure.value, measure.unit)
    properties = {
        "id": _digest("m", article.id, start, end, measure.subject, measure.metric, measure.value, measure.unit),
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
    return MeasureRow(measure.subject, _stored(properties))


def _status(found: Sequence[Properties]) -> str:
    latest = max(row.get("date") or "" for row in found)
    if all(row["status"] == ENDED for row in found if (row.get("date") or "") == latest):
        return ENDED
    return DONE if any(row["status"] == DONE for row in found) else PLANNED


def _sources(statements: Sequence[StatementRow]) -> list[float]:
    """The best confidence of each independent article."""
    said: dict[str, set[str]] = defaultdict(set)
    best: dict[str, float] = defaultdict(float)
    for row in statements:
        said[row.article].add(row.properties["sentence"])
        best[row.article] = max(best[row.article], row.properties["confidence"])
    prints: dict[frozenset[str], float] = defaultdict(float)
    for article, sentences in said.items():
        key = frozenset(sentences)
        prints[key] = max(prints[key], best[article])
    return [prints[key] for key in sorted(prints, key=sorted)]


def _most(values: Sequence[Any]) -> Any:
    """The commonest value, then the longest as text, then the first in code-point order; None when there is none."""
    if not values:
        return None
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], -len(str(value)), str(value)))


def _stored(properties: Properties) -> Properties:
    return {key: value for key, value in properties.items() if value is not None}


def _digest(prefix: str, *parts: object) -> str:
    """A short stable name; of 80 bits, so that two of a hundred million things share one once in a hundred million."""
    text = "\x1f".join(str(part) for part in parts)
    return prefix + hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
