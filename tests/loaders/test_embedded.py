"""What the embedded store promises beyond the contract: survival, other processes, threads, messages."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.errors import QueryError, StoreError
from kg.settings import Settings
from loaders import Store, open_store
from loaders.cypher_text import index_edges, quote_names
from tests.loaders.conftest import dump, fill
from tests.loaders.graphs import cluster_article, corrected, graphs, park_article, project_article

ROOT = Path(__file__).parents[2]
KILLED = """
import os, signal, sys
from kg.settings import Settings
from loaders import open_store
from tests.loaders.graphs import graphs
store = open_store(sys.argv[1], Settings())
with store.writer() as writer:
    for graph in graphs():
        if graph.article.id in sys.argv[2:]:
            writer.put(graph)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def opened(path: Path, *, read_only: bool = False) -> Store:
    return open_store(str(path), Settings(), read_only=read_only)


def articles(store: Store) -> int:
    with store.view() as view:
        return int(view.query("MATCH (a:Article) RETURN count(a) AS n").rows[0]["n"])


def killed_while_writing(path: Path, *articles: str) -> None:
    command = [sys.executable, "-c", KILLED, str(path), *(articles or ("a1", "a2", "a3"))]
    done = subprocess.run(command, cwd=ROOT, check=False, timeout=60)
    assert done.returncode == -9


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "图谱 1.kgl"


@pytest.fixture
def expected() -> list[str]:
    store = open_store("memory:", Settings())
    fill(store, *graphs())
    content = dump(store)
    store.close()
    return content


def test_closed_store_opens_again(path: Path, expected: list[str]) -> None:
    store = opened(path)
    fill(store, *graphs())
    store.close()
    again = opened(path)
    assert dump(again) == expected
    with again.writer() as writer:
        assert not writer.put(park_article())
    again.close()


def test_what_was_put_survives_a_kill(path: Path, expected: list[str]) -> None:
    killed_while_writing(path)
    store = opened(path)
    assert dump(store) == expected
    store.close()


@pytest.mark.parametrize("read_first", [True, False])
def test_what_a_killed_writer_left_takes_articles_that_say_more(
    path: Path, expected: list[str], read_first: bool
) -> None:
    killed_while_writing(path, "a3")  # without source, date and address
    if read_first:
        opened(path, read_only=True).close()
    store = opened(path)
    fill(store, park_article(), cluster_article())
    assert dump(store) == expected
    store.close()


def test_reader_finds_what_a_killed_writer_left(path: Path, expected: list[str]) -> None:
    killed_while_writing(path)
    assert dump(opened(path, read_only=True)) == expected


def test_second_writer_is_refused_and_the_first_goes_on(path: Path) -> None:
    first = opened(path)
    with pytest.raises(StoreError, match=f"process {os.getpid()} has been writing it"):
        opened(path)
    fill(first, park_article())
    first.close()
    second = opened(path)
    assert articles(second) == 1
    second.close()


def test_reader_sees_the_last_checkpoint_and_then_the_next(path: Path) -> None:
    first = opened(path)
    fill(first, park_article())
    first.close()
    reader = opened(path, read_only=True)
    writer = opened(path)
    fill(writer, cluster_article())
    assert articles(reader) == 1
    writer.close()
    assert articles(reader) == 2
    reader.close()


def test_reader_does_not_write(path: Path) -> None:
    opened(path).close()
    fill_one = opened(path)
    fill(fill_one, park_article())
    fill_one.close()
    reader = opened(path, read_only=True)
    with pytest.raises(StoreError, match="reading only"), reader.writer() as writer:
        writer.put(cluster_article())
    assert articles(reader) == 1


def test_reader_of_a_missing_store_learns_how_to_make_one(path: Path) -> None:
    with pytest.raises(StoreError, match="kg build"):
        opened(path, read_only=True)
    assert not path.exists()


@pytest.mark.parametrize("read_only", [True, False])
def test_file_that_is_no_store_is_refused_and_kept(path: Path, read_only: bool) -> None:
    path.write_text("no store\n" * 100, encoding="utf-8")
    with pytest.raises(StoreError, match=path.name):
        opened(path, read_only=read_only)
    assert path.read_text(encoding="utf-8") == "no store\n" * 100


def test_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no folder"):
        opened(tmp_path / "missing" / "kg.kgl")


def test_file_url_is_a_path(path: Path) -> None:
    store = open_store(path.as_uri(), Settings())
    fill(store, park_article())
    store.close()
    assert path.exists()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("bolt://user:secret@127.0.0.1:7687", "bolt://…: leave name and password out"),
        ("neo4j+s://user:sec/ret@127.0.0.1", "KG_NEO4J_PASSWORD"),
        ("postgres://user:secret@127.0.0.1/kg", "unknown kind of store postgres"),
    ],
)
def test_other_addresses_are_refused_without_their_password(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught:
        open_store(url, Settings())
    assert "sec" not in str(caught.value)


def test_view_keeps_one_state_while_articles_come(path: Path) -> None:
    store = opened(path)
    fill(store, park_article())
    with store.view() as view:
        before = view.query("MATCH (n) RETURN count(n) AS n").rows
        fill(store, cluster_article())
        assert view.query("MATCH (n) RETURN count(n) AS n").rows == before
    assert articles(store) == 2
    store.close()


def test_readers_never_see_half_an_article(path: Path) -> None:
    """One thread puts and takes out, others count: statements and their edges come and go together."""
    store = opened(path)
    stopped = threading.Event()
    torn: list[object] = []
    views: list[int] = []

    def read() -> None:
        while not stopped.is_set():
            with store.view() as view:
                said = view.query("MATCH (s:Statement) RETURN count(DISTINCT s.edgeId) AS n").rows
                drawn = view.query("MATCH (:Entity)-[e]->(:Entity) RETURN count(e) AS n").rows
            views.append(1)
            if said != drawn:
                torn.append((said, drawn))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    with store.writer() as writer:
        for _ in range(20):
            for graph in graphs():
                writer.put(graph)
                writer.put(corrected(graph))
                writer.remove(graph.article.id)
    stopped.set()
    for reader in readers:
        reader.join()
    store.close()
    assert views
    assert torn == []


def test_writers_of_two_threads_take_turns(path: Path, expected: list[str]) -> None:
    store = opened(path)
    threads = [threading.Thread(target=fill, args=(store, graph)) for graph in graphs()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert dump(store) == expected
    store.close()


def test_nothing_is_left_of_a_store_in_memory() -> None:
    store = open_store("memory:", Settings())
    fill(store, project_article())
    store.close()
    again = open_store("memory:", Settings())
    assert articles(again) == 0
    again.close()


@pytest.mark.parametrize(
    ("cypher", "expected"),
    [
        ("RETURN 1 AS 名称", "RETURN 1 AS `名称`"),
        ("RETURN n.名称 AS a名2 // 中文", "RETURN n.`名称` AS `a名2` // 中文"),
        ("RETURN '中文', \"中'文\", `中文`", "RETURN '中文', \"中'文\", `中文`"),
        ("RETURN n.name", "RETURN n.name"),
    ],
)
def test_chinese_names_are_quoted_once(cypher: str, expected: str) -> None:
    assert quote_names(cypher) == expected


@pytest.mark.parametrize(
    ("cypher", "expected"),
    [
        ("MATCH ()-[e]->() MATCH (s {edgeId: e.id})", "MATCH ()-[e]->() MATCH (s {edgeId: e['id']})"),
        ("MATCH ()<-[e:T {x: n.x}]-(n)", "MATCH ()<-[e:T {x: n.x}]-(n)"),
        ("MATCH ()-[e]->() RETURN '{a: e.id}' // {a: e.id}", "MATCH ()-[e]->() RETURN '{a: e.id}' // {a: e.id}"),
        ("MATCH (e) RETURN 'x-[e' AS a, {a: e.id} AS b", "MATCH (e) RETURN 'x-[e' AS a, {a: e.id} AS b"),
    ],
)
def test_values_of_edges_in_patterns_are_written_so_that_they_are_found(cypher: str, expected: str) -> None:
    assert index_edges(cypher) == expected


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (a:Park), (b {id: a.id}) RETURN b",
        "MATCH (a:Park)-[e]-() , (s {edgeId : e.id}) RETURN s",
        "MATCH (a:Park) OPTIONAL MATCH (b)-[e]-(c {x: 1, id: b.id}) RETURN b",
    ],
)
def test_pattern_that_the_engine_would_leave_empty_is_refused(path: Path, cypher: str) -> None:
    with opened(path).view() as view, pytest.raises(QueryError, match="after WHERE"):
        view.query(cypher)
