"""Files for the bulk importer: what stands in them, and that the importer makes of them the graph that Bolt makes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg import ontology
from kg.errors import StoreError
from kg.records import Graph
from kg.settings import Settings
from loaders import Store, bulk, open_store, queries, schema, streaming
from tests.loaders.conftest import Fresh, dump, fill
from tests.loaders.graphs import QUOTES, corrected, graphs, park_article
from tests.loaders.neo4j_server import OwnServer

ASKED = ("parks", "suppliers", "who_incubated_whom", "members_by_city", "timeline", "measures")
RECORDING = '#!/bin/sh\npwd > "$RECORD"\nprintf "%s\\0" "$@" >> "$RECORD"\n'


def exported(store: Store, folder: Path) -> Path:
    with store.view() as view:
        assert sum(bulk.export(view, folder, bulk.delimiter(view))) > 0
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def asked(store: Store) -> dict[str, object]:
    """The answers to named queries, each with the parameters of its example."""
    with store.view() as view:
        return {name: queries.run(view, name, queries.load()[name].example_params).rows for name in ASKED}


def words_of(script: Path, tmp_path: Path, *arguments: str) -> tuple[Path, list[str]]:
    """Where the script runs the importer, and with which arguments."""
    tool, record = tmp_path / "bin" / "neo4j-admin", tmp_path / "record"
    tool.parent.mkdir()
    tool.write_text(RECORDING, encoding="utf-8")
    tool.chmod(0o755)
    path = f"{tool.parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run([str(script), *arguments], env={**os.environ, "PATH": path, "RECORD": str(record)}, check=True)
    folder, _, words = record.read_text(encoding="utf-8").partition("\n")
    return Path(folder), words.split("\0")[:-1]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PAGE", 4)
    monkeypatch.setattr(streaming, "BATCH", 3)


@pytest.fixture
def memory() -> Iterator[Store]:
    store = open_store("memory:", Settings())
    fill(store, *graphs())
    yield store
    store.close()


@pytest.mark.slow
def test_bulk_import_is_the_graph_that_bolt_makes(
    own_server: OwnServer, sample_graphs: tuple[Graph, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(own_server.uri, own_server.settings())
    with store.writer() as writer:
        assert all(writer.put_all([*sample_graphs, *graphs()]))
    expected, answers = dump(store), asked(store)
    assert all(answers.values())
    folder = exported(store, tmp_path / "导入 files")
    store.close()
    own_server.stop()

    place, words = words_of(folder / bulk.SCRIPT, tmp_path, "--overwrite-destination")
    monkeypatch.chdir(place)
    own_server.admin(*words)
    own_server.start()

    with pytest.raises(StoreError, match=r"import is not finished; .*cypher-shell -f finish\.cypher"):
        open_store(own_server.uri, own_server.settings(), read_only=True)
    for statement in (folder / bulk.FINISH).read_text(encoding="utf-8").split(";\n")[:-1]:
        own_server.run(statement)
    store = open_store(own_server.uri, own_server.settings(), read_only=True)
    assert dump(store) == expected
    assert asked(store) == answers
    store.close()
    names = {row["name"] for kind in ("CONSTRAINTS", "INDEXES") for row in own_server.run(f"SHOW {kind} YIELD name")}
    assert schema.neo4j_rules().keys() <= names
    store = open_store(own_server.uri, own_server.settings())
    with store.writer() as writer:
        assert not writer.put(park_article())
        assert writer.put(corrected(park_article()))
        assert writer.put(park_article())
    assert dump(store) == expected
    store.close()


@pytest.mark.usefixtures("small_batches")
def test_bulk_files_hold_every_node_and_edge(store: Store, tmp_path: Path) -> None:
    folder = exported(store, tmp_path)
    content = [json.loads(line) for line in dump(store)]
    files = {name: rows(folder / table.file) for name, table in bulk.TABLES.items()}
    nodes = sum(len(files[name]) for name, table in bulk.TABLES.items() if table.ends is None)
    edges = sum(len(files[name]) for name, table in bulk.TABLES.items() if table.ends)
    assert nodes - 1 == sum("n" in row for row in content)
    assert edges == sum("edge" in row for row in content)
    assert len(files["entities"]) == len({row["id:ID(Entity)"] for row in files["entities"]}) == 15


def test_bulk_files_are_the_same_from_every_store(fresh: Fresh, memory: Store, tmp_path: Path) -> None:
    one, other = exported(memory, tmp_path / "one"), exported(fresh(*graphs()[::-1]), tmp_path / "other")
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted([*(table.file for table in bulk.TABLES.values()), bulk.SCRIPT, bulk.FINISH])
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def test_bulk_fields_keep_quotes_lines_and_what_is_missing(memory: Store, tmp_path: Path) -> None:
    folder = exported(memory, tmp_path)
    found = {row["id:ID(Entity)"]: row for row in rows(folder / "entities.csv")}
    assert found["obrien"]["name:string"] == QUOTES
    assert found["xinglan"]["aliases:string[]"] == "星澜半导体有限公司"
    assert found["xinglan"][":LABEL"].split("\x1f") == list(ontology.load().labels("Company"))
    assert any("\n" in row["sentence:string"] for row in rows(folder / "statements.csv"))
    text = (folder / "articles.csv").read_text(encoding="utf-8")
    assert '\n"a3","a3.txt",,,,"a3.txt",' in text


def test_bulk_tables_name_a_type_for_whatever_is_no_text(memory: Store, tmp_path: Path) -> None:
    for table in bulk.TABLES.values():
        for row in rows(exported(memory, tmp_path) / table.file):
            for column, value in row.items():
                kind = column.partition(":")[2]
                if value and kind in ("long", "double"):
                    assert float(value) == {"long": int, "double": float}[kind](value)


def test_bulk_list_items_are_parted_by_what_no_name_has(tmp_path: Path) -> None:
    graph = park_article()
    entity = replace(graph.entities[4], name="甲\x1f乙", aliases=("丙\x1e", "丁;,"))
    store = open_store("memory:", Settings())
    fill(store, replace(graph, entities=(*graph.entities[:4], entity, *graph.entities[5:])))
    with store.view() as view:
        assert bulk.delimiter(view) == "U+001D"
    folder = exported(store, tmp_path)
    forms = {row["name:string"]: row["aliases:string[]"].split("\x1d") for row in rows(folder / "mentions.csv")}
    assert {"丁;,", "丙\x1e"} <= set(forms["甲\x1f乙"])
    assert "--array-delimiter=U+001D" in (folder / bulk.SCRIPT).read_text(encoding="utf-8")
    store.close()


def test_bulk_export_again_replaces_the_files(memory: Store, tmp_path: Path) -> None:
    folder = exported(memory, tmp_path)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    with memory.writer() as writer:
        writer.remove("a1")
    assert rows(exported(memory, tmp_path) / "articles.csv") == rows_of(first["articles.csv"])[1:]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_bulk_export_that_was_interrupted_has_no_script(memory: Store, tmp_path: Path) -> None:
    exported(memory, tmp_path)
    with memory.view() as view:
        steps = bulk.export(view, tmp_path, bulk.delimiter(view))
        next(steps)
        steps.close()
    assert not (tmp_path / bulk.SCRIPT).exists()


def test_bulk_export_where_nothing_can_be_written_is_explained(memory: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="file: cannot be written"):
        exported(memory, tmp_path / "file")


def test_bulk_script_names_the_database_and_passes_on_what_it_is_given(memory: Store, tmp_path: Path) -> None:
    with memory.view() as view:
        list(bulk.export(view, tmp_path / "out", "U+001F", "graph"))
    place, words = words_of(tmp_path / "out" / bulk.SCRIPT, tmp_path, "--threads=1")
    assert (place, words[:4], words[-1]) == (tmp_path / "out", ["database", "import", "full", "graph"], "--threads=1")
    assert words[:-2] == bulk.command("U+001F", "graph")[1:]
    assert words[-2].startswith("--report-file=/")
    files = {word.rpartition("=")[2].removeprefix("./") for word in words if word.endswith(".csv")}
    assert files == {path.name for path in (tmp_path / "out").glob("*.csv")}
