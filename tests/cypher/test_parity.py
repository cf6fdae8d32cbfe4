"""Every named query gives the same rows, in the same order, on the embedded store and on Neo4j: the sample corpus."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from typing import Any

import pytest

from kg import ontology
from kg.linking import Decisions
from kg.linking.ids import decide
from kg.records import Graph
from kg.settings import Settings
from loaders import Store, open_store, queries
from tests.loaders.conftest import dump, fill
from tests.loaders.neo4j_server import Server

pytestmark = pytest.mark.slow

MOST = 40
"""How many sets of parameters a query is tried with."""


@pytest.fixture(scope="module")
def merged(sample_graphs: tuple[Graph, ...]) -> Decisions:
    """Two companies that a reviewer took for one."""
    found = sorted({row.id for graph in sample_graphs for row in graph.entities if row.type == "Company"})
    return Decisions({found[0]: found[1]})


@pytest.fixture(scope="module")
def stores(neo4j_session: Server, sample_graphs: tuple[Graph, ...], merged: Decisions) -> Iterator[tuple[Store, Store]]:
    """Both stores with the sample corpus; the server's is loaded in groups, the other article by article."""
    neo4j_session.empty()
    sample_graphs = tuple(decide(graph, merged) for graph in sample_graphs)
    embedded = open_store("memory:", Settings())
    server = open_store(neo4j_session.uri, neo4j_session.settings())
    fill(embedded, *sample_graphs)
    with server.writer() as writer:
        assert all(writer.put_all(sample_graphs))
    yield embedded, server
    embedded.close()
    server.close()
    neo4j_session.empty()


@pytest.fixture(scope="module")
def pools(sample_graphs: tuple[Graph, ...], stores: tuple[Store, Store], merged: Decisions) -> dict[str, list[Any]]:
    """Values for parameters: for one query's (`article.id`) before those of any (`id`)."""
    with stores[0].view() as view:
        hubs = [
            row["id"] for row in view.query("MATCH (n:Entity) RETURN n.id AS id ORDER BY n.articleCount DESC, id").rows
        ]
        edges = [row["id"] for row in view.query("MATCH (s:Statement) RETURN DISTINCT s.edgeId AS id ORDER BY id").rows]
        regions = [row["r"] for row in view.query("MATCH (n:Region) RETURN DISTINCT n.region AS r ORDER BY r").rows]
        owners = [
            row["id"]
            for row in view.query(
                "MATCH (e:Entity)-[:HAS_MEASURE]->(:Measure) RETURN DISTINCT e.id AS id ORDER BY id LIMIT 40"
            ).rows
        ]
        metrics = [row["m"] for row in view.query("MATCH (m:Measure) RETURN DISTINCT m.metric AS m ORDER BY m").rows]
        suppliers = [
            row["id"] for row in view.query("MATCH (n)-[:SUPPLIES_TO]->() RETURN DISTINCT n.id AS id ORDER BY id").rows
        ]
        tails = {
            name: [
                row["id"] for row in view.query(f"MATCH (n)<-[:{edge}]-() RETURN DISTINCT n.id AS id ORDER BY id").rows
            ]
            for name, edge in (
                ("members", "MEMBER_OF"),
                ("suppliers", "SUPPLIES_TO"),
                ("park_companies", "LOCATED_IN"),
                ("industry_by_city", "IN_INDUSTRY"),
            )
        }
    articles = [graph.article.id for graph in sample_graphs]
    ids = hubs[:30] + hubs[30::10]
    types = ontology.load()
    return {
        "id": ids,
        "merged.id": [*merged.into, *ids],
        "article.id": articles,
        "article_entities.id": articles,
        "facts_of_article.id": articles,
        "edge.id": edges,
        "statements.edge": edges,
        "articles_behind_edge.edge": edges,
        "members.id": tails["members"],
        "members_by_city.id": tails["members"],
        "suppliers.id": tails["suppliers"],
        "customers.id": suppliers,
        "industry": [None, *tails["industry_by_city"]],
        "months": [0, 12, 60],
        "least": [3, 5],
        "sample": [1000],
        "park_companies.id": tails["park_companies"],
        "from": ids,
        "to": ids,
        "measures_over_time.id": owners,
        "corridor_edges.from": ["110000"],
        "corridor_edges.to": ["120000", "130600", "130000"],
        **{
            f"{name}.{param}": values
            for name in ("park_feeders", "park_feeders_by_park", "park_feeders_count")
            for param, values in (
                ("from", [None, "110000", "110108"]),
                ("to", [None, "120000", "130000"]),
                ("park", [None, None, *tails["park_companies"], "|".join(tails["park_companies"][:20])]),
            )
        },
        "edges": [*edges[:20], "|".join(edges[::3]), "|".join(edges[1::3])],
        "types": [None, "University|Institute", "Company"],
        "text": ["天", "中关村", "有限公司", "ABC", "'", "\\", "京津冀", "（", "大学", ""],
        "type": [None, *types.nodes],
        ": edge": [None, *types.edges],
        "direction": ["in", "out", "both"],
        "region": [None, *regions, "110000", "130600"],
        "metric": [None, *metrics],
        "across": [True, False],
        "silent": [True, False],
        "since": ["2024", "2015-06-01"],
        "until": ["9999", "2024-06"],
        "chain_members.id": tails["industry_by_city"],
        "chain_partners.id": tails["industry_by_city"],
        "also": [None, "|".join(tails["industry_by_city"])],
        "at": ["2019", "2023", "2019-08", "2025-02"],
        "signed_deals.before": ["2018", "2022", "2018-08", "2024-02"],
        "by": ["year", "month"],
        "industry_by_city.id": [None, *tails["industry_by_city"]],
        "before": ["9999", "2020", "2024-01-01"],
        "hops": [2, 6],
        "offset": [0, 3],
        "limit": [1000, 5],
    }


def _pool(pools: dict[str, list[Any]], query: str, param: queries.Param) -> list[Any] | None:
    """Values for a parameter of one query, else for all of its type, else for all of its name."""
    return next((pools[key] for key in (f"{query}.{param.name}", f": {param.type}", param.name) if key in pools), None)


def choices(query: queries.NamedQuery, pools: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """All combinations of values, or some of them when there are many; the same in every run."""
    values = [_pool(pools, query.name, param) for param in query.params]
    assert all(values), f"{query.name}: no values for one of {[param.name for param in query.params]}"
    names = [param.name for param in query.params]
    chance = random.Random(query.name)
    some = [tuple(chance.choice(pool) for pool in values if pool) for _ in range(MOST)]
    wide = itertools.islice(zip(*(itertools.cycle(pool) for pool in values if pool), strict=True), MOST)
    return [dict(zip(names, row, strict=True)) for row in dict.fromkeys([*wide, *some])]


def test_both_stores_hold_the_same_graph(stores: tuple[Store, Store]) -> None:
    embedded, server = map(dump, stores)
    assert len(embedded) > 1000
    assert server == embedded


UNSTABLE = {"communities"}
"""Which of several equally good partitions is found depends on the order of nodes, which differs between stores."""


@pytest.mark.parametrize("name", sorted(queries.load()))
def test_query_gives_the_same_rows(stores: tuple[Store, Store], pools: dict[str, list[Any]], name: str) -> None:
    query = queries.load()[name]
    answered = 0
    with stores[0].view() as embedded, stores[1].view() as server:
        for params in choices(query, pools) if query.params else [{}]:
            expected, found = (queries.run(view, name, params) for view in (embedded, server))
            if name in UNSTABLE:
                assert found.columns == expected.columns
                assert math.isclose(
                    *(sum(row["entities"] for row in rows.rows) for rows in (found, expected)), rel_tol=0.1
                )
            else:
                assert found == expected, params
            answered += bool(found.rows)
    assert answered
