"""`kg export` and `kg copy` as their users meet them."""

from __future__ import annotations

import json
from pathlib import Path

import networkx
import pytest

from kg.settings import Settings
from loaders import bulk, exports, grass, open_store
from tests.loaders.conftest import dump, fill
from tests.loaders.graphs import graphs
from tests.loaders.neo4j_server import Server
from tests.test_cli import run


@pytest.fixture
def source(tmp_path: Path) -> str:
    """A store with three articles."""
    path = str(tmp_path / "source.kgl")
    store = open_store(path, Settings())
    fill(store, *graphs())
    store.close()
    return path


def content(url: str) -> list[str]:
    store = open_store(url, Settings(), read_only=True)
    found = dump(store)
    store.close()
    return found


def test_export_for_the_bulk_importer_prints_the_commands(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "import"
    assert run("export", "--format", "neo4j-csv", "--output", str(folder), "--store", source) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert " ".join(bulk.command("U+001F")) in shown.err
    assert "cypher-shell -f finish.cypher" in shown.err
    assert {path.name for path in folder.iterdir()} > {bulk.SCRIPT, bulk.FINISH}


def test_export_as_tables(source: str, tmp_path: Path) -> None:
    assert run("export", "--format", "csv", "--output", str(tmp_path / "tables"), "--store", source) == 0
    assert {path.stem for path in (tmp_path / "tables").iterdir()} == exports.CSV_TABLES.keys()


def test_export_to_a_file_and_to_the_screen(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "graph.graphml"
    assert run("export", "--format", "graphml", "--output", str(path), "--store", source) == 0
    assert capsys.readouterr().out == ""
    assert len(networkx.read_graphml(path, force_multigraph=True)) == 15
    assert run("export", "--format", "jsonld", "--store", source) == 0
    assert len(json.loads(capsys.readouterr().out)["@graph"]) > 18


def test_export_of_the_style_sheet_needs_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "--format", "grass", "--store", str(tmp_path / "missing.kgl")) == 0
    assert capsys.readouterr().out == grass.style_sheet()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--format", "csv"), 2, "--output"),
        (("--format", "neo4j-csv", "--output", "{source}"), 2, "is no folder"),
        (("--format", "xml"), 2, "xml"),
        (("--output", "x"), 2, "--format"),
        (("--format", "graphml", "--store", "{source}.missing"), 1, "source.kgl.missing"),
        (("--format", "graphml", "--output", "{source}/x"), 2, "--output"),
        (("--format", "csv", "--output", "{source}/x"), 1, "cannot be written"),
    ],
)
def test_export_faults_are_told_without_a_traceback(
    arguments: tuple[str, ...], code: int, message: str, source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [argument.format(source=source) for argument in arguments]
    assert run("export", "--store", source, *given) == code
    shown = capsys.readouterr().err
    assert message in shown
    assert "Traceback" not in shown


def test_copy_to_a_new_store_and_again(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = str(tmp_path / "target.kgl")
    assert run("copy", "--from", source, "--to", target) == 0
    assert "复制 3 篇" in capsys.readouterr().err
    assert content(target) == content(source)
    assert run("copy", "--from", source, "--to", target) == 0
    assert "已有 3 篇" in capsys.readouterr().err


def test_copy_to_a_server_and_back(
    source: str, neo4j_database: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in neo4j_database.environment().items():
        monkeypatch.setenv(name, value)
    back = str(tmp_path / "back.kgl")
    assert run("copy", "--from", source, "--to", neo4j_database.uri) == 0
    assert run("copy", "--from", neo4j_database.uri, "--to", back) == 0
    assert content(back) == content(source)


def test_copy_that_was_interrupted_is_finished_by_another(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from loaders.embedded import EmbeddedWriter

    put = EmbeddedWriter._put
    rows_put = []

    def stopped(self: EmbeddedWriter, rows: object) -> bool:
        if rows_put:
            raise KeyboardInterrupt
        rows_put.append(rows)
        return put(self, rows)  # type: ignore[arg-type]

    target = str(tmp_path / "target.kgl")
    with monkeypatch.context() as patched:
        patched.setattr(EmbeddedWriter, "_put", stopped)
        assert run("copy", "--from", source, "--to", target) == 130
    capsys.readouterr()
    assert run("copy", "--from", source, "--to", target) == 0
    assert "复制 2 篇 (copied), 已有 1 篇" in capsys.readouterr().err
    assert content(target) == content(source)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--from", "{source}"), 2, "--to"),
        (("--from", "{source}", "--to", "{source}"), 2, "same store"),
        (("--from", "{source}.missing", "--to", "{source}.new"), 1, "source.kgl.missing"),
        (("--from", "{source}", "--to", "ftp://x"), 1, "ftp"),
    ],
)
def test_copy_faults_are_told_without_a_traceback(
    arguments: tuple[str, ...], code: int, message: str, source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(source)
    assert run("copy", *(argument.format(source=source) for argument in arguments)) == code
    shown = capsys.readouterr().err
    assert message in shown
    assert "Traceback" not in shown
    assert content(source) == before
    assert not Path(f"{source}.new").exists()
