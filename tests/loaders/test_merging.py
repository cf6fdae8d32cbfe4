"""Decisions of reviewers in every store: the same graph whether they came before an article was stored or after."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from kg.linking import Decisions
from kg.linking.ids import decide
from kg.records import Graph
from loaders import Store, copying, deciding, merging, streaming
from loaders.rows import article_rows, edge_id
from tests.loaders.conftest import Fresh, dump, fill
from tests.loaders.graphs import cluster_article, corrected, entity, fact, graphs, park_article, project_article

SAME = Decisions({"script-co": "xinglan"})
"""The company with an odd name is taken for its customer: what it supplies to that goes."""
CHAIN = Decisions({"script-co": "obrien", "obrien": "xinglan"})
BOTH_ENDS = Decisions({"baoding-xincai": "obrien", "haihe-park": "jinnan-institute"})
ALL: list[Mapping[str, str]] = [SAME.into, CHAIN.into, BOTH_ENDS.into]


def decided(decisions: Decisions, *content: Graph) -> list[Graph]:
    return [decide(graph, decisions) for graph in content]


def update(store: Store, decisions: Decisions) -> list[bool]:
    with store.view() as view:
        ids = deciding.articles(view, decisions)
    return list(deciding.decide(store, ids, decisions))


def rows_of(store: Store, cypher: str, **params: object) -> list[dict[str, Any]]:
    with store.view() as view:
        return view.query(cypher, params).rows


@pytest.mark.parametrize("into", ALL)
def test_decisions_after_loading_give_the_graph_of_decisions_before(fresh: Fresh, into: Mapping[str, str]) -> None:
    expected = dump(fresh(*decided(Decisions(into), *graphs())))
    store = fresh(*graphs())
    assert all(update(store, Decisions(into)))
    assert dump(store) == expected
    assert update(store, Decisions(into)) == []


@pytest.mark.parametrize("into", ALL)
def test_decisions_taken_back_leave_the_graph_as_it_was(fresh: Fresh, into: Mapping[str, str]) -> None:
    expected = dump(fresh(*graphs()))
    store = fresh(*decided(Decisions(into), *graphs()))
    assert all(update(store, Decisions()))
    assert dump(store) == expected


@pytest.mark.parametrize(("before", "after"), [*itertools.permutations(ALL, 2)])
def test_decisions_replace_others(fresh: Fresh, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    expected = dump(fresh(*decided(Decisions(after), *graphs())))
    store = fresh(*decided(Decisions(before), *graphs()))
    update(store, Decisions(after))
    assert dump(store) == expected


def test_one_link_of_a_chain_is_taken_back(fresh: Fresh) -> None:
    last = Decisions({"obrien": "xinglan"})
    expected = dump(fresh(*decided(last, *graphs())))
    store = fresh(*decided(CHAIN, *graphs()))
    assert all(update(store, last))
    assert dump(store) == expected


def test_articles_are_put_in_any_order(fresh: Fresh) -> None:
    content = decided(CHAIN, *graphs())
    expected = dump(fresh(*content))
    for order in itertools.permutations(content):
        assert dump(fresh(*order)) == expected


def test_what_is_merged_is_one_thing_with_all_names(fresh: Fresh) -> None:
    store = fresh(*decided(SAME, *graphs()))
    assert rows_of(store, "MATCH (n:Entity {id: 'script-co'}) RETURN n.id AS id") == []
    [found] = rows_of(
        store,
        "MATCH (n:Entity {id: 'xinglan'}) RETURN n.name AS name, n.aliases AS aliases, n.mergedIds AS merged, "
        "n.articleCount AS articles",
    )
    assert found["name"] == "星澜半导体"
    assert len(found["aliases"]) == 2
    assert (found["merged"], found["articles"]) == (["script-co"], 3)
    edges = rows_of(store, "MATCH (h:Entity)-[e]->(t:Entity) RETURN h.id AS head, e.id AS id, t.id AS tail")
    assert all(row["head"] != row["tail"] for row in edges)
    [located] = [row for row in edges if row["id"] == edge_id("xinglan", "LOCATED_IN", "haihe-park")]
    assert located["head"] == "xinglan"
    assert rows_of(
        store, "MATCH (a:Article {id: 'a1'})-[m:MENTIONS]->(:Entity {id: 'xinglan'}) RETURN m.count AS n"
    ) == [{"n": 5}]


def test_a_thing_often_named_does_not_rename_the_one_it_is(fresh: Fresh) -> None:
    store = fresh(*decided(Decisions({"xinglan": "obrien"}), *graphs()))
    [found] = rows_of(store, "MATCH (n:Entity {id: 'obrien'}) RETURN n.name AS name, n.articleCount AS articles")
    assert found == {"name": park_article().entities[-1].name, "articles": 3}


def test_every_edge_still_has_its_statements(fresh: Fresh) -> None:
    store = fresh(*graphs())
    update(store, CHAIN)
    edges = rows_of(store, "MATCH (h:Entity)-[e]->(t:Entity) RETURN e.id AS edge, h.id AS head, t.id AS tail")
    said = rows_of(
        store,
        "MATCH (h:Entity)<-[:SUBJECT]-(s:Statement)-[:OBJECT]->(t:Entity) "
        "RETURN DISTINCT s.edgeId AS edge, h.id AS head, t.id AS tail",
    )
    assert sorted(edges, key=str) == sorted(said, key=str)


def test_a_new_version_and_a_removal_keep_to_the_decisions(fresh: Fresh) -> None:
    versions = decided(CHAIN, corrected(park_article()), cluster_article())
    expected = dump(fresh(*versions))
    store = fresh(*decided(CHAIN, *graphs()))
    with store.writer() as writer:
        assert writer.put(versions[0])
        assert not writer.put(versions[0])
        assert writer.remove("a3")
    assert dump(store) == expected


def test_the_same_text_with_other_decisions_is_put_again(fresh: Fresh) -> None:
    expected = dump(fresh(*decided(SAME, *graphs())))
    store = fresh(*graphs())
    with store.writer() as writer:
        assert [writer.put(graph) for graph in decided(SAME, *graphs())] == [True, True, False]
    assert dump(store) == expected


@pytest.mark.parametrize(("before", "after"), [*itertools.permutations([{}, *ALL], 2)])
def test_an_update_that_was_interrupted_is_finished_by_another(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch, before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    monkeypatch.setattr(streaming, "BATCH", 1)
    expected = dump(fresh(*decided(Decisions(after), *graphs())))
    store = fresh(*decided(Decisions(before), *graphs()))
    with store.view() as view:
        ids = deciding.articles(view, Decisions(after))
    assert list(itertools.islice(deciding.decide(store, ids, Decisions(after)), 1)) == [True]
    assert any(update(store, Decisions(after)))
    assert dump(store) == expected


def test_only_articles_that_name_what_moves_are_read(store: Store) -> None:
    with store.view() as view:
        assert deciding.articles(view, Decisions({"baoding-xincai": "xinglan", "never-seen": "xinglan"})) == ["a2"]
        assert deciding.articles(view, Decisions({"never-seen": "xinglan"})) == []


def test_a_store_knows_its_decisions(fresh: Fresh) -> None:
    store = fresh(*decided(CHAIN, *graphs()))
    with store.view() as view:
        assert deciding.held(view).into == {"script-co": "xinglan", "obrien": "xinglan"}


def test_new_articles_are_linked_as_if_nothing_had_been_decided(fresh: Fresh) -> None:
    store = fresh(*decided(SAME, *graphs()))
    with store.view() as view:
        found = list(deciding.earlier(view))
    assert found[0].id == "script-co"
    assert found[0].name == park_article().entities[6].name
    assert {row.id for row in found} == {row.id for graph in graphs() for row in graph.entities}


def test_copies_carry_decisions_and_can_undo_them(fresh: Fresh) -> None:
    from kg.settings import Settings
    from loaders import open_store

    expected = dump(fresh(*graphs()))
    source = open_store("memory:", Settings())
    fill(source, *decided(CHAIN, *graphs()))
    target = fresh(*graphs()[:1])
    assert list(copying.copy(source, target)) == [True, True, True]
    assert dump(target) == dump(source)
    assert list(copying.copy(source, target)) == [False, False, False]
    update(target, Decisions())
    assert dump(target) == expected
    source.close()


def test_claims_that_become_one_keep_the_surest(fresh: Fresh) -> None:
    graph = project_article()
    text = graph.article
    again = fact(text, "jinnan-institute", "IN_INDUSTRY", "ai", "从事", confidence=0.9)
    twin = replace(again, head="jinnan-government", confidence=0.5)
    rows = merging.merged(
        replace(
            article_rows(replace(graph, facts=(again, twin))),
            chains={"jinnan-government": ("jinnan-institute",)},
        )
    )
    [said] = rows.statements
    assert said.properties["confidence"] == 0.9
    assert merging.unmerged(rows).statements == tuple(
        sorted(article_rows(replace(graph, facts=(again, twin))).statements, key=lambda row: row.properties["id"])
    )


def test_symmetric_statements_find_their_new_order() -> None:
    graph = project_article()
    rows = merging.merged(replace(article_rows(graph), chains={"xinglan": ("a-first",)}))
    found = {(row.head, row.tail) for row in rows.statements if row.properties["edgeType"] == "COLLABORATES_WITH"}
    assert found == {("a-first", "jingjin-university")}


def test_mention_of_a_thing_that_only_decisions_name(fresh: Fresh) -> None:
    graph = project_article()
    other = entity(graph.article, "new-id", "津南智造研究院", "Institute", region="120112")
    one = replace(graph, entities=(other, *graph.entities[1:]), facts=(), measures=())
    store = fresh(*decided(Decisions({"new-id": "nowhere-else"}), one))
    [found] = rows_of(store, "MATCH (n:Institute) RETURN n.id AS id, n.name AS name, n.mergedIds AS merged")
    assert found == {"id": "nowhere-else", "name": "津南智造研究院", "merged": ["new-id"]}
