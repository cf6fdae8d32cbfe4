"""The library of queries: heads, parameters, and what each query answers on the three articles."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from kg import ontology
from kg.errors import DataError, QueryError
from kg.records import Graph
from kg.settings import Settings
from loaders import Store, View, open_store, queries
from loaders.rows import edge_id
from tests.loaders.conftest import fill
from tests.loaders.graphs import QUOTES, SCRIPT, article, entity, fact, graphs

QUERIES = sorted(queries.load())
EDGE = edge_id("script-co", "LOCATED_IN", "haihe-park")
ABOUT_OTHERS = {"article", "article_entities", "facts_of_article", "merged"}
"""Queries whose examples name an article or a merge that the sample does not have."""
HEAD = """// title: 题目 | Title
// about: 用途
// param id: string — 标识
// param limit: integer = 20 [1..100] — 行数
// columns: id
// example: kg query --name made --param id=x
"""
BODY = "MATCH (n:Entity {id: $id}) RETURN n.id AS id LIMIT $limit\n"


@pytest.fixture(scope="module", params=["memory", "neo4j"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The three articles in each kind of store."""
    server = request.getfixturevalue("neo4j_session") if request.param == "neo4j" else None
    if server is not None:
        server.empty()
    store = open_store(server.uri, server.settings()) if server else open_store("memory:", Settings())
    fill(store, *graphs())
    yield store
    store.close()
    if server is not None:
        server.empty()


@pytest.fixture
def view(store: Store) -> Iterator[View]:
    with store.view() as view:
        yield view


def rows(view: View, name: str, **params: Any) -> list[dict[str, Any]]:
    return queries.run(view, name, params).rows


def ids(view: View, name: str, column: str = "id", **params: Any) -> list[Any]:
    return [row[column] for row in rows(view, name, **params)]


@pytest.fixture(scope="module")
def sample(sample_graphs: tuple[Graph, ...]) -> Iterator[View]:
    """What users meet first: the sample corpus."""
    store = open_store("memory:", Settings())
    fill(store, *sample_graphs)
    with store.view() as view:
        yield view
    store.close()


@pytest.mark.parametrize("name", QUERIES)
def test_example_gives_the_columns_declared_and_a_row_of_the_sample(sample: View, name: str) -> None:
    query = queries.load()[name]
    assert query.example.startswith(f"kg query --name {name}")
    found = queries.run(sample, name, query.example_params)
    assert found.columns == query.columns
    assert found.rows or name in ABOUT_OTHERS


@pytest.mark.parametrize("name", QUERIES)
def test_query_only_reads_and_names_types_of_the_ontology(name: str) -> None:
    text = queries.load()[name].text
    types = ontology.load()
    assert not re.search(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|LOAD|FOREACH|DROP)\b", text)
    assert set(re.findall(r"\bCALL\b *(\w*)", text)) <= {"pagerank", "betweenness", "leiden"}
    for found in re.findall(r"connection_types: \[([^]]*)\]", text):
        assert re.findall(r"\w+", found) == list(types.edges)
    for found in re.findall(r"\[\w*:([A-Z_|]+)[*\]]", text):
        names = found.split("|")
        assert set(names) <= {*types.edges, "FROM", "SUBJECT", "OBJECT", "MENTIONS", "HAS_MEASURE"}
        assert len(names) < 7 or names == list(types.edges)
    symmetric = set(re.findall(r"(?:type\(e\)|edgeType) = '(\w+)'", text))
    assert symmetric <= {name for name, edge in types.edges.items() if edge.symmetric}


@pytest.mark.parametrize("name", QUERIES)
def test_rows_come_in_a_certain_order(name: str) -> None:
    query = queries.load()[name]
    single = {
        "park_feeders_count",
        "entity",
        "edge",
        "article",
        "search_count",
        "adjacent_count",
        "changes_count",
        "all_measures_count",
        "stats_totals",
    }
    assert (name in single) != ("ORDER BY" in query.text)


def test_heads_are_for_people_in_two_languages() -> None:
    for query in queries.load().values():
        assert re.search(r"[\u4e00-\u9fff]", query.title_zh + query.about)
        assert query.title_en.isascii()
        assert all(re.search(r"[\u4e00-\u9fff]", param.about) for param in query.params)
        assert all(param.least is not None for param in query.params if param.type == "integer")


def test_search_puts_exact_names_first_and_aliases_count(view: View) -> None:
    assert ids(view, "search", text="星澜半导体有限公司") == ["xinglan"]
    assert ids(view, "search", text="津南") == ["jinnan-government", "jinnan-institute", "region-120112"]
    assert ids(view, "search", text="津南区") == ["region-120112", "jinnan-government"]
    assert ids(view, "search", text="SCRIPT") == ["script-co"]
    assert ids(view, "search", text="\\反斜杠\\") == ["obrien"]
    assert ids(view, "search", text="'") == ["obrien"]
    assert ids(view, "search", text="不存在") == []


def test_search_narrows_by_type_and_region(view: View) -> None:
    assert ids(view, "search", text="津南", type="Institute") == ["jinnan-institute"]
    assert set(ids(view, "search", text="", region="120000")) == {
        "haihe-park",
        "region-120000",
        "region-120112",
        "jinnan-institute",
        "jinnan-government",
    }
    assert ids(view, "search", text="", region="110108", type="Region") == ["region-110108"]
    assert ids(view, "search", text="", region="130600") == ["region-130600"]


def test_search_pages_cover_all_that_is_counted(view: View) -> None:
    pages = [ids(view, "search", text="", offset=start, limit=4) for start in range(0, 20, 4)]
    found = [id for page in pages for id in page]
    assert len(found) == len(set(found)) == rows(view, "search_count", text="")[0]["total"] == 15


def test_entity_is_one_row_or_none(view: View) -> None:
    assert rows(view, "entity", id="obrien") == [
        {
            "id": "obrien",
            "name": QUOTES,
            "type": "Company",
            "aliases": [],
            "region": None,
            "lon": None,
            "lat": None,
            "firstSeen": "2024-02-26",
            "lastSeen": "2024-02-26",
            "articleCount": 1,
        }
    ]
    assert rows(view, "entity", id="nobody") == []


@pytest.mark.parametrize(
    ("params", "others"),
    [
        ({}, {"jingjin-university", "chip-cluster", "haihe-park", "haihe-phase-2", "region-110108", "script-co"}),
        ({"direction": "in"}, {"script-co", "jingjin-university"}),
        ({"edge": "SUPPLIES_TO"}, {"script-co"}),
        ({"edge": "SUPPLIES_TO", "direction": "out"}, set()),
        ({"edge": "COLLABORATES_WITH", "direction": "out"}, {"jingjin-university"}),
        ({"edge": "LOCATED_IN", "direction": "out"}, {"haihe-park"}),
    ],
)
def test_adjacent_by_type_and_direction(view: View, params: dict[str, str], others: set[str]) -> None:
    found = rows(view, "adjacent", id="xinglan", **params)
    assert {row["otherId"] for row in found} == others
    assert rows(view, "adjacent_count", id="xinglan", **params) == [{"total": len(found)}]


def test_adjacent_is_not_looked_up_through_articles(view: View) -> None:
    assert rows(view, "adjacent", id="jinnan-government") == []
    assert rows(view, "path", **{"from": "jinnan-government", "to": "xinglan"}) == []


def test_path_gives_nodes_and_edges_in_turn(view: View) -> None:
    (found,) = rows(view, "path", **{"from": "region-130600", "to": "haihe-park"})
    assert [node["id"] for node in found["nodes"]] == ["region-130600", "baoding-xincai", "script-co", "haihe-park"]
    assert [(edge["from"], edge["type"], edge["to"]) for edge in found["edges"]] == [
        ("baoding-xincai", "LOCATED_IN", "region-130600"),
        ("baoding-xincai", "SUPPLIES_TO", "script-co"),
        ("script-co", "LOCATED_IN", "haihe-park"),
    ]
    assert rows(view, "path", **{"from": "region-130600", "to": "haihe-park", "hops": 2}) == []
    assert rows(view, "path", **{"from": "xinglan", "to": "xinglan"}) == []


def test_statements_are_newest_first_and_quote(view: View) -> None:
    found = rows(view, "statements", edge=EDGE)
    assert [(row["articleId"], row["status"], row["trigger"]) for row in found] == [
        ("a2", "done", "落户"),
        ("a1", "planned", "落户"),
    ]
    assert found[0]["sentence"].startswith(f"{SCRIPT}已落户")
    assert found[0]["end"] - found[0]["start"] == len(found[0]["sentence"])


def test_edge_has_both_ends(view: View) -> None:
    (found,) = rows(view, "edge", id=edge_id("jingjin-university", "COLLABORATES_WITH", "xinglan"))
    assert (found["headId"], found["type"], found["tailId"], found["sources"]) == (
        "jingjin-university",
        "COLLABORATES_WITH",
        "xinglan",
        2,
    )
    assert rows(view, "edge", id="e0") == []


def test_articles_are_newest_first_the_undated_last(view: View) -> None:
    assert ids(view, "articles") == ["a2", "a1", "a3"]
    assert ids(view, "articles", offset=1, limit=1) == ["a1"]
    (found,) = rows(view, "article", id="a3")
    assert (found["title"], found["date"], found["statements"], found["entities"]) == ("a3.txt", None, 4, 6)
    assert rows(view, "article_entities", id="a1")[0] == {
        "id": "haihe-park",
        "name": "海河智谷科技园",
        "type": "Park",
        "count": 4,
    }


def test_counts_of_types_add_up(view: View) -> None:
    (totals,) = rows(view, "stats_totals")
    nodes, edges = rows(view, "stats_nodes"), rows(view, "stats_edges")
    assert totals == {"entities": 15, "edges": 16, "statements": 19, "articles": 3, "measures": 4}
    assert sum(row["count"] for row in nodes) == 15
    assert sum(row["count"] for row in edges) == 16
    assert {row["type"]: row["planned"] for row in edges if row["planned"]} == {"INVESTS_IN": 1}


def test_parks_count_companies(view: View) -> None:
    assert rows(view, "parks") == [
        {"id": "haihe-park", "name": "海河智谷科技园", "region": "120112", "companies": 3, "articleCount": 2}
    ]


def test_companies_of_a_park_come_from_somewhere(view: View) -> None:
    found = {row["id"]: row["origin"] for row in rows(view, "park_companies", id="haihe-park")}
    assert found == {"xinglan": "海淀区", "script-co": None, "obrien": None}


def test_origins_of_a_parks_companies_have_regions(view: View) -> None:
    found = rows(view, "park_origins", id="haihe-park")
    origins = {(row["id"], row["how"], row["origin"], *row["regions"]) for row in found}
    assert ("xinglan", "RELOCATED_FROM", "海淀区", "110108") in origins
    assert ("xinglan", "INCUBATED_BY", "京津大学", "110108") in origins
    assert ("script-co", None, None) in origins


def test_regions_of_neighbours_are_their_own_and_those_of_where_they_are(view: View) -> None:
    found = {row["id"]: set(row["regions"]) for row in rows(view, "adjacent_regions", id="xinglan")}
    assert found["region-110108"] == {"110108"}
    assert found["script-co"] == {"120112"}
    assert found["chip-cluster"] == set()


def test_suppliers_of_two_tiers(view: View) -> None:
    found = rows(view, "suppliers", id="xinglan")
    assert [(row["tier"], row["id"], row["customerId"]) for row in found] == [
        (1, "script-co", "xinglan"),
        (2, "baoding-xincai", "script-co"),
    ]


def test_customers_of_two_tiers(view: View) -> None:
    found = rows(view, "customers", id="baoding-xincai")
    assert [(row["tier"], row["id"], row["supplierId"]) for row in found] == [
        (1, "script-co", "baoding-xincai"),
        (2, "xinglan", "script-co"),
    ]
    assert rows(view, "customers", id="xinglan") == []


def test_corridor_leads_from_origin_to_destination(view: View) -> None:
    found = [(row["origin"], row["destination"], row["type"]) for row in rows(view, "corridor")]
    assert found == [
        ("北京", "天津", "INCUBATED_BY"),
        ("北京", "天津", "RELOCATED_FROM"),
        ("河北", "天津", "SUPPLIES_TO"),
    ]
    assert len(rows(view, "corridor", type="RELOCATED_FROM")) == 1
    inside = [row for row in rows(view, "corridor", across=False) if row["origin"] == row["destination"]]
    assert [(row["origin"], row["type"]) for row in inside] == [("天津", "SUPPLIES_TO")]


def test_corridor_by_industry_and_year(view: View) -> None:
    def counted(**params: Any) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in rows(view, "corridor_by_industry", **params)]

    assert counted() == [
        ("北京", "天津", None, "2023", 0, 1, 0),
        ("北京", "天津", None, "2024", 1, 0, 0),
        ("河北", "天津", None, "2025", 0, 0, 1),
    ]
    assert len(counted(across=False)) == 4
    assert counted(industry="ai") == []


def moved_article() -> Graph:
    """A company whose registered seat is where it came from, of two industries; and a park with two."""
    page = (
        "甲公司属于氢能产业和人工智能产业，2023年由北京市迁至保定市，落户东园。丙区为东园所在。乙公司落户东园。丁县。"
    )
    text = article("a6", page, "迁", dt.date(2024, 1, 1))
    entities = (
        entity(text, "甲公司", "甲公司", "Company", region="110105"),
        entity(text, "乙公司", "乙公司", "Company"),
        entity(text, "东园", "东园", "Park", region="130600"),
        entity(text, "region-110000", "北京市", "Region", region="110000"),
        entity(text, "丁县", "丁县", "Region", region="130600"),
        entity(text, "region-130600", "保定市", "Region", region="130600"),
        entity(text, "ind-hydrogen", "氢能", "Industry"),
        entity(text, "ind-ai", "人工智能", "Industry"),
        entity(text, "丙区", "丙区", "Cluster"),
    )
    facts = (
        fact(text, "甲公司", "RELOCATED_FROM", "region-110000", "迁至", since="2023"),
        fact(text, "甲公司", "LOCATED_IN", "东园", "落户东园"),
        fact(text, "甲公司", "IN_INDUSTRY", "ind-hydrogen", "属于"),
        fact(text, "甲公司", "IN_INDUSTRY", "ind-ai", "属于"),
        fact(text, "甲公司", "MEMBER_OF", "丙区", "属于"),
        fact(text, "乙公司", "MEMBER_OF", "丙区", "乙公司"),
        fact(text, "乙公司", "LOCATED_IN", "东园", "乙公司"),
    )
    return Graph(text, entities, facts)


def test_who_has_moved_is_where_it_is_now_not_at_its_seat_of_before() -> None:
    store = open_store("memory:", Settings())
    fill(store, moved_article())
    with store.view() as view:
        (flow,) = rows(view, "corridor")
        (city,) = rows(view, "flows_by_city")
        (edge,) = rows(view, "corridor_edges", **{"from": "110000", "to": "130600"})
        industries = rows(view, "corridor_by_industry")
        cities = {row["code"]: row["city"] for row in rows(view, "members_by_city", id="丙区")}
    store.close()
    assert (flow["origin"], flow["destination"], flow["type"]) == ("北京", "河北", "RELOCATED_FROM")
    assert (city["origin"], city["destination"]) == ("110000", "130600")
    assert (edge["headId"], edge["headSide"]) == ("甲公司", "to")
    assert [(row["industry"], row["year"], row["relocated"]) for row in industries] == [
        ("人工智能", "2023", 1),
        ("氢能", "2023", 1),
    ]
    assert cities["130600"] == "保定市"


def test_centralities_and_communities(view: View) -> None:
    scores = {row["id"]: row["score"] for row in rows(view, "central_entities", limit=1000)}
    assert sum(scores.values()) == pytest.approx(1, abs=1e-4)
    assert scores["haihe-park"] > scores["obrien"]
    assert ids(view, "brokers")[0] == "xinglan"
    assert {row["type"] for row in rows(view, "central_entities", type="Company")} == {"Company"}
    (whole,) = rows(view, "communities")
    assert (whole["id"], whole["entities"], whole["companies"]) == ("jingjin-university", 9, 4)
    assert whole["members"][:2] == ["京津大学", "星澜半导体"]
    assert rows(view, "communities", least=100) == []


def test_plans_of_the_last_months_are_not_asked_about() -> None:
    store = open_store("memory:", Settings())
    for number, days in enumerate((10, 200, 400)):
        text = article(f"p{number}", f"甲公司计划落户{number}园。", "计划", dt.date.today() - dt.timedelta(days))
        entities = (entity(text, "甲公司", "甲公司", "Company"), entity(text, f"{number}园", f"{number}园", "Park"))
        fill(store, Graph(text, entities, (fact(text, "甲公司", "LOCATED_IN", f"{number}园", "落户", "planned"),)))
    with store.view() as view:
        assert ids(view, "planned_deals", "tailId") == ["2园"]
        assert ids(view, "planned_deals", "tailId", months=3) == ["2园", "1园"]
        assert ids(view, "planned_deals", "tailId", months=0) == ["2园", "1园", "0园"]
    store.close()


def test_members_by_city(view: View) -> None:
    found = {row["code"]: (row["city"], row["names"]) for row in rows(view, "members_by_city", id="chip-cluster")}
    assert found["130600"] == ("保定市", ["保定芯材股份有限公司"])
    assert found["120112"] == ("津南区", ["星澜半导体"])


def test_planned_deals_know_of_later_articles(view: View) -> None:
    assert ids(view, "planned_deals", "type") == ["INVESTS_IN"]
    assert ids(view, "planned_deals", "laterArticles", silent="false") == [0]


def test_measures_over_time_ascend(view: View) -> None:
    found = rows(view, "measures_over_time", id="haihe-park", metric="registered_companies")
    assert [(row["time"], row["amount"]) for row in found] == [("2024-02", 140.0), ("2025-03", 210.0)]


def test_top_hubs_count_both_directions(view: View) -> None:
    assert rows(view, "top_hubs", limit=1) == [
        {"id": "xinglan", "name": "星澜半导体", "type": "Company", "edges": 7, "out": 5, "in": 2, "articleCount": 3}
    ]


def test_unlinked_entities_are_those_without_an_edge(view: View) -> None:
    assert ids(view, "unlinked_entities") == ["jinnan-government", "region-120000"]


def test_facts_of_an_article_follow_its_text(view: View) -> None:
    starts = ids(view, "facts_of_article", "start", id="a1")
    assert starts == sorted(starts)
    assert len(starts) == 7


def test_facts_that_articles_disagree_on(view: View) -> None:
    found = {row["edgeId"]: row for row in rows(view, "disputed_facts")}
    row = found[EDGE]
    assert (row["type"], row["headId"], row["tailId"]) == ("LOCATED_IN", "script-co", "haihe-park")
    assert (row["planned"], row["done"], row["ended"]) == (1, 1, 0)
    assert (row["lastPlanned"], row["lastOther"]) == ("2024-02-26", "2025-03-01")
    assert len(found) == 2


def test_what_changed_between_two_dates(view: View) -> None:
    found = {row["edgeId"]: row for row in rows(view, "changes", since="2025-01-01")}
    assert (found[EDGE]["new"], found[EDGE]["status"], found[EDGE]["statements"]) == (False, "done", 1)
    assert [row["tailId"] for row in found.values() if row["new"] and row["type"] == "MEMBER_OF"] == [
        "chip-cluster"
    ] * 3
    assert rows(view, "changes", since="2024-02-26", until="2024-02-26") == []
    assert len(rows(view, "changes", since="2024", until="2025")) == 7
    assert all(row["new"] for row in rows(view, "changes", since="2024", until="2025"))


def test_institutes_by_spinoffs_know_who_left(view: View) -> None:
    (found,) = rows(view, "institutes_by_spinoffs")
    assert (found["id"], found["spinoffs"], found["elsewhere"]) == ("jingjin-university", 1, 1)
    assert rows(view, "institutes_by_spinoffs", region="120000") == []


def test_industries_by_city(view: View) -> None:
    assert rows(view, "industry_by_city", id="ai") == [
        {"industryId": "ai", "industry": "人工智能", "code": "120112", "entities": 1, "names": ["津南智造研究院"]}
    ]


def test_relocations_and_investors(view: View) -> None:
    (moved,) = rows(view, "relocations")
    assert (moved["id"], moved["fromName"], moved["toName"]) == ("xinglan", "海淀区", "海河智谷科技园")
    (investor,) = rows(view, "investors")
    assert (investor["id"], investor["investments"], investor["planned"]) == ("xinglan", 1, 1)


def test_weak_edges_have_one_source_the_least_sure_first(view: View) -> None:
    found = rows(view, "weak_edges")
    assert [row["confidence"] for row in found] == sorted(row["confidence"] for row in found)
    assert EDGE not in {row["edgeId"] for row in found}


def test_sources_and_rules_count_all_statements(view: View) -> None:
    (totals,) = rows(view, "stats_totals")
    for name in ("article_sources", "rules_used"):
        assert sum(row["statements"] for row in rows(view, name)) == totals["statements"]
    assert {row["source"] for row in rows(view, "article_sources")} == {"津门新闻", "冀东观察", None}


def chain_article() -> Graph:
    """A company of an industry with its supplier, customer, source and two places."""
    page = (
        "甲公司属于氢能产业，由京津大学孵化，落户东园，计划在保定市设厂。"
        "乙公司向甲公司供货。甲公司曾向丙公司供货。甲公司属于燃料电池产业。"
    )
    text = article("a5", page, "链", dt.date(2025, 1, 1))
    entities = (
        *(entity(text, name, name, "Company") for name in ("甲公司", "乙公司", "丙公司")),
        entity(text, "京津大学", "京津大学", "University", region="110108"),
        entity(text, "东园", "东园", "Park", region="120112"),
        entity(text, "region-130600", "保定市", "Region", region="130600"),
        entity(text, "ind-hydrogen", "氢能", "Industry"),
        entity(text, "ind-fuel-cell", "燃料电池", "Industry"),
    )
    facts = (
        fact(text, "甲公司", "IN_INDUSTRY", "ind-hydrogen", "属于"),
        fact(text, "甲公司", "IN_INDUSTRY", "ind-fuel-cell", "燃料电池"),
        fact(text, "甲公司", "INCUBATED_BY", "京津大学", "孵化"),
        fact(text, "甲公司", "LOCATED_IN", "东园", "落户"),
        fact(text, "甲公司", "LOCATED_IN", "region-130600", "设厂", "planned"),
        fact(text, "乙公司", "SUPPLIES_TO", "甲公司", "向甲公司供货"),
        fact(text, "甲公司", "SUPPLIES_TO", "丙公司", "曾向", "ended"),
    )
    return Graph(text, entities, facts)


def test_chain_has_members_with_places_and_partners_that_are_not_ended() -> None:
    store = open_store("memory:", Settings())
    fill(store, chain_article())
    with store.view() as view:
        members = rows(view, "chain_members", id="ind-hydrogen", also="ind-fuel-cell|ind-none")
        partners = rows(view, "chain_partners", id="ind-hydrogen")
        found = [(row["id"], row["entities"]) for row in rows(view, "industries")]
    store.close()
    places = {(row["industryId"], row["placeId"], row["placeStatus"]) for row in members}
    assert places == {
        (industry, place, status)
        for industry in ("ind-hydrogen", "ind-fuel-cell")
        for place, status in (("东园", "done"), ("region-130600", "planned"))
    }
    assert {(row["role"], row["id"], row["memberId"]) for row in partners} == {
        ("research", "京津大学", "甲公司"),
        ("upstream", "乙公司", "甲公司"),
    }
    assert found == [("ind-hydrogen", 1), ("ind-fuel-cell", 1)]


def test_deals_begin_with_a_plan_and_are_named_again(view: View) -> None:
    found = {row["edgeId"]: row for row in rows(view, "signed_deals", at="2024", before="2023")}
    assert found[EDGE]["signed"] == "2024"
    assert found[EDGE]["running"] == "2025"
    assert found[EDGE]["named"] == ["2024", "2025"]
    month = {"at": "2026-03", "before": "2025-03", "by": "month"}
    assert EDGE in ids(view, "signed_deals", "edgeId", type="LOCATED_IN", **month)
    assert EDGE not in ids(view, "signed_deals", "edgeId", at="2023", before="2022")


def test_deals_that_were_never_promised_stand_apart(view: View) -> None:
    located = edge_id("obrien", "LOCATED_IN", "haihe-park")
    found = {row["edgeId"]: row for row in rows(view, "deals", at="2024-02", by="month")}
    assert found[located]["running"] == "2024-02"
    assert EDGE not in found
    assert located not in ids(view, "deals", "edgeId", at="2025")


def test_courses_count_every_dated_deal_once(view: View) -> None:
    """The park's own place is no deal, and the third article has no date."""
    found = rows(view, "deal_courses") + rows(view, "signed_courses")
    assert sum(row["deals"] for row in found if row["type"] == "LOCATED_IN") == 4
    assert sum(row["deals"] for row in found if row["type"] == "INVESTS_IN") == 0
    assert {row["signed"] for row in rows(view, "signed_courses", by="month")} == {"2024-02"}


def test_parks_whose_tenants_share_a_parent() -> None:
    page = "甲公司、乙公司由京津大学孵化。甲公司落户东园。乙公司落户西园。丙公司落户西园。"
    text = article("a4", page, "两园", dt.date(2025, 1, 1))
    kinds = dict.fromkeys(("甲公司", "乙公司", "丙公司"), "Company") | {
        "京津大学": "University",
        "东园": "Park",
        "西园": "Park",
    }
    facts = (
        ("甲公司", "INCUBATED_BY", "京津大学"),
        ("乙公司", "INCUBATED_BY", "京津大学"),
        ("甲公司", "LOCATED_IN", "东园"),
        ("乙公司", "LOCATED_IN", "西园"),
        ("丙公司", "LOCATED_IN", "西园"),
    )
    entities = tuple(entity(text, name, name, kind) for name, kind in kinds.items())
    graph = Graph(text, entities, tuple(fact(text, head, type, tail, head) for head, type, tail in facts))
    store = open_store("memory:", Settings())
    fill(store, graph)
    with store.view() as view:
        (found,) = rows(view, "parks_sharing_parents")
    store.close()
    assert {found["oneId"], found["otherId"]} == {"东园", "西园"}
    assert (found["shared"], found["parents"]) == (1, ["京津大学"])


def test_timeline_gives_each_statement_once_with_the_other_end(view: View) -> None:
    found = rows(view, "timeline", id="script-co")
    assert [(row["date"], row["type"], row["direction"], row["otherId"]) for row in found] == [
        ("2025-03-01", "LOCATED_IN", "out", "haihe-park"),
        ("2025-03-01", "SUPPLIES_TO", "out", "xinglan"),
        ("2025-03-01", "SUPPLIES_TO", "in", "baoding-xincai"),
        ("2024-02-26", "LOCATED_IN", "out", "haihe-park"),
        ("2024-02-26", "SUPPLIES_TO", "out", "xinglan"),
    ]


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("nothing", {}, "no query is called nothing; there are: activity, adjacent, "),
        ("entity", {}, "entity: the parameter id is missing"),
        ("entity", {"id": None}, "id is missing"),
        ("entity", {"id": 5}, "id must be of type string, not 5"),
        ("entity", {"id": "x", "name": "y"}, "unknown parameter name; it takes: id"),
        ("search", {"text": "x", "limit": "many"}, "limit must be of type integer, not 'many'"),
        ("search", {"text": "x", "limit": 0}, "limit must be from 1 to 1000, not 0"),
        ("search", {"text": "x", "limit": 2.5}, "limit must be of type integer"),
        ("search", {"text": "x", "limit": True}, "limit must be of type integer"),
        ("search", {"text": "x", "type": "Firm"}, "type must be one of Company, Park, "),
        ("adjacent", {"id": "x", "edge": "LIKES"}, "edge must be one of LOCATED_IN, "),
        ("adjacent", {"id": "x", "direction": "up"}, "direction must be one of in, out, both"),
        ("corridor", {"across": "perhaps"}, "across must be of type boolean"),
    ],
)
def test_wrong_parameters_are_explained(view: View, name: str, params: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        queries.run(view, name, params)


def test_parameters_take_text_and_defaults() -> None:
    bound = queries.bind(queries.load()["search"], {"text": "园", "limit": "5", "type": "", "region": None})
    assert bound == {"text": "园", "type": None, "region": None, "offset": 0, "limit": 5}
    assert queries.bind(queries.load()["corridor"], {"across": "No"}) == {"type": None, "across": False}


def test_made_query_is_parsed() -> None:
    query = queries.parse("made.cypher", HEAD + BODY)
    assert (query.name, query.title_zh, query.title_en, query.columns) == ("made", "题目", "Title", ("id",))
    assert [(param.name, param.required, param.default, param.most) for param in query.params] == [
        ("id", True, None, None),
        ("limit", False, 20, 100),
    ]
    assert query.text == BODY.strip()
    assert query.example_params == {"id": "x"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD.replace("// title: 题目 | Title\n", "") + BODY, "cypher/made.cypher:1: the head lacks title"),
        (HEAD.replace(" | Title", "") + BODY, "cypher/made.cypher:1: the title is Chinese | English"),
        (HEAD.replace("// about", "// why") + BODY, "cypher/made.cypher:2: not a line of the head"),
        (HEAD.replace("id: string", "id: text") + BODY, "cypher/made.cypher:3: unknown type text"),
        (HEAD.replace("id: string — 标识", "id") + BODY, "cypher/made.cypher:3: a parameter is NAME: TYPE"),
        (HEAD.replace("= 20", "= 200") + BODY, "cypher/made.cypher:4: limit must be from 1 to 100"),
        (HEAD.replace("= 20", "= some") + BODY, "cypher/made.cypher:4: limit must be of type integer"),
        (HEAD + BODY.replace("$limit", "5"), "cypher/made.cypher:1: parameters must be both declared and used: limit"),
        (HEAD + BODY.replace("5", "$more") + "$more", "both declared and used: more"),
        (HEAD.replace("// columns", "// param id: string — 又一次\n// columns") + BODY, "declared twice"),
        ("", "the head lacks title, about, columns, example"),
    ],
)
def test_wrong_head_is_named_with_file_and_line(text: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        queries.parse("made.cypher", text)


def test_who_feeds_a_park_by_region_and_type(view: View) -> None:
    found = {(row["name"], row["how"], row["feeder"]) for row in rows(view, "park_feeders", park="haihe-park")}
    assert ("星澜半导体", "INCUBATED_BY", "京津大学") in found
    assert ("星澜半导体", "RELOCATED_FROM", "海淀区") in found
    assert not any(how in ("SUPPLIES_TO", "LOCATED_IN", "MEMBER_OF") for _, how, _ in found)
    wanted = {"from": "110000", "types": "University|Institute"}
    assert {row["feeder"] for row in rows(view, "park_feeders", **wanted)} == {"京津大学"}
    assert rows(view, "park_feeders", to="130000") == []


@pytest.mark.parametrize(
    "wanted",
    [{}, {"from": "110000"}, {"to": "120000", "types": "Company"}, {"from": "110108", "types": "University|Institute"}],
)
def test_feeders_are_counted_as_they_are_listed(view: View, wanted: dict[str, str]) -> None:
    listed = rows(view, "park_feeders", **wanted)
    counted = rows(view, "park_feeders_by_park", **wanted)
    assert {row["parkId"]: row["relations"] for row in counted} == Counter(row["parkId"] for row in listed)
    assert [row["parkId"] for row in counted] == list(dict.fromkeys(row["parkId"] for row in listed))
    (sums,) = rows(view, "park_feeders_count", **wanted)
    assert sums == {"feeders": len({row["feederId"] for row in listed}), "fed": len({row["id"] for row in listed})}


def test_a_park_that_feeds_its_own_companies_is_not_counted_as_their_feeder() -> None:
    """Two parks hold a company; one of them founded it: it feeds the company in the other."""
    text = article("own", "甲园设立乙公司，乙公司落户甲园、丙园。", "")
    ids = {"own-a": ("甲园", "Park"), "own-b": ("丙园", "Park"), "own-co": ("乙公司", "Company")}
    facts = [fact(text, "own-co", "LOCATED_IN", park, "落户") for park in ("own-a", "own-b")]
    graph = Graph(
        text,
        tuple(entity(text, id, name, type) for id, (name, type) in ids.items()),
        (*facts, fact(text, "own-co", "ESTABLISHED_BY", "own-a", "设立")),
    )
    store = open_store("memory:", Settings())
    with store.writer() as writer:
        writer.put(graph)
    with store.view() as own:
        assert [(row["parkId"], row["relations"]) for row in rows(own, "park_feeders_by_park")] == [("own-b", 1)]
        assert [row["park"] for row in rows(own, "park_feeders")] == ["丙园"]
        assert rows(own, "park_feeders_count") == [{"feeders": 1, "fed": 1}]
    store.close()


def test_sentences_of_several_edges_are_those_of_each(view: View) -> None:
    edges = [row["edgeId"] for row in rows(view, "park_feeders")]
    together = rows(view, "sentences", edges="|".join(edges))
    for edge in edges:
        alone = [row["id"] for row in rows(view, "statements", edge=edge)]
        assert [row["id"] for row in together if row["edgeId"] == edge] == alone
