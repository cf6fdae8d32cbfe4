"""The documents keep to what the code does: examples run, the OpenAPI document is the application's."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from api.document import document
from kg.cli import console, storing
from kg.cli.serving import running
from kg.settings import Settings

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "api.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = Settings(store=str(tmp_path_factory.mktemp("docs") / "graph.kgl"), ingest=True)
    with as_file(files("kg") / "sample") as sample:
        storing.load([str(sample)], settings, console.Faults())
    with running(settings) as found:
        yield found


def test_openapi_document_is_current() -> None:
    kept = (DOCS / "openapi.json").read_text(encoding="utf-8")
    assert kept == document(), "run: python -m api.document docs/openapi.json"


def test_python_examples_run(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    asking, plain, sending = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(asking, "docs/api.md", "exec"), {"URL": address})
    assert "INCUBATED_BY" in capsys.readouterr().out
    exec(compile(plain, "docs/api.md", "exec"), {"URL": address})
    assert "origin,destination,industry,year,incubated,relocated,supplies" in capsys.readouterr().out
    exec(compile(sending, "docs/api.md", "exec"), {"URL": address})
    assert capsys.readouterr().out.startswith("done 1 [('articles.1', ")


@pytest.mark.parametrize("command", re.findall(r"^\$ (curl .*)$", PAGE, re.MULTILINE))
def test_curl_examples_run(address: str, command: str) -> None:
    assert shutil.which("curl"), "curl is needed"
    shell = ["bash", "-c", command.replace("curl -s", "curl -sS --fail-with-body", 1)]
    done = subprocess.run(shell, env={"URL": address, "PATH": "/usr/bin:/bin"}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    assert re.search(r'\bname\b|"state"', done.stdout.decode())
