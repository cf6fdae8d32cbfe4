"""From records to rows: sums, ids, figures."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import reduce

import pytest

from kg.records import Entity, Mention
from loaders.rows import (
    EDGE_PROPERTIES,
    PROPERTIES,
    MentionRow,
    Properties,
    StatementRow,
    amount,
    article_rows,
    edge_id,
)
from loaders.sums import edge_properties, entity_properties, extended
from tests.loaders.graphs import cluster_article, fact, graphs, park_article


def said(article: str, sentence: str = "", status: str = "done", **properties: object) -> StatementRow:
    return StatementRow(
        "a", "b", article, {"sentence": sentence or article, "status": status, "confidence": 0.5, **properties}
    )


def named(article: str, name: str, type: str = "Company", **properties: object) -> MentionRow:
    return MentionRow(article, None, "x", 1, name, type, **properties)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (3.76, "亿元", (376_000_000.0, "元")),
        (5000, "家", (5000.0, "家")),
        (1.2, "万亿元", (1_200_000_000_000.0, "元")),
        (3, "千万元", (30_000_000.0, "元")),
        (2, "百亿美元", (20_000_000_000.0, "美元")),
        (120, "万平方米", (1_200_000.0, "平方米")),
        (0.07, "亿", (7_000_000.0, "")),
        (500, "千瓦", (500.0, "千瓦")),
        (30, "%", (30.0, "%")),
        (8, "", (8.0, "")),
    ],
)
def test_amount_spells_out_magnitudes(value: float, unit: str, expected: tuple[float, str]) -> None:
    assert amount(value, unit) == expected


@pytest.mark.parametrize(
    ("statements", "status"),
    [
        ([said("1", status="planned")], "planned"),
        ([said("1", status="planned"), said("2", status="done")], "done"),
        ([said("1", status="done", date="2024"), said("2", status="planned", date="2025")], "done"),
        ([said("1", status="done", date="2024"), said("2", status="ended", date="2025")], "ended"),
        ([said("1", status="ended", date="2024"), said("2", status="done", date="2025")], "done"),
        ([said("1", status="ended"), said("2", status="planned", date="2025")], "planned"),
        ([said("1", status="ended", date="2024"), said("2", status="done", date="2024")], "done"),
    ],
)
def test_status_of_an_edge(statements: list[StatementRow], status: str) -> None:
    assert edge_properties("e", statements)["status"] == status
    assert edge_properties("e", statements[::-1])["status"] == status


def test_since_is_that_of_statements_of_the_edge_s_status() -> None:
    planned = said("1", status="planned", since="2020", date="2019-01-01")
    statements = [planned, said("2", since="2023-05", date="2023-06-01"), said("3", since="2023", date="2024-01-01")]
    found = edge_properties("e", statements)
    assert (found["since"], found["firstSeen"], found["lastSeen"]) == ("2023", "2019-01-01", "2024-01-01")


def test_reprints_are_one_source() -> None:
    twice = [said("1", "同一句。"), said("2", "同一句。")]
    assert edge_properties("e", twice) == {"id": "e", "status": "done", "sources": 1, "confidence": 0.5}
    assert edge_properties("e", [*twice, said("3", "另一句。")])["sources"] == 2


def test_two_sentences_of_one_article_are_one_source() -> None:
    found = edge_properties("e", [said("1", "甲。"), said("1", "乙。", confidence=0.8)])
    assert (found["sources"], found["confidence"]) == (1, 0.8)


def test_confidence_grows_with_sources_and_never_reaches_certainty() -> None:
    sure = [edge_properties("e", [said(str(n)) for n in range(count)])["confidence"] for count in (1, 2, 3, 50)]
    assert sure == [0.5, 0.75, 0.875, 0.99]


def test_name_is_that_of_most_articles_then_the_longer() -> None:
    rows = [named("1", "星澜半导体"), named("2", "星澜"), named("3", "星澜")]
    assert entity_properties("x", rows)["name"] == "星澜"
    assert entity_properties("x", rows[:2])["name"] == "星澜半导体"
    assert entity_properties("x", rows)["aliases"] == ["星澜半导体"]


def random_mention(chance: random.Random, number: int) -> MentionRow:
    place = chance.choice([(None, None), (117.0, 39.0), (116.0, 40.0)])
    return MentionRow(
        article=str(number),
        date=chance.choice([None, f"20{chance.randint(10, 25)}-01-01"]),
        entity="x",
        count=1,
        name=chance.choice(["甲公司", "甲公司", "甲公司", "甲"]),
        type=chance.choice(["Company", "Company", "Institute"]),
        aliases=tuple(chance.sample(["甲甲", "甲司", "甲公司"], chance.randint(0, 2))),
        region=chance.choice([None, None, "120000", "130600"]),
        lon=place[0],
        lat=place[1],
        linked_ids=chance.choice([(), (), ("y",), ("y", "z"), ("x", "y")]),
    )


@pytest.mark.parametrize("seed", range(40))
def test_adding_articles_one_by_one_gives_the_sum_of_all(seed: int) -> None:
    chance = random.Random(seed)
    rows = [random_mention(chance, number) for number in range(12)]
    total: Properties = entity_properties("x", rows[:1])
    for count in range(2, len(rows) + 1):
        step = extended(total, rows[count - 1])
        total = entity_properties("x", rows[:count]) if step is None else step
        assert total == entity_properties("x", rows[:count])
        assert total == entity_properties("x", rows[:count][::-1])


def test_articles_that_agree_need_no_look_back() -> None:
    rows = [named(str(number), "天津市", "Region", region="120000") for number in range(5)]
    total = reduce(lambda sum_, row: extended(sum_, row) or {}, rows[1:], entity_properties("x", rows[:1]))
    assert total == entity_properties("x", rows)


def test_ids_depend_on_what_is_said_and_where() -> None:
    first, again, other = article_rows(park_article()), article_rows(park_article()), article_rows(cluster_article())
    assert first == again
    ids = [row.properties["id"] for rows in (first, other) for row in (*rows.statements, *rows.measures)]
    assert len(set(ids)) == len(ids)
    assert {row.edge for row in first.statements} & {row.edge for row in other.statements} == {
        edge_id("script-co", "LOCATED_IN", "haihe-park"),
        edge_id("script-co", "SUPPLIES_TO", "xinglan"),
    }


def test_ids_are_the_same_on_every_machine() -> None:
    assert edge_id("script-co", "LOCATED_IN", "haihe-park") == "e2b978b9cf03262df6e2c"


def test_statement_with_another_status_is_another_statement() -> None:
    graph = park_article()
    planned = replace(graph.facts[0], status="planned")
    rows = article_rows(replace(graph, facts=(graph.facts[0], planned))).statements
    assert [row.properties["status"] for row in rows] == ["done", "planned"]
    assert rows[0].properties["id"] != rows[1].properties["id"]


def test_fact_said_twice_in_one_place_is_one_statement() -> None:
    graph = park_article()
    assert len(article_rows(replace(graph, facts=graph.facts[:1] * 2)).statements) == 1


def test_fact_between_a_thing_and_itself_is_dropped() -> None:
    graph = cluster_article()
    loop = fact(graph.article, "xinglan", "COLLABORATES_WITH", "xinglan", "携手")
    assert article_rows(replace(graph, facts=(loop,))).statements == ()


def test_entities_that_linking_made_one_are_one_row() -> None:
    graph = park_article()
    short = Entity("xinglan", "星澜", "Company", (Mention(0, 2, "星澜", "Company"),), region="120112")
    rows = article_rows(replace(graph, entities=(*graph.entities, short))).mentions
    found = next(row for row in rows if row.entity == "xinglan")
    assert (found.name, found.aliases, found.count, found.region) == (
        "星澜半导体有限公司",
        ("星澜", "星澜半导体"),
        5,
        "120112",
    )


def test_anaphors_are_neither_counted_nor_names() -> None:
    graph = park_article()
    park = graph.entities[0]
    anaphor = Mention(17, 19, "园区", "Park", anaphor=True)
    rows = article_rows(
        replace(graph, entities=(replace(park, mentions=(*park.mentions, anaphor)), *graph.entities[1:]))
    )
    assert (rows.mentions[0].count, rows.mentions[0].aliases) == (4, ())


def test_rows_store_only_what_is_declared_and_known() -> None:
    for graph in graphs():
        rows = article_rows(graph)
        assert rows.article.keys() <= set(PROPERTIES["Article"])
        assert all(row.properties.keys() <= set(PROPERTIES["Statement"]) for row in rows.statements)
        assert all(row.properties.keys() <= set(PROPERTIES["Measure"]) for row in rows.measures)
        assert edge_properties("e", rows.statements).keys() <= set(EDGE_PROPERTIES)
        everything = [rows.article, *(row.properties for row in (*rows.statements, *rows.measures))]
        assert None not in [value for row in everything for value in row.values()]
