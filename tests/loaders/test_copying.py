"""From store to store and back: the same graph, also when the copy was interrupted."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.records import Graph
from kg.settings import Settings
from loaders import Store, copying, open_store, streaming
from loaders.rows import ArticleRows
from tests.loaders.conftest import Fresh, dump, fill
from tests.loaders.graphs import corrected, graphs, park_article, project_article
from tests.loaders.neo4j_server import Server


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Store]:
    """A store in a file with the three articles of `graphs`."""
    store = open_store(str(tmp_path / "source.kgl"), Settings())
    fill(store, *graphs())
    yield store
    store.close()


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few ids in a page and a batch that three articles make several."""
    monkeypatch.setattr(streaming, "PAGE", 2)
    monkeypatch.setattr(streaming, "BATCH", 1)


def test_copy_is_the_same_graph(source: Store, fresh: Fresh) -> None:
    target = fresh()
    assert list(copying.copy(source, target)) == [True, True, True]
    assert dump(target) == dump(source)


def test_copy_again_changes_nothing(source: Store, fresh: Fresh) -> None:
    target = fresh()
    list(copying.copy(source, target))
    assert list(copying.copy(source, target)) == [False, False, False]
    assert dump(target) == dump(source)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("done", [1, 2])
def test_interrupted_copy_is_finished_by_another(source: Store, fresh: Fresh, done: int) -> None:
    target = fresh()
    assert list(itertools.islice(copying.copy(source, target), done)) == [True] * done
    assert list(copying.copy(source, target)) == [False] * done + [True] * (3 - done)
    assert dump(target) == dump(source)


@pytest.mark.usefixtures("small_batches")
def test_copy_brings_new_versions_and_keeps_what_only_the_target_holds(source: Store, fresh: Fresh) -> None:
    own = project_article()
    own = replace(own, article=replace(own.article, id="own", sha256="own"))
    with source.writer() as writer:
        assert writer.put(corrected(park_article()))
    expected = dump(fresh(corrected(park_article()), *graphs()[1:], own))
    target = fresh(own, park_article())
    assert sorted(copying.copy(source, target)) == [True, True, True]
    assert dump(target) == expected


def test_copy_from_a_server_and_back_is_the_same_graph(
    neo4j_database: Server, sample_graphs: tuple[Graph, ...], tmp_path: Path
) -> None:
    first = open_store(str(tmp_path / "first.kgl"), Settings())
    fill(first, *sample_graphs, *graphs())
    server = open_store(neo4j_database.uri, neo4j_database.settings())
    assert all(copying.copy(first, server))
    assert dump(server) == dump(first)
    back = open_store(str(tmp_path / "back.kgl"), Settings())
    assert list(copying.copy(server, back)) == [True] * (len(sample_graphs) + len(graphs()))
    assert dump(back) == dump(first)
    for store in (first, server, back):
        store.close()


def test_copy_into_a_store_for_reading_only_is_refused(source: Store, tmp_path: Path) -> None:
    path = str(tmp_path / "target.kgl")
    open_store(path, Settings()).close()
    target = open_store(path, Settings(), read_only=True)
    with pytest.raises(StoreError, match="reading only"):
        list(copying.copy(source, target))
    target.close()


@pytest.mark.usefixtures("small_batches")
def test_rows_come_in_the_order_of_ids_whatever_the_store(source: Store, fresh: Fresh) -> None:
    def rows(store: Store) -> list[ArticleRows]:
        with store.view() as view:
            return [rows for ids in streaming.batches(view, "Article") for rows in streaming.articles(view, ids)]

    expected = rows(source)
    assert [article.id for article in expected] == ["a1", "a2", "a3"]
    assert rows(fresh(*graphs()[::-1])) == expected
