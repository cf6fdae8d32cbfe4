"""What articles say together: sums over mentions and over statements, whatever the order in which they came."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from loaders.rows import DONE, ENDED, PLANNED, MentionRow, Properties, StatementRow, stored

CONFIDENCE_CAP = 0.99


def extended(held: Properties, mention: MentionRow) -> Properties | None:
    """What `entity_properties` gives with one article more, from its last result; None when it takes all the evidence.

    An article that agrees with the majority cannot change it. This keeps the cost of an article that names a much
    named thing (天津市) independent of how many articles name it.
    """
    agreed = mention.name == held["name"] and mention.type == held["type"]
    agreed &= mention.region is None or mention.region == held.get("region", mention.region)
    place = (mention.lon, mention.lat)
    agreed &= None in place or place == (held.get("lon", place[0]), held.get("lat", place[1]))
    if not agreed:
        return None
    dates = [date for date in (held.get("firstSeen"), held.get("lastSeen"), mention.date) if date]
    return held | stored(
        {
            "aliases": sorted({*held["aliases"], *mention.aliases} - {held["name"]}),
            "region": mention.region or held.get("region"),
            "lon": held.get("lon") if None in place else mention.lon,
            "lat": held.get("lat") if None in place else mention.lat,
            "firstSeen": min(dates, default=None),
            "lastSeen": max(dates, default=None),
            "articleCount": held["articleCount"] + 1,
            "mergedIds": _merged_ids(mention.entity, [mention], held.get("mergedIds", ())),
        }
    )


def entity_properties(entity: str, mentions: Sequence[MentionRow]) -> Properties:
    """The sum of what articles say of an entity (at least one article).

    Name, type, region and place are what most articles give; between equals the longer, then the one first in
    code-point order. All other forms are its aliases. Things that reviewers took to be this one do not rename it.
    """
    own = [row for row in mentions if row.own] or mentions
    name = _most([row.name for row in own])
    forms = {form for row in mentions for form in (row.name, *row.aliases)} - {name}
    places = [(row.lon, row.lat) for row in mentions if row.lon is not None and row.lat is not None]
    lon, lat = _most(places) if places else (None, None)
    dates = [row.date for row in mentions if row.date]
    return stored(
        {
            "id": entity,
            "name": name,
            "aliases": sorted(forms),
            "type": _most([row.type for row in own]),
            "region": _most([row.region for row in mentions if row.region]),
            "lon": lon,
            "lat": lat,
            "firstSeen": min(dates, default=None),
            "lastSeen": max(dates, default=None),
            "articleCount": len({row.article for row in mentions}),
            "mergedIds": _merged_ids(entity, mentions),
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
    return stored(
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


def _merged_ids(entity: str, mentions: Sequence[MentionRow], held: Iterable[str] = ()) -> list[str] | None:
    """The ids that reviewers replaced by this one; None rather than an empty list: an index tells who has some."""
    return sorted({*held, *(id for row in mentions for id in row.linked_ids)} - {entity}) or None


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
