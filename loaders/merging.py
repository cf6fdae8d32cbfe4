"""Decisions of reviewers in a store: ids replaced in the rows of articles, and put back as if nothing had been.

An article whose ids were replaced keeps those rows that it had before in its property `unmerged`. So what a store holds
is enough to take a decision back, and does not depend on whether it was made before an article was stored or after.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from loaders.rows import ArticleRows, MeasureRow, MentionRow, Properties, StatementRow, measure_row, statement_row

Version = tuple[str, Mapping[str, Sequence[str]]]
"""What tells whether an article is stored already: the SHA-256 of its text, and the chains of ids replaced in it."""


def version(article: Properties) -> Version:
    """The version of a stored article, from its properties."""
    kept = article.get("unmerged")
    return article["sha256"], json.loads(kept)["chains"] if kept else {}


def merged(rows: ArticleRows) -> ArticleRows:
    """The rows with the ids to which `rows.chains` lead, ready to be stored."""
    named = {mention.entity for mention in rows.mentions}
    chains = {id: chain for id, chain in rows.chains.items() if id in named}
    if not chains:
        return replace(rows, chains={})
    into = {id: chain[-1] for id, chain in chains.items()}
    before, others = _parted(rows, {*into, *into.values()})
    return ArticleRows(
        article=rows.article | {"unmerged": _kept(before, chains)},
        mentions=(*others.mentions, *_mentions(before.mentions, chains)),
        statements=(*others.statements, *_statements(before.statements, into)),
        measures=(*others.measures, *_measures(rows.id, before.measures, into)),
    )


def unmerged(rows: ArticleRows) -> ArticleRows:
    """The rows of a stored article as they were before ids were replaced."""
    if "unmerged" not in rows.article:
        return rows
    article = {name: value for name, value in rows.article.items() if name != "unmerged"}
    kept = json.loads(rows.article["unmerged"])
    _, others = _parted(rows, {chain[-1] for chain in kept["chains"].values()})
    here = {"article": rows.id, "date": article.get("date")}
    return ArticleRows(
        article=article,
        mentions=(*others.mentions, *(MentionRow.of({**row, **here}) for row in kept["mentions"])),
        statements=(*others.statements, *(statement_row(rows.id, *said) for said in kept["statements"])),
        measures=(*others.measures, *(measure_row(rows.id, *figure) for figure in kept["measures"])),
    )


def replaced_mentions(kept: str) -> list[Properties]:
    """What the text of `unmerged` says of the things whose ids were replaced: rows with `entity`, `name`, `type` …"""
    found = json.loads(kept)
    return [row for row in found["mentions"] if row["entity"] in found["chains"]]


def _parted(rows: ArticleRows, ids: Container[str]) -> tuple[ArticleRows, ArticleRows]:
    """The rows that are about one of these things, and the others."""

    def part(about: bool) -> ArticleRows:
        return replace(
            rows,
            mentions=tuple(row for row in rows.mentions if (row.entity in ids) is about),
            statements=tuple(row for row in rows.statements if (row.head in ids or row.tail in ids) is about),
            measures=tuple(row for row in rows.measures if (row.entity in ids) is about),
        )

    return part(True), part(False)


def _kept(before: ArticleRows, chains: Mapping[str, Sequence[str]]) -> str:
    """The rows as text; the same for the same rows, in whatever order they come."""
    content = {
        "chains": chains,
        "mentions": sorted(({"entity": row.entity, **row.properties()} for row in before.mentions), key=_entity),
        "statements": sorted(((row.head, row.tail, row.properties) for row in before.statements), key=_id),
        "measures": sorted(((row.entity, row.properties) for row in before.measures), key=_id),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _entity(row: Properties) -> str:
    return str(row["entity"])


def _id(row: tuple[Any, ...]) -> str:
    return str(row[-1]["id"])


def _mentions(before: Iterable[MentionRow], chains: Mapping[str, Sequence[str]]) -> Iterable[MentionRow]:
    groups: dict[str, list[MentionRow]] = defaultdict(list)
    for row in before:
        groups[chains[row.entity][-1] if row.entity in chains else row.entity].append(row)
    for entity, group in groups.items():
        group.sort(key=lambda row: (row.entity != entity, -len(row.name), row.name, row.entity))
        yield _joined(entity, group, chains)


def _joined(entity: str, group: Sequence[MentionRow], chains: Mapping[str, Sequence[str]]) -> MentionRow:
    """One mention for several, the first of which gives it its name."""
    first = group[0]
    placed = next((row for row in group if row.lon is not None and row.lat is not None), first)
    linked = {id for row in group for id in (row.entity, *chains.get(row.entity, ())[:-1])}
    if linked == {entity}:
        return first
    return replace(
        first,
        entity=entity,
        count=sum(row.count for row in group),
        aliases=tuple(sorted({form for row in group for form in (row.name, *row.aliases)} - {first.name})),
        region=next((row.region for row in group if row.region), None),
        lon=placed.lon,
        lat=placed.lat,
        linked_ids=tuple(sorted(linked)),
    )


def _statements(before: Iterable[StatementRow], into: Mapping[str, str]) -> Iterable[StatementRow]:
    """The claims of other things; none of a thing and itself; of those that are one now the surest."""
    ends = ((row, into.get(row.head, row.head), into.get(row.tail, row.tail)) for row in before)
    rows = [statement_row(row.article, head, tail, row.properties) for row, head, tail in ends if head != tail]
    rows.sort(key=lambda row: (row.properties["confidence"], row.properties["rule"], row.properties["trigger"]))
    return {row.properties["id"]: row for row in rows}.values()


def _measures(article: str, before: Iterable[MeasureRow], into: Mapping[str, str]) -> Iterable[MeasureRow]:
    rows = [measure_row(article, into.get(row.entity, row.entity), row.properties) for row in before]
    rows.sort(key=lambda row: row.properties["confidence"])
    return {row.properties["id"]: row for row in rows}.values()
