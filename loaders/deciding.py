"""A store brought up to date with decisions of reviewers, article by article; a repeat does what was interrupted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.linking import Decisions, decisions
from kg.records import Entity
from kg.settings import Settings
from loaders import merging, streaming
from loaders.base import Store, View
from loaders.rows import ArticleRows, Properties

MERGED = "MATCH (n:Entity) WHERE n.mergedIds IS NOT NULL RETURN n.id AS id, n.mergedIds AS ids"
NAMING = "UNWIND $ids AS id MATCH (:Entity {id: id})<-[:MENTIONS]-(a:Article) RETURN DISTINCT a.id AS id"
MERGED_IN = """UNWIND $ids AS id MATCH (:Entity {id: id})<-[m:MENTIONS]-(a:Article)
WHERE m.linkedIds IS NOT NULL RETURN DISTINCT a.id AS id"""
SHORT_CUT = """UNWIND $chains AS chain MATCH (:Entity {id: chain.into})<-[m:MENTIONS]-(a:Article)
WHERE chain.id IN m.linkedIds AND any(step IN chain.steps WHERE NOT step IN m.linkedIds) RETURN DISTINCT a.id AS id"""
UNMERGED = "MATCH (a:Article) WHERE a.unmerged IS NOT NULL RETURN a.unmerged AS kept"
COLUMNS = "n.id AS id, n.name AS name, n.type AS type, n.aliases AS aliases"
ALL_ENTITIES = f"MATCH (n:Entity) RETURN {COLUMNS}"


def held(view: View) -> Decisions:
    """The decisions that a store's graph was made with, as far as its articles name what was merged."""
    return Decisions(dict(_pairs(view)))


def in_force(view: View, settings: Settings) -> Decisions:
    """The decisions by which articles are to be stored: those of the file that the settings name, else the store's own.

    Raises `DataError` when the file is missing or wrong.
    """
    return decisions.read(Path(settings.decisions)) if settings.decisions else held(view)


def earlier(view: View) -> Iterator[Entity]:
    """What articles of a store call its things, by the ids that linking gave: what linking new articles has to know.

    Things that were merged come first, by their own ids: a new article that names one shall be linked to it, as if no
    decision had been made, so that the decision can be taken back.
    """
    yield from merged_things(view)
    yield from map(entity, _ask(view, ALL_ENTITIES))


def merged_things(view: View) -> Iterator[Entity]:
    """What was merged into other things, as articles call it, by the ids that linking gave."""
    for row in _ask(view, UNMERGED):
        yield from replaced(row["kept"])


def replaced(kept: str) -> Iterator[Entity]:
    """The things whose ids were replaced in an article, from the text of its `unmerged`."""
    return (entity({**found, "id": found["entity"]}) for found in merging.replaced_mentions(kept))


def entity(row: Properties) -> Entity:
    """What linking has to know of an entity, from a row with `id`, `name`, `type` and `aliases`."""
    return Entity(row["id"], row["name"], row["type"], (), tuple(row.get("aliases") or ()))


def articles(view: View, wanted: Decisions) -> list[str]:
    """The articles that decisions change: those that name something whose id is not to stay what it is there."""
    chains = wanted.chains(wanted.into)
    places = {into for _, into in {(id, chain[-1]) for id, chain in chains.items()} ^ set(_pairs(view))}
    longer = [{"id": id, "steps": chain[:-1], "into": chain[-1]} for id, chain in chains.items() if len(chain) > 1]
    found = (
        # where an update was interrupted, some articles still name by itself what others have merged
        _ask(view, NAMING, ids=sorted(wanted.into)),
        _ask(view, MERGED_IN, ids=sorted(places)),
        _ask(view, SHORT_CUT, chains=longer),
    )
    return sorted({row["id"] for rows in found for row in rows})


def decide(store: Store, ids: list[str], wanted: Decisions) -> Iterator[bool]:
    """Stores these articles again with the ids that decisions give; tells of each whether that changed it."""
    with store.writer() as writer:
        for place in range(0, len(ids), streaming.BATCH):
            with store.view() as view:
                rows = streaming.articles(view, ids[place : place + streaming.BATCH])
            yield from writer.put_rows(_decided(rows, wanted))


def _decided(articles: Iterable[ArticleRows], wanted: Decisions) -> Iterator[ArticleRows]:
    for stored in articles:
        rows = merging.unmerged(stored)
        yield replace(rows, chains=wanted.chains(mention.entity for mention in rows.mentions))


def _pairs(view: View) -> list[tuple[str, str]]:
    """The ids replaced, each with the one in its place; two for an id, where an update was interrupted."""
    return [(id, row["id"]) for row in _ask(view, MERGED) for id in row["ids"]]


def _ask(view: View, cypher: str, **params: Any) -> list[Properties]:
    return view.query(cypher, params, timeout=streaming.SECONDS, max_rows=streaming.ROWS).rows
