"""What every store does alike."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kg import ontology
from kg.errors import QueryError, ReadingError, StoreError
from kg.records import Entity, Graph
from loaders import Store
from loaders.rows import article_rows, edge_id
from tests.loaders.conftest import Fresh, dump, fill
from tests.loaders.graphs import (
    QUOTES,
    SCRIPT,
    cluster_article,
    corrected,
    graphs,
    park_article,
    project_article,
)

WRITES = (
    "CREATE (n:Entity {id: 'x'}) RETURN n",
    "cReAtE (:X)",
    "MATCH (n:Entity) SET n.name = 'x'",
    "MATCH (n:Entity) REMOVE n.name",
    "MATCH (n:Entity) DETACH DELETE n",
    "MERGE (n:Entity {id: 'x'})",
    "MATCH (n:Entity) FOREACH (x IN [1] | SET n.name = 'x')",
    "// harmless\nCREATE (:X)",
    "CREATE INDEX made FOR (n:Entity) ON (n.type)",
    "DROP CONSTRAINT entity_id",
)


def one(store: Store, cypher: str, **params: object) -> dict[str, object]:
    """The only row of an answer."""
    with store.view() as view:
        rows = view.query(cypher, params).rows
    assert len(rows) == 1
    return rows[0]


def edge(store: Store, head: str, name: str, tail: str) -> dict[str, object]:
    found = one(
        store,
        f"MATCH (:Entity {{id: $head}})-[e:{name}]->(:Entity {{id: $tail}}) RETURN properties(e) AS edge",
        head=head,
        tail=tail,
    )["edge"]
    assert isinstance(found, dict)
    return found


def article_with(entity: Entity, number: int) -> Graph:
    """The third article under another name, with one entity that is said to be something else."""
    graph = project_article()
    entities = tuple(entity if held.id == entity.id else held for held in graph.entities)
    article = replace(graph.article, id=f"other-{number}", sha256=str(number))
    return replace(graph, article=article, entities=entities, facts=(), measures=())


def test_put_tells_whether_something_changed(fresh: Fresh) -> None:
    store = fresh()
    with store.writer() as writer:
        assert [writer.put(park_article()), writer.put(park_article()), writer.put(corrected(park_article()))] == [
            True,
            False,
            True,
        ]


def test_put_of_the_same_text_changes_nothing(store: Store) -> None:
    before = dump(store)
    with store.writer() as writer:
        assert not any(writer.put(graph) for graph in graphs())
    assert dump(store) == before


def test_many_articles_are_put_as_one_by_one(fresh: Fresh, store: Store) -> None:
    expected = dump(store)
    store = fresh()
    with store.writer() as writer:
        assert list(writer.put_all([*graphs(), park_article()])) == [True, True, True, False]
    assert dump(store) == expected


def test_rows_are_put_as_the_articles_that_they_come_from(fresh: Fresh, store: Store) -> None:
    expected = dump(store)
    store = fresh()
    with store.writer() as writer:
        assert list(writer.put_rows(map(article_rows, [*graphs(), park_article()]))) == [True, True, True, False]
        assert list(writer.put_rows([])) == []
    assert dump(store) == expected


def test_rows_that_the_engine_refuses_lose_no_article_before_them(fresh: Fresh) -> None:
    expected = dump(fresh(park_article()))
    bad = article_rows(project_article())
    bad = replace(bad, mentions=(replace(bad.mentions[0], name="\ud800"), *bad.mentions[1:]))
    store = fresh()
    with store.writer() as writer, pytest.raises(StoreError, match="a3: not stored"):
        list(writer.put_rows([article_rows(park_article()), bad]))
    assert dump(store) == expected


def test_versions_of_an_article_among_many_replace_each_other(fresh: Fresh) -> None:
    expected = dump(fresh(cluster_article(), corrected(park_article())))
    store = fresh(cluster_article())
    with store.writer() as writer:
        assert list(writer.put_all([park_article(), cluster_article(), corrected(park_article())])) == [
            True,
            False,
            True,
        ]
    assert dump(store) == expected


def test_new_versions_among_many_replace_the_old(fresh: Fresh) -> None:
    versions = [corrected(graph) for graph in graphs()]
    expected = dump(fresh(*versions))
    store = fresh(*graphs())
    with store.writer() as writer:
        assert list(writer.put_all(versions)) == [True, True, True]
    assert dump(store) == expected


def test_articles_that_disagree_are_summed_up_alike_when_put_together(fresh: Fresh) -> None:
    institute = next(entity for entity in project_article().entities if entity.id == "jinnan-institute")
    platform = replace(institute, type="Platform", region="")
    disagreeing = [project_article(), article_with(platform, 1), article_with(platform, 2), article_with(institute, 3)]
    expected = dump(fresh(*disagreeing))
    store = fresh()
    with store.writer() as writer:
        assert all(writer.put_all(disagreeing))
    assert dump(store) == expected


@pytest.mark.parametrize("fault", ["fact", "text"])
def test_one_bad_article_among_many_loses_no_other_before_it(fresh: Fresh, fault: str) -> None:
    expected = dump(fresh(park_article(), cluster_article()))
    good = project_article()
    if fault == "fact":
        bad = replace(good, facts=(replace(good.facts[0], tail="nowhere"),))
    else:
        bad = replace(good, entities=(replace(good.entities[0], name="\ud800"), *good.entities[1:]))
    store = fresh()
    done = []
    with store.writer() as writer, pytest.raises(StoreError, match="a3"):
        done.extend(writer.put_all([park_article(), cluster_article(), bad]))
    assert done == [True, True]
    assert dump(store) == expected


def test_fault_of_the_source_loses_no_article_before_it(fresh: Fresh) -> None:
    def source() -> Iterator[Graph]:
        yield park_article()
        raise ReadingError("the next file is torn")

    expected = dump(fresh(park_article()))
    store = fresh()
    with store.writer() as writer, pytest.raises(ReadingError):
        list(writer.put_all(source()))
    assert dump(store) == expected


def test_order_of_articles_does_not_matter(fresh: Fresh, store: Store) -> None:
    expected = dump(store)
    for order in itertools.permutations(graphs()):
        assert dump(fresh(*order)) == expected


def test_entities_have_the_labels_of_their_type(store: Store) -> None:
    with store.view() as view:
        rows = view.query("MATCH (n:Entity) RETURN n.id AS id, n.type AS type, labels(n) AS labels").rows
    assert {row["id"]: set(row["labels"]) for row in rows} == {
        row["id"]: set(ontology.load().labels(row["type"])) for row in rows
    }
    assert len(rows) == 15


def test_entity_sums_up_what_articles_say(store: Store) -> None:
    found = one(store, "MATCH (n:Entity {id: 'xinglan'}) RETURN n")["n"]
    assert isinstance(found, dict)
    assert set(found.pop("labels")) == {"Entity", "Company", "Organization"}
    assert found == {
        "id": "xinglan",
        "name": "星澜半导体",
        "aliases": ["星澜半导体有限公司"],
        "type": "Company",
        "firstSeen": "2024-02-26",
        "lastSeen": "2025-03-01",
        "articleCount": 3,
    }


def test_region_and_place_are_kept(store: Store) -> None:
    found = one(store, "MATCH (n:Park) RETURN n.region AS region, n.lon AS lon, n.lat AS lat")
    assert found == {"region": "120112", "lon": 117.38, "lat": 38.98}


@pytest.mark.parametrize(("id", "name"), [("script-co", SCRIPT), ("obrien", QUOTES)])
def test_awkward_names_come_back_as_they_are(store: Store, id: str, name: str) -> None:
    assert one(store, "MATCH (n:Entity {name: $name}) RETURN n.id AS id, n.name AS name", name=name) == {
        "id": id,
        "name": name,
    }


def test_edge_is_done_as_soon_as_one_statement_says_so(fresh: Fresh) -> None:
    store = fresh(park_article())
    assert edge(store, "script-co", "LOCATED_IN", "haihe-park")["status"] == "planned"
    fill(store, cluster_article())
    assert edge(store, "script-co", "LOCATED_IN", "haihe-park") == {
        "id": edge_id("script-co", "LOCATED_IN", "haihe-park"),
        "status": "done",
        "firstSeen": "2024-02-26",
        "lastSeen": "2025-03-01",
        "sources": 2,
        "confidence": 0.94,
    }


def test_edge_keeps_the_earliest_date_given(store: Store) -> None:
    assert edge(store, "xinglan", "RELOCATED_FROM", "region-110108")["since"] == "2023"


def test_symmetric_edge_is_one_from_both_ends(store: Store) -> None:
    with store.view() as view:
        rows = view.query("MATCH (a)-[e:COLLABORATES_WITH]->(b) RETURN a.id AS a, b.id AS b, e.sources AS sources").rows
    assert rows == [{"a": "jingjin-university", "b": "xinglan", "sources": 2}]


def test_every_edge_has_its_statements_and_every_statement_its_edge(store: Store) -> None:
    with store.view() as view:
        edges = view.query(
            "MATCH (h:Entity)-[e]->(t:Entity) RETURN e.id AS edge, type(e) AS type, h.id AS head, t.id AS tail"
        ).rows
        said = view.query(
            "MATCH (h:Entity)<-[:SUBJECT]-(s:Statement)-[:OBJECT]->(t:Entity), (s)-[:FROM]->(:Article) "
            "RETURN DISTINCT s.edgeId AS edge, s.edgeType AS type, h.id AS head, t.id AS tail"
        ).rows
    assert len(edges) == 16
    assert sorted(edges, key=str) == sorted(said, key=str)


def test_statements_and_measures_quote_the_file(store: Store) -> None:
    pages = {graph.article.id: graph.article.raw for graph in graphs()}
    with store.view() as view:
        rows = view.query("MATCH (s)-[:FROM]->(a:Article) RETURN s AS said, a.id AS article").rows
    assert len(rows) == sum(len(graph.facts) + len(graph.measures) for graph in graphs())
    for row in rows:
        said = row["said"]
        assert pages[row["article"]][said["start"] : said["end"]] == said["sentence"]
    assert any("\n" in row["said"]["sentence"] for row in rows)


def test_statement_says_by_which_rule_and_how_surely(store: Store) -> None:
    found = one(
        store,
        "MATCH (s:Statement {edgeId: $edge}) RETURN s.rule AS rule, s.trigger AS trigger, s.status AS status, "
        "s.since AS since, s.date AS date, s.confidence AS confidence",
        edge=edge_id("xinglan", "RELOCATED_FROM", "region-110108"),
    )
    assert found == {
        "rule": "relocated_from-by-hand",
        "trigger": "迁入",
        "status": "done",
        "since": "2023",
        "date": "2024-02-26",
        "confidence": 0.8,
    }


def test_articles_say_how_often_they_mention_an_entity(store: Store) -> None:
    found = one(store, "MATCH (:Article {id: 'a1'})-[m:MENTIONS]->(:Entity {id: 'haihe-park'}) RETURN m.count AS count")
    assert found == {"count": 4}


def test_measure_keeps_the_figure_as_written_and_as_a_number(store: Store) -> None:
    found = one(
        store,
        "MATCH (:Park)-[:HAS_MEASURE]->(m:Measure {metric: 'investment'})-[:FROM]->(a:Article) "
        "RETURN m.value AS value, m.unit AS unit, m.amount AS amount, a.id AS article",
    )
    assert found == {"value": 3.76, "unit": "亿元", "amount": 376_000_000.0, "article": "a1"}


@pytest.mark.parametrize("number", range(3))
def test_new_version_replaces_all_that_the_old_one_said(fresh: Fresh, number: int) -> None:
    versions = [corrected(graph) if place == number else graph for place, graph in enumerate(graphs())]
    store = fresh(*graphs())
    fill(store, versions[number])
    assert dump(store) == dump(fresh(*versions))


@pytest.mark.parametrize("number", range(3))
def test_remove_leaves_what_the_other_articles_say(fresh: Fresh, number: int) -> None:
    store = fresh(*graphs())
    with store.writer() as writer:
        assert writer.remove(graphs()[number].article.id)
    assert dump(store) == dump(fresh(*(graph for place, graph in enumerate(graphs()) if place != number)))


def test_remove_of_everything_leaves_nothing(store: Store) -> None:
    with store.writer() as writer:
        assert [writer.remove(id) for id in ("a2", "a1", "a3", "a1", "never")] == [True, True, True, False, False]
    assert dump(store) == []


def test_majority_decides_the_type_and_its_labels(fresh: Fresh) -> None:
    store = fresh(project_article())
    institute = next(entity for entity in project_article().entities if entity.id == "jinnan-institute")
    platform = replace(institute, type="Platform", region="")
    for number, expected in ((1, None), (2, "Platform")):
        fill(store, article_with(platform, number))
        found = one(store, "MATCH (n:Entity {id: 'jinnan-institute'}) RETURN n.type AS type, labels(n) AS labels")
        assert set(found["labels"]) == set(ontology.load().labels(str(found["type"])))  # type: ignore[call-overload]
        assert expected in (None, found["type"])
    with store.writer() as writer:
        writer.remove("other-1")
        writer.remove("other-2")
    assert dump(store) == dump(fresh(project_article()))


def test_put_of_a_fact_about_nothing_changes_nothing(store: Store) -> None:
    before = dump(store)
    graph = corrected(park_article())
    graph = replace(graph, facts=(*graph.facts, replace(graph.facts[0], tail="nowhere")))
    with store.writer() as writer, pytest.raises(StoreError, match=r"a1: .*nowhere"):
        writer.put(graph)
    assert dump(store) == before


def test_put_that_the_engine_refuses_changes_nothing(store: Store) -> None:
    before = dump(store)
    graph = corrected(park_article())
    torn = replace(graph.entities[0], name="\ud800")
    with store.writer() as writer:
        with pytest.raises(StoreError, match="a1: not stored"):
            writer.put(replace(graph, entities=(torn, *graph.entities[1:])))
        assert dump(store) == before
        assert writer.put(graph)


@pytest.mark.parametrize("cypher", WRITES)
def test_view_refuses_to_write(store: Store, cypher: str) -> None:
    before = dump(store)
    with store.view() as view, pytest.raises(QueryError):
        view.query(cypher)
    assert dump(store) == before


@pytest.mark.parametrize(
    "cypher",
    [
        "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
        "load  csv WITH HEADERS FROM $url AS line RETURN line",
        "MATCH (n) WITH n LIMIT 1\nLOAD\nCSV FROM 'file:///etc/hostname' AS line RETURN line",
        "RETURN '\\'' AS a UNION LOAD CSV FROM 'file:///etc/hostname' AS a RETURN a",
        "RETURN 1 AS `a``` UNION LOAD CSV FROM 'file:///etc/hostname' AS a RETURN a",
        "RETURN 1; RETURN 2",
        "RETURN 1 // x\r; CREATE (:X)",
        "",
        " // only a comment",
        "MATCH (n) RETURN n FORMAT CSV",
    ],
)
def test_view_refuses_files_and_several_statements(store: Store, cypher: str) -> None:
    with store.view() as view, pytest.raises(QueryError):
        view.query(cypher, {"url": "file:///etc/hostname"})


@pytest.mark.parametrize(
    ("cypher", "value"),
    [
        ("RETURN 'CREATE (n); LOAD CSV' AS value", "CREATE (n); LOAD CSV"),
        ('RETURN "it\'s; LOAD CSV" AS value;', "it's; LOAD CSV"),
        ("RETURN 1 AS value // ; LOAD CSV", 1),
        ("RETURN {`载入; LOAD CSV`: 2}.`载入; LOAD CSV` AS value", 2),
        ("RETURN 'a\\\\' AS value", "a\\"),
        ("RETURN $text AS value", "文字; LOAD CSV"),
    ],
)
def test_view_allows_words_that_only_look_like_clauses(store: Store, cypher: str, value: object) -> None:
    with store.view() as view:
        assert view.query(cypher, {"text": "文字; LOAD CSV"}).rows == [{"value": value}]


def test_columns_may_have_chinese_names(store: Store) -> None:
    found = one(store, "MATCH (n:Park) RETURN n.name AS 名称, '中文' AS `说 明`, 'it\\'s 中文' AS 第2列 // 注释")
    assert found == {"名称": "海河智谷科技园", "说 明": "中文", "第2列": "it's 中文"}


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (h)-[e]->(t:Park) MATCH (s:Statement {edgeId: e.id}) RETURN count(s) AS n",
        "MATCH (h)-[e]->(t:Park) WITH e MATCH (s:Statement { edgeId : e.id }) RETURN count(s) AS n",
        "MATCH (h)-[e:LOCATED_IN]->(t:Park) MATCH (s:Statement {edgeId: e.id}) RETURN count(s) AS n",
    ],
)
def test_edge_leads_to_its_statements_by_a_pattern(store: Store, cypher: str) -> None:
    by_condition = "MATCH (h)-[e]->(t:Park) MATCH (s:Statement) WHERE s.edgeId = e.id RETURN count(s) AS n"
    assert one(store, cypher) == one(store, by_condition) != {"n": 0}


@pytest.mark.parametrize(
    ("cypher", "message"),
    [("MATC (n) RETURN n", "MATC"), ("RETURN $missing", "missing"), ("MATCH (n RETURN n", "RETURN")],
)
def test_wrong_query_is_explained_in_one_line(store: Store, cypher: str, message: str) -> None:
    with store.view() as view, pytest.raises(QueryError, match=message) as caught:
        view.query(cypher)
    assert "\n" not in str(caught.value)


def test_query_that_takes_too_long_is_stopped(store: Store) -> None:
    with store.view() as view, pytest.raises(QueryError, match=r"0\.05 seconds"):
        view.query("MATCH (a), (b), (c), (d), (e), (f), (g), (h) RETURN count(DISTINCT a.id + h.id)", timeout=0.05)


def test_rows_are_cut_and_say_so(store: Store) -> None:
    cypher = "MATCH (n:Entity) RETURN n.id AS id ORDER BY id"
    with store.view() as view:
        cut = view.query(cypher, max_rows=4)
        whole = view.query(cypher, max_rows=15)
    assert (len(cut.rows), cut.truncated) == (4, True)
    assert (len(whole.rows), whole.truncated) == (15, False)
    assert cut.rows == whole.rows[:4]


def test_columns_are_named_even_without_rows(store: Store) -> None:
    with store.view() as view:
        found = view.query("MATCH (n:Entity {id: 'nobody'}) RETURN n.id AS id, n.name AS name")
    assert (found.columns, found.rows) == (("id", "name"), [])


def test_nodes_edges_and_paths_are_plain(store: Store) -> None:
    found = one(
        store,
        "MATCH p = (a:Article {id: 'a3'})-[m:MENTIONS]->(n:Entity {id: 'ai'}) "
        "MATCH (s:Statement)-[:OBJECT]->(n) RETURN a, m, n, p, s, {inner: [n]} AS map, date('2024-02-26') AS day",
    )
    assert json.loads(json.dumps(found)) == found
    assert found["n"] == {
        "id": "ai",
        "name": "人工智能",
        "aliases": [],
        "type": "Industry",
        "articleCount": 1,
        "labels": ["Entity", "Industry"],
    }
    assert found["m"] == {"type": "MENTIONS", "count": 1, "name": "人工智能", "aliases": []}
    assert found["map"] == {"inner": [found["n"]]}
    assert found["day"] == "2024-02-26"
    assert set(found["a"]) == {"id", "title", "file", "sha256", "labels"}  # type: ignore[call-overload]
    assert not {"title", "type"} & set(found["s"])  # type: ignore[call-overload]
    assert found["p"] == {
        "nodes": [found["a"], found["n"]],
        "edges": [{**found["m"], "head": "a3", "tail": "ai"}],  # type: ignore[dict-item]
    }
