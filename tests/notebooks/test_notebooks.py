"""Each notebook runs from top to bottom, and what is committed of it is small and knows no machine."""

from __future__ import annotations

import importlib.util
import json
import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kg.records import Graph
from tests.api.stores import filled
from tests.loaders.neo4j_server import Server

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[2] / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
LOCAL = [path for path in PATHS if path.stem != "e_neo4j"]
MOST = 200_000


def _runner() -> Any:
    spec = importlib.util.spec_from_file_location("execute", FOLDER / "execute.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory, sample_graphs: tuple[Graph, ...]) -> str:
    url = str(tmp_path_factory.mktemp("notebooks") / "sample.kgl")
    filled(url, sample_graphs).close()
    return url


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A kernel that shows no warnings of its own and keeps its files to itself."""
    for name in [name for name in os.environ if name.startswith("KG_") and name != "KG_TEST_ALL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent))
    return monkeypatch


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", LOCAL, ids=lambda path: path.stem)
def test_runs(path: Path, environment: pytest.MonkeyPatch, sample_store: str) -> None:
    environment.setenv("KG_STORE", sample_store)
    check(_runner().execute(path, FOLDER.parent))


@pytest.mark.filterwarnings("ignore")
def test_runs_on_neo4j(environment: pytest.MonkeyPatch, neo4j_database: Server) -> None:
    for name, value in neo4j_database.environment().items():
        if name.startswith("KG_"):
            environment.setenv(name, value)
    check(_runner().execute(FOLDER / "e_neo4j.ipynb", FOLDER.parent))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_what_is_committed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text) < MOST
    assert not re.search(r"data:[\w/+.-]+;base64", text)
    assert not re.search(r"/(home|work|tmp|Users|root)/", text)
    found = nbformat.read(path, as_version=4)
    assert found.cells[0].cell_type == "markdown"
    assert "读完你会" in found.cells[0].source
    assert all(cell.get("outputs") or cell.get("execution_count") for cell in found.cells if cell.cell_type == "code")
    check(found)


def check(notebook: nbformat.NotebookNode) -> None:
    """No cell failed, and no table or picture is empty."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert len(outputs) >= 4
    for output in outputs:
        assert output.output_type not in ("error", "stream"), output
        data = output.get("data", {})
        assert "Empty DataFrame" not in data.get("text/plain", "")
        figure = data.get("application/vnd.plotly.v1+json")
        assert figure is None or json.loads(json.dumps(figure))["data"]
